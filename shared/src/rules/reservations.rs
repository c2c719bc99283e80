//! Reservations of posts: what a draft already says right, and whether the post has room for what is active.

use super::{Breach, Checking, Ruled, World};
use crate::catalogue::reservations as texts;
use crate::fact::{Fact as _, Noun};
use crate::id::ReservationId;
use crate::post::Post;
use crate::problem::Code;
use crate::quotity::Quotity;
use crate::reservation::{self, Amount, Reservation, fits};
use crate::staffing_table::held_over;
use crate::time::Segment;
use crate::tour::motive::{self, BadMotive, Purpose};
use crate::workflow::reservation::ReservationState;

/// Longest text that goes with a motive, in characters.
const TEXT: usize = 2_000;

impl Ruled for Reservation {
    fn check(checking: &mut Checking<'_>, _: ReservationId, segment: &Segment<Reservation>) {
        let own = &segment.value;
        // What is over is left as it was said.
        if !own.is_open() {
            return;
        }
        let lists = checking.world.nomenclatures;
        if let Err(bad) =
            motive::check(lists, Purpose::Reserve, Some(&own.motive), own.text.as_deref(), own.reserved_from)
        {
            let (pointer, code) = match bad {
                BadMotive::Missing => ("/motive", "field.required"),
                BadMotive::Unknown(_) => ("/motive", "motive.unknown"),
                BadMotive::TextTooShort(_) => ("/text", "motive.text_too_short"),
            };
            checking.refuse(pointer, code, crate::catalogue::workflow::bad_motive(&bad));
        }
        checking.bounded("/text", own.text.as_deref().unwrap_or_default(), TEXT);
        checking.bounded("/comment", own.said.as_deref().unwrap_or_default(), TEXT);
        if own.quotity == Quotity::ZERO {
            checking.refuse("/quotity", "quotity.out_of_range", super::texts::ZERO_TIME);
        }
        match Reservation::days(segment) {
            None => checking.refuse("/reserved_to", "period.empty", super::texts::PERIOD_EMPTY),
            Some(days) => {
                checking.covered::<Post>("/post", own.post, days);
                super::splits::not_on_whole(checking, own.post, days);
            }
        }
        // Who is to come may be known before the day of arrival, and leave after the last day: only the file must be there.
        let unknown = |id| checking.world.after.practitioners.get(id).is_none();
        if own.practitioner.is_some_and(unknown) {
            checking.refuse("/practitioner", "reference.unknown", super::texts::UNKNOWN_REFERENCE);
        }
    }

    /// Active reservations and those who hold the post in law fit in it, on every day (`domain.md` 4.12, IN-35: nothing is
    /// reserved on what is occupied, by whatever kind of holder).
    fn sums(world: &World<'_>, id: ReservationId) -> Option<Breach> {
        let own = world.after.reservations.get(id)?.last()?;
        if own.value.state != ReservationState::Active {
            return None;
        }
        let asked = Reservation::taken(own)?;
        let post = world.after.posts.get(own.value.post)?;
        let post_time: Vec<Amount> = post.iter().map(|one| (one.period, one.value.quotity)).collect();
        let held = held_over(world.after, world.nomenclatures, own.value.post, asked.0);
        let others = reservation::taken_on(world.after, own.value.post, Some(id));
        let none = fits(asked, &post_time, &held, &others).err()?;
        let number = post.last().map(|one| one.value.number()).unwrap_or_default();
        let same = |other: &Segment<Reservation>| {
            let taken = Reservation::taken(other);
            other.value.post == own.value.post && taken.is_some_and(|(days, _)| days.contains(none.day))
        };
        let others = world.after.reservations.segments().filter(|(other, one)| *other != id && same(one));
        let others =
            others.map(|(_, one)| (Noun::Reservations, one.value.key(one.period.from(), world.after)));
        let lines = world.after.affectations.on(none.day);
        let lines = lines.filter(|(_, line)| line.value.post == Some(own.value.post));
        let lines =
            lines.map(|(_, line)| (Noun::Affectations, line.value.key(line.period.from(), world.after)));
        Some(Breach::State {
            code: Code::NoRoomOnPost,
            detail: texts::no_room(&number, none),
            things: others.chain(lines).collect(),
        })
    }
}
