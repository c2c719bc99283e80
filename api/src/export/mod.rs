//! Files made from a staffing table (a terminal page, JSON, CSV for people or for programs, a workbook, Parquet), and the report
//! of the refused lines of an import.
//!
//! Each writes what it is given, in its own form, and computes nothing. Refuses to decide who may
//! read what: a table comes here already masked.

use std::io;

mod cells;
mod import_report;
mod list;
mod ndjson;
mod parquet;
mod printed;
mod staffing_csv;
mod staffing_json;
mod staffing_text;
mod staffing_xlsx;
#[cfg(test)]
mod tests;
mod totals;

pub use import_report::{Sheet, corrections_xlsx, findings_csv};
pub use list::{AboutList, Column, Kind, list_csv, list_csv_raw, list_xlsx};
pub use ndjson::ndjson;
pub use parquet::{list_parquet, staffing_parquet};
pub use printed::in_windows;
pub use staffing_csv::{Profile, staffing_csv};
pub use staffing_json::staffing_json;
pub use staffing_text::staffing_text;
pub use staffing_xlsx::{About, staffing_xlsx};

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The writer refused.
    #[error("writing the export")]
    Write(#[from] io::Error),
    /// The JSON document could not be written.
    #[error("writing the JSON document")]
    Json(#[from] serde_json::Error),
    /// The CSV file could not be written.
    #[error("writing the CSV file")]
    Csv(#[from] csv::Error),
    /// The Parquet file could not be made.
    #[error("making the Parquet file")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The workbook could not be made.
    #[error("making the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
