//! Tree of structures.

use super::staffing_table::counts_line;
use crate::screen::staffing_table::Counts;

/// Title of the page.
pub const TITLE: &str = "Structures";
/// What it shows.
pub const LEAD: &str = "Pôles, services et unités de l’établissement, à la date affichée.";
/// The tree, read aloud.
pub const TREE: &str = "Arbre des structures";
/// How to move in the tree.
pub const KEYS: &str = "Flèches pour se déplacer, ouvrir et fermer ; Entrée pour choisir.";
/// Finds a structure.
pub const SEARCH: &str = "Numéro ou libellé";
/// Opens all.
pub const EXPAND: &str = "Tout ouvrir";
/// Closes all.
pub const COLLAPSE: &str = "Tout fermer";
/// Nothing chosen.
pub const CHOOSE: &str = "Choisissez une structure pour voir ce qu’elle est et aller à ses postes.";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucune structure";
/// Nothing.
pub const EMPTY: &str = "Aucune structure n’est connue à cette date. Choisissez une autre date, ou envoyez le fichier des structures depuis la page Imports.";
/// Nothing under this search.
pub const NO_MATCH: &str = "Aucune structure ne correspond.";
/// Field.
pub const KIND: &str = "Nature";
/// Field.
pub const NUMBER: &str = "Numéro";
/// Field.
pub const PARENT: &str = "Rattachée à";
/// Field.
pub const SITE: &str = "Site (FINESS)";
/// Field.
pub const SIGMED: &str = "Numéro SIGMED";
/// Field.
pub const PERIOD: &str = "Validité";
/// Field.
pub const CONTENT: &str = "Tableau des emplois";
/// Link.
pub const ITS_POSTS: &str = "Voir les postes";
/// Link.
pub const ITS_AFFECTATIONS: &str = "Voir les affectations";
/// Link.
pub const ITS_TABLE: &str = "Voir dans le tableau des emplois";

/// What a structure holds, as the staffing table counts it.
pub fn content(counts: &Counts) -> String {
    counts_line(counts)
}

/// Posts of a structure, beside its name.
pub fn posts(counts: &Counts) -> String {
    let plural = if counts.posts > 1 { "s" } else { "" };
    match counts.vacant_posts {
        0 => format!("{} poste{plural}", counts.posts),
        vacant => format!("{} poste{plural}, {vacant} sans affectation", counts.posts),
    }
}

/// Kind and number, before the name.
pub fn mark(kind: &str, number: &str) -> String {
    match kind {
        "POLE" => format!("Pôle {number}"),
        "UF" => format!("UF {number}"),
        _ => number.to_owned(),
    }
}
