//! A seal kept outside the database, so that a journal cut short or rewritten as a whole is found.
//!
//! The file is small JSON, replaced in one step. It may be late by a few changes (a crash between the commit and
//! the anchor): that is harmless. It refuses to say whether the journal agrees with it: that is
//! [`super::journal::verify`].

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::problem::Problem;

/// The seal of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Number of the change; 0 before the first one.
    pub seq: i64,
    /// Its seal, 64 hexadecimal digits.
    pub hash: String,
}

impl Anchor {
    /// What the first seal is chained to.
    pub fn origin() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }
}

/// Reads an anchor; `None` when there is no such file.
///
/// # Errors
/// `Anchor` when the file exists and cannot be read as one.
pub fn read_anchor(path: &Path) -> Result<Option<Anchor>, Problem> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(path, error)),
    };
    serde_json::from_slice(&text).map(Some).map_err(|error| problem(path, error.into()))
}

/// Writes an anchor in place of the former one; a crash leaves one or the other.
///
/// # Errors
/// `Anchor`.
pub fn write_anchor(path: &Path, anchor: &Anchor) -> Result<(), Problem> {
    replace(path, anchor).map_err(|error| problem(path, error))
}

fn replace(path: &Path, anchor: &Anchor) -> io::Result<()> {
    // The name holds the process, so that two of them never write the same draft.
    let mut draft = OsString::from(path.as_os_str());
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let mut file = File::create(&draft)?;
    file.write_all(serde_json::to_string(anchor)?.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    // Without this a power cut may forget the new name.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn problem(path: &Path, source: io::Error) -> Problem {
    Problem::Anchor { path: path.to_owned(), source }
}
