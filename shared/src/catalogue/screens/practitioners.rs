//! Practitioners: list and sheet.

/// Title of the list.
pub const TITLE: &str = "Praticiens";
/// What it shows.
pub const LEAD: &str = "Les praticiens connus de l’établissement à la date affichée.";
/// Caption of the table.
pub const CAPTION: &str = "Praticiens de l’établissement à la date affichée";
/// Search. The words are sent apart and never written in the address.
pub const SEARCH: &str = "Nom, prénom ou RPPS";
/// Column.
pub const NAME: &str = "Nom et prénom";
/// Column.
pub const MATRICULE: &str = "Matricule";
/// Column.
pub const RPPS: &str = "RPPS";
/// In the place of a position: only the others are recorded.
pub const ACTIVE: &str = "Activité";
/// Column.
pub const POSITION: &str = "Position";
/// Column.
pub const STRUCTURE: &str = "Affectation principale";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucun praticien";
/// Nothing.
pub const EMPTY: &str = "Aucun praticien n’est connu à la date affichée. Vérifiez la date et le nom cherché ; si quelqu’un manque, envoyez l’extraction RH depuis la page Imports.";
/// Part of the sheet.
pub const IDENTITY: &str = "Identité";
/// Part of the sheet.
pub const PRESENT: &str = "À la date affichée";
/// Part of the sheet.
pub const TIMELINE: &str = "Parcours";
/// Nothing on the timeline.
pub const NO_TIMELINE: &str = "Aucun statut, aucune position, aucune affectation n’est connue.";
/// Field.
pub const TIME: &str = "Quotité";
/// Field.
pub const BIRTH_NAME: &str = "Nom de naissance";
/// Field.
pub const BIRTH_DATE: &str = "Date de naissance";
/// Field.
pub const BIRTH_YEAR: &str = "Année de naissance";
/// Field.
pub const SEX: &str = "Sexe";
/// Field.
pub const DIPLOMAS: &str = "Diplômes";
/// Field.
pub const EXIT_REASON: &str = "Motif de sortie";
/// Field.
pub const PERIOD: &str = "Connu de l’établissement";
/// Columns of the table beside the timeline.
pub const TIMELINE_COLUMNS: [&str; 4] = ["Ligne", "Fait", "Période", "Détails"];

/// A lane of the timeline.
pub fn lane(noun: &str) -> &str {
    match noun {
        "statuses" => "Statuts",
        "positions" => "Positions",
        "steps" => "Échelons",
        "contracts" => "Contrats",
        "affectations" => "Affectations",
        "conventions" => "Conventions",
        "exercise" => "Libéral et primes",
        "headships" => "Chefferies",
        other => other,
    }
}
/// A sex, from its wire name.
pub fn sex(name: &str) -> &str {
    match name {
        "F" => "Femme",
        "M" => "Homme",
        "X" => "Non précisé",
        other => other,
    }
}
