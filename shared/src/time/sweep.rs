//! Sums over time: how much, on every day, of amounts that each hold over a period.
//!
//! A limit is respected only if it is on every day, not at the two ends: this is how affectations are compared with
//! posts and contracts. It only adds; what the limit is, and what to say when it is passed, belongs to the rules.

use crate::time::{Day, Period};
use std::collections::BTreeMap;

/// Amounts over periods, to be summed day by day. Amounts are whole numbers, for quotities hundredths of a percent
/// of full time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sweep {
    contributions: Vec<(Period, i64)>,
}

impl Sweep {
    /// A sweep without any contribution.
    #[must_use]
    pub fn new() -> Sweep {
        Sweep::default()
    }

    /// Adds an amount on every day of the period. An amount of zero counts as a contribution: its days appear in
    /// the steps.
    pub fn add(&mut self, period: Period, amount: i64) {
        self.contributions.push((period, amount));
    }

    /// The sum on every day that has at least one contribution, as periods of constant sum, earliest first. Two
    /// steps that touch have different sums.
    #[must_use]
    pub fn steps(&self) -> Vec<(Period, i64)> {
        // For each day on which something starts or ends: what changes in the sum and in the number of contributions.
        let mut changes: BTreeMap<Day, (i64, i64)> = BTreeMap::new();
        for (period, amount) in &self.contributions {
            let start = changes.entry(period.from()).or_default();
            *start = (start.0 + amount, start.1 + 1);
            let end = changes.entry(period.to()).or_default();
            *end = (end.0 - amount, end.1 - 1);
        }
        let (mut sum, mut count) = (0, 0);
        let mut steps: Vec<(Period, i64)> = Vec::new();
        for ((from, change), to) in changes.iter().zip(changes.keys().skip(1)) {
            sum += change.0;
            count += change.1;
            if count > 0 {
                // The keys are sorted: the period always has a day.
                steps.extend(Period::new(*from, *to).map(|period| (period, sum)));
            }
        }
        joined(steps)
    }

    /// The greatest sum and the first period on which it is reached; `None` without contribution.
    #[must_use]
    pub fn maximum(&self) -> Option<(Period, i64)> {
        // `max_by_key` would keep the last of equals.
        self.steps().into_iter().reduce(|best, step| if step.1 > best.1 { step } else { best })
    }

    /// The periods on which the sum is strictly above the limit, earliest first, as long as possible. Only days with
    /// at least one contribution are looked at.
    #[must_use]
    pub fn above(&self, limit: i64) -> Vec<Period> {
        let above = self.steps().into_iter().filter(|(_, sum)| *sum > limit);
        joined(above.map(|(period, _)| (period, ())).collect())
            .into_iter()
            .map(|(period, ())| period)
            .collect()
    }

    /// The first day whose sum is as asked, with that sum. Only days with at least one contribution are looked at.
    #[must_use]
    pub fn first(&self, is: impl Fn(i64) -> bool) -> Option<(Day, i64)> {
        let step = self.steps().into_iter().find(|(_, sum)| is(*sum));
        step.map(|(period, sum)| (period.from(), sum))
    }

    /// The sum on a day, zero without contribution.
    #[must_use]
    pub fn at(&self, day: Day) -> i64 {
        let there = self.contributions.iter().filter(|(period, _)| period.contains(day));
        there.map(|(_, amount)| amount).sum()
    }
}

/// Joins the neighbours, already sorted, that touch and are equal.
fn joined<T: PartialEq>(pieces: Vec<(Period, T)>) -> Vec<(Period, T)> {
    let mut joined: Vec<(Period, T)> = Vec::with_capacity(pieces.len());
    for (period, value) in pieces {
        if let Some((last, last_value)) = joined.last_mut()
            && last.to() == period.from()
            && *last_value == value
            && let Ok(longer) = Period::new(last.from(), period.to())
        {
            *last = longer;
        } else {
            joined.push((period, value));
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sweep_equals_the_sum_of_days(
            contributions in prop::collection::vec(
                ((0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS)), -3_i64..6), 0..10),
            limit in -2_i64..8,
        ) {
            let mut sweep = Sweep::new();
            let mut model: [Option<i64>; DAYS] = [None; DAYS];
            for ((from, to), amount) in contributions {
                sweep.add(period(from, to), amount);
                for sum in &mut model[from..to] {
                    *sum = Some(sum.unwrap_or(0) + amount);
                }
            }
            let (steps, above) = (sweep.steps(), sweep.above(limit));
            for (number, sum) in model.iter().enumerate() {
                let seen: Vec<_> = steps.iter().filter(|step| step.0.contains(day(number))).collect();
                prop_assert_eq!(seen.first().map(|step| step.1), *sum);
                prop_assert!(seen.len() <= 1);
                prop_assert_eq!(sweep.at(day(number)), sum.unwrap_or(0));
                let is_above = above.iter().any(|period| period.contains(day(number)));
                prop_assert_eq!(is_above, sum.is_some_and(|sum| sum > limit));
            }
            for pair in steps.windows(2) {
                let gap = pair[0].0.to() < pair[1].0.from();
                prop_assert!(gap || (pair[0].0.touches(&pair[1].0) && pair[0].1 != pair[1].1));
            }
            for pair in above.windows(2) {
                prop_assert!(pair[0].to() < pair[1].from());
            }
            let maximum = model.iter().copied().flatten().max();
            prop_assert_eq!(sweep.maximum().map(|step| step.1), maximum);
            if let Some((period, maximum)) = sweep.maximum() {
                let first = model.iter().position(|sum| *sum == Some(maximum)).unwrap();
                prop_assert_eq!(period.from(), day(first));
            }
        }
    }

    #[test]
    fn a_relay_without_overlap_does_not_add_up() {
        let mut sweep = Sweep::new();
        sweep.add(period(0, 10), 10_000);
        sweep.add(period(10, 20), 10_000);
        assert_eq!(sweep.steps(), [(period(0, 20), 10_000)]);
        assert!(sweep.above(10_000).is_empty());
        sweep.add(period(9, 11), 1);
        assert_eq!(sweep.above(10_000), [period(9, 11)]);
        assert_eq!(sweep.maximum(), Some((period(9, 11), 10_001)));
    }

    #[test]
    fn two_different_excesses_in_a_row_are_one_period() {
        let mut sweep = Sweep::new();
        sweep.add(period(0, 10), 7);
        sweep.add(period(10, DAYS), 9);
        assert_eq!(sweep.above(5), [period(0, DAYS)]);
        assert!(sweep.above(5)[0].is_open());
    }

    #[test]
    fn nothing_added() {
        assert!(Sweep::new().steps().is_empty());
        assert_eq!(Sweep::new().maximum(), None);
        assert_eq!(Sweep::new().at(day(0)), 0);
    }
}
