//! A file is looked into before anything of it is kept: what is no table is refused and leaves nothing behind, and no
//! national insurance number stays in what is kept.

use std::path::{Path, PathBuf};

use shared::catalogue::imports as texts;
use shared::problem::Code;
use tempfile::TempDir;

use crate::app::{Failure, hash_of};
use crate::reader::{self, Limits, ReadError, Source};

/// A file that was looked into. Only this can be received.
#[derive(Debug)]
pub struct Examined(Result<Fit, ReadError>);

/// A file fit to be kept.
#[derive(Debug)]
pub(super) struct Fit {
    /// Where its bytes are.
    pub path: PathBuf,
    /// How many they are.
    pub size: u64,
    /// Their SHA-256, hexadecimal: that of what is kept, so that it can be checked.
    pub hash: String,
    /// Where a masked copy lives until it is kept.
    _folder: Option<TempDir>,
}

impl Fit {
    fn of(path: &Path, folder: Option<TempDir>) -> Result<Fit, Failure> {
        let size = std::fs::metadata(path).map_err(|error| Failure::machine("looking into a file", error))?;
        Ok(Fit { path: path.to_owned(), size: size.len(), hash: hash_of(path)?, _folder: folder })
    }
}

impl Examined {
    /// Looks into a file, and copies it without its insurance numbers when it holds some. Long: not inside a
    /// transaction.
    ///
    /// # Errors
    /// `request.too_large`; failures of the machine. A refusal of the content is told when the file is received, to who
    /// has the right to send one.
    pub fn of(path: &Path) -> Result<Examined, Failure> {
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
                    return Ok(Examined(Ok(Fit::of(&masked, Some(folder))?)));
                }
                Err(refused) => return Ok(Examined(Err(refused))),
            }
        }
        Ok(Examined(Ok(Fit::of(path, None)?)))
    }

    /// The file, when it is fit to be kept.
    pub(super) fn fit(&self) -> Result<&Fit, Failure> {
        self.0.as_ref().map_err(|refused| Failure::nothing(refused.code().wire(), refused.to_string()))
    }
}
