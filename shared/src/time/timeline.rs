//! The value of one fact on every day, as sorted segments.
//!
//! A timeline is always in normal form: segments sorted, without common days, and two that touch have different
//! values. So two timelines that say the same are equal, and the difference between two is the smallest. It knows
//! nothing of who said what and when: that is `History`.

use crate::time::{Day, Period};

/// One value over one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segment<T> {
    /// The days on which the value holds, half-open.
    pub period: Period,
    /// The value.
    pub value: T,
}

/// Values over time: at most one on each day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Timeline<T> {
    segments: Vec<Segment<T>>,
}

/// What separates two timelines: the statements to supersede and those to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<T> {
    /// Segments of the timeline before that are not, identical, in the one after.
    pub supersede: Vec<Segment<T>>,
    /// Segments of the timeline after that are not, identical, in the one before.
    pub record: Vec<Segment<T>>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Timeline<T> {
        Timeline { segments: Vec::new() }
    }
}

impl<T> Timeline<T> {
    /// A timeline without any value.
    #[must_use]
    pub fn new() -> Timeline<T> {
        Timeline::default()
    }

    /// One value over one period.
    #[must_use]
    pub fn single(period: Period, value: T) -> Timeline<T> {
        Timeline { segments: vec![Segment { period, value }] }
    }

    /// The value on a day.
    #[must_use]
    pub fn at(&self, day: Day) -> Option<&T> {
        self.segment_at(day).map(|segment| &segment.value)
    }

    /// The segment that contains a day.
    #[must_use]
    pub fn segment_at(&self, day: Day) -> Option<&Segment<T>> {
        let place = self.segments.partition_point(|segment| segment.period.to() <= day);
        self.segments.get(place).filter(|segment| segment.period.contains(day))
    }

    /// The earliest segment.
    #[must_use]
    pub fn first(&self) -> Option<&Segment<T>> {
        self.segments.first()
    }

    /// The latest segment.
    #[must_use]
    pub fn last(&self) -> Option<&Segment<T>> {
        self.segments.last()
    }

    /// The segments, earliest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Segment<T>> {
        self.segments.iter()
    }

    /// The segments, earliest first.
    #[must_use]
    pub fn segments(&self) -> &[Segment<T>] {
        &self.segments
    }

    /// True when no day has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Gives back the room kept for more segments: timelines are kept by the hundred thousand.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.segments.shrink_to_fit();
    }

    /// From the first day with a value to the last one, gaps included; `None` when there is no value at all.
    #[must_use]
    pub fn span(&self) -> Option<Period> {
        // Segments are sorted: the end of the last comes after the start of the first, so this never fails.
        Period::new(self.first()?.period.from(), self.last()?.period.to()).ok()
    }

    /// True when every day of the period has a value.
    #[must_use]
    pub fn covers(&self, period: Period) -> bool {
        let mut uncovered = period.from();
        while let Some(segment) = self.segment_at(uncovered) {
            uncovered = segment.period.to();
            if uncovered >= period.to() {
                return true;
            }
        }
        false
    }

    /// The range of places after the segments that are `before`, up to the first that is not `not_after`.
    fn places(&self, before: impl Fn(Period) -> bool, not_after: impl Fn(Period) -> bool) -> (usize, usize) {
        let start = self.segments.partition_point(|segment| before(segment.period));
        let end = self.segments.partition_point(|segment| not_after(segment.period));
        (start, end)
    }
}

impl<T: Clone + PartialEq> Timeline<T> {
    /// Asserts the segments one after the other: where two overlap, the later in the list wins.
    pub fn from_segments(segments: impl IntoIterator<Item = Segment<T>>) -> Timeline<T> {
        let mut timeline = Timeline::new();
        for segment in segments {
            timeline.assert(segment.period, segment.value);
        }
        timeline
    }

    /// Says that the value holds on every day of the period, whatever was said before. Other days do not change.
    pub fn assert(&mut self, period: Period, value: T) {
        if self.segments.is_empty() {
            // Most timelines have one segment: room for it alone, not for the four that a growing vector takes.
            self.segments = vec![Segment { period, value }];
            return;
        }
        // Segments that only touch the period are taken too, because they may have to merge with it.
        let (start, end) =
            self.places(|other| other.to() < period.from(), |other| other.from() <= period.to());
        let (mut from, mut to) = (period.from(), period.to());
        let (mut left, mut right) = (None, None);
        if let Some(first) = self.segments.get(start..end).and_then(<[_]>::first) {
            if first.value == value {
                from = from.min(first.period.from());
            } else {
                left = remainder(first, first.period.from(), period.from());
            }
        }
        if let Some(last) = self.segments.get(start..end).and_then(<[_]>::last) {
            if last.value == value {
                to = to.max(last.period.to());
            } else {
                right = remainder(last, period.to(), last.period.to());
            }
        }
        let middle = Period::new(from, to).ok().map(|period| Segment { period, value });
        self.segments.splice(start..end, [left, middle, right].into_iter().flatten());
    }

    /// Says that there is no value on any day of the period. Other days do not change.
    pub fn retract(&mut self, period: Period) {
        let (start, end) =
            self.places(|other| other.to() <= period.from(), |other| other.from() < period.to());
        let touched = self.segments.get(start..end).unwrap_or_default();
        let left = touched.first().and_then(|first| remainder(first, first.period.from(), period.from()));
        let right = touched.last().and_then(|last| remainder(last, period.to(), last.period.to()));
        self.segments.splice(start..end, [left, right].into_iter().flatten());
    }

    /// Says that there is no value any more from that day on, that day included.
    pub fn cut(&mut self, at: Day) {
        if !at.is_open() {
            self.retract(Period::since(at));
        }
    }

    /// The same days with other values; neighbours that become equal are merged.
    pub fn map<U: Clone + PartialEq>(&self, mut change: impl FnMut(&T) -> U) -> Timeline<U> {
        Timeline::from_segments(
            self.iter().map(|segment| Segment { period: segment.period, value: change(&segment.value) }),
        )
    }

    /// What to supersede and what to record to go from one timeline to the other.
    #[must_use]
    pub fn difference(before: &Timeline<T>, after: &Timeline<T>) -> Difference<T> {
        Difference { supersede: before.missing_from(after), record: after.missing_from(before) }
    }

    /// The segments that are not, identical, in the other timeline.
    fn missing_from(&self, other: &Timeline<T>) -> Vec<Segment<T>> {
        let is_there = |segment: &&Segment<T>| {
            other.segment_at(segment.period.from()).is_some_and(|same| same == *segment)
        };
        self.iter().filter(|segment| !is_there(segment)).cloned().collect()
    }
}

/// What is left of a segment between two days, if anything.
fn remainder<T: Clone>(segment: &Segment<T>, from: Day, to: Day) -> Option<Segment<T>> {
    // A reversed period means that nothing is left: the ordinary answer, not a fault.
    let period = Period::new(from, to).ok()?.intersection(&segment.period)?;
    Some(Segment { period, value: segment.value.clone() })
}

impl<T> Difference<T> {
    /// True when there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.supersede.is_empty() && self.record.is_empty()
    }
}

impl<T: Clone> Difference<T> {
    /// The way back: what undoes this difference.
    #[must_use]
    pub fn inverse(&self) -> Difference<T> {
        Difference { supersede: self.record.clone(), record: self.supersede.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;

    #[derive(Debug, Clone, Copy)]
    enum Operation {
        Assert(usize, usize, u8),
        Retract(usize, usize),
        Cut(usize),
    }

    fn operation() -> impl Strategy<Value = Operation> {
        let days = (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS));
        prop_oneof![
            4 => (days.clone(), 0_u8..3).prop_map(|((from, to), value)| Operation::Assert(from, to, value)),
            2 => days.prop_map(|(from, to)| Operation::Retract(from, to)),
            1 => (0..DAYS).prop_map(Operation::Cut),
        ]
    }

    fn operations() -> impl Strategy<Value = Vec<Operation>> {
        prop::collection::vec(operation(), 0..25)
    }

    type Model = [Option<u8>; DAYS];

    fn apply(operation: Operation, timeline: &mut Timeline<u8>, model: &mut Model) {
        match operation {
            Operation::Assert(from, to, value) => {
                timeline.assert(period(from, to), value);
                model[from..to].fill(Some(value));
            }
            Operation::Retract(from, to) => {
                timeline.retract(period(from, to));
                model[from..to].fill(None);
            }
            Operation::Cut(at) => {
                timeline.cut(day(at));
                model[at..].fill(None);
            }
        }
    }

    fn run(operations: &[Operation]) -> (Timeline<u8>, Model) {
        let (mut timeline, mut model) = (Timeline::new(), [None; DAYS]);
        for operation in operations {
            apply(*operation, &mut timeline, &mut model);
        }
        (timeline, model)
    }

    /// Sorted, disjoint, and merged.
    fn is_normal(timeline: &Timeline<u8>) -> bool {
        timeline.segments().windows(2).all(|pair| {
            let (left, right) = (&pair[0], &pair[1]);
            let gap = left.period.to() < right.period.from();
            gap || (left.period.to() == right.period.from() && left.value != right.value)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn timeline_equals_the_day_by_day_model(operations in operations()) {
            let (mut timeline, mut model) = (Timeline::new(), [None; DAYS]);
            for operation in operations {
                apply(operation, &mut timeline, &mut model);
                prop_assert!(is_normal(&timeline), "{timeline:?}");
                for (number, value) in model.iter().enumerate() {
                    prop_assert_eq!(timeline.at(day(number)), value.as_ref(), "{}", number);
                }
                // The last day of the model stands for all those that follow.
                prop_assert_eq!(timeline.at(Day::OPEN.previous()), model[DAYS - 1].as_ref());
                prop_assert_eq!(timeline.at(day(0).previous()), None);
            }
        }

        #[test]
        fn the_queries_agree_with_the_model(operations in operations(), from in 0..DAYS, length in 1..DAYS) {
            let (timeline, model) = run(&operations);
            let to = (from + length).min(DAYS);
            prop_assert_eq!(timeline.covers(period(from, to)), model[from..to].iter().all(Option::is_some));
            let first = model.iter().position(Option::is_some);
            let last = model.iter().rposition(Option::is_some);
            prop_assert_eq!(timeline.span(), first.zip(last).map(|(first, last)| period(first, last + 1)));
            prop_assert_eq!(timeline.is_empty(), first.is_none());
            let parity = timeline.map(|value| value % 2);
            prop_assert!(is_normal(&parity));
            for (number, value) in model.iter().enumerate() {
                prop_assert_eq!(parity.at(day(number)).copied(), value.map(|value| value % 2));
            }
            prop_assert_eq!(Timeline::from_segments(timeline.iter().rev().cloned()), timeline);
        }

        #[test]
        fn difference_goes_there_and_back(before in operations(), after in operations()) {
            let (before, after) = (run(&before).0, run(&after).0);
            let difference = Timeline::difference(&before, &after);
            prop_assert_eq!(follow(&before, &difference), after.clone());
            prop_assert_eq!(follow(&after, &difference.inverse()), before.clone());
            prop_assert_eq!(difference.is_empty(), before == after);
            prop_assert_eq!(difference.inverse(), Timeline::difference(&after, &before));
            for segment in &difference.supersede {
                prop_assert!(before.segments().contains(segment) && !after.segments().contains(segment));
            }
        }
    }

    /// Applies a difference to the raw list of segments, as the database does: nothing merges by itself.
    fn follow(timeline: &Timeline<u8>, difference: &Difference<u8>) -> Timeline<u8> {
        let mut segments = timeline.segments().to_vec();
        segments.retain(|segment| !difference.supersede.contains(segment));
        segments.extend(difference.record.iter().copied());
        segments.sort_by_key(|segment| segment.period);
        Timeline { segments }
    }

    /// First day, excluded end, value.
    type Piece = (usize, usize, u8);

    #[test]
    fn assertions_at_the_boundaries() {
        let cases: [(&str, Piece, &[Piece]); 11] = [
            ("same value just after: merged", (20, 30, 1), &[(10, 30, 1)]),
            ("same value just before: merged", (5, 10, 1), &[(5, 20, 1)]),
            ("same value inside: nothing changes", (12, 15, 1), &[(10, 20, 1)]),
            ("same value around: one segment", (5, 30, 1), &[(5, 30, 1)]),
            ("other value just after: two segments", (20, 30, 2), &[(10, 20, 1), (20, 30, 2)]),
            ("other value just before: two segments", (5, 10, 2), &[(5, 10, 2), (10, 20, 1)]),
            ("a gap of one day stays", (21, 30, 1), &[(10, 20, 1), (21, 30, 1)]),
            ("other value inside: cut in three", (12, 15, 2), &[(10, 12, 1), (12, 15, 2), (15, 20, 1)]),
            ("other value on the first day", (10, 11, 2), &[(10, 11, 2), (11, 20, 1)]),
            ("other value on the last day", (19, 20, 2), &[(10, 19, 1), (19, 20, 2)]),
            ("other value on all days: replaced", (10, 20, 2), &[(10, 20, 2)]),
        ];
        for (name, (from, to, value), expected) in cases {
            let mut timeline = Timeline::single(period(10, 20), 1);
            timeline.assert(period(from, to), value);
            let segments: Vec<_> = expected
                .iter()
                .map(|&(from, to, value)| Segment { period: period(from, to), value })
                .collect();
            assert_eq!(timeline.segments(), segments, "{name}");
        }
    }

    #[test]
    fn a_value_that_fills_a_gap_merges_both_sides() {
        let mut timeline = Timeline::single(period(0, 10), 1);
        timeline.assert(period(20, 30), 1);
        assert_eq!(timeline.len(), 2);
        timeline.assert(period(10, 20), 1);
        assert_eq!(timeline, Timeline::single(period(0, 30), 1));
    }

    #[test]
    fn cut_keeps_the_day_before() {
        let mut timeline = Timeline::single(Period::since(day(0)), 1);
        timeline.cut(Day::OPEN);
        assert_eq!(timeline, Timeline::single(Period::since(day(0)), 1));
        timeline.cut(day(10));
        assert_eq!(timeline, Timeline::single(period(0, 10), 1));
        timeline.cut(day(0));
        assert!(timeline.is_empty());
        assert_eq!(timeline.span(), None);
        assert!(!timeline.covers(period(0, 1)));
    }
}
