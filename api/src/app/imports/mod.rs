//! Imports: a file is received, read into a plan by a job, corrected, applied as one change by another job, undone.
//!
//! The table of `shared::import::state` says what may happen in which state; every function here looks it up. Refuses
//! to read a file inside a request: that is the business of `jobs`.

mod decisions;
mod keeping;
mod originals;
mod pages;
mod reading;
mod receiving;
mod report;
mod view;

use shared::catalogue::imports as texts;
use shared::contract::imports::{ImportState, ImportView};
use shared::habilitation::{Right, Rubric};
use shared::id::ImportId;
use shared::import::state::{self, ImportAction};
use shared::problem::Code;

use super::{Ctx, Failure};
use crate::authz::Permit;
use crate::db::imports::Import;
use crate::db::{self, Connection, Transaction};

pub use crate::db::imports::Filter;
pub use decisions::{answer_codes, apply, discard, map, replan, undo};
pub use keeping::Examined;
pub use originals::{KEPT, MOST, remove_old};
pub use pages::{FindingFilter, ItemFilter, PlanPage, findings, items, unmapped};
pub use reading::{ApplyOptions, Errand, apply_now, read_now};
pub(super) use receiving::safe_name;
pub use receiving::{Received, may_send, receive};
pub use report::{Refused, ReportFormat, report, report_findings};
pub(crate) use view::column_view;
pub use view::fields;

/// An import, as the caller sees it.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn find(ctx: &Ctx, id: ImportId) -> Result<ImportView, Failure> {
    ctx.database.read(|connection| {
        let import = load(ctx, connection, id)?;
        view::of(ctx, connection, import)
    })
}

/// Imports in the caller's perimeter, newest first, and after which the next page begins. `of` says
/// which establishments are wanted, by their number.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(
    ctx: &Ctx,
    filter: &Filter,
    of: &dyn Fn(&str) -> bool,
) -> Result<(Vec<ImportView>, Option<ImportId>), Failure> {
    ctx.database.read(|connection| {
        let (found, next) = wanted(ctx, connection, filter, of)?;
        let views = found.into_iter().map(|import| view::of(ctx, connection, import));
        Ok((views.collect::<Result<_, Failure>>()?, next))
    })
}

/// How many imports such a list has, without its pages.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn count(ctx: &Ctx, filter: &Filter, of: &dyn Fn(&str) -> bool) -> Result<u64, Failure> {
    let whole = Filter { before: None, limit: i64::from(u32::MAX), ..filter.clone() };
    let (found, _) = ctx.database.read(|connection| wanted(ctx, connection, &whole, of))?;
    Ok(found.len() as u64)
}

/// The imports of a page, as they stand now, and after which the next page begins.
fn wanted(
    ctx: &Ctx,
    connection: &mut Connection,
    filter: &Filter,
    of: &dyn Fn(&str) -> bool,
) -> Result<(Vec<Import>, Option<ImportId>), Failure> {
    let scope = ctx.list_scope(connection, Rubric::Imports, ctx.today)?;
    let mut asked = filter.clone();
    asked.limit = filter.limit.saturating_add(1);
    if filter.states.contains(&ImportState::Stale) {
        // A plan becomes stale by itself: see `present`.
        asked.states.extend([ImportState::Planned, ImportState::AwaitingConfirmation]);
    }
    let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    // What is wanted is known only once an import is looked at: read on until the page is full.
    loop {
        let imports = db::imports::list(connection, &scope, &asked)?;
        let is_last = imports.len() <= limit;
        asked.before = imports.last().map(|import| import.id);
        for import in imports {
            let import = present(connection, import)?;
            if (filter.states.is_empty() || filter.states.contains(&import.state)) && of(&import.finess) {
                found.push(import);
            }
        }
        if is_last || found.len() > limit {
            break;
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|import| import.id).filter(|_| more);
    Ok((found, next))
}

/// The import as it stands now, when it is in scope.
fn load(ctx: &Ctx, connection: &mut Connection, id: ImportId) -> Result<Import, Failure> {
    let scope = ctx.scope(connection, Rubric::Imports, ctx.today)?;
    let import = db::imports::find(connection, &scope, id)?;
    present(connection, import)
}

/// A plan is stale as soon as what it was made from has moved; nothing else has to say so.
fn present(connection: &mut Connection, mut import: Import) -> Result<Import, Failure> {
    if let Some(stale) = state::after(import.state, ImportAction::Outdate)
        && import.head != Some(db::versions::read_head(connection, import.set())?)
    {
        import.state = stale;
    }
    Ok(import)
}

/// The import and the leave to write it, at the version that the caller saw, when the action is legal now.
///
/// `version: None` is for the program itself, which read it in the same transaction.
fn load_for(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, version): (ImportId, Option<i64>),
    action: ImportAction,
) -> Result<(Import, Permit, ImportState), Failure> {
    let import = load(ctx, tx, id)?;
    let permit = ctx.permit(tx, Rubric::Imports, Right::Modify, import.set())?;
    let working = view::is_working(tx, &import)?;
    let allowed = view::allowed(ctx, tx, &import, working)?;
    if version.is_some_and(|version| version != import.version) {
        let present = import.version;
        return Err(Failure::code(Code::StaleVersion).with("version", present).allowing(allowed));
    }
    if working {
        return Err(Failure::refused(Code::TransitionRefused, texts::WORKING).allowing(Vec::new()));
    }
    match state::after(import.state, action) {
        Some(_) if action.needs_original() && import.original_removed_at.is_some() => {
            originals::refuse_removed(&import).map_err(|refused| refused.allowing(allowed))?;
            Err(Failure::code(Code::OriginalRemoved))
        }
        Some(to) => Ok((import, permit, to)),
        None => Err(Failure::refused(Code::TransitionRefused, texts::TRANSITION_REFUSED).allowing(allowed)),
    }
}
