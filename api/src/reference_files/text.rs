//! Characters of the files, and rows of the tables with a heading.

use std::borrow::Cow;
use std::collections::BTreeMap;

use smol_str::SmolStr;

/// UTF-8 (its mark dropped); else ISO-8859-15, which has the `Œ` of French names, or Windows-1252 when bytes are
/// used that only it prints.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let is_windows = bytes.iter().any(|byte| (0x80..0xA0).contains(byte));
    let encoding = if is_windows { encoding_rs::WINDOWS_1252 } else { encoding_rs::ISO_8859_15 };
    encoding.decode_without_bom_handling(bytes).0
}

/// One row of a table, by column name.
#[derive(Debug)]
pub(super) struct Row {
    /// Physical line.
    pub line: u32,
    cells: BTreeMap<SmolStr, SmolStr>,
}

impl Row {
    /// The value of a column, `None` when empty or absent.
    pub fn get(&self, name: &str) -> Option<&SmolStr> {
        self.cells.get(name)
    }

    /// All filled columns.
    pub fn into_cells(self) -> BTreeMap<SmolStr, SmolStr> {
        self.cells
    }
}

/// The headings of a table and its rows; lines that cannot be read are left out.
pub(super) fn rows(text: &str, separator: u8) -> (Vec<SmolStr>, Vec<Row>) {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let headings: Vec<SmolStr> = reader
        .headers()
        .map(|headings| headings.iter().map(|name| name.trim().into()).collect())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for record in reader.records().flatten() {
        let line = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let cells = headings.iter().zip(record.iter());
        let filled = cells.filter(|(_, value)| !value.trim().is_empty());
        let cells = filled.map(|(name, value)| (name.clone(), SmolStr::new(value.trim()))).collect();
        rows.push(Row { line, cells });
    }
    (headings, rows)
}
