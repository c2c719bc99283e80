//! Filters and groups: from the rows of the document to the lines of the screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::{SmolStr, ToSmolStr};

use super::column::{Sort, Value};
use super::document::{Counts, Document, Row, StatusCounts};
use crate::screen::order;
use crate::staffing_table::ESTABLISHMENT;

/// How rows are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// By pole, then by service.
    #[default]
    Service,
    /// By pole.
    Pole,
    /// By status.
    Status,
    /// One list.
    None,
}

impl Grouping {
    /// From an address.
    pub fn parse(text: &str) -> Grouping {
        match text {
            "pole" => Grouping::Pole,
            "status" => Grouping::Status,
            "none" => Grouping::None,
            _ => Grouping::Service,
        }
    }

    /// Name in an address; empty for the usual one.
    pub const fn name(self) -> &'static str {
        match self {
            Grouping::Service => "",
            Grouping::Pole => "pole",
            Grouping::Status => "status",
            Grouping::None => "none",
        }
    }
}

/// What a row must be to be shown. Empty: anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Words, all of which are somewhere in the row.
    pub text: String,
    /// Where it is counted: number of the service, `POLE nn` or `EJ`.
    pub service: String,
    /// State of the post.
    pub state: String,
    /// Code of the status.
    pub status: String,
    /// Only posts that are vacant or going to be, in whole or in part.
    pub vacant_only: bool,
}

impl Criteria {
    /// Whether everything is shown.
    pub fn is_empty(&self) -> bool {
        *self == Criteria::default()
    }
}

/// A group, with its totals as the document says them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// A pole or a service.
    Place {
        /// Number of the pole.
        pole: Option<SmolStr>,
        /// Number of the service, `POLE nn` or `EJ`; `None` for a pole.
        service: Option<SmolStr>,
        /// Label.
        label: Option<SmolStr>,
        /// Totals.
        counts: Counts,
    },
    /// A status.
    Status {
        /// Code.
        code: SmolStr,
        /// Totals.
        counts: StatusCounts,
    },
    /// Posts without anybody, when rows are grouped by status: the document has no total of them.
    NoStatus,
}

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there are a few hundred groups at most, and rows are shared")]
pub enum Line {
    /// Heads the lines below it.
    Group {
        /// 1 is the widest.
        level: u8,
        /// Unique among groups.
        key: String,
        /// What it is.
        group: Group,
    },
    /// A row, and its place in the document.
    Row(usize, Arc<Row>),
}

/// A row, and its place in the document.
pub type Placed = (usize, Arc<Row>);

/// Whether a post has something to fill, now or soon.
pub fn is_vacant(row: &Row) -> bool {
    let state = row.post_state.as_deref();
    state.is_some_and(|state| {
        matches!(state, "vacant" | "vacant_used" | "vacant_reserved" | "partly_vacant" | "likely_vacant")
    })
}

/// The rows that meet the criteria, with their place in the document.
pub fn matching(document: &Document, criteria: &Criteria) -> Vec<Placed> {
    let wanted: Vec<String> = criteria.text.split_whitespace().map(plain).collect();
    let rows = document.rows.iter().enumerate();
    rows.filter(|(_, row)| meets(row, document, criteria, &wanted))
        .map(|(i, row)| (i, Arc::clone(row)))
        .collect()
}

fn meets(row: &Row, document: &Document, criteria: &Criteria, wanted: &[String]) -> bool {
    let is = |asked: &str, value: Option<&str>| asked.is_empty() || value == Some(asked);
    is(&criteria.service, Some(&row.service))
        && is(&criteria.state, row.post_state.as_deref())
        && is(&criteria.status, row.status.as_deref())
        && (!criteria.vacant_only || is_vacant(row))
        && (wanted.is_empty() || says(row, document, wanted))
}

/// Whether every word is in what the row says.
fn says(row: &Row, document: &Document, wanted: &[String]) -> bool {
    let fields = [
        row.usual_name.as_deref(),
        row.first_names.as_deref(),
        row.matricule.as_deref(),
        row.rpps.as_deref(),
        row.post.as_deref(),
        row.sigmed_number.as_deref(),
        row.local_number.as_deref(),
        row.post_kind.as_deref(),
        row.speciality.as_deref().map(|code| document.label("specialities", code)),
        row.status.as_deref(),
        row.status.as_deref().map(|code| document.label("statuses", code)),
        row.position.as_deref().map(|code| document.label("positions", code)),
        Some(row.service.as_str()),
        row.service_label.as_deref(),
        row.unit.as_deref(),
    ];
    let said: Vec<String> = fields.into_iter().flatten().map(plain).collect();
    wanted.iter().all(|word| said.iter().any(|text| text.contains(word)))
}

/// Small letters without accents, as people type them.
fn plain(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            '’' => '\'',
            other => other,
        })
        .collect()
}

/// The lines of the screen: rows that meet the criteria, sorted inside their groups, each group headed once.
pub fn lines(document: &Document, criteria: &Criteria, grouping: Grouping, sort: Option<Sort>) -> Vec<Line> {
    let mut rows = matching(document, criteria);
    if let Some(sort) = sort {
        rows = sorted(rows, &|row| match sort.column.of_row(row, document) {
            Value::Empty => String::new(),
            Value::Text(text) => plain(&text),
            Value::Time(time) => format!("{time:020}"),
            Value::Day(day) => day.to_string(),
        });
        if sort.descending {
            rows.reverse();
        }
    }
    match grouping {
        Grouping::None => rows.into_iter().map(|(index, row)| Line::Row(index, row)).collect(),
        Grouping::Status => by_status(document, rows),
        Grouping::Pole | Grouping::Service => by_place(document, rows, grouping == Grouping::Service),
    }
}

/// Rows by a key, those of one key as they stood.
fn sorted(rows: Vec<Placed>, key: &dyn Fn(&Row) -> String) -> Vec<Placed> {
    let places = order(rows.iter().map(|(_, row)| key(row)).collect());
    places.into_iter().filter_map(|place| rows.get(place).cloned()).collect()
}

/// The number of the pole under which a row is counted, as the document writes it.
fn pole_of(row: &Row) -> SmolStr {
    row.pole.clone().unwrap_or_else(|| ESTABLISHMENT.into())
}

fn by_place(document: &Document, rows: Vec<Placed>, with_services: bool) -> Vec<Line> {
    // The order inside a service stays. A control character parts the numbers: it comes before any of them.
    let rows = sorted(rows, &|row| {
        let last = u8::from(row.pole.is_none());
        format!("{last}{}\u{1}{}", pole_of(row), place_order(row, with_services))
    });
    let mut lines = Vec::with_capacity(rows.len() + rows.len() / 8);
    let (mut pole, mut service) = (None, None);
    for (index, row) in rows {
        let number = pole_of(&row);
        if pole.as_ref() != Some(&number) {
            lines.push(pole_line(document, &row, &number));
            (pole, service) = (Some(number), None);
        }
        if with_services && service.as_ref() != Some(&row.service) {
            lines.push(service_line(document, &row));
            service = Some(row.service.clone());
        }
        lines.push(Line::Row(index, row));
    }
    lines
}

/// What is attached to the pole itself comes before its services.
fn place_order(row: &Row, with_services: bool) -> String {
    match with_services {
        true => format!("{}{}", u8::from(row.service_label.is_some()), row.service),
        false => String::new(),
    }
}

fn pole_line(document: &Document, row: &Row, number: &SmolStr) -> Line {
    let counts = document.by_pole.get(number).map(|place| place.counts).unwrap_or_default();
    let group = Group::Place { pole: row.pole.clone(), service: None, label: row.pole_label.clone(), counts };
    Line::Group { level: 1, key: format!("pole {number}"), group }
}

fn service_line(document: &Document, row: &Row) -> Line {
    let counts = document.by_service.get(&row.service).map(|place| place.counts).unwrap_or_default();
    let (service, label) = (Some(row.service.clone()), row.service_label.clone());
    let group = Group::Place { pole: row.pole.clone(), service, label, counts };
    Line::Group { level: 2, key: format!("service {}", row.service), group }
}

fn by_status(document: &Document, rows: Vec<Placed>) -> Vec<Line> {
    let rows = sorted(rows, &|row| row.status.as_ref().map_or("1".to_owned(), |status| format!("0{status}")));
    let mut lines = Vec::with_capacity(rows.len() + 16);
    let mut status = None;
    for (index, row) in rows {
        if status.as_ref() != Some(&row.status) {
            let group = match &row.status {
                Some(code) => Group::Status {
                    code: code.clone(),
                    counts: document.by_status.get(code).cloned().unwrap_or_default(),
                },
                None => Group::NoStatus,
            };
            let key = format!("status {}", row.status.as_deref().unwrap_or_default());
            lines.push(Line::Group { level: 1, key, group });
            status = Some(row.status.clone());
        }
        lines.push(Line::Row(index, row));
    }
    lines
}

/// The services of the table with their labels, to choose one.
pub fn services(document: &Document) -> Vec<(SmolStr, Option<SmolStr>, Option<SmolStr>)> {
    let all = document.by_service.iter();
    all.map(|(number, place)| (number.clone(), place.label.clone(), place.pole.clone())).collect()
}

/// The states of posts met in the table.
pub fn states(document: &Document) -> BTreeSet<SmolStr> {
    let mut met = BTreeSet::new();
    met.extend(document.rows.iter().filter_map(|row| row.post_state.clone()));
    met
}

/// The statuses met in the table, with their labels.
pub fn statuses(document: &Document) -> Vec<(SmolStr, SmolStr)> {
    let mut met = BTreeSet::new();
    met.extend(document.rows.iter().filter_map(|row| row.status.clone()));
    let named = met.into_iter().map(|code| (document.label("statuses", &code).to_smolstr(), code));
    named.map(|(label, code)| (code, label)).collect()
}
