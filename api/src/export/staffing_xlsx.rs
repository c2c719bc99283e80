//! The staffing table as a workbook: rows, totals, statuses, and what the file is about.
//!
//! How a cell is written is in [`super::cells`].

use std::io::Write;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use shared::catalogue::screens::time::instant;
use shared::catalogue::staffing_table as texts;
use shared::staffing_table::{Cell, StaffingTable, Totals};

use super::ExportError;
use super::cells::{Formats, write_cell, write_headings, write_pairs};
use super::totals::totals;

/// Rows weigh about 4 MB of XML: the fastest level costs a file one fifth larger and saves most of the time.
const COMPRESSION: u8 = 1;

/// Width of each of the forty-one columns, in characters.
const WIDTHS: [u8; shared::staffing_table::COLUMNS] = [
    30, 11, 22, 8, 28, 10, 30, 11, 11, 26, 26, 26, 10, 9, 22, 26, 12, 14, 10, 10, 22, 18, 13, 12, 26, 22, 20,
    8, 6, 10, 9, 9, 14, 9, 12, 12, 24, 14, 14, 8, 30,
];

/// What the sheet `À propos` says beside the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// What the reader may see: the establishment, a pole, a service.
    pub perimeter: String,
    /// Filters asked, as people read them; empty without filter.
    pub filters: String,
    /// Who made the file.
    pub user: String,
    /// Version of the program.
    pub version: String,
}

/// Writes the workbook.
///
/// # Errors
/// When the workbook cannot be made (more rows than a sheet holds) or the writer refuses.
pub fn staffing_xlsx<W: Write>(
    table: &StaffingTable,
    about: &About,
    mut writer: W,
) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let formats = Formats::new();
    let [rows, all_totals, statuses, about_sheet] = texts::SHEETS;
    write_rows(workbook.add_worksheet().set_name(rows)?, table, &formats)?;
    write_totals(workbook.add_worksheet().set_name(all_totals)?, table, &formats)?;
    write_statuses(workbook.add_worksheet().set_name(statuses)?, table, &formats)?;
    write_about(workbook.add_worksheet().set_name(about_sheet)?, table, about, &formats)?;
    writer.write_all(&workbook.save_to_buffer()?)?;
    writer.flush()?;
    Ok(())
}

fn write_rows(sheet: &mut Worksheet, table: &StaffingTable, formats: &Formats) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    write_headings(sheet, texts::HEADINGS, formats)?;
    let mut last = 0;
    for (row, content) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(table.columns(content)) {
            write_cell(sheet, row, column, cell, formats)?;
        }
        last = row;
    }
    let last_column = u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last, last_column)?;
    sheet.set_repeat_rows(0, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_totals(sheet: &mut Worksheet, table: &StaffingTable, formats: &Formats) -> Result<(), XlsxError> {
    let names = totals(&table.totals);
    let mut headings: Vec<String> = texts::TOTALS_HEADINGS.map(str::to_owned).into();
    for total in &names {
        if total.times.is_some() {
            headings.push(format!("{} ({})", total.name, texts::HALF_DAYS));
            headings.push(format!("{} ({})", total.name, texts::FTE));
        } else {
            headings.push(total.name.to_owned());
        }
    }
    write_headings(sheet, headings.iter().map(String::as_str), formats)?;
    let [establishment, pole, service] = texts::LEVELS;
    write_total(sheet, 1, [establishment, &table.finess_ej, &table.name], &table.totals, formats)?;
    let poles = table.by_pole.iter().map(|place| (pole, place));
    let services = table.by_service.iter().map(|place| (service, place));
    for (row, (level, (key, place))) in (2..).zip(poles.chain(services)) {
        let label = place.label.as_deref().unwrap_or_default();
        write_total(sheet, row, [level, key, label], &place.totals, formats)?;
    }
    sheet.set_column_width(0, 14)?.set_column_width(1, 12)?.set_column_width(2, 40)?;
    for column in 3..u16::try_from(headings.len()).unwrap_or(u16::MAX) {
        sheet.set_column_width(column, 14)?;
    }
    Ok(())
}

fn write_total(
    sheet: &mut Worksheet,
    row: u32,
    names: [&str; 3],
    of_place: &Totals,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(names) {
        write_cell(sheet, row, column, Cell::Text(name.into()), formats)?;
    }
    let mut column = 3;
    for total in totals(of_place) {
        if let Some(count) = total.count {
            sheet.write_number(row, column, count)?;
            column += 1;
        }
        if let Some((half_days, fte)) = total.times {
            write_cell(sheet, row, column, half_days, formats)?;
            write_cell(sheet, row, column + 1, fte, formats)?;
            column += 2;
        }
    }
    Ok(())
}

fn write_statuses(sheet: &mut Worksheet, table: &StaffingTable, formats: &Formats) -> Result<(), XlsxError> {
    write_headings(sheet, texts::STATUS_HEADINGS, formats)?;
    for (row, (code, status)) in (1..).zip(&table.by_status) {
        for (column, text) in (0..).zip([code, &status.label]) {
            write_cell(sheet, row, column, Cell::Text(text.as_str().into()), formats)?;
        }
        sheet.write_number(row, 2, status.people)?;
        sheet.write_number(row, 3, status.incoming)?;
        let times = [status.affected_quotity, status.effective_quotity, status.outgoing_quotity];
        for (column, time) in (4..).zip(times) {
            write_cell(sheet, row, column, Cell::HalfDays(time), formats)?;
        }
    }
    sheet.set_column_width(0, 14)?.set_column_width(1, 60)?;
    for column in 2..7 {
        sheet.set_column_width(column, 14)?;
    }
    Ok(())
}

fn write_about(
    sheet: &mut Worksheet,
    table: &StaffingTable,
    about: &About,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let known_at = instant(table.view.known_at);
    let filters = if about.filters.is_empty() { texts::NO_FILTER } else { &about.filters };
    let values = [
        Cell::Text(table.name.as_str().into()),
        Cell::Text(table.finess_ej.as_str().into()),
        Cell::Day(table.view.as_of),
        Cell::Text(known_at.into()),
        Cell::Text(about.perimeter.as_str().into()),
        Cell::Text(filters.into()),
        Cell::Text(about.user.as_str().into()),
        Cell::Text(about.version.as_str().into()),
    ];
    write_pairs(sheet, texts::ABOUT.into_iter().zip(values), formats)?;
    for (row, sentence) in (9..).zip(texts::LEGEND) {
        sheet.write_string(row, 0, sentence)?;
    }
    Ok(())
}
