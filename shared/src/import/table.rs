//! The rows of a small file as text, with its headings matched without case, accents, spaces, `°` and `_`.
//!
//! Used by the loads of the initialisation (structures, posts, attachments): a few thousand rows at most. The
//! extracts of the HR software have their own path. Refuses to know where the rows come from.

mod line;
mod setting;
#[cfg(test)]
pub(crate) mod testing;

pub use line::Line;
pub use setting::Setting;

use smol_str::SmolStr;

use crate::import::value::plain;

/// What a cell was in the file, beyond its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Nothing, or nothing but blanks.
    #[default]
    Empty,
    /// Text.
    Text,
    /// A number of a spreadsheet: its leading zeros are lost.
    Number,
    /// A date of a spreadsheet.
    Day,
    /// True or false.
    Flag,
    /// A formula.
    Formula,
    /// An error of a spreadsheet (`#N/A`).
    Error,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableCell {
    /// Text without the blanks around; days are ISO.
    pub text: SmolStr,
    /// What the cell was.
    pub kind: CellKind,
}

impl TableCell {
    /// A text cell, empty when there is nothing but blanks.
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        let kind = if text.is_empty() { CellKind::Empty } else { CellKind::Text };
        Self { text: text.into(), kind }
    }

    /// Whether an identifier written here has lost its form: a number, a date, a formula, or a text in
    /// scientific notation.
    pub fn is_not_text(&self) -> bool {
        match self.kind {
            CellKind::Empty => false,
            CellKind::Text => is_scientific(&self.text),
            _ => true,
        }
    }
}

/// Whether a spreadsheet took an identifier for a number (`9,65E+05`).
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(exponent) && mantissa.contains([',', '.']) && mantissa.split([',', '.']).all(digits)
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Physical line of the file, or row of the sheet; the first is 1.
    pub line: u32,
    /// Cells, in the order of the headings; a ragged row may have fewer or more.
    pub cells: Vec<TableCell>,
    /// Whether the file stops in the middle of this row.
    pub truncated: bool,
}

/// A small file: its headings and its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings as the file writes them.
    pub headings: Vec<SmolStr>,
    /// Rows after the headings, blank ones left out.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// A table of text cells, for tests and for texts already split; the first row holds the headings.
    pub fn of_texts<'a>(lines: impl IntoIterator<Item = Vec<&'a str>>) -> Self {
        let mut table = Self::default();
        for (line, cells) in (1_u32..).zip(lines) {
            if line == 1 {
                table.headings = cells.into_iter().map(SmolStr::new).collect();
            } else {
                let cells = cells.into_iter().map(TableCell::text).collect();
                table.rows.push(TableRow { line, cells, truncated: false });
            }
        }
        table
    }

    /// Whether some heading is one of these, given in their plain form.
    pub fn has_heading(&self, names: &[&str]) -> bool {
        self.headings.iter().any(|heading| names.contains(&plain(heading).as_str()))
    }

    /// Where the expected headings are in this file.
    pub fn layout(&self, expected: &'static [Heading]) -> Layout {
        let found: Vec<String> = self.headings.iter().map(|heading| plain(heading)).collect();
        let places: Vec<Option<usize>> =
            expected.iter().map(|heading| found.iter().position(|name| heading.accepts(name))).collect();
        let ignored = self
            .headings
            .iter()
            .enumerate()
            .filter(|(place, heading)| !heading.is_empty() && !places.contains(&Some(*place)))
            .map(|(_, heading)| heading.clone())
            .collect();
        Layout { expected, places, headings: self.headings.clone(), ignored }
    }
}

/// A column that a load expects.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// How the load calls it.
    pub key: &'static str,
    /// How people write it, for messages.
    pub name: &'static str,
    /// Other accepted names, in plain form (lower case, without accents, spaces and signs).
    pub synonyms: &'static [&'static str],
    /// Whether the file is refused without it.
    pub required: bool,
}

impl Heading {
    /// A column without which the file is refused.
    pub const fn required(key: &'static str, name: &'static str, synonyms: &'static [&'static str]) -> Self {
        Self { key, name, synonyms, required: true }
    }

    /// A column that may be missing.
    pub const fn optional(key: &'static str, name: &'static str, synonyms: &'static [&'static str]) -> Self {
        Self { key, name, synonyms, required: false }
    }

    fn accepts(&self, found: &str) -> bool {
        self.synonyms.contains(&found) || plain(self.name) == found || plain(self.key) == found
    }
}

/// Where the expected columns are.
#[derive(Debug, Clone)]
pub struct Layout {
    expected: &'static [Heading],
    places: Vec<Option<usize>>,
    headings: Vec<SmolStr>,
    /// Headings that the load does not use.
    pub ignored: Vec<SmolStr>,
}

impl Layout {
    /// Names of the required columns that are not in the file.
    pub fn missing(&self) -> Vec<&'static str> {
        let required = self.expected.iter().zip(&self.places);
        required
            .filter(|(heading, place)| heading.required && place.is_none())
            .map(|(heading, _)| heading.name)
            .collect()
    }

    /// Whether the file has the column.
    pub fn has(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// The place of a column, from 0.
    pub fn place(&self, key: &str) -> Option<usize> {
        let at = self.expected.iter().position(|heading| heading.key == key)?;
        self.places.get(at).copied().flatten()
    }

    /// The heading of a column as the file writes it, else as people write it.
    pub fn heading(&self, key: &str) -> SmolStr {
        let written = self.place(key).and_then(|place| self.headings.get(place)).cloned();
        let usual =
            || self.expected.iter().find(|heading| heading.key == key).map(|heading| heading.name.into());
        written.or_else(usual).unwrap_or_default()
    }

    /// The cell of a column in a row, if the row is long enough.
    pub fn cell<'a>(&self, row: &'a TableRow, key: &str) -> Option<&'a TableCell> {
        row.cells.get(self.place(key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: &[Heading] = &[
        Heading::required("pole", "N° pôle", &["numeropole"]),
        Heading::required("service", "N° service médical", &["nservice"]),
        Heading::optional("end", "Date fin", &["fin"]),
    ];

    #[test]
    fn headings_are_matched_without_case_accents_and_signs() {
        let table = Table::of_texts([vec!["NUMERO_POLE", "n° Service", "Remarque"], vec!["01", " 146 ", ""]]);
        let layout = table.layout(EXPECTED);
        assert!(layout.missing().is_empty());
        assert_eq!(layout.ignored, ["Remarque"]);
        assert!(!layout.has("end"));
        assert_eq!(layout.heading("end"), "Date fin");
        assert_eq!(layout.heading("pole"), "NUMERO_POLE");
        assert_eq!(layout.cell(&table.rows[0], "service"), Some(&TableCell::text("146")));
        assert_eq!(Table::of_texts([vec!["N° pôle"]]).layout(EXPECTED).missing(), ["N° service médical"]);
    }

    #[test]
    fn identifiers_that_lost_their_form() {
        for (text, kind, lost) in [
            ("0496288", CellKind::Text, false),
            ("HU01E5", CellKind::Text, false),
            ("1E5", CellKind::Text, false),
            ("4,96288E+05", CellKind::Text, true),
            ("496288", CellKind::Number, true),
            ("2026-04-01", CellKind::Day, true),
            ("=A1", CellKind::Formula, true),
            ("", CellKind::Empty, false),
        ] {
            assert_eq!(TableCell { text: text.into(), kind }.is_not_text(), lost, "{text}");
        }
    }
}
