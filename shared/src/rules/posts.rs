//! What nobody writes of a post by hand: what SIGMED holds of it goes through a request (`domain.md` 4.3 P6, 8.1), and a post
//! that is in the hands of the agency or of the centre does not move (`domain.md` 6).
//!
//! Refuses to look at what requests and files bring: their own rules do.

use super::{Breach, Checking, World, written};
use crate::catalogue::rules as texts;
use crate::id::PostId;
use crate::post::Post;
use crate::time::{Day, Segment, Timeline};
use crate::workflow::entry::EntryState;

/// Everything that is wrong with what a person writes of a post.
pub(super) fn by_hand(world: &World<'_>, id: PostId) -> Vec<Breach> {
    let nothing = Timeline::default();
    let Some(before) = world.before.posts.get(id) else { return Vec::new() };
    let after = world.after.posts.get(id).unwrap_or(&nothing);
    let mut checking = Checking { world: *world, breaches: Vec::new() };
    for segment in written(before, after) {
        let day = segment.period.from();
        let Some(known) = before.at(day) else { continue };
        // SIGMED does not know the parts of a post.
        let held = |kind: &str| !known.is_part() && in_sigmed(world, kind, day);
        if held(&known.kind) {
            by_request(&mut checking, known, &segment);
        } else if held(&segment.value.kind) {
            checking.refuse("/kind", "post.born_in_sigmed", texts::BORN_IN_SIGMED);
        }
        let place = |post: &Post| (post.structure, post.attached_to_establishment);
        if place(known) != place(&segment.value) && is_away(world, id) {
            checking.refuse("/structure", "post.in_tour", texts::POST_IN_TOUR);
        }
    }
    let (ends, ended) = (before.last(), after.last());
    if let (Some(ends), Some(ended)) = (ends, ended)
        && ended.period.to() < ends.period.to()
        && in_sigmed(world, &ends.value.kind, ended.period.from())
        && !ends.value.is_part()
    {
        checking.refuse("/valid_to", "post.by_request", texts::CLOSED_BY_REQUEST);
    }
    checking.breaches
}

/// What a transformation changes is not changed otherwise.
fn by_request(checking: &mut Checking<'_>, known: &Post, written: &Segment<Post>) {
    let own = &written.value;
    for (pointer, differs) in [
        ("/kind", known.kind != own.kind),
        ("/discipline", known.discipline != own.discipline),
        ("/speciality", known.speciality != own.speciality),
        ("/cnu_section", known.cnu_section != own.cnu_section),
        ("/quotity", known.quotity != own.quotity),
    ] {
        if differs {
            checking.refuse(pointer, "post.by_request", texts::BY_REQUEST);
        }
    }
}

fn in_sigmed(world: &World<'_>, kind: &str, day: Day) -> bool {
    let entry = world.nomenclatures.entry_on("post_kinds", kind, day);
    entry.and_then(|entry| entry.attribute("sigmed")).is_some_and(|held| held == "yes")
}

/// Whether a tour has the post in other hands than those of its hospital: until the agency gives it back.
fn is_away(world: &World<'_>, id: PostId) -> bool {
    use EntryState as S;
    world.before.tour_entries.iter().any(|(_, timeline)| {
        let last = timeline.last().map(|last| &last.value);
        last.is_some_and(|entry| {
            entry.post == id
                && matches!(
                    entry.state,
                    S::AtArs
                        | S::Validated
                        | S::SentToSigmed
                        | S::SigmedRejected
                        | S::Ready
                        | S::Published
                        | S::ClosedForApplications
                )
        })
    })
}
