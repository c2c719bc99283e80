//! A file is looked into before anything of it is kept: what is no table is refused and leaves nothing behind, and no
//! national insurance number stays in what is kept, which is sealed at once.

use std::fs::File;
use std::path::Path;

use shared::catalogue::imports as texts;
use shared::id::ImportId;
use shared::problem::Code;
use uuid::Uuid;

use super::originals;
use crate::app::{Ctx, Failure, hash_of};
use crate::db::originals::OriginalError;
use crate::reader::{self, Limits, ReadError, Source};
use crate::vault::Sealed;

/// A file that was looked into. Only this can be received.
#[derive(Debug)]
pub struct Examined(Result<Fit, ReadError>);

/// A file fit to be kept.
#[derive(Debug)]
pub(super) struct Fit {
    /// The import that it will be the file of.
    pub id: ImportId,
    /// Its bytes, as they will be kept; `None`: there are none.
    pub sealed: Option<Sealed>,
    /// How many they are.
    pub size: u64,
    /// Their SHA-256, hexadecimal: that of what is kept, so that it can be checked.
    pub hash: String,
}

impl Fit {
    fn of(ctx: &Ctx, path: &Path) -> Result<Fit, Failure> {
        let failed = |error| Failure::machine("looking into a file", error);
        let (id, size) = (ImportId::from(Uuid::now_v7()), std::fs::metadata(path).map_err(failed)?.len());
        let sealed = if size == 0 {
            None
        } else {
            let file = File::open(path).map_err(failed)?;
            Some(originals::vault(ctx)?.seal(&id.to_string(), file).map_err(OriginalError::from)?)
        };
        Ok(Fit { id, sealed, size, hash: hash_of(path)? })
    }
}

impl Examined {
    /// Looks into a file, takes its insurance numbers out and seals it. Long: not inside a transaction.
    ///
    /// # Errors
    /// `request.too_large`, `import.original_unreadable` without keys; failures of the machine. A refusal of the content is told when the file is received, to who
    /// has the right to send one.
    pub fn of(ctx: &Ctx, path: &Path) -> Result<Examined, Failure> {
        let failed = |error| Failure::machine("looking into a file", error);
        let limits = Limits::default();
        let size = std::fs::metadata(path).map_err(failed)?.len();
        if size > limits.file_bytes {
            return Err(Failure::refused(Code::TooLarge, texts::TOO_LARGE));
        }
        if size > 0 {
            match Source::open(path, &limits).and_then(|source| reader::without_nirs(source, &limits)) {
                Ok(None) => {}
                Ok(Some(bytes)) => {
                    let folder = tempfile::tempdir().map_err(failed)?;
                    let masked = folder.path().join("masked");
                    std::fs::write(&masked, bytes).map_err(failed)?;
                    return Ok(Examined(Ok(Fit::of(ctx, &masked)?)));
                }
                Err(refused) => return Ok(Examined(Err(refused))),
            }
        }
        Ok(Examined(Ok(Fit::of(ctx, path)?)))
    }

    /// The file, when it is fit to be kept.
    pub(super) fn fit(&self) -> Result<&Fit, Failure> {
        self.0.as_ref().map_err(|refused| Failure::nothing(refused.code().wire(), refused.to_string()))
    }
}
