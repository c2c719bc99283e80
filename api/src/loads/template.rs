//! The workbooks that a hospital downloads, fills in and sends back: empty, or with what is known.
//!
//! Every cell is a text in the text format, so that typing a number keeps its zeros. A hidden sheet says which
//! skeleton it is, for whom, and of which day.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use shared::contract::imports::SkeletonFile;
use shared::import::attachments::HIDDEN_SHEET;
use shared::import::skeleton;
use shared::import::table::Setting;
use smol_str::SmolStr;

/// Version of the skeletons, written in the hidden sheet.
const VERSION: &str = "1";
/// Rows put in the text format beyond those that are filled, for people to add to.
const SPARE_ROWS: u32 = 500;
/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (12, 40);

/// The workbook could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written")]
pub struct TemplateError(#[from] XlsxError);

/// The workbook, with some rows filled in: those of `skeleton::rows` of `shared`.
///
/// # Errors
/// [`TemplateError`] when the workbook cannot be built.
pub fn template(
    file: SkeletonFile,
    setting: &Setting<'_>,
    rows: &[Vec<SmolStr>],
) -> Result<Vec<u8>, TemplateError> {
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_num_format("@").set_bold();
    let headings = skeleton::headings(file);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(skeleton::sheet(file))?.set_freeze_panes(1, 0)?;
    for (place, heading) in headings.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(place)).chain([heading]);
        let longest = cells.map(|cell| cell.chars().count() + 2).max().unwrap_or(0);
        let (column, width) = (u16::try_from(place).unwrap_or(u16::MAX), longest.clamp(WIDTHS.0, WIDTHS.1));
        sheet.set_column_width(column, u32::try_from(width).unwrap_or(u32::MAX))?;
        sheet.set_column_format(column, &text)?;
    }
    write_row(sheet, 0, &headings, &bold)?;
    let mut line = 0_u32;
    for row in rows {
        line += 1;
        write_row(sheet, line, row, &text)?;
    }
    let blank = vec![SmolStr::default(); headings.len()];
    for spare in line + 1..=line + SPARE_ROWS {
        write_row(sheet, spare, &blank, &text)?;
    }
    let hidden = workbook.add_worksheet();
    hidden.set_name(HIDDEN_SHEET)?.set_hidden(true);
    let today = setting.today.to_string();
    let finess = setting.establishment.finess_ej.as_str();
    let marks = [("version", VERSION), ("etablissement", finess), ("jour", &today), ("fichier", file.name())];
    for (line, (name, value)) in (0_u32..).zip(marks) {
        hidden.write_string_with_format(line, 0, name, &text)?;
        hidden.write_string_with_format(line, 1, value, &text)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// An empty cell keeps its text format.
fn write_row(sheet: &mut Worksheet, line: u32, cells: &[SmolStr], format: &Format) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(cells) {
        if cell.is_empty() {
            sheet.write_blank(line, column, format)?;
        } else {
            sheet.write_string_with_format(line, column, cell.as_str(), format)?;
        }
    }
    Ok(())
}
