//! The staffing table of an establishment, as of a day, as known at an instant: to read, or to take away as a file.

use serde_json::json;
use shared::catalogue::exports as texts;
use shared::habilitation::{Right, Rubric};
use shared::id::StructureId;
use shared::problem::Code;
use shared::staffing_table::{Options, StaffingTable, staffing_table_with};
use shared::time::View;

use super::establishments::home;
use super::{Ctx, Failure, wrong};
use crate::digest::sha256;
use crate::export::{self, About, Profile};

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// CSV for people.
    Csv,
    /// The same in Windows-1252, for programs of another age.
    CsvWindows,
    /// CSV for programs.
    CsvRaw,
    /// A workbook.
    Xlsx,
    /// One JSON row a line, for programs.
    NdJson,
    /// Typed columns, for data teams.
    Parquet,
}

impl FileFormat {
    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::CsvWindows => "csv_windows",
            FileFormat::CsvRaw => "csv_raw",
            FileFormat::Xlsx => "xlsx",
            FileFormat::NdJson => "ndjson",
            FileFormat::Parquet => "parquet",
        }
    }

    /// Ending of the name of the file.
    pub const fn ending(self) -> &'static str {
        match self {
            FileFormat::Csv | FileFormat::CsvWindows | FileFormat::CsvRaw => "csv",
            FileFormat::Xlsx => "xlsx",
            FileFormat::NdJson => "ndjson",
            FileFormat::Parquet => "parquet",
        }
    }
}

/// A file made for somebody.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, with accents.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads the facts and computes the table, as the caller may see it.
///
/// # Errors
/// An unknown establishment; failures of the database.
pub fn read(ctx: &Ctx, finess: &str, view: View) -> Result<StaffingTable, Failure> {
    let home = home(ctx, Rubric::StaffingTable, finess, view)?;
    let reference = &home.reference;
    let rubrics =
        [Rubric::Posts, Rubric::Practitioners, Rubric::Careers, Rubric::Exercise, Rubric::Headships];
    let mut shown = Vec::new();
    let options = ctx.database.read(|connection| {
        for rubric in rubrics {
            if ctx.may_on(connection, (rubric, Right::Read), Some(home.id), view.as_of)? {
                shown.push(rubric);
            }
        }
        let mask_sensitive = ctx.masks(connection, home.id, view.as_of)?;
        Ok::<_, Failure>(Options { mask_sensitive })
    })?;
    let table = staffing_table_with(
        &home.facts,
        &reference.nomenclatures,
        &home.establishment,
        &reference.facts.sites,
        view,
        &options,
    );
    Ok(table.showing(|rubric| shown.contains(&rubric)))
}

/// The same, of one pole, service or unit and what is under it.
///
/// # Errors
/// As [`read`]; `request.invalid` for a structure that is not there that day, or is none of these.
pub fn read_under(
    ctx: &Ctx,
    finess: &str,
    structure: Option<StructureId>,
    view: View,
) -> Result<StaffingTable, Failure> {
    let table = read(ctx, finess, view)?;
    let Some(id) = structure else { return Ok(table) };
    let refused = || Failure::invalid(vec![wrong("structure", Code::Invalid.wire(), texts::NOT_A_PLACE)]);
    let home = home(ctx, Rubric::StaffingTable, finess, view)?;
    let known = home.facts.structures.at(id, view.as_of).ok_or_else(refused)?;
    table.under(known).ok_or_else(refused)
}

/// The same as a file. It leaves the tool, so the journal keeps it.
///
/// # Errors
/// As [`read_under`]; `right.missing`; failures of the machine.
pub fn file(
    ctx: &Ctx,
    finess: &str,
    structure: Option<StructureId>,
    view: View,
    format: FileFormat,
) -> Result<File, Failure> {
    let table = read_under(ctx, finess, structure, view)?;
    let home = home(ctx, Rubric::StaffingTable, finess, view)?;
    let extract = (Rubric::StaffingTable, Right::Extract);
    ctx.database.read(|connection| ctx.demand_on(connection, extract, Some(home.id), view.as_of))?;
    let mut bytes: Vec<u8> = Vec::new();
    let written = match format {
        FileFormat::Csv | FileFormat::CsvWindows => export::staffing_csv(&table, Profile::Fr, &mut bytes),
        FileFormat::CsvRaw => export::staffing_csv(&table, Profile::Raw, &mut bytes),
        FileFormat::Xlsx => {
            let named = structure.and_then(|id| home.facts.structures.at(id, view.as_of));
            let about = About {
                perimeter: format!("{} ({})", table.name, table.finess_ej),
                filters: named.map(|one| format!("{} {}", one.number, one.label)).unwrap_or_default(),
                user: ctx.author.clone(),
                version: env!("CARGO_PKG_VERSION").into(),
            };
            export::staffing_xlsx(&table, &about, &mut bytes)
        }
        FileFormat::NdJson => export::ndjson(table.shown_rows(), view, &mut bytes),
        FileFormat::Parquet => export::staffing_parquet(&table, &mut bytes),
    };
    written.map_err(|error| Failure::machine("writing the staffing table", error))?;
    if format == FileFormat::CsvWindows {
        bytes = export::in_windows(&bytes);
    }
    let details = json!({
        "format": format.name(),
        "structure": structure,
        "as_of": view.as_of,
        "known_at": view.known_at,
        "rows": table.rows.len(),
        "hash": sha256(&bytes),
    });
    ctx.tell("staffing_table.extract", Some(home.id), details)?;
    let name = texts::staffing_table_name(finess, view.as_of, format.ending());
    Ok(File { name, bytes })
}
