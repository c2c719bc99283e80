//! The columns of the files of other posts.

use crate::catalogue::loads as sentence;
use crate::import::table::{Heading, Layout, Table};
use crate::plan::{Finding, Severity};

pub(super) const NUMBER: &str = "numero_poste";
pub(super) const KIND: &str = "type";
pub(super) const CORPS: &str = "corps";
pub(super) const SECTION: &str = "section_cnu";
pub(super) const SPECIALITY: &str = "specialite";
pub(super) const QUOTITY: &str = "quotite_dj";
pub(super) const POLE: &str = "pole";
pub(super) const SERVICE: &str = "service";
pub(super) const START: &str = "date_creation";
pub(super) const END: &str = "date_fermeture";

const HEADINGS: &[Heading] = &[
    Heading::required(NUMBER, "N° poste", &["numeroposte", "nlocal", "numerolocal", "numero"]),
    Heading::optional(KIND, "Type", &["typeposte", "typedeposte"]),
    Heading::optional(CORPS, "Corps", &["statut"]),
    Heading::optional(SECTION, "Section CNU", &["cnu"]),
    Heading::optional(SPECIALITY, "Spécialité", &["codespecialite"]),
    Heading::required(QUOTITY, "Quotité", &["quotite", "demijournees"]),
    Heading::required(POLE, "N° pôle", &["npole", "numeropole"]),
    Heading::required(SERVICE, "N° service", &["nservice", "nservicemedical", "numeroservice"]),
    Heading::optional(START, "Date début", &["debut", "datedebut"]),
    Heading::optional(END, "Date fin", &["fin", "datefin"]),
];

/// Where the columns are; `None`: the file is refused. Either the type or the corps must be there.
pub(super) fn layout(table: &Table, findings: &mut Vec<Finding>) -> Option<Layout> {
    let layout = table.layout(HEADINGS);
    let mut missing = layout.missing();
    if !layout.has(KIND) && !layout.has(CORPS) {
        missing.push("Type");
    }
    if !missing.is_empty() {
        let message = sentence::headings_missing(&missing);
        findings.push(Finding::new(Severity::Error, "post.headings_missing", message));
        return None;
    }
    if !layout.ignored.is_empty() {
        let message = sentence::columns_ignored(&layout.ignored);
        findings.push(Finding::new(Severity::Info, "post.columns_ignored", message));
    }
    Some(layout)
}
