//! The staffing table of an establishment, as of a day, as known at an instant: to read, or to take away as a file.

use std::sync::Arc;

use serde_json::json;
use shared::catalogue::exports as texts;
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, StructureId};
use shared::knowledge::Facts;
use shared::problem::Code;
use shared::staffing_table::part::{Part, staffing_table_of};
use shared::staffing_table::{Options, StaffingTable, staffing_table_with};
use shared::structure::Structure;
use shared::time::{Day, View};

use super::{Ctx, Failure, establishments, wrong};
use crate::authz::{Admission, Links};
use crate::db::Connection;
use crate::digest::sha256;
use crate::export::{self, About, Profile};

/// The rubrics that what is shown of a table depends on, beside its own.
const SHOWN: [Rubric; 7] = [
    Rubric::Posts,
    Rubric::Practitioners,
    Rubric::Careers,
    Rubric::Exercise,
    Rubric::Headships,
    Rubric::Tours,
    Rubric::AbsencesSensitive,
];

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

/// The table of an establishment, with what it was made from.
struct Made {
    id: EstablishmentId,
    facts: Arc<Facts>,
    /// The structures that are shown; `None`: the whole establishment.
    part: Option<Part>,
    table: StaffingTable,
}

/// Reads the facts and computes the table, as the caller may see it. Who reads some structures only has the table of these.
///
/// # Errors
/// An unknown establishment; failures of the database.
pub fn read(ctx: &Ctx, finess: &str, view: View) -> Result<StaffingTable, Failure> {
    Ok(make(ctx, finess, view)?.table)
}

fn make(ctx: &Ctx, finess: &str, view: View) -> Result<Made, Failure> {
    let day = view.as_of;
    ctx.database.read(|connection| {
        let reference = ctx.shelf.library(connection)?;
        let id = establishments::find(ctx, &reference, finess)?;
        let scope = ctx.scope(connection, Rubric::StaffingTable, day)?;
        scope.admits_register(id).demand()?;
        let (facts, _) = ctx.shelf.facts_around(connection, &scope, id, view.known_at)?;
        let establishment = reference.territory.on(id, day).cloned();
        let establishment = establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
        let is_whole = scope.admits_establishment(Some(id)) == Admission::Admitted;
        let home = id.to_string();
        let links = Links { establishment: Some(&home), ..Links::default() };
        let shown =
            |noun, thing: uuid::Uuid| scope.admits(noun, &thing.to_string(), &links) == Admission::Admitted;
        let part = (!is_whole).then(|| Part::of(&facts, day, shown));
        let mut read = Vec::new();
        for rubric in SHOWN {
            if may(ctx, connection, (rubric, Right::Read), (id, part.as_ref()), day)? {
                read.push(rubric);
            }
        }
        let options = Options { mask_sensitive: !read.contains(&Rubric::AbsencesSensitive) };
        let (lists, sites) = (&reference.nomenclatures, &reference.facts.sites);
        let table = match &part {
            None => staffing_table_with(&facts, lists, &establishment, sites, view, &options),
            Some(part) => staffing_table_of(part, &facts, lists, &establishment, sites, view, &options),
        };
        Ok(Made { id, table: table.showing(|rubric| read.contains(&rubric)), facts, part })
    })
}

/// Whether a right is held on all that is shown.
fn may(
    ctx: &Ctx,
    connection: &mut Connection,
    what: (Rubric, Right),
    (id, part): (EstablishmentId, Option<&Part>),
    day: Day,
) -> Result<bool, Failure> {
    let Some(part) = part else { return ctx.may_on(connection, what, Some(id), day) };
    let scope = ctx.scope_of(connection, what, day)?;
    let held = |structure: &StructureId| scope.admits_structure(id, *structure) == Admission::Admitted;
    Ok(ctx.authority.allows_somewhere(ctx.today, what.0, what.1) && part.structures().iter().all(held))
}

/// The same, of one pole, service or unit and what is under it.
///
/// # Errors
/// As [`read`]; `request.invalid` for a structure that is not there that day for the caller, or is none of these.
pub fn read_under(
    ctx: &Ctx,
    finess: &str,
    structure: Option<StructureId>,
    view: View,
) -> Result<StaffingTable, Failure> {
    Ok(make_under(ctx, finess, structure, view)?.table)
}

fn make_under(ctx: &Ctx, finess: &str, structure: Option<StructureId>, view: View) -> Result<Made, Failure> {
    let made = make(ctx, finess, view)?;
    let Some(id) = structure else { return Ok(made) };
    let refused = || Failure::invalid(vec![wrong("structure", Code::Invalid.wire(), texts::NOT_A_PLACE)]);
    let is_shown = made.part.as_ref().is_none_or(|part| part.structures().contains(&id));
    let known = made.facts.structures.at(id, view.as_of).filter(|_| is_shown).ok_or_else(refused)?;
    let table = made.table.under(known).ok_or_else(refused)?;
    Ok(Made { table, ..made })
}

impl Made {
    /// The structures that a file says it is about: the one that was asked, else those that the caller reads; none for the
    /// whole establishment.
    fn narrowed_to(&self, asked: Option<StructureId>, day: Day) -> Vec<(StructureId, &Structure)> {
        match (asked, &self.part) {
            (Some(id), _) => self.facts.structures.at(id, day).map(|one| (id, one)).into_iter().collect(),
            (None, Some(part)) => part.tops(day).collect(),
            (None, None) => Vec::new(),
        }
    }
}

/// The same as a file. It leaves the tool, so the journal keeps it. `changes` is the token from which the change feed goes
/// on after it.
///
/// # Errors
/// As [`read_under`]; `right.missing`; failures of the machine.
pub fn file(
    ctx: &Ctx,
    finess: &str,
    (structure, view): (Option<StructureId>, View),
    format: FileFormat,
    changes: &str,
) -> Result<File, Failure> {
    let made = make_under(ctx, finess, structure, view)?;
    let extract = (Rubric::StaffingTable, Right::Extract);
    let shown = (made.id, made.part.as_ref());
    if !ctx.database.read(|connection| may(ctx, connection, extract, shown, view.as_of))? {
        return Err(Failure::code(Code::RightMissing));
    }
    let narrowed = made.narrowed_to(structure, view.as_of);
    let table = &made.table;
    let mut bytes: Vec<u8> = Vec::new();
    let written = match format {
        FileFormat::Csv | FileFormat::CsvWindows => export::staffing_csv(table, Profile::Fr, &mut bytes),
        FileFormat::CsvRaw => export::staffing_csv(table, Profile::Raw, &mut bytes),
        FileFormat::Xlsx => {
            let named = narrowed.iter().map(|(_, one)| format!("{} {}", one.number, one.label));
            let about = About {
                perimeter: format!("{} ({})", table.name, table.finess_ej),
                filters: named.collect::<Vec<_>>().join(", "),
                user: ctx.author.clone(),
                version: env!("CARGO_PKG_VERSION").into(),
            };
            export::staffing_xlsx(table, &about, &mut bytes)
        }
        FileFormat::NdJson => export::ndjson(table.shown_rows(), view, changes, &mut bytes),
        FileFormat::Parquet => export::staffing_parquet(table, &mut bytes),
    };
    written.map_err(|error| Failure::machine("writing the staffing table", error))?;
    if format == FileFormat::CsvWindows {
        bytes = export::in_windows(&bytes);
    }
    let details = json!({
        "format": format.name(),
        // One that the caller reads alone narrows as one that is asked.
        "structure": structure.or(match narrowed.as_slice() {
            [(id, _)] => Some(*id),
            _ => None,
        }),
        "as_of": view.as_of,
        "known_at": view.known_at,
        "rows": table.rows.len(),
        "hash": sha256(&bytes),
    });
    ctx.tell("staffing_table.extract", Some(made.id), details)?;
    let name = texts::staffing_table_name(finess, view.as_of, format.ending());
    Ok(File { name, bytes })
}
