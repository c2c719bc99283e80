//! How the whole past of a thing is read: along both axes, or along one of them.
//!
//! Along one axis the other stands still: the timeline as it was known at one instant, or what was said of one day as
//! it changed from one instant to the next. Refuses to order or to keep anything: it says which statements are told.

use crate::time::{Day, Instant, Period};

/// Along which axis a past is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// All that was ever stated.
    Both,
    /// Day after day, what was believed at the instant of the reading.
    Effective,
    /// Instant after instant, what was stated of this day.
    Recorded(Day),
}

/// A reading of a whole past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Retrospect {
    /// Along which axis.
    pub axis: Axis,
    /// The instant of the knowledge (UTC): statements recorded later are not seen.
    pub known_at: Instant,
}

impl Axis {
    /// Whether a statement that was already recorded is told: the days it is about, and whether it had ceased to be
    /// believed.
    #[must_use]
    pub fn tells(self, days: Period, is_superseded: bool) -> bool {
        match self {
            Axis::Both => true,
            Axis::Effective => !is_superseded,
            Axis::Recorded(day) => days.contains(day),
        }
    }

    /// The day that stands still, when one does.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        match self {
            Axis::Recorded(day) => Some(day),
            Axis::Both | Axis::Effective => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, instant, period};
    use crate::time::{History, Segment, Statement, Timeline, View};
    use proptest::prelude::*;

    /// A past of random statements about one thing, one change an instant.
    fn past() -> impl Strategy<Value = History<u8>> {
        let days = (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS));
        prop::collection::vec((days, prop::option::weighted(0.7, 0_u8..3)), 1..12).prop_map(|changes| {
            let mut history = History::new();
            let mut timeline = Timeline::new();
            for (at, ((from, to), value)) in changes.into_iter().enumerate() {
                let mut after = timeline.clone();
                match value {
                    Some(value) => after.assert(period(from, to), value),
                    None => after.retract(period(from, to)),
                }
                let difference = Timeline::difference(&timeline, &after);
                if !difference.is_empty() {
                    history.record(&difference, instant(at)).unwrap();
                }
                timeline = after;
            }
            history
        })
    }

    fn told(history: &History<u8>, axis: Axis, known_at: Instant) -> Vec<&Statement<u8>> {
        let tells = |said: &&Statement<u8>| {
            said.recorded_at <= known_at && axis.tells(said.period, said.superseded_at <= known_at)
        };
        history.statements().iter().filter(tells).collect()
    }

    proptest! {
        #[test]
        fn along_the_days_it_is_the_timeline_known_then(history in past(), at in 0_usize..13) {
            let told = told(&history, Axis::Effective, instant(at));
            let segments = told.iter().map(|said| Segment { period: said.period, value: said.value });
            prop_assert_eq!(Timeline::from_segments(segments), history.known_at(instant(at)));
            prop_assert!(told.iter().all(|said| said.is_known_at(instant(at))));
        }

        #[test]
        fn along_the_instants_it_is_all_that_one_day_was_said_to_be(
            history in past(),
            number in 0..DAYS,
            at in 0_usize..13,
        ) {
            let told = told(&history, Axis::Recorded(day(number)), instant(at));
            for earlier in 0..=at {
                let view = View { as_of: day(number), known_at: instant(earlier) };
                let mut believed = told.iter().filter(|said| said.is_known_at(view.known_at));
                prop_assert_eq!(believed.next().map(|said| &said.value), history.at(view));
                // One after the other: a day was never said to be two things at once.
                prop_assert_eq!(believed.next(), None);
            }
        }

        #[test]
        fn along_both_nothing_is_left_out(history in past(), at in 0_usize..13) {
            let seen = history.statements().iter().filter(|said| said.recorded_at <= instant(at));
            prop_assert_eq!(told(&history, Axis::Both, instant(at)).len(), seen.count());
        }
    }

    #[test]
    fn only_a_reading_along_the_instants_has_a_day() {
        assert_eq!(Axis::Recorded(day(3)).day(), Some(day(3)));
        assert_eq!((Axis::Both.day(), Axis::Effective.day()), (None, None));
    }
}
