//! How what a file states of one person replaces what is known: what is matched, kept, and ended.
//!
//! Refuses to know what the things are: statuses, contracts and affectations follow the same rules.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;
use uuid::Uuid;

use super::resolve::Resolved;
use super::target::Mode;
use crate::fact::Fact;
use crate::id::IdSource;
use crate::knowledge::Tracks;
use crate::time::{Day, Period, Timeline};

/// One statement of the file about one thing of a person.
pub(super) struct Stated<T: Fact> {
    pub(super) key: SmolStr,
    pub(super) timeline: Timeline<T>,
}

/// The days of a person on which the file has something to say.
#[derive(Clone)]
pub(super) struct Days {
    /// First day stated by a line that stands.
    pub(super) first: Day,
    /// Days of refused lines: what is known of them stays.
    refused: Vec<Period>,
    /// Whether a refused line hides its days: then nothing known is ended.
    unknown: bool,
    pub(super) mode: Mode,
    /// Whether the file tells the past: what it does not state of the past was a mistake. A file about the present
    /// only says nothing of it.
    tells_the_past: bool,
    /// Extraction day.
    today: Day,
}

impl Days {
    pub(super) fn of(lines: &[&Resolved], first: Day, mode: Mode, tells_the_past: bool, today: Day) -> Days {
        let refused = || lines.iter().filter(|line| !line.stands);
        Days {
            first,
            refused: refused().filter_map(|line| line.period).collect(),
            unknown: refused().any(|line| line.period.is_none()),
            mode,
            tells_the_past,
            today,
        }
    }

    /// The same for things of which the file states nothing before a day of their own.
    pub(super) fn stating_from(&self, first: Option<Day>) -> Days {
        Days { first: first.unwrap_or(self.first), ..self.clone() }
    }

    /// Whether what is known over a period stays although the file does not state it.
    fn protects(&self, period: Period) -> bool {
        self.mode == Mode::Delta
            || self.unknown
            || period.to() <= self.first
            || self.refused.iter().any(|refused| refused.overlaps(&period))
    }

    /// The parts of a period on which the file is silent.
    fn silent_parts(&self, period: Period) -> Vec<Period> {
        if self.mode == Mode::Delta || self.unknown {
            return vec![period];
        }
        let past = Period::new(period.from(), period.to().min(self.first)).ok();
        let refused = self.refused.iter().filter_map(|refused| refused.intersection(&period));
        past.into_iter().chain(refused).collect()
    }

    /// What stays of something known that the file does not state. `starts` are the first days of what it states
    /// and nobody knew: what comes next ends what came before.
    fn remainder<T: Fact>(&self, known: &Timeline<T>, starts: &[Day]) -> Timeline<T> {
        let kept = known.iter().filter_map(|segment| {
            if self.protects(segment.period) {
                return Some(segment.clone());
            }
            if self.tells_the_past {
                return None;
            }
            let from = segment.period.from();
            let next = starts.iter().chain([&self.first]).filter(|start| **start > from).min();
            let end = next.copied().unwrap_or(self.today).min(self.today).min(segment.period.to());
            let mut shorter = segment.clone();
            shorter.period = Period::new(from, end).ok()?;
            Some(shorter)
        });
        Timeline::from_segments(kept)
    }
}

/// Gives each period of a timeline its own key.
pub(super) fn separate<T: Fact>(timeline: Timeline<T>, key: &dyn Fn(&T, Day) -> SmolStr) -> Vec<Stated<T>> {
    timeline
        .iter()
        .map(|segment| Stated {
            key: key(&segment.value, segment.period.from()),
            timeline: Timeline::single(segment.period, segment.value.clone()),
        })
        .collect()
}

/// Ends things on a day (exclusive); a thing not begun that day is no longer stated at all.
pub(super) fn end<T: Fact>(tracks: &mut Tracks<T>, closed: &mut BTreeSet<Uuid>, ids: &[T::Id], day: Day) {
    for id in ids {
        let Some(timeline) = tracks.get(*id) else { continue };
        let mut shorter = timeline.clone();
        shorter.cut(day);
        if shorter != *timeline {
            closed.insert((*id).into());
            tracks.put(*id, shorter);
        }
    }
}

/// Replaces what is known of a person's things by what the file states, keeping what it does not speak of.
#[expect(clippy::too_many_arguments, reason = "the fields of two structs are borrowed apart")]
pub(super) fn restate<T: Fact>(
    known: &Tracks<T>,
    target: &mut Tracks<T>,
    closed: &mut BTreeSet<Uuid>,
    own: &[T::Id],
    stated: Vec<Stated<T>>,
    key: &dyn Fn(&T, Day) -> SmolStr,
    days: &Days,
    ids: &mut dyn IdSource,
) {
    let mut left: Vec<(SmolStr, T::Id)> = own
        .iter()
        .filter_map(|id| {
            let first = known.get(*id)?.first()?;
            Some((key(&first.value, first.period.from()), *id))
        })
        .collect();
    let found = match_with_known(known, &mut left, &stated);
    let mut starts = Vec::new();
    for (statement, found) in stated.into_iter().zip(found) {
        let mut timeline = statement.timeline;
        let Some(id) = found else {
            starts.extend(timeline.first().map(|first| first.period.from()));
            target.put(ids.next_id().into(), timeline);
            continue;
        };
        for segment in known.get(id).into_iter().flat_map(Timeline::iter) {
            let stated_again = timeline.iter().any(|stated| stated.period.overlaps(&segment.period));
            if days.protects(segment.period) && !stated_again {
                timeline.assert(segment.period, segment.value.clone());
            }
        }
        target.put(id, timeline);
    }
    for (_, id) in left {
        let Some(before) = known.get(id) else { continue };
        let timeline = days.remainder(before, &starts);
        if timeline != *before {
            closed.insert(id.into());
        }
        target.put(id, timeline);
    }
}

/// The known thing of each statement, taken from `left`. Several things may share a key (two times in one place):
/// those that did not move are matched first, the others in order.
fn match_with_known<T: Fact>(
    known: &Tracks<T>,
    left: &mut Vec<(SmolStr, T::Id)>,
    stated: &[Stated<T>],
) -> Vec<Option<T::Id>> {
    let numbered = |statement: &Stated<T>| {
        let bare = statement.key.trim_end_matches(|c: char| c.is_ascii_digit());
        bare.strip_suffix('|').map(SmolStr::from)
    };
    let mut take = |statement: &Stated<T>, suits: &dyn Fn(T::Id) -> bool| {
        let bare = numbered(statement);
        let at = left
            .iter()
            .position(|(key, id)| *key == statement.key && suits(*id))
            .or_else(|| left.iter().position(|(key, id)| Some(key) == bare.as_ref() && suits(*id)))?;
        Some(left.remove(at).1)
    };
    let unmoved: Vec<Option<T::Id>> = stated
        .iter()
        .map(|statement| take(statement, &|id| known.get(id) == Some(&statement.timeline)))
        .collect();
    stated
        .iter()
        .zip(unmoved)
        .map(|(statement, found)| found.or_else(|| take(statement, &|_| true)))
        .collect()
}

/// What stays of something known on days of which the file says nothing it can be held to: before its first day, and
/// on those of refused lines. `said` are the days that it does speak of.
pub(super) fn kept<T: Fact>(known: &Timeline<T>, days: &Days, said: &[Period]) -> Timeline<T> {
    let mut kept = Timeline::default();
    for segment in known.iter() {
        for period in days.silent_parts(segment.period) {
            kept.assert(period, segment.value.clone());
        }
    }
    for period in said {
        kept.retract(*period);
    }
    kept
}

/// Adds to the timelines that the file states what is known of the days on which it is silent.
pub(super) fn with_known<T: Fact>(
    known: &Tracks<T>,
    own: &[T::Id],
    key: &dyn Fn(&T, Day) -> SmolStr,
    days: &Days,
    stated: &mut BTreeMap<SmolStr, Timeline<T>>,
) {
    let said: Vec<Period> = stated.values().flat_map(Timeline::iter).map(|segment| segment.period).collect();
    for timeline in own.iter().filter_map(|id| known.get(*id)) {
        let Some(start) = timeline.first() else { continue };
        let silent = kept(timeline, days, &said);
        if silent.is_empty() {
            continue;
        }
        let present = stated.entry(key(&start.value, start.period.from())).or_default();
        for segment in silent.iter() {
            present.assert(segment.period, segment.value.clone());
        }
    }
}

/// Things of which the file states only the current one: what it no longer states ends on a day, what has
/// ended before stays.
pub(super) type Rules<'r, T> = (&'r dyn Fn(&T, Day) -> SmolStr, &'r dyn Fn(&T) -> bool, Day, Mode);

pub(super) fn current<T: Fact>(
    known: &Tracks<T>,
    target: &mut Tracks<T>,
    closed: &mut BTreeSet<Uuid>,
    own: &[T::Id],
    stated: Vec<Stated<T>>,
    (key, spoken, day, mode): Rules<'_, T>,
    ids: &mut dyn IdSource,
) {
    let mut left: Vec<(SmolStr, T::Id)> = own
        .iter()
        .filter_map(|id| {
            let first = known.get(*id)?.first()?;
            spoken(&first.value).then(|| (key(&first.value, first.period.from()), *id))
        })
        .collect();
    for statement in stated {
        let found = left.iter().position(|(key, _)| *key == statement.key);
        let id = found.map_or_else(|| ids.next_id().into(), |at| left.remove(at).1);
        target.put(id, statement.timeline);
    }
    if mode == Mode::Full {
        let ended: Vec<T::Id> = left.into_iter().map(|(_, id)| id).collect();
        end(target, closed, &ended, day);
    }
}
