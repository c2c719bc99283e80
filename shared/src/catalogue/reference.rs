//! Sentences of the load of the national reference: nomenclatures, FINESS, groups.

use crate::time::Day;

/// A FINESS file older than the last one.
pub fn finess_older(file: Day, last: Day) -> String {
    format!(
        "Le fichier FINESS du {} est plus ancien que celui déjà chargé ({}) : il n’a pas été pris en compte.",
        file.in_french(),
        last.in_french()
    )
}

/// Establishments that the new file does not have any more.
pub fn closures(closed: u32, known: u32, file: Day) -> String {
    format!(
        "{closed} établissements ou sites sur {known} ne figurent plus dans le fichier FINESS du {} et seraient \
         fermés. Vérifiez que le fichier est complet, puis confirmez.",
        file.in_french()
    )
}

/// Public establishments of the FINESS file that the table of legal entities does not have.
pub fn entities_unknown(count: usize) -> String {
    if count == 1 {
        "1 établissement public du fichier FINESS est absent de la table des entités juridiques : il n’a pas été \
         chargé. Complétez la table."
            .into()
    } else {
        format!(
            "{count} établissements publics du fichier FINESS sont absents de la table des entités juridiques : \
             ils n’ont pas été chargés. Complétez la table."
        )
    }
}

/// Codes that the new version of a list does not have any more.
pub fn codes_absent(list: &str, count: usize) -> String {
    if count == 1 {
        format!("1 code de la liste {list} ne figure plus dans le fichier : il reste tel qu’il était.")
    } else {
        format!("{count} codes de la liste {list} ne figurent plus dans le fichier : ils restent tels quels.")
    }
}

/// A row without its code.
pub fn code_missing(list: &str) -> String {
    format!("Ligne sans code dans la liste {list} : elle n’a pas été chargée.")
}

/// A period that cannot be read.
pub fn period_invalid(list: &str, code: &str) -> String {
    format!(
        "Dates illisibles ou inversées pour le code {code} de la liste {list} : la ligne n’a pas été chargée."
    )
}

/// A number with a wrong key.
pub fn finess_invalid(finess: &str) -> String {
    super::loads::finess_invalid(finess)
}

/// A line of the FINESS file that is not one.
pub fn line_unreadable() -> String {
    "La ligne n’a pas la forme d’un enregistrement FINESS : elle n’a pas été chargée.".into()
}

/// A table without its columns.
pub fn columns_missing(names: &[&str]) -> String {
    super::loads::headings_missing(names)
}
