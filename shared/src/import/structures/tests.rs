use super::*;
use crate::import::table::testing::{Hospital, day, errors, findings, ids, table};

const HEADINGS: &str = "genre;numero;libelle;parent;finess_et;debut;fin;remplace";

fn plan(known: &Facts, lines: &[&str]) -> Plan {
    let hospital = Hospital::new();
    let mut all = vec![HEADINGS];
    all.extend(lines);
    plan_structures(known, &hospital.setting("2026-04-01"), &table(&all), &mut ids(7))
}

#[test]
fn parents_successions_and_periods_are_read() {
    let facts = Hospital::new().structures();
    let index = StructureIndex::new(&facts.structures);
    let (new, old) = (index.service("200").unwrap(), index.service("279").unwrap());
    assert_eq!(facts.structures.len(), 6);
    assert_eq!(index.get(new).unwrap().follows, Some(old));
    assert_eq!(index.pole_of(old, day("2026-04-01")), index.pole("01"));
    assert_eq!(index.span(old).unwrap(), Period::new(day("2011-01-01"), day("2025-01-01")).unwrap());
    assert!(index.is_closed(old, day("2025-01-01")) && !index.is_closed(old, day("2024-12-31")));
    let since_2000 = Period::since(day("2000-01-01"));
    let places = index.succession(new, since_2000);
    assert_eq!(
        places,
        [
            (Period::new(day("2011-01-01"), day("2025-01-01")).unwrap(), old),
            (Period::since(day("2025-01-01")), new)
        ]
    );
}

#[test]
fn the_same_file_again_plans_nothing_and_absence_closes_nothing() {
    let facts = Hospital::new().structures();
    let again = plan(
        &facts,
        &["POLE;01;Médecine;690780044;;2011-01-01;;", "SERVICE;146;Gynécologie;01;690000021;2011-01-01;;"],
    );
    assert!(again.is_empty(), "a file that says what is known must plan nothing: {:?}", again.findings);
    assert!(again.findings.iter().any(|finding| finding.code == "structure.absent"));
}

#[test]
fn every_fault_refuses_its_line_only() {
    let cases: &[(&str, &[&str])] = &[
        ("POLE;01;P;690780044;;2011-01-01;;", &[]),
        ("POLE;01;P;;;;;", &[]),
        ("BUREAU;01;P;690780044;;;;", &["2 structure.kind_unknown"]),
        ("POLE;;P;690780044;;;;", &["2 structure.number_missing"]),
        ("POLE;123456789012345678901;P;690780044;;;;", &["2 structure.number_invalid"]),
        ("POLE;1,2E+05;P;690780044;;;;", &["2 structure.id_scientific"]),
        ("POLE;01;P;690780044;;31/02/2020;;", &["2 structure.date_unknown"]),
        ("POLE;01;P;690780044;;hier;;", &["2 structure.date_invalid"]),
        ("POLE;01;P;690780044;;2020-01-02;2020-01-01;", &["2 structure.date_order"]),
        ("POLE;01;P;690780044;;2020-01-01;2020-01-01;", &[]),
        ("POLE;01;P;600100713;;;;", &["2 structure.parent_unknown"]),
        ("UF;01;P;;;;;", &["2 structure.parent_missing"]),
        ("UF;01;P;999;;;;", &["2 structure.parent_unknown"]),
        ("POLE;01;P;;;;;77", &["2 structure.replaced_unknown"]),
        ("POLE;01;P;;;;;01", &["2 structure.cycle"]),
        ("EJ;690780044;CH;;;;;", &[]),
        ("EJ;600100713;CH;;;;;", &["2 structure.other_establishment"]),
    ];
    for (line, expected) in cases {
        let plan = plan(&Facts::default(), &[line, "POLE;09;Neuf;;;;;"]);
        assert_eq!(errors(&plan), *expected, "{line}");
        let created = plan.target.structures.len();
        let stands = usize::from(expected.is_empty() && !line.starts_with("EJ"));
        assert_eq!(created, 1 + stands, "{line}: the other line must stand");
    }
}

#[test]
fn a_parent_of_a_kind_that_is_not_allowed_is_refused() {
    let plan = plan(&Facts::default(), &["POLE;01;P;;;;;", "SERVICE;10;S;01;;;;", "POLE;02;P;10;;;;"]);
    assert_eq!(errors(&plan), ["4 structure.parent_unknown"]);
}

#[test]
fn what_hangs_from_a_refused_line_is_refused() {
    let plan = plan(
        &Facts::default(),
        &["POLE;01;P;;;hier;;", "SERVICE;10;S;01;;;;", "UF;101;U;10;;;;", "SERVICE;20;S;690780044;;;;"],
    );
    assert_eq!(
        errors(&plan),
        ["2 structure.date_invalid", "3 structure.parent_unknown", "4 structure.parent_unknown"]
    );
    assert_eq!(plan.target.structures.len(), 1);
}

#[test]
fn one_number_may_change_over_time_but_not_twice_on_a_day() {
    let dated = plan(&Facts::default(), &["POLE;01;Avant;;;;2024-12-31;", "POLE;01;Après;;;2025-01-01;;"]);
    assert!(errors(&dated).is_empty());
    let (_, timeline) = dated.target.structures.iter().next().unwrap();
    assert_eq!(timeline.at(day("2024-12-31")).unwrap().label, "Avant");
    assert_eq!(timeline.at(day("2025-01-01")).unwrap().label, "Après");

    let twice = plan(&Facts::default(), &["POLE;01;A;;;;2025-01-01;", "POLE;01;B;;;2025-01-01;;"]);
    assert_eq!(errors(&twice), ["2 structure.number_twice", "3 structure.number_twice"]);
    let copy = plan(&Facts::default(), &["POLE;01;A;;;;;", "POLE;01;A;;;;;"]);
    assert_eq!(findings(&copy), ["3 structure.line_duplicate"]);
    assert_eq!(copy.target.structures.len(), 1);
}

#[test]
fn structures_that_replace_one_another_in_a_circle_are_refused() {
    let plan = plan(&Facts::default(), &["POLE;01;A;;;;;02", "POLE;02;B;;;;;01", "POLE;03;C;;;;;"]);
    assert_eq!(errors(&plan), ["2 structure.cycle", "3 structure.cycle"]);
}

#[test]
fn sites_are_checked_but_kept() {
    let hospital = Hospital::new();
    let plan = plan(
        &Facts::default(),
        &["POLE;01;A;;690000021;;;", "POLE;02;B;;690000013;;;", "POLE;03;C;;690000022;;;"],
    );
    assert_eq!(findings(&plan), ["3 IN-44", "4 IN-44"]);
    assert_eq!(plan.target.structures.len(), 3);
    assert_eq!(hospital.sites.len(), 1);
}

#[test]
fn closing_with_something_inside_is_a_warning() {
    let facts = Hospital::new().structures();
    let plan = plan(&facts, &["POLE;01;Médecine;;;2011-01-01;2026-06-30;"]);
    assert_eq!(findings(&plan), ["2 IN-34"]);
    let message = &plan.findings.iter().find(|finding| finding.code == "IN-34").unwrap().message;
    assert_eq!(message, "01 est fermée mais contient 2 structures.");
}

#[test]
fn the_skeletons_are_read_too() {
    let hospital = Hospital::new();
    let mut source = ids(9);
    let mut load = |known: &Facts, lines: &[&str]| {
        let plan = plan_structures(known, &hospital.setting("2026-04-01"), &table(lines), &mut source);
        assert_eq!(errors(&plan), Vec::<String>::new(), "{lines:?}");
        plan.target
    };
    let poles = ["N° pôle;Libellé;N° structure SIGMED;Date début;Date fin", "03;Chirurgie;04403;01/01/2020;"];
    let services = ["N° service;Libellé;N° pôle;FINESS ET;Date début;Date fin", "300;Ortho;03;;;"];
    let units = ["N° UF;Libellé;N° service;Date début;Date fin", "3001;Bloc;300;;31/12/2030"];
    let mut facts = Facts::default();
    for file in [&poles[..], &services, &units] {
        facts = load(&facts, file);
    }
    let index = StructureIndex::new(&facts.structures);
    let unit = index.find("UF", "3001").unwrap();
    assert_eq!(index.pole_of(unit, day("2026-04-01")), index.pole("03"));
    assert_eq!(index.get(index.pole("03").unwrap()).unwrap().sigmed_number.as_deref(), Some("04403"));
    // A file without the column keeps what is known of it.
    let general = [HEADINGS, "POLE;03;Chirurgie;;;2020-01-01;;"];
    assert!(load(&facts, &general) == facts);
}

#[test]
fn a_file_without_its_columns_is_refused() {
    let plan = plan_structures(
        &Facts::default(),
        &Hospital::new().setting("2026-04-01"),
        &table(&["numero;libelle", "01;A"]),
        &mut ids(1),
    );
    assert_eq!(errors(&plan), ["0 structure.headings_missing"]);
    assert!(plan.is_empty());
}
