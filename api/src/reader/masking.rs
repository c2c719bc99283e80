//! National insurance numbers taken out of a file before anything of it is kept, whatever its format.
//!
//! What comes out is the same file, in the same format, whose numbers name nobody (see [`shared::import::nir`]). Refuses
//! what cannot be looked into: what is no table by its first bytes, a damaged or hostile archive.

use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use shared::import::nir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::package::Package;
use super::source::{self, Bytes, Kind, Source};

/// Bytes of a text in which its separator shows.
const HEAD: usize = 4 << 10;

/// The bytes to keep of a file; `None` when it holds no number, and is kept as it came.
///
/// # Errors
/// What [`Source::read`] says of a content that is no table, and of an archive that is not safe.
pub fn without_nirs(source: Source, limits: &Limits) -> Result<Option<Vec<u8>>, ReadError> {
    let bytes = source.bytes;
    match source::kind(bytes.as_ref())? {
        Kind::Zip => workbook(bytes, limits),
        Kind::MaybeText => Ok(text(bytes.as_ref().to_vec())),
        Kind::Gzip => {
            let inner = source::gunzip(bytes.as_ref(), limits)?;
            text(inner).map(|masked| packed(&masked)).transpose()
        }
    }
}

fn text(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let head = bytes.get(..HEAD).unwrap_or(&bytes);
    // Where semicolons, tabs or bars separate, a comma is that of a number.
    let comma_decimal = head.iter().any(|byte| matches!(byte, b';' | b'\t' | b'|'));
    (nir::mask(&mut bytes, comma_decimal) > 0).then_some(bytes)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).map_err(|_| ReadCode::Unreadable)?;
    Ok(encoder.finish().map_err(|_| ReadCode::Unreadable)?)
}

/// Parts that hold a number are written again, the others are copied as they are.
fn workbook(bytes: Bytes, limits: &Limits) -> Result<Option<Vec<u8>>, ReadError> {
    // All of it is proved to stay within the bounds before any part is held.
    drop(Package::open(bytes.clone(), limits)?);
    let damaged = |_| ReadError::from(ReadCode::Damaged);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_masked = false;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(damaged)?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).map_err(|_| ReadCode::Damaged)?;
        // In mark-up a decimal mark is a dot.
        if nir::mask(&mut content, false) == 0 {
            drop(part);
            let same = archive.by_index_raw(place).map_err(damaged)?;
            written.raw_copy_file(same).map_err(damaged)?;
            continue;
        }
        is_masked = true;
        let name = part.name().map_err(damaged)?.into_owned();
        written.start_file(name, SimpleFileOptions::default()).map_err(damaged)?;
        written.write_all(&content).map_err(|_| ReadCode::Unreadable)?;
    }
    let written = written.finish().map_err(damaged)?;
    Ok(is_masked.then(|| written.into_inner()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::builders::{Book, gzip};
    use super::super::tests::{read, shown};
    use super::*;

    const NIR: &str = "285047500033389";

    fn masked(bytes: &[u8]) -> Option<Vec<u8>> {
        let limits = Limits::default();
        let source = Source::from_bytes(bytes.to_vec(), "file", &limits).unwrap();
        without_nirs(source, &limits).unwrap()
    }

    fn sheet(nir: &str) -> Vec<u8> {
        let data = format!(
            r#"<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>
            <row r="2"><c t="inlineStr"><is><t>{nir}</t></is></c><c><v>{nir}</v></c><c><v>0.333333333333333</v></c></row>"#
        );
        let mut book = Book::new(&data);
        book.set(
            "xl/sharedStrings.xml",
            &format!("<sst><si><t>no_secu</t></si><si><t>dossier {nir}</t></si></sst>"),
        );
        book.bytes()
    }

    #[test]
    fn r29_a_workbook_is_the_same_without_its_numbers() {
        let kept = masked(&sheet(NIR)).unwrap();
        let rows = shown(&read(&kept).unwrap());
        assert_eq!(
            rows,
            ["no_secu|dossier 100010000000000", "100010000000000|100010000000000|0.333333333333333"]
        );
        assert_eq!(shown(&read(&sheet("100010000000000")).unwrap()), rows);
    }

    #[test]
    fn r29_a_text_is_the_same_without_its_numbers_compressed_or_not() {
        let (text, expected) = (format!("nom;no_secu\nA;{NIR}\n"), b"nom;no_secu\nA;100010000000000\n");
        assert_eq!(masked(text.as_bytes()).unwrap(), expected);
        let kept = masked(&gzip(text.as_bytes())).unwrap();
        assert_eq!(source::gunzip(&kept, &Limits::default()).unwrap(), expected);
    }

    #[test]
    fn r29_a_file_without_any_is_kept_as_it_came() {
        assert_eq!(masked(&sheet("99011126481")), None);
        assert_eq!(masked(b"nom;rpps\nA;99011126481\n"), None);
    }

    #[test]
    fn r29_what_cannot_be_looked_into_is_refused() {
        let limits = Limits::default();
        let refused = |bytes: &[u8]| {
            let source = Source::from_bytes(bytes.to_vec(), "file", &limits).unwrap();
            without_nirs(source, &limits).unwrap_err().code()
        };
        assert_eq!(refused(b"%PDF-1.7\n"), ReadCode::Pdf);
        assert_eq!(refused(b"PK\x03\x04 and no more"), ReadCode::Damaged);
    }
}
