//! The loads of the initialisation: structures, SIGMED, other posts, attachments. Each is a plan, then a change.

use std::path::Path;

use shared::catalogue;
use shared::habilitation::{Right, Rubric};
use shared::id::ChangeId;
use shared::import::attachments::{EffectiveDay, attachment_rows, plan_attachments};
use shared::import::posts::plan_posts;
use shared::import::sigmed::plan_sigmed;
use shared::import::structures::plan_structures;
use shared::import::table::Setting;
use shared::plan::{Finding, Plan, Severity};
use smol_str::SmolStr;

use super::establishments::{Home, home};
use super::sirh::Planned;
use super::{Ctx, Failure, Source, new_ids};
use crate::loads;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// Poles, services, units.
    Structures,
    /// The extract of the national centre.
    Sigmed,
    /// University and local posts.
    Posts,
    /// The `Rattachements` workbook.
    Attachments,
}

impl Load {
    /// Name of the operation in the journal.
    pub const fn operation(self) -> &'static str {
        match self {
            Load::Structures => "structures.apply",
            Load::Sigmed => "sigmed.apply",
            Load::Posts => "posts.apply",
            Load::Attachments => "attachments.apply",
        }
    }
}

/// What the file would change.
///
/// # Errors
/// A file that cannot be read or is not of this kind; failures of the database.
pub fn plan(ctx: &Ctx, load: Load, path: &Path, finess: &str) -> Result<(Home, Plan), Failure> {
    read(ctx, load, path, finess).map(|planned| (planned.home, planned.plan))
}

/// The same, with what was found on the way.
///
/// # Errors
/// As [`plan`].
pub fn read(ctx: &Ctx, load: Load, path: &Path, finess: &str) -> Result<Planned, Failure> {
    let home = home(ctx, Rubric::Imports, finess, ctx.view_of(ctx.today)?)?;
    let table = match load {
        Load::Attachments => loads::read_attachments_file(path)
            .map_err(|finding| Failure::nothing(&finding.code, finding.message))?,
        _ => loads::read_table_file(path)?,
    };
    let setting = setting(ctx, &home);
    let mut ids = new_ids();
    let plan = match load {
        Load::Structures => plan_structures(&home.facts, &setting, &table, &mut ids),
        Load::Sigmed => plan_sigmed(&home.facts, &setting, &table, &mut ids),
        Load::Posts => plan_posts(&home.facts, &setting, &table, &mut ids),
        Load::Attachments => plan_attachments(&home.facts, &setting, &table, EffectiveDay::Opening),
    };
    match refused_file(&plan) {
        Some(finding) => Err(Failure::nothing(&finding.code, finding.message.clone())),
        None => {
            let rows = table.rows.len();
            Ok(Planned { home, plan, extracted_on: None, columns: Vec::new(), rows })
        }
    }
}

/// An error about the whole file, when it leaves nothing to plan.
fn refused_file(plan: &Plan) -> Option<&Finding> {
    let of_file = |finding: &&Finding| {
        finding.severity == Severity::Error && finding.line.is_none() && finding.column.is_none()
    };
    plan.findings.iter().find(of_file).filter(|_| plan.is_empty())
}

/// Plans and applies as one change.
///
/// # Errors
/// Those of [`plan`], and `import.plan_stale`.
pub fn apply(ctx: &Ctx, load: Load, path: &Path, finess: &str) -> Result<(Option<ChangeId>, Plan), Failure> {
    let (home, plan) = plan(ctx, load, path, finess)?;
    let source = Source { operation: load.operation(), path: Some(path), extracted_on: None };
    let change = ctx.apply(Rubric::Imports, home.set(), home.head, &plan, &source)?;
    Ok((change, plan))
}

/// Writes the `Rattachements` workbook pre-filled with the open SIGMED posts.
///
/// # Errors
/// When the file cannot be written; failures of the database.
pub fn attachments_template(ctx: &Ctx, finess: &str, output: &Path) -> Result<(), Failure> {
    let bytes = attachments_workbook(ctx, finess)?;
    std::fs::write(output, bytes).map_err(|error| Failure::machine(catalogue::commands::WRITING_FILE, error))
}

/// The bytes of that workbook. Who may not read practitioners is given the posts without their holders.
///
/// # Errors
/// Failures of the machine and of the database.
pub fn attachments_workbook(ctx: &Ctx, finess: &str) -> Result<Vec<u8>, Failure> {
    workbook_of(ctx, &home(ctx, Rubric::Imports, finess, ctx.view_of(ctx.today)?)?)
}

fn workbook_of(ctx: &Ctx, home: &Home) -> Result<Vec<u8>, Failure> {
    let names = ctx
        .database
        .read(|connection| ctx.may(connection, Rubric::Practitioners, Right::Read, Some(home.id)))?;
    let setting = setting(ctx, home);
    let mut rows = attachment_rows(&home.facts, &setting);
    if !names {
        for [_, holder, ..] in &mut rows {
            *holder = SmolStr::default();
        }
    }
    loads::attachments_template(&setting, &rows)
        .map_err(|error| Failure::machine(catalogue::commands::WRITING_FILE, error))
}

/// The same, for somebody who takes it away: the journal keeps it.
///
/// # Errors
/// As [`attachments_workbook`].
pub fn attachments_download(ctx: &Ctx, finess: &str) -> Result<Vec<u8>, Failure> {
    let home = home(ctx, Rubric::Imports, finess, ctx.view_of(ctx.today)?)?;
    let bytes = workbook_of(ctx, &home)?;
    ctx.tell("attachments.download", Some(home.id), serde_json::Value::Null)?;
    Ok(bytes)
}

fn setting<'a>(ctx: &Ctx, home: &'a Home) -> Setting<'a> {
    Setting {
        establishment: &home.establishment,
        sites: &home.reference.facts.sites,
        nomenclatures: &home.reference.nomenclatures,
        today: ctx.today,
    }
}
