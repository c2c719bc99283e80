//! The loads of the initialisation: structures, SIGMED, other posts, attachments. Each is a plan, then a change.

use std::path::Path;

use shared::catalogue;
use shared::contract::imports::ImportPolicy;
use shared::habilitation::Rubric;
use shared::id::ChangeId;
use shared::import::attachments::{EffectiveDay, plan_attachments};
use shared::import::posts::plan_posts;
use shared::import::sigmed::plan_sigmed;
use shared::import::structures::plan_structures;
use shared::import::table::Setting;
use shared::plan::{Finding, Plan, Severity};
use shared::problem::Code;
use shared::time::Day;

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
    let setting = setting(&home, ctx.today);
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

/// Refuses a plan with refused lines, where nothing was to be written in that case.
///
/// # Errors
/// `import.lines_refused`.
pub(super) fn refuse_partly(policy: ImportPolicy, plan: &Plan) -> Result<(), Failure> {
    let refused = shared::import::sirh::plan::refused(plan);
    if policy != ImportPolicy::AllOrNothing || refused == 0 {
        return Ok(());
    }
    let refused = u32::try_from(refused).unwrap_or(u32::MAX);
    Err(Failure::refused(Code::LinesRefused, catalogue::imports::lines_refused(refused)))
}

/// Plans and applies as one change.
///
/// # Errors
/// Those of [`plan`], `import.lines_refused` by the policy, and `import.plan_stale`.
pub fn apply(
    ctx: &Ctx,
    load: Load,
    path: &Path,
    finess: &str,
    policy: ImportPolicy,
) -> Result<(Option<ChangeId>, Plan), Failure> {
    let (home, plan) = plan(ctx, load, path, finess)?;
    refuse_partly(policy, &plan)?;
    let source = Source { operation: load.operation(), path: Some(path), extracted_on: None };
    let change = ctx.apply(Rubric::Imports, home.set(), home.head, &plan, &source)?;
    Ok((change, plan))
}

/// What a load works with besides its file, on a day.
pub(super) fn setting(home: &Home, today: Day) -> Setting<'_> {
    Setting {
        establishment: &home.establishment,
        sites: &home.reference.facts.sites,
        nomenclatures: &home.reference.nomenclatures,
        today,
    }
}
