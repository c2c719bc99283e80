//! The workbooks that a hospital fills in: empty, or with what is known of a day.

use std::path::Path;

use serde_json::json;
use shared::catalogue;
use shared::contract::imports::SkeletonFile;
use shared::habilitation::{Right, Rubric};
use shared::import::skeleton;
use shared::problem::Code;
use shared::time::Day;

use super::establishments::{Home, home};
use super::loads::setting;
use super::{Ctx, Failure};
use crate::loads;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which workbook.
    pub file: SkeletonFile,
    /// FINESS EJ of the establishment.
    pub establishment: String,
    /// With what is known, or with headings alone; by default filled, where the file has such a form.
    pub filled: Option<bool>,
    /// The day that it tells of.
    pub as_of: Day,
}

/// A workbook for somebody who takes it away: what is filled in is kept by the journal.
///
/// # Errors
/// `request.not_found`, `right.missing`; `request.malformed` for a file that is only made empty; failures of the
/// machine and of the database.
pub fn download(ctx: &Ctx, wanted: &Wanted) -> Result<Vec<u8>, Failure> {
    let filled = wanted.filled.unwrap_or(skeleton::can_be_filled(wanted.file));
    if filled && !skeleton::can_be_filled(wanted.file) {
        return Err(Failure::refused(Code::RequestMalformed, catalogue::imports::SKELETON_IS_EMPTY));
    }
    let home = home(ctx, Rubric::Imports, &wanted.establishment, ctx.view_of(wanted.as_of)?)?;
    if !filled {
        return Ok(workbook(wanted.file, &home, wanted.as_of, None)?.0);
    }
    let names = sight(ctx, &home, wanted)?;
    let (bytes, rows) = workbook(wanted.file, &home, wanted.as_of, Some(names))?;
    let details = json!({ "file": wanted.file, "as_of": wanted.as_of, "rows": rows, "names": names });
    ctx.tell("skeleton.extract", Some(home.id), details)?;
    Ok(bytes)
}

/// Writes a pre-filled workbook beside the command line, which takes nothing away: it is at home.
///
/// # Errors
/// When the file cannot be written; failures of the database.
pub fn write(ctx: &Ctx, file: SkeletonFile, finess: &str, output: &Path) -> Result<(), Failure> {
    let home = home(ctx, Rubric::Imports, finess, ctx.view_of(ctx.today)?)?;
    let (bytes, _) = workbook(file, &home, ctx.today, Some(true))?;
    std::fs::write(output, bytes).map_err(|error| Failure::machine(catalogue::commands::WRITING_FILE, error))
}

/// Whether the caller may read the names of holders; refuses who may not read what the rows are about.
fn sight(ctx: &Ctx, home: &Home, wanted: &Wanted) -> Result<bool, Failure> {
    let about = match wanted.file {
        SkeletonFile::Attachments | SkeletonFile::Posts => Rubric::Posts,
        SkeletonFile::Structures | SkeletonFile::Sirh => Rubric::Structures,
    };
    let place = Some(home.id);
    ctx.database.read(|connection| {
        ctx.demand_on(connection, (about, Right::Read), place, wanted.as_of)?;
        let named = wanted.file == SkeletonFile::Attachments;
        Ok(named && ctx.may_on(connection, (Rubric::Practitioners, Right::Read), place, wanted.as_of)?)
    })
}

/// The bytes, and how many rows are filled in; `names`: with what is known, holders told or not.
fn workbook(
    file: SkeletonFile,
    home: &Home,
    day: Day,
    names: Option<bool>,
) -> Result<(Vec<u8>, usize), Failure> {
    let setting = setting(home, day);
    let rows = names.map(|names| skeleton::rows(file, &home.facts, &setting, names)).unwrap_or_default();
    let bytes = loads::template(file, &setting, &rows)
        .map_err(|error| Failure::machine(catalogue::commands::WRITING_FILE, error))?;
    Ok((bytes, rows.len()))
}
