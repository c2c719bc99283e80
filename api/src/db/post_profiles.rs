//! Rows of `post_profiles`: one column for each field of the fact. The macro writes the rest. Beside them the documents of
//! editions, as they are kept: sealed parts, which only the keys of the machine open, bound to their document.
//!
//! Refuses to hold a document in the clear: what comes in is sealed already, what goes out is opened on its way.

use std::io::Write;

use diesel::prelude::*;
use shared::id::PostDocumentId;
use shared::post_profile::PostProfile;

use super::facts::FactSet;
use super::originals::OriginalError;
use super::problem::Problem;
use super::rows::fact_rows;
use super::schema::{post_documents, post_profiles};
use super::{Connection, Transaction};
use crate::authz::Permit;
use crate::vault::{Sealed, Vault};

fact_rows! {
    /// A row of `post_profiles`.
    post_profiles PostProfileRow: PostProfile {
        post => post_id: String,
        edition => edition: i32,
        state => state: String,
        speciality => speciality: Option<String>,
        position => post_position: Option<String>,
        quotity => quotity: Option<i32>,
        skills => skills: Option<String>,
        on_call => on_call: Option<String>,
        place => place: Option<String>,
        means => means: Option<String>,
        vacancy_reason => vacancy_reason: Option<String>,
        vacant_from => vacant_from: Option<chrono::NaiveDate>,
        team => team: Option<String>,
        diplomas => diplomas: Option<String>,
        non_clinical_time => non_clinical_time: Option<i32>,
        shared_time => shared_time: Option<String>,
        ght_activity => ght_activity: Option<String>,
        exclusivity_allowance => exclusivity_allowance: Option<bool>,
        private_practice => private_practice: Option<bool>,
        contacts => contacts: String,
        document => document: Option<String>,
        written_by => written_by: String,
        approval => approval: Option<String>,
    }
}

/// Keeps the sealed document of an edition.
///
/// # Errors
/// `OutOfScope`, `Query`; when it cannot be read again.
pub fn store_document(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    set: FactSet,
    document: PostDocumentId,
    sealed: &Sealed,
) -> Result<(), OriginalError> {
    if !permit.covers(set) {
        return Err(Problem::OutOfScope { right_missing: true }.into());
    }
    let id = document.to_string();
    sealed.each_part(|part, bytes| {
        let row = (
            post_documents::document_id.eq(&id),
            post_documents::part.eq(part),
            post_documents::key_id.eq(&sealed.key),
            post_documents::bytes.eq(bytes),
        );
        diesel::insert_into(post_documents::table).values(row).execute(&mut **tx)?;
        Ok(())
    })
}

/// Writes a document somewhere, part after part. Whoever asks has read the edition that names it.
///
/// # Errors
/// `KeyMissing`, `Altered`, `Query`; when it cannot be written.
pub fn open_document(
    connection: &mut Connection,
    vault: &Vault,
    document: PostDocumentId,
    to: impl Write,
) -> Result<(), OriginalError> {
    let id = document.to_string();
    vault.open(&id, to, |part| {
        let row = post_documents::table.find((&id, part));
        let row = row.select((post_documents::key_id, post_documents::bytes));
        Ok(row.first(connection).optional()?)
    })
}
