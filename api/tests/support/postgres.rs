//! Copies of one migrated PostgreSQL database, in the cluster of `LOGIMEDH_TEST_POSTGRES` or in a private one.
//!
//! The private cluster is started by `postgres.sh hold`, which ends it when this process ends, however it ends:
//! the pipe to it closes.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use api::db::Database;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use tempfile::TempDir;

use super::next_number;

struct Cluster {
    admin: String,
    template: String,
    // Never read: held, because its end ends the cluster.
    _holder: Option<Child>,
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let (admin, holder) = match std::env::var("LOGIMEDH_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => (url, None),
            _ => {
                let (url, holder) = start();
                (url, Some(holder))
            }
        };
        let template = template(&admin);
        Cluster { admin, template, _holder: holder }
    })
}

/// The template of these migrations, made by the first process that needs it.
fn template(admin: &str) -> String {
    let name = format!("logimedh_template_{:016x}", fingerprint());
    let mut connection = PgConnection::establish(admin).unwrap();
    // Ends with the connection, whatever happens.
    connection.batch_execute("SELECT pg_advisory_lock(7265746)").unwrap();
    let exists: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
        "EXISTS (SELECT FROM pg_database WHERE datname = '{name}')"
    )))
    .get_result(&mut connection)
    .unwrap();
    if !exists {
        let draft = format!("{name}_draft");
        connection.batch_execute(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).unwrap();
        connection.batch_execute(&format!("CREATE DATABASE {draft}")).unwrap();
        Database::open(&named(admin, &draft)).unwrap().migrate().unwrap();
        connection.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}")).unwrap();
    }
    name
}

/// Changes with any migration.
fn fingerprint() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("up.sql")).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

fn start() -> (String, Child) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/postgres.sh");
    let mut holder = Command::new(script)
        .arg("hold")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("api/tests/support/postgres.sh can be run");
    let mut url = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut url).unwrap();
    assert!(
        !url.trim().is_empty(),
        "PostgreSQL could not be started: install the package `postgresql`, or give the address of a cluster in \
         LOGIMEDH_TEST_POSTGRES"
    );
    (url.trim().to_owned(), holder)
}

/// The same server, another database.
fn named(admin: &str, database: &str) -> String {
    let (address, options) =
        admin.split_once('?').map_or((admin, None), |(address, rest)| (address, Some(rest)));
    let (server, _) = address.rsplit_once('/').expect("the address names a database");
    match options {
        Some(options) => format!("{server}/{database}?{options}"),
        None => format!("{server}/{database}"),
    }
}

fn execute(url: &str, statement: &str) {
    PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
}

/// A database that goes with this value.
pub struct Dropped {
    name: String,
    folder: TempDir,
}

impl Dropped {
    pub fn url(&self) -> String {
        named(&cluster().admin, &self.name)
    }

    /// Where the anchor of this database is kept.
    pub fn anchor(&self) -> PathBuf {
        self.folder.path().join("anchor")
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        let dropped = PgConnection::establish(&cluster().admin)
            .map(|mut admin| admin.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
        // A panic here would hide the one that ends the test.
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("the database {} could not be dropped", self.name);
        }
    }
}

/// A copy of the template.
pub fn copy() -> Dropped {
    let cluster = cluster();
    let name = format!("logimedh_{}_{}", std::process::id(), next_number());
    execute(&cluster.admin, &format!("CREATE DATABASE {name} TEMPLATE {}", cluster.template));
    Dropped { name, folder: TempDir::new().unwrap() }
}
