//! Labels of the pieces every page is made of.

/// Closes a dialog, a message.
pub const CLOSE: &str = "Fermer";
/// Gives up.
pub const CANCEL: &str = "Annuler";
/// Saves.
pub const SAVE: &str = "Enregistrer";
/// Tries again.
pub const RETRY: &str = "Réessayer";
/// Beside the label of a field that may stay empty.
pub const OPTIONAL: &str = "facultatif";
/// First choice of a filter: no filter.
pub const ALL: &str = "Tous";
/// First choice of a filter, feminine.
pub const ALL_FEMININE: &str = "Toutes";
/// First choice of a mandatory list.
pub const CHOOSE: &str = "Choisir…";
/// Absence of a value, in a table.
pub const NONE: &str = "—";
/// Absence of a value, read aloud.
pub const NONE_READ: &str = "non renseigné";
/// While something loads.
pub const LOADING: &str = "Chargement…";
/// Next page of a list.
pub const NEXT_PAGE: &str = "Page suivante";
/// Previous page of a list.
pub const PREVIOUS_PAGE: &str = "Page précédente";
/// First page of a list.
pub const FIRST_PAGE: &str = "Première page";
/// The pages of a list, read aloud.
pub const PAGES: &str = "Pages";
/// Where one is, read aloud.
pub const BREADCRUMB: &str = "Fil d’Ariane";
/// Searches.
pub const SEARCH: &str = "Rechercher";
/// Takes all filters away.
pub const CLEAR_FILTERS: &str = "Effacer les filtres";
/// Filters of a list, read aloud.
pub const FILTERS: &str = "Filtres";
/// Column of actions, read aloud.
pub const ACTIONS: &str = "Actions";
/// Where a file is dropped.
pub const DROP_HERE: &str = "Déposez le fichier ici";
/// Beside the place where a file is dropped.
pub const OR_CHOOSE: &str = "ou cliquez pour le choisir sur votre ordinateur";
/// Another file instead.
pub const CHANGE_FILE: &str = "Changer de fichier";
/// Steps already done, read aloud.
pub const STEP_DONE: &str = "étape terminée";
/// Steps of a wizard, read aloud.
pub const STEPS: &str = "Étapes";
/// Id to quote to whoever runs the server.
pub const REQUEST_ID: &str = "Référence à communiquer";
/// Title over several errors of a form.
pub const CORRECT_FIELDS: &str = "Des champs sont à corriger";
/// The same as a chart, as a table.
pub const AS_TABLE: &str = "Voir sous forme de tableau";
/// A mandatory field left empty.
pub const REQUIRED: &str = "Ce champ est obligatoire.";
/// A day that is not one.
pub const NOT_A_DAY: &str = "Écrivez une date, par exemple 01/04/2026.";
/// Opens the menu of a row.
pub const MORE_ACTIONS: &str = "Autres actions";
/// Yes.
pub const YES: &str = "Oui";
/// No.
pub const NO: &str = "Non";

/// Rows shown, when the total is known.
pub fn rows_of(first: u64, last: u64, total: u64) -> String {
    format!("{} à {} sur {}", count(first), count(last), count(total))
}

/// Rows shown.
pub fn rows(first: u64, last: u64) -> String {
    match last.saturating_sub(first) {
        _ if last < first => String::new(),
        0 => format!("Ligne {}", count(last)),
        _ => format!("Lignes {} à {}", count(first), count(last)),
    }
}

/// A sentence from elsewhere, whose signs stay on the line of the word before them, as those of the screens do.
pub fn bound(text: &str) -> String {
    let text = text.replace(" :", "\u{a0}:").replace(" »", "\u{a0}»").replace("« ", "«\u{a0}");
    text.replace(" ;", "\u{202f};").replace(" ?", "\u{202f}?").replace(" !", "\u{202f}!")
}

/// A whole number, its thousands apart: `12 345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            // A narrow no-break space, as French typography wants.
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Size of a file.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} octets"),
        1_000..1_000_000 => format!("{} ko", bytes / 1_000),
        _ => format!("{},{} Mo", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Sorts by this column, read aloud.
pub fn sort_by(column: &str) -> String {
    format!("Trier par {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(60_000), "60\u{202f}000");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
    }

    #[test]
    fn signs_stay_with_their_word() {
        assert_eq!(bound("« Import : nom.csv » ?"), "«\u{a0}Import\u{a0}: nom.csv\u{a0}»\u{202f}?");
    }

    #[test]
    fn rows_in_view_are_named() {
        assert_eq!(rows(1, 0), "");
        assert_eq!(rows(1, 1), "Ligne 1");
        assert_eq!(rows(51, 100), "Lignes 51 à 100");
        assert_eq!(rows_of(1, 50, 3_472), "1 à 50 sur 3\u{202f}472");
    }
}
