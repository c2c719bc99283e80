//! The columns of the extract.

use crate::catalogue::loads as sentence;
use crate::import::table::{Heading, Layout, Table};
use crate::plan::{Finding, Severity};

pub(super) const EJ: &str = "finess_ej";
pub(super) const NUMBER: &str = "numero_poste";
pub(super) const TYPE: &str = "type_poste";
pub(super) const DISCIPLINE: &str = "discipline";
pub(super) const SPECIALITY: &str = "specialite";
pub(super) const QUOTITY: &str = "quotite_dj";
pub(super) const STRUCTURE: &str = "numero_structure";
pub(super) const STATE: &str = "etat";
pub(super) const START: &str = "date_creation";
pub(super) const END: &str = "date_fermeture";
pub(super) const HOLDER: &str = "occupant_nom";
pub(super) const HOLDER_FIRST: &str = "occupant_prenom";
pub(super) const HOLDER_RPPS: &str = "occupant_rpps";
pub(super) const HOLDER_SINCE: &str = "date_installation";
pub(super) const SECOND: &str = "occupant2_nom";
pub(super) const SECOND_RPPS: &str = "occupant2_rpps";
/// Read by nobody, expected all the same: the label of the speciality.
const SPECIALITY_LABEL: &str = "specialite_libelle";

const HEADINGS: &[Heading] = &[
    Heading::required(EJ, "finess_ej", &["finess", "nej", "nfinessej", "ej"]),
    Heading::required(NUMBER, "numero_poste", &["nposte", "npostesigmed", "numeropostesigmed"]),
    Heading::required(TYPE, "type_poste", &["type", "typedeposte"]),
    Heading::optional(DISCIPLINE, "discipline", &[]),
    Heading::required(SPECIALITY, "specialite", &["codespecialite"]),
    Heading::optional(SPECIALITY_LABEL, "specialite_libelle", &["libellespecialite"]),
    Heading::required(QUOTITY, "quotite_dj", &["quotite", "demijournees"]),
    Heading::optional(STRUCTURE, "numero_structure", &["nstructure", "structure"]),
    Heading::optional(STATE, "etat", &["etatposte"]),
    Heading::required(START, "date_creation", &["ouverture", "dateouverture", "debut"]),
    Heading::required(END, "date_fermeture", &["fermeture", "datedefermeture", "fin"]),
    Heading::optional(HOLDER, "occupant_nom", &["titulairenom", "nomtitulaire", "nom"]),
    Heading::optional(HOLDER_FIRST, "occupant_prenom", &["titulaireprenom", "prenomtitulaire", "prenom"]),
    Heading::optional(HOLDER_RPPS, "occupant_rpps", &["titulairerpps", "rpps"]),
    Heading::optional(HOLDER_SINCE, "date_installation", &["installation"]),
    Heading::optional(SECOND, "occupant2_nom", &["nomtitulaire2"]),
    Heading::optional(SECOND_RPPS, "occupant2_rpps", &["rpps2"]),
];

/// Where the columns are; `None`: the file is refused.
pub(super) fn layout(table: &Table, findings: &mut Vec<Finding>) -> Option<Layout> {
    let layout = table.layout(HEADINGS);
    let missing = layout.missing();
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
