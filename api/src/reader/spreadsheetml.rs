//! Rows of an "XML spreadsheet 2003", the single-file XML that some programs sell as `.xls`.

use quick_xml::events::Event;
use smol_str::{SmolStr, format_smolstr};

use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::package::Part;
use super::row::{Cell, Row};
use super::sheet::Extent;
use super::source::Bytes;
use super::xml::{Xml, append_text, attribute};

/// A sheet of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) extent: Extent,
}

/// Reads the whole file once: its sheets, within the bounds.
pub(super) fn sheets(bytes: &Bytes, limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut rows = SpreadsheetRows::new(bytes.clone(), None, *limits);
    let mut cells = 0;
    while let Some(row) = rows.next_row()? {
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count() as u64;
        cells += filled;
        if cells > limits.cells {
            return Err(ReadError::at(ReadCode::TooManyCells, row.line));
        }
        if let Some(sheet) = rows.sheets.last_mut() {
            sheet.extent.rows = sheet.extent.rows.saturating_add(1);
            sheet.extent.columns = sheet.extent.columns.max(row.cells.len());
            sheet.extent.cells += filled;
        }
    }
    Ok(rows.sheets)
}

/// Rows of one sheet, or of all of them while the file is measured.
#[derive(Debug)]
pub(super) struct SpreadsheetRows {
    xml: Xml,
    target: Option<usize>,
    limits: Limits,
    sheets: Vec<Sheet>,
    line: u32,
}

impl SpreadsheetRows {
    pub(super) fn new(bytes: Bytes, target: Option<usize>, limits: Limits) -> Self {
        Self { xml: Xml::new(Part::plain(bytes)), target, limits, sheets: Vec::new(), line: 0 }
    }

    /// Next row that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let event = self.xml.next()?;
            let element = match &event {
                Event::Eof => return Ok(None),
                Event::Start(element) => element,
                _ => continue,
            };
            match element.local_name().as_ref() {
                "Worksheet" => {
                    if self.sheets.len() > 250 {
                        return Err(ReadCode::TooManyCells.into());
                    }
                    let name = attribute(element, "Name").unwrap_or_default();
                    self.sheets.push(Sheet { name, ..Sheet::default() });
                    self.line = 0;
                }
                "Visible" => {
                    if let Some(sheet) = self.sheets.last_mut() {
                        sheet.hidden = true;
                    }
                }
                "Row" => {
                    let number = attribute(element, "Index").and_then(|number| number.parse().ok());
                    self.line = number.unwrap_or_else(|| self.line.saturating_add(1));
                    let cells = self.row_cells()?;
                    let row = Row { line: self.line, cells, truncated: false };
                    let wanted = self.target.is_none_or(|target| target + 1 == self.sheets.len());
                    if wanted && !row.is_blank() {
                        return Ok(Some(row));
                    }
                }
                _ => {}
            }
        }
    }

    fn row_cells(&mut self) -> Result<Vec<Cell>, ReadError> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut next = 0_usize;
        loop {
            let (column, across, formula) = match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "Cell" => {
                    let number =
                        |name| attribute(&element, name).and_then(|number| number.parse::<usize>().ok());
                    let column = number("Index").and_then(|index| index.checked_sub(1)).unwrap_or(next);
                    (column, number("MergeAcross").unwrap_or(0), attribute(&element, "Formula"))
                }
                Event::End(element) if element.local_name().as_ref() == "Row" => return Ok(cells),
                Event::Eof => return Err(ReadCode::Damaged.into()),
                _ => continue,
            };
            next = column.saturating_add(across).saturating_add(1);
            let (kind, text) = self.data()?;
            let cell = match formula {
                Some(formula) => Cell::Formula(format_smolstr!("={}", formula.trim_start_matches('='))),
                None => typed(&kind, &text),
            };
            if cell.is_empty() {
                continue;
            }
            if column >= self.limits.columns || self.line > self.limits.rows || self.line == 0 {
                return Err(ReadError::at(ReadCode::FarCell, self.line));
            }
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
    }

    /// Type and text of the data of one cell; comments are left out.
    fn data(&mut self) -> Result<(String, String), ReadError> {
        let (mut kind, mut text, mut inside) = (String::new(), String::new(), false);
        loop {
            match self.xml.next()? {
                Event::Eof => return Err(ReadCode::Damaged.into()),
                Event::Start(element) if element.local_name().as_ref() == "Data" && kind.is_empty() => {
                    inside = true;
                    kind = attribute(&element, "Type").unwrap_or_else(|| "String".to_owned());
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "Data" => inside = false,
                    "Cell" => return Ok((kind, text)),
                    _ => {}
                },
                event if inside => {
                    append_text(&event, &mut text)?;
                    if text.len() > self.limits.line_bytes {
                        return Err(ReadError::at(ReadCode::LineTooLong, self.line));
                    }
                }
                _ => {}
            }
        }
    }
}

fn typed(kind: &str, text: &str) -> Cell {
    let value = text.trim();
    match kind {
        _ if value.is_empty() => Cell::Empty,
        "Number" => Cell::Number(SmolStr::new(value)),
        "DateTime" => {
            value.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| Cell::of_text(value), Cell::Day)
        }
        "Boolean" => Cell::Bool(value == "1"),
        "Error" => Cell::Error(SmolStr::new(value)),
        _ => Cell::of_text(text),
    }
}
