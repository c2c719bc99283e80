//! The workbook of attachments that a hospital downloads: empty, or with its open SIGMED posts.
//!
//! Every cell is a text in the text format, so that typing a number keeps its zeros. A hidden sheet says which
//! skeleton it is, for whom, and of which day.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use shared::import::attachments::{HEADINGS, HIDDEN_SHEET, SHEET};
use shared::import::table::Setting;
use smol_str::SmolStr;

/// Version of the skeleton, written in the hidden sheet.
const VERSION: &str = "1";
/// Rows put in the text format beyond those that are filled, for people to add to.
const SPARE_ROWS: u32 = 500;
/// Width of the columns, in characters.
const WIDTHS: [f64; 5] = [18.0, 34.0, 14.0, 12.0, 20.0];

/// The workbook could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the workbook of attachments could not be written")]
pub struct TemplateError(#[from] XlsxError);

/// The workbook, with some rows filled in: `attachment_rows` of `shared` gives one for each open SIGMED post.
///
/// # Errors
/// [`TemplateError`] when the workbook cannot be built.
pub fn attachments_template(setting: &Setting<'_>, rows: &[[SmolStr; 5]]) -> Result<Vec<u8>, TemplateError> {
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_num_format("@").set_bold();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?.set_freeze_panes(1, 0)?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, &text)?;
    }
    write_row(sheet, 0, HEADINGS, &bold)?;
    let mut line = 0_u32;
    for row in rows {
        line += 1;
        write_row(sheet, line, row.each_ref().map(|cell| cell.as_str()), &text)?;
    }
    for spare in line + 1..=line + SPARE_ROWS {
        write_row(sheet, spare, [""; 5], &text)?;
    }
    let hidden = workbook.add_worksheet();
    hidden.set_name(HIDDEN_SHEET)?.set_hidden(true);
    let today = setting.today.to_string();
    let marks = [("version", VERSION), ("etablissement", &setting.establishment.finess_ej), ("jour", &today)];
    for (line, (name, value)) in (0_u32..).zip(marks) {
        hidden.write_string_with_format(line, 0, name, &text)?;
        hidden.write_string_with_format(line, 1, value, &text)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// An empty cell keeps its text format.
fn write_row(sheet: &mut Worksheet, line: u32, cells: [&str; 5], format: &Format) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(cells) {
        if cell.is_empty() {
            sheet.write_blank(line, column, format)?;
        } else {
            sheet.write_string_with_format(line, column, cell, format)?;
        }
    }
    Ok(())
}
