//! What a PDF may be to be kept and given back to others: whole, in the clear, and doing nothing by itself.
//!
//! The content decides, never the name. Names of PDF are looked for wherever they may be: in the bytes as they are, with
//! their escapes undone, and in the object streams that hide objects by compressing them. Refuses to repair, and to keep
//! what it cannot look into; it draws nothing and tells nothing of the text.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// The first bytes of any PDF.
const HEAD: &[u8] = b"%PDF-";
/// The last mark of any PDF.
const TAIL: &[u8] = b"%%EOF";
/// Where the last mark is looked for: what software leaves after it is short.
const NEAR_END: usize = 1_024;
/// Most bytes that object streams may hold once they are opened: a small file must not fill the memory.
const MOST_OPENED: usize = 64 << 20;
/// Longest dictionary of a stream that is looked at.
const DICTIONARY: usize = 4_096;
/// Names that make a document do something, or carry another file.
const ACTIVE: [&str; 6] = ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia"];
/// Names as short as this are found by chance in compressed bytes: they are looked for in what is in the clear alone. The
/// longer one that goes with them (`/S /JavaScript`) is looked for everywhere.
const SHORT: usize = 3;

/// Why a document is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It does not begin as a PDF.
    NotPdf,
    /// It has no end.
    Truncated,
    /// It is encrypted.
    Encrypted,
    /// It does something by itself or carries a file: by this name.
    Active(&'static str),
    /// A part of it cannot be looked into.
    Unreadable,
}

impl Refused {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Refused::NotPdf => "pdf.not_pdf",
            Refused::Truncated => "pdf.truncated",
            Refused::Encrypted => "pdf.encrypted",
            Refused::Active(_) => "pdf.active",
            Refused::Unreadable => "pdf.unreadable",
        }
    }
}

/// Checks a document.
///
/// # Errors
/// Why it is refused.
pub fn check(bytes: &[u8]) -> Result<(), Refused> {
    if !bytes.starts_with(HEAD) {
        return Err(Refused::NotPdf);
    }
    let end = bytes.get(bytes.len().saturating_sub(NEAR_END)..).unwrap_or(bytes);
    if find(end, TAIL, 0).is_none() {
        return Err(Refused::Truncated);
    }
    check_names(bytes, false)?;
    let mut opened = 0;
    let mut at = 0;
    while let Some(start) = find(bytes, b"stream", at) {
        at = start + b"stream".len();
        if bytes.get(..start).is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let before = bytes.get(start.saturating_sub(DICTIONARY)..start).unwrap_or_default();
        let dictionary = unescaped(last_object(before));
        if !has_name(&dictionary, "ObjStm") {
            continue;
        }
        let data = bytes.get(at..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n"));
        // The word alone, in a text or a comment, opens no stream.
        let Some(data) = data else { continue };
        let objects = open(&dictionary, data, MOST_OPENED - opened)?;
        opened += objects.len();
        check_names(&objects, true)?;
    }
    Ok(())
}

/// The part of the bytes before a stream that belongs to its own object.
fn last_object(before: &[u8]) -> &[u8] {
    let mut own = before;
    while let Some(at) = find(own, b"obj", 0) {
        own = own.get(at + 3..).unwrap_or_default();
    }
    own
}

/// The objects of an object stream. Only the filter that all software uses is opened; what is hidden by another one, or by
/// several, is not looked into and is refused.
fn open(dictionary: &[u8], data: &[u8], most: usize) -> Result<Vec<u8>, Refused> {
    if !has_name(dictionary, "Filter") {
        let end = find(data, b"endstream", 0).ok_or(Refused::Unreadable)?;
        return Ok(data.get(..end).unwrap_or_default().to_vec());
    }
    let others = ["ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "Crypt", "Predictor"];
    let is_plain = has_name(dictionary, "FlateDecode") || has_name(dictionary, "Fl");
    if !is_plain || others.iter().any(|name| has_name(dictionary, name)) {
        return Err(Refused::Unreadable);
    }
    let mut objects = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    ZlibDecoder::new(data).take(limit).read_to_end(&mut objects).map_err(|_| Refused::Unreadable)?;
    if objects.len() > most { Err(Refused::Unreadable) } else { Ok(objects) }
}

/// Refuses names that may not be there. `is_clear`: nothing in these bytes is compressed.
fn check_names(bytes: &[u8], is_clear: bool) -> Result<(), Refused> {
    for name in names(&unescaped(bytes)) {
        if name == b"Encrypt" {
            return Err(Refused::Encrypted);
        }
        let active = ACTIVE.into_iter().filter(|one| is_clear || one.len() > SHORT);
        if let Some(active) = active.into_iter().find(|one| one.as_bytes() == name) {
            return Err(Refused::Active(active));
        }
    }
    Ok(())
}

/// Whether a name of PDF is there, whole: `/JS` is not in `/JSON`.
fn has_name(bytes: &[u8], name: &str) -> bool {
    names(bytes).any(|one| one == name.as_bytes())
}

/// What follows each slash up to the end of the name.
fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0 || b"()<>[]{}/%".contains(byte);
    bytes.split(|byte| *byte == b'/').skip(1).filter_map(move |rest| rest.split(ends).next())
}

/// The bytes with the escapes of names undone: `/J#61vaScript` is `/JavaScript`.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escape = (*byte == b'#').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        match escape.and_then(|code| u8::try_from(code).ok()) {
            Some(code) => {
                plain.push(code);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

/// Where some bytes are next.
fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn pdf(body: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {body} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
            .into_bytes()
    }

    fn with_objects(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("%PDF-1.7\n4 0 obj\n<< /Type /ObjStm {dictionary} >>\nstream\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream\nendobj\n%%EOF");
        file
    }

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_plain_document_is_accepted() {
        for body in
            ["", "/OpenAction [3 0 R /FitH null]", "/JSONLike true", "/EncryptMetadata false", "/Js 1"]
        {
            assert_eq!(check(&pdf(body)), Ok(()), "{body}");
        }
        let mut longer = pdf("");
        longer.extend_from_slice(&[b'\n'; 500]);
        assert_eq!(check(&longer), Ok(()), "what software leaves at the end");
    }

    #[test]
    fn what_is_no_pdf_or_has_no_end_is_refused() {
        assert_eq!(check(b""), Err(Refused::NotPdf));
        assert_eq!(check(b"PK\x03\x04 %PDF-1.7 %%EOF"), Err(Refused::NotPdf));
        assert_eq!(check(b"\n%PDF-1.7\n%%EOF"), Err(Refused::NotPdf));
        let whole = pdf("");
        let cut = whole.get(..whole.len() - 8).unwrap();
        assert_eq!(check(cut), Err(Refused::Truncated));
        let mut buried = pdf("");
        buried.extend_from_slice(&[b'x'; 2 * NEAR_END]);
        assert_eq!(check(&buried), Err(Refused::Truncated));
    }

    #[test]
    fn what_is_encrypted_or_active_is_refused_however_it_is_written() {
        for (body, refused) in [
            ("/Encrypt 9 0 R", Refused::Encrypted),
            ("/Enc#72ypt 9 0 R", Refused::Encrypted),
            ("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", Refused::Active("JavaScript")),
            ("/OpenAction<</S/J#61vaScript>>", Refused::Active("JavaScript")),
            ("/AA << /O << /S /Launch /F (calc.exe) >> >>", Refused::Active("Launch")),
            ("/Names << /EmbeddedFiles 8 0 R >>", Refused::Active("EmbeddedFiles")),
            ("/Type /EmbeddedFile", Refused::Active("EmbeddedFile")),
            ("/Subtype /RichMedia", Refused::Active("RichMedia")),
        ] {
            assert_eq!(check(&pdf(body)), Err(refused), "{body}");
        }
    }

    #[test]
    fn what_compressed_objects_hide_is_found() {
        let filter = "/Filter /FlateDecode";
        let good = deflated(b"5 0 << /Type /Page >>");
        assert_eq!(check(&with_objects(filter, &good)), Ok(()));
        let hidden = deflated(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>");
        assert_eq!(check(&with_objects(filter, &hidden)), Err(Refused::Active("JavaScript")));
        let short = deflated(b"5 0 << /JS 6 0 R >>");
        assert_eq!(check(&with_objects(filter, &short)), Err(Refused::Active("JS")));
        assert_eq!(check(&with_objects("", b"5 0 << /JS 6 0 R >>")), Err(Refused::Active("JS")));
        // The type of the stream is no better hidden.
        let mut escaped =
            String::from_utf8_lossy(&with_objects(filter, b"")).replace("ObjStm", "Obj#53tm").into_bytes();
        let at = find(&escaped, b"stream\n", 0).unwrap() + 7;
        escaped.splice(at..at, hidden);
        assert_eq!(check(&escaped), Err(Refused::Active("JavaScript")));
    }

    #[test]
    fn what_cannot_be_looked_into_is_refused() {
        let good = deflated(b"5 0 << /Type /Page >>");
        for (dictionary, data) in [
            ("/Filter [/ASCII85Decode /FlateDecode]", good.as_slice()),
            ("/Filter /LZWDecode", good.as_slice()),
            ("/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", good.as_slice()),
            ("/Filter /FlateDecode", b"not compressed".as_slice()),
        ] {
            assert_eq!(check(&with_objects(dictionary, data)), Err(Refused::Unreadable), "{dictionary}");
        }
        let bomb = deflated(&vec![b' '; MOST_OPENED + 1]);
        assert_eq!(check(&with_objects("/Filter /FlateDecode", &bomb)), Err(Refused::Unreadable));
    }

    #[test]
    fn each_refusal_has_its_code() {
        let codes = [
            Refused::NotPdf,
            Refused::Truncated,
            Refused::Encrypted,
            Refused::Active("JS"),
            Refused::Unreadable,
        ]
        .map(Refused::code);
        assert_eq!(codes, ["pdf.not_pdf", "pdf.truncated", "pdf.encrypted", "pdf.active", "pdf.unreadable"]);
    }
}
