//! The journal: what happened, and what each change changed.

use shared::contract::Page;
use shared::contract::journal::JournalEntry;
use shared::problem::Problem;

use super::get;
use crate::query::Pairs;

/// A page of the journal, newest first.
pub async fn list_journal(query: &Pairs) -> Result<Page<JournalEntry>, Problem> {
    get("/journal").query(query).send().await
}
