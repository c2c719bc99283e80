//! What of a change can still be taken back when something was built on part of it since.
//!
//! A person stands or falls whole: half a career brought back would be nobody's. What is brought back never leaves a
//! fact without what it refers to, nor more time on a post or for a person than they have. Refuses to bring back what
//! somebody touched since: it stays, and is named.

use std::collections::BTreeSet;

use smol_str::SmolStr;
use uuid::Uuid;

use super::{ChangeSet, Facts, Tracks};
use crate::fact::{Fact, Noun};
use crate::id::{PostId, PractitionerId};
use crate::rules::sums;
use crate::time::Timeline;
use crate::with_nouns;

/// A change taken back in part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Untouched {
    /// What brings the rest back.
    pub facts: ChangeSet,
    /// What stays as it is, as `(noun, key)`: what was touched since, and what goes with it.
    pub kept: Vec<(Noun, SmolStr)>,
}

/// To whom facts belong: a practitioner, or the thing itself.
struct Owners(BTreeSet<Uuid>);

impl Owners {
    fn of(knowledge: [&Facts; 3]) -> Owners {
        Owners(
            knowledge
                .into_iter()
                .flat_map(|facts| facts.practitioners.iter().map(|(id, _)| id.into()))
                .collect(),
        )
    }

    fn owner<T: Fact>(&self, id: T::Id, known: [&Tracks<T>; 2]) -> Uuid {
        let own: Uuid = id.into();
        let last = known.into_iter().find_map(|tracks| tracks.get(id)?.last());
        let person = last.and_then(|last| last.value.references().into_iter().find(|id| self.0.contains(id)));
        person.unwrap_or(own)
    }
}

macro_rules! taking_back {
    ($($field:ident: $type:ty),+ $(,)?) => {
        /// The things of a change, each with its owner.
        struct Moved { $($field: Vec<(<$type as Fact>::Id, Uuid)>,)+ }

        impl Moved {
            fn by(before: &Facts, after: &Facts, owners: &Owners) -> Moved {
                Moved { $($field: before.$field.difference(&after.$field)
                    .into_iter()
                    .map(|revision| {
                        (revision.id, owners.owner(revision.id, [&before.$field, &after.$field]))
                    })
                    .collect(),)+ }
            }

            /// Owners of which something is not as the change left it.
            fn touched(&self, after: &Facts, now: &Facts) -> BTreeSet<Uuid> {
                let mut touched = BTreeSet::new();
                $(for (id, owner) in &self.$field {
                    if now.$field.get(*id) != after.$field.get(*id) {
                        touched.insert(*owner);
                    }
                })+
                touched
            }

            /// What would be known once everything but what is kept is taken back.
            fn taken_back(&self, before: &Facts, now: &Facts, kept: &BTreeSet<Uuid>) -> Facts {
                let mut target = now.clone();
                $(for (id, _) in self.$field.iter().filter(|(_, owner)| !kept.contains(owner)) {
                    target.$field.put(*id, before.$field.get(*id).cloned().unwrap_or_default());
                })+
                target
            }

            /// Owners that cannot be taken back: something remains that refers to what would vanish, or they refer to
            /// what is no more.
            fn hanging(&self, before: &Facts, now: &Facts, target: &Facts) -> BTreeSet<Uuid> {
                let (former, known, remaining) = (before.subjects(), now.subjects(), target.subjects());
                let needed = target.references().into_iter().map(|(id, ..)| id);
                let gone: BTreeSet<Uuid> = needed.filter(|id| !remaining.contains(id)).collect();
                let mut hanging = BTreeSet::new();
                $(for (id, owner) in self.$field.iter().filter(|_| !gone.is_empty()) {
                    let vanishes = known.contains(&(*id).into()) && gone.contains(&(*id).into());
                    let refers = |facts: &Facts| -> BTreeSet<Uuid> {
                        let own = facts.$field.get(*id).into_iter().flat_map(Timeline::iter);
                        own.flat_map(|one| one.value.references()).filter(|id| gone.contains(id)).collect()
                    };
                    let already = refers(now);
                    let lacks = refers(target).into_iter().any(|id| former.contains(&id) && !already.contains(&id));
                    if vanishes || lacks {
                        hanging.insert(*owner);
                    }
                })+
                hanging
            }

            fn named(&self, sides: [&Facts; 3], kept: &BTreeSet<Uuid>) -> Vec<(Noun, SmolStr)> {
                let mut named = BTreeSet::new();
                $(for (id, _) in self.$field.iter().filter(|(_, owner)| kept.contains(owner)) {
                    // What is known no more is named as it was.
                    let known = sides.into_iter().find_map(|side| Some((side.$field.get(*id)?.last()?, side)));
                    let key = known.map(|(last, names)| last.value.key(last.period.from(), names));
                    named.insert((<$type as Fact>::NOUN, key.unwrap_or_default()));
                })+
                named.into_iter().collect()
            }
        }
    };
}

with_nouns!(taking_back);

impl Moved {
    /// Owners whose former time would not fit any more beside what others were given since.
    fn exceeding(&self, before: &Facts, now: &Facts, target: &Facts) -> BTreeSet<Uuid> {
        let mut exceeding = BTreeSet::new();
        let mut posts: BTreeSet<PostId> = self.posts.iter().map(|(id, _)| *id).collect();
        let lines = |id| before.affectations.get(id).into_iter().flat_map(Timeline::iter);
        for (id, _) in &self.affectations {
            posts.extend(lines(*id).filter_map(|one| one.value.post));
        }
        // An excess that was there then, or is there now, is nothing new.
        let exceeds =
            |post: &PostId| [before, now].into_iter().all(|known| sums::worsens_post(known, target, *post));
        for post in posts.into_iter().filter(exceeds) {
            exceeding.insert(post.into());
            let on_it =
                self.affectations.iter().filter(|(id, _)| lines(*id).any(|one| one.value.post == Some(post)));
            exceeding.extend(on_it.map(|(_, owner)| *owner));
        }
        let owners = self.affectations.iter().map(|(_, owner)| *owner);
        let people: BTreeSet<Uuid> = owners.chain(self.statuses.iter().map(|(_, owner)| *owner)).collect();
        let exceeds = |who: &Uuid| {
            [before, now]
                .into_iter()
                .all(|known| sums::worsens_person(known, target, PractitionerId::from(*who)))
        };
        exceeding.extend(people.into_iter().filter(exceeds));
        exceeding
    }
}

/// The change that brings back what was known before a former change, but for what was touched since.
///
/// When nothing was touched since, it restores that knowledge whole, as [`super::undo`] does; it is never refused.
pub fn undo_untouched(before: &Facts, after: &Facts, now: &Facts) -> Untouched {
    let owners = Owners::of([before, after, now]);
    let moved = Moved::by(before, after, &owners);
    let mut kept = moved.touched(after, now);
    loop {
        let target = moved.taken_back(before, now, &kept);
        let mut more = moved.hanging(before, now, &target);
        more.extend(moved.exceeding(before, now, &target));
        // Each turn keeps more, or is the last.
        more.retain(|owner| !kept.contains(owner));
        if more.is_empty() {
            return Untouched {
                facts: now.difference(&target),
                kept: moved.named([now, after, before], &kept),
            };
        }
        kept.extend(more);
    }
}

#[cfg(test)]
mod tests;
