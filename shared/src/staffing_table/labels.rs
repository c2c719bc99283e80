//! French labels of the codes that a table uses, once each, so that rows carry codes only.

use std::collections::BTreeMap;

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
    pub fn of<'a>(rows: &'a [Row], nomenclatures: &'a Nomenclatures) -> Self {
        let codes = |list| Codes { list, nomenclatures, labels: BTreeMap::new(), last: None };
        let [mut kinds, mut disciplines] = ["post_kinds", "disciplines"].map(codes);
        let [mut specialities, mut sections] = ["specialities", "cnu_sections"].map(codes);
        let [mut reasons, mut statuses] = ["vacancy_reasons", "statuses"].map(codes);
        let [mut positions, mut motives] = ["positions", "contract_motives"].map(codes);
        let mut functions = codes("headship_functions");
        for row in rows {
            if let Some(post) = &row.post {
                kinds.meet(Some(&post.kind));
                disciplines.meet(post.discipline.as_deref());
                specialities.meet(post.speciality.as_deref());
                sections.meet(post.cnu_section.as_deref());
                reasons.meet(post.vacancy_reason.as_deref());
            }
            if let Some(line) = &row.line {
                statuses.meet(Some(&line.status));
                positions.meet(Some(&line.position));
                motives.meet(line.motive.as_deref());
                for function in line.headship.iter().flat_map(|functions| functions.split('|')) {
                    functions.meet(Some(function));
                }
            }
        }
        let lists =
            [kinds, disciplines, specialities, sections, reasons, statuses, positions, motives, functions];
        let used = lists.into_iter().filter(|codes| !codes.labels.is_empty());
        Self(used.map(|codes| (codes.list, codes.labels)).collect())
    }

    /// The label of a code, or the code itself.
    pub fn get<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.0.get(list).and_then(|codes| codes.get(code)).map_or(code, SmolStr::as_str)
    }
}

/// The codes met in one list. Thousands of rows use few codes, and neighbours mostly the same.
struct Codes<'a> {
    list: &'static str,
    nomenclatures: &'a Nomenclatures,
    labels: BTreeMap<SmolStr, SmolStr>,
    last: Option<&'a str>,
}

impl<'a> Codes<'a> {
    fn meet(&mut self, code: Option<&'a str>) {
        let Some(code) = code.filter(|code| self.last != Some(code)) else { return };
        self.last = Some(code);
        if !self.labels.contains_key(code) {
            self.labels.insert(code.into(), label(self.nomenclatures, self.list, code));
        }
    }
}

fn label(nomenclatures: &Nomenclatures, list: &str, code: &str) -> SmolStr {
    match list {
        "positions" if code == ABSENT => texts::ABSENT_LABEL.into(),
        "disciplines" => {
            let of_discipline = |name: &str| {
                let mut specialities = nomenclatures.list("specialities");
                let found = specialities
                    .find(|it| it.value.attribute("discipline_code").is_some_and(|it| it == code))?;
                found.value.attribute(name).cloned()
            };
            of_discipline("discipline_label_fr").unwrap_or_else(|| code.into())
        }
        _ => nomenclatures.label(list, code),
    }
}
