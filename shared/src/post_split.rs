//! Whether the parts of a split post make up the post, on every day of the split (`domain.md` 13.2, D1).
//!
//! Time that nobody holds is a part without holder, so that the sum is equal and not only within. Refuses to say who
//! holds a part: affectations do.

/// A post divided from a day on.
pub mod division;

use std::collections::HashMap;

use crate::id::PostId;
use crate::knowledge::Facts;
use crate::reservation::Amount;
use crate::time::{Day, Period, Sweep};

/// Parts that do not make up their post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unequal {
    /// The first day on which they do not.
    pub day: Day,
    /// Time of the parts beyond that of the post on that day, in hundredths of a percent; negative when some is missing.
    pub beyond: i64,
}

/// The split post of each part, whatever the day: who sits on a part sits on the post.
#[derive(Debug, Clone)]
pub struct Wholes(HashMap<PostId, PostId>);

impl Wholes {
    /// Those of an establishment.
    pub fn of(facts: &Facts) -> Wholes {
        Wholes(facts.posts.segments().filter_map(|(id, one)| Some((id, one.value.parent_post?))).collect())
    }

    /// The post that others know: the whole one for a part, the post itself otherwise.
    pub fn whole(&self, post: PostId) -> PostId {
        self.0.get(&post).copied().unwrap_or(post)
    }

    /// A post, and the one of which it is a part.
    pub fn with_whole(&self, post: PostId) -> impl Iterator<Item = PostId> + use<> {
        std::iter::once(post).chain(self.0.get(&post).copied())
    }

    /// Whether who sits on the first sits on the second.
    pub fn is_on(&self, seat: PostId, post: PostId) -> bool {
        seat == post || self.0.get(&seat) == Some(&post)
    }

    /// The parts that a post has or had.
    pub fn parts_of(&self, post: PostId) -> impl Iterator<Item = PostId> + '_ {
        self.0.iter().filter(move |(_, whole)| **whole == post).map(|(part, _)| *part)
    }
}

/// Compares the parts with the post on every day of the split.
///
/// # Errors
/// The first day on which the sums differ.
pub fn check(split: Period, post: &[Amount], parts: &[Amount]) -> Result<(), Unequal> {
    let mut beyond = Sweep::new();
    // A day without post and without part is looked at too.
    beyond.add(split, 0);
    let counted = parts.iter().map(|part| (part, 1)).chain(post.iter().map(|post| (post, -1)));
    for ((period, quotity), sign) in counted {
        if let Some(period) = period.intersection(&split) {
            beyond.add(period, sign * i64::from(quotity.hundredths()));
        }
    }
    match beyond.first(|sum| sum != 0) {
        Some((day, beyond)) => Err(Unequal { day, beyond }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotity::Quotity;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;

    fn time(half_days: u32) -> Quotity {
        Quotity::new(half_days * 1_000).unwrap()
    }

    proptest! {
        #[test]
        fn parts_are_compared_on_each_day(
            split in (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS)),
            change in 1..DAYS,
            cuts in prop::collection::vec((1..DAYS, 0_u32..=5, 0_u32..=5), 1..4),
        ) {
            let split = period(split.0, split.1);
            let post = [(period(0, change), time(10)), (period(change, DAYS), time(5))];
            let mut parts = Vec::new();
            for (at, before, after) in cuts {
                parts.extend([(period(0, at), time(before)), (period(at, DAYS), time(after))]);
            }
            let sum = |amounts: &[Amount], day: Day| -> i64 {
                let there = amounts.iter().filter(|(period, _)| period.contains(day));
                there.map(|(_, quotity)| i64::from(quotity.hundredths())).sum()
            };
            let days = (0..=DAYS).map(day).filter(|day| split.contains(*day));
            let naive = days
                .map(|day| Unequal { day, beyond: sum(&parts, day) - sum(&post, day) })
                .find(|one| one.beyond != 0);
            prop_assert_eq!(check(split, &post, &parts).err(), naive);
        }
    }

    #[test]
    fn a_part_that_stops_before_the_split_leaves_a_hole() {
        let split = period(5, 30);
        let post = [(period(0, DAYS), time(10))];
        let part = |from, to, half_days| (period(from, to), time(half_days));
        assert_eq!(check(split, &post, &[part(5, 30, 6), part(5, 30, 4)]), Ok(()));
        let short = check(split, &post, &[part(5, 30, 6), part(5, 20, 4)]);
        assert_eq!(short, Err(Unequal { day: day(20), beyond: -4_000 }));
        let followed = [part(5, 30, 6), part(5, 20, 4), part(20, 30, 4)];
        assert_eq!(check(split, &post, &followed), Ok(()));
        let much = check(split, &post, &[part(5, 30, 6), part(5, 30, 5)]);
        assert_eq!(much, Err(Unequal { day: day(5), beyond: 1_000 }));
    }
}
