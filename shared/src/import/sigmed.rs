//! The load of the national extract of posts (SIGMED): what it says of each post, and what we take from it.
//!
//! What SIGMED says is kept beside ours. Ours follows when it was the same as SIGMED's former statement; a value
//! that we hold differently is kept and told (IN-10). The attachment of a known post is never changed here, and
//! a post that the extract does not name any more is kept. See `docs/domain.md`, section 16.1.

mod headings;
mod holders;
mod merge;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::catalogue::loads as sentence;
use crate::fact::Noun;
use crate::id::{IdSource, PostId, SigmedPostId};
use crate::import::posts::{Place, attach};
use crate::import::structures::StructureIndex;
use crate::import::table::{Setting, Table};
use crate::knowledge::Facts;
use crate::plan::{Finding, Plan, Severity};
use crate::time::Timeline;
use holders::Holders;
use merge::Merge;
use rows::Extracted;

/// What an extract of SIGMED would change. `setting.today` is the day of the extraction.
pub fn plan_sigmed(known: &Facts, setting: &Setting<'_>, table: &Table, ids: &mut dyn IdSource) -> Plan {
    let nouns = vec![Noun::Posts, Noun::SigmedPosts];
    let mut plan = Plan { known: known.clone(), target: known.clone(), nouns, ..Plan::default() };
    let Some(layout) = headings::layout(table, &mut plan.findings) else { return plan };
    let (extracted, named) = rows::read(table, &layout, setting, &mut plan.findings);
    let index = StructureIndex::new(&known.structures);
    let posts = by_sigmed_number(known);
    let statements: BTreeMap<PostId, SigmedPostId> =
        known.sigmed_posts.segments().map(|(id, segment)| (segment.value.post, id)).collect();

    let holders = Holders::of(known, setting);
    for row in extracted {
        let id = posts.get(&row.statement.number).copied();
        let statement_id = id.and_then(|id| statements.get(&id).copied());
        let ours = id.and_then(|id| known.posts.get(id));
        let theirs = statement_id.and_then(|id| known.sigmed_posts.get(id));
        let merge = Merge { row: &row, ours, theirs, setting };
        let mut timeline = merge.post(&mut plan.findings);
        plan.findings.extend(id.and_then(|id| holders.compare(&row, id, setting)));
        if ours.is_none() {
            place_closed(&mut timeline, &row, setting, &index, &mut plan.findings);
        }
        let id = id.unwrap_or_else(|| ids.next_id().into());
        let statement_id = statement_id.unwrap_or_else(|| ids.next_id().into());
        plan.target.posts.put(id, timeline);
        plan.target.sigmed_posts.put(statement_id, merge.statement(id));
    }
    let absent = posts
        .iter()
        .filter(|(number, _)| !named.contains(*number))
        .filter(|(_, id)| {
            let span = known.posts.get(**id).and_then(Timeline::span);
            span.is_some_and(|span| span.to() > setting.today)
        })
        .map(|(number, _)| number.clone())
        .collect::<BTreeSet<SmolStr>>();
    if !absent.is_empty() {
        let message = sentence::sigmed_posts_absent(absent.len());
        let finding = Finding::new(Severity::Warning, "post.absent_from_sigmed", message);
        plan.findings.push(finding.about(crate::catalogue::attachments::numbers(&absent)));
    }
    plan
}

/// The posts that have a SIGMED number.
pub(crate) fn by_sigmed_number(known: &Facts) -> BTreeMap<SmolStr, PostId> {
    let numbered = known.posts.segments();
    numbered.filter_map(|(id, segment)| Some((segment.value.sigmed_number.clone()?, id))).collect()
}

/// A post that arrives closed goes to the pole of its SIGMED structure number (three last digits of the
/// establishment, then the pole, `00` for the establishment itself): no file of attachments will ever list it.
fn place_closed(
    timeline: &mut Timeline<crate::post::Post>,
    row: &Extracted,
    setting: &Setting<'_>,
    index: &StructureIndex<'_>,
    findings: &mut Vec<Finding>,
) {
    if row.period.to() > setting.today {
        return;
    }
    let Some(number) = &row.statement.structure_number else { return };
    let ending = setting.establishment.finess_ej.get(6..).unwrap_or_default();
    let pole = number.strip_prefix(ending).filter(|pole| !pole.is_empty());
    let place = match pole {
        Some("00") => Some(Place::Establishment),
        Some(pole) => index.pole(pole).map(Place::Structure),
        None => None,
    };
    match place {
        Some(place) => attach(timeline, place, row.period, index),
        None => {
            let message = sentence::post_pole_unknown(&row.statement.number, number);
            let finding = Finding::new(Severity::Warning, "post.pole_unknown", message);
            findings.push(finding.on_line(row.line).about(number.clone()));
        }
    }
}
