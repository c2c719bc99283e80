//! The staffing table as JSON: the document that programs read.

use std::io::{BufWriter, Write};

use shared::staffing_table::StaffingTable;

use super::ExportError;

/// Size of the pieces handed to the writer: rows are never held as one text.
const PIECE: usize = 64 * 1024;

/// Writes the document, row after row.
///
/// # Errors
/// When the writer refuses.
pub fn staffing_json<W: Write>(table: &StaffingTable, writer: W) -> Result<(), ExportError> {
    let mut writer = BufWriter::with_capacity(PIECE, writer);
    serde_json::to_writer(&mut writer, table)?;
    writer.write_all(b"\n")?;
    writer.flush()?;
    Ok(())
}
