//! Who takes the steps of what passes from hand to hand: the caller as the tables see them.
//!
//! Refuses to decide: who may take which step is in the tables of [`shared::workflow`].

use serde_json::Value;
use shared::change::Origin;
use shared::habilitation::Place;
use shared::id::EstablishmentId;
use shared::problem::Code;
use shared::workflow::{self, Actor, Machine, Program};

use super::{Ctx, Failure};
use crate::authz::Authority;
use crate::db::Connection;

/// Who acts at a place: the machine itself stands for the program.
pub(super) fn actor_at<'a>(ctx: &'a Ctx, place: &'a Place) -> Actor<'a> {
    match &ctx.authority {
        // What SIGMED answers is written by the program in its name.
        Authority::System(_) if ctx.origin == Origin::Sigmed => Actor::Program(Program::Sigmed),
        Authority::System(_) => Actor::Program(Program::System),
        Authority::Account(held) => Actor::Person { held: &held.habilitations, today: ctx.today, place },
    }
}

/// Refuses an action that the caller could take from no state there.
///
/// # Errors
/// `right.missing`; failures of the database.
pub(super) fn demand<M: Machine>(
    ctx: &Ctx,
    connection: &mut Connection,
    action: M::Action,
    establishment: EstablishmentId,
) -> Result<(), Failure> {
    let place = ctx.place(connection, Some(establishment), ctx.today)?;
    let mut steps = M::STEPS.iter().filter(|step| step.action == action);
    let may = steps.any(|step| workflow::advance::<M>(step.from, action, actor_at(ctx, &place)).is_ok());
    if may { Ok(()) } else { Err(Failure::code(Code::RightMissing)) }
}

/// Actions by their names.
pub(super) fn words<A: std::fmt::Display>(actions: &[A]) -> Vec<Value> {
    actions.iter().map(|action| action.to_string().into()).collect()
}
