//! List of establishments.

use crate::contract::organisation::Freshness;

/// Title of the page.
pub const TITLE: &str = "Établissements";
/// What it shows.
pub const LEAD: &str = "Ce qui est chargé dans chaque établissement de votre périmètre, et depuis quand.";
/// Caption of the table.
pub const CAPTION: &str = "Établissements du périmètre, avec leur état et la fraîcheur de leurs données";
/// Free text.
pub const SEARCH: &str = "Nom ou numéro FINESS";
/// Filter.
pub const REGION: &str = "Région";
/// Filter.
pub const FRESHNESS: &str = "Fraîcheur";
/// Column.
pub const NAME: &str = "Établissement";
/// Column.
pub const FINESS: &str = "FINESS";
/// Column.
pub const CATEGORY: &str = "Catégorie";
/// Column.
pub const GHT: &str = "GHT";
/// Column.
pub const DEPARTMENT: &str = "Département";
/// Column.
pub const POSTS: &str = "Postes";
/// Column.
pub const UNATTACHED: &str = "Non rattachés";
/// Column.
pub const PRACTITIONERS: &str = "Praticiens";
/// Column.
pub const AFFECTATIONS: &str = "Affectations";
/// Column.
pub const LAST_EXTRACT: &str = "Dernière extraction";
/// Column.
pub const WAITING: &str = "Imports en attente";
/// Nothing in the perimeter.
pub const EMPTY_TITLE: &str = "Aucun établissement";
/// Nothing in the perimeter.
pub const EMPTY: &str =
    "Aucun établissement de votre périmètre ne correspond. Essayez une partie du nom, ou le numéro FINESS.";

/// How fresh.
pub const fn freshness(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Empty => "Rien de chargé",
        Freshness::Started => "En cours de chargement",
        Freshness::Fresh => "À jour",
        Freshness::Ageing => "À actualiser",
        Freshness::Stale => "Ancien",
    }
}

/// What a word of freshness means.
pub const fn freshness_hint(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Empty => "Aucune donnée n’a été chargée.",
        Freshness::Started => "Des structures ou des postes sont chargés, aucune extraction ne l’est.",
        Freshness::Fresh => "La dernière extraction a 35 jours au plus.",
        Freshness::Ageing => "La dernière extraction a entre 36 et 95 jours.",
        Freshness::Stale => "La dernière extraction a plus de 95 jours.",
    }
}
