//! Text cut at separators: finds the separator, then gives records one by one.
//!
//! Quotes follow RFC 4180 with three tolerances seen in exports: blanks after a closing quote, single quotes inside
//! a quoted text, and an opening quote that is never closed, which is then an ordinary character. Cells stay text:
//! no number, no date is guessed here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::encoding::Text;
use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::row::{Cell, Row};

/// Separators looked for, in order of preference.
const SEPARATORS: [u8; 4] = [b';', b'\t', b'|', b','];

/// Bytes at the head of the file on which the separator is decided.
const HEAD: usize = 64 << 10;

/// How the text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: u8,
    /// Quotes were met in the head of the file.
    pub(super) quoted: bool,
    /// The first line is only a directive for spreadsheets (`sep=;`).
    pub(super) directive: bool,
}

/// One field of a record, as places in the text.
#[derive(Clone, Copy, Debug)]
struct Field {
    start: usize,
    end: usize,
    /// Holds doubled quotes.
    doubled: bool,
}

/// Cuts records. Places are those of the slice it is given at each call.
#[derive(Debug)]
struct Cutter {
    place: usize,
    /// Number of the line at `place`.
    line: u32,
    separator: u8,
    quotes: bool,
    saw_quotes: bool,
    /// Bytes that may still be read for closing quotes that do not exist; keeps the time linear.
    patience: usize,
    fields: Vec<Field>,
}

impl Cutter {
    fn new(separator: u8, length: usize) -> Self {
        let patience = length.saturating_mul(4).saturating_add(1 << 20);
        Self { place: 0, line: 1, separator, quotes: true, saw_quotes: false, patience, fields: Vec::new() }
    }

    fn is_stop(&self, byte: u8) -> bool {
        byte == self.separator || byte == b'\n' || byte == b'\r'
    }

    /// Cuts the next record into `self.fields`. Gives its first line, or nothing at the end of the text.
    fn record(&mut self, text: &[u8], line_bytes: usize, columns: usize) -> Result<Option<u32>, ReadError> {
        self.fields.clear();
        if self.place >= text.len() {
            return Ok(None);
        }
        let (line, start) = (self.line, self.place);
        loop {
            self.field(text, line_bytes);
            if self.place - start > line_bytes {
                return Err(ReadError::at(ReadCode::LineTooLong, line));
            }
            if self.fields.len() > columns {
                return Err(ReadError::at(ReadCode::TooManyColumns, line));
            }
            match text.get(self.place) {
                Some(&byte) if byte == self.separator => self.place += 1,
                Some(b'\r') => {
                    self.place += if text.get(self.place + 1) == Some(&b'\n') { 2 } else { 1 };
                    break;
                }
                Some(_) => {
                    self.place += 1;
                    break;
                }
                None => break,
            }
        }
        self.line = self.line.saturating_add(1);
        Ok(Some(line))
    }

    /// Cuts one field; `self.place` then stands on what stopped it.
    fn field(&mut self, text: &[u8], line_bytes: usize) {
        let start = self.place;
        let opens = self.quotes && text.get(start) == Some(&b'"');
        if opens && let Some((field, after)) = self.quoted(text, start + 1, line_bytes) {
            self.saw_quotes = true;
            let inside = text.get(field.start..field.end).unwrap_or_default();
            self.line = self.line.saturating_add(newlines(inside));
            self.fields.push(field);
            self.place = after;
            return;
        }
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.iter().position(|&byte| self.is_stop(byte)).unwrap_or(rest.len());
        self.place = start + length;
        self.fields.push(Field { start, end: self.place, doubled: false });
    }

    /// Looks for the end of a quoted text that starts at `from`. Nothing when the quote opens nothing.
    fn quoted(&mut self, text: &[u8], from: usize, line_bytes: usize) -> Option<(Field, usize)> {
        let reach = text.len().min(from.saturating_add(line_bytes).saturating_add(1));
        let (mut place, mut doubled) = (from, false);
        loop {
            let Some(step) = text.get(place..reach).and_then(|rest| rest.iter().position(|&b| b == b'"'))
            else {
                return self.give_up(from, reach);
            };
            let quote = place + step;
            if text.get(quote + 1) == Some(&b'"') {
                doubled = true;
                place = quote + 2;
                continue;
            }
            let after = text.get(quote + 1..).unwrap_or_default();
            let blanks = after.iter().take_while(|&&byte| byte == b' ').count();
            if after.get(blanks).is_none_or(|&byte| self.is_stop(byte)) {
                return Some((Field { start: from, end: quote, doubled }, quote + 1 + blanks));
            }
            // A quote that opens another field: this one was never closed.
            if quote > from && text.get(quote - 1).is_some_and(|&byte| self.is_stop(byte)) {
                return self.give_up(from, quote);
            }
            place = quote + 1;
        }
    }

    fn give_up(&mut self, from: usize, reached: usize) -> Option<(Field, usize)> {
        match self.patience.checked_sub(reached.saturating_sub(from)) {
            Some(left) => self.patience = left,
            None => self.quotes = false,
        }
        None
    }
}

/// Line ends inside a quoted text: LF, CR or both together.
fn newlines(text: &[u8]) -> u32 {
    let mut previous = 0;
    let mut count = 0_u32;
    for &byte in text {
        if byte == b'\r' || (byte == b'\n' && previous != b'\r') {
            count = count.saturating_add(1);
        }
        previous = byte;
    }
    count
}

impl Dialect {
    /// Finds the separator on the first lines.
    pub(super) fn detect(text: &Text) -> Result<Self, ReadError> {
        let whole = text.slice();
        if let Some(separator) = directive(whole) {
            return Ok(Self { separator, quoted: false, directive: true });
        }
        if is_structured(whole) {
            return Err(ReadCode::NoTable.into());
        }
        let head = whole.get(..HEAD).unwrap_or(whole);
        let mut best = (0.0_f64, Self { separator: b';', quoted: false, directive: false });
        for separator in SEPARATORS {
            let mut cutter = Cutter::new(separator, head.len());
            let mut counts: Vec<usize> = Vec::new();
            while let Ok(Some(_)) = cutter.record(head, usize::MAX, usize::MAX) {
                let blank = matches!(cutter.fields.as_slice(), [only] if is_blank(head, *only));
                if !blank {
                    counts.push(cutter.fields.len());
                }
            }
            // The last record of a longer file is cut by the head, not by its author.
            if head.len() < whole.len() && counts.len() > 1 {
                counts.pop();
            }
            let score = score(&counts);
            if score > best.0 || (best.0 == 0.0 && separator == b';') {
                best = (score, Self { separator, quoted: cutter.saw_quotes, directive: false });
            }
        }
        Ok(best.1)
    }
}

/// Mean number of separators of a record, lowered when records disagree.
#[expect(
    clippy::cast_precision_loss,
    reason = "a score over a few thousand records, compared and never kept"
)]
fn score(counts: &[usize]) -> f64 {
    let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
    for &count in counts {
        *shares.entry(count).or_default() += 1;
    }
    let total = counts.len().max(1) as f64;
    let agreed =
        shares.iter().filter(|(count, _)| **count > 1).map(|(_, share)| *share).max().unwrap_or(0) as f64;
    let separators = counts.iter().map(|count| count - 1).sum::<usize>() as f64;
    separators / total * (0.2 + 0.8 * agreed / total)
}

fn is_blank(text: &[u8], field: Field) -> bool {
    text.get(field.start..field.end).is_none_or(|piece| piece.iter().all(u8::is_ascii_whitespace))
}

/// `sep=;` alone on the first line.
fn directive(text: &[u8]) -> Option<u8> {
    let head = text.get(..4)?;
    let separator = *text.get(4)?;
    let alone = matches!(text.get(5), None | Some(b'\r' | b'\n'));
    (head.eq_ignore_ascii_case(b"sep=") && alone && separator.is_ascii()).then_some(separator)
}

/// JSON is text with commas, but no table.
fn is_structured(text: &[u8]) -> bool {
    let mut solid = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    match solid.next() {
        Some(b'{') => matches!(solid.next(), Some(b'"' | b'}')),
        Some(b'[') => matches!(solid.next(), Some(b'{' | b'[' | b'"')),
        _ => false,
    }
}

/// Records of a delimited text, in order.
#[derive(Debug)]
pub(super) struct DelimitedRows {
    text: Text,
    cutter: Cutter,
    limits: Limits,
    given: u32,
    /// How many records have each number of fields.
    shapes: BTreeMap<usize, u32>,
}

impl DelimitedRows {
    pub(super) fn new(text: Text, dialect: Dialect, limits: Limits) -> Self {
        let mut cutter = Cutter::new(dialect.separator, text.slice().len());
        if dialect.directive {
            let rest = text.slice();
            let line = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
            let crlf = rest.get(line..line + 2) == Some(b"\r\n");
            cutter.place = line + if crlf { 2 } else { 1 };
            cutter.line = 2;
        }
        Self { text, cutter, limits, given: 0, shapes: BTreeMap::new() }
    }

    /// Next record that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let Some(line) =
                self.cutter.record(self.text.slice(), self.limits.line_bytes, self.limits.columns)?
            else {
                return Ok(None);
            };
            let cells = self.cutter.fields.iter().map(|field| self.cell(*field)).collect();
            let mut row = Row { line, cells, truncated: false };
            if row.is_blank() {
                continue;
            }
            row.truncated = self.is_cut(row.cells.len());
            *self.shapes.entry(row.cells.len()).or_default() += 1;
            self.given = self.given.saturating_add(1);
            if self.given > self.limits.rows {
                return Err(ReadError::at(ReadCode::TooManyRows, line));
            }
            return Ok(Some(row));
        }
    }

    fn cell(&self, field: Field) -> Cell {
        let text = self.text.decode(self.text.slice().get(field.start..field.end).unwrap_or_default());
        if field.doubled {
            Cell::of_text(&Cow::from(text.replace("\"\"", "\"")))
        } else {
            Cell::of_text(&text)
        }
    }

    /// True for the last record when the file stops inside it: no line end, and fewer fields than the others.
    fn is_cut(&self, fields: usize) -> bool {
        let text = self.text.slice();
        if self.cutter.place < text.len() || matches!(text.last(), Some(b'\n' | b'\r')) {
            return false;
        }
        let total: u32 = self.shapes.values().sum();
        let Some((&usual, &share)) = self.shapes.iter().max_by_key(|(_, share)| **share) else {
            return false;
        };
        let fewest = self.shapes.keys().next().is_some_and(|&fewest| fields < fewest);
        fewest || (fields < usual && share >= total.saturating_mul(4) / 5)
    }
}
