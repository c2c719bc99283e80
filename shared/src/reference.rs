//! The national reference: nomenclatures, legal entities, sites, groups; from parsed files to a plan.
//!
//! The first load states things for all time. Later ones date what changes: by the dates of the rows for the
//! nomenclatures, by the date of the file for FINESS. Nothing is overwritten, nothing closes by absence, except
//! what a newer FINESS file no longer has. See `docs/domain.md`, sections 4.1 and 16.4.

mod entities;
mod lists;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::establishment::{Establishment, Site};
use crate::fact::Noun;
use crate::id::IdSource;
use crate::knowledge::Facts;
use crate::nomenclature::NomenclatureEntry;
use crate::plan::{Finding, Plan};
use crate::time::{Day, Period};

/// List that remembers which files were loaded: its code `finess` is dated by the day of the file.
pub const FILES_LIST: &str = "reference_files";

/// One row of a list of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedEntry {
    /// The days of the row; from [`Day::FIRST`] when it gives no first day.
    pub period: Period,
    /// The code.
    pub entry: NomenclatureEntry,
}

/// The sites of a FINESS extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinessFile {
    /// Date of the first line of the file.
    pub date: Day,
    /// All sites, hospitals or not.
    pub sites: Vec<StatedSite>,
}

/// One site, with the mark of public hospitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedSite {
    /// The site.
    pub site: Site,
    /// Whether FINESS says that its establishment is a public hospital (`codesph` 1).
    pub public: bool,
}

/// The reference as parsed from its files; a part that was not given is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceFiles {
    /// Rows of all lists, several of one code being successive periods.
    pub nomenclatures: Vec<StatedEntry>,
    /// The FINESS extract.
    pub finess: Option<FinessFile>,
    /// Public legal entities with their group.
    pub entities: Vec<Establishment>,
    /// What was found while parsing.
    pub findings: Vec<Finding>,
}

/// What the files would change in the reference. `effective`: the day of the load, from which an undated row
/// that changed holds.
pub fn plan_reference(
    known: &Facts,
    parsed: &ReferenceFiles,
    ids: &mut dyn IdSource,
    effective: Day,
) -> Plan {
    let nouns = vec![Noun::Nomenclatures, Noun::Establishments, Noun::Sites];
    let findings = parsed.findings.clone();
    let mut plan = Plan { known: known.clone(), target: known.clone(), nouns, findings, ..Plan::default() };
    let last_file = lists::last_file(known);
    lists::plan(&mut plan, parsed, ids, effective);
    entities::plan(&mut plan, parsed, ids, effective, last_file);
    plan
}

/// The entry that remembers a FINESS file.
fn file_entry(date: Day) -> StatedEntry {
    let attributes = BTreeMap::from([(SmolStr::new("date"), SmolStr::from(date.to_string()))]);
    let entry = NomenclatureEntry {
        list: FILES_LIST.into(),
        code: "finess".into(),
        label: "Extraction FINESS".into(),
        attributes,
    };
    StatedEntry { period: Period::since(date), entry }
}
