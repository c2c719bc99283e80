use super::*;
use crate::fact::Noun;
use crate::import::table::testing::{Hospital, day, errors, findings, ids, table};

const HEADINGS: &str =
    "numero_poste;type;corps;section_cnu;specialite;quotite_dj;pole;service;date_creation;date_fermeture";

fn plan(known: &Facts, lines: &[&str]) -> Plan {
    let hospital = Hospital::new();
    let mut all = vec![HEADINGS];
    all.extend(lines);
    plan_posts(known, &hospital.setting("2026-04-01"), &table(&all), &mut ids(7))
}

fn first(plan: &Plan) -> &Timeline<Post> {
    plan.target.posts.iter().next().unwrap().1
}

#[test]
fn the_corps_gives_the_kind() {
    let facts = Hospital::new().structures();
    for (kind, corps, expected) in [
        ("HU", "PUPH", "HU"),
        ("HU", "MCUPH", "HU"),
        ("HU", "MCUPH_STAG", "HU"),
        ("HU", "CCUAH", "HUNT"),
        ("HU", "AHU", "HUNT"),
        ("", "PHU", "HUNT"),
        ("LOCAL", "PC", "PC"),
        ("LOCAL", "PA", "PA"),
        ("LOCAL", "ASS", "ASS"),
        ("LOCAL", "CLIN", "CLIN"),
        ("HU", "", "HU"),
        ("LOCAL", "", "LOCAL"),
        ("PC", "", "PC"),
    ] {
        let plan = plan(&facts, &[&format!("X1;{kind};{corps};;18;10;01;146;2020-01-01;")]);
        assert_eq!(errors(&plan), Vec::<String>::new(), "{kind} {corps}");
        assert_eq!(first(&plan).first().unwrap().value.kind, expected, "{kind} {corps}");
    }
}

#[test]
fn faults_refuse_their_line() {
    let facts = Hospital::new().structures();
    for (line, expected) in [
        ("L1;LOCAL;PC;;18;10;01;146;2020-01-01;", ""),
        (";LOCAL;PC;;18;10;01;146;2020-01-01;", "2 post.number_missing"),
        ("L1;PH;;;18;10;01;146;2020-01-01;", "2 post.kind_of_sigmed"),
        ("L1;BUREAU;;;18;10;01;146;2020-01-01;", "2 post.kind_unknown"),
        ("L1;LOCAL;ZZ;;18;10;01;146;2020-01-01;", "2 post.kind_unknown"),
        ("L1;;;;18;10;01;146;2020-01-01;", "2 post.kind_unknown"),
        ("L1;LOCAL;PC;;18;dix;01;146;2020-01-01;", "2 post.quotity_format"),
        ("L1;LOCAL;PC;;18;11;01;146;2020-01-01;", "2 post.quotity_range"),
        ("L1;LOCAL;PC;;18;10;09;146;2020-01-01;", "2 post.structure_unknown"),
        ("L1;LOCAL;PC;;18;10;01;999;2020-01-01;", "2 post.structure_unknown"),
        ("L1;LOCAL;PC;;18;10;02;146;2020-01-01;", "2 post.service_not_in_pole"),
        ("L1;LOCAL;PC;;18;10;01;279;2020-01-01;", "2 post.structure_closed"),
        ("L1;LOCAL;PC;;18;10;01;279;2020-01-01;2024-12-31", ""),
        ("L1;LOCAL;PC;;18;10;01;146;2020-02-30;", "2 post.date_unknown"),
        ("L1;LOCAL;PC;;18;10;01;146;2020-02-02;2020-02-01", "2 post.date_order"),
    ] {
        let plan = plan(&facts, &[line]);
        assert_eq!(errors(&plan).join(", "), expected, "{line}");
        assert_eq!(plan.target.posts.len(), usize::from(expected.is_empty()), "{line}");
    }
}

#[test]
fn unknown_codes_and_bounds_are_warnings() {
    let facts = Hospital::new().structures();
    let plan = plan(&facts, &["H1;HU;PUPH;9999;98;5;01;146;2020-01-01;"]);
    assert_eq!(
        findings(&plan),
        ["2 post.speciality_unknown", "2 post.section_unknown", "2 post.quotity_bounds"]
    );
    assert_eq!(plan.target.posts.len(), 1);
}

#[test]
fn service_then_pole_then_establishment() {
    let facts = Hospital::new().structures();
    let index = StructureIndex::new(&facts.structures);
    for (pole, service, structure) in
        [("01", "146", index.service("146")), ("", "146", index.service("146")), ("02", "", index.pole("02"))]
    {
        let plan = plan(&facts, &[&format!("L1;LOCAL;PC;;18;10;{pole};{service};2015-01-01;")]);
        assert_eq!(first(&plan).at(day("2026-04-01")).unwrap().structure, structure);
    }
    let plan = plan(&facts, &["L1;LOCAL;PC;;18;10;;;2015-01-01;"]);
    assert!(first(&plan).at(day("2015-01-01")).unwrap().attached_to_establishment);
}

#[test]
fn days_before_a_service_belong_to_the_one_it_follows() {
    let facts = Hospital::new().structures();
    let index = StructureIndex::new(&facts.structures);
    let plan = plan(&facts, &["L1;LOCAL;PC;;18;10;01;200;2009-01-01;"]);
    let structure = |text: &str| first(&plan).at(day(text)).unwrap().structure;
    assert_eq!(structure("2010-12-31"), None);
    assert_eq!(structure("2011-01-01"), index.service("279"));
    assert_eq!(structure("2024-12-31"), index.service("279"));
    assert_eq!(structure("2025-01-01"), index.service("200"));
}

#[test]
fn the_same_file_again_plans_nothing() {
    let facts = Hospital::new().structures();
    let lines = ["L1;LOCAL;PC;;18;10;01;200;2009-01-01;", "H2;HU;AHU;5301;18;10;01;;2009-01-01;2030-12-31"];
    let target = plan(&facts, &lines).target;
    assert!(plan(&target, &lines).is_empty());
    let shorter = plan(&target, &["L1;LOCAL;PC;;18;10;01;200;2009-01-01;2026-06-30"]);
    assert_eq!(shorter.counts()[&Noun::Posts].change, 1);
    assert_eq!(shorter.counts()[&Noun::Posts].unchanged, 1, "a post absent from the file stays");
}

#[test]
fn a_number_twice_refuses_both_lines() {
    let facts = Hospital::new().structures();
    let line = "L1;LOCAL;PC;;18;10;01;146;2020-01-01;";
    assert_eq!(errors(&plan(&facts, &[line, line])), ["2 post.number_twice", "3 post.number_twice"]);
}

#[test]
fn the_skeletons_are_read_too() {
    let facts = Hospital::new().structures();
    let hospital = Hospital::new();
    for lines in [
        [
            "N° poste;Corps;Section CNU;Quotité;N° pôle;N° service;Date début;Date fin",
            "H1;PUPH;5301;10;01;146;01/01/2020;",
        ],
        [
            "N° local;Type;Spécialité;Quotité;N° pôle;N° service;Date début;Date fin",
            "L1;LOCAL;18;7,5;01;146;01/01/2020;",
        ],
    ] {
        let plan = plan_posts(&facts, &hospital.setting("2026-04-01"), &table(&lines), &mut ids(3));
        assert_eq!(errors(&plan), Vec::<String>::new());
        assert_eq!(plan.target.posts.len(), 1);
    }
}
