//! The files that were sent, as they are kept: sealed parts, which only the keys of the machine open.
//!
//! Refuses to hold anything in the clear: what comes in is sealed already, what goes out is opened on its way.

use std::io::Write;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::{EstablishmentId, ImportId};
use shared::time::Instant;

use super::imports::{self, Import};
use super::problem::Problem;
use super::schema::{import_originals, imports as table};
use super::{Connection, Transaction};
use crate::authz::Permit;
use crate::vault::{Sealed, Vault, VaultError};

/// Why an original is not read or kept.
#[derive(Debug, thiserror::Error)]
pub enum OriginalError {
    /// The database.
    #[error(transparent)]
    Database(#[from] Problem),
    /// Its seal.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<diesel::result::Error> for OriginalError {
    fn from(error: diesel::result::Error) -> Self {
        OriginalError::Database(error.into())
    }
}

/// Keeps the sealed file of an import.
///
/// # Errors
/// `OutOfScope`, `Query`; when it cannot be read again.
pub fn store(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    import: &Import,
    sealed: &Sealed,
) -> Result<(), OriginalError> {
    if !permit.covers(import.set()) {
        return Err(Problem::OutOfScope { right_missing: true }.into());
    }
    let id = import.id.to_string();
    sealed.each_part(|part, bytes| {
        let row = (
            import_originals::import_id.eq(&id),
            import_originals::part.eq(part),
            import_originals::key_id.eq(&sealed.key),
            import_originals::bytes.eq(bytes),
        );
        diesel::insert_into(import_originals::table).values(row).execute(&mut **tx)?;
        Ok(())
    })
}

/// Writes the file of an import somewhere, part after part.
///
/// # Errors
/// `KeyMissing`, `Altered`, `Query`; when it cannot be written.
pub fn open(
    connection: &mut Connection,
    vault: &Vault,
    import: &Import,
    to: impl Write,
) -> Result<(), OriginalError> {
    let id = import.id.to_string();
    vault.open(&id, to, |part| {
        let row = import_originals::table.find((&id, part));
        let row = row.select((import_originals::key_id, import_originals::bytes));
        Ok(row.first(connection).optional()?)
    })
}

/// Bytes of the files that are kept of an establishment, as they were sent.
///
/// # Errors
/// `Query`.
pub fn kept(connection: &mut Connection, establishment: EstablishmentId) -> Result<u64, Problem> {
    let sizes: Vec<i64> = table::table
        .filter(table::establishment_id.eq(establishment.to_string()))
        .filter(table::original_removed_at.is_null())
        .select(table::file_size)
        .load(connection)?;
    Ok(sizes.into_iter().filter_map(|size| u64::try_from(size).ok()).sum())
}

/// Imports whose file was sent before an instant and is still kept, the oldest first; at most so many.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn older_than(connection: &mut Connection, instant: Instant, most: i64) -> Result<Vec<Import>, Problem> {
    let before: NaiveDateTime = instant.naive();
    imports::where_original_is_kept(connection, before, most)
}

/// Removes the file of an import and says when.
///
/// # Errors
/// `OutOfScope`, `Stale`, `Query`.
pub fn remove(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    import: &mut Import,
    at: Instant,
) -> Result<(), Problem> {
    import.original_removed_at = Some(at);
    imports::update(tx, permit, import)?;
    let parts = import_originals::table.filter(import_originals::import_id.eq(import.id.to_string()));
    diesel::delete(parts).execute(&mut **tx)?;
    Ok(())
}

/// Whether something of the file of an import is kept.
///
/// # Errors
/// `Query`.
pub fn is_kept(connection: &mut Connection, import: ImportId) -> Result<bool, Problem> {
    let parts = import_originals::table.filter(import_originals::import_id.eq(import.to_string()));
    Ok(diesel::select(diesel::dsl::exists(parts)).get_result(connection)?)
}
