//! Legal entities and their sites: stated once for all time, then changed from the date of a newer file.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::{FinessFile, ReferenceFiles};
use crate::catalogue::{attachments::numbers, reference as sentence};
use crate::fact::Fact;
use crate::id::{EstablishmentId, IdSource, SiteId};
use crate::knowledge::Tracks;
use crate::plan::{Confirmation, Finding, Plan, Severity};
use crate::time::{Day, Period, Timeline};

/// One thing in so many may vanish from a newer file without a question.
const QUESTIONED_SHARE: usize = 20;

/// Adds establishments and sites to the plan. `last_file`: the date of the last FINESS file loaded.
pub(super) fn plan(
    plan: &mut Plan,
    parsed: &ReferenceFiles,
    ids: &mut dyn IdSource,
    effective: Day,
    last_file: Option<Day>,
) {
    let establishments: BTreeMap<SmolStr, EstablishmentId> =
        plan.known.establishments.segments().map(|(id, at)| (at.value.finess_ej.clone(), id)).collect();
    let file = usable(parsed.finess.as_ref(), last_file, &mut plan.findings);
    if parsed.finess.is_some() && file.is_none() {
        // The table of entities that comes with an older extract is older too.
        return;
    }
    let newer = file.filter(|file| last_file.is_some_and(|last| file.date > last));
    let from = newer.map_or(effective, |file| file.date);

    let in_file: Option<BTreeSet<&SmolStr>> =
        file.map(|file| file.sites.iter().map(|stated| &stated.site.finess_ej).collect());
    let is_in_file = |finess: &SmolStr| in_file.as_ref().is_some_and(|file| file.contains(finess));
    for entity in &parsed.entities {
        let id = establishments.get(&entity.finess_ej).copied();
        let before = id.and_then(|id| plan.known.establishments.get(id));
        // The table of entities does not know closings: it never reopens what a FINESS file closed.
        if before.is_some_and(is_closed) && !is_in_file(&entity.finess_ej) {
            continue;
        }
        let timeline = restated(before, entity.clone(), from);
        plan.target.establishments.put(id.unwrap_or_else(|| ids.next_id().into()), timeline);
    }
    let Some(file) = file else { return };
    let public: BTreeSet<SmolStr> = establishments
        .keys()
        .cloned()
        .chain(parsed.entities.iter().map(|entity| entity.finess_ej.clone()))
        .collect();
    let sites: BTreeMap<SmolStr, SiteId> =
        plan.known.sites.segments().map(|(id, at)| (at.value.finess_et.clone(), id)).collect();
    let mut strangers = BTreeSet::new();
    let mut named = BTreeSet::new();
    for stated in &file.sites {
        if !public.contains(&stated.site.finess_ej) {
            if stated.public {
                strangers.insert(stated.site.finess_ej.clone());
            }
            continue;
        }
        named.insert(stated.site.finess_et.clone());
        let id = sites.get(&stated.site.finess_et).copied();
        let before = id.and_then(|id| plan.known.sites.get(id));
        // A site that is new in a newer file starts with it; the first file states all of them for all time.
        let timeline = match (before, newer) {
            (None, Some(newer)) => Timeline::single(Period::since(newer.date), stated.site.clone()),
            _ => restated(before, stated.site.clone(), from),
        };
        plan.target.sites.put(id.unwrap_or_else(|| ids.next_id().into()), timeline);
    }
    if !strangers.is_empty() {
        let message = sentence::entities_unknown(strangers.len());
        let finding = Finding::new(Severity::Warning, "reference.entities_unknown", message);
        plan.findings.push(finding.about(numbers(&strangers)));
    }
    if let Some(newer) = newer {
        let gone: Vec<EstablishmentId> =
            establishments.iter().filter(|(finess, _)| !is_in_file(finess)).map(|(_, id)| *id).collect();
        let closed = close(&mut plan.target.establishments, gone, newer.date);
        let gone: Vec<SiteId> =
            sites.iter().filter(|(finess, _)| !named.contains(*finess)).map(|(_, id)| *id).collect();
        let closed = closed + close(&mut plan.target.sites, gone, newer.date);
        ask(plan, closed, newer.date);
    }
}

/// The file, unless it is older than the last one.
fn usable<'a>(
    file: Option<&'a FinessFile>,
    last: Option<Day>,
    findings: &mut Vec<Finding>,
) -> Option<&'a FinessFile> {
    let file = file?;
    match last {
        Some(last) if file.date < last => {
            let message = sentence::finess_older(file.date, last);
            findings.push(Finding::new(Severity::Warning, "reference.finess_older", message));
            None
        }
        _ => Some(file),
    }
}

fn is_closed<T: Fact>(timeline: &Timeline<T>) -> bool {
    timeline.span().is_some_and(|span| !span.is_open())
}

/// For all time when nothing is known; else from a day on, when the last statement says something else.
fn restated<T: Fact>(before: Option<&Timeline<T>>, value: T, from: Day) -> Timeline<T> {
    let Some(before) = before.filter(|before| !before.is_empty()) else {
        return Timeline::single(Period::ALWAYS, value);
    };
    let mut timeline = before.clone();
    let says_so = before.last().is_some_and(|last| last.period.is_open() && last.value == value);
    if !says_so {
        timeline.assert(Period::since(from), value);
    }
    timeline
}

/// Closes what is open on that day; how many.
fn close<T: Fact>(tracks: &mut Tracks<T>, gone: Vec<T::Id>, day: Day) -> usize {
    let mut closed = 0;
    for id in gone {
        let Some(timeline) = tracks.get(id).filter(|timeline| timeline.segment_at(day).is_some()) else {
            continue;
        };
        let mut timeline = timeline.clone();
        timeline.cut(day);
        tracks.put(id, timeline);
        closed += 1;
    }
    closed
}

/// A file that closes more than one thing in twenty is perhaps not whole: a person answers first.
fn ask(plan: &mut Plan, closed: usize, date: Day) {
    let known = plan.known.establishments.len() + plan.known.sites.len();
    if closed * QUESTIONED_SHARE <= known {
        return;
    }
    let (people, active) =
        (u32::try_from(closed).unwrap_or(u32::MAX), u32::try_from(known).unwrap_or(u32::MAX));
    let message = sentence::closures(people, active, date);
    plan.confirmations.push(Confirmation { code: "import.closures".into(), people, active, message });
}
