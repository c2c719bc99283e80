//! Heads of structures, and structures taken in by others.

use super::*;
use crate::headship::Headship;
use crate::knowledge::Facts;
use crate::rules::headships::mandate;
use crate::rules::mergers;
use crate::structure::merger::{Merger, NotMerged};

const HEAD: u128 = 51;

fn head(structure: u128, function: &str) -> Headship {
    Headship { practitioner: id(PERSON), structure: id(structure), function: function.into() }
}

#[test]
fn a_mandate_has_its_length_and_its_kind_of_structure() {
    for (structure, function, from, to, expected) in [
        (SERVICE, "CHEF_SERVICE", "2020-01-01", "2024-01-01", vec![]),
        (SERVICE, "CHEF_SERVICE", "2020-01-01", "2024-01-02", vec!["/effect/valid_to headship.too_long"]),
        (POLE, "CHEF_SERVICE", "2020-01-01", "2024-01-01", vec!["/function headship.wrong_kind"]),
        (POLE, "INTERIM", "2010-01-01", "2026-01-01", vec![]),
        (SERVICE, "INCONNU", "2020-01-01", "2024-01-01", vec!["/function code.unknown"]),
        (777, "INTERIM", "2020-01-01", "2024-01-01", vec!["/structure reference.unknown"]),
        // The person leaves before the end.
        (SERVICE, "CHEF_SERVICE", "2023-01-01", "2026-01-02", vec!["/practitioner reference.not_open"]),
    ] {
        let told = refused(NEW, days(from, to), head(structure, function));
        assert_eq!(told, expected, "{function} on {structure} from {from} to {to}");
    }
    let endless = refused(NEW, days("2020-01-01", ""), head(SERVICE, "INTERIM"));
    assert!(endless.contains(&"/effect/valid_to field.required".to_owned()), "{endless:?}");
    let whole = mandate(&nomenclatures(), "CHEF_SERVICE", day("2020-02-29"));
    assert_eq!(whole, Some(days("2020-02-29", "2024-02-29")));
    assert_eq!(mandate(&nomenclatures(), "INTERIM", day("2020-02-29")), None);
}

/// The hospital with somebody at the head of the service for two years.
fn headed() -> Facts {
    let mut facts = hospital();
    put(&mut facts, HEAD, days("2020-01-01", "2022-01-01"), head(SERVICE, "CHEF_SERVICE"));
    facts
}

#[test]
fn one_head_for_a_function_on_a_day() {
    let before = headed();
    for (structure, function, from, to, expected) in [
        (SERVICE, "CHEF_SERVICE", "2021-12-31", "2023-01-01", vec!["headship.taken"]),
        (SERVICE, "CHEF_SERVICE", "2022-01-01", "2023-01-01", vec![]),
        (SERVICE, "CHEF_SERVICE", "2019-01-01", "2020-01-01", vec![]),
        (SERVICE, "CHEF_SERVICE", "2019-01-01", "2020-01-02", vec!["headship.taken"]),
        (SERVICE, "INTERIM", "2020-01-01", "2022-01-01", vec![]),
        (CLOSED, "CHEF_SERVICE", "2020-01-01", "2022-01-01", vec![]),
    ] {
        let mut after = before.clone();
        put(&mut after, NEW, days(from, to), head(structure, function));
        assert_eq!(
            refused_from::<Headship>(&before, &after, NEW),
            expected,
            "{function} from {from} to {to}"
        );
    }
    // Two that were already there together stop the end of neither.
    let mut two = before.clone();
    put(&mut two, NEW, days("2021-01-01", "2023-01-01"), head(SERVICE, "CHEF_SERVICE"));
    let mut ended = two.clone();
    let mut timeline = ended.headships.get(id(HEAD)).cloned().unwrap();
    timeline.cut(day("2021-06-01"));
    ended.headships.put(id(HEAD), timeline);
    assert_eq!(refused_from::<Headship>(&two, &ended, NEW), Vec::<String>::new());
}

/// What is refused of a merger: `pointer code: detail`, or the code of the state.
fn refused_merger(facts: &Facts, merger: Merger) -> Vec<String> {
    let nomenclatures = nomenclatures();
    let sites: Tracks<Site> = Tracks::default();
    let (after, moved) = merger.apply(facts).unwrap();
    let world =
        World { before: facts, after: &after, nomenclatures: &nomenclatures, sites: &sites, finess: FINESS };
    let told = mergers::breaches(&world, &merger, &moved).into_iter().map(|breach| match breach {
        Breach::Field(problem) => format!("{} {}: {}", problem.pointer, problem.code, problem.detail),
        Breach::State { code, .. } => code.wire().to_owned(),
    });
    told.collect()
}

#[test]
fn a_merger_names_what_may_not_move() {
    let facts = headed();
    let into = |absorbed, into, from| Merger { absorbed: id(absorbed), into: id(into), from: day(from) };
    assert_eq!(refused_merger(&facts, into(CLOSED, SERVICE, "2025-01-01")), Vec::<String>::new());
    // The other closes before what it would take in.
    let told = refused_merger(&facts, into(SERVICE, CLOSED, "2025-01-01"));
    assert!(told.iter().all(|one| one.starts_with("/into reference.not_open: ")), "{told:?}");
    assert!(told.iter().any(|one| one.contains("poste P1")), "{told:?}");
    assert!(told.iter().any(|one| one.contains("structure UF|1461")), "{told:?}");
    for (why, expected) in [
        (NotMerged::Itself, "/into structure.loop"),
        (NotMerged::Under, "/into structure.loop"),
        (NotMerged::OtherKind, "/into structure.other_kind"),
        (NotMerged::NotThere, "/valid_from thing.not_there"),
    ] {
        let told = mergers::refused(why);
        assert_eq!(format!("{} {}", told.pointer, told.code), expected);
    }
}

#[test]
fn what_follows_a_structure_does_not_keep_it_open() {
    let mut before = hospital();
    let follower = Structure { follows: Some(id(CLOSED)), ..structure("SERVICE", "153", Some(POLE)) };
    put(&mut before, NEW, days("2025-06-01", ""), follower);
    let without = |from: &str| {
        let mut after = before.clone();
        let mut timeline = after.structures.get(id(CLOSED)).cloned().unwrap();
        timeline.cut(day(from));
        after.structures.put(id(CLOSED), timeline);
        refused_from::<Structure>(&before, &after, CLOSED)
    };
    assert_eq!(without("2025-06-01"), Vec::<String>::new());
    // But it is not forgotten whole.
    assert_eq!(without(OPENING), ["thing.in_use"]);
}
