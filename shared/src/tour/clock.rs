//! What is due in a tour when its time comes: steps that nobody need take, lapses of posts on which nobody decided
//! (`domain.md` 8.2, 8.4). The nation waits for its slowest region; each region lapses at its own deadline.
//!
//! Refuses to read the clock and to take the steps: whoever does asks again until nothing is due, so that a server which
//! slept catches up in order.

use super::round::Tour;
use super::signed_list::TourList;
use crate::time::Instant;
use crate::workflow::entry::EntryState;
use crate::workflow::tour::{TourAction, TourState};

/// The next step of a tour that the clock takes, and when.
pub fn next(tour: &Tour) -> Option<(TourAction, Instant)> {
    let calendar = &tour.calendar;
    match tour.state {
        TourState::Planned => Some((TourAction::Open, calendar.opening)),
        TourState::OpenToHospitals => Some((TourAction::CloseHospitals, calendar.hospital_deadline.last())),
        TourState::OpenToArs => Some((TourAction::CloseArs, calendar.ars_deadline.last())),
        TourState::Published => Some((TourAction::CloseApplications, calendar.application_closing?)),
        TourState::Sent
        | TourState::ApplicationsClosed
        | TourState::Appointing
        | TourState::Closed
        | TourState::Cancelled => None,
    }
}

/// The step that is due at an instant.
pub fn due(tour: &Tour, now: Instant) -> Option<TourAction> {
    next(tour).filter(|(_, at)| *at <= now).map(|(action, _)| action)
}

/// When a post in a state lapses, in a region; `None`: never.
pub fn lapse_at(tour: &Tour, list: &TourList, region: &str, state: EntryState) -> Option<Instant> {
    match state {
        EntryState::Preparing | EntryState::PendingSignOff => Some(list.deadline(&tour.calendar, region)),
        EntryState::AtArs | EntryState::InfoRequested => Some(tour.calendar.ars_deadline.of(region)),
        _ => None,
    }
}

/// Whether a post in a state has lapsed at an instant. Nothing lapses before the tour opens nor once it is public.
pub fn lapses(tour: &Tour, list: &TourList, region: &str, state: EntryState, now: Instant) -> bool {
    let runs = matches!(tour.state, TourState::OpenToHospitals | TourState::OpenToArs | TourState::Sent);
    runs && lapse_at(tour, list, region, state).is_some_and(|at| at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tour::step::tests::{at, tour};
    use crate::workflow::tour::TourState as S;

    #[test]
    fn steps_are_due_in_order_and_the_nation_waits_for_the_slowest_region() {
        let mut tour = tour(S::Planned);
        tour.calendar.hospital_deadline.regions.insert("84".into(), at("2026-08-27"));
        assert_eq!(due(&tour, at("2026-06-15").just_before()), None);
        assert_eq!(due(&tour, at("2026-06-15")), Some(TourAction::Open));
        tour.state = S::OpenToHospitals;
        assert_eq!(due(&tour, at("2026-08-20")), None, "one region has until the 27th");
        assert_eq!(due(&tour, at("2026-08-27")), Some(TourAction::CloseHospitals));
        tour.state = S::OpenToArs;
        assert_eq!(due(&tour, at("2026-09-18")), Some(TourAction::CloseArs));
        tour.state = S::Sent;
        assert_eq!(due(&tour, at("2027-09-18")), None, "publishing is an act of a person");
        tour.state = S::Published;
        assert_eq!(due(&tour, at("2026-10-31")), Some(TourAction::CloseApplications));
        tour.calendar.application_closing = None;
        assert_eq!(due(&tour, at("2027-10-31")), None, "leftovers are offered without end");
    }

    #[test]
    fn each_region_lapses_at_its_own_deadline_and_a_list_given_back_at_that_of_its_agency() {
        let mut tour = tour(S::OpenToHospitals);
        tour.calendar.hospital_deadline.regions.insert("84".into(), at("2026-08-27"));
        let mut list = TourList::new(uuid::Uuid::from_u128(1).into());
        let day = at("2026-08-20");
        for state in [EntryState::Preparing, EntryState::PendingSignOff] {
            assert!(lapses(&tour, &list, "11", state, day));
            assert!(!lapses(&tour, &list, "84", state, day));
            assert!(lapses(&tour, &list, "84", state, at("2026-08-27")));
        }
        assert!(!lapses(&tour, &list, "11", EntryState::AtArs, day));
        assert!(lapses(&tour, &list, "11", EntryState::AtArs, at("2026-09-18")));
        assert!(!lapses(&tour, &list, "11", EntryState::Validated, at("2027-09-18")));
        tour.state = S::OpenToArs;
        list = list.given_back();
        assert!(!lapses(&tour, &list, "11", EntryState::Preparing, day));
        assert!(lapses(&tour, &list, "11", EntryState::Preparing, at("2026-09-18")));
        tour.state = S::Cancelled;
        assert!(!lapses(&tour, &list, "11", EntryState::Preparing, at("2026-09-18")));
    }
}
