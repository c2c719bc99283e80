use super::*;
use crate::import::attachments::{EffectiveDay, plan_attachments};
use crate::import::posts::plan_posts;
use crate::import::row::{RawCell, RawRow};
use crate::import::sigmed::plan_sigmed;
use crate::import::sirh::mapping::learn;
use crate::import::structures::plan_structures;
use crate::import::table::Table;
use crate::import::table::testing::{Hospital, day, errors, findings, ids, table};
use crate::plan::Plan;
use crate::quotity::QuotityUnit;

/// The hospital with a unit, a renamed pole, and posts of both kinds in a service, a unit, a pole and the establishment.
fn known(hospital: &Hospital) -> Facts {
    let setting = hospital.setting("2026-04-01");
    let load = |known: &Facts, lines: &[&str], plan: &dyn Fn(&Facts, &Table) -> Plan| {
        let plan = plan(known, &table(lines));
        assert_eq!(errors(&plan), Vec::<String>::new(), "{lines:?}");
        plan.target
    };
    let structures: &dyn Fn(&Facts, &Table) -> Plan =
        &|known, table| plan_structures(known, &setting, table, &mut ids(20));
    let posts: &dyn Fn(&Facts, &Table) -> Plan =
        &|known, table| plan_posts(known, &setting, table, &mut ids(21));
    let facts = load(
        &hospital.structures(),
        &[
            "genre;numero;libelle;parent;debut;fin;structure_sigmed",
            "UF;1461;Bloc;146;2011-01-01;;",
            "POLE;02;Imagerie;690780044;2011-01-01;2019-12-31;04402",
            "POLE;02;Imagerie et explorations;690780044;2020-01-01;;04402",
        ],
        structures,
    );
    let facts = load(
        &facts,
        &[
            "numero_poste;type;corps;section_cnu;specialite;quotite_dj;pole;service;date_creation;date_fermeture",
            "L1;LOCAL;PC;;18;7,5;01;146;2012-01-01;",
            "L2;LOCAL;;;26;10;01;146;2012-01-01;2030-12-31",
            "L3;LOCAL;PA;;;1;02;;;",
            "H4;HU;PUPH;5301;18;10;;;2012-01-01;",
            "L5;LOCAL;;;;10;01;146;2012-01-01;2020-12-31",
        ],
        posts,
    );
    let sigmed = "finess_ej;numero_poste;type_poste;specialite;quotite_dj;numero_structure;etat;date_creation;\
                  date_fermeture;occupant_nom;occupant_prenom";
    let extract = table(&[
        sigmed,
        "690780044;0000001;PH;18;10;04401;OCCUPE;2012-01-01;;RAMOS-ROYER;Delphine",
        "690780044;0000002;PH;18;10;04401;VACANT;2012-01-01;;;",
    ]);
    let facts = plan_sigmed(&facts, &setting, &extract, &mut ids(22)).target;
    let workbook = table(&[
        "N° poste SIGMED;Nom du praticien;N° EJ;N° pôle;N° service médical",
        "0000001;;;;200",
        "0000002;;;02;",
    ]);
    let mut facts = plan_attachments(&facts, &setting, &workbook, EffectiveDay::Opening).target;
    // People, unlike files of five columns, attach to units.
    let unit = StructureIndex::new(&facts.structures).find("UF", "1461");
    for number in ["L2", "0000001"] {
        let (id, timeline) =
            facts.posts.iter().find(|(_, at)| at.last().unwrap().value.number() == number).unwrap();
        let mut moved = timeline.clone();
        let value = Post { structure: unit, ..timeline.last().unwrap().value.clone() };
        moved.assert(Period::new(day("2024-01-01"), timeline.span().unwrap().to()).unwrap(), value);
        facts.posts.put(id, moved);
    }
    facts
}

/// What a hospital sends: headings and rows as they were given.
fn sent(file: SkeletonFile, rows: &[Vec<SmolStr>]) -> Table {
    let cells = |row: &Vec<SmolStr>| row.iter().map(|cell| RawCell::text(cell)).collect();
    let rows = (2_u32..).zip(rows).map(|(line, row)| RawRow { line, cells: cells(row), truncated: false });
    Table { headings: headings(file), rows: rows.collect() }
}

fn planned(file: SkeletonFile, known: &Facts, hospital: &Hospital, table: &Table) -> Plan {
    let setting = hospital.setting("2026-04-01");
    match file {
        SkeletonFile::Attachments => plan_attachments(known, &setting, table, EffectiveDay::Opening),
        SkeletonFile::Posts => plan_posts(known, &setting, table, &mut ids(30)),
        SkeletonFile::Structures => plan_structures(known, &setting, table, &mut ids(30)),
        SkeletonFile::Sirh => unreachable!("it is never filled"),
    }
}

/// How many things a plan creates, changes or closes.
fn changes(plan: &Plan) -> usize {
    plan.counts().values().map(|counts| (counts.create + counts.change + counts.close) as usize).sum()
}

const FILLED: [SkeletonFile; 3] = [SkeletonFile::Attachments, SkeletonFile::Posts, SkeletonFile::Structures];

#[test]
fn what_is_filled_in_plans_nothing_when_it_comes_back() {
    let hospital = Hospital::new();
    let facts = known(&hospital);
    for (file, expected) in FILLED.into_iter().zip([2, 4, 7]) {
        let rows = rows(file, &facts, &hospital.setting("2026-04-01"), true);
        assert_eq!(rows.len(), expected, "{file:?} {rows:?}");
        let plan = planned(file, &facts, &hospital, &sent(file, &rows));
        assert!(plan.is_empty(), "{file:?} {:?}", plan.counts());
        assert_eq!(findings(&plan), Vec::<String>::new(), "{file:?}");
    }
}

#[test]
fn what_is_changed_in_it_is_planned() {
    let hospital = Hospital::new();
    let facts = known(&hospital);
    for (file, column, text) in [(FILLED[0], 4, "152"), (FILLED[1], 5, "9"), (FILLED[2], 2, "Autre nom")] {
        let mut rows = rows(file, &facts, &hospital.setting("2026-04-01"), true);
        rows[0][column] = text.into();
        if file == SkeletonFile::Attachments {
            rows[0][3] = SmolStr::default();
        }
        let plan = planned(file, &facts, &hospital, &sent(file, &rows));
        assert_eq!(changes(&plan), 1, "{file:?} {:?}", plan.findings);
    }
}

#[test]
fn a_line_typed_in_an_empty_one_is_read() {
    let hospital = Hospital::new();
    let facts = hospital.structures();
    for (file, line) in [
        (SkeletonFile::Posts, "L9;LOCAL;;;18;5;01;146;01/01/2026;"),
        (SkeletonFile::Structures, "SERVICE;300;Orthopédie;01;;01/01/2026;;;"),
    ] {
        let row = line.split(';').map(SmolStr::from).collect::<Vec<_>>();
        let plan = planned(file, &facts, &hospital, &sent(file, &[row]));
        assert_eq!((errors(&plan), changes(&plan)), (Vec::new(), 1), "{file:?}");
    }
}

#[test]
fn what_its_file_could_not_say_is_left_out() {
    let hospital = Hospital::new();
    let mut facts = known(&hospital);
    let setting = hospital.setting("2026-04-01");
    let all = rows(SkeletonFile::Posts, &facts, &setting, true).len();
    let (id, timeline) =
        facts.posts.iter().find(|(_, at)| at.last().unwrap().value.number() == "L1").unwrap();
    let (span, value) = (timeline.span().unwrap(), timeline.last().unwrap().value.clone());
    for odd in [
        Post { corps: Some("ASS".into()), ..value.clone() },
        Post { discipline: Some("CHI".into()), ..value.clone() },
        Post { kind: "PH".into(), corps: None, ..value },
    ] {
        facts.posts.put(id, crate::time::Timeline::single(span, odd));
        assert_eq!(rows(SkeletonFile::Posts, &facts, &setting, true).len(), all - 1);
    }
    // A pole of the number of the service: the unit below the pole would be read as below the service.
    let more = table(&["genre;numero;libelle;parent", "POLE;146;Pôle du même numéro;690780044"]);
    let mut facts = plan_structures(&known(&hospital), &setting, &more, &mut ids(40)).target;
    let index = StructureIndex::new(&facts.structures);
    let (unit, pole) = (index.find("UF", "1461").unwrap(), index.pole("146"));
    let timeline = facts.structures.get(unit).unwrap();
    let moved = Structure { parent: pole, ..timeline.last().unwrap().value.clone() };
    let moved = crate::time::Timeline::single(timeline.span().unwrap(), moved);
    facts.structures.put(unit, moved);
    let filled = rows(SkeletonFile::Structures, &facts, &setting, true);
    assert!(filled.iter().all(|row| row[1] != "1461"), "{filled:?}");
    let plan = planned(SkeletonFile::Structures, &facts, &hospital, &sent(SkeletonFile::Structures, &filled));
    assert!(plan.is_empty());
}

#[test]
fn holders_are_named_to_who_may_read_them() {
    let hospital = Hospital::new();
    let (facts, setting) = (known(&hospital), hospital.setting("2026-04-01"));
    let names = |told| -> Vec<SmolStr> {
        let rows = rows(SkeletonFile::Attachments, &facts, &setting, told);
        rows.into_iter().map(|row| row[1].clone()).filter(|name| !name.is_empty()).collect()
    };
    assert_eq!(names(true).len(), 1);
    assert!(names(false).is_empty());
}

#[test]
fn each_heading_of_an_extract_is_read_as_the_field_it_names() {
    let headings = headings(SkeletonFile::Sirh);
    let profile = learn(&headings, &[], day("2026-04-01"));
    let wanted = Field::ALL.into_iter().filter(|field| !NOT_TYPED.contains(field));
    for (column, field) in profile.columns.iter().zip(wanted) {
        assert_eq!(column.field, Some(field), "{}", column.heading);
        assert_eq!(column.unit, field.is_quotity().then_some(QuotityUnit::HalfDays), "{}", column.heading);
    }
}
