//! A small hospital for the tests of the loads.

use uuid::Uuid;

use super::{Setting, Table};
use crate::establishment::{Establishment, Site};
use crate::id::IdSource;
use crate::import::structures::plan_structures;
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::{NomenclatureEntry, Nomenclatures};
use crate::plan::Plan;
use crate::time::{Day, Period, Timeline};

/// Ids one after the other, so that tests repeat.
pub(crate) struct Counter(u128);

impl IdSource for Counter {
    fn next_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// A source that starts at a hundred per call, apart from the ids of other calls.
pub(crate) fn ids(from: u128) -> Counter {
    Counter(from * 10_000)
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The hospital, its site, its lists.
pub(crate) struct Hospital {
    pub establishment: Establishment,
    pub sites: Tracks<Site>,
    pub nomenclatures: Nomenclatures,
}

impl Hospital {
    pub fn new() -> Self {
        let establishment = Establishment {
            finess_ej: "690780044".into(),
            name: "CH".into(),
            legal_status: "13".into(),
            category: None,
            department: "69".into(),
            region: "84".into(),
            ght: None,
            ght_role: None,
        };
        let site = Site {
            finess_et: "690000021".into(),
            finess_ej: "690780044".into(),
            name: "CH".into(),
            category: None,
            siret: None,
            address: None,
            town: None,
            commune: None,
            coordinates: None,
        };
        let mut sites = Tracks::default();
        sites.put(Uuid::from_u128(1).into(), Timeline::single(Period::ALWAYS, site));
        Self { establishment, sites, nomenclatures: nomenclatures() }
    }

    pub fn setting(&self, today: &str) -> Setting<'_> {
        Setting {
            establishment: &self.establishment,
            sites: &self.sites,
            nomenclatures: &self.nomenclatures,
            today: day(today),
        }
    }

    /// Two poles, two services, one that replaced another on 2025-01-01.
    pub fn structures(&self) -> Facts {
        let table = table(&[
            "genre;numero;libelle;parent;finess_et;debut;fin;remplace",
            "POLE;01;Médecine;690780044;;2011-01-01;;",
            "POLE;02;Imagerie;690780044;;2011-01-01;;",
            "SERVICE;146;Gynécologie;01;690000021;2011-01-01;;",
            "SERVICE;152;Médecine légale;02;;2011-01-01;;",
            "SERVICE;200;Oncologie;01;;2025-01-01;;279",
            "SERVICE;279;Oncologie (ancien);01;;2011-01-01;2024-12-31;",
        ]);
        let plan = plan_structures(&Facts::default(), &self.setting("2026-04-01"), &table, &mut ids(1));
        assert_eq!(errors(&plan), Vec::<String>::new());
        plan.target
    }
}

/// List, code, attributes.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

fn nomenclatures() -> Nomenclatures {
    let mut tracks = Tracks::default();
    let rows: [Row; 18] = [
        ("structure_kinds", "EJ", &[]),
        ("structure_kinds", "POLE", &[("parent_codes", "EJ;GROUPE")]),
        ("structure_kinds", "SERVICE", &[("parent_codes", "POLE;EJ;DEPARTEMENT")]),
        ("structure_kinds", "DEPARTEMENT", &[("parent_codes", "POLE;EJ")]),
        ("structure_kinds", "UF", &[("parent_codes", "SERVICE;DEPARTEMENT;POLE")]),
        ("post_kinds", "PH", &[("sigmed", "yes"), ("quotite_min_dj", "5"), ("quotite_max_dj", "10")]),
        ("post_kinds", "HU", &[("sigmed", "no"), ("quotite_min_dj", "10"), ("quotite_max_dj", "10")]),
        ("post_kinds", "HUNT", &[("sigmed", "no"), ("quotite_min_dj", "10"), ("quotite_max_dj", "10")]),
        ("post_kinds", "PC", &[("sigmed", "no"), ("quotite_min_dj", "1"), ("quotite_max_dj", "10")]),
        ("post_kinds", "PA", &[("sigmed", "no")]),
        ("post_kinds", "ASS", &[("sigmed", "no")]),
        ("post_kinds", "CLIN", &[("sigmed", "no")]),
        ("post_kinds", "LOCAL", &[("sigmed", "no")]),
        ("specialities", "18", &[]),
        ("specialities", "26", &[]),
        ("specialities", "07", &[]),
        ("cnu_sections", "5301", &[]),
        ("status_post_kinds", "PH/PH", &[("status_code", "PH"), ("holding", "tenured")]),
    ];
    for (number, (list, code, attributes)) in (100_u128..).zip(rows) {
        let entry = NomenclatureEntry {
            list: list.into(),
            code: code.into(),
            label: code.into(),
            attributes: attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        };
        tracks.put(Uuid::from_u128(number).into(), Timeline::single(Period::ALWAYS, entry));
    }
    Nomenclatures::new(&tracks)
}

/// A table from lines whose cells are separated by `;`.
pub(crate) fn table(lines: &[&str]) -> Table {
    Table::of_texts(lines.iter().map(|line| line.split(';').collect()))
}

/// `line code` of every error.
pub(crate) fn errors(plan: &Plan) -> Vec<String> {
    plan.errors().map(|finding| format!("{} {}", finding.line.unwrap_or(0), finding.code)).collect()
}

/// `line code` of every finding but information.
pub(crate) fn findings(plan: &Plan) -> Vec<String> {
    plan.findings
        .iter()
        .filter(|finding| finding.severity != crate::plan::Severity::Info)
        .map(|finding| format!("{} {}", finding.line.unwrap_or(0), finding.code))
        .collect()
}
