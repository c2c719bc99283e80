//! What lists of facts share.

/// Choice of columns.
pub const COLUMNS: &str = "Colonnes";
/// Back to the usual columns.
pub const USUAL_COLUMNS: &str = "Colonnes habituelles";
/// Column, filter.
pub const SERVICE: &str = "Service";
/// Column.
pub const UNIT: &str = "UF";
/// Column, filter.
pub const STATUS: &str = "Statut";
/// Column, filter.
pub const SPECIALITY: &str = "Spécialité";
/// Column.
pub const QUOTITY: &str = "½ j";
/// Column.
pub const POST: &str = "Poste";
/// Column.
pub const PRACTITIONER: &str = "Praticien";
/// Column.
pub const FROM: &str = "Début";
/// Column: last day, included.
pub const LAST_DAY: &str = "Dernier jour";
/// No known end.
pub const NO_END: &str = "sans fin prévue";
/// Takes a filter away.
pub const ANY_STRUCTURE: &str = "Toutes les structures";

/// Nothing under the filters.
pub const NOTHING_FOUND: &str = "Rien ne correspond à ces filtres. Élargissez-les pour retrouver des lignes.";

/// A structure, in a few words.
pub fn structure(number: &str, label: &str) -> String {
    format!("{number} – {label}")
}
