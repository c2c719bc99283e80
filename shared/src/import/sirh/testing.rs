//! A tiny hospital for the tests of this folder: one pole, two services, three posts, and files as tables of texts.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use smol_str::SmolStr;
use uuid::Uuid;

use super::mapping::{Headings, find_headings, learn};
use super::plan::{Planner, Settings};
use super::profile::Profile;
use super::target::Mode;
use crate::code_mapping::CodeMapping;
use crate::establishment::Establishment;
use crate::import::row::{RawCell, RawRow};
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::{NomenclatureEntry, Nomenclatures};
use crate::plan::{Plan, Severity};
use crate::post::Post;
use crate::quotity::Quotity;
use crate::structure::Structure;
use crate::time::{Day, Period, Timeline};

pub(super) const FINESS: &str = "690780044";

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The extraction day of all files.
pub(super) fn today() -> Day {
    day("2026-04-01")
}

/// No two plans give the same id.
static NEXT: AtomicU64 = AtomicU64::new(10_000);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// List, code, label, attributes.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

pub(super) fn nomenclatures() -> Nomenclatures {
    let rows: &[Row] = &[
        ("statuses", "PH", "Praticien hospitalier", &[("quotite_min_dj", "5"), ("quotite_max_dj", "10")]),
        ("statuses", "PC", "Praticien contractuel", &[]),
        ("statuses", "PA", "Praticien attaché", &[]),
        ("positions", "ACTIVITE", "Activité", &[("effective_time", "yes")]),
        ("positions", "CMO", "Congé de maladie ordinaire", &[("effective_time", "no")]),
        ("positions", "DISPO", "Disponibilité", &[("effective_time", "no")]),
        ("contract_motives", "PC1", "Remplacement", &[]),
        ("contract_motives", "PC2", "Recrutement difficile", &[]),
        ("specialities", "18", "Gynécologie et obstétrique", &[]),
        ("headship_functions", "CHEF_SERVICE", "Chef de service", &[]),
        ("status_post_kinds", "PH/PH", "", &[("holding", "tenured")]),
        ("status_post_kinds", "PC/PH", "", &[("holding", "temporary")]),
        ("status_post_kinds", "PA/PH", "", &[("holding", "temporary")]),
    ];
    let mut tracks: Tracks<NomenclatureEntry> = Tracks::default();
    for (number, (list, code, label, attributes)) in (900..).zip(rows) {
        let entry = NomenclatureEntry {
            list: (*list).into(),
            code: (*code).into(),
            label: (*label).into(),
            attributes: attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        };
        tracks.put(id(number).into(), Timeline::single(Period::ALWAYS, entry));
    }
    Nomenclatures::new(&tracks)
}

/// Pole 01, services 146 and 152, unit 1461; posts P1 (10 half-days), P2 (10, closed on 2025-12-31), P3 (10).
pub(super) fn hospital() -> Facts {
    let mut facts = Facts::default();
    let structures = [
        (1, "POLE", "01", None),
        (2, "SERVICE", "146", Some(1)),
        (3, "SERVICE", "152", Some(1)),
        (4, "UF", "1461", Some(2)),
    ];
    for (number, kind, text, parent) in structures {
        let structure = Structure {
            kind: kind.into(),
            number: text.into(),
            label: format!("Structure {text}").into(),
            parent: parent.map(|parent| id(parent).into()),
            site: None,
            sigmed_number: None,
            follows: None,
        };
        facts
            .structures
            .put(id(number).into(), Timeline::single(Period::since(day("2000-01-01")), structure));
    }
    for (number, text, last) in [(11, "P1", None), (12, "P2", Some(day("2025-12-31"))), (13, "P3", None)] {
        let post = Post {
            kind: "PH".into(),
            sigmed_number: Some(text.into()),
            local_number: None,
            sigmed_type: None,
            discipline: None,
            speciality: None,
            cnu_section: None,
            corps: None,
            quotity: Quotity::FULL_TIME,
            structure: Some(id(2).into()),
            attached_to_establishment: false,
            parent_post: None,
        };
        let period = Period::inclusive(day("2000-01-01"), last).unwrap();
        facts.posts.put(id(number).into(), Timeline::single(period, post));
    }
    facts
}

/// A table as a file gives it, headings first; physical lines from 1.
pub(super) fn rows(table: &[Vec<String>]) -> Vec<RawRow> {
    table
        .iter()
        .zip(1..)
        .map(|(row, line)| RawRow {
            line,
            cells: row.iter().map(|text| RawCell::text(text)).collect(),
            truncated: false,
        })
        .collect()
}

/// A table from texts: one line per row, cells apart by `;`.
pub(super) fn table(text: &str) -> Vec<Vec<String>> {
    text.trim().lines().map(|line| line.trim().split(';').map(str::to_owned).collect()).collect()
}

pub(super) const HEADINGS: &str = "matricule;rpps;nom_usage;prenom;statut;position;quotite_contrat_dj;motif_contrat;\
                                   contrat_debut;contrat_fin;rang;service;uf;poste;quotite_dj;affectation_debut;\
                                   affectation_fin";

/// The plan of a file under [`HEADINGS`].
pub(super) fn plan(known: &Facts, lines: &str) -> Plan {
    plan_of(known, &table(&format!("{HEADINGS}\n{lines}")), Vec::new())
}

/// The plan of any table.
pub(super) fn plan_of(known: &Facts, table: &[Vec<String>], codes: Vec<CodeMapping>) -> Plan {
    plan_with(known, table, codes, false)
}

/// The plan of a file under [`HEADINGS`], of whose people all lines stand or fall together.
pub(super) fn plan_of_whole_people(known: &Facts, lines: &str) -> Plan {
    plan_with(known, &table(&format!("{HEADINGS}\n{lines}")), Vec::new(), true)
}

fn plan_with(known: &Facts, table: &[Vec<String>], codes: Vec<CodeMapping>, whole_people: bool) -> Plan {
    let all = rows(table);
    let Headings { row, headings } = find_headings(&all).unwrap();
    let data = all.get(row + 1..).unwrap();
    let establishment = Establishment {
        finess_ej: FINESS.into(),
        name: "Hôpital".into(),
        legal_status: "13".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    };
    let nomenclatures = nomenclatures();
    let kept = known.import_profiles.segments().next();
    let kept = kept.and_then(|(_, segment)| Profile::from_json(&segment.value.definition));
    let profile = kept.filter(|kept| kept.fits(&headings)).unwrap_or_else(|| learn(&headings, data, today()));
    let mut planner = Planner::new(Settings {
        known,
        nomenclatures: &nomenclatures,
        establishment: &establishment,
        extracted_on: today(),
        mode: Mode::Full,
        codes,
        labels: BTreeMap::new(),
        profile,
        profile_name: "sirh".into(),
        persons: BTreeMap::new(),
        has_separators: true,
        whole_people,
    });
    for row in data {
        planner.push(row);
    }
    planner.finish(&mut || id(NEXT.fetch_add(1, Ordering::Relaxed).into()))
}

/// `(line, code)` of what is refused.
pub(super) fn errors(plan: &Plan) -> Vec<(u32, SmolStr)> {
    told(plan, Severity::Error)
}

/// `(line, code)` of the findings of a severity that are about lines.
pub(super) fn told(plan: &Plan, severity: Severity) -> Vec<(u32, SmolStr)> {
    let own = plan.findings.iter().filter(|finding| finding.severity == severity);
    own.filter_map(|finding| Some((finding.line?, finding.code.clone()))).collect()
}
