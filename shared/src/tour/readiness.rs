//! What facts tell of a post that a hospital wants published: its place, its speciality, its time, the number of its
//! structure, its profile. [`super::guard::incomplete`] says which of them is missing.
//!
//! Refuses to look at what the hospital wants: a post is told of alike whatever becomes of it.

use std::collections::BTreeSet;

use super::guard::Known;
use crate::id::PostId;
use crate::knowledge::Facts;
use crate::post_profile::EditionState;
use crate::time::Day;

/// More levels than a hospital has: facts that turn in a circle end.
const DEEPEST: usize = 8;

/// The posts that have an approved profile on a day.
pub fn with_profile(facts: &Facts, day: Day) -> BTreeSet<PostId> {
    let editions = facts.post_profiles.on(day).map(|(_, segment)| &segment.value);
    editions.filter(|one| one.state == EditionState::Approved).map(|one| one.post).collect()
}

/// What is known of a post on a day; nothing of one that is not open by then.
pub fn known(facts: &Facts, with_profile: &BTreeSet<PostId>, id: PostId, day: Day) -> Known {
    // A post that opens later is told of as it will be.
    let timeline = facts.posts.get(id);
    let Some(post) =
        timeline.and_then(|timeline| timeline.at(day).or_else(|| timeline.last().map(|one| &one.value)))
    else {
        return Known::default();
    };
    let structure = post.structure.and_then(|structure| facts.structures.at(structure, day));
    // The number is usually that of the pole (CNG practice): a structure has it from those that it is in.
    let above = std::iter::successors(structure, |one| facts.structures.at(one.parent?, day));
    let numbered = above.take(DEEPEST).any(|one| one.sigmed_number.is_some());
    Known {
        attached: structure.is_some() || post.attached_to_establishment,
        has_speciality: post.speciality.is_some(),
        quotity: post.quotity.hundredths(),
        has_structure_number: numbered,
        has_profile: with_profile.contains(&id),
        ..Known::default()
    }
}

#[cfg(test)]
mod tests;
