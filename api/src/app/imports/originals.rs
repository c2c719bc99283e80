//! The files of imports while they are kept: ninety days, sealed, so many of an establishment.
//!
//! What they were read into (plan, findings, journal) stays; what would read them again is refused from then on.

use std::io::Write;

use chrono::TimeDelta;
use serde_json::json;
use shared::catalogue::imports as texts;
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, ImportId};
use shared::problem::Code;
use shared::time::{Day, Instant};

use super::view;
use crate::app::{Ctx, Failure};
use crate::db::imports::Import;
use crate::db::originals::{self, OriginalError};
use crate::db::{Connection, Transaction};
use crate::vault::{Vault, VaultError};

/// How long the file of an import is kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);
/// Most bytes kept of one establishment: some twenty extracts of the largest hospital for each of the ninety days.
pub const MOST: u64 = 4 << 30;
/// Originals looked for at once.
const BATCH: i64 = 50;

impl From<OriginalError> for Failure {
    fn from(error: OriginalError) -> Failure {
        match error {
            OriginalError::Database(problem) => problem.into(),
            OriginalError::Vault(VaultError::Machine { doing, source }) => Failure::machine(doing, source),
            OriginalError::Vault(error) => {
                tracing::error!(%error, "a kept file cannot be opened");
                Failure::refused(Code::OriginalUnreadable, texts::ORIGINAL_UNREADABLE)
            }
        }
    }
}

/// What opens and seals kept files.
pub(super) fn vault(ctx: &Ctx) -> Result<&Vault, Failure> {
    ctx.database.vault().ok_or_else(|| {
        let missing = VaultError::KeyMissing("of kept files".to_owned());
        Failure::from(OriginalError::from(missing))
    })
}

/// Writes the file of an import somewhere.
///
/// # Errors
/// `import.original_removed`, `import.original_unreadable`; failures of the machine and of the database.
pub(super) fn open(ctx: &Ctx, import: &Import, to: impl Write) -> Result<(), Failure> {
    refuse_removed(import)?;
    let vault = vault(ctx)?;
    ctx.database.read(|connection| Ok(originals::open(connection, vault, import, to)?))
}

/// Refuses when the file of an import is no longer kept.
///
/// # Errors
/// `import.original_removed`.
pub(super) fn refuse_removed(import: &Import) -> Result<(), Failure> {
    match import.original_removed_at {
        None => Ok(()),
        Some(at) => {
            let detail = texts::original_removed(Day::from(at.naive().date()));
            Err(Failure::refused(Code::OriginalRemoved, detail))
        }
    }
}

/// Refuses when an establishment would have more kept than its share.
///
/// # Errors
/// `import.originals_full`; failures of the database.
pub(super) fn refuse_too_many(
    connection: &mut Connection,
    establishment: EstablishmentId,
    size: u64,
) -> Result<(), Failure> {
    if originals::kept(connection, establishment)?.saturating_add(size) > MOST {
        return Err(Failure::refused(Code::OriginalsFull, texts::originals_full(MOST)));
    }
    Ok(())
}

/// Removes the files that were sent long enough ago, each in a transaction of its own; those that are being worked on are
/// left for another day. Says how many.
///
/// # Errors
/// Failures of the database.
pub fn remove_old(ctx: &Ctx) -> Result<usize, Failure> {
    let limit = Instant::from(ctx.now.naive() - KEPT);
    let mut removed = 0;
    loop {
        let old = ctx.database.read(|connection| originals::older_than(connection, limit, BATCH))?;
        let before = removed;
        for import in &old {
            removed += usize::from(ctx.database.write(|tx| remove(ctx, tx, import.id))?);
        }
        if removed == before {
            return Ok(removed);
        }
    }
}

/// Removes one; `false` when somebody works on it, or it is gone already.
fn remove(ctx: &Ctx, tx: &mut Transaction<'_>, id: ImportId) -> Result<bool, Failure> {
    let scope = ctx.scope(tx, Rubric::Imports, ctx.today)?;
    let mut import = crate::db::imports::find(tx, &scope, id)?;
    if import.original_removed_at.is_some() || view::is_working(tx, &import)? {
        return Ok(false);
    }
    let permit = ctx.permit(tx, Rubric::Imports, Right::Modify, import.set())?;
    originals::remove(tx, &permit, &mut import, ctx.now)?;
    ctx.note(tx, "import.original_removed", Some(import.establishment), json!({ "import": id }))?;
    Ok(true)
}
