//! Structures and posts.

use super::*;
use crate::tour::entry::TourEntry;
use crate::workflow::entry::EntryState;

#[test]
fn structure_kind_is_a_code_of_the_list_and_never_the_root() {
    for (kind, parent, expected) in [
        ("SERVICE", None, vec![]),
        ("SERVICE", Some(POLE), vec![]),
        ("UF", Some(SERVICE), vec![]),
        ("INCONNU", None, vec!["/kind code.unknown"]),
        ("EJ", None, vec!["/kind structure.root"]),
        // `parent_codes` of the list: a unit hangs from a service or a pole, a pole from nothing else than the root.
        ("UF", None, vec!["/parent structure.parent_kind"]),
        ("UF", Some(UNIT), vec!["/parent structure.parent_kind"]),
        ("POLE", Some(SERVICE), vec!["/parent structure.parent_kind"]),
        // What is unknown has no kind: it reads as the root, under which a service may be.
        ("SERVICE", Some(777), vec!["/parent reference.unknown"]),
    ] {
        let told = refused(NEW, days("2020-01-01", ""), structure(kind, "9", parent));
        assert_eq!(told, expected, "{kind} under {parent:?}");
    }
}

#[test]
fn structure_texts_are_there_and_not_too_long() {
    for (number, label, expected) in [
        (long(20), long(120), vec![]),
        (long(21), long(120), vec!["/number field.too_long"]),
        (long(20), long(121), vec!["/label field.too_long"]),
        ("".into(), "  ".into(), vec!["/number field.required", "/label field.required"]),
    ] {
        let own = Structure { label, ..structure("SERVICE", &number, None) };
        assert_eq!(refused(NEW, days("2020-01-01", ""), own), expected, "{number}");
    }
}

#[test]
fn structure_number_is_taken_on_the_same_days_by_the_same_kind() {
    for (kind, from, to, expected) in [
        ("SERVICE", "2025-12-31", "", vec!["/number number.taken"]),
        ("SERVICE", CLOSING, "", vec![]),
        ("SERVICE", "2005-01-01", OPENING, vec![]),
        ("SERVICE", "2005-01-01", "2010-01-02", vec!["/number number.taken"]),
        ("POLE", OPENING, "", vec![]),
    ] {
        let told = refused(NEW, days(from, to), structure(kind, "152", None));
        assert_eq!(told, expected, "{kind} from {from} to {to}");
    }
}

#[test]
fn structure_parent_is_open_on_every_day() {
    for (from, to, expected) in [
        (OPENING, CLOSING, vec![]),
        // On the first day there is nothing above it yet.
        ("2009-12-31", CLOSING, vec!["/parent reference.not_open", "/parent structure.parent_kind"]),
        (OPENING, "2026-01-02", vec!["/parent reference.not_open"]),
    ] {
        assert_eq!(refused(NEW, days(from, to), structure("UF", "9", Some(CLOSED))), expected, "{from} {to}");
    }
}

#[test]
fn structure_is_never_below_itself() {
    let loops = |root: u128, parent: u128, from: &str| {
        refused(root, days(from, ""), structure("SERVICE", "9", Some(parent)))
            .iter()
            .any(|one| one == "/parent structure.loop")
    };
    assert!(loops(SERVICE, SERVICE, "2020-01-01"));
    assert!(loops(SERVICE, UNIT, "2020-01-01"));
    assert!(loops(POLE, UNIT, "2020-01-01"));
    assert!(!loops(UNIT, POLE, "2020-01-01"));
    // The unit hangs from the service until one day, from the pole since: no loop afterwards.
    let mut before = hospital();
    put(&mut before, UNIT, days("2020-01-01", ""), structure("UF", "1461", Some(POLE)));
    for (from, expected) in [("2020-01-01", false), ("2019-12-31", true)] {
        let mut after = before.clone();
        put(&mut after, SERVICE, days(from, ""), structure("SERVICE", "146", Some(UNIT)));
        let told = refused_from::<Structure>(&before, &after, SERVICE);
        assert_eq!(told.iter().any(|one| one == "/parent structure.loop"), expected, "{from}");
    }
}

#[test]
fn structure_site_is_one_of_the_establishment_and_what_it_follows_exists() {
    for (site, expected) in [
        ("690000021", vec![]),
        ("750000021", vec!["/site reference.unknown"]),
        ("000000000", vec!["/site reference.unknown"]),
    ] {
        let own = Structure { site: Some(site.into()), ..structure("SERVICE", "9", None) };
        assert_eq!(refused(NEW, days("2020-01-01", ""), own), expected, "{site}");
    }
    for (follows, expected) in [
        (CLOSED, vec![]),
        (NEW, vec!["/follows reference.unknown"]),
        (777, vec!["/follows reference.unknown"]),
    ] {
        let own = Structure { follows: Some(id(follows)), ..structure("SERVICE", "9", None) };
        assert_eq!(refused(NEW, days("2020-01-01", ""), own), expected, "{follows}");
    }
}

#[test]
fn a_structure_does_not_close_while_something_hangs_from_it() {
    let told = |number, from| refused_without::<Structure>(number, days(from, ""));
    assert_eq!(told(SERVICE, "2030-01-01"), ["thing.in_use"]);
    assert_eq!(told(POLE, "2030-01-01"), ["thing.in_use"]);
    assert_eq!(told(UNIT, "2030-01-01"), NOTHING);
    assert_eq!(told(CLOSED, "2020-01-01"), NOTHING);
    // Somebody leaves with the service, one day later, or the day it closes.
    for (until, expected) in [("2020-01-02", vec!["thing.in_use"]), ("2020-01-01", vec![])] {
        let mut before = hospital();
        let there = Affectation { service: Some(id(CLOSED)), post: None, ..line(half_days(1)) };
        put(&mut before, NEW, days(OPENING, until), there);
        let mut after = before.clone();
        after.structures.put(
            id(CLOSED),
            Timeline::single(days(OPENING, "2020-01-01"), structure("SERVICE", "152", Some(POLE))),
        );
        assert_eq!(refused_from::<Structure>(&before, &after, CLOSED), expected, "{until}");
    }
}

#[test]
fn post_kind_gives_its_bounds_and_a_sigmed_post_is_not_born_here() {
    for (kind, hundredths, expected) in [
        ("LOCAL", 999, vec!["/quotity quotity.out_of_range"]),
        ("LOCAL", 1_000, vec![]),
        ("LOCAL", 10_000, vec![]),
        ("PH", 10_000, vec!["/kind post.born_in_sigmed"]),
        ("INCONNU", 10_000, vec!["/kind code.unknown"]),
        ("INCONNU", 0, vec!["/kind code.unknown", "/quotity quotity.out_of_range"]),
    ] {
        let own = post(kind, "N9", Quotity::new(hundredths).unwrap());
        assert_eq!(refused(NEW, days("2020-01-01", ""), own), expected, "{kind} {hundredths}");
    }
    // The PH post was there before: it may change, within 5 to 10 half-days (CSP, art. R. 6152-26).
    for (hundredths, expected) in [
        (5_999, vec!["affectation.exceeds_post"]),
        (4_999, vec!["/quotity quotity.out_of_range"]),
        (6_000, vec![]),
    ] {
        let own = post("PH", "P1", Quotity::new(hundredths).unwrap());
        assert_eq!(refused(POST, days("2020-01-01", ""), own), expected, "{hundredths}");
    }
}

/// What is refused of what a person writes of a post.
fn by_hand(before: &Facts, after: &Facts, number: u128) -> Vec<String> {
    let (nomenclatures, sites) = (nomenclatures(), Tracks::default());
    let world = World { before, after, nomenclatures: &nomenclatures, sites: &sites, finess: FINESS };
    let told = Post::by_hand(&world, id(number)).into_iter().map(|breach| match breach {
        Breach::Field(field) => format!("{} {}", field.pointer, field.code),
        Breach::State { code, .. } => code.wire().to_owned(),
    });
    told.collect()
}

#[test]
fn what_sigmed_holds_of_a_post_goes_through_a_request() {
    let before = hospital();
    let written = |number: u128, from: &str, value: Post| {
        let mut after = before.clone();
        put(&mut after, number, days(from, ""), value);
        by_hand(&before, &after, number)
    };
    let own = post("PH", "P1", Quotity::FULL_TIME);
    let smaller = Post { quotity: half_days(8), speciality: Some("18".into()), ..own.clone() };
    assert_eq!(
        written(POST, "2020-01-01", smaller),
        ["/speciality post.by_request", "/quotity post.by_request"]
    );
    // Its place and its local number are the hospital's own.
    let moved = Post { structure: Some(id(POLE)), local_number: Some("A1".into()), ..own.clone() };
    assert_eq!(written(POST, "2020-01-01", moved), NOTHING);
    assert_eq!(written(LOCAL_POST, "2020-01-01", post("LOCAL", "L1", half_days(3))), NOTHING);
    assert_eq!(
        written(LOCAL_POST, "2020-01-01", post("PH", "L1", half_days(5))),
        ["/kind post.born_in_sigmed"]
    );
    for (number, expected) in [(POST, vec!["/valid_to post.by_request"]), (LOCAL_POST, vec![])] {
        let mut after = before.clone();
        let mut timeline = before.posts.get(id(number)).unwrap().clone();
        timeline.cut(day("2030-01-01"));
        after.posts.put(id(number), timeline);
        assert_eq!(by_hand(&before, &after, number), expected, "{number}");
        // What was never there may be taken back whole.
        after.posts.put(id(number), Timeline::default());
        assert_eq!(by_hand(&before, &after, number), NOTHING, "{number}");
    }
}

#[test]
fn a_post_that_the_agency_has_does_not_move() {
    for (state, expected) in [
        (EntryState::Preparing, vec![]),
        (EntryState::AtArs, vec!["/structure post.in_tour"]),
        (EntryState::InfoRequested, vec![]),
        (EntryState::Published, vec!["/structure post.in_tour"]),
        (EntryState::Recorded, vec![]),
    ] {
        let mut before = hospital();
        let entry = TourEntry { state, ..TourEntry::new(id(500), id(POST)) };
        put(&mut before, 501, days("2026-01-01", ""), entry);
        let mut after = before.clone();
        let own = Post { structure: Some(id(POLE)), ..post("PH", "P1", Quotity::FULL_TIME) };
        put(&mut after, POST, days("2027-01-01", ""), own);
        assert_eq!(by_hand(&before, &after, POST), expected, "{state}");
    }
}

#[test]
fn post_has_a_number_of_its_own_on_these_days() {
    let none = Post { local_number: None, ..post("LOCAL", "", half_days(4)) };
    assert_eq!(refused(NEW, days("2020-01-01", ""), none.clone()), ["/local_number field.required"]);
    let national = Post { sigmed_number: Some("S9".into()), ..none };
    assert_eq!(refused(NEW, days("2020-01-01", ""), national), NOTHING);
    assert_eq!(
        refused(NEW, days("2020-01-01", ""), post("LOCAL", "L1", half_days(4))),
        ["/local_number number.taken"]
    );
    assert_eq!(
        refused(
            NEW,
            days("2005-01-01", OPENING),
            Post { structure: None, ..post("LOCAL", "L1", half_days(4)) }
        ),
        NOTHING
    );
    let own = post("LOCAL", &long(21), half_days(4));
    assert_eq!(refused(NEW, days("2020-01-01", ""), own), ["/local_number field.too_long"]);
    let own = Post { discipline: Some(long(121)), ..post("LOCAL", "L9", half_days(4)) };
    assert_eq!(refused(NEW, days("2020-01-01", ""), own), ["/discipline field.too_long"]);
    let own = Structure { sigmed_number: Some(long(21)), ..structure("SERVICE", "9", None) };
    assert_eq!(refused(NEW, days("2020-01-01", ""), own), ["/sigmed_number field.too_long"]);
}

#[test]
fn a_code_is_usable_before_its_first_version_and_not_after_its_last_day() {
    // C6: careers and posts are older than our tables; after the last day the code is refused at entry.
    for (from, expected) in
        [("2012-01-01", vec![]), ("2025-12-31", vec![]), (CLOSING, vec!["/speciality code.ended"])]
    {
        let own = Post { speciality: Some("18".into()), ..post("LOCAL", "N9", half_days(4)) };
        assert_eq!(refused(NEW, days(from, ""), own), expected, "{from}");
    }
    let own = Post {
        corps: Some("??".into()),
        cnu_section: Some("??".into()),
        ..post("LOCAL", "N9", half_days(4))
    };
    assert_eq!(
        refused(NEW, days("2020-01-01", ""), own),
        ["/cnu_section code.unknown", "/corps code.unknown"]
    );
}

#[test]
fn post_is_in_exactly_one_place_that_is_open() {
    let own = |structure: Option<u128>, attached_to_establishment| Post {
        structure: structure.map(id),
        attached_to_establishment,
        ..post("LOCAL", "N9", half_days(4))
    };
    let told = |from, to, post| refused(NEW, days(from, to), post);
    assert_eq!(told("2020-01-01", "", own(None, true)), NOTHING);
    assert_eq!(
        told("2020-01-01", "", own(Some(SERVICE), true)),
        ["/attached_to_establishment post.two_places"]
    );
    assert_eq!(told(OPENING, CLOSING, own(Some(CLOSED), false)), NOTHING);
    assert_eq!(told(OPENING, "2026-01-02", own(Some(CLOSED), false)), ["/structure reference.not_open"]);
    assert_eq!(told("2020-01-01", "", own(Some(777), false)), ["/structure reference.unknown"]);
}

#[test]
fn a_post_does_not_end_under_who_is_on_it() {
    assert_eq!(refused_without::<Post>(POST, days("2025-12-31", "")), ["thing.in_use"]);
    assert_eq!(refused_without::<Post>(POST, days(CLOSING, "")), NOTHING);
    assert_eq!(refused_without::<Post>(LOCAL_POST, days(OPENING, "")), NOTHING);
}
