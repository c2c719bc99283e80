//! A list as a file: CSV for people or for programs, or a workbook, all made from one list of rows.
//!
//! A row is the answer of the interface; a column is a place in it. So a file holds what the interface would have said.

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use shared::catalogue::exports::{self as texts, Vocabulary};
use shared::catalogue::screens::time::instant;
use shared::catalogue::staffing_table::yes_or_no;
use shared::staffing_table::Cell;
use shared::time::{Day, View};

use super::ExportError;
use super::cells::{Formats, write_cell, write_headings, write_pairs};
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
    /// A word of the program, which people read in French.
    Word(Vocabulary),
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

    /// A word of the program.
    pub const fn word(field: &'static str, pointer: &'static str, words: Vocabulary) -> Column {
        Column { field, pointer, kind: Kind::Word(words) }
    }

    /// The same, whose words are those of programs.
    pub(super) const fn plain(self) -> Column {
        match self.kind {
            Kind::Word(_) => Column { kind: Kind::Text, ..self },
            _ => self,
        }
    }

    /// The cell as programs read it.
    fn raw(self, row: &Value) -> String {
        match row.pointer(self.pointer) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    /// The cell of a workbook: a number for a time, a date for a day, text for all the rest, identifiers too.
    pub(super) fn cell(self, row: &Value) -> Cell<'_> {
        let Some(value) = row.pointer(self.pointer) else { return Cell::Empty };
        match (self.kind, value) {
            (_, Value::Null) => Cell::Empty,
            (Kind::Time, Value::Number(time)) => time.as_i64().map_or(Cell::Empty, Cell::HalfDays),
            (Kind::Flag, Value::Bool(flag)) => Cell::Flag(*flag),
            (Kind::Day, Value::String(text)) => {
                text.parse().map_or(Cell::Text(text.as_str().into()), Cell::Day)
            }
            (Kind::Word(words), Value::String(text)) => Cell::Text(texts::word(words, text).into()),
            (_, Value::String(text)) => Cell::Text(text.as_str().into()),
            (_, other) => Cell::Text(other.to_string().into()),
        }
    }

    /// Width in a workbook, in characters.
    fn width(self) -> u8 {
        match (self.kind, self.field) {
            (Kind::Day | Kind::Time | Kind::Flag, _) => 14,
            (Kind::Word(_), _) => 28,
            (Kind::Text, field) if field.contains("label") || field.contains("name") => 28,
            (Kind::Text, "id") => 38,
            (Kind::Text, _) => 16,
        }
    }

    /// The cell as people read it.
    fn printed(self, row: &Value) -> String {
        let Some(value) = row.pointer(self.pointer) else { return String::new() };
        match (self.kind, value) {
            (Kind::Time, Value::Number(time)) => half_days(time.as_i64().unwrap_or_default()),
            (Kind::Flag, Value::Bool(flag)) => yes_or_no(*flag).to_owned(),
            (Kind::Word(words), Value::String(text)) => texts::word(words, text).to_owned(),
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

/// What the sheet `À propos` says beside the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutList {
    /// Day and knowledge.
    pub view: View,
    /// Where the reader may take rows away: hospitals, a region, the nation.
    pub perimeter: String,
    /// Filters asked, as people read them; empty without filter.
    pub filters: String,
    /// Who made the file.
    pub user: String,
    /// Version of the program.
    pub version: String,
}

/// A workbook: the rows under a heading that stays in sight, and a sheet that says what the file is.
///
/// # Errors
/// When the workbook cannot be made.
pub fn list_xlsx(columns: &[Column], rows: &[Value], about: &AboutList) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    let sheet = workbook.add_worksheet().set_name(texts::ROWS)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width())?;
    }
    write_headings(sheet, columns.iter().map(|column| texts::heading(column.field)), &formats)?;
    for (line, row) in (1..).zip(rows) {
        for (at, column) in (0..).zip(columns) {
            write_cell(sheet, line, at, column.cell(row), &formats)?;
        }
    }
    let last_line = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last_line, last_column)?;
    let known_at = instant(about.view.known_at);
    let filters = if about.filters.is_empty() { texts::NO_FILTER } else { &about.filters };
    let count = rows.len().to_string();
    let values = [
        Cell::Day(about.view.as_of),
        Cell::Text(known_at.into()),
        Cell::Text(about.perimeter.as_str().into()),
        Cell::Text(filters.into()),
        Cell::Text(count.into()),
        Cell::Text(about.user.as_str().into()),
        Cell::Text(about.version.as_str().into()),
    ];
    let sheet = workbook.add_worksheet().set_name(texts::ABOUT)?;
    write_pairs(sheet, texts::ABOUT_LINES.into_iter().zip(values), &formats)?;
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};
    use serde_json::json;

    use super::*;

    const COLUMNS: &[Column] = &[
        Column::text("number", "/number"),
        Column::text("kind", "/kind/code"),
        Column::time("quotity", "/quotity"),
        Column::day("valid_from", "/valid_from"),
        Column::flag("attached_to_establishment", "/attached"),
    ];

    #[test]
    fn words_are_read_in_french_by_people_and_as_they_are_by_programs() {
        let column = Column::word("state", "/state", Vocabulary::EntryState);
        let row = json!({ "state": "at_ars" });
        assert_eq!(column.printed(&row), "à l’ARS");
        assert_eq!(column.cell(&row), Cell::Text("à l’ARS".into()));
        assert_eq!(
            (column.raw(&row), column.plain().cell(&row)),
            ("at_ars".into(), Cell::Text("at_ars".into()))
        );
        assert_eq!(column.printed(&json!({ "state": "other" })), "other", "what is no word stays as it is");
    }

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
    }

    #[test]
    fn a_workbook_has_numbers_dates_and_text() {
        let known_at = "2026-11-22T17:41:59.526081Z".parse().unwrap();
        let about = AboutList {
            view: View { as_of: "2026-04-01".parse().unwrap(), known_at },
            perimeter: "CH d’essai".into(),
            filters: String::new(),
            user: "=cmd".into(),
            version: "1".into(),
        };
        let bytes = list_xlsx(COLUMNS, &rows(), &about).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range(texts::ROWS).unwrap();
        let row: Vec<&Data> = range.rows().nth(1).unwrap().iter().collect();
        assert_eq!([row[0], row[1]], [&Data::String("=0042".into()), &Data::String("PH".into())]);
        assert_eq!(row[2], &Data::Float(8.0), "half-days can be added");
        let Data::DateTime(day) = row[3] else { panic!("{:?} is not a date", row[3]) };
        assert_eq!(day.as_f64(), 46_113.0, "1 April 2026");
        assert_eq!(row[4], &Data::String("O".into()));
        assert!(book.worksheet_formula(texts::ROWS).unwrap().is_empty());
        let about = book.worksheet_range(texts::ABOUT).unwrap();
        let told = |name: &str| {
            let line = about.rows().find(|line| line[0] == name);
            line.unwrap_or_else(|| panic!("no {name}"))[1].clone()
        };
        assert!(matches!(told("Situation au"), Data::DateTime(_)));
        for (name, value) in [
            ("Connue le", "22/11/2026 à 18:41"),
            ("Périmètre", "CH d’essai"),
            ("Filtres", "Aucun"),
            ("Lignes", "1"),
            ("Utilisateur", "=cmd"),
        ] {
            assert_eq!(told(name), Data::String(value.into()), "{name}");
        }
    }

    #[test]
    fn every_column_has_a_heading() {
        for column in COLUMNS {
            assert!(!texts::heading(column.field).is_empty(), "{}", column.field);
        }
    }
}
