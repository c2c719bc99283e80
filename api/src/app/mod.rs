//! Operations: each loads what it needs, asks `shared` to decide, writes in one transaction and records one change.
//!
//! No argument parsing and no printing here: the command line and the server call the same functions.

/// Changes: list and undo.
pub mod changes;
/// The demonstration hospital.
pub mod demo;
/// The logical dump.
pub mod dump;
/// Finding an establishment and the reference around it.
pub mod establishments;
/// The loads of the initialisation.
pub mod loads;
/// Nomenclatures and FINESS.
pub mod reference;
/// The SIRH import.
pub mod sirh;
/// The staffing table.
pub mod staffing_table;

use std::path::Path;

use sha2::{Digest, Sha256};
use shared::catalogue;
use shared::id::{ChangeId, IdSource};
use shared::plan::Plan;
use shared::time::{Day, Instant};
use uuid::Uuid;

use crate::db::changes::{NewChange, Origin};
use crate::db::facts::FactSet;
use crate::db::{self, Database};
use crate::reader::ReadError;

/// Who acts, when, on which database.
pub struct Ctx {
    /// The database.
    pub database: Database,
    /// Who: `cli:<system user>` on the command line.
    pub author: String,
    /// From where.
    pub origin: Origin,
    /// Now (UTC), read once per command.
    pub now: Instant,
    /// Today in the hospital's calendar.
    pub today: Day,
}

/// Why an operation did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request cannot be met as it stands: a stable code and a French sentence.
    #[error("{message}")]
    NothingDone {
        /// Stable code, `noun.cause`.
        code: String,
        /// What happened and what to do.
        message: String,
    },
    /// The database.
    #[error(transparent)]
    Database(db::Problem),
    /// A file could not be written, or another failure of the machine.
    #[error("{doing}")]
    Machine {
        /// What was being done.
        doing: String,
        /// The answer of the system.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Failure {
    /// Nothing done, with its reason.
    pub fn nothing(code: &str, message: impl Into<String>) -> Failure {
        Failure::NothingDone { code: code.into(), message: message.into() }
    }

    /// A failure of the machine.
    pub fn machine(doing: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        Failure::Machine { doing: doing.into(), source: source.into() }
    }
}

impl From<db::Problem> for Failure {
    /// What a person can settle is told in French; the rest is a failure of the machine.
    fn from(problem: db::Problem) -> Failure {
        match problem {
            db::Problem::NotMigrated => {
                Failure::nothing("database.not_migrated", catalogue::commands::NOT_MIGRATED)
            }
            db::Problem::Busy(_) => Failure::nothing("database.busy", catalogue::commands::BUSY),
            db::Problem::UnknownScheme { .. } => {
                Failure::nothing("database.unknown_scheme", catalogue::commands::UNKNOWN_SCHEME)
            }
            problem => Failure::Database(problem),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::nothing(error.code().wire(), error.to_string())
    }
}

/// New ids for new things: UUIDv7, in the order in which they are asked.
pub fn new_ids() -> impl IdSource {
    Uuid::now_v7
}

/// What is written about a plan when it is applied.
pub struct Source<'a> {
    /// `sirh.apply`, `posts.apply`, ...
    pub operation: &'a str,
    /// The file.
    pub path: Option<&'a Path>,
    /// The day on which the file was extracted.
    pub extracted_on: Option<Day>,
}

impl Ctx {
    /// The instant of the present knowledge: now, or that of the last change when it is ahead of this clock.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn present(&self) -> Result<Instant, Failure> {
        let last = self.database.read(db::changes::last_instant)?;
        Ok(last.map_or(self.now, |last| last.max(self.now)))
    }

    /// Applies a plan as one change; `None` when there is nothing to do.
    ///
    /// # Errors
    /// `import.plan_stale` when what the plan read has moved; failures of the database.
    pub fn apply(
        &self,
        set: FactSet,
        expected_head: i64,
        plan: &Plan,
        source: &Source<'_>,
    ) -> Result<Option<ChangeId>, Failure> {
        let change_set = plan.change_set();
        if change_set.is_empty() {
            return Ok(None);
        }
        let change = NewChange {
            author: self.author.clone(),
            origin: self.origin,
            operation: source.operation.into(),
            reason: None,
            undoes: None,
            source_name: source
                .path
                .and_then(Path::file_name)
                .map(|name| name.to_string_lossy().into_owned()),
            source_hash: source.path.map(hash_of).transpose()?,
            extracted_on: source.extracted_on,
        };
        let recorded = self
            .database
            .write(|tx| db::changes::record(tx, set, Some(expected_head), change, &change_set, self.now));
        match recorded {
            Ok(change) => Ok(Some(change.id)),
            Err(db::Problem::Stale) => {
                Err(Failure::nothing("import.plan_stale", catalogue::commands::PLAN_STALE))
            }
            Err(problem) => Err(problem.into()),
        }
    }
}

/// SHA-256 of a file, read in pieces.
fn hash_of(path: &Path) -> Result<String, Failure> {
    let open = || -> std::io::Result<String> {
        let mut hasher = Sha256::new();
        let mut file = std::fs::File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = std::io::Read::read(&mut file, &mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            hasher.update(part);
        }
        Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    };
    open().map_err(|error| Failure::machine("reading the file again", error))
}
