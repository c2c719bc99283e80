//! From the rows of the reader to those of the domain: what a cell was, and its text.

use shared::import::row::{CellKind, RawCell, RawRow};

use crate::reader::{Cell, Row};

/// The same row, for `shared::import`.
pub fn raw_row(row: Row) -> RawRow {
    RawRow { line: row.line, cells: row.cells.iter().map(raw_cell).collect(), truncated: row.truncated }
}

fn raw_cell(cell: &Cell) -> RawCell {
    let kind = match cell {
        Cell::Empty => CellKind::Empty,
        Cell::Text(_) => CellKind::Text,
        Cell::Number(_) => CellKind::Number,
        Cell::Day(_) => CellKind::Day,
        Cell::Bool(_) => CellKind::Flag,
        Cell::Formula(_) => CellKind::Formula,
        Cell::Error(_) => CellKind::Error,
    };
    RawCell::new(cell.text(), kind)
}
