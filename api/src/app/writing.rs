//! Running a write: one transaction each, sent again without a second effect, or only rehearsed.
//!
//! The answer is kept with its key in the transaction of the effect, so that both are there or none is. Refuses to know
//! what is written: the work is handed in, and says what it answers.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use shared::catalogue::requests as texts;
use shared::problem::Code;
use shared::time::Instant;

use super::{Ctx, Failure};
use crate::db::replays::{self, Kept, Key};

/// The write under way. The layers above take it from [`run`] and hand it to an operation; only `app` and `db` work
/// with it.
pub use crate::db::Transaction;

/// What a write answers, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Status.
    pub status: u16,
    /// `Location`, `ETag`, ...
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: String,
}

/// How a write is asked.
pub struct Asked {
    /// Nothing is to be written: what would be answered is all that is wanted.
    pub rehearsal: bool,
    /// What makes it known again when it is sent again; without it, it is done each time.
    pub key: Option<ReplayKey>,
}

/// What makes a write known again.
pub struct ReplayKey {
    /// Who sends it.
    pub caller: String,
    /// Method and path.
    pub operation: String,
    /// The key that the sender chose.
    pub key: String,
    /// What the request is told from others under the same key by: a digest that only this server can make.
    pub body_hash: String,
    /// For how many days its answer is kept.
    pub days: i64,
}

/// A write that was run.
pub struct Done {
    /// What it answers.
    pub written: Written,
    /// Whether it had been done before, and answers what it did then.
    pub replayed: bool,
    /// Whether nothing was written.
    pub rehearsed: bool,
}

/// Why a transaction that succeeded is not committed.
enum Stop {
    Failed(Failure),
    Rehearsed(Written),
}

impl From<crate::db::Problem> for Stop {
    fn from(problem: crate::db::Problem) -> Stop {
        Stop::Failed(problem.into())
    }
}

/// Runs a write in one transaction.
///
/// # Errors
/// What the work refuses; `request.key_reused`; `request.key_in_progress` when the same request is still under way
/// here; `service.overloaded` when another write does not end in time.
pub fn run(
    ctx: &Ctx,
    asked: Asked,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>) -> Result<Written, Failure>,
) -> Result<Done, Failure> {
    let rights = ctx.authority.held().map_or(0, |held| held.version);
    let Asked { rehearsal, key: replay } = asked;
    let replay = replay.map(|replay| {
        let ReplayKey { caller, operation, key, body_hash, days } = replay;
        (Key { caller, operation, key }, body_hash, days)
    });
    let turn = replay.as_ref().map(|(key, ..)| Turn::of(key));
    let done = ctx.database.write(|tx| {
        if let Some((key, hash, _)) = &replay
            && let Some(kept) = replays::find(tx, key, ctx.now)?
        {
            return if kept.body_hash != *hash {
                Err(Stop::Failed(Failure::code(Code::KeyReused)))
            } else if kept.rights_version != rights {
                // The answer was for what the caller held then; what they may read now is asked for anew.
                Err(Stop::Failed(Failure::refused(Code::KeyReused, texts::KEY_OF_FORMER_RIGHTS)))
            } else {
                Ok((Written { status: kept.status, headers: kept.headers, body: kept.body }, true))
            };
        }
        let written = work(ctx, tx).map_err(Stop::Failed)?;
        if rehearsal {
            return Err(Stop::Rehearsed(written));
        }
        if let Some((key, body_hash, days)) = replay {
            let (status, headers, body) = (written.status, written.headers.clone(), written.body.clone());
            let kept = Kept { body_hash, rights_version: rights, status, headers, body };
            let until = ctx.now.naive() + TimeDelta::days(days);
            replays::keep(tx, &key, &kept, ctx.now, Instant::from(until))?;
        }
        Ok((written, false))
    });
    match done {
        Ok((written, replayed)) => Ok(Done { written, replayed, rehearsed: false }),
        Err(Stop::Rehearsed(written)) => Ok(Done { written, replayed: false, rehearsed: true }),
        // The same request holds the database, or waits for it too: said only when it is known.
        Err(Stop::Failed(Failure::Busy(_))) if turn.is_some_and(|turn| !turn.is_first) => {
            Err(Failure::code(Code::KeyInProgress))
        }
        Err(Stop::Failed(failure)) => Err(failure),
    }
}

/// A keyed request under way in this process; the first of its key leaves the list when it ends.
struct Turn {
    key: Key,
    is_first: bool,
}

static UNDER_WAY: Mutex<BTreeSet<Key>> = Mutex::new(BTreeSet::new());

impl Turn {
    fn of(key: &Key) -> Turn {
        let is_first = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        Turn { key: key.clone(), is_first }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.is_first {
            UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
        }
    }
}

/// The version in a tag: the number in `"v17"` or `"v17-1a2b3c4d"`.
pub fn version_of(tag: &str) -> Option<i64> {
    let inner = tag.trim().strip_prefix("\"v")?.strip_suffix('"')?;
    inner.split('-').next()?.parse().ok()
}
