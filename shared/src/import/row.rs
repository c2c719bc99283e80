//! Rows of a file, once bytes have become cells; nothing is known yet of what they mean.

use smol_str::SmolStr;

use crate::time::Day;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RawCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, trimmed.
    Text(SmolStr),
    /// A number typed as such by a spreadsheet, in exact decimal text: leading zeros may be lost.
    Number(SmolStr),
    /// A day typed as such by a spreadsheet.
    Day(Day),
    /// A formula: never evaluated, its last value never read.
    Formula,
}

impl RawCell {
    /// The cell as text; empty for a formula.
    pub fn text(&self) -> SmolStr {
        match self {
            RawCell::Empty | RawCell::Formula => SmolStr::default(),
            RawCell::Text(text) | RawCell::Number(text) => text.clone(),
            RawCell::Day(day) => smol_str::format_smolstr!("{day}"),
        }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        match self {
            RawCell::Empty => true,
            RawCell::Text(text) => text.is_empty(),
            _ => false,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawRow {
    /// Physical line, or row of the sheet; the first is 1.
    pub line: u32,
    /// Cells from the left.
    pub cells: Vec<RawCell>,
    /// Whether the file ends in the middle of this row.
    pub truncated: bool,
}

impl RawRow {
    /// Text of a cell, empty when the row is shorter.
    pub fn text(&self, column: usize) -> SmolStr {
        self.cells.get(column).map(RawCell::text).unwrap_or_default()
    }

    /// Number of cells that hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}
