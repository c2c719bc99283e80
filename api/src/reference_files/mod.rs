//! The files of the national reference: nomenclatures, FINESS, groups of hospitals; from bytes to statements.
//!
//! Parses and tells what it could not read; `shared::reference` decides what changes. The files shipped with the
//! program are in `api/reference`, with their source and licence. See `docs/domain.md`, section 16.4.

mod embedded;
mod entities;
mod finess;
mod nomenclatures;
mod text;

use std::io::Read;
use std::path::Path;

use shared::reference::ReferenceFiles;

use crate::reader::{Limits, ReadCode, ReadError, Source};

pub use embedded::embedded;

/// A file of the reference, by its path inside the folder (`nomenclatures/statuses.csv`).
#[derive(Debug, Clone)]
pub struct ReferenceFile {
    /// Path inside the folder, with `/`.
    pub path: String,
    /// Content, still compressed when the path ends in `.gz`.
    pub bytes: Vec<u8>,
}

/// Reads a folder laid out as `api/reference`, or one single FINESS extract.
///
/// # Errors
/// A [`ReadError`] when a file cannot be opened or decompressed.
pub fn read(path: &Path) -> Result<ReferenceFiles, ReadError> {
    let mut files = Vec::new();
    if path.is_dir() {
        collect(path, "", &mut files)?;
    } else {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.push(ReferenceFile { path: format!("finess/{name}"), bytes: bytes_of(path)? });
    }
    parse(files)
}

/// Parses files, whatever their order.
///
/// # Errors
/// `file.damaged` or `file.too_large` when a compressed file cannot be opened.
pub fn parse(mut files: Vec<ReferenceFile>) -> Result<ReferenceFiles, ReadError> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tables = entities::Tables::default();
    let mut parsed = ReferenceFiles::default();
    for file in files {
        let bytes = inflated(&file)?;
        let text = text::decode(&bytes);
        let path = file.path.trim_end_matches(".gz");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.trim_end_matches(".csv");
        match folder {
            "nomenclatures" => nomenclatures::parse(stem, &text, &mut parsed),
            "ght" if stem.starts_with("ght_liste") => entities::parse_groups(&text, &mut parsed),
            "ght" if stem.starts_with("ght_membres") => tables.read_members(&text, &mut parsed),
            "finess" if text.starts_with("finess;") => {
                let file = finess::parse(&text, &mut parsed.findings);
                // Several extracts: the last of them.
                if parsed
                    .finess
                    .as_ref()
                    .is_none_or(|known| file.as_ref().is_some_and(|f| f.date >= known.date))
                {
                    parsed.finess = file.or(parsed.finess);
                }
            }
            "finess" => tables.read_entities(&text, &mut parsed),
            _ => {}
        }
    }
    tables.finish(&mut parsed);
    Ok(parsed)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<ReferenceFile>) -> Result<(), ReadError> {
    let entries = std::fs::read_dir(folder).map_err(|_| ReadError::from(ReadCode::Unreadable))?;
    for entry in entries {
        let entry = entry.map_err(|_| ReadError::from(ReadCode::Unreadable))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let inner = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            collect(&path, &inner, files)?;
        } else if name.ends_with(".csv") || name.ends_with(".csv.gz") {
            files.push(ReferenceFile { path: inner, bytes: bytes_of(&path)? });
        }
    }
    Ok(())
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, ReadError> {
    // Opened by the reader for its checks: size, pipes, rights.
    Source::open(path, &Limits::default())?;
    std::fs::read(path).map_err(|_| ReadCode::Unreadable.into())
}

fn inflated(file: &ReferenceFile) -> Result<Vec<u8>, ReadError> {
    if !file.path.ends_with(".gz") {
        return Ok(file.bytes.clone());
    }
    let limit = Limits::default().file_bytes;
    let mut bytes = Vec::new();
    let mut inflater = flate2::read::MultiGzDecoder::new(file.bytes.as_slice()).take(limit.saturating_add(1));
    inflater.read_to_end(&mut bytes).map_err(|_| ReadError::from(ReadCode::Damaged))?;
    if bytes.len() as u64 > limit { Err(ReadCode::TooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
