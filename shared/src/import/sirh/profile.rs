//! The import profile: what each column means, in which unit, with which confidence.
//!
//! Learned once from a file, shown to people, kept as versioned facts of the establishment. A later file with
//! the same headings is read by the profile, not by a new guess.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::field::Field;
use crate::affectation::Rank;
use crate::quotity::QuotityUnit;

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Heading, with the group above it when there is one (`AFFECTATION / Début`).
    pub heading: SmolStr,
    /// What it means; `None`: not read.
    pub field: Option<Field>,
    /// For a file with one line per person, the affectation to which the column belongs; 0 otherwise.
    #[serde(default)]
    pub group: u32,
    /// Rank said by the heading (`Service principal`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<RankName>,
    /// Unit of an amount of time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<QuotityUnit>,
    /// Whether an amount of time is a share of the person's own time, not of full time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_time: bool,
    /// From 0 to 100.
    pub confidence: u32,
}

/// A rank in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankName {
    /// Principale.
    Main,
    /// Secondaire.
    Secondary,
}

impl From<RankName> for Rank {
    fn from(name: RankName) -> Rank {
        match name {
            RankName::Main => Rank::Main,
            RankName::Secondary => Rank::Secondary,
        }
    }
}

/// All columns, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Columns.
    pub columns: Vec<Column>,
}

impl Profile {
    /// Position of the column of a field, in a group (0 for fields of the person).
    pub fn position(&self, field: Field, group: u32) -> Option<usize> {
        self.columns.iter().position(|column| column.field == Some(field) && column.group == group)
    }

    /// Whether some column gives the field.
    pub fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.field == Some(field))
    }

    /// Heading of the column of a field, for findings.
    pub fn heading(&self, field: Field, group: u32) -> Option<SmolStr> {
        let at = self.position(field, group).or_else(|| self.position(field, 0))?;
        self.columns.get(at).map(|column| last_part(&column.heading))
    }

    /// Groups of affectation columns: `[0]` for one affectation per line, `[1, 2, ...]` for one person per line.
    pub fn groups(&self) -> Vec<u32> {
        let of_affectation = |column: &&Column| column.field.is_some_and(Field::is_of_affectation);
        let mut groups: Vec<u32> =
            self.columns.iter().filter(of_affectation).map(|column| column.group).collect();
        groups.sort_unstable();
        groups.dedup();
        if groups.is_empty() { vec![0] } else { groups }
    }

    /// Whether one line holds a whole person.
    pub fn is_wide(&self) -> bool {
        self.groups() != [0]
    }

    /// Whether the headings of a file are those of this profile, in whatever order.
    pub fn fits(&self, headings: &[SmolStr]) -> bool {
        let mut own: Vec<&SmolStr> = self.columns.iter().map(|column| &column.heading).collect();
        let mut others: Vec<&SmolStr> = headings.iter().collect();
        own.sort_unstable();
        others.sort_unstable();
        own == others
    }

    /// The same profile for a file whose columns come in another order.
    pub fn arranged(&self, headings: &[SmolStr]) -> Profile {
        let mut left: Vec<&Column> = self.columns.iter().collect();
        let columns = headings.iter().filter_map(|heading| {
            let at = left.iter().position(|column| column.heading == *heading)?;
            Some(left.remove(at).clone())
        });
        Profile { columns: columns.collect() }
    }

    /// JSON as stored.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From stored JSON; `None` when it cannot be read.
    pub fn from_json(text: &str) -> Option<Profile> {
        serde_json::from_str(text).ok()
    }
}

/// The heading itself, without the group above it.
pub fn last_part(heading: &str) -> SmolStr {
    heading.rsplit(" / ").next().unwrap_or(heading).into()
}
