//! Receiving a file: its bytes are kept, and a job is asked to read it. The same bytes, sent again while they are not
//! yet written, find the same import; they are read again when the work on it stopped before there was a plan.

use serde_json::json;
use shared::catalogue::imports as texts;
use shared::contract::imports::{ImportKind, ImportMode, ImportState, ImportView};
use shared::habilitation::{Right, Rubric};
use shared::import::nir;
use shared::time::Day;

use super::decisions::read_again;
use super::keeping::Examined;
use super::{originals, view};
use crate::app::{Ctx, Failure, establishments, jobs, sirh, wrong};
use crate::db;
use crate::db::Transaction;
use crate::db::facts::FactSet;
use crate::db::imports::Import;

/// Longest name kept.
const LONGEST_NAME: usize = 180;

/// A file that was sent.
#[derive(Debug, Clone)]
pub struct Received<'a> {
    /// FINESS EJ of the establishment.
    pub establishment: &'a str,
    /// What it is.
    pub kind: ImportKind,
    /// Everything, or only what changed.
    pub mode: ImportMode,
    /// Name of the import profile.
    pub profile: &'a str,
    /// Day of the extraction, when the sender says it.
    pub extracted_on: Option<Day>,
    /// Name of the file, as the sender calls it.
    pub file_name: &'a str,
    /// The file itself.
    pub file: &'a Examined,
}

/// Whether the caller may send files of an establishment; somewhere, as long as it is not named.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn may_send(ctx: &Ctx, finess: Option<&str>) -> Result<(), Failure> {
    let Some(finess) = finess else { return ctx.demand_somewhere(Rubric::Imports, Right::Modify) };
    ctx.database.read(|connection| {
        let library = ctx.shelf.library(connection)?;
        let set = FactSet::Establishment(establishments::find(ctx, &library, finess)?);
        ctx.permit(connection, Rubric::Imports, Right::Modify, set).map(drop)
    })
}

/// Keeps a file and asks for its reading; `true` when a job was asked, for a new import or for one left unread.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the file itself is refused for, `request.invalid`,
/// `import.older_extract`, `import.originals_full`; failures of the database.
pub fn receive(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    received: &Received<'_>,
) -> Result<(ImportView, bool), Failure> {
    let library = ctx.shelf.library(tx)?;
    let establishment = establishments::find(ctx, &library, received.establishment)?;
    let set = FactSet::Establishment(establishment);
    let permit = ctx.permit(tx, Rubric::Imports, Right::Modify, set)?;
    let file = received.file.fit()?;
    let mut errors = Vec::new();
    if file.size == 0 {
        errors.push(wrong("/file", "file.empty", texts::EMPTY));
    }
    if received.mode == ImportMode::Delta && received.kind != ImportKind::Sirh {
        errors.push(wrong("/mode", "import.mode", texts::MODE_IS_FULL));
    }
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    if let (ImportKind::Sirh, Some(day)) = (received.kind, received.extracted_on) {
        sirh::refuse_older_in(tx, establishment, day)?;
    }
    // The name may tell the day of the extraction: another name is another file.
    let file_name = safe_name(received.file_name);
    let scope = ctx.scope(tx, Rubric::Imports, ctx.today)?;
    let same = db::imports::of_file(tx, &scope, establishment, &file.hash)?.into_iter().find(|known| {
        known.state.is_open()
            && known.original_removed_at.is_none()
            && (known.kind, known.mode) == (received.kind, received.mode)
            && known.profile == received.profile
            && known.file_name == file_name
            && known.asked_on == received.extracted_on
    });
    if let Some(known) = same {
        // Nobody reads it any more: who asked for that lost the right or gave it up, or the work failed.
        let is_left = known.state == ImportState::Received && !view::is_working(tx, &known)?;
        let known = if is_left { read_again(ctx, tx, &permit, known)? } else { view::of(ctx, tx, known)? };
        return Ok((known, is_left));
    }
    originals::refuse_too_many(tx, establishment, file.size)?;
    let mut import = Import {
        id: file.id,
        establishment,
        finess: received.establishment.to_owned(),
        kind: received.kind,
        mode: received.mode,
        profile: received.profile.to_owned(),
        state: ImportState::Received,
        file_name,
        file_size: file.size,
        file_hash: file.hash.clone(),
        asked_on: received.extracted_on,
        extracted_on: None,
        author: ctx.author.clone(),
        account: ctx.authority.held().map(|held| held.account),
        created_at: ctx.now,
        mapping: None,
        answers: Vec::new(),
        head: None,
        summary: None,
        change: None,
        undone_by: None,
        failure: None,
        job: None,
        original_removed_at: None,
        version: 1,
    };
    let job = jobs::ask(ctx, tx, jobs::Kind::ImportRead, &import.id.to_string(), "{}".to_owned())?;
    import.job = Some(job.id);
    db::imports::insert(tx, &permit, &mut import)?;
    if let Some(sealed) = &file.sealed {
        db::originals::store(tx, &permit, &import, sealed)?;
    }
    let details = json!({ "import": import.id, "kind": import.kind, "file_name": import.file_name,
                          "file_hash": import.file_hash, "file_size": import.file_size });
    ctx.note(tx, "import.receive", Some(establishment), details)?;
    Ok((view::of(ctx, tx, import)?, true))
}

/// The last part of a name, without what could mislead a machine or a terminal, or an insurance number.
pub(in crate::app) fn safe_name(name: &str) -> String {
    let mut bytes = name.as_bytes().to_vec();
    nir::mask(&mut bytes, false);
    let name = String::from_utf8_lossy(&bytes);
    let last = name.rsplit(['/', '\\']).next().unwrap_or(&name);
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*'))
        .take(LONGEST_NAME)
        .collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "import".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_and_never_a_path() {
        for (given, kept) in [
            ("sirh_20260401.csv", "sirh_20260401.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\RH\\Extrait août.xlsx", "Extrait août.xlsx"),
            ("a\r\nSet-Cookie: x=y", "aSet-Cookie x=y"),
            ("285047500033389.csv", "100010000000000.csv"),
            ("..", "import"),
            ("", "import"),
        ] {
            assert_eq!(safe_name(given), kept, "{given}");
        }
    }
}
