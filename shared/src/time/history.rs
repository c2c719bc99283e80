//! What we said about one fact, and when: both axes together.
//!
//! A statement is never changed or removed: it is superseded at an instant, and stays readable by whoever asks what
//! was known before. A history accepts changes in order only, each with its own instant, and refuses those that do
//! not start from what is currently known.

use crate::time::{Difference, Instant, Period, Segment, Timeline, View};

/// One value over one period, known from one instant to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<T> {
    /// The days on which the value holds, half-open.
    pub period: Period,
    /// Instant (UTC) from which we said it, included.
    pub recorded_at: Instant,
    /// Instant (UTC) from which we no longer say it; `Instant::NEVER` as long as we do.
    pub superseded_at: Instant,
    /// The value.
    pub value: T,
}

/// Every statement ever made about one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<T> {
    statements: Vec<Statement<T>>,
}

/// Why a change cannot be recorded. Nothing of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// Changes come in order, one at each instant, and never at `Instant::NEVER`.
    #[error("the change at {at} does not come after the last one, at {last}")]
    NotAfter {
        /// Instant of the last change.
        last: Instant,
        /// Instant of the refused change.
        at: Instant,
    },
    /// The change supersedes a segment that is not, identical, among those currently known: it was computed from
    /// something else.
    #[error("the segment to supersede over {period} is not currently known")]
    NotKnown {
        /// Period of that segment.
        period: Period,
    },
    /// The change would leave two values on the same day, or two equal neighbours that should be one.
    #[error("the segment to record over {period} overlaps or repeats its neighbour")]
    NotNormal {
        /// Period of that segment, or of its neighbour after it.
        period: Period,
    },
}

impl<T> Statement<T> {
    /// True when this was what we said at that instant.
    #[must_use]
    pub fn is_known_at(&self, instant: Instant) -> bool {
        self.recorded_at <= instant && instant < self.superseded_at
    }

    /// True when this is what we still say.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.superseded_at == Instant::NEVER
    }
}

impl<T> Default for History<T> {
    fn default() -> History<T> {
        History { statements: Vec::new() }
    }
}

impl<T> From<Vec<Statement<T>>> for History<T> {
    /// Takes statements as they are stored, without checking them.
    fn from(statements: Vec<Statement<T>>) -> History<T> {
        History { statements }
    }
}

impl<T> History<T> {
    /// A history in which nothing was ever said.
    #[must_use]
    pub fn new() -> History<T> {
        History::default()
    }

    /// All statements, in the order in which they were recorded.
    #[must_use]
    pub fn statements(&self) -> &[Statement<T>] {
        &self.statements
    }

    /// The value on a day, according to what was known at an instant.
    #[must_use]
    pub fn at(&self, view: View) -> Option<&T> {
        let is_seen = |statement: &&Statement<T>| {
            statement.is_known_at(view.known_at) && statement.period.contains(view.as_of)
        };
        self.statements.iter().find(is_seen).map(|statement| &statement.value)
    }

    /// Instant of the last change.
    fn last_change(&self) -> Option<Instant> {
        let instants = self.statements.iter().flat_map(|said| [said.recorded_at, said.superseded_at]);
        instants.filter(|instant| *instant < Instant::NEVER).max()
    }
}

impl<T: Clone + PartialEq> History<T> {
    /// The values on every day, according to what was known at an instant.
    #[must_use]
    pub fn known_at(&self, instant: Instant) -> Timeline<T> {
        let known = self.statements.iter().filter(|statement| statement.is_known_at(instant));
        Timeline::from_segments(known.map(|said| Segment { period: said.period, value: said.value.clone() }))
    }

    /// Supersedes and records at one instant (UTC), all or nothing.
    ///
    /// # Errors
    /// - `NotAfter` when `at` is not after the last change, or is `Instant::NEVER`;
    /// - `NotKnown` when a segment to supersede is not currently known;
    /// - `NotNormal` when a segment to record does not fit among those that stay.
    pub fn record(&mut self, difference: &Difference<T>, at: Instant) -> Result<(), HistoryError> {
        let last = self.last_change();
        if at == Instant::NEVER || last.is_some_and(|last| at <= last) {
            return Err(HistoryError::NotAfter { last: last.unwrap_or(at), at });
        }
        let superseded = self.places_of(&difference.supersede)?;
        self.check_normal(&superseded, &difference.record)?;

        for place in superseded {
            if let Some(statement) = self.statements.get_mut(place) {
                statement.superseded_at = at;
            }
        }
        self.statements.extend(difference.record.iter().map(|segment| Statement {
            period: segment.period,
            recorded_at: at,
            superseded_at: Instant::NEVER,
            value: segment.value.clone(),
        }));
        Ok(())
    }

    /// Where the current statements identical to these segments are.
    fn places_of(&self, segments: &[Segment<T>]) -> Result<Vec<usize>, HistoryError> {
        let place_of = |segment: &Segment<T>| {
            let is_it = |said: &Statement<T>| {
                said.is_current() && said.period == segment.period && said.value == segment.value
            };
            self.statements.iter().position(is_it).ok_or(HistoryError::NotKnown { period: segment.period })
        };
        segments.iter().map(place_of).collect()
    }

    /// Checks that what stays and what is recorded make a timeline as they are. Otherwise the next difference,
    /// computed from the merged timeline, would supersede segments that were never recorded.
    fn check_normal(&self, superseded: &[usize], recorded: &[Segment<T>]) -> Result<(), HistoryError> {
        let staying = self.statements.iter().enumerate();
        let staying = staying.filter(|(place, said)| said.is_current() && !superseded.contains(place));
        let mut segments: Vec<(Period, &T)> = staying.map(|(_, said)| (said.period, &said.value)).collect();
        segments.extend(recorded.iter().map(|segment| (segment.period, &segment.value)));
        segments.sort_by_key(|(period, _)| *period);
        for ((left, left_value), (right, right_value)) in segments.iter().zip(segments.iter().skip(1)) {
            if left.overlaps(right) || (left.touches(right) && left_value == right_value) {
                return Err(HistoryError::NotNormal { period: *right });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, instant, period};
    use proptest::prelude::*;

    /// A change: on these days, this value or none; and the microseconds since the change before.
    type Change = ((usize, usize), Option<u8>, usize);

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let days = (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS));
        prop::collection::vec((days, prop::option::weighted(0.7, 0_u8..3), 1_usize..4), 0..12)
    }

    fn change(timeline: &mut Timeline<u8>, (from, to): (usize, usize), value: Option<u8>) {
        match value {
            Some(value) => timeline.assert(period(from, to), value),
            None => timeline.retract(period(from, to)),
        }
    }

    proptest! {
        #[test]
        fn history_equals_the_model_on_both_axes(changes in changes()) {
            let mut history = History::new();
            // The model: for each instant, the value of each day.
            let mut model = vec![[None; DAYS]];
            for ((from, to), value, pause) in changes {
                let mut days = *model.last().unwrap();
                let before = history.known_at(instant(model.len()));
                let mut after = before.clone();
                change(&mut after, (from, to), value);
                // Until the instant of the change, nothing changes.
                model.resize(model.len() + pause - 1, days);
                days[from..to].fill(value);
                let at = instant(model.len());
                model.push(days);
                history.record(&Timeline::difference(&before, &after), at).unwrap();
                prop_assert_eq!(history.known_at(at), after);
            }
            for (at, days) in model.iter().enumerate() {
                let timeline = history.known_at(instant(at));
                for (number, value) in days.iter().enumerate() {
                    let view = View { as_of: day(number), known_at: instant(at) };
                    prop_assert_eq!(history.at(view), value.as_ref());
                    prop_assert_eq!(timeline.at(day(number)), value.as_ref());
                }
            }
        }

        #[test]
        fn the_inverse_restores_and_the_past_stays(changes in changes(), undone in changes()) {
            let mut timeline = Timeline::new();
            for (days, value, _) in changes {
                change(&mut timeline, days, value);
            }
            let mut history = History::new();
            history.record(&Timeline::difference(&Timeline::new(), &timeline), instant(1)).unwrap();
            let mut mistaken = timeline.clone();
            for (days, value, _) in undone {
                change(&mut mistaken, days, value);
            }
            let difference = Timeline::difference(&timeline, &mistaken);
            history.record(&difference, instant(2)).unwrap();
            history.record(&difference.inverse(), instant(3)).unwrap();
            prop_assert_eq!(history.known_at(instant(1)), timeline.clone());
            prop_assert_eq!(history.known_at(instant(2)), mistaken);
            prop_assert_eq!(history.known_at(instant(3)), timeline);
        }
    }

    fn segment(from: usize, to: usize, value: u8) -> Segment<u8> {
        Segment { period: period(from, to), value }
    }

    fn recording(record: Vec<Segment<u8>>) -> Difference<u8> {
        Difference { supersede: Vec::new(), record }
    }

    #[test]
    fn refused_changes_leave_no_trace() {
        let mut history = History::new();
        history.record(&recording(vec![segment(10, 20, 1)]), instant(5)).unwrap();
        let saved = history.clone();
        let last = instant(5);
        let cases = [
            (recording(vec![]), instant(5), HistoryError::NotAfter { last, at: instant(5) }),
            (recording(vec![]), instant(4), HistoryError::NotAfter { last, at: instant(4) }),
            (recording(vec![]), Instant::NEVER, HistoryError::NotAfter { last, at: Instant::NEVER }),
            (
                Difference { supersede: vec![segment(10, 20, 2)], record: vec![segment(30, 40, 1)] },
                instant(6),
                HistoryError::NotKnown { period: period(10, 20) },
            ),
            (
                Difference { supersede: vec![segment(10, 19, 1)], record: vec![] },
                instant(6),
                HistoryError::NotKnown { period: period(10, 19) },
            ),
            (
                recording(vec![segment(19, 30, 2)]),
                instant(6),
                HistoryError::NotNormal { period: period(19, 30) },
            ),
            (
                recording(vec![segment(20, 30, 1)]),
                instant(6),
                HistoryError::NotNormal { period: period(20, 30) },
            ),
        ];
        for (difference, at, error) in cases {
            assert_eq!(history.record(&difference, at), Err(error));
            assert_eq!(history, saved);
        }
    }

    #[test]
    fn the_instant_of_a_change_sees_the_change() {
        let mut history = History::new();
        history.record(&recording(vec![segment(10, 20, 1)]), instant(5)).unwrap();
        let replaced = Difference { supersede: vec![segment(10, 20, 1)], record: vec![segment(10, 20, 2)] };
        history.record(&replaced, instant(8)).unwrap();
        for (known_at, value) in [(4, None), (5, Some(&1)), (7, Some(&1)), (8, Some(&2)), (100, Some(&2))] {
            assert_eq!(history.at(View { as_of: day(19), known_at: instant(known_at) }), value);
        }
        assert_eq!(history.at(View { as_of: day(20), known_at: instant(8) }), None);
        // What was superseded cannot be superseded again.
        let error = HistoryError::NotKnown { period: period(10, 20) };
        assert_eq!(history.record(&replaced, instant(9)), Err(error));
        assert_eq!(history.statements().len(), 2);
        assert_eq!(History::from(history.statements().to_vec()), history);
    }
}
