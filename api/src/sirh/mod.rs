//! Reading a SIRH extract: from a file to rows pushed into the planner of `shared`.
//!
//! Knows where extracts put their title, headings, legend and extraction day. Decides nothing about facts.

mod fixed;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use shared::import::nir::is_nir;
use shared::import::report;
use shared::import::row::{CellKind, RawCell, RawRow};
use shared::import::sirh::field::Field;
use shared::import::sirh::mapping::{self, Headings};
use shared::import::sirh::profile::{Column, Profile};
use shared::import::value::{DayRole, read_day};
use shared::time::Day;
use smol_str::SmolStr;

use crate::reader::{self, Format, Options, ReadError, Reading, Row, Rows};
use crate::rows::raw_row;

/// Rows kept to find the headings and learn the columns.
const SAMPLE: usize = 3_000;

/// Values of a column shown to the person who says what it means.
const SHOWN: usize = 5;

/// Stands for a value that nobody may see.
pub const MASKED: &str = "•••";

/// How databases write that there is nothing.
const EMPTY: [&str; 3] = ["NULL", "(null)", "\\N"];

/// Why an extract cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SirhError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] ReadError),
    /// No row looks like headings.
    #[error("no row of headings")]
    NoHeadings,
}

/// An extract, understood, ready to give its rows.
pub struct Extract {
    /// What the columns mean.
    pub profile: Profile,
    /// Extraction day: the one given, else that of the file or of its name, else today.
    pub extracted_on: Day,
    /// Labels of codes, from other sheets of the workbook.
    pub labels: BTreeMap<SmolStr, SmolStr>,
    /// Whether rows have separators, so that one with fewer cells is cut.
    pub has_separators: bool,
    /// How the file was read, for people.
    pub reading: serde_json::Value,
    sample: std::vec::IntoIter<RawRow>,
    rows: Rows,
    columns: Vec<fixed::CellFormat>,
    /// Number of columns that are the file's own, when a report added some.
    own: Option<usize>,
}

/// What is known before reading.
pub struct Request<'a> {
    /// The file.
    pub path: &'a Path,
    /// Description of a fixed-width file.
    pub columns: Option<Vec<reader::FixedColumn>>,
    /// Extraction day, when given.
    pub extracted_on: Option<Day>,
    /// Today.
    pub today: Day,
    /// The profile kept under the name asked, if any.
    pub profile: Option<Profile>,
}

impl Extract {
    /// Recognises the file and its columns.
    ///
    /// # Errors
    /// [`SirhError`].
    pub fn open(request: Request<'_>) -> Result<Extract, SirhError> {
        let columns: Vec<fixed::CellFormat> = request
            .columns
            .iter()
            .flatten()
            .map(|column| fixed::CellFormat::of(column.format.as_deref()))
            .collect();
        let options = Options { columns: request.columns, ..Options::default() };
        let reading = reader::open(request.path, &options)?;
        let labels = legend(&reading);
        let told = told(&reading.format);
        let has_separators = matches!(reading.format, Format::Delimited { .. } | Format::Html { .. });
        let format = format!("{:?}", reading.format);
        let mut rows = reading.rows();
        let mut sample: Vec<RawRow> = Vec::new();
        for row in rows.by_ref().take(SAMPLE) {
            sample.push(extract_row(row?, &columns));
        }
        let Headings { row: at, mut headings } =
            mapping::find_headings(&sample).ok_or(SirhError::NoHeadings)?;
        let own = report::own_columns(&headings);
        if let Some(own) = own {
            headings.truncate(own);
        }
        sample.iter_mut().skip(at).for_each(|row| report::keep_own(row, own));
        let heading_line = sample.get(at).map_or(0, |row| row.line);
        let titles: Vec<RawRow> = sample.drain(..=at).collect();
        let said = day_in_titles(&titles).or_else(|| day_in_name(request.path));
        let reference = request.extracted_on.or(said).unwrap_or(request.today);
        let (profile, learned) = match request.profile.filter(|profile| profile.fits(&headings)) {
            Some(profile) => (profile.arranged(&headings), false),
            None => (mapping::learn(&headings, &sample, reference), true),
        };
        let in_column = profile.position(Field::ExtractedOn, 0).and_then(|column| {
            let text = sample.first()?.text(column);
            read_day(&text, DayRole::Start, reference).ok().flatten()
        });
        let extracted_on = request.extracted_on.or(in_column).or(said).unwrap_or(request.today);
        let reading = json!({
            "format": format,
            "file": told,
            "heading_line": heading_line,
            "extracted_on": extracted_on,
            "learned": learned,
            "columns": profile.columns,
        });
        Ok(Extract {
            profile,
            extracted_on,
            labels,
            has_separators,
            reading,
            sample: sample.into_iter(),
            rows,
            columns,
            own,
        })
    }

    /// What the columns mean, each with its first values, masked where they could be insurance numbers.
    pub fn columns_with_values(&self) -> Vec<(Column, Vec<SmolStr>)> {
        let columns = self.profile.columns.iter().enumerate();
        let with_values = columns.map(|(at, column)| {
            let values = self.sample.as_slice().iter().map(|row| row.text(at));
            let shown = values.filter(|value| !value.is_empty()).take(SHOWN);
            let hidden = column.field == Some(Field::Nir);
            let masked =
                shown.map(|value| if hidden || is_nir(&value) { SmolStr::new_static(MASKED) } else { value });
            (column.clone(), masked.collect())
        });
        with_values.collect()
    }

    /// The next data row.
    ///
    /// # Errors
    /// What makes the rest of the file unreadable.
    pub fn next_row(&mut self) -> Option<Result<RawRow, ReadError>> {
        match self.sample.next() {
            Some(row) => Some(Ok(row)),
            None => self.rows.next().map(|row| {
                let mut row = extract_row(row?, &self.columns);
                report::keep_own(&mut row, self.own);
                Ok(row)
            }),
        }
    }
}

/// What the file turned out to be, for programs.
fn told(format: &Format) -> serde_json::Value {
    let encoding = |encoding: &reader::Encoding| match encoding {
        reader::Encoding::Utf8 | reader::Encoding::Utf8Bom => "utf-8",
        reader::Encoding::Utf16Le | reader::Encoding::Utf16Be => "utf-16",
        reader::Encoding::Windows1252 => "windows-1252",
        reader::Encoding::Iso8859_15 => "iso-8859-15",
    };
    match format {
        Format::Delimited { encoding: own, separator, .. } => {
            json!({ "kind": "delimited", "encoding": encoding(own), "separator": separator })
        }
        Format::Workbook { sheet, hidden_sheets } => {
            json!({ "kind": "workbook", "sheet": sheet, "hidden_sheets": hidden_sheets })
        }
        Format::Html { encoding: own, table } => {
            json!({ "kind": "html", "encoding": encoding(own), "table": table })
        }
        Format::FixedWidth { encoding: own } => json!({ "kind": "fixed_width", "encoding": encoding(own) }),
    }
}

/// A row as extracts are read: formats of fixed columns applied, words for nothing taken as nothing.
fn extract_row(row: Row, columns: &[fixed::CellFormat]) -> RawRow {
    let mut row = raw_row(row);
    for (at, cell) in row.cells.iter_mut().enumerate().filter(|(_, cell)| cell.kind == CellKind::Text) {
        // A byte order mark in the middle: two files were put end to end.
        let text = cell.text.trim_matches('\u{feff}').trim();
        let text = columns.get(at).map_or_else(|| text.into(), |format| format.read(text));
        *cell = if EMPTY.contains(&text.as_str()) { RawCell::default() } else { RawCell::text(&text) };
    }
    row
}

/// Code and label of the first two cells of the rows of other sheets.
fn legend(reading: &Reading) -> BTreeMap<SmolStr, SmolStr> {
    let mut labels = BTreeMap::new();
    let Format::Workbook { sheet, .. } = &reading.format else { return labels };
    for table in reading.tables.iter().filter(|table| table.name != *sheet) {
        // A sheet that cannot be read is not the extract: it only could have helped.
        let Ok(rows) = reading.other_table(&table.name) else { continue };
        for row in rows.filter_map(Result::ok).take(2_000) {
            if let [code, label, ..] = row.cells.as_slice() {
                let (code, label) = (code.text(), label.text());
                if !code.is_empty() && !label.is_empty() {
                    labels.entry(code).or_insert(label);
                }
            }
        }
    }
    labels
}

/// `situation au 01/04/2026`, above the headings.
fn day_in_titles(rows: &[RawRow]) -> Option<Day> {
    let above = rows.len().saturating_sub(1);
    rows.iter().take(above).flat_map(|row| &row.cells).find_map(|cell| match cell.kind {
        CellKind::Day | CellKind::Text => day_in(&cell.text),
        _ => None,
    })
}

/// `sirh_20260401.csv`, `extrait-2026-04-01.xlsx`.
fn day_in_name(path: &Path) -> Option<Day> {
    day_in(path.file_name()?.to_str()?)
}

/// The first thing in a text that is a whole date.
fn day_in(text: &str) -> Option<Day> {
    let candidates = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.')));
    let candidates = candidates.flat_map(|part| {
        let trimmed = part.trim_matches(['/', '-', '.']);
        [trimmed, trimmed.split('.').next().unwrap_or(trimmed)]
    });
    let dated = candidates.filter(|part| part.bytes().filter(u8::is_ascii_digit).count() == 8);
    let reference = Day::new(2000, 1, 1)?;
    dated
        .filter_map(|part| read_day(part, DayRole::Start, reference).ok().flatten())
        .find(|day| !day.is_open())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extraction_day_is_read_in_names_and_titles() {
        let day = Day::new(2026, 4, 1);
        for text in [
            "sirh_20260401.csv.gz",
            "extrait-2026-04-01.xlsx",
            "Extraction du personnel médical - CH BEAUVAIS - situation au 01/04/2026",
            "export.01.04.2026.txt",
        ] {
            assert_eq!(day_in(text), day, "{text}");
        }
        assert_eq!(day_in("sirh_690780044x.csv"), None);
        assert_eq!(day_in("export.csv"), None);
    }
}
