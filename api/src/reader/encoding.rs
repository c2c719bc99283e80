//! Which characters the bytes of a text file mean.
//!
//! Knows UTF-8, UTF-16, Windows-1252 and ISO-8859-15. Refuses the rest by name rather than import garbled names:
//! UTF-32, EBCDIC, DOS pages, zero bytes, control characters. UTF-16 is rewritten as UTF-8 once; the other
//! encodings stay as they are and each cell is decoded when it is cut, so a large file is held once.

use std::borrow::Cow;

use encoding_rs::{ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::{ReadCode, ReadError};
use super::source::Bytes;

/// Encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without mark.
    Utf8,
    /// UTF-8 with its byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252.
    Windows1252,
    /// ISO-8859-15, told from Windows-1252 by its `œ` and `€`.
    Iso8859_15,
}

/// A text whose bytes can be cut at ASCII separators.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) bytes: Bytes,
    /// First byte after the byte order mark.
    pub(super) start: usize,
    /// End of the text, without the end-of-file mark of DOS.
    pub(super) end: usize,
    pub(super) encoding: Encoding,
    /// UTF-8 with some lines in Windows-1252 (files pasted together).
    pub(super) mixed: bool,
}

impl Text {
    /// Finds the encoding of a whole file and checks that nothing but text is in it.
    pub(super) fn detect(bytes: Bytes) -> Result<Self, ReadError> {
        let raw = bytes.as_ref();
        if raw.starts_with(b"\xff\xfe\0\0") || raw.starts_with(b"\0\0\xfe\xff") {
            return Err(ReadCode::EncodingUnknown.into());
        }
        if let Some((encoding, skip)) = wide(raw) {
            let body = raw.get(skip..).unwrap_or_default();
            if body.len() % 2 == 1 {
                return Err(ReadCode::Damaged.into());
            }
            let decoder = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
            let (text, broken) = decoder.decode_without_bom_handling(body);
            if broken {
                return Err(ReadCode::Damaged.into());
            }
            let text = Bytes::from(text.into_owned().into_bytes());
            return Self { start: 0, end: text.len(), bytes: text, encoding, mixed: false }.checked();
        }
        let bom = raw.starts_with(b"\xef\xbb\xbf");
        let start = if bom { 3 } else { 0 };
        let text = Self { start, end: raw.len(), bytes, encoding: Encoding::Utf8, mixed: false }.checked()?;
        let (encoding, mixed) = narrow(text.slice(), bom)?;
        Ok(Self { encoding, mixed, ..text })
    }

    /// The text, marks left out.
    pub(super) fn slice(&self) -> &[u8] {
        self.bytes.part(self.start, self.end)
    }

    /// Characters of one piece of the text.
    pub(super) fn decode<'a>(&self, piece: &'a [u8]) -> Cow<'a, str> {
        let decoder = match self.encoding {
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Iso8859_15 => ISO_8859_15,
            _ => match std::str::from_utf8(piece) {
                Ok(text) => return Cow::Borrowed(text),
                Err(_) if self.mixed => WINDOWS_1252,
                Err(_) => return String::from_utf8_lossy(piece),
            },
        };
        decoder.decode_without_bom_handling(piece).0
    }

    /// Refuses what is not text, takes off the end-of-file mark, refuses what is only blank.
    fn checked(mut self) -> Result<Self, ReadError> {
        if self.slice().last() == Some(&0x1a) {
            self.end -= 1;
        }
        let (mut nul, mut control, mut first, mut blank) = (0_usize, 0_usize, None, true);
        for (place, &byte) in self.slice().iter().enumerate() {
            if byte > b' ' {
                blank = false;
            } else if byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') {
                if byte == 0 {
                    nul += 1;
                } else {
                    control += 1;
                }
                first.get_or_insert(place);
            }
        }
        let Some(place) = first else {
            return if blank { Err(ReadCode::Empty.into()) } else { Ok(self) };
        };
        let code = if control > self.slice().len() / 50 {
            ReadCode::Binary
        } else if nul > 0 {
            ReadCode::NulBytes
        } else {
            ReadCode::ControlCharacters
        };
        let before = self.slice().get(..place).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Err(ReadError::at(code, u32::try_from(line).unwrap_or(u32::MAX)))
    }
}

/// UTF-16 by its mark, or by zero bytes that fall on one side only. Gives the length of the mark.
fn wide(raw: &[u8]) -> Option<(Encoding, usize)> {
    if raw.starts_with(b"\xff\xfe") {
        return Some((Encoding::Utf16Le, 2));
    }
    if raw.starts_with(b"\xfe\xff") {
        return Some((Encoding::Utf16Be, 2));
    }
    let head = raw.get(..4096).unwrap_or(raw);
    let nuls = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (nuls(0), nuls(1), head.len() / 2);
    if pairs < 2 {
        None
    } else if odd * 10 > pairs * 7 && even * 50 <= pairs {
        Some((Encoding::Utf16Le, 0))
    } else if even * 10 > pairs * 7 && odd * 50 <= pairs {
        Some((Encoding::Utf16Be, 0))
    } else {
        None
    }
}

/// UTF-8 or one of the two Western encodings; true for UTF-8 mixed with Windows-1252.
fn narrow(text: &[u8], bom: bool) -> Result<(Encoding, bool), ReadError> {
    let utf8 = if bom { Encoding::Utf8Bom } else { Encoding::Utf8 };
    let (mut accents, mut broken, mut done) = (0_usize, 0_usize, 0_usize);
    for chunk in text.utf8_chunks() {
        accents += chunk.valid().bytes().filter(|&byte| byte >= 0xc2).count();
        done += chunk.valid().len() + chunk.invalid().len();
        // A last character cut by a transfer is the business of the truncated line, not of the encoding.
        let cut =
            done == text.len() && chunk.invalid().first().is_some_and(|&byte| byte >= 0xc2) && accents > 0;
        if !chunk.invalid().is_empty() && !cut {
            broken += 1;
        }
    }
    if broken == 0 || bom || accents > broken {
        return Ok((utf8, broken > 0));
    }
    western(text).map(|encoding| (encoding, false))
}

/// Windows-1252 or ISO-8859-15, by the bytes on which they differ.
fn western(text: &[u8]) -> Result<Encoding, ReadError> {
    let (mut high, mut letters, mut dos, mut undefined, mut low_half, mut latin9) =
        (0_usize, 0, 0, 0, false, false);
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    for (place, &byte) in text.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let before = letter(place.checked_sub(1).and_then(|before| text.get(before)));
        let after = letter(text.get(place + 1));
        high += 1;
        match byte {
            0x81 | 0x8d | 0x8f | 0x90 | 0x9d => undefined += 1,
            0x82 | 0x85 | 0x87 | 0x88 | 0x8a if before && after => dos += 1,
            0x80..=0x9f => low_half = true,
            0xa4 => latin9 = true,
            0xbc..=0xbe => latin9 |= before || after,
            0xc0..=0xff => letters += 1,
            _ => {}
        }
    }
    let solid = text.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    if undefined > 0 || dos > letters || high * 10 > solid * 4 {
        return Err(ReadCode::EncodingUnknown.into());
    }
    Ok(if latin9 && !low_half && dos == 0 { Encoding::Iso8859_15 } else { Encoding::Windows1252 })
}
