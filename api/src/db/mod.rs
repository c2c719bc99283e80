//! Storage: what is known, when it was known, and the sealed journal of changes, in SQLite or PostgreSQL.
//!
//! [`Database`] hands out transactions; [`facts`] reads what is known; [`changes::record`] is the one way to write
//! it. Only `backend` names a database. Refuses to decide anything: a change set comes from `shared`, and is
//! written or refused as a whole. See `ARCHITECTURE.md`.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// Entries of the journal about single practitioners.
pub mod about_people;
/// Accounts.
pub mod accounts;
mod affectations;
/// A seal kept outside the database.
pub mod anchor;
mod backend;
/// The journal of changes.
pub mod changes;
mod code_mappings;
/// Comments.
pub mod comments;
mod conditions;
mod contracts;
mod conventions;
mod establishments;
mod exercise_periods;
/// What is known.
pub mod facts;
/// The change feed.
pub(crate) mod feed;
/// What accounts hold.
pub mod habilitations;
mod headships;
/// Where structures and people are.
pub mod homes;
mod import_profiles;
/// Files sent by hospitals, and where they stand.
pub mod imports;
/// Long work.
pub mod jobs;
/// Seals over the journal, and their verification.
pub mod journal;
/// Pages of lists, things by id, their past.
pub mod lists;
/// The last extract and the open imports of establishments.
pub mod loading;
/// Mails that wait, and what became of them.
pub mod mails;
mod nomenclatures;
/// What people are told, and how they want to be.
pub mod notices;
/// The files of imports, sealed.
pub mod originals;
mod positions;
/// Rows of editions, and their documents.
pub mod post_profiles;
/// Rows of posts.
pub mod posts;
mod practitioners;
mod probe;
/// What can go wrong.
pub mod problem;
/// Answers kept for requests sent again.
pub mod replays;
mod requests;
mod reservations;
pub(crate) mod rows;
mod schema;
/// Sign-ins and their tokens.
pub mod sessions;
/// What leaves for SIGMED.
pub mod sigmed_deliveries;
mod sigmed_posts;
/// Attempts to sign in.
pub mod sign_ins;
mod sites;
mod statuses;
mod steps;
mod structures;
/// The single things of a small perimeter.
pub mod things;
/// What single changes touched.
pub(crate) mod touched;
pub mod tour_entries;
mod tour_lists;
pub mod tours;
/// The last change of each set of facts.
pub mod versions;
mod words;

use crate::vault::Vault;

pub use anchor::Anchor;
pub use backend::AnyConnection as Connection;
pub use problem::Problem;

/// A database, with the connections it has open.
///
/// A call takes an idle connection or opens one, so that a read inside a write is possible (it sees what is
/// committed); when [`MOST_CONNECTIONS`] are in use it waits for one. A connection on which something failed badly, or
/// whose call panicked, is closed and not used again; one that died while it was idle is left for another.
pub struct Database {
    address: backend::Address,
    idle: Mutex<Vec<Connection>>,
    in_use: Mutex<usize>,
    given_back: Condvar,
    migrated: AtomicBool,
    anchor: Option<PathBuf>,
    anchor_failure: Mutex<Option<Problem>>,
    vault: OnceLock<Vault>,
}

/// Connections that one process uses at once: PostgreSQL lets a hundred in by default, from all processes.
pub const MOST_CONNECTIONS: usize = 32;
/// How long a call waits for a connection: as long as for the end of another write.
const PATIENCE: Duration = Duration::from_secs(5);

/// The place of one connection among those in use, free again when it is dropped.
struct Place<'a>(&'a Database);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut in_use = lock(&self.0.in_use);
        *in_use = in_use.saturating_sub(1);
        self.0.given_back.notify_one();
    }
}

/// The transaction of one write. Reads on it see what it has written.
pub struct Transaction<'a>(&'a mut Connection);

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.0
    }
}

impl Database {
    /// Opens `sqlite://PATH` (the file is made when absent) or `postgres://...`.
    ///
    /// The anchor of the journal is kept beside a SQLite file (`PATH.anchor`); for a server, see
    /// [`Database::with_anchor`].
    ///
    /// # Errors
    /// `UnknownScheme`, `Open`.
    pub fn open(url: &str) -> Result<Self, Problem> {
        let address = backend::Address::parse(url)?;
        let connection = backend::connect(&address)?;
        let anchor = address.file().map(|file| {
            let mut path = file.as_os_str().to_owned();
            path.push(".anchor");
            PathBuf::from(path)
        });
        Ok(Self {
            address,
            idle: Mutex::new(vec![connection]),
            in_use: Mutex::new(0),
            given_back: Condvar::new(),
            migrated: AtomicBool::new(false),
            anchor,
            vault: OnceLock::new(),
            anchor_failure: Mutex::new(None),
        })
    }

    /// The same, with the anchor of the journal in that file, which should be on another disk or machine.
    #[must_use]
    pub fn with_anchor(mut self, path: impl Into<PathBuf>) -> Self {
        self.anchor = Some(path.into());
        self
    }

    /// Opens what is sealed in it: given once, by who has the keys. Without it everything else works.
    pub fn unlock(&self, vault: Vault) {
        // Given twice, the first stays: both have the same keys.
        let _ = self.vault.set(vault);
    }

    /// What opens and seals kept files, where somebody gave the keys.
    pub fn vault(&self) -> Option<&Vault> {
        self.vault.get()
    }

    /// The file that holds the anchor.
    pub fn anchor_path(&self) -> Option<&Path> {
        self.anchor.as_deref()
    }

    /// Why the last write, which stands, could not be anchored; asked once. A late anchor is harmless, one that
    /// never moves must be told to somebody.
    pub fn take_anchor_failure(&self) -> Option<Problem> {
        lock(&self.anchor_failure).take()
    }

    /// Runs the missing migrations, all or none, and lays the first anchor.
    ///
    /// # Errors
    /// `Migration`, `Busy`, `Anchor`.
    pub fn migrate(&self) -> Result<(), Problem> {
        let place = self.place()?;
        let connection = self.begun(backend::begin_write)?;
        self.end(connection, backend::migrate)?;
        drop(place);
        self.migrated.store(true, Ordering::Release);
        if let Some(path) = &self.anchor
            && anchor::read_anchor(path)?.is_none()
        {
            anchor::write_anchor(path, &self.read(journal::last_seal)?)?;
        }
        Ok(())
    }

    /// Reverts all migrations: every table and all that is in it goes.
    ///
    /// # Errors
    /// `Migration`, `Busy`.
    pub fn revert(&self) -> Result<(), Problem> {
        let _place = self.place()?;
        let connection = self.begun(backend::begin_write)?;
        self.migrated.store(false, Ordering::Release);
        self.end(connection, backend::revert)
    }

    /// Whether all migrations have run.
    ///
    /// # Errors
    /// `Migration` when the list of migrations cannot be read.
    pub fn is_migrated(&self) -> Result<bool, Problem> {
        let _place = self.place()?;
        let mut connection = self.begun(backend::begin_look)?;
        let pending = backend::has_pending_migration(&mut connection);
        let ended = backend::rollback(&mut connection);
        if ended.is_ok() {
            self.give_back(connection);
        }
        Ok(!pending?)
    }

    /// Reads in one transaction that sees one state of the database and cannot write.
    ///
    /// # Errors
    /// What the function says, and `NotMigrated`, `Open`, `Query`.
    pub fn read<T, E: From<Problem>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.require_migrated()?;
        let _place = self.place()?;
        let connection = self.begun(backend::begin_read)?;
        self.end(connection, work)
    }

    /// Writes in one transaction, committed when the function succeeds; writes come one after the other. Then
    /// moves the anchor of the journal, when the write recorded a change.
    ///
    /// # Errors
    /// What the function says, and `NotMigrated`, `Open`, `Busy`, `Query`; nothing is then written.
    pub fn write<T, E: From<Problem>>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.require_migrated()?;
        let place = self.place()?;
        let connection = self.begun(backend::begin_write)?;
        let written = self.end(connection, |connection| work(&mut Transaction(connection)))?;
        drop(place);
        let anchored = self.move_anchor();
        *lock(&self.anchor_failure) = anchored.err();
        Ok(written)
    }

    /// Verifies the journal and all facts against the chain of seals and against the anchor.
    ///
    /// # Errors
    /// Only when the database or the anchor cannot be read at all: what is wrong with the data is in the report.
    pub fn verify(&self) -> Result<journal::Report, Problem> {
        let Some(path) = &self.anchor else {
            return self.read(|connection| journal::verify(connection, None));
        };
        // The anchor is read first: a change committed meanwhile only makes it late.
        let anchor = anchor::read_anchor(path)?;
        let mut report = self.read(|connection| journal::verify(connection, anchor.as_ref()))?;
        if anchor.is_none() {
            report.findings.push(journal::Finding::AnchorMissing);
        }
        Ok(report)
    }

    /// Commits or rolls back, and keeps the connection when it is still good.
    fn end<T, E: From<Problem>>(
        &self,
        mut connection: Connection,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        match work(&mut connection) {
            Ok(value) => {
                // A connection that could not commit is dropped here, which rolls back.
                backend::commit(&mut connection).map_err(Problem::from)?;
                self.give_back(connection);
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to report; a connection that cannot roll back is dropped.
                if backend::rollback(&mut connection).is_ok() {
                    self.give_back(connection);
                }
                Err(error)
            }
        }
    }

    fn move_anchor(&self) -> Result<(), Problem> {
        let Some(path) = &self.anchor else { return Ok(()) };
        let anchored = anchor::read_anchor(path)?.unwrap_or_else(Anchor::origin);
        let (last, same) = self.read(|connection| {
            let same = journal::seal_at(connection, anchored.seq)?.is_some_and(|seal| seal == anchored);
            Ok::<_, Problem>((journal::last_seal(connection)?, same))
        })?;
        // Never moved over a chain it does not belong to: that would destroy the only evidence.
        if !same {
            return Err(Problem::AnchorDiffers);
        }
        if last.seq > anchored.seq { anchor::write_anchor(path, &last) } else { Ok(()) }
    }

    fn require_migrated(&self) -> Result<(), Problem> {
        if self.migrated.load(Ordering::Acquire) {
            return Ok(());
        }
        if !self.is_migrated()? {
            return Err(Problem::NotMigrated);
        }
        self.migrated.store(true, Ordering::Release);
        Ok(())
    }

    /// A place among the connections in use, waited for.
    fn place(&self) -> Result<Place<'_>, Problem> {
        let full = |in_use: &mut usize| *in_use >= MOST_CONNECTIONS;
        let (mut in_use, _) = self
            .given_back
            .wait_timeout_while(lock(&self.in_use), PATIENCE, full)
            .unwrap_or_else(PoisonError::into_inner);
        if full(&mut in_use) {
            return Err(Problem::Crowded);
        }
        *in_use = in_use.saturating_add(1);
        drop(in_use);
        Ok(Place(self))
    }

    /// A connection on which a transaction is begun: an idle one that still answers, or a new one. After a restart of
    /// PostgreSQL all idle ones are dead; nothing was done on them, so nothing is lost by dropping them.
    fn begun(&self, begin: fn(&mut Connection) -> Result<(), Problem>) -> Result<Connection, Problem> {
        loop {
            let idle = lock(&self.idle).pop();
            let is_new = idle.is_none();
            let mut connection = idle.map_or_else(|| backend::connect(&self.address), Ok)?;
            match begin(&mut connection) {
                Ok(()) => return Ok(connection),
                Err(problem) if is_new || matches!(problem, Problem::Busy(_)) => return Err(problem),
                Err(_) => {}
            }
        }
    }

    fn give_back(&self, connection: Connection) {
        lock(&self.idle).push(connection);
    }
}

/// A list of idle connections, or an optional problem, is whole whatever panicked while it was locked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
