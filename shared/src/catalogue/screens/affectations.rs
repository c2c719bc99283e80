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

/// A rank.
pub const fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Main => "Principale",
        Rank::Secondary => "Secondaire",
    }
}
