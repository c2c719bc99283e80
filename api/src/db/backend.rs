//! The only file that names SQLite or PostgreSQL: connections, transactions, migrations, bulk writes.
//!
//! Everything that one text of SQL or one diesel query can say for both databases is elsewhere. A third database
//! would be one more arm in each `match` of this file and one more tree of migrations. See `ARCHITECTURE.md`,
//! section 8.

use std::path::{Path, PathBuf};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::problem::Problem;

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Held by every write until its end, so that changes are committed in the order of their numbers.
const WRITE_LOCK: i64 = 0x006C_6F67_696D_6564;

/// A connection to either database; `Connection` for the rest of this layer, a name that the derive keeps for itself.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded default: one file, one writer, many readers.
    Sqlite(SqliteConnection),
    /// A server, for several instances.
    Postgres(PgConnection),
}

/// Where a database is.
#[derive(Clone)]
pub(super) enum Address {
    /// Path of the file.
    Sqlite(PathBuf),
    /// The whole address, which may hold a password: never printed.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite://PATH` or `postgres://...`; nothing is guessed.
    pub(super) fn parse(url: &str) -> Result<Self, Problem> {
        match url.split_once("://") {
            // An empty path and `:memory:` would give every connection a database of its own.
            Some(("sqlite", path)) if !path.is_empty() && path != ":memory:" => {
                Ok(Address::Sqlite(path.into()))
            }
            Some(("postgres" | "postgresql", _)) => Ok(Address::Postgres(url.to_owned())),
            Some((scheme, _)) => Err(Problem::UnknownScheme { scheme: scheme.to_owned() }),
            None => Err(Problem::UnknownScheme { scheme: String::new() }),
        }
    }

    /// The file of the database, when it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Address::Sqlite(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }
}

/// Opens a connection with the settings that every use relies on.
pub(super) fn connect(address: &Address) -> Result<AnyConnection, Problem> {
    match address {
        Address::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
            // The time limit comes first: going to WAL needs the lock too.
            connection.batch_execute(
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON;",
            )?;
            Ok(AnyConnection::Sqlite(connection))
        }
        Address::Postgres(url) => {
            let mut connection = PgConnection::establish(url)?;
            connection.batch_execute("SET lock_timeout = '5s'; SET client_min_messages = warning;")?;
            Ok(AnyConnection::Postgres(connection))
        }
    }
}

/// Begins a transaction that only reads and sees one state of the database throughout.
pub(super) fn begin_read(connection: &mut AnyConnection) -> Result<(), Problem> {
    match connection {
        AnyConnection::Sqlite(connection) => {
            connection.batch_execute("PRAGMA query_only = ON")?;
            AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN DEFERRED")?;
        }
        AnyConnection::Postgres(connection) => AnsiTransactionManager::begin_transaction_sql(
            connection,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
    }
    Ok(())
}

/// Begins a transaction that looks at which migrations have run, to be rolled back: it only reads, but PostgreSQL counts
/// making sure of their table as a write.
pub(super) fn begin_look(connection: &mut AnyConnection) -> Result<(), Problem> {
    match connection {
        AnyConnection::Sqlite(_) => begin_read(connection),
        AnyConnection::Postgres(connection) => Ok(AnsiTransactionManager::begin_transaction_sql(
            connection,
            "BEGIN ISOLATION LEVEL READ COMMITTED",
        )?),
    }
}

/// Begins the one transaction that writes; others wait five seconds for its end, then are told that it is busy.
pub(super) fn begin_write(connection: &mut AnyConnection) -> Result<(), Problem> {
    match connection {
        AnyConnection::Sqlite(connection) => {
            connection.batch_execute("PRAGMA query_only = OFF")?;
            // A deferred transaction would ask for the lock at its first write, too late to wait for it.
            AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
                .map_err(Problem::Busy)?;
        }
        AnyConnection::Postgres(connection) => {
            // READ COMMITTED, because a snapshot taken before the lock would not show the change just committed.
            AnsiTransactionManager::begin_transaction_sql(
                connection,
                "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            )?;
            if let Err(error) =
                connection.batch_execute(&format!("SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
            {
                rollback_postgres(connection);
                return Err(Problem::Busy(error));
            }
        }
    }
    Ok(())
}

fn rollback_postgres(connection: &mut PgConnection) {
    // The cause is already being reported; a connection that cannot roll back is seen as broken by its next use.
    let _ = <PgConnection as diesel::Connection>::TransactionManager::rollback_transaction(connection);
}

/// Commits what `begin_read` or `begin_write` began.
pub(super) fn commit(connection: &mut AnyConnection) -> Result<(), Error> {
    match connection {
        AnyConnection::Sqlite(connection) => AnsiTransactionManager::commit_transaction(connection),
        AnyConnection::Postgres(connection) => AnsiTransactionManager::commit_transaction(connection),
    }
}

/// Gives up what `begin_read` or `begin_write` began.
pub(super) fn rollback(connection: &mut AnyConnection) -> Result<(), Error> {
    match connection {
        AnyConnection::Sqlite(connection) => AnsiTransactionManager::rollback_transaction(connection),
        AnyConnection::Postgres(connection) => AnsiTransactionManager::rollback_transaction(connection),
    }
}

/// Runs the migrations that are missing.
pub(super) fn migrate(connection: &mut AnyConnection) -> Result<(), Problem> {
    match connection {
        AnyConnection::Sqlite(connection) => connection.run_pending_migrations(SQLITE_MIGRATIONS).map(drop),
        AnyConnection::Postgres(connection) => {
            connection.run_pending_migrations(POSTGRES_MIGRATIONS).map(drop)
        }
    }
    .map_err(Problem::Migration)
}

/// Reverts all migrations, and with them all data.
pub(super) fn revert(connection: &mut AnyConnection) -> Result<(), Problem> {
    match connection {
        AnyConnection::Sqlite(connection) => connection.revert_all_migrations(SQLITE_MIGRATIONS).map(drop),
        AnyConnection::Postgres(connection) => {
            connection.revert_all_migrations(POSTGRES_MIGRATIONS).map(drop)
        }
    }
    .map_err(Problem::Migration)
}

/// Whether some migration has not run.
pub(super) fn has_pending_migration(connection: &mut AnyConnection) -> Result<bool, Problem> {
    match connection {
        AnyConnection::Sqlite(connection) => connection.has_pending_migration(SQLITE_MIGRATIONS),
        AnyConnection::Postgres(connection) => connection.has_pending_migration(POSTGRES_MIGRATIONS),
    }
    .map_err(Problem::Migration)
}

/// Inserts rows by the fast path of each database: one prepared statement, or `COPY` in its binary form.
/// A macro, because the bounds that diesel would ask of a generic function are longer than the function.
macro_rules! insert_rows {
    ($connection:expr, $table:expr, $rows:expr) => {
        match $connection {
            $crate::db::backend::AnyConnection::Sqlite(connection) => {
                for row in $rows {
                    diesel::insert_into($table).values(row).execute(connection)?;
                }
                Ok(())
            }
            $crate::db::backend::AnyConnection::Postgres(connection) => {
                diesel::copy_from($table).from_insertable($rows).execute(connection).map(drop)
            }
        }
    };
}
pub(super) use insert_rows;

/// A row in force, by what identifies it.
#[derive(QueryableByName)]
pub(super) struct InForce {
    /// Row.
    #[diesel(sql_type = Text)]
    pub(super) id: String,
    /// Thing.
    #[diesel(sql_type = Text)]
    pub(super) subject_id: String,
    /// Establishment, or nothing for the national reference.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) establishment_id: Option<String>,
    /// First day.
    #[diesel(sql_type = Date)]
    pub(super) valid_from: chrono::NaiveDate,
    /// End, excluded.
    #[diesel(sql_type = Date)]
    pub(super) valid_to: chrono::NaiveDate,
    /// Change that recorded it.
    #[diesel(sql_type = Text)]
    pub(super) change_id: String,
}

// In both statements NEVER is written in the text, not bound, so that the index over the rows in force serves. The
// list is one bound value, so that no limit on binds applies; a join with it was tried, and PostgreSQL, which knows
// nothing of its length, then reads the whole list for each row.

/// The rows in force of some things, whatever their set: asked for one set too, SQLite would go through all of it.
pub(super) fn in_force(
    connection: &mut AnyConnection,
    table: &str,
    subjects: &[String],
) -> Result<Vec<InForce>, Error> {
    let select = |subjects_listed: &str| {
        diesel::sql_query(format!(
            "SELECT id, subject_id, establishment_id, valid_from, valid_to, change_id FROM {table} \
             WHERE subject_id {subjects_listed} AND superseded_at = '9999-12-31 00:00:00'"
        ))
    };
    match connection {
        AnyConnection::Sqlite(connection) => select("IN (SELECT value FROM json_each($1))")
            .bind::<Text, _>(json_list(subjects))
            .load(connection),
        AnyConnection::Postgres(connection) => {
            select("= ANY ($1)").bind::<Array<Text>, _>(subjects).load(connection)
        }
    }
}

/// Ends rows in force; returns how many were.
pub(super) fn supersede(
    connection: &mut AnyConnection,
    table: &str,
    rows: &[String],
    at: chrono::NaiveDateTime,
    by: &str,
) -> Result<usize, Error> {
    let update = |rows_listed: &str| {
        diesel::sql_query(format!(
            "UPDATE {table} SET superseded_at = $1, superseded_by = $2 \
             WHERE id {rows_listed} AND superseded_at = '9999-12-31 00:00:00'"
        ))
    };
    match connection {
        AnyConnection::Sqlite(connection) => update("IN (SELECT value FROM json_each($3))")
            .bind::<Timestamp, _>(at)
            .bind::<Text, _>(by)
            .bind::<Text, _>(json_list(rows))
            .execute(connection),
        AnyConnection::Postgres(connection) => update("= ANY ($3)")
            .bind::<Timestamp, _>(at)
            .bind::<Text, _>(by)
            .bind::<Array<Text>, _>(rows)
            .execute(connection),
    }
}

/// Lets the planner know what a large change made of a table. PostgreSQL does so by itself within a minute, in which it
/// would read the table from side to side; SQLite plans by the indexes alone.
pub(super) fn gather_statistics(connection: &mut AnyConnection, table: &str) -> Result<(), Error> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(connection) => {
            diesel::sql_query(format!("ANALYZE {table}")).execute(connection).map(drop)
        }
    }
}

fn json_list(texts: &[String]) -> String {
    texts.iter().map(|text| serde_json::Value::from(text.as_str())).collect::<serde_json::Value>().to_string()
}

/// A value bound in a query that is put together at run time.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i32),
    /// A day.
    Day(chrono::NaiveDate),
    /// An instant.
    Instant(chrono::NaiveDateTime),
    /// Yes or no.
    Flag(bool),
    /// One of several texts; goes with [`among`].
    List(Vec<String>),
}

/// The condition that a column is one of the texts of a [`Bound::List`].
pub(super) fn among(connection: &AnyConnection, column: &str, place: usize) -> String {
    match connection {
        AnyConnection::Sqlite(_) => format!("{column} IN (SELECT value FROM json_each(${place}))"),
        AnyConnection::Postgres(_) => format!("{column} = ANY (${place})"),
    }
}

/// A text column as it is compared and sorted: by bytes, nothing first, so that both databases agree.
pub(super) fn sortable(connection: &AnyConnection, column: &str) -> String {
    match connection {
        AnyConnection::Sqlite(_) => format!("COALESCE({column}, '')"),
        AnyConnection::Postgres(_) => format!("COALESCE({column}, '') COLLATE \"C\""),
    }
}

/// A column that no index should be chosen for. SQLite takes the index with the most conditions, and then sorts; the
/// other database weighs both.
pub(super) fn unindexed(connection: &AnyConnection, column: &str) -> String {
    match connection {
        AnyConnection::Sqlite(_) => format!("+{column}"),
        AnyConnection::Postgres(_) => column.to_owned(),
    }
}

/// A query for SQLite with its values.
pub(super) fn bound_sqlite(sql: String, values: Vec<Bound>) -> BoundQuery<Sqlite> {
    let mut query = diesel::sql_query(sql).into_boxed::<Sqlite>();
    for value in values {
        query = match value {
            Bound::Text(text) => query.bind::<Text, _>(text),
            Bound::Number(number) => query.bind::<Integer, _>(number),
            Bound::Day(day) => query.bind::<Date, _>(day),
            Bound::Instant(at) => query.bind::<Timestamp, _>(at),
            Bound::Flag(flag) => query.bind::<Bool, _>(flag),
            Bound::List(texts) => query.bind::<Text, _>(json_list(&texts)),
        };
    }
    query
}

/// A query for PostgreSQL with its values.
pub(super) fn bound_postgres(sql: String, values: Vec<Bound>) -> BoundQuery<Pg> {
    let mut query = diesel::sql_query(sql).into_boxed::<Pg>();
    for value in values {
        query = match value {
            Bound::Text(text) => query.bind::<Text, _>(text),
            Bound::Number(number) => query.bind::<Integer, _>(number),
            Bound::Day(day) => query.bind::<Date, _>(day),
            Bound::Instant(at) => query.bind::<Timestamp, _>(at),
            Bound::Flag(flag) => query.bind::<Bool, _>(flag),
            Bound::List(texts) => query.bind::<Array<Text>, _>(texts),
        };
    }
    query
}

type BoundQuery<Db> = diesel::query_builder::BoxedSqlQuery<'static, Db, diesel::query_builder::SqlQuery>;

/// Loads rows of a type by name. A macro, for the same reason as `insert_rows`.
macro_rules! select_rows {
    ($connection:expr, $sql:expr, $values:expr) => {{
        use diesel::RunQueryDsl as _;
        match $connection {
            $crate::db::backend::AnyConnection::Sqlite(connection) => {
                $crate::db::backend::bound_sqlite($sql, $values).load(connection)
            }
            $crate::db::backend::AnyConnection::Postgres(connection) => {
                $crate::db::backend::bound_postgres($sql, $values).load(connection)
            }
        }
    }};
}
pub(super) use select_rows;

/// Runs a statement with its values; returns how many rows it wrote.
pub(super) fn execute(
    connection: &mut AnyConnection,
    sql: String,
    values: Vec<Bound>,
) -> Result<usize, Error> {
    match connection {
        AnyConnection::Sqlite(connection) => bound_sqlite(sql, values).execute(connection),
        AnyConnection::Postgres(connection) => bound_postgres(sql, values).execute(connection),
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Number of rows of a table that meet a condition.
pub(super) fn count(
    connection: &mut AnyConnection,
    table: &str,
    condition: &str,
    values: Vec<Bound>,
) -> Result<i64, Error> {
    let sql = format!("SELECT COUNT(*) AS count FROM {table} {condition}");
    let counted: Vec<Counted> = select_rows!(connection, sql, values)?;
    Ok(counted.first().map_or(0, |counted| counted.count))
}

#[derive(QueryableByName)]
struct Grouped {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Number of rows of a table that meet a condition, by the value of a column that is never empty under it.
pub(super) fn count_by(
    connection: &mut AnyConnection,
    table: &str,
    column: &str,
    condition: &str,
    values: Vec<Bound>,
) -> Result<std::collections::BTreeMap<String, u32>, Error> {
    let sql =
        format!("SELECT {column} AS name, COUNT(*) AS count FROM {table} {condition} GROUP BY {column}");
    let grouped: Vec<Grouped> = select_rows!(connection, sql, values)?;
    Ok(grouped.into_iter().map(|row| (row.name, u32::try_from(row.count).unwrap_or(u32::MAX))).collect())
}

/// Who touched a thing: one row for each statement about it.
#[derive(QueryableByName)]
pub(super) struct Touch {
    /// Thing.
    #[diesel(sql_type = Text)]
    pub(super) subject_id: String,
    /// Change that recorded.
    #[diesel(sql_type = Text)]
    pub(super) change_id: String,
    /// When it was superseded.
    #[diesel(sql_type = Timestamp)]
    pub(super) superseded_at: chrono::NaiveDateTime,
    /// Change that superseded.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) superseded_by: Option<String>,
}

/// All statements recorded until an instant about some things.
pub(super) fn touches(
    connection: &mut AnyConnection,
    table: &str,
    subjects: Vec<String>,
    known_at: chrono::NaiveDateTime,
) -> Result<Vec<Touch>, Error> {
    let listed = among(connection, "subject_id", 1);
    let sql = format!(
        "SELECT subject_id, change_id, superseded_at, superseded_by FROM {table} \
         WHERE {listed} AND recorded_at <= $2"
    );
    select_rows!(connection, sql, vec![Bound::List(subjects), Bound::Instant(known_at)])
}
