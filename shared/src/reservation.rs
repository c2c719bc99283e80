//! Reservations: the time of a post kept for somebody to come, most often under a contract (`domain.md` 4.12, 7.5).
//!
//! Said from the day it was written until the last day reserved; it keeps time from [`Reservation::reserved_from`] on. A
//! step says the whole of it anew, as for requests. Who may act from which state is in [`crate::workflow::reservation`].

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{PostId, PractitionerId, ReservationId};
use crate::knowledge::Facts;
use crate::quotity::Quotity;
use crate::time::{Day, Period, Segment};
use crate::workflow::reservation::ReservationState;

/// Whether a post has room.
mod room;

pub use room::{Amount, NoRoom, fits};

/// A reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reservation {
    /// The post.
    pub post: PostId,
    /// Where it stands.
    pub state: ReservationState,
    /// First day reserved; the last is that of the statement.
    pub reserved_from: Day,
    /// Time reserved.
    pub quotity: Quotity,
    /// Code of `workflow_motives`: `RES_…`.
    pub motive: SmolStr,
    /// Text that goes with the motive.
    pub text: Option<SmolStr>,
    /// Who is to come, once known.
    pub practitioner: Option<PractitionerId>,
    /// What was said with the last step.
    pub said: Option<SmolStr>,
}

impl Reservation {
    /// Whether it is still to be used or let go.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, ReservationState::Draft | ReservationState::Active)
    }

    /// The days that a statement of it reserves; `None` when it says none.
    pub fn days(segment: &Segment<Reservation>) -> Option<Period> {
        let from = segment.value.reserved_from.max(segment.period.from());
        Period::new(from, segment.period.to()).ok()
    }

    /// The time that a statement of it takes on its post, and when.
    pub fn taken(segment: &Segment<Reservation>) -> Option<Amount> {
        let days = Reservation::days(segment)?;
        segment.value.state.takes_room().then_some((days, segment.value.quotity))
    }
}

/// The time that reservations take on a post, but for one of them.
pub fn taken_on(facts: &Facts, post: PostId, but: Option<ReservationId>) -> Vec<Amount> {
    let all = facts.reservations.segments();
    let others = all.filter(|(id, segment)| segment.value.post == post && Some(*id) != but);
    others.filter_map(|(_, segment)| Reservation::taken(segment)).collect()
}

/// Whether the person for whom time was kept has come: an affectation on the post on a day of the reservation.
pub fn has_come(facts: &Facts, segment: &Segment<Reservation>, who: PractitionerId) -> bool {
    let Some(days) = Reservation::days(segment) else { return false };
    facts.affectations.segments().any(|(_, line)| {
        line.value.practitioner == who
            && line.value.post == Some(segment.value.post)
            && line.period.overlaps(&days)
    })
}

impl Fact for Reservation {
    type Id = ReservationId;
    const NOUN: Noun = Noun::Reservations;

    /// What is used, ended or given up needs nothing any more.
    fn references(&self) -> Vec<Uuid> {
        if !self.is_open() {
            return Vec::new();
        }
        std::iter::once(self.post.into()).chain(self.practitioner.map(Uuid::from)).collect()
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}|{}", names.post(self.post), self.motive, self.reserved_from)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            post: names.post(self.post),
            state: self.state,
            reserved_from: self.reserved_from,
            quotity: self.quotity,
            motive: self.motive,
            text: self.text,
            practitioner: self.practitioner.map(|id| names.practitioner(id)),
            said: self.said,
        }
    }
}
