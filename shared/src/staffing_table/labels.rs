//! French labels of the codes that a table uses, once each, so that rows carry codes only.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use smol_str::SmolStr;

use super::row::Row;
use super::rows::ABSENT;
use crate::catalogue::staffing_table as texts;
use crate::nomenclature::Nomenclatures;

/// Labels by list, then by code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Labels(BTreeMap<&'static str, BTreeMap<SmolStr, SmolStr>>);

impl Labels {
    /// The labels of the codes that the rows use.
    pub fn of(rows: &[Row], nomenclatures: &Nomenclatures) -> Self {
        let mut used: HashSet<(&'static str, &SmolStr)> = HashSet::new();
        for row in rows {
            if let Some(post) = &row.post {
                used.insert(("post_kinds", &post.kind));
                used.extend(post.discipline.iter().map(|code| ("disciplines", code)));
                used.extend(post.speciality.iter().map(|code| ("specialities", code)));
                used.extend(post.cnu_section.iter().map(|code| ("cnu_sections", code)));
                used.extend(post.vacancy_reason.iter().map(|code| ("vacancy_reasons", code)));
            }
            if let Some(line) = &row.line {
                used.insert(("statuses", &line.status));
                used.insert(("positions", &line.position));
                used.extend(line.motive.iter().map(|code| ("contract_motives", code)));
            }
        }
        let mut labels = Self::default();
        for (list, code) in used {
            labels.add(list, code, label(nomenclatures, list, code));
        }
        let functions = rows.iter().filter_map(|row| row.line.as_ref()?.headship.as_ref());
        for function in functions.flat_map(|functions| functions.split('|')) {
            let label = nomenclatures.label("headship_functions", function);
            labels.add("headship_functions", function, label);
        }
        labels
    }

    /// The label of a code, or the code itself.
    pub fn get<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.0.get(list).and_then(|codes| codes.get(code)).map_or(code, SmolStr::as_str)
    }

    fn add(&mut self, list: &'static str, code: &str, label: SmolStr) {
        self.0.entry(list).or_default().insert(code.into(), label);
    }
}

fn label(nomenclatures: &Nomenclatures, list: &str, code: &SmolStr) -> SmolStr {
    match list {
        "positions" if code == ABSENT => texts::ABSENT_LABEL.into(),
        "disciplines" => {
            let of_discipline = |name: &str| {
                let mut specialities = nomenclatures.list("specialities");
                let found = specialities.find(|it| it.value.attribute("discipline_code") == Some(code))?;
                found.value.attribute(name).cloned()
            };
            of_discipline("discipline_label_fr").unwrap_or_else(|| code.clone())
        }
        _ => nomenclatures.label(list, code),
    }
}
