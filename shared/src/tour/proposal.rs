//! What is proposed of a post when a tour opens, and why (`domain.md` 8.4): publish what is vacant or will be by the day of
//! the appointments, keep out what is occupied.
//!
//! A proposal is where people begin; nothing leaves without their decision. Refuses to derive the vacancy: that is
//! [`crate::staffing_table`]'s.

use crate::names::names;
use crate::staffing_table::occupation::PostState;
use crate::time::Day;
use crate::workflow::entry::Decision;

names! {
    /// Why a post is proposed, or not.
    ProposalReason {
        /// Nobody holds it.
        Vacant = "vacant",
        /// Nobody holds it; another status uses it for a time.
        VacantUsed = "vacant_used",
        /// Held, and free by the day of the appointments.
        LikelyVacant = "likely_vacant",
        /// Held for a part, and five half-days or more are free.
        PartlyVacant = "partly_vacant",
        /// Vacant, and kept for somebody to come.
        Reserved = "reserved",
        /// Left vacant by a former tour.
        LeftVacant = "left_vacant",
        /// Held on the day of the appointments.
        Occupied = "occupied",
        /// Held, and free too late for this tour.
        FreeTooLate = "free_too_late",
        /// Held for a part, and less than five half-days are free.
        TooLittleFree = "too_little_free",
        /// Not open on the day of the appointments.
        NotOpen = "not_open",
    }
}

/// Least time that is published: five half-days (CSP, art. R. 6152-26).
pub const LEAST: u32 = 5_000;

/// What is known of a post on the day the tour opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its state on the day of the appointments, as facts tell it on the day of opening.
    pub state: PostState,
    /// From when it is vacant, when that is known.
    pub vacant_from: Option<Day>,
    /// Time that nobody holds in law, in hundredths of a percent.
    pub free: u32,
    /// Whether the last tour left it vacant.
    pub left_vacant: bool,
    /// Whether time of it is reserved for somebody who is not there yet.
    pub is_reserved: bool,
}

/// What is proposed, and why.
///
/// What is kept out is frozen: its motive is [`motive`]'s.
pub fn propose(known: Known, appointment: Day) -> (Decision, ProposalReason) {
    match known.state {
        PostState::Future | PostState::Closed => (Decision::None, ProposalReason::NotOpen),
        // `domain.md` 7.5: a reservation suggests to keep the post out.
        PostState::Vacant | PostState::VacantUsed | PostState::VacantReserved if known.is_reserved => {
            (Decision::Freeze, ProposalReason::Reserved)
        }
        PostState::Vacant if known.left_vacant => (Decision::Publish, ProposalReason::LeftVacant),
        PostState::Vacant | PostState::VacantReserved => (Decision::Publish, ProposalReason::Vacant),
        PostState::VacantUsed => (Decision::Publish, ProposalReason::VacantUsed),
        PostState::PartlyVacant if known.free >= LEAST => (Decision::Publish, ProposalReason::PartlyVacant),
        PostState::PartlyVacant => (Decision::None, ProposalReason::TooLittleFree),
        PostState::LikelyVacant if known.vacant_from.is_some_and(|day| day <= appointment) => {
            (Decision::Publish, ProposalReason::LikelyVacant)
        }
        PostState::LikelyVacant => (Decision::None, ProposalReason::FreeTooLate),
        PostState::Occupied => (Decision::None, ProposalReason::Occupied),
    }
}

/// The motive for which a reserved post is proposed to be frozen: somebody else is on it meanwhile, or nobody.
pub const fn motive(state: PostState) -> &'static str {
    if matches!(state, PostState::VacantUsed) { "GEL_OCC_TEMP" } else { "GEL_RESERVATION" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vacant_posts_are_published_and_held_ones_kept_out() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let appointment = day("2027-01-01");
        let known =
            |state, free| Known { state, vacant_from: None, free, left_vacant: false, is_reserved: false };
        let reserved = |state| Known { is_reserved: true, ..known(state, 10_000) };
        let likely = |from| Known { vacant_from: Some(day(from)), ..known(PostState::LikelyVacant, 0) };
        for (known, expected) in [
            (known(PostState::Vacant, 10_000), (Decision::Publish, ProposalReason::Vacant)),
            (
                Known { left_vacant: true, ..known(PostState::Vacant, 10_000) },
                (Decision::Publish, ProposalReason::LeftVacant),
            ),
            (reserved(PostState::VacantReserved), (Decision::Freeze, ProposalReason::Reserved)),
            (reserved(PostState::VacantUsed), (Decision::Freeze, ProposalReason::Reserved)),
            (reserved(PostState::Occupied), (Decision::None, ProposalReason::Occupied)),
            (known(PostState::VacantUsed, 10_000), (Decision::Publish, ProposalReason::VacantUsed)),
            (known(PostState::PartlyVacant, 5_000), (Decision::Publish, ProposalReason::PartlyVacant)),
            (known(PostState::PartlyVacant, 4_999), (Decision::None, ProposalReason::TooLittleFree)),
            (likely("2027-01-01"), (Decision::Publish, ProposalReason::LikelyVacant)),
            (likely("2027-01-02"), (Decision::None, ProposalReason::FreeTooLate)),
            (known(PostState::LikelyVacant, 0), (Decision::None, ProposalReason::FreeTooLate)),
            (known(PostState::Occupied, 0), (Decision::None, ProposalReason::Occupied)),
            (known(PostState::Future, 0), (Decision::None, ProposalReason::NotOpen)),
            (known(PostState::Closed, 0), (Decision::None, ProposalReason::NotOpen)),
        ] {
            assert_eq!(propose(known, appointment), expected, "{known:?}");
        }
    }
}
