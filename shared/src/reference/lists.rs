//! Lists of codes: each row over its own days, an undated change from the day of the load.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::{FILES_LIST, ReferenceFiles, StatedEntry, file_entry};
use crate::catalogue::reference as sentence;
use crate::id::{IdSource, NomenclatureEntryId};
use crate::knowledge::Facts;
use crate::nomenclature::NomenclatureEntry;
use crate::plan::{Finding, Plan, Severity};
use crate::time::{Day, Period, Timeline};

type Key = (SmolStr, SmolStr);

fn key(entry: &NomenclatureEntry) -> Key {
    (entry.list.clone(), entry.code.clone())
}

/// The date of the last FINESS file loaded.
pub(super) fn last_file(known: &Facts) -> Option<Day> {
    let files = known.nomenclatures.segments().filter(|(_, segment)| segment.value.list == FILES_LIST);
    files.map(|(_, segment)| segment.period.from()).max()
}

/// Adds the lists to the plan.
pub(super) fn plan(plan: &mut Plan, parsed: &ReferenceFiles, ids: &mut dyn IdSource, effective: Day) {
    let mut stated: BTreeMap<Key, Vec<&StatedEntry>> = BTreeMap::new();
    for row in &parsed.nomenclatures {
        stated.entry(key(&row.entry)).or_default().push(row);
    }
    let known: BTreeMap<Key, NomenclatureEntryId> =
        plan.known.nomenclatures.segments().map(|(id, segment)| (key(&segment.value), id)).collect();
    for (key, rows) in &stated {
        let id = known.get(key).copied();
        let before = id.and_then(|id| plan.known.nomenclatures.get(id));
        let timeline = restated(before, rows, effective);
        plan.target.nomenclatures.put(id.unwrap_or_else(|| ids.next_id().into()), timeline);
    }
    remember_file(plan, parsed, &known, ids);

    let lists: BTreeSet<&SmolStr> = stated.keys().map(|(list, _)| list).collect();
    let mut absent: BTreeMap<&SmolStr, usize> = BTreeMap::new();
    for gone in known.keys().filter(|key| lists.contains(&key.0) && !stated.contains_key(*key)) {
        *absent.entry(&gone.0).or_default() += 1;
    }
    for (list, count) in absent {
        let message = sentence::codes_absent(list, count);
        let finding = Finding::new(Severity::Warning, "reference.codes_absent", message);
        plan.findings.push(finding.about(list.clone()));
    }
}

/// A dated row holds on its own days. An undated one leaves the days before the load as they were known.
fn restated(
    before: Option<&Timeline<NomenclatureEntry>>,
    rows: &[&StatedEntry],
    effective: Day,
) -> Timeline<NomenclatureEntry> {
    let mut timeline = Timeline::new();
    for row in rows {
        timeline.assert(row.period, row.entry.clone());
    }
    let undated = rows.iter().find(|row| row.period.from() == Day::FIRST);
    let (Some(before), Some(undated)) = (before, undated) else { return timeline };
    let Ok(past) = Period::new(Day::FIRST, effective.min(undated.period.to())) else { return timeline };
    timeline.retract(past);
    for segment in before.iter() {
        if let Some(days) = segment.period.intersection(&past) {
            timeline.assert(days, segment.value.clone());
        }
    }
    timeline
}

/// Remembers the date of the FINESS file, so that an older one is recognised later.
fn remember_file(
    plan: &mut Plan,
    parsed: &ReferenceFiles,
    known: &BTreeMap<Key, NomenclatureEntryId>,
    ids: &mut dyn IdSource,
) {
    let Some(file) = &parsed.finess else { return };
    if last_file(&plan.known).is_some_and(|last| file.date <= last) {
        return;
    }
    let row = file_entry(file.date);
    let id = known.get(&key(&row.entry)).copied();
    let mut timeline = id.and_then(|id| plan.known.nomenclatures.get(id)).cloned().unwrap_or_default();
    timeline.assert(row.period, row.entry);
    plan.target.nomenclatures.put(id.unwrap_or_else(|| ids.next_id().into()), timeline);
}
