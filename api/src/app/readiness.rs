//! Whether this process can do its work: the database takes writes and has all migrations, its disk has room.
//!
//! For who sends requests to one process or another, so it asks nothing of anybody else: a third party that is down must
//! not take every process away. The outbox does not exist yet: its age will be told here with it. What was found is told
//! again for a second, so that asking often costs nothing and keeps no write waiting.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use shared::problem::Code;
use shared::storage::Disk;
use shared::time::Instant;

use super::{Failure, chain};
use crate::db::Database;

/// For how long what was found is told again.
const MILLISECONDS: i64 = 1_000;

/// Why requests should not come here now.
type Verdict = Result<(), Code>;

/// What was last found, and when it was last looked for.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Option<Verdict>)>>);

impl Readiness {
    /// What was found a short while ago; `None` when it has to be looked for, which the caller then does. While one
    /// looks, others are told what was found before.
    pub fn lately(&self, now: Instant) -> Option<Verdict> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let age = last.map(|(at, _)| now.naive().signed_duration_since(at.naive()).num_milliseconds());
        // A clock that was put back is no reason to tell the same for long.
        if age.is_some_and(|age| (0..MILLISECONDS).contains(&age)) {
            return last.map(|(_, verdict)| verdict.unwrap_or(Err(Code::Overloaded)));
        }
        *last = Some((now, last.and_then(|(_, verdict)| verdict)));
        None
    }

    /// Looks, and keeps what is found.
    pub fn look(&self, database: &Database) -> Verdict {
        let found = look(database, measure);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, verdict)) = last.as_mut() {
            *verdict = Some(found);
        }
        found
    }
}

/// What keeps a process from its work, the worst first.
///
/// # Errors
/// `service.not_migrated`, `service.overloaded`, `service.database_unavailable`, `storage.low`.
pub fn look(database: &Database, measure: impl Fn(&Path) -> io::Result<Disk>) -> Result<(), Code> {
    database.probe().map_err(|problem| told(&problem.into()))?;
    for folder in database.folders() {
        let disk = measure(folder).map_err(|error| told(&Failure::machine("measuring a disk", error)))?;
        if disk.is_low() {
            tracing::warn!(folder = %folder.display(), "less than a tenth of the disk is free");
            return Err(Code::StorageLow);
        }
    }
    Ok(())
}

/// The code of a failure; its causes are for the log.
fn told(failure: &Failure) -> Code {
    tracing::warn!(cause = %chain(failure), "not ready");
    match failure {
        Failure::Busy(_) => Code::Overloaded,
        Failure::Refused(refusal) if refusal.code == Code::Overloaded => Code::Overloaded,
        Failure::NothingDone { code, .. } if code == "database.not_migrated" => Code::NotMigrated,
        _ => Code::DatabaseUnavailable,
    }
}

/// The disk that a folder is on.
///
/// # Errors
/// What the system says.
pub fn measure(folder: &Path) -> io::Result<Disk> {
    let disk = rustix::fs::statvfs(folder)?;
    // What the system keeps for itself is not free for us.
    Ok(Disk { free: disk.f_bavail, total: disk.f_blocks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Problem;

    fn at(milliseconds: u32) -> Instant {
        format!("2026-01-01T00:00:{:02}.{:03}Z", milliseconds / 1_000, milliseconds % 1_000).parse().unwrap()
    }

    #[test]
    fn what_was_found_is_told_for_a_second() {
        let readiness = Readiness::default();
        assert_eq!(readiness.lately(at(5_000)), None, "never looked: who asks looks");
        assert_eq!(readiness.lately(at(5_000)), Some(Err(Code::Overloaded)), "and nobody else meanwhile");
        readiness.0.lock().unwrap().as_mut().unwrap().1 = Some(Ok(()));
        assert_eq!(readiness.lately(at(5_999)), Some(Ok(())));
        assert_eq!(readiness.lately(at(6_000)), None);
        assert_eq!(readiness.lately(at(6_500)), Some(Ok(())), "until it is found anew");
        readiness.0.lock().unwrap().as_mut().unwrap().1 = Some(Err(Code::StorageLow));
        assert_eq!(readiness.lately(at(6_999)), Some(Err(Code::StorageLow)));
        assert_eq!(readiness.lately(at(1_000)), None, "the clock was put back");
    }

    #[test]
    fn a_failure_is_told_as_a_write_would_be() {
        let other = || diesel::result::Error::NotFound;
        for (problem, code) in [
            (Problem::Busy(other()), Code::Overloaded),
            (Problem::Crowded, Code::Overloaded),
            (Problem::NotMigrated, Code::NotMigrated),
            (Problem::Query(other()), Code::DatabaseUnavailable),
            (Problem::Migration("gone".into()), Code::DatabaseUnavailable),
        ] {
            assert_eq!(told(&problem.into()), code);
        }
    }

    #[test]
    fn a_real_disk_is_measured() {
        let disk = measure(Path::new(".")).unwrap();
        assert!(0 < disk.total && disk.free <= disk.total, "{disk:?}");
        assert!(measure(Path::new("nowhere/at/all")).is_err());
    }
}
