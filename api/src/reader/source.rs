//! The bytes of a file, read once and never written, and what they are.
//!
//! The content decides; the name only serves to label the table. Refuses what is larger than the bounds before
//! reading it, what is not a plain file, and every known format that is not a table.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use super::error::{ReadCode, ReadError};
use super::options::Limits;

/// Above this size a ratio of compression means something; below, small repetitive parts would look like bombs.
pub(super) const RATIO_FLOOR: u64 = 1 << 20;

/// Bytes shared without copy between the readers of one file.
#[derive(Clone, Debug)]
pub(super) struct Bytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl Bytes {
    /// Bytes from `start` to `end`, cut to what exists.
    pub(super) fn part(&self, start: usize, end: usize) -> &[u8] {
        let end = end.min(self.0.len());
        self.0.get(start.min(end)..end).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A file held in memory under a bound, opened read-only and closed at once.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

impl Source {
    /// Reads a file of the disk.
    ///
    /// # Errors
    /// `file.not_found`, `file.not_a_file`, `file.unreadable`, `file.too_large`, `file.empty`.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadCode::NotFound,
            _ => ReadCode::Unreadable,
        };
        // Looked at before opening: opening a pipe would wait for ever.
        let known = fs::metadata(path).map_err(refused)?;
        if !known.is_file() {
            return Err(ReadCode::NotAFile.into());
        }
        if known.len() > limits.file_bytes {
            return Err(ReadCode::TooLarge.into());
        }
        let file = fs::File::open(path).map_err(refused)?;
        let mut bytes = Vec::with_capacity(usize::try_from(known.len()).unwrap_or(0).saturating_add(1));
        file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::from_bytes(bytes, &name, limits)
    }

    /// Takes bytes already in memory (a request body). `name` labels the table.
    ///
    /// # Errors
    /// `file.too_large`, `file.empty`.
    pub fn from_bytes(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Self, ReadError> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(ReadCode::TooLarge.into());
        }
        if bytes.is_empty() {
            return Err(ReadCode::Empty.into());
        }
        Ok(Self { name: name.to_owned(), bytes: bytes.into() })
    }
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Zip,
    MaybeText,
}

/// Recognises a content by its first bytes, and refuses the known formats that hold no readable table.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, ReadError> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let code = if starts(b"\x1f\x8b") {
        return Ok(Kind::Gzip);
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") || starts(b"PK\x07\x08") {
        return Ok(Kind::Zip);
    } else if starts(b"\xd0\xcf\x11\xe0") {
        return Err(compound(bytes).into());
    } else if starts(b"\x09\x08\x10\x00")
        || starts(b"\x09\x08\x08\x00")
        || starts(b"\x09\x04\x06\x00")
        || starts(b"\x09\x02\x06\x00")
        || starts(b"\x09\x00\x04\x00")
    {
        ReadCode::OldExcel
    } else if bytes.get(..1024).unwrap_or(bytes).windows(5).any(|five| five == b"%PDF-") {
        ReadCode::Pdf
    } else if is_image(bytes) {
        ReadCode::Image
    } else if starts(b"7z\xbc\xaf\x27\x1c")
        || starts(b"Rar!\x1a\x07")
        || starts(b"\xfd7zXZ\0")
        || is_bzip(bytes)
        || is_tar(bytes)
    {
        ReadCode::Archive
    } else if starts(b"{\\rtf") || starts(b"MIME-Version:") {
        ReadCode::NoTable
    } else {
        return Ok(Kind::MaybeText);
    };
    Err(code.into())
}

/// The container of old office files: its directory names what it holds, in UTF-16.
fn compound(bytes: &[u8]) -> ReadCode {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        ReadCode::Encrypted
    } else if holds("Workbook") || holds("Book") {
        ReadCode::OldExcel
    } else {
        ReadCode::Binary
    }
}

fn is_image(bytes: &[u8]) -> bool {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF87a")
        || starts(b"GIF89a")
        || starts(b"II*\0")
        || starts(b"MM\0*")
        || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || (starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]))
}

fn is_bzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"\x31\x41\x59\x26\x53\x59")
}

/// The mark of a tar stands behind the name of its first file, which zero bytes fill up.
fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar") && bytes.get(..100).is_some_and(|name| name.contains(&0))
}

/// Opens a `.gz` in memory, counting what really comes out.
pub(super) fn gunzip(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut inflater = flate2::bufread::MultiGzDecoder::new(bytes);
    let mut text = Vec::new();
    let mut chunk = [0_u8; 64 << 10];
    loop {
        let count = inflater.read(&mut chunk).map_err(|_| ReadCode::Damaged)?;
        if count == 0 {
            return if text.is_empty() { Err(ReadCode::Empty.into()) } else { Ok(text) };
        }
        text.extend_from_slice(chunk.get(..count).unwrap_or_default());
        let size = text.len() as u64;
        if size > RATIO_FLOOR && size / limits.ratio.max(1) > bytes.len() as u64 {
            return Err(ReadCode::ZipBomb.into());
        }
        if size > limits.file_bytes {
            return Err(ReadCode::TooLarge.into());
        }
    }
}
