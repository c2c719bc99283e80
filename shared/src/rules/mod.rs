//! What a person may state: a pure check of one thing in what would be known, on every day that is written.
//!
//! Only what this write makes wrong is refused: an older inconsistency, on other days or of other things, never stops a
//! good correction. Imports have rules of their own, more tolerant. Refuses to know who writes, and how it is stored.

/// Heads of structures.
pub mod headships;
/// Structures taken in by others.
pub mod mergers;
mod organisation;
mod people;
mod posts;
/// Requests on posts.
pub mod requests;
/// Reservations of posts.
mod reservations;
/// Posts divided into parts.
pub mod splits;
pub(crate) mod sums;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::catalogue::rules as texts;
use crate::establishment::Site;
use crate::fact::{Fact, Noun};
use crate::knowledge::{Facts, Tracked, Tracks};
use crate::nomenclature::Nomenclatures;
use crate::problem::{Code, FieldProblem};
use crate::time::{Day, Period, Segment, Timeline};

/// What is refused, and why.
#[derive(Debug, Clone, PartialEq)]
pub enum Breach {
    /// A field is wrong.
    Field(FieldProblem),
    /// The state refuses: the code, the sentence, and the things that are in the way.
    State {
        /// `thing.in_use`, `affectation.exceeds_post`, `affectation.overlaps`.
        code: Code,
        /// French sentence.
        detail: String,
        /// Things in the way, as `noun key`.
        things: Vec<(Noun, SmolStr)>,
    },
}

/// What is known and what would be.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// What is known.
    pub before: &'a Facts,
    /// What would be known.
    pub after: &'a Facts,
    /// The lists.
    pub nomenclatures: &'a Nomenclatures,
    /// Sites of all establishments.
    pub sites: &'a Tracks<Site>,
    /// FINESS EJ of the establishment.
    pub finess: &'a str,
}

/// Longest text that is neither a number nor a name: the code of another software, a reason. Extracts give long ones.
const FREE: usize = 120;

/// A noun whose facts people state one by one.
pub trait Ruled: Tracked {
    /// What is wrong with one statement about a thing.
    fn check(checking: &mut Checking<'_>, id: Self::Id, segment: &Segment<Self>);
    /// What is wrong with what a person writes of it, beside what requests and files may bring.
    fn by_hand(_world: &World<'_>, _id: Self::Id) -> Vec<Breach> {
        Vec::new()
    }
    /// What is wrong with sums that the thing takes part in.
    fn sums(_world: &World<'_>, _id: Self::Id) -> Option<Breach> {
        None
    }
}

/// Everything wrong with what is written of a thing.
pub fn check<T: Ruled>(world: &World<'_>, id: T::Id) -> Vec<Breach> {
    let nothing = Timeline::default();
    let before = T::tracks(world.before).get(id).unwrap_or(&nothing);
    let after = T::tracks(world.after).get(id).unwrap_or(&nothing);
    let mut checking = Checking { world: *world, breaches: Vec::new() };
    for segment in written(before, after) {
        T::check(&mut checking, id, &segment);
    }
    let mut breaches = checking.breaches;
    breaches.extend(in_use::<T>(world, id, before, after));
    if breaches.is_empty() {
        breaches.extend(T::sums(world, id));
    }
    breaches
}

/// The same, of what a person writes.
pub fn check_by_hand<T: Ruled>(world: &World<'_>, id: T::Id) -> Vec<Breach> {
    let own = T::by_hand(world, id);
    let mut breaches = check::<T>(world, id);
    breaches.retain(|one| !own.contains(one));
    own.into_iter().chain(breaches).collect()
}

/// The statements over the days on which something else is said than before.
fn written<T: Clone + PartialEq>(before: &Timeline<T>, after: &Timeline<T>) -> Vec<Segment<T>> {
    let mut fresh = after.clone();
    for held in before.iter() {
        let same: Vec<Period> = after
            .iter()
            .filter(|segment| segment.value == held.value)
            .filter_map(|segment| segment.period.intersection(&held.period))
            .collect();
        for days in same {
            fresh.retract(days);
        }
    }
    fresh.iter().cloned().collect()
}

/// Nothing that is referred to may end before what refers to it.
fn in_use<T: Ruled>(
    world: &World<'_>,
    id: T::Id,
    before: &Timeline<T>,
    after: &Timeline<T>,
) -> Option<Breach> {
    let mut lost = before.clone();
    for held in after.iter() {
        lost.retract(held.period);
    }
    if lost.is_empty() {
        return None;
    }
    let id: Uuid = id.into();
    let hanging = world.after.referring_to(id).into_iter();
    // A profile describes its post and is read through it: it keeps no post open.
    let hanging = hanging.filter(|(noun, ..)| *noun != Noun::PostProfiles);
    // What follows a structure begins when that one ends.
    let follows = |key: &SmolStr, days: &Period| {
        let mut structures = world.after.structures.segments();
        structures.any(|(_, one)| {
            let is_it = one.period == *days && one.value.key(days.from(), world.after) == *key;
            is_it
                && one.value.follows.map(Uuid::from) == Some(id)
                && one.value.parent.map(Uuid::from) != Some(id)
        })
    };
    let ends = !after.is_empty();
    let hanging =
        hanging.filter(|(noun, key, days)| !(ends && *noun == Noun::Structures && follows(key, days)));
    let hanging = hanging.filter(|(_, _, days)| lost.iter().any(|gone| gone.period.overlaps(days)));
    let mut things: Vec<(Noun, SmolStr)> = hanging.map(|(noun, key, _)| (noun, key)).collect();
    things.sort();
    things.dedup();
    let detail = texts::in_use(&things);
    (!things.is_empty()).then_some(Breach::State { code: Code::InUse, detail, things })
}

/// A check under way: it gathers everything wrong, so that one answer says it all.
pub struct Checking<'a> {
    /// What is known and what would be.
    pub world: World<'a>,
    breaches: Vec<Breach>,
}

impl Checking<'_> {
    /// A field is wrong.
    pub fn refuse(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        let problem = FieldProblem {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            params: Map::new(),
            detail: detail.into(),
        };
        let breach = Breach::Field(problem);
        // Several statements of one thing may have the same fault: it is told once.
        if !self.breaches.contains(&breach) {
            self.breaches.push(breach);
        }
    }

    /// The same, with what the code adds.
    pub fn refuse_with(&mut self, pointer: &str, code: &str, detail: String, params: &[(&str, Value)]) {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.breaches.push(Breach::Field(FieldProblem {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            params,
            detail,
        }));
    }

    /// A text of one sign at least, and not too long.
    pub fn text(&mut self, pointer: &str, text: &str, longest: usize) {
        if text.trim().is_empty() {
            self.refuse(pointer, "field.required", texts::REQUIRED);
        } else {
            self.bounded(pointer, text, longest);
        }
    }

    /// A text that is not too long: a document is not pasted into a code or a reason.
    pub fn bounded(&mut self, pointer: &str, text: &str, longest: usize) {
        if text.chars().count() > longest {
            let params = [("max", Value::from(longest))];
            self.refuse_with(pointer, "field.too_long", texts::too_long(longest), &params);
        }
    }

    /// A code of a list that may be used on the first day (`domain.md` C6).
    pub fn code(&mut self, pointer: &str, list: &str, code: &str, first: Day) {
        match self.world.nomenclatures.span(list, code) {
            None => self.refuse(pointer, "code.unknown", texts::unknown_code(code)),
            Some(span) if first >= span.to() => {
                self.refuse(pointer, "code.ended", texts::code_ended(code, span.to()));
            }
            Some(_) => {}
        }
    }

    /// A thing that must be there on every day.
    pub fn covered<T: Tracked>(&mut self, pointer: &str, id: T::Id, days: Period) {
        let timeline = T::tracks(self.world.after).get(id);
        match timeline {
            None => self.refuse(pointer, "reference.unknown", texts::UNKNOWN_REFERENCE),
            Some(timeline) if !timeline.covers(days) => {
                let span = timeline.span().map(|span| span.in_french()).unwrap_or_default();
                self.refuse(pointer, "reference.not_open", texts::not_open(&span));
            }
            Some(_) => {}
        }
    }

    /// A number that no other thing of the noun has on these days.
    pub fn unique<T: Tracked>(&mut self, pointer: &str, id: T::Id, days: Period, same: impl Fn(&T) -> bool) {
        let taken = T::tracks(self.world.after)
            .segments()
            .any(|(other, segment)| other != id && segment.period.overlaps(&days) && same(&segment.value));
        if taken {
            self.refuse(pointer, "number.taken", texts::NUMBER_TAKEN);
        }
    }
}

/// The statement of a reference that holds on a day.
fn on<T: Fact + Tracked>(world: &World<'_>, id: T::Id, day: Day) -> Option<T> {
    T::tracks(world.after).at(id, day).cloned()
}
