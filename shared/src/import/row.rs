//! Rows of a file, once bytes have become cells; nothing is known yet of what they mean.
//!
//! The same for small tables and for extracts. A formula is never evaluated and its last value never read.

use smol_str::SmolStr;

/// What a cell was in the file, beyond its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Nothing, or nothing but blanks.
    #[default]
    Empty,
    /// Text.
    Text,
    /// A number of a spreadsheet: its leading zeros are lost.
    Number,
    /// A date of a spreadsheet.
    Day,
    /// True or false.
    Flag,
    /// A formula.
    Formula,
    /// An error of a spreadsheet (`#N/A`).
    Error,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawCell {
    /// Text without the blanks around; days are ISO, numbers in exact decimal text.
    pub text: SmolStr,
    /// What the cell was.
    pub kind: CellKind,
}

impl RawCell {
    /// A cell of some kind; empty when there is nothing but blanks.
    pub fn new(text: impl Into<SmolStr>, kind: CellKind) -> Self {
        let text = text.into();
        let kind = if text.is_empty() { CellKind::Empty } else { kind };
        Self { text, kind }
    }

    /// A text cell, empty when there is nothing but blanks.
    pub fn text(text: &str) -> Self {
        Self::new(text.trim(), CellKind::Text)
    }

    /// Whether nothing can be read in it.
    pub fn is_empty(&self) -> bool {
        matches!(self.kind, CellKind::Empty | CellKind::Error)
    }

    /// Whether an identifier written here has lost its form: a number, a date, a formula, or a text in
    /// scientific notation.
    pub fn is_not_text(&self) -> bool {
        match self.kind {
            CellKind::Empty => false,
            CellKind::Text => is_scientific(&self.text),
            _ => true,
        }
    }
}

/// Whether a spreadsheet took an identifier for a number (`9,65E+05`): digits are lost for good. `12E3` may be
/// an identifier and is left alone.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let has_point = mantissa.contains([',', '.']);
    let signed = exponent.starts_with(['+', '-']);
    (has_point || signed)
        && mantissa.splitn(2, [',', '.']).all(digits)
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawRow {
    /// Physical line, or row of the sheet; the first is 1.
    pub line: u32,
    /// Cells, in the order of the headings; a ragged row may have fewer or more.
    pub cells: Vec<RawCell>,
    /// Whether the file ends in the middle of this row.
    pub truncated: bool,
}

impl RawRow {
    /// Text of a cell; empty when the row is shorter, and for a formula or an error.
    pub fn text(&self, column: usize) -> SmolStr {
        let readable = |cell: &&RawCell| !matches!(cell.kind, CellKind::Formula | CellKind::Error);
        self.cells.get(column).filter(readable).map(|cell| cell.text.clone()).unwrap_or_default()
    }

    /// Number of cells that hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_that_lost_their_form() {
        for (text, kind, lost) in [
            ("0496288", CellKind::Text, false),
            ("HU01E5", CellKind::Text, false),
            ("1E5", CellKind::Text, false),
            ("4,96288E+05", CellKind::Text, true),
            ("9E+10", CellKind::Text, true),
            ("9.9E10", CellKind::Text, true),
            ("496288", CellKind::Number, true),
            ("2026-04-01", CellKind::Day, true),
            ("=A1", CellKind::Formula, true),
            ("", CellKind::Empty, false),
        ] {
            assert_eq!(RawCell { text: text.into(), kind }.is_not_text(), lost, "{text}");
        }
    }

    #[test]
    fn a_formula_is_something_but_is_never_read() {
        let cells = vec![RawCell::new("=A1", CellKind::Formula), RawCell::new("#N/A", CellKind::Error)];
        let row = RawRow { line: 1, cells, truncated: false };
        assert_eq!((row.filled(), row.text(0).as_str(), row.text(1).as_str()), (1, "", ""));
    }
}
