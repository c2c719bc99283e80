//! Time of posts that is reserved (`domain.md` 4.12, T1).

use super::hospital::{Hospital, days, half_days};
use crate::id::{PostId, PractitionerId};
use crate::reservation::Reservation;
use crate::staffing_table::occupation::PostState;
use crate::time::Segment;
use crate::workflow::reservation::ReservationState;

/// A post of ten half-days, of which some are reserved from March to August 2026, said since January.
fn reserved(state: ReservationState, quotity: u32, who: Option<PractitionerId>) -> (Hospital, PostId) {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    keep(&mut hospital, post, state, quotity, who);
    (hospital, post)
}

fn keep(
    hospital: &mut Hospital,
    post: PostId,
    state: ReservationState,
    quotity: u32,
    practitioner: Option<PractitionerId>,
) {
    let value = Reservation {
        post,
        state,
        reserved_from: "2026-03-01".parse().unwrap(),
        quotity: half_days(quotity),
        motive: "RES_CONTRACTUEL".into(),
        text: None,
        practitioner,
        said: None,
    };
    let id = uuid::Uuid::from_u128(99).into();
    hospital.facts.reservations.assert(id, Segment { period: days("2026-01-01..2026-08-31"), value });
}

/// State of the post, then held, used, reserved and free, in half-days.
fn read(hospital: &Hospital, day: &str) -> (PostState, [i64; 4]) {
    let table = hospital.on(day);
    let state = table.rows.iter().find_map(|row| row.post.as_ref()).unwrap().state;
    let own = table.totals.amounts;
    let parts = [own.tenured_quotity, own.used_quotity, own.reserved_quotity, own.free_quotity];
    (state, parts.map(|part| part / 1_000))
}

#[test]
fn time_is_reserved_from_its_first_day_to_its_last() {
    let (hospital, _) = reserved(ReservationState::Active, 6, None);
    assert_eq!(read(&hospital, "2026-02-28"), (PostState::Vacant, [0, 0, 0, 10]));
    assert_eq!(read(&hospital, "2026-03-01"), (PostState::VacantReserved, [0, 0, 6, 4]));
    assert_eq!(read(&hospital, "2026-08-31"), (PostState::VacantReserved, [0, 0, 6, 4]));
    assert_eq!(read(&hospital, "2026-09-01"), (PostState::Vacant, [0, 0, 0, 10]));
}

#[test]
fn only_what_is_active_or_was_reserves() {
    for (state, expected) in [
        (ReservationState::Draft, 0),
        (ReservationState::Active, 10),
        (ReservationState::Ended, 10),
        (ReservationState::Consumed, 0),
        (ReservationState::Cancelled, 0),
    ] {
        let (hospital, _) = reserved(state, 10, None);
        assert_eq!(read(&hospital, "2026-05-01").1, [0, 0, expected, 10 - expected], "{state}");
    }
}

#[test]
fn what_the_expected_person_uses_is_reserved_no_more() {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    let [expected, other] = ["DURAND", "PETIT"].map(|name| hospital.person(name, "2020-01-01..", None));
    keep(&mut hospital, post, ReservationState::Active, 6, Some(expected));
    hospital.line(expected, "PC", Some(post), 4, "2026-04-01..");
    hospital.line(other, "PC", Some(post), 3, "2026-05-01..");
    assert_eq!(read(&hospital, "2026-03-01"), (PostState::VacantReserved, [0, 0, 6, 4]));
    assert_eq!(read(&hospital, "2026-04-01"), (PostState::VacantUsed, [0, 4, 2, 4]));
    assert_eq!(read(&hospital, "2026-05-01"), (PostState::VacantUsed, [0, 7, 2, 1]));
}
