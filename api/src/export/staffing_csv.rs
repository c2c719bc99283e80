//! The staffing table as CSV, for people (French headings, semicolons) or for programs (the fields of the JSON rows).
//!
//! Only the file for people neutralises texts that a spreadsheet would run: a program must read back what was written.

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};
use shared::catalogue::staffing_table::{HEADINGS, yes_or_no};
use shared::staffing_table::{Cell, FIELDS, StaffingTable};

use super::ExportError;
use super::printed::{fte, half_days, neutral};

/// Who the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// People: UTF-8 with its mark, semicolons, decimal comma, `dd/mm/yyyy`, the forty-one French headings.
    Fr,
    /// Programs: RFC 4180, ISO days, integers, `true` and `false`, English field names, nothing neutralised.
    Raw,
}

/// The mark by which spreadsheets know that a file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes one line per row of the table, after a line of headings.
///
/// # Errors
/// When the writer refuses.
pub fn staffing_csv<W: Write>(
    table: &StaffingTable,
    profile: Profile,
    mut writer: W,
) -> Result<(), ExportError> {
    match profile {
        Profile::Fr => {
            writer.write_all(MARK)?;
            write_for_people(table, builder(b';').from_writer(writer))
        }
        Profile::Raw => write_for_programs(table, builder(b',').from_writer(writer)),
    }
}

fn builder(delimiter: u8) -> WriterBuilder {
    let mut builder = WriterBuilder::new();
    builder.delimiter(delimiter).terminator(Terminator::CRLF);
    builder
}

fn write_for_people<W: Write>(table: &StaffingTable, mut writer: Writer<W>) -> Result<(), ExportError> {
    writer.write_record(HEADINGS)?;
    for row in &table.rows {
        for cell in table.columns(row) {
            match cell {
                Cell::Empty => writer.write_field("")?,
                Cell::Text(text) => writer.write_field(neutral(&text).as_bytes())?,
                Cell::HalfDays(time) => writer.write_field(half_days(time))?,
                Cell::Fte(time) => writer.write_field(fte(time))?,
                Cell::Hundredths(time) => writer.write_field(time.to_string())?,
                Cell::Day(day) if day.is_open() => writer.write_field("")?,
                Cell::Day(day) => writer.write_field(day.in_french())?,
                Cell::Flag(flag) => writer.write_field(yes_or_no(flag))?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

fn write_for_programs<W: Write>(table: &StaffingTable, mut writer: Writer<W>) -> Result<(), ExportError> {
    let is_hidden = |name: &str| table.hidden.contains(&name);
    writer.write_record(FIELDS.iter().filter(|name| !is_hidden(name)))?;
    for row in &table.rows {
        row.each_field(|name, cell| match cell {
            _ if is_hidden(name) => Ok(()),
            Cell::Empty => writer.write_field(""),
            Cell::Text(text) => writer.write_field(text.as_bytes()),
            Cell::Hundredths(time) | Cell::HalfDays(time) | Cell::Fte(time) => {
                writer.write_field(time.to_string())
            }
            Cell::Day(day) => writer.write_field(day.to_string()),
            Cell::Flag(flag) => writer.write_field(if flag { "true" } else { "false" }),
        })?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}
