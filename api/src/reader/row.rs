//! Rows and cells, the same whatever the file was.
//!
//! Nothing is guessed here: a text stays a text, a number keeps its digits, and a formula is never replaced by the
//! value the spreadsheet had computed.

use chrono::NaiveDate;
use smol_str::SmolStr;

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Physical line where the record starts, sheet row, or `tr` of the table; the first is 1. The heading made from
    /// a description of fixed columns is 0.
    pub line: u32,
    /// Cells as found: a ragged line has fewer or more than its neighbours.
    pub cells: Vec<Cell>,
    /// True for a last line cut before its end.
    pub truncated: bool,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or nothing but blanks.
    Empty,
    /// Text as stored, blanks around included.
    Text(SmolStr),
    /// Decimal text of a number, without exponent when it can be written exactly (`42644`, `0.8`).
    Number(SmolStr),
    /// A number shown as a date by the style of its cell.
    Day(NaiveDate),
    /// True or false.
    Bool(bool),
    /// Text of the formula, with its leading `=`. The value computed by the spreadsheet is dropped on purpose.
    Formula(SmolStr),
    /// Error shown by the spreadsheet (`#N/A`).
    Error(SmolStr),
}

impl Cell {
    /// A text cell, or [`Cell::Empty`] when there is nothing but blanks.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(SmolStr::new(text)) }
    }

    /// Trimmed text as a person reads it; days are ISO, booleans `1` and `0`.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        match self {
            Self::Empty => SmolStr::default(),
            Self::Text(text) | Self::Number(text) | Self::Formula(text) | Self::Error(text) => {
                let trimmed = text.trim();
                if trimmed.len() == text.len() { text.clone() } else { SmolStr::new(trimmed) }
            }
            Self::Day(day) => SmolStr::from(day.to_string()),
            Self::Bool(value) => SmolStr::new_static(if *value { "1" } else { "0" }),
        }
    }

    /// True when the cell holds nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl Row {
    /// True when no cell holds anything.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}
