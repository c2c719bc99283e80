//! Tests of the reader: what it reads, what it refuses, and that no bytes make it panic.

pub(super) mod builders;
mod malformed;
mod random;
mod text;
mod workbooks;

use super::*;

/// Rows of a file read to its end with the default options.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, ReadError> {
    read_with(bytes, &Options::default())
}

fn read_with(bytes: &[u8], options: &Options) -> Result<Vec<Row>, ReadError> {
    open_bytes(bytes.to_vec(), "fichier", options)?.rows().collect()
}

/// Cells of each row as a person reads them, joined by a bar.
pub(super) fn shown(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|")).collect()
}

fn shown_bytes(bytes: &[u8]) -> Vec<String> {
    shown(&read(bytes).unwrap())
}

#[test]
fn every_refusal_has_its_own_name_and_a_whole_sentence() {
    let mut names: Vec<_> = ReadCode::ALL.iter().map(|code| code.wire()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ReadCode::ALL.len());
    for code in ReadCode::ALL {
        assert!(code.wire().starts_with("file."));
        assert!(code.sentence().ends_with('.') && code.sentence().contains(". "), "{}", code.wire());
    }
    assert!(ReadError::at(ReadCode::FarCell, 12).to_string().starts_with("Ligne 12 : Une cellule"));
}
