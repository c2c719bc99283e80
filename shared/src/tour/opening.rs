//! The posts of a hospital when a tour opens: one entry for each post of a kind that tours publish, with what is proposed of it
//! and why (`domain.md` 8.4).
//!
//! The facts of a hospital are sorted once for each of the two days that count, whatever the number of posts: sixty thousand
//! posts open within seconds. Refuses to give ids and to write.

use std::collections::BTreeSet;

use super::entry::{Nature, TourEntry};
use super::proposal::{self, ProposalReason};
use crate::id::{PostId, TourId};
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::staffing_table::occupation::{PostState, state_when_not_open};
use crate::staffing_table::{Occupation, occupations_on};
use crate::time::Day;
use crate::workflow::entry::{Decision, EntryState};

/// The kind of tour that offers only what a former tour left vacant (CSP, art. R. 6152-6).
pub const LEFTOVERS: &str = "reste_vacant";

/// What opens.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The tour.
    pub tour: TourId,
    /// Code of `tour_kinds`.
    pub kind: &'a str,
    /// Day by which a post must be vacant.
    pub appointment: Day,
    /// The day on which the tour opens.
    pub day: Day,
    /// Posts that the last tour left vacant.
    pub left_vacant: &'a BTreeSet<PostId>,
}

/// The entries of a hospital, by post. The facts are those known on the day of opening.
pub fn entries(facts: &Facts, lists: &Nomenclatures, opening: &Opening<'_>) -> Vec<TourEntry> {
    let now = occupations_on(facts, lists, opening.day);
    let then = occupations_on(facts, lists, opening.appointment);
    let mut entries = Vec::new();
    for (id, timeline) in facts.posts.iter() {
        let post = timeline.at(opening.appointment).or_else(|| timeline.at(opening.day));
        let left_vacant = opening.left_vacant.contains(&id);
        // A tour of leftovers offers nothing else (inferred from its definition).
        let is_offered = left_vacant || opening.kind != LEFTOVERS;
        // The part of a split post is offered with the whole (`domain.md` 13.2, D2).
        let post = post.filter(|post| is_offered && !post.is_part());
        let Some(post) = post.filter(|post| is_published(lists, &post.kind, opening.day)) else {
            continue;
        };
        let occupation = then.get(&id);
        let closed = || state_when_not_open(timeline.span(), opening.appointment);
        let state = occupation.map_or_else(closed, |occupation| occupation.state);
        let vacant_from =
            occupation.and_then(|occupation| occupation.vacancy.as_ref()).map(|vacancy| vacancy.day);
        // Held when the tour opens and free by the day of the appointments: likely to be vacant.
        let held_now = now.get(&id).is_some_and(is_held);
        let freed = held_now && is_whole(state);
        let known = proposal::Known {
            state: if freed && vacant_from.is_some() { PostState::LikelyVacant } else { state },
            vacant_from,
            free: occupation.map_or(0, |occupation| free(occupation, i64::from(post.quotity))),
            left_vacant,
            is_reserved: occupation.is_some_and(|occupation| occupation.shares.reserved > 0),
        };
        let (decision, reason) = proposal::propose(known, opening.appointment);
        let is_vacant_now = now.get(&id).is_some_and(|occupation| is_vacant(occupation.state));
        let nature = match decision {
            Decision::Publish if is_vacant_now && reason != ProposalReason::LikelyVacant => {
                Some(Nature::Vacant)
            }
            Decision::Publish => Some(Nature::LikelyVacant),
            _ => None,
        };
        entries.push(TourEntry {
            decision,
            reason,
            nature,
            motive: (decision == Decision::Freeze).then(|| proposal::motive(state).into()),
            vacant_from: vacant_from.filter(|_| reason != ProposalReason::NotOpen),
            ..TourEntry::new(opening.tour, id)
        });
    }
    entries
}

/// Whether tours publish posts of a kind: those that SIGMED holds (`domain.md` 1: PH posts).
pub fn is_published(lists: &Nomenclatures, kind: &str, day: Day) -> bool {
    let says = |name: &str| {
        let entry = lists.entry_on("post_kinds", kind, day);
        entry.and_then(|entry| entry.attribute(name)).is_some_and(|value| value == "yes")
    };
    says("sigmed") && says("in_tour")
}

/// Whether somebody holds some of its time in law.
fn is_held(occupation: &Occupation) -> bool {
    occupation.shares.held() > 0
}

fn is_vacant(state: PostState) -> bool {
    is_whole(state) || state == PostState::PartlyVacant
}

/// Whether nobody holds any of its time in law.
fn is_whole(state: PostState) -> bool {
    matches!(state, PostState::Vacant | PostState::VacantUsed | PostState::VacantReserved)
}

fn free(occupation: &Occupation, quotity: i64) -> u32 {
    u32::try_from(quotity - occupation.shares.held()).unwrap_or(0)
}

impl TourEntry {
    /// A post of which nothing is wanted yet.
    pub const fn new(tour: TourId, post: PostId) -> TourEntry {
        TourEntry {
            tour,
            post,
            decision: Decision::None,
            state: EntryState::Preparing,
            reason: ProposalReason::Occupied,
            nature: None,
            vacant_from: None,
            motive: None,
            text: None,
            expected: None,
            frozen_until: None,
            proposed_by: None,
            signed_by: None,
            settled_by: None,
            said_motive: None,
            said: None,
            order_number: None,
            order_date: None,
            appointee: None,
            installed_on: None,
        }
    }
}

#[cfg(test)]
mod tests;
