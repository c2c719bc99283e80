//! Affectations.

use crate::affectation::Rank;

/// Title of the page.
pub const TITLE: &str = "Affectations";
/// What it shows.
pub const LEAD: &str = "Chaque ligne de temps : qui, où, sur quel poste, pour combien de demi-journées.";
/// Caption of the table.
pub const CAPTION: &str = "Affectations de l’établissement à la date affichée";
/// Column, filter.
pub const RANK: &str = "Rang";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucune affectation";
/// Nothing.
pub const EMPTY: &str = "Aucune affectation n’est en cours à la date affichée. Choisissez une autre date, ou envoyez l’extraction RH depuis la page Imports.";

/// Column: the way to the sheet.
pub const SHEET: &str = "Fiche";
/// The way to the sheet.
pub const OPEN: &str = "Ouvrir";
/// Part of the sheet.
pub const TIME: &str = "Le temps";
/// Part of the sheet.
pub const PLACE: &str = "Le lieu";
/// Field.
pub const QUOTITY: &str = "Quotité";
/// Field.
pub const PERIOD: &str = "Validité";

/// Title of a sheet: of whom, when it may be known.
pub fn sheet(who: Option<&str>) -> String {
    who.map_or_else(|| "Affectation".to_owned(), |who| format!("Affectation de {who}"))
}

/// A rank.
pub const fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Main => "Principale",
        Rank::Secondary => "Secondaire",
    }
}
