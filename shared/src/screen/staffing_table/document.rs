//! The document, as far as a screen reads it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use smol_str::SmolStr;

use crate::id::{PostId, PractitionerId};
use crate::time::{Day, Instant};

/// The staffing table of an establishment on a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Document {
    /// The day.
    pub as_of: Day,
    /// The knowledge.
    pub known_at: Instant,
    /// Totals of the establishment.
    pub totals: Counts,
    /// Totals by number of pole; `EJ` for what has none.
    pub by_pole: BTreeMap<SmolStr, Place>,
    /// Totals by number of service, `POLE nn`, `EJ`.
    pub by_service: BTreeMap<SmolStr, Place>,
    /// Totals by code of status.
    pub by_status: BTreeMap<SmolStr, StatusCounts>,
    /// Labels by list, then by code.
    pub labels: BTreeMap<SmolStr, BTreeMap<SmolStr, SmolStr>>,
    /// Rows, in the order of the table. Shared: filters and groups take none of them apart.
    pub rows: Vec<Arc<Row>>,
}

impl Document {
    /// The label of a code, or the code itself.
    pub fn label<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.labels.get(list).and_then(|codes| codes.get(code)).map_or(code, SmolStr::as_str)
    }
}

/// Sums of time, in hundredths of a percent of full time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Amounts {
    /// Open posts.
    pub posted_quotity: i64,
    /// Lines on open posts.
    pub occupied_quotity: i64,
    /// Lines in a service, worked here.
    pub effective_quotity: i64,
    /// Time given to other establishments.
    pub outgoing_quotity: i64,
    /// Time received from other establishments.
    pub incoming_quotity: i64,
    /// Time held by tenured holders.
    pub tenured_quotity: i64,
    /// Time used by other statuses.
    pub used_quotity: i64,
    /// Time neither held, used nor reserved.
    pub free_quotity: i64,
}

/// Totals of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Counts {
    /// Open posts.
    pub posts: u32,
    /// Open posts without any line.
    pub vacant_posts: u32,
    /// Distinct people with a line in a service.
    pub headcount: u32,
    /// Those among them who work here.
    pub effective_headcount: u32,
    /// Sums of time.
    #[serde(flatten)]
    pub time: Amounts,
    /// The same after the hospital share, from which ETP are printed.
    pub hospital: Amounts,
}

/// Totals of a pole or a service, with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// Label; `None` for what is attached to a pole or to the establishment.
    pub label: Option<SmolStr>,
    /// Number of the pole.
    pub pole: Option<SmolStr>,
    /// Totals.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Totals of a status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct StatusCounts {
    /// Label.
    pub label: SmolStr,
    /// Distinct people employed under it.
    pub people: u32,
    /// Distinct people of other establishments.
    pub incoming: u32,
    /// Lines in a service.
    pub affected_quotity: i64,
    /// Those worked here.
    pub effective_quotity: i64,
    /// Time given to other establishments.
    pub outgoing_quotity: i64,
}

/// One post and one affectation, either of which may be missing. Fields as in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "described where they are made: `staffing_table::Row`")]
pub struct Row {
    pub site: Option<SmolStr>,
    pub site_name: Option<SmolStr>,
    pub pole: Option<SmolStr>,
    pub pole_label: Option<SmolStr>,
    pub service: SmolStr,
    pub service_label: Option<SmolStr>,
    pub unit: Option<SmolStr>,
    pub post: Option<SmolStr>,
    pub sigmed_number: Option<SmolStr>,
    pub local_number: Option<SmolStr>,
    pub post_kind: Option<SmolStr>,
    pub discipline: Option<SmolStr>,
    pub speciality: Option<SmolStr>,
    pub cnu_section: Option<SmolStr>,
    pub post_quotity: Option<i64>,
    pub post_state: Option<SmolStr>,
    pub vacancy_reason: Option<SmolStr>,
    pub vacancy_day: Option<Day>,
    pub post_shared: Option<bool>,
    pub post_split: Option<bool>,
    pub parent_post: Option<SmolStr>,
    pub part_quotity: Option<i64>,
    pub post_id: Option<PostId>,
    pub usual_name: Option<SmolStr>,
    pub first_names: Option<SmolStr>,
    pub rpps: Option<SmolStr>,
    pub matricule: Option<SmolStr>,
    pub status: Option<SmolStr>,
    pub motive: Option<SmolStr>,
    pub position: Option<SmolStr>,
    pub step: Option<SmolStr>,
    pub kind: Option<SmolStr>,
    pub rank: Option<SmolStr>,
    pub quotity: Option<i64>,
    pub effective_quotity: Option<i64>,
    pub outgoing_quotity: Option<i64>,
    pub elsewhere_quotity: Option<i64>,
    pub incoming_quotity: Option<i64>,
    pub convention: Option<SmolStr>,
    pub partner: Option<SmolStr>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub expected_end: Option<Day>,
    pub headship: Option<SmolStr>,
    pub headship_structure: Option<SmolStr>,
    pub private_practice: Option<bool>,
    pub iespe: Option<bool>,
    pub practitioner_id: Option<PractitionerId>,
}

impl Row {
    /// Whether it is the row of a split post: those who sit on it are on the rows of its parts.
    pub fn is_split_whole(&self) -> bool {
        self.post_split == Some(true) && self.parent_post.is_none()
    }
}
