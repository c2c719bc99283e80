//! Whether a post has room for a reservation: active reservations and those who hold the post fit in its time on every day
//! (`domain.md` 4.12).
//!
//! Refuses to look at who is meant to come, and to count those who use the post for a time under another status: a
//! reservation is often for one of them.

use crate::quotity::Quotity;
use crate::time::{Day, Period, Sweep};

/// Time over a period: of a post, of a holder, of a reservation.
pub type Amount = (Period, Quotity);

/// Why a reservation does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom {
    /// The first day on which it does not.
    pub day: Day,
    /// By how much on that day, in hundredths of a percent.
    pub missing: i64,
}

/// Whether a post has room for `asked` on every day of it, beside those who hold it and its other active
/// reservations. A day on which the post is not open has no room.
///
/// # Errors
/// The first day without room.
pub fn fits(asked: Amount, post: &[Amount], held: &[Amount], others: &[Amount]) -> Result<(), NoRoom> {
    let (when, quotity) = asked;
    let mut excess = Sweep::new();
    excess.add(when, i64::from(quotity.hundredths()));
    for (period, quotity) in held.iter().chain(others) {
        // What happens outside the days asked is not the business of this reservation.
        if let Some(period) = period.intersection(&when) {
            excess.add(period, i64::from(quotity.hundredths()));
        }
    }
    for (period, quotity) in post {
        if let Some(period) = period.intersection(&when) {
            excess.add(period, -i64::from(quotity.hundredths()));
        }
    }
    match excess.first(|sum| sum > 0) {
        Some((day, missing)) => Err(NoRoom { day, missing }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;

    fn amount() -> impl Strategy<Value = Amount> {
        let days = (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS));
        (days, 0_u32..=6)
            .prop_map(|((from, to), parts)| (period(from, to), Quotity::new(parts * 1_000).unwrap()))
    }

    fn of_day(amounts: &[Amount], day: Day) -> i64 {
        let there = amounts.iter().filter(|(period, _)| period.contains(day));
        there.map(|(_, quotity)| i64::from(quotity.hundredths())).sum()
    }

    proptest! {
        #[test]
        fn room_is_that_of_each_day(
            asked in amount(),
            post in prop::collection::vec(amount(), 0..4),
            held in prop::collection::vec(amount(), 0..3),
            others in prop::collection::vec(amount(), 0..3),
        ) {
            let full = (period(0, DAYS), Quotity::FULL_TIME);
            for post in [post, vec![full]] {
                let days = (0..=DAYS).map(day).filter(|day| asked.0.contains(*day));
                let naive = days
                    .map(|day| {
                        let taken = of_day(&[asked], day) + of_day(&held, day) + of_day(&others, day);
                        (day, taken - of_day(&post, day))
                    })
                    .find(|(_, missing)| *missing > 0);
                let naive = naive.map(|(day, missing)| NoRoom { day, missing });
                prop_assert_eq!(fits(asked, &post, &held, &others).err(), naive);
            }
        }
    }

    #[test]
    fn a_reservation_fits_to_the_last_half_day_and_no_further() {
        let time = |half_days: u32| Quotity::new(half_days * 1_000).unwrap();
        let post = [(period(0, DAYS), time(10))];
        let held = [(period(0, 20), time(6))];
        let others = [(period(10, 30), time(2))];
        let ask = |from, to, half_days| fits((period(from, to), time(half_days)), &post, &held, &others);
        assert_eq!(ask(0, 20, 2), Ok(()));
        // The tenth day is the first with the other reservation.
        assert_eq!(ask(0, 20, 3), Err(NoRoom { day: day(10), missing: 1_000 }));
        // Beside the holder until the eve of the departure, then with all that the other leaves.
        assert_eq!(ask(20, DAYS, 8), Ok(()));
        assert_eq!(ask(19, DAYS, 8), Err(NoRoom { day: day(19), missing: 6_000 }));
        // No room on a post that is closed by then.
        let closing = [(period(0, 40), time(10))];
        let late = fits((period(35, DAYS), time(1)), &closing, &[], &[]);
        assert_eq!(late, Err(NoRoom { day: day(40), missing: 1_000 }));
    }
}
