//! Where a post is attached, day by day.

use crate::id::StructureId;
use crate::import::structures::StructureIndex;
use crate::post::Post;
use crate::time::{Period, Timeline};

/// The place given to a post: exactly one structure, or the establishment itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Neither pole nor service.
    Establishment,
    /// A pole or a service (or a unit).
    Structure(StructureId),
}

impl Place {
    /// Whether the post is there.
    pub fn holds(self, post: &Post) -> bool {
        match self {
            Place::Establishment => post.attached_to_establishment && post.structure.is_none(),
            Place::Structure(id) => post.structure == Some(id),
        }
    }

    fn put(self, post: &mut Post) {
        post.attached_to_establishment = self == Place::Establishment;
        post.structure = match self {
            Place::Establishment => None,
            Place::Structure(id) => Some(id),
        };
    }
}

/// Attaches a post over a period. A structure younger than the period takes the post from its first day; before,
/// the structure that it follows has it, and so on; days before the first of them stay as they are.
pub fn attach(timeline: &mut Timeline<Post>, place: Place, period: Period, index: &StructureIndex<'_>) {
    match place {
        Place::Establishment => over(timeline, period, Place::Establishment),
        Place::Structure(id) => {
            for (days, id) in index.succession(id, period) {
                over(timeline, days, Place::Structure(id));
            }
        }
    }
}

fn over(timeline: &mut Timeline<Post>, period: Period, place: Place) {
    let touched: Vec<(Period, Post)> = timeline
        .iter()
        .filter_map(|segment| Some((segment.period.intersection(&period)?, segment.value.clone())))
        .collect();
    for (days, mut post) in touched {
        place.put(&mut post);
        timeline.assert(days, post);
    }
}

/// Moves the ends of a timeline: cut where it was longer, its first and last values carried on where it was
/// shorter.
pub fn resize<T: Clone + PartialEq>(timeline: &mut Timeline<T>, period: Period) {
    let (Some(first), Some(last)) = (timeline.first().cloned(), timeline.last().cloned()) else { return };
    let Some(overlap) = timeline.span().and_then(|span| span.intersection(&period)) else {
        // Nothing in common: the last statement is moved.
        *timeline = Timeline::single(period, last.value);
        return;
    };
    if let Ok(before) = Period::new(period.from(), overlap.from()) {
        timeline.assert(before, first.value);
    }
    if let Ok(after) = Period::new(overlap.to(), period.to()) {
        timeline.assert(after, last.value);
    }
    if let Ok(too_early) = Period::new(crate::time::Day::FIRST, period.from()) {
        timeline.retract(too_early);
    }
    timeline.cut(period.to());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::testing::day;

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    #[test]
    fn ends_move_and_values_follow() {
        let mut timeline = Timeline::single(period("2010-01-01", "2020-01-01"), 'a');
        timeline.assert(period("2015-01-01", "2020-01-01"), 'b');
        for (from, to, first, last) in [
            ("2012-01-01", "2018-01-01", 'a', 'b'),
            ("2005-01-01", "2030-01-01", 'a', 'b'),
            ("2005-01-01", "2012-01-01", 'a', 'a'),
            ("2016-01-01", "2017-01-01", 'b', 'b'),
            ("2021-01-01", "2022-01-01", 'b', 'b'),
        ] {
            let mut moved = timeline.clone();
            resize(&mut moved, period(from, to));
            assert_eq!(moved.span(), Some(period(from, to)));
            assert_eq!(
                (moved.first().unwrap().value, moved.last().unwrap().value),
                (first, last),
                "{from} {to}"
            );
            assert!(moved.covers(period(from, to)));
        }
    }
}
