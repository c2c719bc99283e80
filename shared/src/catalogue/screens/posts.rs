//! Posts: list and sheet.

/// Title of the list.
pub const TITLE: &str = "Postes";
/// What it shows.
pub const LEAD: &str = "Les postes ouverts à la date affichée, et qui les occupe.";
/// Caption of the table.
pub const CAPTION: &str = "Postes de l’établissement à la date affichée";
/// Free text.
pub const SEARCH: &str = "Numéro SIGMED, numéro local, spécialité";
/// Column, filter.
pub const KIND: &str = "Type";
/// Column.
pub const NUMBER: &str = "Numéro";
/// Column.
pub const LOCAL_NUMBER: &str = "N° local";
/// Column.
pub const DISCIPLINE: &str = "Discipline";
/// Column.
pub const STRUCTURE: &str = "Structure";
/// Column.
pub const STATE: &str = "État";
/// Column.
pub const HOLDERS: &str = "Occupants";
/// Column.
pub const VACANT_FROM: &str = "Vacant le";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucun poste";
/// Nothing.
pub const EMPTY: &str = "Aucun poste n’est ouvert à la date affichée. Choisissez une autre date, ou envoyez le fichier des postes depuis la page Imports.";
/// Attached to the establishment itself.
pub const ESTABLISHMENT: &str = "Établissement";
/// Attached to nothing.
pub const UNATTACHED: &str = "Non rattaché";
/// Part of the sheet.
pub const IDENTITY: &str = "Le poste";
/// Part of the sheet.
pub const OCCUPATION: &str = "Occupation à la date affichée";
/// Part of the sheet.
pub const OVER_TIME: &str = "Au fil du temps";
/// What the drawing shows.
pub const OVER_TIME_LEAD: &str = "Ce qu’est le poste, qui l’occupe, et les demandes qui le concernent, de leur ouverture à leur prise d’effet.";
/// Lane of the timeline.
pub const LANE_POST: &str = "Le poste";
/// Lane of the timeline.
pub const LANE_REQUESTS: &str = "Demandes";
/// A part of the drawing could not be read.
pub const LANE_MISSING: &str = "Une partie de ce dessin n’a pas pu être lue\u{a0}: rechargez la page.";
/// Leads to the profile.
pub const PROFILE: &str = "Profil de poste";
/// Lane of the timeline.
pub const FREE: &str = "Temps libre";
/// Nobody.
pub const NOBODY: &str = "Personne n’occupe ce poste à cette date.";
/// Nobody ever.
pub const NEVER: &str = "Aucune affectation n’est connue sur ce poste.";
/// Field.
pub const TIME: &str = "Quotité";
/// Field.
pub const SIGMED_TYPE: &str = "Type SIGMED";
/// Field.
pub const CORPS: &str = "Corps";
/// Field.
pub const CNU: &str = "Section CNU";
/// Field.
pub const PERIOD: &str = "Validité";
/// Field.
pub const REASON: &str = "Raison de la vacance";
/// Field.
pub const NEXT_FREE: &str = "Prochain jour libre";
/// Columns of the table beside the drawing of occupants.
pub const OCCUPANT_COLUMNS: [&str; 4] = ["Ligne", "Contenu", "Période", "Précisions"];

/// Title of a sheet.
pub fn sheet(number: &str) -> String {
    format!("Poste {number}")
}

/// A filter on a structure, said.
pub fn of_structure(structure: &str) -> String {
    format!("Postes de la structure {structure}")
}

/// Changes where a post is attached.
pub const ATTACH: &str = "Rattacher à une autre structure";
/// The same, on the button that does it.
pub const ATTACH_NOW: &str = "Rattacher";
/// Done.
pub const ATTACHED: &str = "Le rattachement est enregistré.";
/// Nothing would change.
pub const OTHER_PLACE: &str = "Choisissez une autre structure que celle du poste.";
/// Field.
pub const WHY: &str = "Pourquoi";
