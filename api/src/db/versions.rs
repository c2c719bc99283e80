//! The last change of each set of facts: what a plan was computed from, compared and set by the next change.

use diesel::prelude::*;

use super::Connection;
use super::Transaction;
use super::facts::FactSet;
use super::problem::Problem;
use super::schema::heads;

/// The key of a set.
pub(super) fn scope(set: FactSet) -> String {
    set.column().unwrap_or_else(|| "reference".to_owned())
}

/// Number of the last change of a set; 0 when it has none. Read it with the facts, in one transaction.
///
/// # Errors
/// `Query`.
pub fn read_head(connection: &mut Connection, set: FactSet) -> Result<i64, Problem> {
    let head = heads::table.find(scope(set)).select(heads::seq).first(connection).optional()?;
    Ok(head.unwrap_or_default())
}

/// Moves the head to a new change; `expected` is the head the change was computed from, when that matters.
///
/// # Errors
/// `Stale` when the head has moved since; `Query`.
pub(super) fn advance(
    tx: &mut Transaction<'_>,
    set: FactSet,
    expected: Option<i64>,
    seq: i64,
) -> Result<(), Problem> {
    let head = read_head(tx, set)?;
    if expected.is_some_and(|expected| expected != head) {
        return Err(Problem::Stale);
    }
    // Writes are serialised, so that nobody can move the head between the two statements; the filter says it again.
    let moved = if head == 0 {
        diesel::insert_into(heads::table)
            .values((heads::scope.eq(scope(set)), heads::seq.eq(seq)))
            .execute(&mut **tx)?
    } else {
        diesel::update(heads::table.find(scope(set)).filter(heads::seq.eq(head)))
            .set(heads::seq.eq(seq))
            .execute(&mut **tx)?
    };
    if moved == 1 { Ok(()) } else { Err(Problem::Stale) }
}
