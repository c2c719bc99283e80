//! The load of poles, services and units: from the rows of a file to a plan.
//!
//! A line is refused with its reason and the others stand. A structure that the file does not name stays as it
//! is: absence never closes. The line of the establishment itself is checked and makes no fact.
//! See `docs/domain.md`, sections 4.2 and 16.5.

mod headings;
mod index;
mod links;
mod rows;
#[cfg(test)]
mod tests;

pub use index::StructureIndex;

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::catalogue::loads as sentence;
use crate::fact::Noun;
use crate::id::{IdSource, StructureId};
use crate::import::table::{Setting, Table};
use crate::knowledge::Facts;
use crate::plan::{Finding, Plan, Severity};
use crate::structure::Structure;
use crate::time::{Period, Segment, Timeline};
use links::Links;
use rows::{Row, Rows};

/// What a file of structures would change. Accepts `structures.csv` and the skeletons `Poles`, `Services`,
/// `Unites`.
pub fn plan_structures(known: &Facts, setting: &Setting<'_>, table: &Table, ids: &mut dyn IdSource) -> Plan {
    let mut plan = Plan { known: known.clone(), nouns: vec![Noun::Structures], ..Plan::default() };
    plan.target = known.clone();
    let Some(layout) = headings::layout(table, &mut plan.findings) else { return plan };
    let Rows { rows, establishment_lines } = rows::read(table, &layout, setting, &mut plan.findings);
    let rows = without_overlaps(rows, &mut plan.findings);
    let known_index = StructureIndex::new(&known.structures);
    let mut numbered: BTreeMap<(SmolStr, SmolStr), StructureId> = BTreeMap::new();
    for row in &rows {
        let key = (row.kind.clone(), row.number.clone());
        let known_id = known_index.find(&row.kind, &row.number);
        numbered.entry(key).or_insert_with(|| known_id.unwrap_or_else(|| ids.next_id().into()));
    }
    let links = Links { known: &known_index, numbered: &numbered, setting, columns: &layout.columns };
    let rows = links.resolve(rows, &mut plan.findings);

    let mut stated: BTreeMap<StructureId, Vec<Segment<Structure>>> = BTreeMap::new();
    let mut lines: BTreeMap<StructureId, u32> = BTreeMap::new();
    for row in rows {
        let Some(id) = links.id(&row.row.kind, &row.row.number) else { continue };
        lines.insert(id, row.row.line);
        let (period, value) = (row.row.period, row.into_structure(known_index.get(id)));
        stated.entry(id).or_default().push(Segment { period, value });
    }
    let absent = known.structures.iter().filter(|(id, _)| !stated.contains_key(id)).count();
    for (id, segments) in stated {
        plan.target.structures.put(id, Timeline::from_segments(segments));
    }
    warn_about_closings(&mut plan, &lines);
    if absent > 0 && !(lines.is_empty() && establishment_lines == 0) {
        let message = sentence::structures_absent(absent);
        plan.findings.push(Finding::new(Severity::Info, "structure.absent", message));
    }
    plan
}

/// Drops exact copies (warning) and refuses every line of a number stated twice on the same days.
fn without_overlaps(rows: Vec<Row>, findings: &mut Vec<Finding>) -> Vec<Row> {
    let mut groups: BTreeMap<(SmolStr, SmolStr), Vec<&Row>> = BTreeMap::new();
    let mut copies = BTreeSet::new();
    for row in &rows {
        let group = groups.entry((row.kind.clone(), row.number.clone())).or_default();
        if group.iter().any(|other| other.says_the_same(row)) {
            let finding =
                Finding::new(Severity::Warning, "structure.line_duplicate", sentence::line_duplicate());
            findings.push(finding.on_line(row.line));
            copies.insert(row.line);
        } else {
            group.push(row);
        }
    }
    let mut refused = BTreeSet::new();
    for ((_, number), group) in &groups {
        let overlaps = |row: &&&Row| {
            group.iter().any(|other| other.line != row.line && other.period.overlaps(&row.period))
        };
        let lines: Vec<u32> = group.iter().filter(overlaps).map(|row| row.line).collect();
        for line in &lines {
            let message = sentence::structure_number_twice(number, lines.len());
            let finding = Finding::new(Severity::Error, "structure.number_twice", message);
            findings.push(finding.on_line(*line).about(number.clone()));
            refused.insert(*line);
        }
    }
    rows.into_iter().filter(|row| !copies.contains(&row.line) && !refused.contains(&row.line)).collect()
}

/// IN-34 for children left open, IN-01 for posts left attached, on the lines that close something.
fn warn_about_closings(plan: &mut Plan, lines: &BTreeMap<StructureId, u32>) {
    let closing: BTreeMap<StructureId, Period> = lines
        .keys()
        .filter_map(|id| Some((*id, plan.target.structures.get(*id)?.span()?)))
        .filter(|(_, span)| !span.is_open())
        .collect();
    let mut children: BTreeMap<StructureId, BTreeSet<StructureId>> = BTreeMap::new();
    for (child, segment) in plan.target.structures.segments() {
        let Some(parent) = segment.value.parent else { continue };
        if closing.get(&parent).is_some_and(|span| segment.period.to() > span.to()) {
            children.entry(parent).or_default().insert(child);
        }
    }
    let mut posts: BTreeMap<StructureId, usize> = BTreeMap::new();
    for (_, segment) in plan.target.posts.segments() {
        let Some(structure) = segment.value.structure else { continue };
        if closing.get(&structure).is_some_and(|span| segment.period.to() > span.to()) {
            *posts.entry(structure).or_default() += 1;
        }
    }
    for id in closing.keys() {
        let Some(structure) = plan.target.structures.get(*id).and_then(Timeline::last) else { continue };
        let number = structure.value.number.clone();
        let mut warn = |code: &str, message: String| {
            let mut finding = Finding::new(Severity::Warning, code, message).about(number.clone());
            finding.line = lines.get(id).copied();
            plan.findings.push(finding);
        };
        if let Some(children) = children.get(id) {
            warn("IN-34", sentence::structure_closed_with_children(&number, children.len()));
        }
        if let Some(count) = posts.get(id) {
            warn("IN-01", sentence::structure_closed_with_posts(&number, *count));
        }
    }
}
