//! Reading the lines of the extract, each on its own.

use std::collections::BTreeSet;

use smol_str::SmolStr;
use uuid::Uuid;

use super::headings as column;
use crate::catalogue::loads as sentence;
use crate::code::PostNumber;
use crate::import::posts::{Repeated, check_bounds, check_codes};
use crate::import::table::{Layout, Line, Setting, Table};
use crate::import::value::DayRole;
use crate::plan::{Finding, Severity};
use crate::post::{Post, SigmedPost};
use crate::time::Period;

/// A readable line of this establishment. The post of the statement is not known yet.
#[derive(Debug)]
pub(super) struct Extracted {
    pub line: u32,
    pub statement: SigmedPost,
    pub post: Post,
    pub period: Period,
}

/// Reads the lines of the establishment, and names every post number met, refused lines too: a line that cannot
/// be read is not an absence.
pub(super) fn read(
    table: &Table,
    layout: &Layout,
    setting: &Setting<'_>,
    findings: &mut Vec<Finding>,
) -> (Vec<Extracted>, BTreeSet<SmolStr>) {
    let (mut extracted, mut named, mut others) = (Vec::new(), BTreeSet::new(), 0);
    let ours =
        |line: &Line<'_>| line.text(column::EJ).is_empty() || setting.is_establishment(line.text(column::EJ));
    let mut own = table.clone();
    own.rows.retain(|row| {
        let is_ours = ours(&Line::new(row, layout, "post"));
        others += usize::from(!is_ours);
        is_ours
    });
    let twice = Repeated::of(&own, layout, column::NUMBER);
    for row in &own.rows {
        let mut line = Line::new(row, layout, "post");
        named.extend(line.optional(column::NUMBER));
        twice.refuse(&mut line, column::NUMBER);
        let read = read_line(&mut line, setting);
        if line.finish(findings) {
            extracted.extend(read);
        }
    }
    if others > 0 {
        findings.push(Finding::new(
            Severity::Info,
            "post.other_establishment",
            sentence::lines_of_others(others),
        ));
    }
    (extracted, named)
}

fn read_line(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<Extracted> {
    let number = line.identifier::<PostNumber>(column::NUMBER);
    let quotity = line.half_days(column::QUOTITY);
    let period = line.period(column::START, column::END, setting.today);
    let since = line.day(column::HOLDER_SINCE, DayRole::Start, setting.today);
    let (number, quotity, period) = (number?, quotity?, period?);
    let period = closed_without_day(line, &number, period, setting);
    let statement = SigmedPost {
        post: Uuid::nil().into(),
        number: number.clone(),
        sigmed_type: line.text(column::TYPE).into(),
        discipline: line.optional(column::DISCIPLINE),
        speciality: line.optional(column::SPECIALITY),
        quotity,
        structure_number: line.optional(column::STRUCTURE),
        state: line.optional(column::STATE).map(|state| state.to_uppercase().into()),
        holder_name: line.optional(column::HOLDER),
        holder_first_name: line.optional(column::HOLDER_FIRST),
        holder_rpps: line.optional(column::HOLDER_RPPS),
        holder_since: since?,
        second_holder_name: line.optional(column::SECOND),
        second_holder_rpps: line.optional(column::SECOND_RPPS),
    };
    let post = Post {
        kind: "PH".into(),
        sigmed_number: Some(number),
        local_number: None,
        sigmed_type: line.optional(column::TYPE),
        discipline: statement.discipline.clone(),
        speciality: statement.speciality.clone(),
        cnu_section: None,
        corps: None,
        quotity,
        structure: None,
        attached_to_establishment: false,
        parent_post: None,
    };
    check_codes(line, &post, setting);
    check_bounds(line, &post, setting, column::QUOTITY);
    check_speciality_open(line, &post, period, setting);
    Some(Extracted { line: line.number(), statement, post, period })
}

/// `FERME` without a last day: the post is closed from the day of the extraction.
fn closed_without_day(line: &mut Line<'_>, number: &str, period: Period, setting: &Setting<'_>) -> Period {
    if !line.text(column::STATE).eq_ignore_ascii_case("FERME") || !period.is_open() {
        return period;
    }
    let message = sentence::post_closing_day_missing(number);
    line.warn("post.closing_day_missing", Some(column::END), message);
    Period::new(period.from(), setting.today).unwrap_or(period)
}

/// IN-45: an open post whose speciality is not used any more.
fn check_speciality_open(line: &mut Line<'_>, post: &Post, period: Period, setting: &Setting<'_>) {
    let Some(code) = post.speciality.as_ref().filter(|_| period.to() > setting.today) else { return };
    let span = setting.nomenclatures.span("specialities", code);
    if let Some(span) = span.filter(|span| span.to() <= setting.today) {
        let message = sentence::post_speciality_closed(code, span.to());
        line.warn("IN-45", Some(column::SPECIALITY), message);
    }
}
