//! The ZIP that wraps a workbook, opened under bounds.
//!
//! Sizes declared by the archive are summed first, then every part is inflated once and its real bytes are counted,
//! because declarations may lie. Refuses macros, passwords, archives inside the archive, document types and every
//! other kind of ZIP. Parts are then read as streams, never kept inflated.

use std::collections::BTreeMap;
use std::io::{BufRead, Cursor, Read, Take};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::source::{Bytes, RATIO_FLOOR};

/// Signature of an entry of the central directory.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Parts that are read are XML; a larger mark-up than this is no cell of a spreadsheet.
const TOKEN_BYTES: usize = 1 << 20;

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u64,
    packed: u64,
    size: u64,
    checksum: u32,
    deflated: bool,
}

/// Parts of a workbook by name.
#[derive(Clone, Debug)]
pub(super) struct Package {
    bytes: Bytes,
    entries: BTreeMap<String, Entry>,
}

impl Package {
    /// Opens the archive and proves that all of it stays within the bounds.
    pub(super) fn open(bytes: Bytes, limits: &Limits) -> Result<Self, ReadError> {
        // Counted before the directory is loaded: millions of entries would fill the memory.
        let marks =
            bytes.as_ref().windows(ENTRY.len()).filter(|window| *window == ENTRY).take(limits.entries + 1);
        if marks.count() > limits.entries {
            return Err(ReadCode::ZipBomb.into());
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(|_| ReadCode::Damaged)?;
        if archive.len() > limits.entries {
            return Err(ReadCode::ZipBomb.into());
        }
        let names: Vec<String> = archive.file_names_raw().map(plain_name).collect();
        refuse_by_name(&names)?;
        let mut entries = BTreeMap::new();
        let mut declared = 0_u64;
        for (place, name) in names.iter().enumerate() {
            let file = archive.by_index_raw(place).map_err(|_| ReadCode::Damaged)?;
            if file.encrypted() {
                return Err(ReadCode::Encrypted.into());
            }
            let deflated = match file.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                _ => return Err(ReadCode::Damaged.into()),
            };
            declared = declared.saturating_add(file.size());
            let start = file.data_start().ok_or(ReadCode::Damaged)?;
            let (packed, size, checksum) = (file.compressed_size(), file.size(), file.crc32());
            let entry = Entry { start, packed, size, checksum, deflated };
            // Two parts of one name: which one a spreadsheet would show is anybody's guess.
            if entries.insert(name.clone(), entry).is_some() {
                return Err(ReadCode::Damaged.into());
            }
        }
        if declared > limits.inflated_bytes {
            return Err(ReadCode::ZipBomb.into());
        }
        refuse_without_workbook(&mut archive, &entries)?;
        let package = Self { bytes, entries };
        count_all(&package, limits)?;
        Ok(package)
    }

    /// Stream of one part.
    pub(super) fn part(&self, name: &str) -> Option<Part> {
        self.entries.get(&name.to_lowercase()).map(|entry| self.stream(*entry))
    }

    fn stream(&self, entry: Entry) -> Part {
        let mut cursor = Cursor::new(self.bytes.clone());
        cursor.set_position(entry.start);
        let packed = cursor.take(entry.packed);
        Part::new(if entry.deflated {
            Inflow::Deflated(DeflateDecoder::new(packed))
        } else {
            Inflow::Plain(packed)
        })
    }
}

/// Name of a part as workbooks write it: slashes, no leading one, case ignored.
fn plain_name(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// What can be told without inflating anything.
fn refuse_by_name(names: &[String]) -> Result<(), ReadError> {
    let any = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    let ends = |name: &str, ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let code = if any(&|name| name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/")) {
        ReadCode::Macro
    } else if any(&|name| name == "encryptedpackage") {
        ReadCode::Encrypted
    } else if any(&|name| name == "xl/workbook.bin") {
        ReadCode::BinaryWorkbook
    } else if any(&|name| {
        ends(name, &[".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".xlsx", ".xlsm", ".docx", ".jar"])
    }) {
        ReadCode::NestedArchive
    } else {
        return Ok(());
    };
    Err(code.into())
}

/// Names the other kinds of ZIP.
fn refuse_without_workbook(
    archive: &mut ZipArchive<Cursor<Bytes>>,
    entries: &BTreeMap<String, Entry>,
) -> Result<(), ReadError> {
    if entries.contains_key("mimetype") {
        let mut kind = Vec::new();
        let read =
            archive.by_name("mimetype").is_ok_and(|file| file.take(100).read_to_end(&mut kind).is_ok());
        if read && kind.windows(12).any(|window| window == b"opendocument") {
            return Err(ReadCode::OpenDocument.into());
        }
    }
    // A text or a presentation: told before anybody looks for a sheet in it.
    if entries.keys().any(|name| name.starts_with("word/") || name.starts_with("ppt/"))
        && !has_sheets(entries)
    {
        return Err(ReadCode::Binary.into());
    }
    if has_sheets(entries) || entries.contains_key("_rels/.rels") {
        return Ok(());
    }
    let damaged = entries.is_empty() || entries.contains_key("[content_types].xml");
    Err(if damaged { ReadCode::Damaged } else { ReadCode::Archive }.into())
}

fn has_sheets(entries: &BTreeMap<String, Entry>) -> bool {
    entries.contains_key("xl/workbook.xml")
}

/// Inflates everything once with the reader that serves later, keeping nothing but the first bytes of each part.
/// Sizes and checksums must be those the archive declares.
fn count_all(package: &Package, limits: &Limits) -> Result<(), ReadError> {
    let mut total = 0_u64;
    let mut chunk = vec![0_u8; 64 << 10];
    for (name, entry) in &package.entries {
        let mut part = package.stream(*entry);
        let (mut size, mut checksum) = (0_u64, Crc::new());
        loop {
            part.mark();
            let count = part.read(&mut chunk).map_err(|_| ReadCode::Damaged)?;
            if count == 0 {
                break;
            }
            let piece = chunk.get(..count).unwrap_or_default();
            checksum.update(piece);
            if size == 0 {
                refuse_head(name, piece)?;
            }
            size += count as u64;
            total += count as u64;
            let swollen = size > RATIO_FLOOR && size / limits.ratio.max(1) > entry.packed;
            if swollen || total > limits.inflated_bytes {
                return Err(ReadCode::ZipBomb.into());
            }
        }
        if size != entry.size || checksum.sum() != entry.checksum {
            return Err(ReadCode::Damaged.into());
        }
    }
    Ok(())
}

fn refuse_head(name: &str, head: &[u8]) -> Result<(), ReadError> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\x1f\x8b\x08") || head.starts_with(b"7z\xbc\xaf")
    {
        return Err(ReadCode::NestedArchive.into());
    }
    let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
    let declares = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
    if is_xml && (declares(b"<!DOCTYPE") || declares(b"<!ENTITY")) {
        return Err(ReadCode::Doctype.into());
    }
    Ok(())
}

#[derive(Debug)]
enum Inflow {
    Plain(Take<Cursor<Bytes>>),
    Deflated(DeflateDecoder<Take<Cursor<Bytes>>>),
}

/// Stream of one part. Refuses to go on when one piece of mark-up grows without end, since the XML reader would keep
/// it whole.
#[derive(Debug)]
pub(super) struct Part {
    inflow: Inflow,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    since_mark: usize,
}

impl Part {
    fn new(inflow: Inflow) -> Self {
        Self { inflow, buffer: vec![0; 32 << 10].into_boxed_slice(), start: 0, end: 0, since_mark: 0 }
    }

    /// Stream of an XML file that is in no archive.
    pub(super) fn plain(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        Self::new(Inflow::Plain(Cursor::new(bytes).take(length)))
    }

    /// A new piece of mark-up starts.
    pub(super) const fn mark(&mut self) {
        self.since_mark = 0;
    }

    /// True when the stream stopped because a piece of mark-up was too long.
    pub(super) const fn is_swollen(&self) -> bool {
        self.since_mark > TOKEN_BYTES
    }
}

impl Read for Part {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Part {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.is_swollen() {
            return Err(std::io::Error::other("piece of mark-up too long"));
        }
        if self.start >= self.end {
            self.start = 0;
            self.end = match &mut self.inflow {
                Inflow::Plain(inflow) => inflow.read(&mut self.buffer)?,
                Inflow::Deflated(inflow) => inflow.read(&mut self.buffer)?,
            };
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.start = self.start.saturating_add(count).min(self.end);
        self.since_mark = self.since_mark.saturating_add(count);
    }
}
