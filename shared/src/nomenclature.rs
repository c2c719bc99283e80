//! Nomenclatures: dated lists of codes. A decree changes a row here, never the program.
//!
//! [`NomenclatureEntry`] is the fact as loaded; [`Nomenclatures`] answers the questions that rules ask.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun};
use crate::id::NomenclatureEntryId;
use crate::knowledge::Tracks;
use crate::time::{Day, Period, Segment, Timeline};

/// One code of one list during a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NomenclatureEntry {
    /// Name of the list: that of its file (`statuses`, `positions`, ...).
    pub list: SmolStr,
    /// The code; for a list whose key is several columns, their values joined by `/`.
    pub code: SmolStr,
    /// French label.
    pub label: SmolStr,
    /// All other columns of the file, by name; empty values left out.
    pub attributes: BTreeMap<SmolStr, SmolStr>,
}

impl NomenclatureEntry {
    /// The value of a column, if the row gives one.
    pub fn attribute(&self, name: &str) -> Option<&SmolStr> {
        self.attributes.get(name)
    }

    /// A column holding a whole number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }
}

impl Fact for NomenclatureEntry {
    type Id = NomenclatureEntryId;
    const NOUN: Noun = Noun::Nomenclatures;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}", self.list, self.code)
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("list".into(), self.list.as_str().into());
        fields.insert("code".into(), self.code.as_str().into());
        fields.insert("label".into(), self.label.as_str().into());
        for (name, value) in &self.attributes {
            fields.insert(name.to_string(), value.as_str().into());
        }
        fields
    }
}

/// The lists, ready to be asked: `(list, code)` to its timeline.
#[derive(Debug, Clone, Default)]
pub struct Nomenclatures(BTreeMap<SmolStr, BTreeMap<SmolStr, Timeline<NomenclatureEntry>>>);

impl Nomenclatures {
    /// From the facts of the reference.
    pub fn new(tracks: &Tracks<NomenclatureEntry>) -> Self {
        let mut lists: BTreeMap<SmolStr, BTreeMap<SmolStr, Timeline<NomenclatureEntry>>> = BTreeMap::new();
        for (_, timeline) in tracks.iter() {
            if let Some(last) = timeline.last() {
                let list = lists.entry(last.value.list.clone()).or_default();
                list.insert(last.value.code.clone(), timeline.clone());
            }
        }
        Self(lists)
    }

    /// Codes of a list, with their last statement.
    pub fn list<'a>(&'a self, list: &str) -> impl Iterator<Item = &'a Segment<NomenclatureEntry>> + use<'a> {
        self.0.get(list).into_iter().flat_map(|codes| codes.values()).filter_map(Timeline::last)
    }

    /// Whether the list has the code, on whatever day.
    pub fn knows(&self, list: &str, code: &str) -> bool {
        self.timeline(list, code).is_some()
    }

    /// The last statement about a code.
    pub fn entry(&self, list: &str, code: &str) -> Option<&NomenclatureEntry> {
        self.timeline(list, code)?.last().map(|segment| &segment.value)
    }

    /// What the code meant on a day. Days before the first version we know read as that first version
    /// (careers and posts are older than our tables).
    pub fn entry_on(&self, list: &str, code: &str, day: Day) -> Option<&NomenclatureEntry> {
        let timeline = self.timeline(list, code)?;
        let first = timeline.first()?;
        timeline.at(day.max(first.period.from()))
    }

    /// The days on which a code may be used.
    pub fn span(&self, list: &str, code: &str) -> Option<Period> {
        self.timeline(list, code)?.span()
    }

    /// French label of a code, or the code itself.
    pub fn label(&self, list: &str, code: &str) -> SmolStr {
        self.entry(list, code).map_or_else(|| code.into(), |entry| entry.label.clone())
    }

    /// Whether time in this position is worked here (`effective_time=yes` in `positions`).
    pub fn is_effective(&self, position: &str) -> bool {
        self.position_time(position) == Some("yes")
    }

    /// `yes`, `no` or `elsewhere`: where the time of a position is worked.
    pub fn position_time(&self, position: &str) -> Option<&str> {
        self.entry("positions", position)?.attribute("effective_time").map(SmolStr::as_str)
    }

    /// How a status holds a kind of post: `tenured`, `temporary`, `regular`, or `None` when not allowed.
    pub fn holding(&self, status: &str, post_kind: &str) -> Option<&str> {
        let entry = self.entry("status_post_kinds", &format!("{status}/{post_kind}"))?;
        entry.attribute("holding").map(SmolStr::as_str)
    }

    /// Whether the status holds some kind of post as tenured.
    pub fn is_tenured(&self, status: &str) -> bool {
        self.list("status_post_kinds").any(|entry| {
            let row = &entry.value;
            row.attribute("status_code").is_some_and(|code| code == status)
                && row.attribute("holding").is_some_and(|holding| holding == "tenured")
        })
    }

    /// The value of a parameter on a day, as a whole number.
    pub fn parameter(&self, code: &str, day: Day) -> Option<u32> {
        self.entry_on("parameters", code, day)?.number("value")
    }

    fn timeline(&self, list: &str, code: &str) -> Option<&Timeline<NomenclatureEntry>> {
        self.0.get(list)?.get(code)
    }
}
