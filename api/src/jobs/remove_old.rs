//! Each day, without being asked: the files that were sent and the notices that were told too long ago are removed.

use std::sync::Arc;

use shared::change::{Origin, Trail};
use shared::time::Instant;

use crate::app::{Ctx, Failure, imports, notices};
use crate::authz::{Authority, System};
use crate::db::Database;

/// Removes them, as the program itself; says how many.
///
/// # Errors
/// Failures of the database.
pub(super) fn run(database: &Arc<Database>, now: Instant) -> Result<usize, Failure> {
    let ctx = Ctx {
        database: Arc::clone(database),
        shelf: Arc::default(),
        authority: Authority::System(System::on_this_machine()),
        author: "logimedh".to_owned(),
        trail: Trail::default(),
        origin: Origin::Import,
        now,
        today: now.naive().date().into(),
    };
    let forgotten = notices::forget(&ctx)?;
    if forgotten > 0 {
        tracing::info!(forgotten, "old notices forgotten");
    }
    let removed = imports::remove_old(&ctx)?;
    if removed > 0 {
        tracing::info!(removed, "old files removed");
    }
    Ok(removed)
}
