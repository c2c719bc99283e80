//! The table of public legal entities and the two tables of groups (GHT).
//!
//! A legal entity is public by its legal status, 10 to 15; the few State services and public cooperation groups
//! that the table lists are kept with their own status.

use std::collections::BTreeMap;

use shared::catalogue::reference as sentence;
use shared::code::Finess;
use shared::establishment::Establishment;
use shared::nomenclature::NomenclatureEntry;
use shared::plan::{Finding, Severity};
use shared::reference::{ReferenceFiles, StatedEntry};
use shared::time::Period;
use smol_str::SmolStr;

use super::text::{Row, rows};

/// Name of the list of groups.
const GROUPS: &str = "ghts";

/// What is read before it can be joined.
#[derive(Debug, Default)]
pub(super) struct Tables {
    entities: Vec<Row>,
    members: BTreeMap<SmolStr, (SmolStr, &'static str)>,
}

fn has_columns(headings: &[SmolStr], wanted: &[&str], findings: &mut Vec<Finding>) -> bool {
    let missing: Vec<&str> =
        wanted.iter().copied().filter(|name| !headings.iter().any(|found| found == name)).collect();
    if !missing.is_empty() {
        let message = sentence::columns_missing(&missing);
        findings.push(Finding::new(Severity::Error, "reference.columns_missing", message));
    }
    missing.is_empty()
}

/// The list of groups becomes the nomenclature `ghts`.
pub(super) fn parse_groups(text: &str, parsed: &mut ReferenceFiles) {
    let (headings, rows) = rows(text, b';');
    if !has_columns(&headings, &["ght_code", "nom", "reg"], &mut parsed.findings) {
        return;
    }
    for row in rows {
        let (Some(code), Some(label)) = (row.get("ght_code"), row.get("nom")) else { continue };
        let kept = [
            ("region_code", "reg"),
            ("region_label_fr", "region_nom"),
            ("code_sae", "code_sae"),
            ("support_finess_ej", "support_presume_finess_ej"),
        ];
        let attributes = kept
            .iter()
            .filter_map(|(name, column)| Some(((*name).into(), row.get(column)?.clone())))
            .collect();
        let entry =
            NomenclatureEntry { list: GROUPS.into(), code: code.clone(), label: label.clone(), attributes };
        parsed.nomenclatures.push(StatedEntry { period: Period::ALWAYS, entry });
    }
}

impl Tables {
    /// Which entity belongs to which group, and as what.
    pub fn read_members(&mut self, text: &str, parsed: &mut ReferenceFiles) {
        let (headings, rows) = rows(text, b';');
        if !has_columns(&headings, &["ght_code", "finess_ej", "role_presume"], &mut parsed.findings) {
            return;
        }
        for row in rows {
            let (Some(group), Some(finess)) = (row.get("ght_code"), row.get("finess_ej")) else { continue };
            let supports = row.get("role_presume").is_some_and(|role| role.starts_with("support"));
            self.members.insert(finess.clone(), (group.clone(), if supports { "support" } else { "member" }));
        }
    }

    /// The entities, kept until the departments are known.
    pub fn read_entities(&mut self, text: &str, parsed: &mut ReferenceFiles) {
        let (headings, rows) = rows(text, b';');
        if has_columns(&headings, &["finess_ej", "nom", "statut_juridique", "dep"], &mut parsed.findings) {
            self.entities.extend(rows);
        }
    }

    /// Joins entities, groups and departments.
    pub fn finish(self, parsed: &mut ReferenceFiles) {
        let departments = Departments::of(&parsed.nomenclatures);
        for row in &self.entities {
            let Some(finess) = row.get("finess_ej") else { continue };
            if finess.parse::<Finess>().is_err() {
                let finding = Finding::new(Severity::Warning, "IN-44", sentence::finess_invalid(finess));
                parsed.findings.push(finding.on_line(row.line).about(finess.clone()));
            }
            let given = row.get("dep").cloned().unwrap_or_default();
            let department = row.get("dep_cog").cloned().unwrap_or_else(|| departments.insee(&given));
            let region = departments.region(&department).or_else(|| row.get("reg").cloned());
            let member = self.members.get(finess);
            parsed.entities.push(Establishment {
                finess_ej: finess.clone(),
                name: row.get("nom").cloned().unwrap_or_default(),
                legal_status: row.get("statut_juridique").cloned().unwrap_or_default(),
                category: row.get("categorie_principale").cloned(),
                department,
                region: region.unwrap_or_default(),
                ght: member.map(|(group, _)| group.clone()).or_else(|| row.get("ght_code").cloned()),
                ght_role: member.map(|(_, role)| SmolStr::new_static(role)),
            });
        }
    }
}

/// INSEE departments: from the FINESS letters of overseas ones, and to their region.
struct Departments {
    insee: BTreeMap<SmolStr, SmolStr>,
    regions: BTreeMap<SmolStr, SmolStr>,
}

impl Departments {
    fn of(entries: &[StatedEntry]) -> Self {
        let (mut insee, mut regions) = (BTreeMap::new(), BTreeMap::new());
        for entry in entries.iter().map(|stated| &stated.entry).filter(|entry| entry.list == "departements") {
            if let Some(finess) = entry.attribute("finess_dept_code") {
                // Saint-Martin and Saint-Barthélemy share the letters of Guadeloupe, which comes first.
                insee.entry(finess.clone()).or_insert_with(|| entry.code.clone());
            }
            if let Some(region) = entry.attribute("region_code") {
                regions.insert(entry.code.clone(), region.clone());
            }
        }
        Self { insee, regions }
    }

    fn insee(&self, finess: &SmolStr) -> SmolStr {
        self.insee.get(finess).unwrap_or(finess).clone()
    }

    fn region(&self, department: &SmolStr) -> Option<SmolStr> {
        self.regions.get(department).cloned()
    }
}
