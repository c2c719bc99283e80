//! Text cut at fixed positions, by a description that the hospital gives.
//!
//! Positions count characters, not bytes, so that an accent does not shift the columns. Refuses a description that
//! is not four plain columns: name, first position, length, format.

use super::delimited::{DelimitedRows, Dialect};
use super::encoding::Text;
use super::error::{ReadCode, ReadError};
use super::options::{FixedColumn, Limits};
use super::row::{Cell, Row};
use smol_str::SmolStr;

/// Reads a description `nom;debut;longueur;format`, one column per line. The heading and the format are optional,
/// the separator is found.
///
/// # Errors
/// `file.columns_description`, with the line when one line is to blame.
pub fn parse_columns_description(text: &str) -> Result<Vec<FixedColumn>, ReadError> {
    let limits = Limits::default();
    let refused = |line| ReadError::at(ReadCode::ColumnsDescription, line);
    let text = Text::detect(text.as_bytes().to_vec().into()).map_err(|_| ReadCode::ColumnsDescription)?;
    let dialect = Dialect::detect(&text).map_err(|_| ReadCode::ColumnsDescription)?;
    let mut rows = DelimitedRows::new(text, dialect, limits);
    let mut columns: Vec<FixedColumn> = Vec::new();
    let mut heading_allowed = true;
    while let Some(row) = rows.next_row().map_err(|_| ReadCode::ColumnsDescription)? {
        let cell = |place: usize| row.cells.get(place).map(Cell::text).unwrap_or_default();
        let number = |place: usize| cell(place).parse::<usize>().ok();
        let is_heading = heading_allowed && number(1).is_none() && number(2).is_none();
        heading_allowed = false;
        if is_heading {
            continue;
        }
        let (Some(start), Some(length)) = (number(1), number(2)) else {
            return Err(refused(row.line));
        };
        let format = Some(cell(3).to_string()).filter(|format| !format.is_empty());
        let column = FixedColumn { name: cell(0).to_string(), start, length, format };
        let in_bounds = start >= 1 && length >= 1 && column.end() <= limits.line_bytes;
        if !in_bounds || columns.len() >= limits.columns {
            return Err(refused(row.line));
        }
        columns.push(column);
    }
    check(&columns)?;
    Ok(columns)
}

/// Refuses a description that could not cut a line.
pub(super) fn check(columns: &[FixedColumn]) -> Result<(), ReadError> {
    let sound = columns.iter().all(|column| column.start >= 1 && column.length >= 1);
    if sound && columns.iter().any(|column| !column.is_filler()) {
        Ok(())
    } else {
        Err(ReadCode::ColumnsDescription.into())
    }
}

/// Lines of a fixed-width text; the first row is the heading made from the names.
#[derive(Debug)]
pub(super) struct FixedRows {
    text: Text,
    columns: Vec<FixedColumn>,
    limits: Limits,
    place: usize,
    line: u32,
    given: u32,
    heading_given: bool,
    /// Characters of the shortest line so far.
    shortest: usize,
}

impl FixedRows {
    pub(super) const fn new(text: Text, columns: Vec<FixedColumn>, limits: Limits) -> Self {
        Self {
            text,
            columns,
            limits,
            place: 0,
            line: 0,
            given: 0,
            heading_given: false,
            shortest: usize::MAX,
        }
    }

    /// Next line that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        if !self.heading_given {
            self.heading_given = true;
            let cells = self.columns.iter().map(|column| Cell::of_text(&column.name)).collect();
            return Ok(Some(Row { line: 0, cells, truncated: false }));
        }
        loop {
            let rest = self.text.slice().get(self.place..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(None);
            }
            self.line = self.line.saturating_add(1);
            let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
            if length > self.limits.line_bytes {
                return Err(ReadError::at(ReadCode::LineTooLong, self.line));
            }
            let has_end = length < rest.len();
            let crlf = rest.get(length..length + 2) == Some(b"\r\n");
            let line = self.text.decode(rest.get(..length).unwrap_or_default());
            let (cells, characters) = cut(&line, &self.columns);
            self.place += length + if crlf { 2 } else { 1 };
            let mut row = Row { line: self.line, cells, truncated: false };
            if row.is_blank() {
                continue;
            }
            row.truncated = !has_end && self.is_cut(characters);
            self.shortest = self.shortest.min(characters);
            self.given = self.given.saturating_add(1);
            if self.given > self.limits.rows {
                return Err(ReadError::at(ReadCode::TooManyRows, self.line));
            }
            return Ok(Some(row));
        }
    }

    /// True when a last line without line end stops before the columns do, and before every other line did. Alone,
    /// it may lack its last column only: many exports drop the blanks at the end.
    fn is_cut(&self, characters: usize) -> bool {
        let Some(last) =
            self.columns.iter().filter(|column| !column.is_filler()).max_by_key(|column| column.end())
        else {
            return false;
        };
        if self.shortest == usize::MAX {
            characters < last.start
        } else {
            characters < last.end() && characters < self.shortest
        }
    }
}

/// Cells of one line, and its number of characters.
fn cut(line: &str, columns: &[FixedColumn]) -> (Vec<Cell>, usize) {
    if line.is_ascii() {
        let cell = |column: &FixedColumn| piece(line, column.start - 1, column.end().min(line.len()));
        return (columns.iter().map(cell).collect(), line.len());
    }
    let mut places: Vec<usize> = line.char_indices().map(|(place, _)| place).collect();
    let characters = places.len();
    places.push(line.len());
    let byte = |character: usize| places.get(character).copied().unwrap_or(line.len());
    (
        columns.iter().map(|column| piece(line, byte(column.start - 1), byte(column.end()))).collect(),
        characters,
    )
}

/// Text between two bytes; blanks around only fill the width.
fn piece(line: &str, start: usize, end: usize) -> Cell {
    let text = line.get(start..end).unwrap_or_default().trim();
    if text.is_empty() { Cell::Empty } else { Cell::Text(SmolStr::new(text)) }
}
