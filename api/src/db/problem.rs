//! What can go wrong in the storage layer, in English, for logs and for the layer above.
//!
//! No message holds a stored value: values may name people. The French sentence that a user reads is not made here.

use std::path::PathBuf;

use diesel::result::{ConnectionError, DatabaseErrorKind, Error};

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The address does not begin with a scheme we know. The rest of it may hold a password and is not repeated.
    #[error("the database scheme `{scheme}` is unknown: use sqlite://PATH or postgres://...")]
    UnknownScheme {
        /// What comes before `://`, or nothing.
        scheme: String,
    },
    /// The database cannot be reached or opened.
    #[error("the database cannot be opened")]
    Open(#[source] ConnectionError),
    /// The tables are absent or older than this program.
    #[error("the database is not migrated: run the migrations first")]
    NotMigrated,
    /// A migration failed. Nothing of the migrations that were to run is kept.
    #[error("the migrations failed")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Another write was under way and did not end in time. Nothing was written; it can be tried again.
    #[error("the database is busy with another write")]
    Busy(#[source] Error),
    /// Every connection stayed in use. Nothing was done; it can be tried again.
    #[error("all connections to the database are in use")]
    Crowded,
    /// What was asked for is outside what the reader may see, or what the writer may write.
    #[error("outside what may be read or written")]
    OutOfScope {
        /// Whether it is in sight, so that only the right is missing.
        right_missing: bool,
    },
    /// What is known has moved since it was read: read it again and decide again. Nothing was written.
    #[error("what is known has changed since it was read")]
    Stale,
    /// A constraint of the schema refused a row. SQLite names a table and columns, or the constraint; PostgreSQL the
    /// constraint.
    #[error("a constraint refused the write{}", .name.as_ref().map(|name| format!(": {name}")).unwrap_or_default())]
    Constraint {
        /// Name of the constraint, where the database gives one.
        name: Option<String>,
        /// The answer of the database.
        source: Error,
    },
    /// A stored row cannot be read as a fact or as a change.
    #[error("the row {id} of {table} cannot be read: {what}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Id of the row, or of the thing when several rows contradict each other.
        id: String,
        /// What is wrong, without the value.
        what: String,
    },
    /// The anchor kept outside the database cannot be read or written.
    #[error("the anchor {} cannot be read or written", .path.display())]
    Anchor {
        /// Its file.
        path: PathBuf,
        /// The answer of the system.
        source: std::io::Error,
    },
    /// The chain of seals is not the one that was anchored; the anchor is left as it is, as evidence.
    #[error("the journal is not the one that was anchored: verify it")]
    AnchorDiffers,
    /// Any other answer of the database.
    #[error("the database refused a statement")]
    Query(#[source] Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::NotNullViolation
                | DatabaseErrorKind::CheckViolation,
                information,
            ) => Problem::Constraint {
                name: information.constraint_name().or(information.column_name()).map(str::to_owned),
                source: error,
            },
            _ => Problem::Query(error),
        }
    }
}

impl From<ConnectionError> for Problem {
    fn from(error: ConnectionError) -> Self {
        Problem::Open(error)
    }
}
