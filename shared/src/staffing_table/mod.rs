//! The staffing table (tableau des emplois): posts, people and time of an establishment on a day (`domain.md` 10).
//!
//! A pure function of the facts known at an instant. Rows and totals are each made from the facts, so that their
//! agreement proves something ([`StaffingTable::disagreements`]). Files and screens are made elsewhere from
//! [`StaffingTable::columns`] (what people read) and [`Row::each_field`] (what programs read).
//!
//! Quotities are integers, hundredths of a percent of full time; ETP exist only in the columns for people, after the
//! hospital share of university staff (P7, T3). Not known yet, hence empty: alerts.

use std::collections::BTreeMap;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use crate::establishment::{Establishment, Site};
use crate::id::PostId;
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::Nomenclatures;
use crate::quotity::Quotity;
use crate::time::{Day, View};

mod check;
mod columns;
mod holders;
mod labels;
mod narrowing;
/// Who holds a post in law, and when it is vacant.
pub mod occupation;
mod over_time;
/// Tables of a part of an establishment.
pub mod part;
mod people;
mod places;
mod row;
mod rows;
mod situation;
#[cfg(test)]
pub(crate) mod tests;
mod totals;

pub use check::Disagreement;
pub use columns::COLUMNS;
pub use holders::{Occupation, Vacancy};
pub use labels::Labels;
pub use narrowing::OF_A_RUBRIC;
pub use over_time::held_over;
pub use places::ESTABLISHMENT;
pub use row::{Cell, FIELDS, LineCells, PostCells, Row};
pub use rows::ABSENT;
pub use totals::{Amounts, PlaceTotals, StatusTotals, Totals};

/// What the reader may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Shows sensitive positions as absent, without the reason (R4). Off on the command line of the establishment.
    pub mask_sensitive: bool,
}

/// The staffing table of an establishment on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffingTable {
    /// FINESS EJ of the establishment.
    pub finess_ej: SmolStr,
    /// Name of the establishment.
    pub name: SmolStr,
    /// The day, and the instant of the knowledge.
    pub view: View,
    /// The part of the time of university staff that counts in ETP (P7).
    pub hospital_share: Quotity,
    /// Totals of the establishment.
    pub totals: Totals,
    /// Totals by number of pole; `EJ` for what has none.
    pub by_pole: BTreeMap<SmolStr, PlaceTotals>,
    /// Totals by number of service, `POLE nn` for what is attached to a pole, `EJ`.
    pub by_service: BTreeMap<SmolStr, PlaceTotals>,
    /// Totals by number of unit: to look at one, not in the document.
    pub by_unit: BTreeMap<SmolStr, Totals>,
    /// Totals by code of status.
    pub by_status: BTreeMap<SmolStr, StatusTotals>,
    /// Labels of the codes in the rows.
    pub labels: Labels,
    /// Rows, in the order of the table.
    pub rows: Vec<Row>,
    /// Fields of the rows that the reader may not read: absent, so that nobody takes them for empty.
    pub hidden: Vec<&'static str>,
}

/// Who holds each open post on a day, and since when or from when it is vacant: the same answer as the table's, to the
/// same reader.
pub fn occupations(
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    establishment: &Establishment,
    sites: &Tracks<Site>,
    day: Day,
    options: &Options,
) -> BTreeMap<PostId, Occupation> {
    let places = places::Places::new(&facts.structures, sites, establishment, day);
    let people = people::People::new(facts, day);
    let holders = holders::Holders::new(facts, nomenclatures, &people, &places, day);
    let open = facts.posts.on(day);
    open.map(|(id, segment)| {
        let mut occupation = holders.occupation(id, &segment.value);
        if let Some(vacancy) = &mut occupation.vacancy {
            vacancy.reason = vacancy.reason_for(options);
        }
        (id, occupation)
    })
    .collect()
}

/// Who holds each open post on a day, for rules, which have no reader.
pub fn occupations_on(
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    day: Day,
) -> BTreeMap<PostId, Occupation> {
    let places = places::Places::without_sites(&facts.structures, day);
    let people = people::People::new(facts, day);
    let holders = holders::Holders::new(facts, nomenclatures, &people, &places, day);
    facts.posts.on(day).map(|(id, segment)| (id, holders.occupation(id, &segment.value))).collect()
}

/// The table of an establishment, everything shown.
pub fn staffing_table(
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    establishment: &Establishment,
    sites: &Tracks<Site>,
    view: View,
) -> StaffingTable {
    staffing_table_with(facts, nomenclatures, establishment, sites, view, &Options::default())
}

/// The table of an establishment, as a reader may see it. Totals are the same for everyone.
pub fn staffing_table_with(
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    establishment: &Establishment,
    sites: &Tracks<Site>,
    view: View,
    options: &Options,
) -> StaffingTable {
    let day = view.as_of;
    let places = places::Places::new(&facts.structures, sites, establishment, day);
    let people = people::People::new(facts, day);
    let holders = holders::Holders::new(facts, nomenclatures, &people, &places, day);
    let situation = situation::Situation::new(facts, nomenclatures, &places, &people, &holders, day);
    table_of(&situation, establishment, view, options)
}

fn table_of(
    situation: &situation::Situation<'_>,
    establishment: &Establishment,
    view: View,
    options: &Options,
) -> StaffingTable {
    let (rows, homes) = rows::rows(situation, establishment, options);
    let totals = totals::totals(situation, &homes);
    StaffingTable {
        finess_ej: establishment.finess_ej.clone(),
        name: establishment.name.clone(),
        view,
        hospital_share: situation.hospital_share,
        totals: totals.establishment,
        by_pole: totals.by_pole,
        by_service: totals.by_service,
        by_unit: totals.by_unit,
        by_status: totals.by_status,
        labels: Labels::of(&rows, situation.nomenclatures),
        rows,
        hidden: Vec::new(),
    }
}

/// A row without the fields that the reader may not read.
struct Shown<'a>(&'a Row, &'a [&'static str]);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(FIELDS.len() - self.1.len()))?;
        self.0.each_field(
            |name, value| {
                if self.1.contains(&name) { Ok(()) } else { map.serialize_entry(name, &value) }
            },
        )?;
        map.end()
    }
}

impl StaffingTable {
    /// The rows as they are shown, to write one by one.
    pub fn shown_rows(&self) -> impl Iterator<Item = impl Serialize> {
        self.rows.iter().map(|row| Shown(row, &self.hidden))
    }
}

/// The rows as they are shown, one after the other.
struct ShownRows<'a>(&'a StaffingTable);

impl Serialize for ShownRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.shown_rows())
    }
}

/// The establishment in the document.
#[derive(Serialize)]
struct Named<'a> {
    finess: &'a str,
    name: &'a str,
}

impl Serialize for StaffingTable {
    /// The document of the command line and of the API.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_struct("StaffingTable", 11)?;
        document.serialize_field("establishment", &Named { finess: &self.finess_ej, name: &self.name })?;
        document.serialize_field("as_of", &self.view.as_of)?;
        document.serialize_field("known_at", &self.view.known_at)?;
        document.serialize_field("time", &self.view)?;
        document.serialize_field("hospital_share", &self.hospital_share)?;
        document.serialize_field("totals", &self.totals)?;
        document.serialize_field("by_pole", &self.by_pole)?;
        document.serialize_field("by_service", &self.by_service)?;
        document.serialize_field("by_status", &self.by_status)?;
        document.serialize_field("labels", &self.labels)?;
        document.serialize_field("rows", &ShownRows(self))?;
        document.end()
    }
}
