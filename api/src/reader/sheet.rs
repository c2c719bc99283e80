//! Rows of one sheet of an XLSX workbook, streamed from its XML.
//!
//! Each filled cell is checked against the bounds; empty cells that only carry a style cost nothing, wherever they
//! are. A cell that has a formula gives the formula and never the value the spreadsheet had computed.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use smol_str::{SmolStr, format_smolstr};

use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::package::Part;
use super::row::{Cell, Row};
use super::workbook::{Workbook, unescaped};
use super::xml::{Xml, append_text, attribute};

/// Formulas shared by several cells that are remembered.
const SHARED_FORMULAS: usize = 10_000;

/// What a sheet holds, counted while it was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) rows: u32,
    pub(super) columns: usize,
    pub(super) cells: u64,
    /// Cells of the rectangle that the sheet declares, filled or not.
    pub(super) declared: u64,
}

/// Rows of one sheet, in the order of the file.
#[derive(Debug)]
pub(super) struct SheetRows {
    xml: Xml,
    book: Arc<Workbook>,
    limits: Limits,
    /// Number of the last row read.
    line: u32,
    started: bool,
    declared: u64,
    formulas: HashMap<String, SmolStr>,
}

/// Parts of a cell as they are read.
#[derive(Default)]
struct Draft {
    value: String,
    inline: String,
    formula: Option<String>,
    shared: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Value,
    Formula,
    Inline,
    Phonetic,
}

impl SheetRows {
    pub(super) fn new(part: Part, book: Arc<Workbook>, limits: Limits) -> Self {
        Self {
            xml: Xml::new(part),
            book,
            limits,
            line: 0,
            started: false,
            declared: 0,
            formulas: HashMap::new(),
        }
    }

    /// Reads the whole sheet to prove that it stays within the bounds; `budget` is what other sheets left.
    pub(super) fn measure(mut self, budget: u64) -> Result<Extent, ReadError> {
        let mut extent = Extent::default();
        while let Some(row) = self.next_row()? {
            extent.rows = extent.rows.saturating_add(1);
            extent.columns = extent.columns.max(row.cells.len());
            extent.cells += row.cells.iter().filter(|cell| !cell.is_empty()).count() as u64;
            if extent.cells > budget {
                return Err(ReadError::at(ReadCode::TooManyCells, row.line));
            }
        }
        extent.declared = self.declared;
        Ok(extent)
    }

    /// Next row that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let number = match self.xml.next()? {
                Event::Eof => return if self.started { Ok(None) } else { Err(ReadCode::Damaged.into()) },
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheetData" => {
                        self.started = true;
                        continue;
                    }
                    "dimension" => {
                        self.declared = attribute(&element, "ref").map_or(0, |area| area_cells(&area));
                        continue;
                    }
                    "row" if self.started => attribute(&element, "r").and_then(|r| r.parse::<u32>().ok()),
                    _ => continue,
                },
                _ => continue,
            };
            self.line = number.unwrap_or_else(|| self.line.saturating_add(1));
            let cells = self.row_cells()?;
            let row = Row { line: self.line, cells, truncated: false };
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
    }

    fn row_cells(&mut self) -> Result<Vec<Cell>, ReadError> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut next = 0;
        let mut filled = 0;
        loop {
            let (column, style, kind) = match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "c" => cell_attributes(&element),
                Event::End(element) if element.local_name().as_ref() == "row" => return Ok(cells),
                Event::Eof => return Err(ReadCode::Damaged.into()),
                _ => continue,
            };
            let column = column.unwrap_or(next);
            next = column.saturating_add(1);
            let draft = self.draft()?;
            let cell = self.finish(draft, style, kind)?;
            if cell.is_empty() {
                continue;
            }
            filled += 1;
            if column >= self.limits.columns || self.line > self.limits.rows || self.line == 0 {
                let many = filled >= self.limits.columns;
                let code = if many { ReadCode::TooManyColumns } else { ReadCode::FarCell };
                return Err(ReadError::at(code, self.line));
            }
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
    }

    /// Reads the inside of one cell, up to its end.
    fn draft(&mut self) -> Result<Draft, ReadError> {
        let mut draft = Draft::default();
        let mut place = Place::Outside;
        loop {
            match self.xml.next()? {
                Event::Eof => return Err(ReadCode::Damaged.into()),
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => place = Place::Value,
                    "t" if place != Place::Phonetic => place = Place::Inline,
                    "rPh" => place = Place::Phonetic,
                    "f" => {
                        place = Place::Formula;
                        draft.formula = Some(String::new());
                        draft.shared = attribute(&element, "si").filter(|id| id.len() <= 10);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" => return Ok(draft),
                    "t" if place == Place::Phonetic => {}
                    _ => place = Place::Outside,
                },
                event => {
                    let text = match place {
                        Place::Value => &mut draft.value,
                        Place::Inline => &mut draft.inline,
                        Place::Formula => draft.formula.get_or_insert_default(),
                        Place::Outside | Place::Phonetic => continue,
                    };
                    append_text(&event, text)?;
                    if text.len() > self.limits.line_bytes {
                        return Err(ReadError::at(ReadCode::LineTooLong, self.line));
                    }
                }
            }
        }
    }

    fn finish(&mut self, draft: Draft, style: Option<usize>, kind: Kind) -> Result<Cell, ReadError> {
        if let Some(formula) = draft.formula {
            return Ok(Cell::Formula(self.formula(&formula, draft.shared)));
        }
        let value = draft.value.trim();
        if value.is_empty() && kind != Kind::Inline {
            return Ok(Cell::Empty);
        }
        Ok(match kind {
            Kind::Inline => Cell::of_text(&unescaped(&draft.inline)),
            Kind::Shared => {
                let place =
                    value.parse::<usize>().map_err(|_| ReadError::at(ReadCode::Damaged, self.line))?;
                let text = self.book.strings.get(place).ok_or(ReadError::at(ReadCode::Damaged, self.line))?;
                if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.clone()) }
            }
            Kind::Text => Cell::of_text(&unescaped(&draft.value)),
            Kind::Bool => Cell::Bool(matches!(value, "1" | "true")),
            Kind::Error => Cell::Error(SmolStr::new(value)),
            Kind::Day => value
                .get(..10)
                .and_then(|day| day.parse().ok())
                .map_or_else(|| Cell::of_text(value), Cell::Day),
            Kind::Number => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => match self.book.day(style, number) {
                    Some(day) => Cell::Day(day),
                    None => Cell::Number(decimal(value, number)),
                },
                _ => Cell::of_text(value),
            },
        })
    }

    /// Text of a formula; a cell that shares the formula of another shows that one.
    fn formula(&mut self, text: &str, shared: Option<String>) -> SmolStr {
        let own = format_smolstr!("={}", text.trim());
        match shared {
            None => own,
            Some(id) if text.trim().is_empty() => self.formulas.get(&id).cloned().unwrap_or(own),
            Some(id) => {
                if self.formulas.len() < SHARED_FORMULAS {
                    self.formulas.insert(id, own.clone());
                }
                own
            }
        }
    }
}

/// Kinds of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Day,
}

/// Column (first = 0), style and kind of a cell.
fn cell_attributes(element: &BytesStart<'_>) -> (Option<usize>, Option<usize>, Kind) {
    let (mut column, mut style, mut kind) = (None, None, Kind::Number);
    for attribute in element.attributes().with_checks(false).flatten() {
        let value = attribute.value.as_ref();
        match attribute.key.as_ref() {
            "r" => column = column_of(value),
            "s" => style = value.parse().ok(),
            "t" => {
                kind = match value {
                    "s" => Kind::Shared,
                    "inlineStr" => Kind::Inline,
                    "str" => Kind::Text,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "d" => Kind::Day,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    (column, style, kind)
}

/// Column of a reference such as `AB12`, first = 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number =
        letters.fold(0_usize, |number, byte| number * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// Cells of an area such as `A1:AH540`.
fn area_cells(area: &str) -> u64 {
    let corner = |reference: &str| {
        let row =
            reference.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).parse::<u64>().ok()?;
        Some((column_of(reference)? as u64, row))
    };
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    match (corner(first), corner(last)) {
        (Some(first), Some(last)) => {
            let side = |from: u64, to: u64| to.saturating_sub(from).saturating_add(1);
            side(first.0, last.0).saturating_mul(side(first.1, last.1))
        }
        _ => 0,
    }
}

/// Decimal text of a number: whole numbers as stored, others in their shortest exact form and without exponent.
fn decimal(stored: &str, number: f64) -> SmolStr {
    let digits = stored.strip_prefix('-').unwrap_or(stored);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return SmolStr::new(stored);
    }
    let shown = format_smolstr!("{number}");
    if shown.len() > 24 { SmolStr::new(stored) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits() {
        let shown = |stored: &str| decimal(stored, stored.parse().unwrap());
        assert_eq!(shown("42644"), "42644");
        assert_eq!(shown("0.80000000000000004"), "0.8");
        assert_eq!(shown("9.9000000019E10"), "99000000019");
        assert_eq!(shown("1E-3"), "0.001");
        assert_eq!(shown("-12"), "-12");
        assert_eq!(shown("1.84013312345678E14"), "184013312345678");
        assert_eq!(shown("1E300"), "1E300");
    }

    #[test]
    fn a_reference_gives_its_column_and_an_area_its_cells() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("XFD1048576"), Some(16_383));
        assert_eq!(column_of("12"), None);
        assert_eq!(area_cells("A1:AH540"), 34 * 540);
        assert_eq!(area_cells("A1:XFD1048576"), 16_384 * 1_048_576);
        assert_eq!(area_cells("nonsense"), 0);
    }
}
