//! The cells of a workbook: one way for the staffing table and for lists.
//!
//! Strings are always written as strings, so no cell is ever a formula; days are real dates and times are numbers, so
//! that people can filter and add. Identifiers are text: their leading zeros stay.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use shared::catalogue::staffing_table::yes_or_no;
use shared::staffing_table::Cell;
use shared::time::Day;

/// How each kind of cell looks.
pub(super) struct Formats {
    heading: Format,
    day: Format,
    half_days: Format,
    fte: Format,
    text: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            heading: heading
                .set_background_color(Color::RGB(0x00DD_E3EA))
                .set_border_bottom(FormatBorder::Thin),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            // At least one digit after the comma, and up to the thousandth that a quotity can hold.
            half_days: Format::new().set_num_format("0.0##"),
            fte: Format::new().set_num_format("0.00"),
            text: Format::new().set_num_format("@"),
        }
    }
}

/// The first line, which stays in sight.
pub(super) fn write_headings<'t>(
    sheet: &mut Worksheet,
    headings: impl IntoIterator<Item = &'t str>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &formats.heading)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// One cell, by what it holds.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, text, &formats.text)?;
            }
        }
        Cell::HalfDays(time) => {
            sheet.write_number_with_format(
                row,
                column,
                spreadsheet_number(time, 1_000),
                &formats.half_days,
            )?;
        }
        Cell::Fte(time) => {
            sheet.write_number_with_format(row, column, spreadsheet_number(time, 10_000), &formats.fte)?;
        }
        Cell::Hundredths(time) => {
            sheet.write_number(row, column, spreadsheet_number(time, 1))?;
        }
        Cell::Day(day) => write_day(sheet, row, column, day, formats)?,
        Cell::Flag(flag) => {
            sheet.write_string(row, column, yes_or_no(flag))?;
        }
    }
    Ok(())
}

/// A day as a real date. Spreadsheets know no date before 1900: those are written as text.
fn write_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: Day,
    formats: &Formats,
) -> Result<(), XlsxError> {
    const FIRST_YEAR: i32 = 1901;
    // Spreadsheets count the days from 30 December 1899, once past the leap day that 1900 did not have.
    let Some(origin) = Day::new(1899, 12, 30) else { return Ok(()) };
    if day.is_open() {
        return Ok(());
    }
    if day.year() < FIRST_YEAR {
        sheet.write_string(row, column, day.in_french())?;
    } else {
        let serial = spreadsheet_number(day.days_since(origin), 1);
        sheet.write_number_with_format(row, column, serial, &formats.day)?;
    }
    Ok(())
}

/// A spreadsheet only holds floats: the integer is divided at the very last moment.
#[expect(clippy::cast_precision_loss, reason = "sums of quotities and days are far below 2^52")]
fn spreadsheet_number(value: i64, unit: i64) -> f64 {
    value as f64 / unit as f64
}

/// What a file is, as names and values on two columns.
pub(super) fn write_pairs<'t>(
    sheet: &mut Worksheet,
    pairs: impl IntoIterator<Item = (&'t str, Cell<'t>)>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (row, (name, value)) in (0..).zip(pairs) {
        sheet.write_string_with_format(row, 0, name, &formats.heading)?;
        write_cell(sheet, row, 1, value, formats)?;
    }
    sheet.set_column_width(0, 18)?.set_column_width(1, 60)?;
    Ok(())
}
