//! Every few seconds, without being asked: the steps of tours that are due, the posts whose deadline has passed.

use std::sync::Arc;

use shared::change::{Origin, Trail};
use shared::time::paris::in_paris;
use shared::time::{Day, Instant};

use crate::app::{Ctx, Failure, library, tours};
use crate::authz::{Authority, System};
use crate::db::Database;

/// Does what is due, as the program itself; says how many steps and lapses there were.
///
/// # Errors
/// Failures of the database.
pub(super) fn run(
    database: &Arc<Database>,
    shelf: &Arc<library::Shelf>,
    now: Instant,
) -> Result<usize, Failure> {
    let ctx = Ctx {
        database: Arc::clone(database),
        shelf: Arc::clone(shelf),
        authority: Authority::System(System::on_this_machine()),
        author: "logimedh".to_owned(),
        trail: Trail::default(),
        // The journal has no word for the clock: what nobody typed came by a program.
        origin: Origin::Import,
        now,
        today: Day::from(in_paris(now).date()),
    };
    let done = tours::clock::tick(&ctx)?;
    if done > 0 {
        tracing::info!(done, "steps of tours taken by the clock");
    }
    Ok(done)
}
