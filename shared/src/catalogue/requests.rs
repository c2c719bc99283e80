//! Requests that cannot be met: what is wrong and what to do.

use super::counted;

/// Several fields are wrong.
pub fn fields_to_correct(count: usize) -> String {
    counted(count, "champ à corriger", "champs à corriger")
}

/// The query string is not made of pairs.
pub const QUERY_MALFORMED: &str = "L’adresse de la requête est mal formée.";
/// A day cannot be read.
pub const BAD_DAY: &str = "La date doit être écrite AAAA-MM-JJ, par exemple 2026-04-01.";
/// An instant cannot be read.
pub const BAD_INSTANT: &str =
    "L’instant doit être écrit avec son décalage, par exemple 2026-04-01T08:30:00Z.";
/// A cursor is not one of this list.
pub const BAD_CURSOR: &str =
    "Ce curseur n’est pas de cette liste ou il est trop ancien : reprenez à la première page.";
/// A token of the change feed is not one that this server gave to the caller.
pub const BAD_TOKEN: &str = "Ce jeton de suivi n’est pas celui que vous avez reçu : reprenez-le tel quel.";
/// A token of the change feed is too old, or what may be read has changed since.
pub const RESYNC: &str = "Ce jeton a plus de 90 jours, ou ce que vous pouvez lire a changé depuis : relisez les listes \
                          entières, puis suivez les changements à partir du nouveau jeton.";
/// The body is not JSON by its kind.
pub const JSON_EXPECTED: &str = "Le corps doit être en JSON (application/json, UTF-8, sans compression).";
/// The body is not JSON.
pub const NOT_JSON: &str = "Le corps n’est pas un document JSON.";
/// A field has the wrong type.
pub const WRONG_TYPE: &str = "La valeur n’est pas du type attendu.";
/// `null` for a field that may be changed and not taken away.
pub const NOT_TAKEN_AWAY: &str = "Ce champ doit être rempli : il peut changer, pas disparaître.";
/// A field is not of the contract.
pub const UNKNOWN_FIELD: &str = "Ce champ n’existe pas : vérifiez son nom dans le contrat.";
/// `If-Match` is missing.
pub const IF_MATCH_MISSING: &str =
    "Indiquez dans If-Match la version que vous avez lue (en-tête ETag), par exemple \"v17\".";
/// The version is not the present one.
pub const STALE: &str =
    "Quelqu’un a modifié cet élément depuis que vous l’avez lu : relisez-le avant d’écrire.";
/// `Idempotency-Key` is missing.
pub const KEY_MISSING: &str =
    "Indiquez dans Idempotency-Key une clé de 1 à 255 caractères visibles, propre à cette demande.";
/// The key served when the caller held other rights.
pub const KEY_OF_FORMER_RIGHTS: &str = "Cette clé a servi avant un changement de vos droits : \
     relisez ce que la demande a créé, ou envoyez une nouvelle demande avec une autre clé.";

/// A parameter is given twice.
pub fn given_twice(name: &str) -> String {
    format!("Le paramètre « {name} » est donné plusieurs fois.")
}

/// A field of the body is missing.
pub fn missing_field(name: &str) -> String {
    format!("Le champ « {name} » manque.")
}

/// A parameter is missing.
pub fn missing(name: &str) -> String {
    format!("Le paramètre « {name} » manque.")
}

/// The value of a parameter cannot be read.
pub fn unreadable_value(name: &str) -> String {
    format!("La valeur du paramètre « {name} » n’est pas acceptée.")
}

/// A parameter is not of this operation.
pub fn unknown_parameter(name: &str) -> String {
    format!("Le paramètre « {name} » n’existe pas pour cette opération.")
}

/// A field is not of the things of this operation.
pub fn unknown_answer_field(name: &str) -> String {
    format!("Le champ « {name} » n’existe pas dans cette réponse.")
}

/// A parameter of pages is beside one that asks for a file.
pub fn of_pages_alone(name: &str) -> String {
    format!(
        "Le paramètre « {name} » vaut pour les pages en JSON ; un fichier contient toutes les lignes et toutes les colonnes."
    )
}

/// A sort is not of this list.
pub fn unknown_sort(name: &str) -> String {
    format!("Le tri par « {name} » n’existe pas pour cette liste.")
}

/// A text holds a character that is in no name.
pub const NUL_IN_TEXT: &str = "Un texte contient le caractère nul (U+0000), qui n’est pas accepté.";
