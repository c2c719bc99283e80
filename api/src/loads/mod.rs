//! The small loads of the initialisation: from a file to the rows that `shared::import` plans with, and the
//! workbooks to fill in.

mod template;
#[cfg(test)]
mod tests;

use std::path::Path;

use shared::import::attachments::{SHEET, refused_file};
use shared::import::report;
use shared::import::table::Table;
use shared::import::value::plain;
use shared::plan::Finding;

use crate::reader::{Cell, Format, Options, ReadError, Reading, Row, Source};

use crate::rows::raw_row;

pub use template::{TemplateError, template};

/// Reads a file of structures or posts, in any format of the reader.
///
/// # Errors
/// A [`ReadError`] when the file cannot be read.
pub fn read_table(source: Source, options: &Options) -> Result<Table, ReadError> {
    table_of(source.read(options)?.rows())
}

/// Reads a file of attachments: the sheet `Rattachements` of a workbook, or a whole CSV.
///
/// # Errors
/// RAT-01, with the reason.
pub fn read_attachments(source: Source, options: &Options) -> Result<Table, Box<Finding>> {
    let refused = |error: ReadError| Box::new(refused_file(&error.to_string()));
    let reading = source.read(options).map_err(refused)?;
    table_of(attachments_rows(reading)?).map_err(refused)
}

/// The same, from a file on disk.
///
/// # Errors
/// A [`ReadError`] when the file cannot be read.
pub fn read_table_file(path: &Path) -> Result<Table, ReadError> {
    let options = Options::default();
    read_table(Source::open(path, &options.limits)?, &options)
}

/// The attachments of a file on disk.
///
/// # Errors
/// RAT-01, with the reason.
pub fn read_attachments_file(path: &Path) -> Result<Table, Box<Finding>> {
    let options = Options::default();
    let source = Source::open(path, &options.limits).map_err(|error| refused_attachments(&error))?;
    read_attachments(source, &options)
}

/// RAT-01 of a file that could not even be opened (not found, too large, empty).
pub fn refused_attachments(error: &ReadError) -> Finding {
    refused_file(&error.to_string())
}

fn attachments_rows(reading: Reading) -> Result<crate::reader::Rows, Box<Finding>> {
    if !matches!(reading.format, Format::Workbook { .. }) {
        return Ok(reading.rows());
    }
    let wanted = plain(SHEET);
    let name = reading.tables.iter().map(|table| &table.name).find(|name| plain(name) == wanted).cloned();
    let missing = || Box::new(refused_file(&shared::catalogue::attachments::sheet_missing(SHEET)));
    let rows = reading.other_table(&name.ok_or_else(missing)?);
    rows.map_err(|error| Box::new(refused_file(&error.to_string())))
}

/// The rows of a file: the first that fills two cells or more holds the headings, blank ones are left out.
///
/// # Errors
/// The first [`ReadError`] met.
pub fn table_of(rows: impl Iterator<Item = Result<Row, ReadError>>) -> Result<Table, ReadError> {
    let mut table = Table::default();
    let mut own = None;
    for row in rows {
        let row = row?;
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        if table.headings.is_empty() {
            if filled >= 2 {
                table.headings = row.cells.iter().map(Cell::text).collect();
                own = report::own_columns(&table.headings);
                if let Some(own) = own {
                    table.headings.truncate(own);
                }
            }
        } else if filled > 0 {
            let mut row = raw_row(row);
            report::keep_own(&mut row, own);
            table.rows.push(row);
        }
    }
    Ok(table)
}
