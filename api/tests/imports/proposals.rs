//! What is proposed for local codes, measured on the samples: their tables say what each code means.
//!
//! A proposal stands beside a button that accepts it, so a wrong one costs more than none: precision first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use api::loads::read_table_file;
use api::reference_files;
use shared::import::sirh::codes::{CodeTable, Domain};
use shared::knowledge::Facts;
use shared::nomenclature::Nomenclatures;
use shared::reference::plan_reference;
use shared::time::Day;
use smol_str::SmolStr;
use uuid::Uuid;

/// Lists that have codes of their own.
const LISTED: [Domain; 4] = [Domain::Status, Domain::Position, Domain::Motive, Domain::Headship];

fn nomenclatures() -> Nomenclatures {
    let parsed = reference_files::parse(reference_files::embedded()).unwrap();
    let facts = plan_reference(&Facts::default(), &parsed, &mut Uuid::now_v7, Day::FIRST).target;
    Nomenclatures::new(&facts.nomenclatures)
}

fn rows(path: &Path) -> Vec<Vec<SmolStr>> {
    let table = read_table_file(path).unwrap();
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// A table of local codes of a hospital, and its structures: number to label, and unit to service.
struct Hospital {
    codes: Vec<Vec<SmolStr>>,
    labels: BTreeMap<SmolStr, SmolStr>,
    services: BTreeMap<SmolStr, SmolStr>,
}

fn hospitals() -> Vec<Hospital> {
    let read = |folder: &str, codes: &str| {
        let structures = rows(&sample(&format!("{folder}/structures.csv")));
        let structures: Vec<_> = structures.into_iter().filter(|row| row[0] != "EJ").collect();
        let units = structures.iter().filter(|row| row[0] == "UF");
        Hospital {
            codes: rows(&sample(&format!("{folder}/{codes}"))),
            labels: structures.iter().map(|row| (row[1].clone(), row[2].clone())).collect(),
            services: units.map(|row| (row[1].clone(), row[3].clone())).collect(),
        }
    };
    vec![
        read("moyen_600100713", "dialect_b/codes.csv"),
        read("moyen_600100713", "dialect_c/codes.csv"),
        read("petit_690780044", "codes.csv"),
    ]
}

#[derive(Debug, Default)]
struct Measure {
    right: u32,
    none: u32,
    wrong: Vec<String>,
}

/// Proposes for every local code that needs an answer, by what the file says of it besides, or not.
fn measured(lists: &Nomenclatures, with_label: bool) -> Measure {
    let mut measure = Measure::default();
    for hospital in hospitals() {
        let mut table = CodeTable::new(lists, hospital.labels.clone(), BTreeMap::new());
        for row in &hospital.codes {
            let (domain, code, label, meant) =
                (Domain::from_name(&row[0]).unwrap(), &row[1], &row[2], &row[3]);
            if table.is_national(domain, code) {
                continue;
            }
            match table.proposal(domain, code, with_label.then_some(label.as_str())) {
                None => measure.none += 1,
                // A unit of the service that is meant says the same.
                Some(own) if own == *meant || hospital.services.get(&own) == Some(meant) => {
                    measure.right += 1
                }
                Some(own) => measure.wrong.push(format!("{} {code} ({label}): {own}", domain.name())),
            }
        }
    }
    measure
}

#[test]
fn no_proposal_on_the_samples_is_wrong_and_most_codes_have_one() {
    let lists = nomenclatures();
    for (with_label, least) in [(false, 80), (true, 95)] {
        let measure = measured(&lists, with_label);
        assert!(measure.wrong.is_empty(), "{measure:#?}");
        let all = measure.right + measure.none;
        assert!(measure.right * 100 >= all * least, "{with_label}: {measure:?}");
    }
}

#[test]
fn what_belongs_to_another_list_is_hardly_ever_proposed_for() {
    let lists = nomenclatures();
    let mut table = CodeTable::new(&lists, BTreeMap::new(), BTreeMap::new());
    let (mut asked, mut proposed) = (0, Vec::new());
    for domain in LISTED {
        for other in LISTED.into_iter().filter(|other| *other != domain) {
            let entries: Vec<(SmolStr, SmolStr)> = lists
                .list(other.list().unwrap())
                .map(|entry| (entry.value.code.clone(), entry.value.label.clone()))
                .collect();
            for text in entries.iter().flat_map(|(code, label)| [code, label]) {
                if !table.is_national(domain, text) {
                    asked += 1;
                    let proposal = table.proposal(domain, text, None);
                    proposed.extend(proposal.map(|code| format!("{} {text}: {code}", domain.name())));
                }
            }
        }
    }
    assert!(asked > 400 && proposed.len() <= 10, "{} of {asked}: {proposed:#?}", proposed.len());
}

#[test]
fn what_misleads_is_proposed_nothing() {
    let lists = nomenclatures();
    let mut table = CodeTable::new(&lists, BTreeMap::new(), BTreeMap::new());
    for (domain, codes) in [
        (
            Domain::Position,
            "EN_POSTE;En poste;AUTRE;CA;Congés annuels;DISPO;DET;TEMP;RTT;Absence;Service national;Vacataire;Retraite;AM",
        ),
        (
            Domain::Status,
            "XPH;XPA;POSTE;HOSP;PRAT;Praticien;Médecin hospitalier;Vacataire;ASS;CS;PH-PA;Remplaçant;CTR",
        ),
        (Domain::Motive, "AUTRE;M1;Maladie;Contractuel;CDD"),
        (Domain::ExitReason, "AUTRE;FIN;X"),
    ] {
        for code in codes.split(';') {
            assert_eq!(table.proposal(domain, code, None), None, "{} {code}", domain.name());
        }
    }
}
