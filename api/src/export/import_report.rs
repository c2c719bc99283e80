//! The report of refused lines: as CSV for people, or as the sheet that was sent with two more columns.
//!
//! The sheet keeps every line at its place, so that the numbers of lines are those of the file; every cell but a date
//! is a text, so that nothing is run and no digit is lost when it is corrected and sent again.

use std::collections::{BTreeMap, BTreeSet};

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook};
use shared::catalogue::imports::{CUT_HERE, FINDING_HEADINGS, REPORT_HEADINGS, severity};
use shared::contract::imports::FindingView;

use super::ExportError;
use super::printed::neutral;
use crate::reader::{Cell, Row};

/// A sheet as it was sent.
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows, each with its line.
    pub rows: Vec<Row>,
    /// Line of its headings.
    pub heading_line: u32,
}

/// One line for each finding, with French headings, as spreadsheets of France read it.
///
/// # Errors
/// When the file cannot be made.
pub fn findings_csv(findings: &[FindingView]) -> Result<Vec<u8>, ExportError> {
    let mark = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(mark);
    writer.write_record(FINDING_HEADINGS)?;
    for finding in findings {
        let text = |value: &Option<String>| neutral(value.as_deref().unwrap_or_default()).into_owned();
        writer.write_record([
            finding.line.map(|line| line.to_string()).unwrap_or_default(),
            text(&finding.column),
            severity(&finding.severity).to_owned(),
            finding.code.clone(),
            text(&finding.value),
            finding.message.clone(),
            text(&finding.suggestion),
        ])?;
    }
    writer.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

/// The sheet with what is wrong beside each refused line, and the corrections proposed; a line that was `cut` says
/// where.
///
/// # Errors
/// When the workbook cannot be made.
pub fn corrections_xlsx(
    sheet: &Sheet,
    refused: &BTreeMap<u32, (String, String)>,
    cut: &BTreeSet<u32>,
) -> Result<Vec<u8>, ExportError> {
    let text = Format::new().set_num_format("@");
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let told = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let marked = Format::new().set_num_format("@").set_bold();
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(&sheet.name)?.set_freeze_panes(sheet.heading_line, 0)?;
    page.set_column_width(column(width), 60.0)?.set_column_width(column(width + 1), 30.0)?;
    for row in &sheet.rows {
        let line = row.line.saturating_sub(1);
        for (at, cell) in row.cells.iter().enumerate() {
            match cell {
                Cell::Empty => {}
                Cell::Day(day) => match ExcelDateTime::parse_from_str(&day.to_string()) {
                    Ok(value) => drop(page.write_datetime_with_format(line, column(at), value, &date)?),
                    // Before 1900 a spreadsheet has no date: its text says the same.
                    Err(_) => drop(page.write_string_with_format(line, column(at), cell.text(), &text)?),
                },
                cell => drop(page.write_string_with_format(line, column(at), cell.text(), &text)?),
            }
        }
        if cut.contains(&row.line) {
            let at = row.cells.len().min(width.saturating_sub(1));
            page.write_string_with_format(line, column(at), CUT_HERE, &told)?;
        }
        if row.line == sheet.heading_line {
            for (at, heading) in REPORT_HEADINGS.into_iter().enumerate() {
                page.write_string_with_format(line, column(width + at), heading, &marked)?;
            }
        }
        if let Some((messages, suggestions)) = refused.get(&row.line) {
            page.write_string_with_format(line, column(width), messages, &told)?;
            page.write_string_with_format(line, column(width + 1), suggestions, &told)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}
