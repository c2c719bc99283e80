//! Files that are sent: as a form (`multipart/form-data`) or as the body itself, streamed to a file of the disk under
//! a bound, never held whole in memory.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use actix_multipart::Multipart;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, HeaderValue};
use actix_web::{HttpRequest, web};
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use shared::catalogue::imports as texts;
use shared::problem::Code;
use tempfile::TempDir;

use super::problem::{ApiError, blocking};
use crate::app::Failure;
use crate::digest::hexadecimal;
use crate::reader::Limits;

/// Longest value of a field of a form.
const FIELD: usize = 1_000;
/// Bytes gathered before they go to the disk.
const BATCH: usize = 1 << 20;
/// Most fields of a form.
const FIELDS: usize = 20;

/// A file as it was sent.
pub struct Upload {
    /// Where its bytes are; they go when it is dropped.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// The fields sent with it.
    pub fields: Vec<(String, String)>,
    /// SHA-256 of the bytes and of the fields, hexadecimal.
    pub hash: String,
    _folder: TempDir,
}

/// What was received so far. Disk and hash are worked on away from the threads that answer, a batch at a time.
struct Receiving {
    written: Written,
    waiting: Vec<u8>,
    size: u64,
}

/// The file, and the hash of what is in it.
struct Written {
    file: File,
    hash: Sha256,
}

impl Receiving {
    async fn push(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > Limits::default().file_bytes {
            return Err(ApiError::refused(Code::TooLarge, texts::TOO_LARGE));
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush().await }
    }

    async fn flush(&mut self) -> Result<(), ApiError> {
        let bytes = std::mem::take(&mut self.waiting);
        let mut file = self.written.file.try_clone().map_err(failed)?;
        let mut hash = self.written.hash.clone();
        let flushed = blocking(move || {
            hash.update(&bytes);
            file.write_all(&bytes).map_err(|error| Failure::machine("receiving a file", error))?;
            Ok((file, hash))
        });
        let (file, hash) = flushed.await?;
        self.written = Written { file, hash };
        Ok(())
    }
}

fn failed(error: std::io::Error) -> ApiError {
    ApiError::from(Failure::machine("receiving a file", error))
}

fn malformed() -> ApiError {
    ApiError::refused(Code::RequestMalformed, texts::FILE_MISSING)
}

/// Receives a file.
///
/// # Errors
/// `request.too_large`; `request.malformed` when there is no file, or two.
pub async fn receive(request: &HttpRequest, payload: web::Payload) -> Result<Upload, ApiError> {
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join("received");
    let written = Written { file: File::create(&path).map_err(failed)?, hash: Sha256::new() };
    let mut receiving = Receiving { written, waiting: Vec::new(), size: 0 };
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"));
    let (name, fields) = if is_form {
        form(Multipart::new(request.headers(), payload), &mut receiving).await?
    } else {
        all(payload, &mut receiving).await?;
        let told = request.headers().get(header::CONTENT_DISPOSITION).and_then(disposed);
        (told.unwrap_or_default(), Vec::new())
    };
    receiving.flush().await?;
    let mut hash = receiving.written.hash;
    for (name, value) in &fields {
        hash.update(format!("\u{0}{name}={value}"));
    }
    Ok(Upload { path, name, fields, hash: hexadecimal(hash.finalize()), _folder: folder })
}

/// The name in `Content-Disposition`, in either of its two forms.
pub(super) fn disposed(value: &HeaderValue) -> Option<String> {
    named(&ContentDisposition::from_raw(value).ok()?)
}

fn named(disposition: &ContentDisposition) -> Option<String> {
    let extended = disposition.parameters.iter().find_map(|parameter| match parameter {
        DispositionParam::FilenameExt(name) => String::from_utf8(name.value.clone()).ok(),
        _ => None,
    });
    extended.or_else(|| disposition.get_filename().map(str::to_owned))
}

async fn all<E>(
    mut bytes: impl Stream<Item = Result<web::Bytes, E>> + Unpin,
    receiving: &mut Receiving,
) -> Result<(), ApiError> {
    while let Some(chunk) = bytes.next().await {
        receiving.push(&chunk.map_err(|_| malformed())?).await?;
    }
    Ok(())
}

async fn form(
    mut form: Multipart,
    receiving: &mut Receiving,
) -> Result<(String, Vec<(String, String)>), ApiError> {
    let mut file_name = None;
    let mut fields = Vec::new();
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| malformed())?;
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            if file_name.is_some() {
                return Err(malformed());
            }
            file_name = Some(part.content_disposition().and_then(named).unwrap_or_default());
            all(&mut part, receiving).await?;
            continue;
        }
        if fields.len() >= FIELDS {
            return Err(ApiError::code(Code::TooLarge));
        }
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            value.extend_from_slice(&chunk.map_err(|_| malformed())?);
            if value.len() > FIELD {
                return Err(ApiError::code(Code::TooLarge));
            }
        }
        fields.push((name, String::from_utf8(value).map_err(|_| malformed())?));
    }
    Ok((file_name.ok_or_else(malformed)?, fields))
}
