//! What stands of a post in its last tour (`domain.md` 4.3, 10).

use uuid::Uuid;

use super::hospital::{Hospital, days};
use crate::id::PostId;
use crate::staffing_table::Options;
use crate::time::Segment;
use crate::tour::entry::TourEntry;
use crate::workflow::entry::{Decision, EntryState};

/// A vacant post of ten half-days, and another that is held for six.
fn hospital() -> (Hospital, [PostId; 2]) {
    let mut hospital = Hospital::new();
    let posts = ["0001", "0002"]
        .map(|number| hospital.post(number, "PH", 10, Some(hospital.service), "2020-01-01.."));
    let holder = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(holder, "PH", Some(posts[1]), 6, "2020-01-01..");
    (hospital, posts)
}

fn enter(
    hospital: &mut Hospital,
    tour: u128,
    post: PostId,
    when: &str,
    entry: impl Fn(TourEntry) -> TourEntry,
) {
    let value = entry(TourEntry::new(Uuid::from_u128(tour).into(), post));
    let id = Uuid::from_u128(1_000 + tour * 10 + u128::from(hospital.facts.tour_entries.len() as u64)).into();
    hospital.facts.tour_entries.assert(id, Segment { period: days(when), value });
}

/// What the table says of each post, in the order of their numbers; then the frozen time, in half-days.
fn read(hospital: &Hospital, day: &str) -> (Vec<Option<Decision>>, i64) {
    let table = hospital.on(day);
    let posts = table.rows.iter().filter_map(|row| row.post.as_ref());
    let mut all: Vec<_> = posts.map(|post| (post.number.clone(), post.decision)).collect();
    all.sort();
    (all.into_iter().map(|(_, decision)| decision).collect(), table.totals.amounts.frozen_quotity / 1_000)
}

const FROZEN: fn(TourEntry) -> TourEntry =
    |entry| TourEntry { decision: Decision::Freeze, state: EntryState::Recorded, ..entry };

#[test]
fn what_is_frozen_is_what_nobody_holds() {
    let (mut hospital, [vacant, held]) = hospital();
    enter(&mut hospital, 1, vacant, "2026-03-01..", FROZEN);
    enter(&mut hospital, 1, held, "2026-03-01..", FROZEN);
    assert_eq!(read(&hospital, "2026-02-28"), (vec![None, None], 0));
    assert_eq!(read(&hospital, "2026-03-01"), (vec![Some(Decision::Freeze), Some(Decision::Freeze)], 14));
}

#[test]
fn a_decision_stands_once_it_is_signed_off_and_while_it_lasts() {
    let (mut hospital, [vacant, held]) = hospital();
    enter(&mut hospital, 1, vacant, "2026-03-01..", |entry| TourEntry {
        frozen_until: Some("2026-06-30".parse().unwrap()),
        ..FROZEN(entry)
    });
    enter(&mut hospital, 1, held, "2026-03-01..", |entry| TourEntry {
        state: EntryState::PendingSignOff,
        ..FROZEN(entry)
    });
    assert_eq!(read(&hospital, "2026-06-30"), (vec![Some(Decision::Freeze), None], 10));
    assert_eq!(read(&hospital, "2026-07-01"), (vec![None, None], 0));
}

#[test]
fn the_last_tour_says_what_becomes_of_a_post() {
    let (mut hospital, [vacant, _]) = hospital();
    enter(&mut hospital, 1, vacant, "2026-03-01..", FROZEN);
    enter(&mut hospital, 2, vacant, "2026-09-01..", |entry| TourEntry {
        decision: Decision::Publish,
        state: EntryState::Published,
        ..entry
    });
    assert_eq!(read(&hospital, "2026-08-31"), (vec![Some(Decision::Freeze), None], 10));
    assert_eq!(read(&hospital, "2026-09-01"), (vec![Some(Decision::Publish), None], 0));
    // Who may not read tours sees none of it.
    let table = hospital.on_with("2026-09-01", &Options::default());
    let table = table.showing(|rubric| rubric != crate::habilitation::Rubric::Tours);
    assert!(table.hidden.contains(&"tour_decision"));
    assert!(table.rows.iter().filter_map(|row| row.post.as_ref()).all(|post| post.decision.is_none()));
}
