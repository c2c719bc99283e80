//! Turns any file of a hospital into rows of cells.
//!
//! Reads delimited text, fixed-width text, XLSX and XML 2003 workbooks and HTML tables, plain or in a `.gz`. The
//! content decides, never the extension. Memory and time stay bounded whatever the bytes are, and no byte makes it
//! panic. It refuses, with a code and a sentence that helps, what it cannot read without guessing: macros, passwords,
//! archives, old formats, unknown characters. It gives no meaning to a cell: that is the import profile's work.

mod delimited;
mod encoding;
mod error;
mod fixed;
mod html;
mod masking;
mod options;
mod package;
mod row;
mod sheet;
mod source;
mod spreadsheetml;
#[cfg(test)]
mod tests;
mod workbook;
mod xml;

use std::path::Path;
use std::sync::Arc;

pub use encoding::Encoding;
pub use error::{ReadCode, ReadError};
pub use fixed::parse_columns_description;
pub use masking::without_nirs;
pub use options::{FixedColumn, Limits, Options};
pub use row::{Cell, Row};
pub use source::Source;

use delimited::{DelimitedRows, Dialect};
use encoding::Text;
use fixed::FixedRows;
use html::HtmlRows;
use package::Package;
use sheet::{Extent, SheetRows};
use source::{Bytes, Kind};
use spreadsheetml::SpreadsheetRows;
use workbook::Workbook;

/// What a file turned out to be. A `.gz` around it is opened without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text cut at separators.
    Delimited {
        /// Its characters.
        encoding: Encoding,
        /// What stands between two cells.
        separator: char,
        /// True when quotes are used around cells.
        quoted: bool,
    },
    /// A workbook.
    Workbook {
        /// The sheet that [`Reading::rows`] gives.
        sheet: String,
        /// Sheets that the spreadsheet does not show.
        hidden_sheets: Vec<String>,
    },
    /// A web page.
    Html {
        /// Its characters.
        encoding: Encoding,
        /// Which table of the page is read, first = 1.
        table: usize,
    },
    /// Text cut at the positions of [`Options::columns`].
    FixedWidth {
        /// Its characters.
        encoding: Encoding,
    },
}

/// One table of a file: a sheet, or the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Name of the sheet, else of the file.
    pub name: String,
    /// True for a sheet that the spreadsheet does not show.
    pub hidden: bool,
    /// Rows that hold something, when the format tells before reading.
    pub rows: Option<u32>,
    /// Cells of the widest row, when the format tells before reading.
    pub columns: Option<usize>,
}

/// A file recognised and checked, ready to give its rows.
#[derive(Debug)]
pub struct Reading {
    /// What the file is.
    pub format: Format,
    /// Its tables, in the order of the file.
    pub tables: Vec<TableInfo>,
    notes: Vec<&'static str>,
    content: Content,
    limits: Limits,
}

#[derive(Debug)]
enum Content {
    Delimited(Text, Dialect),
    Fixed(Text, Vec<FixedColumn>),
    Html(Text, usize),
    Workbook(Arc<Workbook>, usize),
    Spreadsheet(Bytes, usize),
}

/// Opens a file of the disk.
///
/// # Errors
/// A [`ReadError`] when the file cannot be read safely or holds no table.
pub fn open(path: &Path, options: &Options) -> Result<Reading, ReadError> {
    Source::open(path, &options.limits).and_then(|source| source.read(options))
}

/// Opens bytes already in memory; `name` labels the table.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(bytes: Vec<u8>, name: &str, options: &Options) -> Result<Reading, ReadError> {
    Source::from_bytes(bytes, name, &options.limits).and_then(|source| source.read(options))
}

impl Source {
    /// Recognises the content.
    ///
    /// # Errors
    /// As [`open`].
    pub fn read(self, options: &Options) -> Result<Reading, ReadError> {
        let Self { name, bytes } = self;
        match source::kind(bytes.as_ref())? {
            Kind::Zip => read_workbook(bytes, options),
            Kind::MaybeText => read_text(bytes, &name, options),
            Kind::Gzip => {
                let inner = Bytes::from(source::gunzip(bytes.as_ref(), &options.limits)?);
                drop(bytes);
                let name = name.strip_suffix(".gz").unwrap_or(&name);
                match source::kind(inner.as_ref())? {
                    Kind::MaybeText => read_text(inner, name, options),
                    Kind::Zip | Kind::Gzip => Err(ReadCode::NestedArchive.into()),
                }
            }
        }
    }
}

impl Reading {
    /// Rows of the chosen table, one at a time.
    #[must_use]
    pub fn rows(self) -> Rows {
        let limits = self.limits;
        let source = match self.content {
            Content::Delimited(text, dialect) => {
                Stream::Delimited(Box::new(DelimitedRows::new(text, dialect, limits)))
            }
            Content::Fixed(text, columns) => Stream::Fixed(Box::new(FixedRows::new(text, columns, limits))),
            Content::Html(text, table) => Stream::Html(Box::new(HtmlRows::new(text, table, limits))),
            Content::Workbook(book, sheet) => Stream::sheet(&book, sheet, limits),
            Content::Spreadsheet(bytes, sheet) => {
                Stream::Spreadsheet(Box::new(SpreadsheetRows::new(bytes, Some(sheet), limits)))
            }
        };
        Rows { source }
    }

    /// Rows of another sheet by its name, hidden ones too: a legend may explain codes.
    ///
    /// # Errors
    /// `file.sheet_unknown`.
    pub fn other_table(&self, name: &str) -> Result<Rows, ReadError> {
        let place = self.tables.iter().position(|table| table.name == name).ok_or(ReadCode::SheetUnknown)?;
        let source = match &self.content {
            Content::Workbook(book, _) => Stream::sheet(book, place, self.limits),
            Content::Spreadsheet(bytes, _) => {
                Stream::Spreadsheet(Box::new(SpreadsheetRows::new(bytes.clone(), Some(place), self.limits)))
            }
            _ => return Err(ReadCode::SheetUnknown.into()),
        };
        Ok(Rows { source })
    }

    /// What is worth telling about the file without refusing it: `encoding.mixed`, `sheet.hidden`,
    /// `sheet.several`, `sheet.dimension_larger`, `html.table`, `xml.workbook`.
    #[must_use]
    pub fn notes(&self) -> &[&'static str] {
        &self.notes
    }
}

/// Rows of a table, in the order of the file. After an error there is nothing more.
#[derive(Debug)]
pub struct Rows {
    source: Stream,
}

#[derive(Debug)]
enum Stream {
    Delimited(Box<DelimitedRows>),
    Fixed(Box<FixedRows>),
    Html(Box<HtmlRows>),
    Sheet(Box<SheetRows>),
    Spreadsheet(Box<SpreadsheetRows>),
    Refused(ReadCode),
    Ended,
}

impl Stream {
    fn sheet(book: &Arc<Workbook>, place: usize, limits: Limits) -> Self {
        let part = book.sheets.get(place).and_then(|sheet| book.package.part(&sheet.part));
        part.map_or(Self::Refused(ReadCode::Damaged), |part| {
            Self::Sheet(Box::new(SheetRows::new(part, Arc::clone(book), limits)))
        })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.source {
            Stream::Delimited(rows) => rows.next_row(),
            Stream::Fixed(rows) => rows.next_row(),
            Stream::Html(rows) => rows.next_row(),
            Stream::Sheet(rows) => rows.next_row(),
            Stream::Spreadsheet(rows) => rows.next_row(),
            Stream::Refused(code) => Err((*code).into()),
            Stream::Ended => Ok(None),
        };
        if !matches!(next, Ok(Some(_))) {
            self.source = Stream::Ended;
        }
        next.transpose()
    }
}

fn read_text(bytes: Bytes, name: &str, options: &Options) -> Result<Reading, ReadError> {
    let limits = options.limits;
    let text = Text::detect(bytes)?;
    let encoding = text.encoding;
    let mut notes = Vec::new();
    if text.mixed {
        notes.push("encoding.mixed");
    }
    let whole = |rows, columns| vec![TableInfo { name: name.to_owned(), hidden: false, rows, columns }];
    if let Some(columns) = &options.columns {
        fixed::check(columns)?;
        let tables = whole(None, Some(columns.len()));
        let content = Content::Fixed(text, columns.clone());
        return Ok(Reading { format: Format::FixedWidth { encoding }, tables, notes, content, limits });
    }
    let head = text.slice();
    let head = text.decode(head.get(..4096).unwrap_or(head)).trim_start().to_lowercase();
    if head.starts_with('<') {
        let says = |mark: &str| head.contains(mark);
        if says("urn:schemas-microsoft-com:office:spreadsheet") && says("<?xml") && !says("<html") {
            return read_spreadsheet(text, options, notes);
        }
        if says("opendocument") {
            return Err(ReadCode::OpenDocument.into());
        }
        if !says("<html") && says("<!doctype") && !says("<!doctype html") {
            return Err(ReadCode::Doctype.into());
        }
        let Some((table, rows, columns)) = html::largest(&text, &limits)? else {
            return Err(ReadCode::NoTable.into());
        };
        notes.push("html.table");
        let format = Format::Html { encoding, table: table + 1 };
        let tables = whole(Some(rows), Some(columns));
        return Ok(Reading { format, tables, notes, content: Content::Html(text, table), limits });
    }
    let dialect = Dialect::detect(&text)?;
    let format =
        Format::Delimited { encoding, separator: char::from(dialect.separator), quoted: dialect.quoted };
    let tables = whole(None, None);
    Ok(Reading { format, tables, notes, content: Content::Delimited(text, dialect), limits })
}

fn read_workbook(bytes: Bytes, options: &Options) -> Result<Reading, ReadError> {
    let limits = options.limits;
    let book = Arc::new(Workbook::open(Package::open(bytes, &limits)?, &limits)?);
    let mut left = limits.cells;
    let mut measured: Vec<(&str, Extent)> = Vec::new();
    let mut tables = Vec::new();
    let mut extents = Vec::new();
    for sheet in &book.sheets {
        // A part listed under several names is read once: a short list could otherwise ask for hours.
        let known = measured.iter().find(|(part, _)| *part == sheet.part).map(|(_, extent)| *extent);
        let extent = match known {
            Some(extent) => extent,
            None => {
                let part = book.package.part(&sheet.part).ok_or(ReadCode::Damaged)?;
                SheetRows::new(part, Arc::clone(&book), limits).measure(left)?
            }
        };
        if known.is_none() {
            left = left.saturating_sub(extent.cells);
            measured.push((&sheet.part, extent));
        }
        tables.push(table_of(&sheet.name, sheet.hidden, extent));
        extents.push(extent);
    }
    let mut notes = Vec::new();
    let chosen = choose(&tables, options, &mut notes)?;
    if extents.get(chosen).is_some_and(|extent| extent.declared > limits.cells) {
        notes.push("sheet.dimension_larger");
    }
    let format = workbook_format(&tables, chosen);
    Ok(Reading { format, tables, notes, content: Content::Workbook(book, chosen), limits })
}

fn read_spreadsheet(
    text: Text,
    options: &Options,
    mut notes: Vec<&'static str>,
) -> Result<Reading, ReadError> {
    let limits = options.limits;
    let utf8 = matches!(text.encoding, Encoding::Utf8) && !text.mixed;
    let bytes = if utf8 {
        text.bytes.clone()
    } else {
        Bytes::from(text.decode(text.slice()).into_owned().into_bytes())
    };
    drop(text);
    let sheets = spreadsheetml::sheets(&bytes, &limits)?;
    let tables: Vec<_> =
        sheets.iter().map(|sheet| table_of(&sheet.name, sheet.hidden, sheet.extent)).collect();
    notes.push("xml.workbook");
    let chosen = choose(&tables, options, &mut notes)?;
    let format = workbook_format(&tables, chosen);
    Ok(Reading { format, tables, notes, content: Content::Spreadsheet(bytes, chosen), limits })
}

fn table_of(name: &str, hidden: bool, extent: Extent) -> TableInfo {
    TableInfo { name: name.to_owned(), hidden, rows: Some(extent.rows), columns: Some(extent.columns) }
}

/// The sheet asked for, else the visible one that holds the most.
fn choose(
    tables: &[TableInfo],
    options: &Options,
    notes: &mut Vec<&'static str>,
) -> Result<usize, ReadError> {
    if tables.iter().any(|table| table.hidden) {
        notes.push("sheet.hidden");
    }
    if let Some(name) = &options.sheet {
        return tables
            .iter()
            .position(|table| table.name == *name)
            .ok_or_else(|| ReadCode::SheetUnknown.into());
    }
    let size = |table: &TableInfo| u64::from(table.rows.unwrap_or(0)) * table.columns.unwrap_or(0) as u64;
    let filled: Vec<_> =
        tables.iter().enumerate().filter(|(_, table)| !table.hidden && size(table) > 0).collect();
    if filled.len() > 1 {
        notes.push("sheet.several");
    }
    // The first of equals: sheets are in the order their author gave them.
    let largest = filled.iter().rev().max_by_key(|(_, table)| size(table));
    largest.map(|(place, _)| *place).ok_or_else(|| ReadCode::NoTable.into())
}

fn workbook_format(tables: &[TableInfo], chosen: usize) -> Format {
    let sheet = tables.get(chosen).map(|table| table.name.clone()).unwrap_or_default();
    let hidden_sheets = tables.iter().filter(|table| table.hidden).map(|table| table.name.clone()).collect();
    Format::Workbook { sheet, hidden_sheets }
}
