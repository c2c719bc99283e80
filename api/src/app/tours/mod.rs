//! Tours de recrutement: the tour of the nation, the list of each hospital, each post in it.
//!
//! The tables, the guards and what a step makes of a thing are of `shared::tour`; here they are read, asked and written, one
//! change for each hospital that a step touches.

/// What the clock does.
pub mod clock;
/// Steps of posts.
pub mod desk;
/// Posts in tours: what may be asked of them, one step, many steps.
pub mod entries;
/// What became of a post in the tour before.
mod former;
/// The lists of hospitals.
pub mod lists;
/// The list of each hospital when a tour opens.
mod opening;
/// Tours: what may be asked of them, a new one, a change of one.
pub mod rounds;
/// Steps of tours.
pub mod steps;
/// The last step of posts, taken back.
pub mod undo;

use shared::catalogue::requests;
use shared::habilitation::Rubric;
use shared::id::TourId;
use shared::problem::Code;
use shared::time::{Instant, View};
use shared::tour::round::Tour;
use shared::workflow::Machine;

use super::{Ctx, Failure};
use crate::db::Connection;
use crate::db::lists::{Entry, find};

const RUBRIC: Rubric = Rubric::Tours;

/// What is known now, today.
fn now(ctx: &Ctx) -> View {
    View { as_of: ctx.today, known_at: Instant::NEVER.just_before() }
}

/// A tour that the caller may read, as it is now.
fn tour(ctx: &Ctx, connection: &mut Connection, id: TourId) -> Result<Entry<Tour>, Failure> {
    let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
    Ok(find::<Tour>(connection, &scope, id, now(ctx))?)
}

/// Refuses a version that is not the present one.
fn same_version(asked: i64, present: i64) -> Result<(), Failure> {
    if asked == present {
        return Ok(());
    }
    Err(Failure::refused(Code::StaleVersion, requests::STALE).with("version", present))
}

/// Whether the caller holds what an action takes, wherever that is.
fn may_somewhere<M: Machine>(ctx: &Ctx, action: M::Action) -> bool {
    let Some(held) = ctx.authority.held() else { return true };
    let people = || M::STEPS.iter().filter(|step| step.action == action).flat_map(|step| step.people);
    held.habilitations
        .iter()
        .filter(|one| one.period.contains(ctx.today))
        .any(|one| people().any(|(profile, right)| *profile == one.profile && one.rights(RUBRIC).has(*right)))
}
