//! The documents of profiles of posts: looked into, sealed, kept with their edition, and given back whole.
//!
//! Refuses what is no PDF by its content, what is encrypted and what does something by itself (see [`crate::pdf`]).

use shared::catalogue::post_profiles as texts;
use shared::contract::post_profiles::PostProfileView;
use shared::habilitation::{Right, Rubric};
use shared::id::{IdSource as _, PostDocumentId, PostId};
use shared::post_profile::{Document, EditionState, LARGEST_DOCUMENT, PostProfile};
use shared::problem::Code;
use shared::time::View;

use super::imports::safe_name;
use super::post_profiles::{Known, Writing};
use super::staffing_table::File;
use super::{Ctx, Failure, new_ids};
use crate::db::Transaction;
use crate::db::originals::OriginalError;
use crate::db::post_profiles::{open_document, store_document};
use crate::digest::sha256;
use crate::pdf::{self, Refused};
use crate::vault::{Sealed, Vault, VaultError};

const RUBRIC: Rubric = Rubric::PostProfiles;

/// A document that was looked into and sealed. Only this can be attached.
#[derive(Debug)]
pub struct Examined(Result<(Document, Sealed), Refused>);

impl Examined {
    /// Looks into a document and seals it. Long: not inside a transaction. A refusal of the content is told when it is
    /// attached, to who has the right to send one.
    ///
    /// # Errors
    /// `request.too_large`; `post_profile.document_unreadable` without keys; failures of the machine.
    pub fn of(ctx: &Ctx, name: &str, bytes: &[u8]) -> Result<Examined, Failure> {
        let size = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= LARGEST_DOCUMENT);
        let size = size.ok_or_else(|| Failure::refused(Code::TooLarge, texts::DOCUMENT_TOO_LARGE))?;
        if let Err(refused) = pdf::check(bytes) {
            return Ok(Examined(Err(refused)));
        }
        let id = PostDocumentId::from(new_ids().next_id());
        let sealed = vault(ctx)?.seal(&id.to_string(), bytes).map_err(|error| unreadable(error.into()))?;
        let document = Document { id, name: file_name(name).into(), size, hash: sha256(bytes).into() };
        Ok(Examined(Ok((document, sealed))))
    }
}

/// The name under which it is given back: a label, and always that of a PDF.
fn file_name(name: &str) -> String {
    let name = if name.trim().is_empty() { "profil.pdf".to_owned() } else { safe_name(name) };
    if name.to_lowercase().ends_with(".pdf") { name } else { format!("{name}.pdf") }
}

/// What opens and seals kept files.
fn vault(ctx: &Ctx) -> Result<&Vault, Failure> {
    let missing = || unreadable(VaultError::KeyMissing("of kept files".to_owned()).into());
    ctx.database.vault().ok_or_else(missing)
}

/// What the seal or the database says, in the words of documents.
fn unreadable(error: OriginalError) -> Failure {
    match error {
        OriginalError::Database(problem) => problem.into(),
        OriginalError::Vault(VaultError::Machine { doing, source }) => Failure::machine(doing, source),
        OriginalError::Vault(error) => {
            tracing::error!(%error, "a kept document cannot be opened");
            Failure::refused(Code::DocumentUnreadable, texts::DOCUMENT_UNREADABLE)
        }
    }
}

/// Whether the caller may send a document of a post.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn may_send(ctx: &Ctx, id: PostId) -> Result<(), Failure> {
    ctx.database.read(|connection| {
        let view = View { as_of: ctx.today, known_at: shared::time::Instant::NEVER.just_before() };
        let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
        let known = Known::read(connection, &scope, id, view)?;
        super::facts::may_write(ctx, connection, RUBRIC, known.establishment)
    })
}

/// Attaches a document to the draft; the former one stays with what was said before.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused` without a draft,
/// `post_profile.document_refused`; failures of the database.
pub fn attach(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PostId,
    version: i64,
    sent: &Examined,
) -> Result<PostProfileView, Failure> {
    let writing = Writing::begin(ctx, tx, id, version, Right::Modify)?;
    let (document, sealed) = sent.0.as_ref().map_err(|refused| refuse(*refused))?;
    let (thing, draft) = writing.draft(ctx.today)?;
    let (permit, set) = writing.leave();
    store_document(tx, permit, set, document.id, sealed).map_err(unreadable)?;
    let value = PostProfile { document: Some(document.clone()), written_by: writing.by, ..draft };
    let editions = vec![(thing, writing.restated(thing, value, ctx.today))];
    writing.record(ctx, tx, editions, ctx.change("post_profile.attach"))
}

fn refuse(refused: Refused) -> Failure {
    let detail = match refused {
        Refused::NotPdf => texts::NOT_PDF.to_owned(),
        Refused::Truncated => texts::TRUNCATED.to_owned(),
        Refused::Encrypted => texts::ENCRYPTED.to_owned(),
        Refused::Active(what) => texts::active(what),
        Refused::Unreadable => texts::UNREADABLE.to_owned(),
    };
    Failure::refused(Code::DocumentRefused, detail).with("cause", refused.code())
}

/// The document of an edition that holds on a day: of the approved one, or of that of a number.
///
/// # Errors
/// `request.not_found` when there is none, `right.missing`, `post_profile.document_unreadable`; failures of the database.
pub fn get(ctx: &Ctx, id: PostId, edition: Option<u32>, view: View) -> Result<File, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
        let known = Known::read(connection, &scope, id, view)?;
        let own = match edition {
            Some(number) => known.numbered(number, view.as_of),
            None => known.edition(EditionState::Approved, view.as_of).map(|(_, one)| &one.segment.value),
        };
        let document = own.and_then(|own| own.document.as_ref());
        let document = document.ok_or_else(|| Failure::code(Code::NotFound))?;
        let mut bytes = Vec::new();
        open_document(connection, vault(ctx)?, document.id, &mut bytes).map_err(unreadable)?;
        Ok(File { name: document.name.to_string(), bytes })
    })
}
