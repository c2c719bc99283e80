//! What the caller may ask of a reading, and the bounds no file may pass.
//!
//! The defaults fit a national extract on a small machine; a caller lowers them, tests lower them a lot.

/// How to read one file. The default reads any table by its content.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Columns of a fixed-width file. A text file is cut at these positions instead of at separators.
    pub columns: Option<Vec<FixedColumn>>,
    /// Sheet to read in a workbook. Without it: the visible sheet that holds the most.
    pub sheet: Option<String>,
    /// Bounds of this reading.
    pub limits: Limits,
}

/// Bounds checked before or during the reading, whatever the file declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file, and of the text inside a `.gz`.
    pub file_bytes: u64,
    /// Bytes of all parts of a workbook once decompressed.
    pub inflated_bytes: u64,
    /// Highest ratio of decompressed to compressed bytes, looked at above one mebibyte.
    pub ratio: u64,
    /// Parts of a workbook.
    pub entries: usize,
    /// Filled cells of a workbook, all sheets together.
    pub cells: u64,
    /// Bytes of one line, of one record, or of the text of one cell.
    pub line_bytes: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Rows of a table.
    pub rows: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            inflated_bytes: 200 << 20,
            ratio: 100,
            entries: 2_000,
            cells: 2_000_000,
            line_bytes: 256 << 10,
            columns: 500,
            rows: 1_000_000,
        }
    }
}

/// One column of a fixed-width file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedColumn {
    /// Name shown as the heading. Empty or starting with `FILLER`: the column separates, it carries nothing.
    pub name: String,
    /// Position of the first character, in characters; the first of the line is 1.
    pub start: usize,
    /// Number of characters, at least 1.
    pub length: usize,
    /// Format as the description gives it (`AAAAMMJJ`, ...), not interpreted here.
    pub format: Option<String>,
}

impl FixedColumn {
    /// Number of characters a line needs for this column to be whole.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.start.saturating_sub(1).saturating_add(self.length)
    }

    /// True when the column carries nothing.
    #[must_use]
    pub fn is_filler(&self) -> bool {
        let name = self.name.trim();
        name.is_empty() || name.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("filler"))
    }
}
