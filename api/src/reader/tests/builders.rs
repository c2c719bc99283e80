//! Small files built for the tests.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP of the parts given.
pub(in crate::reader) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Parts of a workbook; each can be replaced.
pub(in crate::reader) struct Book {
    pub(in crate::reader) parts: Vec<(String, Vec<u8>)>,
}

const ROOT: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

impl Book {
    /// One visible sheet with this `sheetData`.
    pub(in crate::reader) fn new(data: &str) -> Self {
        Self::with_sheets(&[("Feuil1", "visible", data)])
    }

    pub(in crate::reader) fn with_sheets(sheets: &[(&str, &str, &str)]) -> Self {
        let mut list = String::new();
        let mut links = String::new();
        let mut parts = Vec::new();
        for (place, (name, state, data)) in sheets.iter().enumerate() {
            list += &format!(r#"<sheet name="{name}" sheetId="{place}" state="{state}" r:id="r{place}"/>"#);
            links += &format!(
                r#"<Relationship Id="r{place}" Type="http://x/worksheet" Target="worksheets/s{place}.xml"/>"#
            );
            parts.push((format!("xl/worksheets/s{place}.xml"), sheet(data)));
        }
        links += r#"<Relationship Id="st" Type="http://x/styles" Target="styles.xml"/><Relationship Id="ss" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>"#;
        let mut book = Self { parts };
        book.set("_rels/.rels", ROOT);
        book.set("xl/workbook.xml", &format!("<workbook><workbookPr/><sheets>{list}</sheets></workbook>"));
        book.set("xl/_rels/workbook.xml.rels", &format!("<Relationships>{links}</Relationships>"));
        book.set(
            "xl/styles.xml",
            r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="jj/mm/aaaa"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>"#,
        );
        book.set(
            "xl/sharedStrings.xml",
            r"<sst><si><t>Matricule</t></si><si><r><t>Dur</t></r><r><t>and</t></r><rPh><t>x</t></rPh></si></sst>",
        );
        book
    }

    /// Adds or replaces a part.
    pub(in crate::reader) fn set(&mut self, name: &str, content: &str) -> &mut Self {
        self.parts.retain(|(known, _)| known != name);
        self.parts.push((name.to_owned(), content.as_bytes().to_vec()));
        self
    }

    pub(in crate::reader) fn bytes(&self) -> Vec<u8> {
        let parts: Vec<_> =
            self.parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        archive(&parts)
    }
}

fn sheet(data: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{data}</sheetData></worksheet>").into_bytes()
}

/// A `.gz`.
pub(in crate::reader) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

/// UTF-16, low byte first, with its mark.
pub(in crate::reader) fn utf16le(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The container of old office files with these names in its directory.
pub(in crate::reader) fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    for name in names {
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend([0; 64]);
    }
    bytes
}
