//! What tests share: empty databases on both backends, and builders.
//!
//! Each process migrates one template per backend; each test works on a copy of its own, dropped at its end, so
//! that tests run in parallel and see nothing of each other.

pub mod app;
pub mod postgres;
pub mod samples;
pub mod sqlite;

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use api::db::anchor::write_anchor;
use api::db::{Anchor, Database};
use api::vault::Vault;
use shared::time::Instant;

/// Which backend a copy is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A migrated, empty database of one test.
pub struct TestDatabase {
    // Dropped in this order: connections are closed before the database goes.
    database: Database,
    url: String,
    pub backend: Backend,
    _copy: Copy,
}

#[expect(dead_code, reason = "held for what their end does")]
enum Copy {
    File(tempfile::TempDir),
    Server(postgres::Dropped),
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl TestDatabase {
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Other connections to the same database, as another process would have.
    pub fn reopen(&self) -> Database {
        self.reopen_with(vault())
    }

    /// The same, with other keys of kept files.
    pub fn reopen_with(&self, vault: Vault) -> Database {
        let database = self.reopen_locked();
        database.unlock(vault);
        database
    }

    /// The same, without any.
    pub fn reopen_locked(&self) -> Database {
        let database = Database::open(&self.url).unwrap();
        match self.database.anchor_path() {
            Some(path) => database.with_anchor(path),
            None => database,
        }
    }
}

/// Runs a test on SQLite, then on PostgreSQL.
///
/// `LOGIMEDH_TEST_DATABASES=sqlite` leaves PostgreSQL out, for a quick loop; never where `CI` is set.
pub fn both(body: impl Fn(&TestDatabase)) {
    body(&on_sqlite());
    if with_postgres() {
        body(&on_postgres());
    }
}

/// Whether this run includes PostgreSQL.
pub fn with_postgres() -> bool {
    let chosen = std::env::var("LOGIMEDH_TEST_DATABASES").unwrap_or_default();
    match chosen.as_str() {
        "" => true,
        "sqlite" => {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI tests on both databases: unset LOGIMEDH_TEST_DATABASES"
            );
            false
        }
        other => panic!("LOGIMEDH_TEST_DATABASES is unset or `sqlite`, not `{other}`"),
    }
}

pub fn on_sqlite() -> TestDatabase {
    let (folder, url) = sqlite::copy();
    let database = Database::open(&url).unwrap();
    TestDatabase { database, url, backend: Backend::Sqlite, _copy: Copy::File(folder) }
}

pub fn on_postgres() -> TestDatabase {
    let dropped = postgres::copy();
    let url = dropped.url();
    // As the migration of a database with an anchor does; the template had none.
    write_anchor(&dropped.anchor(), &Anchor::origin()).unwrap();
    let database = Database::open(&url).unwrap().with_anchor(dropped.anchor());
    TestDatabase { database, url, backend: Backend::Postgres, _copy: Copy::Server(dropped) }
}

/// The keys of kept files, the same for all databases of the tests.
pub fn vault() -> Vault {
    Vault::from_text("-----BEGIN PRIVATE KEY-----\ntests\n-----END PRIVATE KEY-----").unwrap()
}

/// A number never given before in this process.
pub fn next_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The clock of the tests: some microseconds after the start of 2026.
pub fn instant(microseconds: i64) -> Instant {
    let start: Instant = "2026-01-01".parse().unwrap();
    Instant::from(start.naive() + chrono::TimeDelta::microseconds(microseconds))
}
