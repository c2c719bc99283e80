//! Changes: what each one changed, the undo of one, the state of the chain of seals.

use shared::contract::Page;
use shared::contract::journal::{ChangedThing, JournalEntry, Verification};
use shared::contract::writing::Undo;
use shared::id::ChangeId;
use shared::problem::Problem;

use super::{get, post};
use crate::query::Pairs;

/// Before and after of each thing of a change.
pub async fn list_journal_things(id: ChangeId, query: &Pairs) -> Result<Page<ChangedThing>, Problem> {
    get(format!("/journal/{id}/things")).query(query).send().await
}

/// The state of the chain of seals.
pub async fn verify_journal() -> Result<Verification, Problem> {
    get("/journal/verify").send().await
}

/// Brings back what was known before a change.
pub async fn undo_change(id: ChangeId, body: &Undo) -> Result<JournalEntry, Problem> {
    post(format!("/changes/{id}/undo")).once().json(body).send().await
}
