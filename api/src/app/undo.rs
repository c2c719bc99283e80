//! The last step of things that pass from hand to hand, as far as it is the caller's: what a screen needs to offer to take
//! it back, and what taking it back begins with.
//!
//! Refuses to say whether the step may be taken back now: that is asked of the thing itself.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::ChangeId;
use shared::workflow::Machine;

use super::{Ctx, Failure};
use crate::db::Connection;
use crate::db::changes::{self, Change};

/// A step that the caller took.
pub(super) struct OwnStep<A> {
    /// What was done.
    pub(super) action: A,
    /// The change that did it.
    pub(super) change: Change,
}

/// Those of some changes that are steps of a machine which the caller took: one statement, whatever their number.
///
/// # Errors
/// Failures of the database.
pub(super) fn own_steps<M: Machine>(
    ctx: &Ctx,
    connection: &mut Connection,
    noun: &str,
    changes: &BTreeSet<ChangeId>,
) -> Result<BTreeMap<ChangeId, OwnStep<M::Action>>, Failure> {
    let Some(account) = ctx.authority.held().map(|held| held.account) else { return Ok(BTreeMap::new()) };
    let found = changes::several(connection, changes)?.into_values();
    let own = found.filter(|change| change.trail.account == Some(account));
    let steps = own.filter_map(|change| {
        let action = action_of::<M>(noun, &change.operation)?;
        Some((change.id, OwnStep { action, change }))
    });
    Ok(steps.collect())
}

/// Those whose action the table lets take back.
///
/// # Errors
/// Failures of the database.
pub(super) fn offered<M: Machine>(
    ctx: &Ctx,
    connection: &mut Connection,
    noun: &str,
    changes: impl Iterator<Item = ChangeId>,
) -> Result<BTreeSet<ChangeId>, Failure> {
    let own = own_steps::<M>(ctx, connection, noun, &changes.collect())?;
    let offered = own.into_iter().filter(|(_, step)| M::TAKEN_BACK.contains(&step.action));
    Ok(offered.map(|(id, _)| id).collect())
}

/// The action of a machine that an operation took.
fn action_of<M: Machine>(noun: &str, operation: &str) -> Option<M::Action> {
    let name = operation.strip_prefix(noun)?.strip_prefix('.')?;
    M::ACTIONS.iter().copied().find(|action| action.to_string() == name)
}
