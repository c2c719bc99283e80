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

use crate::import::row::{RawCell, RawRow};
use crate::import::value::plain;

/// A small file: its headings and its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings as the file writes them.
    pub headings: Vec<SmolStr>,
    /// Rows after the headings, blank ones left out.
    pub rows: Vec<RawRow>,
}

impl Table {
    /// A table of text cells, for tests and for texts already split; the first row holds the headings.
    pub fn of_texts<'a>(lines: impl IntoIterator<Item = Vec<&'a str>>) -> Self {
        let mut table = Self::default();
        for (line, cells) in (1_u32..).zip(lines) {
            if line == 1 {
                table.headings = cells.into_iter().map(SmolStr::new).collect();
            } else {
                let cells = cells.into_iter().map(RawCell::text).collect();
                table.rows.push(RawRow { line, cells, truncated: false });
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
    pub fn cell<'a>(&self, row: &'a RawRow, key: &str) -> Option<&'a RawCell> {
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
        assert_eq!(layout.cell(&table.rows[0], "service"), Some(&RawCell::text("146")));
        assert_eq!(Table::of_texts([vec!["N° pôle"]]).layout(EXPECTED).missing(), ["N° service médical"]);
    }
}
