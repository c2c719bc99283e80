//! The storage layer, the same assertions on both databases.

mod bulk;
mod constraints;
mod crash;
mod facts;
mod introspection;
mod journal;
mod migrations;
mod sequences;
mod undo;
mod writers;

use api::authz::{Permit, Scope, System};
use api::db::changes::{self, Change, NewChange};
use api::db::facts::{FactSet, load};
use api::db::{Database, Problem, versions};
use diesel::{RunQueryDsl as _, sql_query};
use shared::change::{Origin, Trail};
use shared::knowledge::{ChangeSet, Facts};
use shared::time::Instant;
use uuid::Uuid;

use crate::support::instant;

/// The set of facts of the nth establishment.
fn establishment(number: u32) -> FactSet {
    FactSet::Establishment(Uuid::from_u128(number.into()).into())
}

/// The layers below rights are tested with all of them.
fn everything() -> Scope {
    Scope::everything(&System::on_this_machine())
}

fn anything() -> Permit {
    Permit::anything(&System::on_this_machine())
}

/// A change by nobody in particular.
fn some_change() -> NewChange {
    NewChange {
        author: "test".into(),
        origin: Origin::CommandLine,
        operation: "test.record".into(),
        reason: None,
        undoes: None,
        source_name: None,
        source_hash: None,
        extracted_on: None,
        trail: Trail::default(),
    }
}

/// Records a difference computed from the present head.
fn record(database: &Database, set: FactSet, facts: &ChangeSet) -> Result<Change, Problem> {
    record_as(database, set, some_change(), facts)
}

fn record_as(
    database: &Database,
    set: FactSet,
    change: NewChange,
    facts: &ChangeSet,
) -> Result<Change, Problem> {
    database.write(|tx| {
        let head = versions::read_head(tx, set)?;
        changes::record(tx, &anything(), set, Some(head), change, facts, instant(0))
    })
}

fn known(database: &Database, set: FactSet, at: Instant) -> Facts {
    database.read(|connection| load(connection, &everything(), set, at)).unwrap()
}

/// What is known after all changes.
fn known_now(database: &Database, set: FactSet) -> Facts {
    known(database, set, instant(i64::from(u32::MAX)))
}

/// Runs a statement in a transaction of its own.
fn execute(database: &Database, statement: &str) -> Result<usize, Problem> {
    database.write(|tx| Ok(sql_query(statement).execute(&mut **tx)?))
}
