//! The SIRH import: plan, then apply as one change.

use std::path::{Path, PathBuf};

use shared::catalogue;
use shared::code_mapping::CodeMapping;
use shared::contract::imports::ImportPolicy;
use shared::habilitation::Rubric;
use shared::id::{ChangeId, EstablishmentId};
use shared::import::sirh::codes::mapping_of;
use shared::import::sirh::plan::{Planner, Settings};
use shared::import::sirh::profile::{Column, Profile};
use shared::import::sirh::target::Mode;
use shared::plan::Plan;
use shared::time::Day;
use smol_str::SmolStr;

use super::establishments::{Home, home, persons_by_rpps};
use super::{Ctx, Failure, Source, loads, new_ids};
use crate::db::{self, Connection};
use crate::loads::read_table_file;
use crate::reader::{FixedColumn, parse_columns_description};
use crate::sirh::{Extract, Request, SirhError};

/// What a person asks.
#[derive(Debug, Clone)]
pub struct Order {
    /// The extract.
    pub path: PathBuf,
    /// FINESS EJ of the establishment.
    pub finess: String,
    /// Table of local codes.
    pub codes: Option<PathBuf>,
    /// Description of a fixed-width file.
    pub columns: Option<PathBuf>,
    /// Name of the import profile.
    pub profile: String,
    /// Extraction day.
    pub extracted_on: Option<Day>,
    /// Full or delta.
    pub mode: Mode,
    /// What refused lines do to the rest.
    pub policy: ImportPolicy,
}

/// Operation name in the journal.
pub const APPLY: &str = "sirh.apply";

/// Told the number of rows read, from time to time; an error stops the work.
pub type Progress<'a> = dyn FnMut(usize) -> Result<(), Failure> + 'a;

/// An extract, with everything that decides how it is read.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// The extract; its name may tell its day.
    pub path: &'a Path,
    /// FINESS EJ of the establishment.
    pub finess: &'a str,
    /// Mappings of local codes given with it.
    pub codes: Vec<CodeMapping>,
    /// Description of a fixed-width file.
    pub columns: Option<Vec<FixedColumn>>,
    /// Name of the import profile.
    pub profile: &'a str,
    /// What a person said the columns mean; it goes before the profile that is kept.
    pub mapping: Option<Profile>,
    /// Extraction day.
    pub extracted_on: Option<Day>,
    /// Full or delta.
    pub mode: Mode,
    /// Whether all lines of a person stand or fall together.
    pub whole_people: bool,
}

/// A plan, and what it was made from.
pub struct Planned {
    /// The establishment as it was read.
    pub home: Home,
    /// What the file would change.
    pub plan: Plan,
    /// Extraction day; `None` for a file that has none.
    pub extracted_on: Option<Day>,
    /// What the columns mean, with their first values; empty for a file whose columns are fixed.
    pub columns: Vec<(Column, Vec<SmolStr>)>,
    /// Rows read.
    pub rows: usize,
}

/// What the extract would change.
///
/// # Errors
/// A file that cannot be read, or older than the last one applied; failures of the database.
pub fn plan(ctx: &Ctx, order: &Order, progress: &mut Progress<'_>) -> Result<(Home, Plan, Day), Failure> {
    let codes = order.codes.as_deref().map(read_codes).transpose()?.unwrap_or_default();
    let columns = order.columns.as_deref().map(read_text).transpose()?;
    let input = Input {
        path: &order.path,
        finess: &order.finess,
        codes,
        columns: columns.map(|text| parse_columns_description(&text)).transpose()?,
        profile: &order.profile,
        mapping: None,
        extracted_on: order.extracted_on,
        mode: order.mode,
        whole_people: order.policy == ImportPolicy::ValidPeople,
    };
    let planned = read(ctx, input, progress)?;
    Ok((planned.home, planned.plan, planned.extracted_on.unwrap_or(ctx.today)))
}

/// The same, with what was found on the way.
///
/// # Errors
/// As [`plan`], and that of `progress`.
pub fn read(ctx: &Ctx, input: Input<'_>, progress: &mut Progress<'_>) -> Result<Planned, Failure> {
    let home = home(ctx, Rubric::Imports, input.finess, ctx.view_of(ctx.today)?)?;
    let kept = home.facts.import_profiles.segments().find(|(_, segment)| segment.value.name == input.profile);
    let kept = kept.and_then(|(_, segment)| Profile::from_json(&segment.value.definition));
    let mut extract = Extract::open(Request {
        path: input.path,
        columns: input.columns,
        extracted_on: input.extracted_on,
        today: ctx.today,
        profile: input.mapping.or(kept),
    })
    .map_err(|error| match error {
        SirhError::File(error) => Failure::from(error),
        SirhError::NoHeadings => Failure::nothing("file.no_headings", catalogue::commands::NO_HEADINGS),
    })?;
    let extracted_on = extract.extracted_on;
    refuse_older(ctx, home.id, extracted_on)?;
    let columns = extract.columns_with_values();
    let mut planner = Planner::new(Settings {
        known: &home.facts,
        nomenclatures: &home.reference.nomenclatures,
        establishment: &home.establishment,
        extracted_on,
        mode: input.mode,
        codes: input.codes,
        labels: std::mem::take(&mut extract.labels),
        profile: extract.profile.clone(),
        profile_name: SmolStr::from(input.profile),
        persons: persons_by_rpps(ctx)?,
        has_separators: extract.has_separators,
        whole_people: input.whole_people,
    });
    while let Some(row) = extract.next_row() {
        planner.push(&row?);
        if planner.rows().is_multiple_of(1_000) {
            progress(planner.rows())?;
        }
    }
    let rows = planner.rows();
    if rows == 0 {
        return Err(Failure::nothing("file.no_rows", catalogue::commands::NO_ROWS));
    }
    progress(rows)?;
    let mut plan = planner.finish(&mut new_ids());
    plan.reading = Some(extract.reading);
    Ok(Planned { home, plan, extracted_on: Some(extracted_on), columns, rows })
}

/// Plans and applies as one change; questions must have been answered.
///
/// # Errors
/// Those of [`plan`]; `import.lines_refused` by the policy; `import.confirmation_needed` with the plan's questions;
/// `import.plan_stale`.
pub fn apply(
    ctx: &Ctx,
    order: &Order,
    confirmed: bool,
    progress: &mut Progress<'_>,
) -> Result<(Option<ChangeId>, Plan), Failure> {
    let (home, plan, extracted_on) = plan(ctx, order, progress)?;
    loads::refuse_partly(order.policy, &plan)?;
    if !confirmed && !plan.confirmations.is_empty() {
        let questions: Vec<&str> =
            plan.confirmations.iter().map(|question| question.message.as_str()).collect();
        return Err(Failure::nothing("import.confirmation_needed", questions.join(" ")));
    }
    let source = Source { operation: APPLY, path: Some(&order.path), extracted_on: Some(extracted_on) };
    let change = ctx.apply(Rubric::Imports, home.set(), home.head, &plan, &source)?;
    Ok((change, plan))
}

/// An extract older than the last one applied would bring back what has been corrected since.
///
/// # Errors
/// `import.older_extract`; failures of the database.
fn refuse_older(ctx: &Ctx, establishment: EstablishmentId, extracted_on: Day) -> Result<(), Failure> {
    ctx.database.read(|connection| refuse_older_in(connection, establishment, extracted_on))
}

/// The same, in a transaction.
///
/// # Errors
/// `import.older_extract`; failures of the database.
pub fn refuse_older_in(
    connection: &mut Connection,
    establishment: EstablishmentId,
    extracted_on: Day,
) -> Result<(), Failure> {
    match db::changes::last_extraction(connection, establishment, APPLY)? {
        Some(last) if extracted_on < last => Err(Failure::nothing(
            "import.older_extract",
            catalogue::commands::older_extract(extracted_on, last),
        )),
        _ => Ok(()),
    }
}

/// The mappings of a code table: `domaine; code_local; libelle_local; code_national; commentaire`.
fn read_codes(path: &Path) -> Result<Vec<CodeMapping>, Failure> {
    let table = read_table_file(path)?;
    let columns = [
        &["domaine", "domain"][..],
        &["codelocal", "local"],
        &["libellelocal", "libelle"],
        &["codenational", "national"],
        &["commentaire", "motif"],
    ];
    let place = |names: &[&str]| {
        table
            .headings
            .iter()
            .position(|heading| names.contains(&shared::import::value::plain(heading).as_str()))
    };
    let [domain, local, label, national, comment] = columns.map(place);
    let (Some(domain), Some(local), Some(national)) = (domain, local, national) else {
        return Err(Failure::nothing("codes.headings", catalogue::commands::CODES_HEADINGS));
    };
    let mappings = table.rows.iter().filter_map(|row| {
        let text = |at: Option<usize>| {
            at.and_then(|at| row.cells.get(at)).map(|cell| cell.text.clone()).unwrap_or_default()
        };
        mapping_of(
            &text(Some(domain)),
            &text(Some(local)),
            &text(label),
            &text(Some(national)),
            &text(comment),
        )
    });
    Ok(mappings.collect())
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|_| Failure::nothing("file.not_found", catalogue::commands::file_not_found(path)))?;
    // The description of columns is ASCII but for its names: other bytes cannot change what it says.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
