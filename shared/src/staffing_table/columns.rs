//! The forty-one columns that people read (`domain.md` 10), made from a row. Their headings are in the catalogue.
//!
//! Column numbers of the document are kept in comments, so that the list can be checked against it.

use std::borrow::Cow;

use super::row::{Cell, LineCells, PostCells, Row, last_day};
use super::{Labels, StaffingTable};
use crate::affectation::Rank;
use crate::catalogue::staffing_table as texts;
use crate::time::Period;

/// Number of columns.
pub const COLUMNS: usize = 41;

impl StaffingTable {
    /// The cells of a row, in the order of [`texts::HEADINGS`].
    pub fn columns<'a>(&'a self, row: &'a Row) -> [Cell<'a>; COLUMNS] {
        let (post, line) = (row.post.as_ref(), row.line.as_ref());
        let of_post = |read: &dyn Fn(&'a PostCells) -> Cell<'a>| post.map_or(Cell::Empty, read);
        let of_line = |read: &dyn Fn(&'a LineCells) -> Cell<'a>| line.map_or(Cell::Empty, read);
        let labels = &self.labels;
        [
            // 1 to 3.
            Cell::text(Some(&row.establishment)),
            Cell::text(Some(&row.finess_ej)),
            Cell::text(row.site_name.as_ref().or(row.site.as_ref())),
            // 4 to 7: a pole or the establishment itself has no number of service.
            Cell::text(row.pole.as_ref()),
            Cell::text(row.pole_label.as_ref()),
            Cell::text(row.service_label.is_some().then_some(&row.service)),
            Cell::text(row.service_label.as_ref()),
            // 8 to 14.
            of_post(&|post| Cell::text(post.sigmed_number.as_ref())),
            of_post(&|post| Cell::text(post.local_number.as_ref())),
            of_post(&|post| labels.coded("post_kinds", Some(&post.kind))),
            of_post(&|post| labels.coded("disciplines", post.discipline.as_deref())),
            of_post(&|post| match &post.speciality {
                Some(speciality) => labels.coded("specialities", Some(speciality)),
                None => labels.coded("cnu_sections", post.cnu_section.as_deref()),
            }),
            of_post(&|post| post.quotity.map_or(Cell::Empty, |quotity| Cell::HalfDays(quotity.into()))),
            of_post(&|post| post.hospital.map_or(Cell::Empty, Cell::Fte)),
            // 15 to 20.
            of_post(&|post| Cell::Text(texts::post_state(post.state).into())),
            of_post(&|post| match &post.vacancy_reason {
                Some(reason) => Cell::Text(labels.get("vacancy_reasons", reason).into()),
                None => Cell::Empty,
            }),
            of_post(&|post| post.vacancy_day.map_or(Cell::Empty, Cell::Day)),
            of_post(&|post| shared(post, line)),
            of_post(&split),
            of_post(&|post| {
                post.decision
                    .map_or(Cell::Empty, |decision| Cell::Text(texts::tour_decision(decision).into()))
            }),
            // 21 to 28.
            of_line(&|line| Cell::text(Some(&line.usual_name))),
            of_line(&|line| Cell::text(Some(&line.first_names))),
            of_line(&|line| Cell::text(line.rpps.as_ref())),
            of_line(&|line| Cell::text(Some(&line.matricule))),
            of_line(&|line| labels.coded("statuses", Some(&line.status))),
            of_line(&|line| labels.coded("contract_motives", line.motive.as_deref())),
            of_line(&|line| Cell::Text(labels.get("positions", &line.position).into())),
            of_line(&|line| Cell::text(line.step.as_ref())),
            // 29 to 34.
            of_line(&|line| line.rank.map_or(Cell::Empty, |rank: Rank| Cell::Text(rank.letter().into()))),
            of_line(&|line| line.quotity.map_or(Cell::Empty, |quotity| Cell::HalfDays(quotity.into()))),
            of_line(&|line| line.quotity.map_or(Cell::Empty, |quotity| line.fte(quotity.into()))),
            of_line(&|line| line.fte(line.effective)),
            of_line(&|line| line.fte(line.outgoing + line.elsewhere)),
            of_line(&|line| line.fte(line.incoming)),
            // 35 and 36.
            of_line(&|line| line.period.map_or(Cell::Empty, |period| Cell::Day(period.from()))),
            of_line(&|line| line.expected_end.map_or(Cell::Empty, Cell::Day)),
            // 37 to 39.
            of_line(&|line| headships(line, labels)),
            of_line(&|line| self.right("private_practice", line.private_practice)),
            of_line(&|line| self.right("iespe", line.iespe)),
            // 40 and 41: neither alerts nor comments are recorded yet.
            Cell::Empty,
            Cell::Empty,
        ]
    }

    /// A right and until when; nothing, rather than no, for a reader who may not know.
    fn right(&self, field: &str, period: Option<Period>) -> Cell<'static> {
        if self.hidden.contains(&field) { Cell::Empty } else { right(period) }
    }
}

impl LineCells {
    /// Time in ETP terms: after the hospital share for university staff (T3).
    fn fte(&self, quotity: i64) -> Cell<'static> {
        let whole = i64::from(crate::quotity::Quotity::FULL_TIME);
        Cell::Fte((quotity * i64::from(self.hospital_share) + whole / 2) / whole)
    }
}

impl Labels {
    /// A code with its label.
    fn coded<'a>(&'a self, list: &str, code: Option<&'a str>) -> Cell<'a> {
        let Some(code) = code else { return Cell::Empty };
        match self.get(list, code) {
            label if label == code => Cell::Text(Cow::Borrowed(code)),
            label => Cell::Text(Cow::Owned(texts::code_and_label(code, label))),
        }
    }
}

/// Whether the post is split, or of which post it is a part.
fn split<'a>(post: &PostCells) -> Cell<'a> {
    match (&post.whole, post.part_quotity) {
        (Some(whole), time) => Cell::Text(texts::part_of(whole, time).into()),
        (None, _) => Cell::Text(texts::yes_or_no(post.is_split).into()),
    }
}

/// Whether the post is shared, and under which convention.
fn shared<'a>(post: &PostCells, line: Option<&LineCells>) -> Cell<'a> {
    match (post.is_shared, line.and_then(|line| line.convention.as_deref())) {
        (true, Some(convention)) => Cell::Text(texts::yes_with(convention).into()),
        (is_shared, _) => Cell::Text(texts::yes_or_no(is_shared).into()),
    }
}

/// Functions of head, each with the number of its structure.
fn headships<'a>(line: &LineCells, labels: &Labels) -> Cell<'a> {
    let Some(functions) = &line.headship else { return Cell::Empty };
    let structures = line.headship_structure.as_deref().unwrap_or_default();
    let headships: Vec<String> = functions
        .split('|')
        .zip(structures.split('|'))
        .map(|(function, number)| texts::headship(labels.get("headship_functions", function), number))
        .collect();
    Cell::Text(headships.join(", ").into())
}

/// Whether a right runs, and until when.
fn right<'a>(right: Option<Period>) -> Cell<'a> {
    match last_day(right) {
        Cell::Day(day) => Cell::Text(texts::yes_with(&day.in_french()).into()),
        _ => Cell::Text(texts::yes_or_no(right.is_some()).into()),
    }
}
