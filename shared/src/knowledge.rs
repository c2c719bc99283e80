//! What is known, in memory: the dated facts of every noun, their differences, and the undo of a change.
//!
//! One list of nouns, in [`with_nouns`], makes the containers here and the persistence in `api`: a new noun
//! is one line. Refuses to know where facts come from.

mod undoable;
mod untouched;

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun};
use crate::id::{PostId, PractitionerId, StructureId, TourId};
use crate::post::Post;
use crate::time::{Day, Difference, Period, Segment, Timeline};
use crate::tour::round::Tour;

pub use undoable::Undoable;
pub use untouched::{Untouched, undo_untouched};

/// Calls a macro with every noun as `field: Type`, in the order in which facts refer to each other.
#[macro_export]
macro_rules! with_nouns {
    ($callback:ident) => {
        $callback! {
            nomenclatures: $crate::nomenclature::NomenclatureEntry,
            establishments: $crate::establishment::Establishment,
            sites: $crate::establishment::Site,
            structures: $crate::structure::Structure,
            posts: $crate::post::Post,
            sigmed_posts: $crate::post::SigmedPost,
            post_profiles: $crate::post_profile::PostProfile,
            practitioners: $crate::practitioner::Practitioner,
            statuses: $crate::career::Status,
            steps: $crate::career::Step,
            positions: $crate::career::Position,
            contracts: $crate::career::Contract,
            affectations: $crate::affectation::Affectation,
            conventions: $crate::convention::ConventionShare,
            exercise_periods: $crate::career::ExercisePeriod,
            headships: $crate::headship::Headship,
            code_mappings: $crate::code_mapping::CodeMapping,
            import_profiles: $crate::code_mapping::ImportProfile,
            reservations: $crate::reservation::Reservation,
            requests: $crate::request::Request,
            tours: $crate::tour::round::Tour,
            tour_lists: $crate::tour::signed_list::TourList,
            tour_entries: $crate::tour::entry::TourEntry,
        }
    };
}

/// The timelines of all things of one noun.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracks<T: Fact>(BTreeMap<T::Id, Timeline<T>>);

impl<T: Fact> Default for Tracks<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Fact> Tracks<T> {
    /// The timeline of a thing, if anything is known of it.
    pub fn get(&self, id: T::Id) -> Option<&Timeline<T>> {
        self.0.get(&id)
    }

    /// What is known of a thing on a day.
    pub fn at(&self, id: T::Id, day: Day) -> Option<&T> {
        self.0.get(&id)?.at(day)
    }

    /// Replaces the whole timeline of a thing; an empty one forgets the thing.
    pub fn put(&mut self, id: T::Id, mut timeline: Timeline<T>) {
        if timeline.is_empty() {
            self.0.remove(&id);
        } else {
            timeline.shrink_to_fit();
            self.0.insert(id, timeline);
        }
    }

    /// States a value over a period.
    pub fn assert(&mut self, id: T::Id, segment: Segment<T>) {
        self.0.entry(id).or_default().assert(segment.period, segment.value);
    }

    /// All things with their timelines, by id.
    pub fn iter(&self) -> impl Iterator<Item = (T::Id, &Timeline<T>)> {
        self.0.iter().map(|(id, timeline)| (*id, timeline))
    }

    /// All statements of all things.
    pub fn segments(&self) -> impl Iterator<Item = (T::Id, &Segment<T>)> {
        self.iter().flat_map(|(id, timeline)| timeline.iter().map(move |segment| (id, segment)))
    }

    /// What is known of every thing on a day.
    pub fn on(&self, day: Day) -> impl Iterator<Item = (T::Id, &Segment<T>)> {
        self.iter().filter_map(move |(id, timeline)| Some((id, timeline.segment_at(day)?)))
    }

    /// Number of things.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each thing that one or the other knows, by id, with what both know of it. Copies nothing.
    pub fn beside<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (T::Id, Option<&'a Timeline<T>>, Option<&'a Timeline<T>>)> {
        let (mut own, mut others) = (self.iter().peekable(), other.iter().peekable());
        std::iter::from_fn(move || {
            let (left, right) = (own.peek().map(|(id, _)| *id), others.peek().map(|(id, _)| *id));
            let id = left.into_iter().chain(right).min()?;
            let before = own.next_if(|(own, _)| *own == id).map(|(_, timeline)| timeline);
            let after = others.next_if(|(other, _)| *other == id).map(|(_, timeline)| timeline);
            Some((id, before, after))
        })
    }

    /// What must be superseded and recorded to go from this knowledge to `target`.
    pub fn difference(&self, target: &Self) -> Vec<Revision<T>> {
        let nothing = Timeline::default();
        self.beside(target)
            .filter_map(|(id, before, after)| {
                let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
                let difference = Timeline::difference(before, after);
                (!difference.is_empty()).then_some(Revision { id, difference })
            })
            .collect()
    }
}

/// A fact whose timelines are in [`Facts`].
pub trait Tracked: Fact {
    /// Its timelines.
    fn tracks(facts: &Facts) -> &Tracks<Self>;
    /// The same, to change them.
    fn tracks_mut(facts: &mut Facts) -> &mut Tracks<Self>;
}

/// What changes in the knowledge of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision<T: Fact> {
    /// The thing.
    pub id: T::Id,
    /// Rows to supersede, rows to record.
    pub difference: Difference<T>,
}

/// Why a change cannot be undone: what has been built on it since, by business key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("touched since: {}", .things.len())]
pub struct TouchedSince {
    /// The things, as `(noun, key)`.
    pub things: Vec<(Noun, SmolStr)>,
}

macro_rules! containers {
    ($($field:ident: $type:ty),+ $(,)?) => {
        /// Facts of every noun: those of one establishment, or the national reference.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Facts {
            $(#[doc = concat!("Timelines of `", stringify!($field), "`.")] pub $field: Tracks<$type>,)+
        }

        /// Everything one change records and supersedes.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct ChangeSet {
            $(#[doc = concat!("Revisions of `", stringify!($field), "`.")] pub $field: Vec<Revision<$type>>,)+
        }

        impl Facts {
            /// What must be superseded and recorded to go from this knowledge to `target`.
            pub fn difference(&self, target: &Facts) -> ChangeSet {
                ChangeSet { $($field: self.$field.difference(&target.$field),)+ }
            }

            /// Every id that some fact refers to, with the thing that refers, its noun and its key.
            fn references(&self) -> Vec<(Uuid, Uuid, Noun, SmolStr)> {
                let mut references = Vec::new();
                $(for (own, segment) in self.$field.segments() {
                    for id in segment.value.references() {
                        let key = segment.value.key(segment.period.from(), self);
                        references.push((id, own.into(), <$type as Fact>::NOUN, key));
                    }
                })+
                references
            }

            /// The statements that refer to a thing, with their noun, key and days.
            pub fn referring_to(&self, id: Uuid) -> Vec<(Noun, SmolStr, Period)> {
                let mut found = Vec::new();
                $(for (_, segment) in self.$field.segments() {
                    if segment.value.references().contains(&id) {
                        let key = segment.value.key(segment.period.from(), self);
                        found.push((<$type as Fact>::NOUN, key, segment.period));
                    }
                })+
                found
            }

            /// Ids of all things of which something is known.
            fn subjects(&self) -> BTreeSet<Uuid> {
                let mut subjects = BTreeSet::new();
                $(subjects.extend(self.$field.iter().map(|(id, _)| Uuid::from(id)));)+
                subjects
            }
        }

        impl ChangeSet {
            /// Whether there is nothing to do.
            pub fn is_empty(&self) -> bool {
                true $(&& self.$field.is_empty())+
            }

            /// Number of statements to supersede and to record.
            pub fn size(&self) -> (usize, usize) {
                let mut size = (0, 0);
                $(for revision in &self.$field {
                    size.0 += revision.difference.supersede.len();
                    size.1 += revision.difference.record.len();
                })+
                size
            }
        }

        $(impl Tracked for $type {
            fn tracks(facts: &Facts) -> &Tracks<Self> {
                &facts.$field
            }

            fn tracks_mut(facts: &mut Facts) -> &mut Tracks<Self> {
                &mut facts.$field
            }
        })+

        /// The change that brings back what was known before a former change, thing by thing.
        ///
        /// `before` and `after` are the knowledge just before and just after that change, `now` the present one.
        /// Refused with the list of what a later change has touched, or of what would refer to a thing that is known
        /// no more.
        pub fn undo(before: &Facts, after: &Facts, now: &Facts) -> Result<ChangeSet, TouchedSince> {
            let mut touched = BTreeSet::new();
            let mut target = now.clone();
            $(for revision in before.$field.difference(&after.$field) {
                let id = revision.id;
                if now.$field.get(id) != after.$field.get(id) {
                    // What is known no more is named as it was.
                    let sides = [now, after].into_iter();
                    let key = sides.filter_map(|side| Some((side.$field.get(id)?.last()?, side))).next();
                    let key = key.map(|(last, names)| last.value.key(last.period.from(), names)).unwrap_or_default();
                    touched.insert((<$type as Fact>::NOUN, key));
                }
                target.$field.put(id, before.$field.get(id).cloned().unwrap_or_default());
            })+
            let (former, known, remaining) = (before.subjects(), now.subjects(), target.subjects());
            let held: BTreeSet<_> = now.references().into_iter().map(|(id, by, ..)| (id, by)).collect();
            for (id, by, noun, key) in target.references() {
                let vanishes = known.contains(&id) && !remaining.contains(&id);
                // What it refers to has been retracted since.
                let gone = former.contains(&id) && !remaining.contains(&id) && !held.contains(&(id, by));
                if vanishes || gone {
                    touched.insert((noun, key));
                }
            }
            if touched.is_empty() {
                Ok(now.difference(&target))
            } else {
                Err(TouchedSince { things: touched.into_iter().collect() })
            }
        }
    };
}

with_nouns!(containers);

impl Names for Facts {
    fn structure(&self, id: StructureId) -> SmolStr {
        last_value(&self.structures, id).map(|structure| structure.number.clone()).unwrap_or_default()
    }

    fn post(&self, id: PostId) -> SmolStr {
        last_value(&self.posts, id).map(Post::number).unwrap_or_default()
    }

    fn practitioner(&self, id: PractitionerId) -> SmolStr {
        last_value(&self.practitioners, id).map(|person| person.matricule.clone()).unwrap_or_default()
    }

    fn tour(&self, id: TourId) -> SmolStr {
        last_value(&self.tours, id).map_or_else(|| id.to_string().into(), Tour::name)
    }
}

/// The latest statement of a thing: its name, whatever the day.
fn last_value<T: Fact>(tracks: &Tracks<T>, id: T::Id) -> Option<&T> {
    tracks.get(id)?.last().map(|segment| &segment.value)
}
