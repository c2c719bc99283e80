//! Practitioners, employments, positions, affectations.

use super::*;
use crate::career::Position;

const FROM: &str = "2020-01-01";

#[test]
fn practitioner_identity_is_well_formed() {
    let own = || practitioner("00002");
    for (value, expected) in [
        (own(), vec![]),
        (Practitioner { rpps: Some("10001234563".into()), ..own() }, vec!["/rpps rpps.invalid"]),
        (Practitioner { rpps: Some("99011126481".into()), ..own() }, vec![]),
        (Practitioner { sex: Some("F".into()), ..own() }, vec![]),
        (Practitioner { sex: Some("f".into()), ..own() }, vec!["/sex code.unknown"]),
        (Practitioner { birth_date: Some(day("2019-12-31")), ..own() }, vec![]),
        (Practitioner { birth_date: Some(day(FROM)), ..own() }, vec!["/birth_date practitioner.born_later"]),
        (Practitioner { birth_name: long(120), ..own() }, vec![]),
        (Practitioner { birth_name: long(121), ..own() }, vec!["/birth_name field.too_long"]),
        (
            Practitioner { usual_name: " ".into(), first_names: "".into(), ..own() },
            vec!["/usual_name field.required", "/first_names field.required"],
        ),
        (Practitioner { speciality: Some("99".into()), ..own() }, vec!["/speciality code.unknown"]),
        (
            Practitioner { diplomas: vec!["DES".into(), "X".into(), "Y".into()], ..own() },
            vec![
                // One sentence for one fault; each unknown code has its own.
                "/diplomas code.unknown",
                "/diplomas code.unknown",
            ],
        ),
        (Practitioner { matricule: long(33), ..own() }, vec!["/matricule field.too_long"]),
        (Practitioner { exit_reason: Some(long(120)), ..own() }, vec![]),
        (Practitioner { exit_reason: Some(long(121)), ..own() }, vec!["/exit_reason field.too_long"]),
    ] {
        assert_eq!(refused(NEW, days(FROM, ""), value.clone()), expected, "{value:?}");
    }
}

#[test]
fn a_matricule_is_somebody_elses_only_while_that_person_is_there() {
    assert_eq!(refused(NEW, days("2025-12-31", ""), practitioner("00001")), ["/matricule number.taken"]);
    assert_eq!(refused(NEW, days(CLOSING, ""), practitioner("00001")), NOTHING);
    // Leading zeros matter (C4).
    assert_eq!(refused(NEW, days(FROM, ""), practitioner("1")), NOTHING);
}

#[test]
fn one_rpps_is_not_under_two_matricules_on_the_same_days() {
    const RPPS: &str = "99011126481";
    let own = |matricule: &str| Practitioner { rpps: Some(RPPS.into()), ..practitioner(matricule) };
    let mut before = hospital();
    put(&mut before, PERSON, days(OPENING, CLOSING), own("00001"));
    let refused = |before: &Facts, number: u128, period: Period, value: Practitioner| {
        let mut after = before.clone();
        put(&mut after, number, period, value);
        refused_from::<Practitioner>(before, &after, number)
    };
    let wrong = ["/rpps rpps.two_matricules"];
    assert_eq!(refused(&before, NEW, days("2025-12-31", ""), own("00002")), wrong);
    // One after the other: one person, who came back.
    assert_eq!(refused(&before, NEW, days(CLOSING, ""), own("00002")), NOTHING);
    assert_eq!(refused(&before, NEW, days(FROM, ""), practitioner("00002")), NOTHING);
    // The record itself goes on under its number.
    let named = Practitioner { usual_name: "Moulin-Roux".into(), ..own("00001") };
    assert_eq!(refused(&before, PERSON, days(FROM, CLOSING), named), NOTHING);

    // Given later to a second record, or kept by it over more days.
    put(&mut before, NEW, days(FROM, CLOSING), practitioner("00002"));
    assert_eq!(refused(&before, NEW, days(FROM, CLOSING), own("00002")), wrong);
    // Two that were already there together: a name can still be corrected, on those days and no others.
    put(&mut before, NEW, days(FROM, "2025-01-01"), own("00002"));
    let named = Practitioner { usual_name: "Moulin-Roux".into(), ..own("00002") };
    assert_eq!(refused(&before, NEW, days(FROM, "2025-01-01"), named.clone()), NOTHING);
    assert_eq!(refused(&before, NEW, days(FROM, "2025-01-02"), named), wrong);
}

#[test]
fn an_employment_is_of_somebody_present_under_a_known_status() {
    let own = || employment(None);
    for (from, to, value, expected) in [
        (OPENING, CLOSING, own(), vec![]),
        ("2009-12-31", CLOSING, own(), vec!["/effect reference.not_open"]),
        (OPENING, "2026-01-02", own(), vec!["/effect reference.not_open"]),
        (FROM, CLOSING, Status { practitioner: id(777), ..own() }, vec!["/effect reference.unknown"]),
        (FROM, CLOSING, Status { status: "X".into(), ..own() }, vec!["/status code.unknown"]),
        (FROM, CLOSING, Status { status: "PA".into(), ..own() }, vec![]),
        (
            FROM,
            CLOSING,
            Status { quotity: Some(Quotity::ZERO), ..own() },
            vec!["/quotity quotity.out_of_range"],
        ),
        (FROM, CLOSING, Status { local_code: Some(long(121)), ..own() }, vec!["/local_code field.too_long"]),
        (FROM, CLOSING, Status { employer: Some(FINESS.into()), ..own() }, vec![]),
        (
            FROM,
            CLOSING,
            Status { employer: Some("690780045".into()), ..own() },
            vec!["/employer finess.invalid"],
        ),
    ] {
        assert_eq!(refused(NEW, days(from, to), value.clone()), expected, "{from} {to} {value:?}");
    }
}

fn position(code: &str) -> Position {
    Position {
        practitioner: id(PERSON),
        code: code.into(),
        local_code: None,
        granted_from: None,
        granted_until: None,
    }
}

#[test]
fn a_position_is_not_activity_and_does_not_overlap_another() {
    assert_eq!(refused(NEW, days(FROM, "2020-07-01"), position("CMO")), NOTHING);
    assert_eq!(refused(NEW, days(FROM, "2020-07-01"), position("ACTIVITE")), ["/position position.activity"]);
    assert_eq!(refused(NEW, days(FROM, "2020-07-01"), position("X")), ["/position code.unknown"]);
    let pasted = Position { local_code: Some(long(121)), ..position("CMO") };
    assert_eq!(refused(NEW, days(FROM, "2020-07-01"), pasted), ["/local_code field.too_long"]);
    let mut before = hospital();
    put(&mut before, 51, days(FROM, "2020-07-01"), position("CMO"));
    for (from, to, expected) in [
        ("2020-06-30", "2020-12-31", vec!["/effect position.overlaps"]),
        ("2020-07-01", "2020-12-31", vec![]),
        ("2019-01-01", FROM, vec![]),
        ("2019-01-01", "2020-01-02", vec!["/effect position.overlaps"]),
    ] {
        let mut after = before.clone();
        put(&mut after, 52, days(from, to), position("CMO"));
        assert_eq!(refused_from::<Position>(&before, &after, 52), expected, "{from} {to}");
    }
}

#[test]
fn a_grant_does_not_end_before_it_begins() {
    for (until, expected) in [("2020-01-01", vec![]), ("2019-12-31", vec!["/granted_until period.empty"])] {
        let own =
            Position { granted_from: Some(day(FROM)), granted_until: Some(day(until)), ..position("CMO") };
        assert_eq!(refused(NEW, days(FROM, "2020-07-01"), own), expected, "{until}");
    }
}

#[test]
fn an_affectation_is_somewhere_that_is_open() {
    let own = |service: Option<u128>, unit: Option<u128>, post: Option<u128>| Affectation {
        service: service.map(id),
        unit: unit.map(id),
        post: post.map(id),
        ..line(half_days(1))
    };
    for (from, to, value, expected) in [
        (FROM, CLOSING, own(Some(SERVICE), None, None), vec![]),
        (FROM, CLOSING, own(None, Some(UNIT), None), vec![]),
        (FROM, CLOSING, own(Some(SERVICE), Some(UNIT), None), vec![]),
        (FROM, CLOSING, own(None, None, Some(POST)), vec![]),
        (FROM, CLOSING, own(None, None, None), vec!["/service field.required"]),
        (FROM, CLOSING, own(Some(UNIT), None, None), vec!["/service affectation.unit_as_service"]),
        (FROM, CLOSING, own(None, Some(SERVICE), None), vec!["/unit affectation.not_a_unit"]),
        (FROM, CLOSING, own(Some(CLOSED), Some(UNIT), None), vec!["/unit affectation.unit_elsewhere"]),
        (FROM, CLOSING, own(Some(777), None, None), vec!["/service reference.unknown"]),
        (FROM, CLOSING, own(None, None, Some(777)), vec!["/post reference.unknown"]),
        (FROM, "2026-01-02", own(Some(SERVICE), None, None), vec!["/practitioner reference.not_open"]),
        (
            "2009-12-31",
            CLOSING,
            own(None, None, Some(POST)),
            vec!["/practitioner reference.not_open", "/post reference.not_open"],
        ),
    ] {
        assert_eq!(refused(NEW, days(from, to), value.clone()), expected, "{from} {to} {value:?}");
    }
    let none = Affectation { quotity: Quotity::ZERO, ..own(Some(SERVICE), None, None) };
    assert_eq!(refused(NEW, days(FROM, CLOSING), none), ["/quotity quotity.out_of_range"]);
}

#[test]
fn nobody_leaves_while_a_line_or_an_employment_remains() {
    assert_eq!(refused_without::<Practitioner>(PERSON, days("2025-12-31", "")), ["thing.in_use"]);
    let before = hospital();
    let mut after = before.clone();
    for number in [LINE, EMPLOYMENT] {
        after.affectations.put(id(number), Timeline::new());
        after.statuses.put(id(number), Timeline::new());
    }
    after.practitioners.put(id(PERSON), Timeline::new());
    assert_eq!(refused_from::<Practitioner>(&before, &after, PERSON), NOTHING);
}
