//! A list as a file: CSV for people or for programs, or a workbook, all made from one list of rows.
//!
//! A row is the answer of the interface; a column is a place in it. So a file holds what the interface would have said.

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use shared::catalogue::exports as texts;
use shared::catalogue::staffing_table::yes_or_no;
use shared::time::Day;

use super::ExportError;
use super::printed::{half_days, neutral};

/// How a column is printed for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it is; identifiers too, so that no zero is lost.
    Text,
    /// Hundredths of a percent of full time, in half-days.
    Time,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name of the field, for programs; people read its heading in the catalogue.
    pub field: &'static str,
    /// Where it is in an answer (JSON pointer).
    pub pointer: &'static str,
    /// How it is printed.
    pub kind: Kind,
}

impl Column {
    /// A text.
    pub const fn text(field: &'static str, pointer: &'static str) -> Column {
        Column { field, pointer, kind: Kind::Text }
    }

    /// A time.
    pub const fn time(field: &'static str, pointer: &'static str) -> Column {
        Column { field, pointer, kind: Kind::Time }
    }

    /// A day.
    pub const fn day(field: &'static str, pointer: &'static str) -> Column {
        Column { field, pointer, kind: Kind::Day }
    }

    /// Yes or no.
    pub const fn flag(field: &'static str, pointer: &'static str) -> Column {
        Column { field, pointer, kind: Kind::Flag }
    }

    /// The cell as programs read it.
    fn raw(self, row: &Value) -> String {
        match row.pointer(self.pointer) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    /// The cell as people read it.
    fn printed(self, row: &Value) -> String {
        let Some(value) = row.pointer(self.pointer) else { return String::new() };
        match (self.kind, value) {
            (Kind::Time, Value::Number(time)) => half_days(time.as_i64().unwrap_or_default()),
            (Kind::Flag, Value::Bool(flag)) => yes_or_no(*flag).to_owned(),
            (Kind::Day, Value::String(day)) => match day.parse::<Day>() {
                Ok(day) if day.is_open() => String::new(),
                Ok(day) => day.in_french(),
                Err(_) => day.clone(),
            },
            _ => self.raw(row),
        }
    }
}

/// CSV for people: UTF-8 with its mark, semicolons, French headings, nothing that a spreadsheet would run.
///
/// # Errors
/// When the file cannot be made.
pub fn list_csv(columns: &[Column], rows: &[Value]) -> Result<Vec<u8>, ExportError> {
    let mark = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(mark);
    writer.write_record(columns.iter().map(|column| texts::heading(column.field)))?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| neutral(&column.printed(row)).into_owned()))?;
    }
    writer.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

/// CSV for programs: RFC 4180, ISO days, integers, the names of fields, nothing neutralised.
///
/// # Errors
/// When the file cannot be made.
pub fn list_csv_raw(columns: &[Column], rows: &[Value]) -> Result<Vec<u8>, ExportError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.field))?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| column.raw(row)))?;
    }
    writer.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

/// A workbook: the rows under a heading that stays in sight, and a sheet that says what the file is.
///
/// # Errors
/// When the workbook cannot be made.
pub fn list_xlsx(columns: &[Column], rows: &[Value], about: &[String]) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let sheet = workbook.add_worksheet().set_name(texts::ROWS)?;
    for (at, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, texts::heading(column.field), &bold)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, column) in (0..).zip(columns) {
            // Everything is text, as in the file for people: no digit of an identifier is lost.
            sheet.write_string_with_format(line, at, column.printed(row), &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let sheet = workbook.add_worksheet().set_name(texts::ABOUT)?;
    for (line, (name, value)) in (0..).zip(texts::ABOUT_LINES.iter().zip(about)) {
        sheet.write_string_with_format(line, 0, *name, &bold)?;
        sheet.write_string(line, 1, value)?;
    }
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const COLUMNS: &[Column] = &[
        Column::text("number", "/number"),
        Column::text("kind", "/kind/code"),
        Column::time("quotity", "/quotity"),
        Column::day("valid_from", "/valid_from"),
        Column::flag("attached_to_establishment", "/attached"),
    ];

    fn rows() -> Vec<Value> {
        vec![
            json!({ "number": "=0042", "kind": { "code": "PH" }, "quotity": 8000, "valid_from": "2026-04-01",
            "attached": true }),
        ]
    }

    #[test]
    fn files_hold_the_same_rows() {
        let people = String::from_utf8(list_csv(COLUMNS, &rows()).unwrap()).unwrap();
        assert!(people.starts_with('\u{feff}'));
        assert!(people.ends_with("'=0042;PH;8,0;01/04/2026;O\r\n"), "{people}");
        let programs = String::from_utf8(list_csv_raw(COLUMNS, &rows()).unwrap()).unwrap();
        assert_eq!(
            programs,
            "number,kind,quotity,valid_from,attached_to_establishment\r\n=0042,PH,8000,2026-04-01,true\r\n"
        );
        assert!(list_xlsx(COLUMNS, &rows(), &[]).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn every_column_has_a_heading() {
        for column in COLUMNS {
            assert!(!texts::heading(column.field).is_empty(), "{}", column.field);
        }
    }
}
