//! The largest table of a web page, for exports that carry the name of a workbook.
//!
//! Reads tags one after the other and builds no tree: a page of a hundred megabytes would need a gigabyte as a tree.
//! Scripts and styles are skipped, nothing is fetched, and only text and the spans of cells are kept.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::resolve_html5_entity;

use super::encoding::Text;
use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::row::{Cell, Row};

/// Tables inside tables; beyond, the page is not an export.
const DEPTH: usize = 32;

/// What the reader of tables needs to know of a page.
#[derive(Debug)]
enum Token {
    Open { name: Name, columns: usize, rows: u32 },
    Close(Name),
    Text { start: usize, end: usize },
}

/// Tags that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Table,
    Row,
    Cell,
    Break,
    Other,
}

/// Gives tags and texts in order.
#[derive(Clone, Debug)]
struct Scanner {
    text: Text,
    place: usize,
    most_columns: usize,
}

impl Scanner {
    fn rest(&self) -> &[u8] {
        self.text.slice().get(self.place..).unwrap_or_default()
    }

    /// Moves after the next `mark`, or to the end.
    fn skip_past(&mut self, mark: &[u8]) {
        let rest = self.rest();
        let found = rest.windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark));
        self.place += found.map_or(rest.len(), |found| found + mark.len());
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let (&first, after) = rest.split_first()?;
            if first != b'<' || !after.first().is_some_and(|&next| is_markup(next)) {
                let length =
                    after.iter().position(|&byte| byte == b'<').map_or(rest.len(), |found| found + 1);
                let start = self.place;
                self.place += length;
                return Some(Token::Text { start, end: self.place });
            }
            if after.starts_with(b"!--") {
                self.place += 4;
                self.skip_past(b"-->");
                continue;
            }
            let length = tag_length(rest);
            let tag = rest.get(1..length).unwrap_or_default();
            let (closes, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
            let word = tag.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
            let (word, attributes) = tag.split_at_checked(word).unwrap_or((tag, b""));
            let name = name(word);
            let hidden = [&b"script"[..], b"style", b"title", b"textarea"]
                .into_iter()
                .find(|hidden| !closes && word.eq_ignore_ascii_case(hidden));
            let token = if closes {
                Token::Close(name)
            } else {
                let span = |key| if name == Name::Cell { span(attributes, key) } else { 1 };
                let columns = span(b"colspan").clamp(1, self.most_columns.max(1));
                let rows = u32::try_from(span(b"rowspan").clamp(1, 1_000)).unwrap_or(1);
                Token::Open { name, columns, rows }
            };
            self.place += length;
            if let Some(hidden) = hidden {
                let close = [b"</", hidden].concat();
                self.skip_past(&close);
                self.skip_past(b">");
                continue;
            }
            return Some(token);
        }
    }
}

const fn is_markup(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')
}

/// Bytes of a tag, its `>` included; a `>` between quotes does not end it.
fn tag_length(rest: &[u8]) -> usize {
    let mut quote = 0_u8;
    let mut previous = 0_u8;
    for (place, &byte) in rest.iter().enumerate() {
        if quote != 0 {
            if byte == quote {
                quote = 0;
            }
        } else if byte == b'>' {
            return place + 1;
        } else if matches!(byte, b'"' | b'\'') && previous == b'=' {
            quote = byte;
        }
        if byte != b' ' {
            previous = byte;
        }
    }
    rest.len()
}

fn name(word: &[u8]) -> Name {
    let is = |known: &str| word.eq_ignore_ascii_case(known.as_bytes());
    if is("table") {
        Name::Table
    } else if is("tr") {
        Name::Row
    } else if is("td") || is("th") {
        Name::Cell
    } else if is("br") || is("p") || is("div") || is("li") {
        Name::Break
    } else {
        Name::Other
    }
}

/// Number given to an attribute, 1 when absent or unreadable.
fn span(attributes: &[u8], key: &[u8]) -> usize {
    let Some(found) = attributes.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))
    else {
        return 1;
    };
    let value = attributes.get(found + key.len()..).unwrap_or_default();
    let skipped = |byte: &&u8| matches!(**byte, b'=' | b'"' | b'\'' | b' ');
    let digits = value.iter().skip_while(skipped).take_while(|byte| byte.is_ascii_digit()).take(6);
    digits
        .fold(None, |number: Option<usize>, digit| Some(number.unwrap_or(0) * 10 + usize::from(digit - b'0')))
        .unwrap_or(1)
}

/// Which table is the largest: its order in the page, its rows and its widest row. Nothing without a filled cell.
pub(super) fn largest(text: &Text, limits: &Limits) -> Result<Option<(usize, u32, usize)>, ReadError> {
    let mut scanner = Scanner { text: text.clone(), place: 0, most_columns: limits.columns };
    // Order, rows, cells, cells of the current row, widest row.
    let mut open: Vec<(usize, u32, u64, usize, usize)> = Vec::new();
    let mut best: Option<(u64, usize, u32, usize)> = None;
    let mut order = 0;
    let close = |best: &mut Option<(u64, usize, u32, usize)>, table: (usize, u32, u64, usize, usize)| {
        if table.2 > best.map_or(0, |best| best.0) {
            *best = Some((table.2, table.0, table.1, table.4.max(table.3)));
        }
    };
    while let Some(token) = scanner.next() {
        match token {
            Token::Open { name: Name::Table, .. } => {
                if open.len() >= DEPTH {
                    return Err(ReadCode::Damaged.into());
                }
                open.push((order, 0, 0, 0, 0));
                order += 1;
            }
            Token::Close(Name::Table) => {
                if let Some(table) = open.pop() {
                    close(&mut best, table);
                }
            }
            Token::Open { name: Name::Row, .. } => {
                if let Some(table) = open.last_mut() {
                    table.1 = table.1.saturating_add(1);
                    table.4 = table.4.max(table.3);
                    table.3 = 0;
                }
            }
            Token::Open { name: Name::Cell, columns, .. } => {
                if let Some(table) = open.last_mut() {
                    table.1 = table.1.max(1);
                    table.2 += 1;
                    table.3 = table.3.saturating_add(columns);
                }
            }
            _ => {}
        }
    }
    while let Some(table) = open.pop() {
        close(&mut best, table);
    }
    Ok(best.map(|(_, order, rows, columns)| (order, rows, columns)))
}

/// Rows of one table of the page.
#[derive(Debug)]
pub(super) struct HtmlRows {
    scanner: Scanner,
    limits: Limits,
    target: usize,
    /// Order of the tables open at this place, innermost last.
    open: Vec<usize>,
    tables: usize,
    line: u32,
    cells: Vec<Cell>,
    in_row: bool,
    /// Text of the open cell.
    text: Option<String>,
    columns: usize,
    rows: u32,
    /// Rows still covered by a tall cell, for each column.
    covered: Vec<u32>,
    done: bool,
}

impl HtmlRows {
    pub(super) const fn new(text: Text, target: usize, limits: Limits) -> Self {
        let scanner = Scanner { text, place: 0, most_columns: limits.columns };
        Self {
            scanner,
            limits,
            target,
            open: Vec::new(),
            tables: 0,
            line: 0,
            cells: Vec::new(),
            in_row: false,
            text: None,
            columns: 1,
            rows: 1,
            covered: Vec::new(),
            done: false,
        }
    }

    /// Next row that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        while !self.done {
            let Some(token) = self.scanner.next() else {
                self.done = true;
                return self.end_row();
            };
            let inside = self.open.last() == Some(&self.target);
            let row = match token {
                Token::Open { name: Name::Table, .. } => {
                    self.open.push(self.tables);
                    self.tables += 1;
                    None
                }
                Token::Close(Name::Table) => {
                    self.open.pop();
                    self.done = inside;
                    if inside { self.end_row()? } else { None }
                }
                Token::Open { name: Name::Row, .. } if inside => {
                    let row = self.end_row()?;
                    self.line = self.line.saturating_add(1);
                    self.in_row = true;
                    row
                }
                Token::Close(Name::Row) if inside => self.end_row()?,
                Token::Open { name: Name::Cell, columns, rows } if inside => {
                    self.end_cell()?;
                    if !self.in_row {
                        self.in_row = true;
                        self.line = self.line.saturating_add(1);
                    }
                    (self.columns, self.rows, self.text) = (columns, rows, Some(String::new()));
                    None
                }
                Token::Close(Name::Cell) if inside => {
                    self.end_cell()?;
                    None
                }
                Token::Open { name: Name::Break, .. } | Token::Close(Name::Break) if inside => {
                    self.append(" ")?;
                    None
                }
                Token::Text { start, end } if inside && self.text.is_some() => {
                    // Blanks are dropped below, yet no export pads one cell with megabytes.
                    if end - start > self.limits.line_bytes.saturating_mul(4) {
                        return Err(ReadError::at(ReadCode::LineTooLong, self.line));
                    }
                    let text = self.scanner.text.clone();
                    let piece = text.decode(text.slice().get(start..end).unwrap_or_default());
                    self.append(&entities(&piece))?;
                    None
                }
                _ => None,
            };
            if let Some(row) = row {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Adds to the open cell, blanks brought down to one.
    fn append(&mut self, piece: &str) -> Result<(), ReadError> {
        let Some(text) = &mut self.text else { return Ok(()) };
        for character in piece.chars() {
            if !character.is_whitespace() {
                text.push(character);
            } else if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        if text.len() > self.limits.line_bytes {
            return Err(ReadError::at(ReadCode::LineTooLong, self.line));
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(text) = self.text.take() else { return Ok(()) };
        self.pass_covered();
        let place = self.cells.len();
        let end = place.saturating_add(self.columns);
        if end > self.limits.columns {
            return Err(ReadError::at(ReadCode::TooManyColumns, self.line));
        }
        self.cells.push(Cell::of_text(text.trim()));
        self.cells.resize(end, Cell::Empty);
        if self.rows > 1 {
            if self.covered.len() < end {
                self.covered.resize(end, 0);
            }
            for column in self.covered.iter_mut().take(end).skip(place) {
                *column = self.rows;
            }
        }
        Ok(())
    }

    /// Leaves empty the columns that a cell of a row above still covers.
    fn pass_covered(&mut self) {
        while self.covered.get(self.cells.len()).is_some_and(|&rows| rows > 0) {
            self.cells.push(Cell::Empty);
        }
    }

    fn end_row(&mut self) -> Result<Option<Row>, ReadError> {
        self.end_cell()?;
        if !self.in_row {
            return Ok(None);
        }
        self.in_row = false;
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
        let row = Row { line: self.line, cells: std::mem::take(&mut self.cells), truncated: false };
        if self.line > self.limits.rows {
            return Err(ReadError::at(ReadCode::TooManyRows, self.line));
        }
        Ok((!row.is_blank()).then_some(row))
    }
}

/// Replaces `&eacute;`, `&#233;` and `&#xE9;`; what is unknown stays as written.
fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(32).position(|byte| byte == b';');
        let entity = end.and_then(|end| after.get(..end));
        let value = entity.and_then(|entity| {
            let number = entity.strip_prefix('#');
            match number {
                Some(number) => character(number).map(String::from),
                None => resolve_html5_entity(entity).map(String::from),
            }
        });
        match (entity, value) {
            (Some(entity), Some(value)) => {
                out.push_str(&value);
                rest = after.get(entity.len() + 1..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Character of a numeric entity; browsers read 128 to 159 as Windows-1252. Control characters become blanks.
fn character(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    match u8::try_from(code) {
        Ok(0..=31) => Some(' '),
        Ok(byte @ 128..=159) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        _ => char::from_u32(code),
    }
}
