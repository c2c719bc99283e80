//! A reservation of a post, or of a part of it, for somebody to come (`domain.md` 8.8).

use super::{Machine, Program, Step};
use crate::habilitation::{Profile, Right, Rubric};
use crate::names::names;

names! {
    /// Where a reservation stands.
    ReservationState {
        /// Written, and keeping nothing yet.
        Draft = "draft",
        /// It keeps time of the post.
        Active = "active",
        /// The contract is signed: its affectation uses the time from now on.
        Consumed = "consumed",
        /// Its last day came, or it was let go before.
        Ended = "ended",
        /// Given up.
        Cancelled = "cancelled",
    }
}

names! {
    /// What may be done with a reservation.
    ReservationAction {
        /// Begins it.
        Open = "open",
        /// Writes it otherwise; what is active must still have room.
        Change = "change",
        /// Keeps the time, if the post has room on every day.
        Activate = "activate",
        /// The contract it waited for is signed.
        Consume = "consume",
        /// Lets the time go from a day on.
        End = "end",
        /// Gives it up.
        Cancel = "cancel",
    }
}

impl ReservationState {
    /// Whether it takes room on the post: an ended one did, on the days that were left to it. What is consumed takes none:
    /// the affectation of the contract does.
    pub const fn takes_room(self) -> bool {
        matches!(self, ReservationState::Active | ReservationState::Ended)
    }
}

/// The machine of reservations.
#[derive(Debug, Clone, Copy)]
pub struct Reservation;

use ReservationAction as A;
use ReservationState as S;

const MANAGER: &[(Profile, Right)] = &[(Profile::HospitalManager, Right::Modify)];

impl Machine for Reservation {
    type State = S;
    type Action = A;
    const NAME: &'static str = "Reservation";
    const RUBRIC: Rubric = Rubric::Posts;
    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = A::ALL;
    const STEPS: &'static [Step<S, A>] = &[
        Step { from: None, action: A::Open, to: S::Draft, people: MANAGER, program: None },
        Step::people(S::Draft, A::Change, S::Draft, MANAGER),
        Step::people(S::Draft, A::Activate, S::Active, MANAGER),
        Step::people(S::Draft, A::Cancel, S::Cancelled, MANAGER),
        Step::people(S::Active, A::Change, S::Active, MANAGER),
        Step::people(S::Active, A::Consume, S::Consumed, MANAGER),
        Step {
            from: Some(S::Active),
            action: A::End,
            to: S::Ended,
            people: MANAGER,
            program: Some(Program::Clock),
        },
        // The alert of a reservation without contract offers to give it up (`domain.md` 11, AL-RES).
        Step::people(S::Active, A::Cancel, S::Cancelled, MANAGER),
    ];
}
