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

/// Begins a structure.
pub const NEW: &str = "Nouvelle structure";
/// Begins one under the structure in view.
pub const NEW_UNDER: &str = "Ajouter dessous";
/// Changes it, its place too.
pub const CHANGE: &str = "Modifier ou déplacer";
/// Ends it.
pub const CLOSE: &str = "Fermer";
/// Has it taken in by another.
pub const MERGE: &str = "Fusionner";
/// Title of a form.
pub const CHANGE_FORM: &str = "Modifier ou déplacer la structure";
/// Title of a form.
pub const CLOSE_FORM: &str = "Fermer la structure";
/// Title of a form.
pub const MERGE_FORM: &str = "Fusionner avec une autre structure";
/// Field.
pub const LABEL: &str = "Libellé";
/// Field: above.
pub const UNDER: &str = "Placée sous";
/// Directly under the establishment.
pub const UNDER_ESTABLISHMENT: &str = "L’établissement lui-même";
/// Field.
pub const FROM: &str = "À partir du";
/// Field.
pub const LAST_DAY: &str = "Dernier jour";
/// Field.
pub const WHY: &str = "Pourquoi";
/// What a change does.
pub const CHANGE_LEAD: &str =
    "Le changement vaut à partir de ce jour\u{a0}: avant lui, la structure reste ce qu’elle était.";
/// Nothing was changed.
pub const NOTHING_CHANGES: &str = "Changez au moins un champ.";
/// What closing does.
pub const CLOSE_LEAD: &str = "Ce qui y est encore rattaché après ce jour doit d’abord être déplacé ou terminé\u{a0}; une fusion le déplace d’un coup.";
/// What a merger does.
pub const MERGE_LEAD: &str = "Ce que contient cette structure passe dans l’autre ce jour-là\u{a0}: structures, postes, affectations. Les mandats de ses responsables se terminent la veille.";
/// Field.
pub const INTO: &str = "Structure qui l’absorbe";
/// Field.
pub const MERGE_DAY: &str = "Premier jour de la structure fusionnée";
/// Counts first.
pub const COUNT: &str = "Voir ce qui change";
/// Does it.
pub const MERGE_NOW: &str = "Fusionner";
/// Saves.
pub const SAVE: &str = "Enregistrer";
/// Done.
pub const CREATED: &str = "Structure créée.";
/// Done.
pub const CHANGED: &str = "Structure modifiée.";
/// Done.
pub const CLOSED: &str = "Structure fermée.";
/// Done.
pub const MERGED: &str = "Structures fusionnées.";
/// Part of the sheet.
pub const HEADS: &str = "Responsables";
/// None.
pub const NO_HEAD: &str = "Personne n’est à la tête de cette structure à cette date.";
/// Names one.
pub const APPOINT: &str = "Nommer";
/// Title of a form.
pub const APPOINT_FORM: &str = "Nommer à la tête de la structure";
/// Title of a form.
pub const END_FORM: &str = "Terminer le mandat";
/// Ends a mandate.
pub const END_MANDATE: &str = "Terminer";
/// Field.
pub const FUNCTION: &str = "Fonction";
/// Field.
pub const WHO: &str = "Praticien";
/// Field.
pub const LAST_OF_MANDATE: &str = "Dernier jour du mandat";
/// It may stay empty.
pub const MANDATE_HINT: &str =
    "Laissez vide pour la durée prévue par les textes, quarante-huit mois. Un intérim a toujours une fin.";
/// Done.
pub const APPOINTED: &str = "Mandat enregistré.";
/// Done.
pub const MANDATE_ENDED: &str = "Mandat terminé.";

/// What a merger would move.
pub fn moves(into: &str, structures: u32, posts: u32, affectations: u32, headships: u32) -> String {
    let count = |number: u32, none: &str, one: &str, many: &str| match number {
        0 => none.to_owned(),
        1 => one.to_owned(),
        _ => format!("{number} {many}"),
    };
    let structures = count(structures, "aucune structure", "une structure", "structures");
    let posts = count(posts, "aucun poste", "un poste", "postes");
    let affectations = count(affectations, "aucune affectation", "une affectation", "affectations");
    let heads = match headships {
        0 => String::new(),
        1 => " Un mandat se termine.".to_owned(),
        many => format!(" {many} mandats se terminent."),
    };
    format!("Passeront à {into}\u{a0}: {structures}, {posts}, {affectations}.{heads}")
}
