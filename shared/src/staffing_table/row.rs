//! A row of the table: one post and one affectation, either of which may be missing.
//!
//! The names and values of a row are listed once, here: the JSON document and the raw CSV are both made from that list,
//! so they cannot differ.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use super::occupation::PostState;
use crate::affectation::Rank;
use crate::id::{PersonId, PostId, PractitionerId};
use crate::quotity::Quotity;
use crate::time::{Day, Period};
use crate::workflow::entry::Decision;

/// The value of one cell, in a form that each kind of file writes its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, identifiers included.
    Text(Cow<'a, str>),
    /// Time as an integer, in hundredths of a percent of full time.
    Hundredths(i64),
    /// Time to be printed in half-days a week, in hundredths of a percent of full time.
    HalfDays(i64),
    /// Time to be printed in ETP, in hundredths of a percent of full time.
    Fte(i64),
    /// A day.
    Day(Day),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Text, or nothing: an empty text is one that is not shown.
    pub fn text(text: Option<&'a SmolStr>) -> Cell<'a> {
        text.filter(|text| !text.is_empty()).map_or(Cell::Empty, |text| Cell::Text(Cow::Borrowed(text)))
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Hundredths(time) | Cell::HalfDays(time) | Cell::Fte(time) => {
                serializer.serialize_i64(*time)
            }
            Cell::Day(day) => day.serialize(serializer),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// One row. Days are half-open (`valid_from`, `valid_to`) except the ones named `…_end`, `…_until`: last day, included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Name of the establishment.
    pub establishment: SmolStr,
    /// FINESS EJ of the establishment.
    pub finess_ej: SmolStr,
    /// Where the row is counted: number of the service, `POLE nn`, or `EJ`.
    pub service: SmolStr,
    /// Label of the service; `None` at a pole or at the establishment.
    pub service_label: Option<SmolStr>,
    /// Number of the pole.
    pub pole: Option<SmolStr>,
    /// Label of the pole.
    pub pole_label: Option<SmolStr>,
    /// Number of the unit.
    pub unit: Option<SmolStr>,
    /// FINESS ET of the site.
    pub site: Option<SmolStr>,
    /// Name of the site.
    pub site_name: Option<SmolStr>,
    /// The post.
    pub post: Option<PostCells>,
    /// The person and the line.
    pub line: Option<LineCells>,
}

/// What a row says of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostCells {
    /// The post; `None` for who may not read posts.
    pub id: Option<PostId>,
    /// Number people use.
    pub number: SmolStr,
    /// Number in SIGMED.
    pub sigmed_number: Option<SmolStr>,
    /// Number given by the hospital.
    pub local_number: Option<SmolStr>,
    /// Code of `post_kinds`.
    pub kind: SmolStr,
    /// Code of the discipline.
    pub discipline: Option<SmolStr>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Code of `cnu_sections`.
    pub cnu_section: Option<SmolStr>,
    /// Where the post is counted, when a line on it is counted elsewhere as well.
    pub service: SmolStr,
    /// Time of the post, on its first row only: the column adds up.
    pub quotity: Option<Quotity>,
    /// The same after the hospital share of university posts (T3).
    pub hospital: Option<i64>,
    /// State.
    pub state: PostState,
    /// Code of `vacancy_reasons`.
    pub vacancy_reason: Option<SmolStr>,
    /// First vacant day, past or expected.
    pub vacancy_day: Option<Day>,
    /// Whether its time is shared with another establishment.
    pub is_shared: bool,
    /// Whether it is split on the day, or a part of a split post.
    pub is_split: bool,
    /// Number of the split post of which it is a part.
    pub whole: Option<SmolStr>,
    /// Time of the part, on its first row; it is within that of the whole, and never added to it (T5).
    pub part_quotity: Option<Quotity>,
    /// What stands of it in its last tour; `None` for who may not read tours.
    pub decision: Option<Decision>,
    /// Time of the lines on it that no row of it shows, to add up; never printed. `None`: there is none.
    pub unseen: Option<i64>,
}

/// What a row says of a person and of a line of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCells {
    /// The person, to count heads; never printed.
    pub person: PersonId,
    /// The record of the person in the establishment; `None` when nothing is known of it, and for who may not read people.
    pub practitioner: Option<PractitionerId>,
    /// Name in use.
    pub usual_name: SmolStr,
    /// First names.
    pub first_names: SmolStr,
    /// RPPS.
    pub rpps: Option<SmolStr>,
    /// Number in the HR software.
    pub matricule: SmolStr,
    /// Code of `statuses`.
    pub status: SmolStr,
    /// Code of `contract_motives`.
    pub motive: Option<SmolStr>,
    /// Code of `positions`, or `ABSENT` when it is hidden (R4).
    pub position: SmolStr,
    /// Step of the career.
    pub step: Option<SmolStr>,
    /// `on_post`, `no_post`, `shared_in`, or `shared_out` for someone whose time is all given elsewhere.
    pub kind: &'static str,
    /// Rank; `None` without affectation.
    pub rank: Option<Rank>,
    /// Time affected; `None` without affectation.
    pub quotity: Option<Quotity>,
    /// Time worked here.
    pub effective: i64,
    /// Time given by convention, on the first row of the person only: the column adds up.
    pub outgoing: i64,
    /// Time worked elsewhere because of the position.
    pub elsewhere: i64,
    /// Time received by convention.
    pub incoming: i64,
    /// What one full time counts in ETP, in hundredths of a percent (T3): 10 000, or the hospital share.
    pub hospital_share: Quotity,
    /// Whether the line has a service: the others count in no headcount.
    pub in_service: bool,
    /// Number of the convention, of the line or of the time given.
    pub convention: Option<SmolStr>,
    /// FINESS of the other establishment.
    pub partner: Option<SmolStr>,
    /// Days of the line.
    pub period: Option<Period>,
    /// First known end, last day included.
    pub expected_end: Option<Day>,
    /// Functions of head, joined by `|`.
    pub headship: Option<SmolStr>,
    /// Numbers of the structures headed, in the same order.
    pub headship_structure: Option<SmolStr>,
    /// Private practice.
    pub private_practice: Option<Period>,
    /// Exclusivity allowance.
    pub iespe: Option<Period>,
}

/// Lists the fields of a row once: their names, and how each is read.
macro_rules! row_fields {
    (row |$row:ident| { $($name:literal: $value:expr,)+ }
     post |$post:ident| { $($post_name:literal: $post_value:expr,)+ }
     line |$line:ident| { $($line_name:literal: $line_value:expr,)+ }) => {
        /// Names of the fields of a row, in order.
        pub const FIELDS: &[&str] = &[$($name,)+ $($post_name,)+ $($line_name,)+];

        impl Row {
            /// Calls back with every field and its value, in the order of [`FIELDS`].
            pub fn each_field<E>(&self, mut tell: impl FnMut(&'static str, Cell<'_>) -> Result<(), E>) -> Result<(), E> {
                let $row = self;
                $(tell($name, $value)?;)+
                match &self.post {
                    Some($post) => { $(tell($post_name, $post_value)?;)+ }
                    None => { $(tell($post_name, Cell::Empty)?;)+ }
                }
                match &self.line {
                    Some($line) => { $(tell($line_name, $line_value)?;)+ }
                    None => { $(tell($line_name, Cell::Empty)?;)+ }
                }
                Ok(())
            }
        }
    };
}

row_fields! {
    row |row| {
        "establishment": Cell::text(Some(&row.establishment)),
        "finess_ej": Cell::text(Some(&row.finess_ej)),
        "site": Cell::text(row.site.as_ref()),
        "site_name": Cell::text(row.site_name.as_ref()),
        "pole": Cell::text(row.pole.as_ref()),
        "pole_label": Cell::text(row.pole_label.as_ref()),
        "service": Cell::text(Some(&row.service)),
        "service_label": Cell::text(row.service_label.as_ref()),
        "unit": Cell::text(row.unit.as_ref()),
    }
    post |post| {
        "post": Cell::text(Some(&post.number)),
        "sigmed_number": Cell::text(post.sigmed_number.as_ref()),
        "local_number": Cell::text(post.local_number.as_ref()),
        "post_kind": Cell::text(Some(&post.kind)),
        "discipline": Cell::text(post.discipline.as_ref()),
        "speciality": Cell::text(post.speciality.as_ref()),
        "cnu_section": Cell::text(post.cnu_section.as_ref()),
        "post_service": Cell::text(Some(&post.service)),
        "post_quotity": post.quotity.map_or(Cell::Empty, |quotity| Cell::Hundredths(quotity.into())),
        "post_state": Cell::Text(Cow::Borrowed(post.state.name())),
        "vacancy_reason": Cell::text(post.vacancy_reason.as_ref()),
        "vacancy_day": post.vacancy_day.map_or(Cell::Empty, Cell::Day),
        "post_shared": Cell::Flag(post.is_shared),
        "post_split": Cell::Flag(post.is_split),
        "parent_post": Cell::text(post.whole.as_ref()),
        "part_quotity": post.part_quotity.map_or(Cell::Empty, |quotity| Cell::Hundredths(quotity.into())),
        "tour_decision": post.decision.map_or(Cell::Empty, |decision| Cell::Text(Cow::Borrowed(decision.name()))),
        "post_id": post.id.map_or(Cell::Empty, |id| Cell::Text(Cow::Owned(id.to_string()))),
    }
    line |line| {
        "usual_name": Cell::text(Some(&line.usual_name)),
        "first_names": Cell::text(Some(&line.first_names)),
        "rpps": Cell::text(line.rpps.as_ref()),
        "matricule": Cell::text(Some(&line.matricule)),
        "status": Cell::text(Some(&line.status)),
        "motive": Cell::text(line.motive.as_ref()),
        "position": Cell::text(Some(&line.position)),
        "step": Cell::text(line.step.as_ref()),
        "kind": Cell::Text(Cow::Borrowed(line.kind)),
        "rank": line.rank.map_or(Cell::Empty, |rank| Cell::Text(Cow::Borrowed(rank.name()))),
        "quotity": line.quotity.map_or(Cell::Empty, |quotity| Cell::Hundredths(quotity.into())),
        "effective_quotity": Cell::Hundredths(line.effective),
        "outgoing_quotity": Cell::Hundredths(line.outgoing),
        "elsewhere_quotity": Cell::Hundredths(line.elsewhere),
        "incoming_quotity": Cell::Hundredths(line.incoming),
        "convention": Cell::text(line.convention.as_ref()),
        "partner": Cell::text(line.partner.as_ref()),
        "valid_from": line.period.map_or(Cell::Empty, |period| Cell::Day(period.from())),
        "valid_to": line.period.map_or(Cell::Empty, |period| Cell::Day(period.to())),
        "expected_end": line.expected_end.map_or(Cell::Empty, Cell::Day),
        "headship": Cell::text(line.headship.as_ref()),
        "headship_structure": Cell::text(line.headship_structure.as_ref()),
        "private_practice": Cell::Flag(line.private_practice.is_some()),
        "private_practice_until": last_day(line.private_practice),
        "iespe": Cell::Flag(line.iespe.is_some()),
        "iespe_until": last_day(line.iespe),
        // Not known yet: neither alerts nor comments are recorded.
        "alerts": Cell::Empty,
        "comment": Cell::Empty,
        "practitioner_id": line.practitioner.map_or(Cell::Empty, |id| Cell::Text(Cow::Owned(id.to_string()))),
    }
}

/// Last day of a right that runs; nothing when it does not run or has no end.
pub(super) fn last_day<'a>(right: Option<Period>) -> Cell<'a> {
    right.and_then(Period::last).map_or(Cell::Empty, Cell::Day)
}
