//! Files that must be refused, each with the code a person will be told.

use super::builders::{Book, archive, compound, gzip, utf16le};
use super::*;
use ReadCode as Code;

/// Refusal of a file read to its end.
fn code(bytes: &[u8]) -> Code {
    match read(bytes) {
        Ok(rows) => panic!("read: {:?}", shown(&rows).iter().take(5).collect::<Vec<_>>()),
        Err(error) => error.code(),
    }
}

fn with_limits(bytes: &[u8], change: impl Fn(&mut Limits)) -> Code {
    let mut options = Options::default();
    change(&mut options.limits);
    read_with(bytes, &options).unwrap_err().code()
}

/// A workbook of one sheet, with one part more.
fn book_with(name: &str, content: &str) -> Vec<u8> {
    Book::new("<row><c><v>1</v></c></row>").set(name, content).bytes()
}

fn sheet_of(data: &str) -> Vec<u8> {
    Book::new(data).bytes()
}

/// Changes the size that the archive declares for the part whose real size is `real`.
fn lie(mut bytes: Vec<u8>, real: u32, declared: u32) -> Vec<u8> {
    let real = real.to_le_bytes();
    let mut changed = 0;
    for place in 0..bytes.len() - 4 {
        if bytes[place..place + 4] == real {
            bytes[place..place + 4].copy_from_slice(&declared.to_le_bytes());
            changed += 1;
        }
    }
    assert_eq!(changed, 2, "once in the part, once in the directory");
    bytes
}

#[test]
fn nothing_to_read() {
    assert_eq!(code(b""), Code::Empty);
    assert_eq!(code(b"\xef\xbb\xbf"), Code::Empty);
    assert_eq!(code(b"\xff\xfe"), Code::Empty);
    assert_eq!(code(b" \r\n\t\n "), Code::Empty);
    assert_eq!(code(&gzip(b"")), Code::Empty);
    assert_eq!(code(&sheet_of("")), Code::NoTable);
}

#[test]
fn bytes_that_are_not_text() {
    assert_eq!(code(b"a;b\n1;\x002\n3;4\n5;6\n7;8\n"), Code::NulBytes);
    assert_eq!(read(b"a;b\n1;2\n3;\x004\n5;6\n7;8\n9;0\n").unwrap_err().line(), Some(3));
    assert_eq!(code(&[&b"a;b\n1;\x07\n"[..], &b"3;4\n".repeat(40)].concat()), Code::ControlCharacters);
    assert_eq!(code(b"\x01\x02\x03\x04\x05\x06\x07\x08 abc"), Code::Binary);
    let mut seed = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_be_bytes()[0]
    })
    .take(10_000)
    .collect();
    assert_eq!(code(&noise), Code::Binary);
    assert_eq!(code(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0"), Code::Binary);
}

#[test]
fn unknown_encodings() {
    let utf32: Vec<u8> = "a;b\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    assert_eq!(code(&[b"\xff\xfe\0\0".to_vec(), utf32.clone()].concat()), Code::EncodingUnknown);
    assert_eq!(code(b"\0\0\xfe\xff\0\0\0a\0\0\0;"), Code::EncodingUnknown);
    assert_eq!(code(&utf32), Code::NulBytes);
    // "NOM PRENOM" in EBCDIC, then in the DOS page 850.
    assert_eq!(code(b"\xd5\xd6\xd4\x40\xd7\xd9\xc5\xd5\xd6\xd4\x40\xf1\xf2"), Code::EncodingUnknown);
    assert_eq!(code(b"nom;sp\x82cialit\x82\nx;m\x82decine g\x82n\x82rale\n"), Code::EncodingUnknown);
    assert_eq!(code(b"a;b\nx\x81y;2\n"), Code::EncodingUnknown);
    let odd = utf16le("a;b\n1;2\n");
    assert_eq!(code(&odd[..odd.len() - 1]), Code::Damaged);
    assert_eq!(code(b"\xff\xfea\0;\0\x00\xd8\n\0"), Code::Damaged);
}

#[test]
fn r23_formats_that_are_not_tables() {
    assert_eq!(code(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), Code::Pdf);
    assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Code::Image);
    assert_eq!(code(b"\xff\xd8\xff\xe0\0\x10JFIF"), Code::Image);
    assert_eq!(code(b"7z\xbc\xaf\x27\x1c\0\x04"), Code::Archive);
    assert_eq!(code(b"Rar!\x1a\x07\x01\0"), Code::Archive);
    assert_eq!(code(b"{\\rtf1 abc}"), Code::NoTable);
    assert_eq!(code(b" {\"a\": [1, 2]}"), Code::NoTable);
    assert_eq!(code(b"[{\"a\": 1}]"), Code::NoTable);
    assert_eq!(code(b"<html><body><p>Bonjour</p></body></html>"), Code::NoTable);
    assert_eq!(code(b"<html><table></table></html>"), Code::NoTable);
    assert_eq!(code(b"<?xml version=\"1.0\"?><agents><agent/></agents>"), Code::NoTable);
    assert_eq!(code(&b"<table>".repeat(100)), Code::Damaged);
}

#[test]
fn old_office_files() {
    assert_eq!(code(&compound(&["Root Entry", "Workbook"])), Code::OldExcel);
    assert_eq!(code(&compound(&["Book"])), Code::OldExcel);
    assert_eq!(code(b"\x09\x08\x10\x00\x00\x06\x05\x00"), Code::OldExcel);
    assert_eq!(code(&compound(&["EncryptionInfo", "EncryptedPackage"])), Code::Encrypted);
    assert_eq!(code(&compound(&["WordDocument"])), Code::Binary);
}

#[test]
fn other_archives() {
    let ods: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    assert_eq!(code(&archive(&[("mimetype", ods), ("content.xml", b"<a/>")])), Code::OpenDocument);
    assert_eq!(
        code(b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:x\"/>"),
        Code::OpenDocument
    );
    assert_eq!(code(&archive(&[("extrait.csv", b"a;b\n1;2\n")])), Code::Archive);
    assert_eq!(code(&archive(&[("dedans.zip", b"PK")])), Code::NestedArchive);
    assert_eq!(code(&book_with("xl/embeddings/x.xlsx", "PK")), Code::NestedArchive);
    assert_eq!(code(&book_with("xl/media/image1.png", "PK\x03\x04 cached")), Code::NestedArchive);
    assert_eq!(code(&gzip(&gzip(b"a;b\n"))), Code::NestedArchive);
    assert_eq!(code(&gzip(&sheet_of("<row><c><v>1</v></c></row>"))), Code::NestedArchive);
    assert_eq!(code(&book_with("xl/vbaProject.bin", "x")), Code::Macro);
    assert_eq!(code(&book_with("xl/macrosheets/sheet1.xml", "<x/>")), Code::Macro);
    assert_eq!(code(&book_with("xl/workbook.bin", "x")), Code::BinaryWorkbook);
    let word: &[u8] = br#"<Relationships><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    assert_eq!(code(&archive(&[("_rels/.rels", word), ("word/document.xml", b"<document/>")])), Code::Binary);
    assert_eq!(
        code(&archive(&[("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")])),
        Code::Binary
    );
    let mut tar = vec![0; 1024];
    tar[..8].copy_from_slice(b"sirh.csv");
    tar[257..263].copy_from_slice(b"ustar\0");
    assert_eq!(code(&tar), Code::Archive);
    assert_eq!(code(&gzip(&tar)), Code::Archive);
    // The word alone, in a text, is no mark.
    let mut text = b"nom;prenom\n".repeat(24);
    text[257..262].copy_from_slice(b"ustar");
    assert!(read(&text).is_ok());
    let mut locked = sheet_of("<row><c><v>1</v></c></row>");
    let directory = locked.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert_eq!(code(&locked), Code::Encrypted);
}

#[test]
fn r50_bombs() {
    let zeros = "0".repeat(3 << 20);
    assert_eq!(code(&book_with("xl/media/x.bin", &zeros)), Code::ZipBomb);
    assert_eq!(code(&gzip(zeros.as_bytes())), Code::ZipBomb);
    let liar = lie(book_with("xl/media/x.bin", &zeros), 3 << 20, 100);
    assert_eq!(code(&liar), Code::ZipBomb);
    let modest = lie(book_with("xl/media/x.bin", &"x".repeat(70_007)), 70_007, 7);
    assert_eq!(code(&modest), Code::Damaged);
    let boast = lie(book_with("xl/media/x.bin", &"x".repeat(70_007)), 70_007, 900 << 20);
    assert_eq!(code(&boast), Code::ZipBomb);
    let mut many = Book::new("");
    for place in 0..2_001 {
        many.parts.push((format!("p{place}"), Vec::new()));
    }
    assert_eq!(code(&many.bytes()), Code::ZipBomb);
    let honest = book_with("xl/media/x.bin", &"x".repeat(70_007));
    assert_eq!(with_limits(&honest, |limits| limits.inflated_bytes = 50_000), Code::ZipBomb);
}

#[test]
fn r50_document_types_and_entities() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"#;
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", laughs)), Code::Doctype);
    assert_eq!(code(laughs.as_bytes()), Code::Doctype);
    assert_eq!(
        code(&book_with("docProps/core.xml", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>")),
        Code::Doctype
    );
    // Pushed beyond what is looked at before parsing.
    let late = format!("<!--{}--><!DOCTYPE x []><worksheet/>", "x".repeat(100_000));
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", &late)), Code::Doctype);
    let free = r#"<row><c t="inlineStr"><is><t>&libre;</t></is></c></row>"#;
    assert_eq!(code(&sheet_of(free)), Code::Doctype);
    let flat = "<?xml version=\"1.0\"?><!DOCTYPE w []><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    assert_eq!(code(flat.as_bytes()), Code::Doctype);
}

#[test]
fn r50_far_cells_and_too_many_of_them() {
    assert_eq!(code(&sheet_of(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#)), Code::FarCell);
    assert_eq!(code(&sheet_of(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#)), Code::FarCell);
    assert_eq!(
        code(&sheet_of(r#"<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>"#)),
        Code::FarCell
    );
    assert_eq!(code(&sheet_of(r#"<row r="0"><c><v>1</v></c></row>"#)), Code::FarCell);
    assert_eq!(
        code(&sheet_of(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(501)))),
        Code::TooManyColumns
    );
    let rows = "<row><c><v>1</v></c><c><v>2</v></c></row>".repeat(60);
    assert_eq!(with_limits(&sheet_of(&rows), |limits| limits.cells = 100), Code::TooManyCells);
    let two = Book::with_sheets(&[("a", "visible", &rows), ("b", "hidden", &rows)]).bytes();
    assert_eq!(with_limits(&two, |limits| limits.cells = 200), Code::TooManyCells);
    // Ten million cells declared, two filled, one of them far: the declaration changes nothing.
    let declared = r#"<worksheet><dimension ref="A1:CV100000"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", declared)), Code::FarCell);
}

#[test]
fn damaged_archives() {
    let whole = sheet_of(&"<row><c><v>1</v></c></row>".repeat(500));
    assert_eq!(code(&whole[..whole.len() / 2]), Code::Damaged);
    assert_eq!(code(&whole[..whole.len() - 10]), Code::Damaged);
    assert_eq!(code(b"PK\x03\x04"), Code::Damaged);
    assert_eq!(code(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), Code::Damaged);
    let mut altered = whole.clone();
    let data = altered.windows(20).position(|window| window == b"xl/worksheets/s0.xml").unwrap() + 25;
    altered[data] ^= 0xff;
    assert_eq!(code(&altered), Code::Damaged);
    let packed = gzip(b"a;b\n1;2\n");
    assert_eq!(code(&packed[..packed.len() - 6]), Code::Damaged);
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", "<worksheet><sheetData><row><c><v>1")), Code::Damaged);
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", "<worksheet></sheet>")), Code::Damaged);
    assert_eq!(code(&book_with("xl/worksheets/s0.xml", &"<a>".repeat(200))), Code::Damaged);
    assert_eq!(code(&sheet_of(r#"<row><c t="s"><v>99</v></c></row>"#)), Code::Damaged);
    let mut lost = Book::new("<row><c><v>1</v></c></row>");
    lost.parts.retain(|(name, _)| name != "xl/worksheets/s0.xml");
    assert_eq!(code(&lost.bytes()), Code::Damaged);
    lost.parts.retain(|(name, _)| name != "xl/workbook.xml");
    assert_eq!(code(&lost.bytes()), Code::Damaged);
}

#[test]
fn lines_and_cells_without_end() {
    assert_eq!(code(&b"a".repeat(1 << 20)), Code::LineTooLong);
    assert_eq!(code(&b"a;".repeat(1 << 20)), Code::TooManyColumns);
    assert_eq!(code(format!("a;b\n{}\n", "x;".repeat(10_000)).as_bytes()), Code::TooManyColumns);
    assert_eq!(code(format!("a;b\n1;{}\n", "x".repeat(300_000)).as_bytes()), Code::LineTooLong);
    assert_eq!(with_limits(&b"a;b\n".repeat(20), |limits| limits.rows = 10), Code::TooManyRows);
    let long = |text: &str| format!(r#"<row><c t="inlineStr"><is><t>{text}</t></is></c></row>"#);
    assert_eq!(code(&sheet_of(&long(&noise(300_000)))), Code::LineTooLong);
    assert_eq!(code(&sheet_of(&long(&noise(3 << 20)))), Code::LineTooLong);
    let page = |text: &str| format!("<table><tr><td>{text}</td></tr></table>");
    assert_eq!(code(page(&noise(300_000)).as_bytes()), Code::LineTooLong);
    assert_eq!(code(page(&"<td>x".repeat(600)).as_bytes()), Code::TooManyColumns);
    let columns = parse_columns_description("a;1;3\n").unwrap();
    let options = Options { columns: Some(columns), ..Options::default() };
    assert_eq!(read_with(&b"a".repeat(1 << 20), &options).unwrap_err().code(), Code::LineTooLong);
    assert_eq!(with_limits(b"a;b\n1;2\n", |limits| limits.file_bytes = 4), Code::TooLarge);
    let options = Options { sheet: Some("Absente".into()), ..Options::default() };
    let refused = read_with(&sheet_of("<row><c><v>1</v></c></row>"), &options).unwrap_err();
    assert_eq!(refused.code(), Code::SheetUnknown);
}

/// Text that hardly compresses.
fn noise(length: usize) -> String {
    let mut seed = 7_u32;
    let letter = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (seed >> 24) as u8 % 26)
    };
    std::iter::repeat_with(letter).take(length).collect()
}
