//! The four shapes of a file of structures, told apart by their headings.

use crate::catalogue::loads as sentence;
use crate::import::table::{Heading, Layout, Table};
use crate::plan::{Finding, Severity};

pub(super) const KIND: &str = "genre";
pub(super) const NUMBER: &str = "numero";
pub(super) const LABEL: &str = "libelle";
pub(super) const PARENT: &str = "parent";
pub(super) const SITE: &str = "finess_et";
pub(super) const START: &str = "debut";
pub(super) const END: &str = "fin";
pub(super) const FOLLOWS: &str = "remplace";
pub(super) const SIGMED: &str = "structure_sigmed";

const POLE_NUMBER: &[&str] = &["npole", "numeropole", "numpole", "codepole"];
const SERVICE_NUMBER: &[&str] =
    &["nservice", "nservicemedical", "numeroservice", "numservice", "codeservice"];
const UNIT_NUMBER: &[&str] = &["nuf", "nunite", "numerouf", "numuf", "codeuf"];

const LABELS: Heading = Heading::required(LABEL, "Libellé", &["nom", "intitule"]);
const STARTS: Heading = Heading::optional(START, "Date début", &["debut", "datedebut", "datedouverture"]);
const ENDS: Heading = Heading::optional(END, "Date fin", &["fin", "datefin", "datedefermeture"]);
const SITES: Heading = Heading::optional(SITE, "FINESS ET", &["finesset", "nfinesset", "site"]);
const REPLACED: Heading = Heading::optional(FOLLOWS, "Remplace", &["structureremplacee"]);
const SIGMED_NUMBERS: Heading =
    Heading::optional(SIGMED, "N° structure SIGMED", &["structuresigmed", "numerostructuresigmed"]);

const GENERAL: &[Heading] = &[
    Heading::required(KIND, "genre", &["type", "typestructure"]),
    Heading::required(NUMBER, "numero", &["n", "code"]),
    LABELS,
    Heading::required(PARENT, "parent", &["structureparente", "rattachement"]),
    SITES,
    STARTS,
    ENDS,
    REPLACED,
    SIGMED_NUMBERS,
];
const POLES: &[Heading] = &[
    Heading::required(NUMBER, "N° pôle", POLE_NUMBER),
    LABELS,
    SIGMED_NUMBERS,
    SITES,
    STARTS,
    ENDS,
    REPLACED,
];
const SERVICES: &[Heading] = &[
    Heading::required(NUMBER, "N° service", SERVICE_NUMBER),
    LABELS,
    Heading::required(PARENT, "N° pôle", POLE_NUMBER),
    SITES,
    STARTS,
    ENDS,
    REPLACED,
    SIGMED_NUMBERS,
];
const UNITS: &[Heading] = &[
    Heading::required(NUMBER, "N° UF", UNIT_NUMBER),
    LABELS,
    Heading::required(PARENT, "N° service", SERVICE_NUMBER),
    SITES,
    STARTS,
    ENDS,
    REPLACED,
];

/// The columns of a file, with the kind of all its lines when the shape says it.
#[derive(Debug)]
pub(super) struct Shape {
    pub columns: Layout,
    pub kind: Option<&'static str>,
}

/// Recognises the shape, from the most precise; tells what is missing or ignored. `None`: the file is refused.
pub(super) fn layout(table: &Table, findings: &mut Vec<Finding>) -> Option<Shape> {
    let (headings, kind) = if table.has_heading(&["genre"]) {
        (GENERAL, None)
    } else if table.has_heading(UNIT_NUMBER) {
        (UNITS, Some("UF"))
    } else if table.has_heading(SERVICE_NUMBER) {
        (SERVICES, Some("SERVICE"))
    } else if table.has_heading(POLE_NUMBER) {
        (POLES, Some("POLE"))
    } else {
        (GENERAL, None)
    };
    let columns = table.layout(headings);
    let missing = columns.missing();
    if !missing.is_empty() {
        let message = sentence::headings_missing(&missing);
        findings.push(Finding::new(Severity::Error, "structure.headings_missing", message));
        return None;
    }
    if !columns.ignored.is_empty() {
        let message = sentence::columns_ignored(&columns.ignored);
        findings.push(Finding::new(Severity::Info, "structure.columns_ignored", message));
    }
    Some(Shape { columns, kind })
}
