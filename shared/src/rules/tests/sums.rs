//! Sums of time, on every day.

use proptest::prelude::*;

use super::*;
use crate::rules::sums::{worsens_person, worsens_post};

#[test]
fn lines_on_a_post_never_exceed_it_on_any_day() {
    // The post has ten half-days and six are taken until the end of 2025.
    for (from, to, time, expected) in [
        ("2020-01-01", "2020-01-02", 4_000, vec![]),
        ("2020-01-01", "2020-01-02", 4_001, vec!["affectation.exceeds_post"]),
        ("2025-12-31", CLOSING, 5_000, vec!["affectation.exceeds_post"]),
    ] {
        // Somebody else, so that only the post is in question.
        let mut before = hospital();
        put(&mut before, 22, days(OPENING, CLOSING), practitioner("00002"));
        let mut after = before.clone();
        let own = Affectation { practitioner: id(22), ..line(Quotity::new(time).unwrap()) };
        put(&mut after, NEW, days(from, to), own);
        assert_eq!(refused_from::<Affectation>(&before, &after, NEW), expected, "{from} {to} {time}");
    }
}

#[test]
fn nobody_is_affected_beyond_the_employment_on_any_day() {
    let elsewhere = |time: u32| Affectation { post: None, ..line(Quotity::new(time).unwrap()) };
    for (time, expected) in [(4_000, vec![]), (4_001, vec!["affectation.overlaps"])] {
        assert_eq!(refused(NEW, days("2020-01-01", "2020-02-01"), elsewhere(time)), expected, "{time}");
    }
    // An employment of eight half-days for one month: ten are one too many, on the days of that month only.
    let mut before = hospital();
    put(&mut before, EMPLOYMENT, days("2020-02-01", "2020-03-01"), employment(Some(half_days(8))));
    for (from, to, expected) in [
        ("2020-01-01", "2020-02-01", vec![]),
        ("2020-01-31", "2020-02-02", vec!["affectation.overlaps"]),
        ("2020-03-01", "2020-04-01", vec![]),
    ] {
        let mut after = before.clone();
        put(&mut after, NEW, days(from, to), elsewhere(3_000));
        assert_eq!(refused_from::<Affectation>(&before, &after, NEW), expected, "{from} {to}");
    }
}

#[test]
fn an_employment_does_not_shrink_under_its_lines() {
    for (time, expected) in [(6, vec![]), (5, vec!["affectation.overlaps"])] {
        let told = refused(EMPLOYMENT, days("2020-01-01", "2021-01-01"), employment(Some(half_days(time))));
        assert_eq!(told, expected, "{time}");
    }
}

#[test]
fn an_excess_that_was_there_may_be_made_smaller_and_not_larger() {
    let mut before = hospital();
    put(&mut before, 22, days(OPENING, CLOSING), practitioner("00002"));
    let other = |time: u32| Affectation { practitioner: id(22), ..line(Quotity::new(time).unwrap()) };
    put(&mut before, NEW, days(OPENING, CLOSING), other(6_000));
    for (time, expected) in [(5_000, vec![]), (6_000, vec![]), (6_001, vec!["affectation.exceeds_post"])] {
        let mut after = before.clone();
        put(&mut after, NEW, days("2020-01-01", "2021-01-01"), other(time));
        assert_eq!(refused_from::<Affectation>(&before, &after, NEW), expected, "{time}");
    }
}

/// Days of a small calendar, and times in half-days.
fn lines() -> impl Strategy<Value = Vec<(u32, u32, u32)>> {
    prop::collection::vec((0_u32..20, 1_u32..12, 1_u32..7), 0..5)
}

fn world(lines: &[(u32, u32, u32)]) -> Facts {
    let mut facts = hospital();
    facts.affectations = Tracks::default();
    for (number, (from, length, time)) in (200..).zip(lines) {
        let first = day(OPENING).naive() + chrono::Days::new((*from).into());
        let end = first + chrono::Days::new((*length).into());
        put(&mut facts, number, Period::new(first.into(), end.into()).unwrap(), line(half_days(*time)));
    }
    facts
}

/// Half-days on each day of the small calendar.
fn by_day(lines: &[(u32, u32, u32)]) -> Vec<u32> {
    let on = |day: u32| {
        lines.iter().filter(move |(from, length, _)| (*from..from + length).contains(&day)).map(|line| line.2)
    };
    (0..40).map(|day| on(day).sum()).collect()
}

proptest! {
    /// The sweep says what counting day by day says: worse on some day than it was, and beyond ten half-days.
    #[test]
    fn sums_are_those_of_every_day(before in lines(), after in lines()) {
        let worse = by_day(&before).into_iter().zip(by_day(&after)).any(|(then, now)| now > 10 && now > then);
        let (before, after) = (world(&before), world(&after));
        prop_assert_eq!(worsens_post(&before, &after, id(POST)), worse);
        prop_assert_eq!(worsens_person(&before, &after, id(PERSON)), worse);
    }
}
