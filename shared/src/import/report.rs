//! The two columns that a report of refused lines adds to the file: what is wrong, and a likely correction.
//!
//! The corrected report is sent again as it is, so every reader leaves these columns out before it looks at anything.

use smol_str::SmolStr;

use super::row::RawRow;
use super::sirh::profile::last_part;
use super::value::plain;
use crate::catalogue::imports::{CUT_HERE, REPORT_HEADINGS};

/// Number of columns that are the file's own, when the last two are those of a report.
pub fn own_columns(headings: &[SmolStr]) -> Option<usize> {
    let named = |heading: &SmolStr, name: &str| plain(&last_part(heading)) == plain(name);
    let [.., error, correction] = headings else { return None };
    let [error_name, correction_name] = REPORT_HEADINGS;
    let is_report = named(error, error_name) && named(correction, correction_name);
    let own = headings.len().saturating_sub(REPORT_HEADINGS.len());
    let filled = headings.iter().take(own).rposition(|heading| !heading.is_empty());
    is_report.then(|| filled.map_or(0, |last| last + 1))
}

/// Leaves the columns of a report out of a row; a row that was cut, and that nobody has completed, is cut again.
pub fn keep_own(row: &mut RawRow, own: Option<usize>) {
    let Some(own) = own else { return };
    row.cells.truncate(own);
    if let Some(cut) = row.cells.iter().position(|cell| cell.text == CUT_HERE) {
        row.cells.truncate(cut);
        row.truncated = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_columns_of_a_report_at_the_end_are_left_out() {
        let own = |text: &str| own_columns(&text.split(';').map(SmolStr::from).collect::<Vec<_>>());
        assert_eq!(own("matricule;service;Erreur;Correction proposée"), Some(2));
        assert_eq!(own("matricule;service;;ERREUR;CORRECTION PROPOSEE"), Some(2));
        assert_eq!(own("A / matricule;A / service;A / Erreur;A / Correction proposée"), Some(2));
        assert_eq!(own("matricule;Erreur;Correction proposée;service"), None);
        assert_eq!(own("matricule;Erreur"), None);
        assert_eq!(own(""), None);
    }
}
