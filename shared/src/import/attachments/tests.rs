use super::*;
use crate::fact::Noun;
use crate::import::row::CellKind;
use crate::import::sigmed::plan_sigmed;
use crate::import::table::testing::{Hospital, day, findings, ids, table};

const SIGMED: &str = "finess_ej;numero_poste;type_poste;specialite;quotite_dj;numero_structure;etat;\
                      date_creation;date_fermeture;occupant_nom;occupant_prenom";

fn hospital() -> Facts {
    let hospital = Hospital::new();
    let extract = table(&[
        SIGMED,
        "690780044;0000001;PH;18;10;04401;OCCUPE;2012-01-01;;RAMOS-ROYER;Delphine",
        "690780044;0000002;PH;18;10;04401;VACANT;2009-01-01;;;",
        "690780044;0000003;PH;18;10;04401;FERME;2012-01-01;2025-12-31;;",
    ]);
    let plan = plan_sigmed(&hospital.structures(), &hospital.setting("2026-04-01"), &extract, &mut ids(2));
    plan.target
}

fn workbook(lines: &[&str]) -> Table {
    let mut all = vec!["N° poste SIGMED;Nom du praticien;N° EJ;N° pôle;N° service médical"];
    all.extend(lines);
    table(&all)
}

fn plan_with(known: &Facts, table: &Table, effective: EffectiveDay) -> Plan {
    plan_attachments(known, &Hospital::new().setting("2026-04-01"), table, effective)
}

/// The second post named so that RAT-09 stays silent, then the line of the case.
fn plan(known: &Facts, line: &str) -> Plan {
    plan_with(known, &workbook(&["0000002;;;;146", line]), EffectiveDay::Opening)
}

fn structure(facts: &Facts, number: &str, text: &str) -> Option<StructureId> {
    facts.posts.at(by_sigmed_number(facts)[number], day(text)).unwrap().structure
}

#[test]
fn rules_of_section_6() {
    let facts = hospital();
    for (line, expected, message) in [
        ("0000001;;;01;146", "", ""),
        ("0000001;;690780044;;146", "", ""),
        ("9999998;;;;146", "RAT-03", "Poste 9999998 inconnu dans SIGMED pour cet établissement."),
        (";;;;146", "attachment.post_missing", ""),
        ("0000001;;;;9999", "RAT-05", "Service 9999 inconnu ou fermé."),
        ("0000001;;;;279", "RAT-05", "Service 279 inconnu ou fermé."),
        ("0000001;;;02;146", "RAT-06", "Le service 146 appartient au pôle 01, pas au pôle 02."),
        ("0000003;;;;146", "RAT-08", "Poste 0000003 fermé depuis le 01/01/2026."),
        ("0000001;DUPONT Camille;;;146", "RAT-10", "Le titulaire connu est RAMOS-ROYER Delphine."),
        ("0000001;Ramos Royer;;;146", "", ""),
        ("0000001;;;99;146", "RAT-11", "Pôle 99 inconnu ou fermé."),
        ("0000001;;600100713;;146", "RAT-12", "La ligne concerne l’établissement 600100713."),
    ] {
        let plan = plan(&facts, line);
        let found: Vec<&Finding> = plan.findings.iter().filter(|finding| finding.line == Some(3)).collect();
        let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes.join(","), expected, "{line}");
        if !message.is_empty() {
            assert_eq!(found[0].message, message);
        }
        let refused = found.iter().any(|finding| finding.severity == Severity::Error);
        assert_eq!(
            structure(&plan.target, "0000001", "2026-04-01").is_none(),
            refused || !line.contains("01")
        );
    }
}

#[test]
fn rat_02_a_number_is_refused_and_the_known_one_suggested() {
    let facts = hospital();
    let mut file = workbook(&["1;;;01;146", "0000002;;;1;146"]);
    file.rows[0].cells[0].kind = CellKind::Number;
    file.rows[1].cells[3].kind = CellKind::Number;
    let plan = plan_with(&facts, &file, EffectiveDay::Opening);
    assert_eq!(findings(&plan), ["2 RAT-02", "3 RAT-02"], "the post probably meant is not missing");
    assert_eq!(plan.findings[0].message, "Cellule A2 : mettez la colonne au format Texte.");
    assert_eq!(plan.findings[0].suggestion.as_deref(), Some("0000001"));
    assert_eq!(plan.findings[1].message, "Cellule D3 : mettez la colonne au format Texte.");
    assert_eq!(plan.findings[1].suggestion.as_deref(), Some("01"));
    assert!(plan.is_empty());
}

#[test]
fn rat_04_both_lines_are_refused() {
    let plan = plan_with(
        &hospital(),
        &workbook(&["0000001;;;;146", "0000002;;;;146", "0000001;;;;152"]),
        EffectiveDay::Opening,
    );
    assert_eq!(findings(&plan), ["2 RAT-04", "4 RAT-04"]);
    assert_eq!(plan.findings[0].message, "Poste 0000001 présent 2 fois.");
    assert_eq!(plan.counts()[&Noun::Posts].change, 1);
}

#[test]
fn rat_07_pole_alone_or_nothing() {
    let facts = hospital();
    let plan = plan_with(&facts, &workbook(&["0000001;;;01;", "0000002;;;;"]), EffectiveDay::Opening);
    let index = StructureIndex::new(&facts.structures);
    assert_eq!(structure(&plan.target, "0000001", "2026-04-01"), index.pole("01"));
    let id = by_sigmed_number(&facts)["0000002"];
    assert!(plan.target.posts.at(id, day("2009-01-01")).unwrap().attached_to_establishment);
    let told: Vec<(Option<u32>, &str)> =
        plan.findings.iter().map(|finding| (finding.line, finding.code.as_str())).collect();
    assert_eq!(told, [(Some(2), "RAT-07"), (Some(3), "RAT-07"), (None, "RAT-07"), (None, "RAT-07")]);
    assert_eq!(plan.findings[2].message, "1 poste rattaché directement à l’EJ.");
}

#[test]
fn rat_09_open_posts_that_are_missing_are_listed_once() {
    let plan = plan_with(&hospital(), &workbook(&["0000001;;;;146"]), EffectiveDay::Opening);
    assert_eq!(findings(&plan), ["0 RAT-09"]);
    assert_eq!(plan.findings[0].value.as_deref(), Some("0000002"));
    assert_eq!(plan.findings[0].message, "1 poste SIGMED ne figure pas dans le fichier.");
}

#[test]
fn rat_13_the_same_file_again_plans_nothing() {
    let lines = ["0000001;;;;200", "0000002;;;02;"];
    let facts = plan_with(&hospital(), &workbook(&lines), EffectiveDay::Opening).target;
    for effective in [EffectiveDay::Opening, EffectiveDay::On(day("2026-04-01"))] {
        let again = plan_with(&facts, &workbook(&lines), effective);
        assert!(again.is_empty());
        assert_eq!(again.findings.last().unwrap().code, "RAT-13");
    }
}

#[test]
fn a_younger_structure_takes_the_post_from_the_one_it_follows() {
    let facts = hospital();
    let index = StructureIndex::new(&facts.structures);
    let lines = workbook(&["0000001;;;;200", "0000002;;;;200"]);
    let opening = plan_with(&facts, &lines, EffectiveDay::Opening).target;
    assert_eq!(structure(&opening, "0000001", "2012-01-01"), index.service("279"));
    assert_eq!(structure(&opening, "0000001", "2024-12-31"), index.service("279"));
    assert_eq!(structure(&opening, "0000001", "2025-01-01"), index.service("200"));
    assert_eq!(structure(&opening, "0000002", "2010-12-31"), None, "before both services");
    let in_management = plan_with(&facts, &lines, EffectiveDay::On(day("2026-01-01"))).target;
    assert_eq!(structure(&in_management, "0000001", "2025-12-31"), None);
    assert_eq!(structure(&in_management, "0000001", "2026-01-01"), index.service("200"));
}

#[test]
fn a_dated_move_is_not_crushed_by_the_present_state() {
    let facts = hospital();
    let first = plan_with(&facts, &workbook(&["0000001;;;;146"]), EffectiveDay::Opening).target;
    let moved = plan_with(&first, &workbook(&["0000001;;;;152"]), EffectiveDay::On(day("2024-01-01"))).target;
    let again = plan_with(&moved, &workbook(&["0000001;;;;152"]), EffectiveDay::Opening);
    assert!(again.is_empty(), "the present state is already the one of the file");
}

#[test]
fn rat_01_without_the_columns_nothing_is_planned() {
    let file = table(&["N° poste SIGMED;Nom du praticien", "0000001;X"]);
    let plan = plan_with(&hospital(), &file, EffectiveDay::Opening);
    assert_eq!(findings(&plan), ["0 RAT-01"]);
    assert_eq!(
        plan.findings[0].message,
        "Le fichier n’est pas un classeur Rattachements : les colonnes « N° pôle », « N° service médical » sont \
         absentes."
    );
}
