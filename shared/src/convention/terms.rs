//! What the parties of a convention on a post agree to: shares of its time and of its pay that add up on every day
//! (`domain.md` 13.1, V1 and V2).
//!
//! Whole hundredths of a percent, so that three thirds that miss one hundredth are refused and said. Refuses to know who
//! signed, and to look at conventions on a practitioner beyond what `whole` says of the time that is shared.

use smol_str::SmolStr;

use crate::quotity::Quotity;
use crate::reservation::Amount;
use crate::time::{Day, Period, Sweep};

/// All of the pay, in hundredths of a percent.
pub const WHOLE_PAY: i64 = 10_000;

/// What one establishment takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// FINESS of the establishment.
    pub party: SmolStr,
    /// Time; the employer's own may be nothing.
    pub quotity: Quotity,
    /// Part of pay and charges, in hundredths of a percent.
    pub pay_fraction: u32,
}

/// Why shares are not terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadTerms {
    /// The employer is not among the parties.
    NoEmployer,
    /// Nobody to share with.
    Alone,
    /// An establishment has two shares.
    Twice(SmolStr),
    /// A party other than the employer takes no time.
    NoTime(SmolStr),
    /// The parts of pay add up to something else than the whole: what is beyond it, negative when some is missing.
    Pay(i64),
    /// The shares of time are not that of the post: the first day, and what is beyond it.
    Time {
        /// The first day on which they are not.
        day: Day,
        /// Time beyond that of the post, in hundredths of a percent; negative when some is missing.
        beyond: i64,
    },
}

/// Checks the shares of a convention over its period. `whole` is the time of the post, as it changes over time.
///
/// # Errors
/// The first thing that is wrong: parties, then pay, then time.
pub fn check(employer: &str, shares: &[Share], period: Period, whole: &[Amount]) -> Result<(), BadTerms> {
    if !shares.iter().any(|share| share.party == employer) {
        return Err(BadTerms::NoEmployer);
    }
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = shares.iter().find(|share| !seen.insert(&share.party)) {
        return Err(BadTerms::Twice(twice.party.clone()));
    }
    if shares.len() < 2 {
        return Err(BadTerms::Alone);
    }
    let idle = |share: &&Share| share.party != employer && share.quotity == Quotity::ZERO;
    if let Some(idle) = shares.iter().find(idle) {
        return Err(BadTerms::NoTime(idle.party.clone()));
    }
    let pay: i64 = shares.iter().map(|share| i64::from(share.pay_fraction)).sum();
    if pay != WHOLE_PAY {
        return Err(BadTerms::Pay(pay - WHOLE_PAY));
    }
    let mut beyond = Sweep::new();
    beyond.add(period, shares.iter().map(|share| i64::from(share.quotity.hundredths())).sum());
    for (days, quotity) in whole {
        if let Some(days) = days.intersection(&period) {
            beyond.add(days, -i64::from(quotity.hundredths()));
        }
    }
    match beyond.first(|sum| sum != 0) {
        Some((day, beyond)) => Err(BadTerms::Time { day, beyond }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;

    const EMPLOYER: &str = "010000001";
    const OTHER: &str = "020000002";
    const THIRD: &str = "030000003";

    fn share(party: &str, quotity: u32, pay_fraction: u32) -> Share {
        Share { party: party.into(), quotity: Quotity::new(quotity).unwrap(), pay_fraction }
    }

    fn checked(shares: &[Share]) -> Result<(), BadTerms> {
        check(EMPLOYER, shares, period(5, 30), &[(period(0, DAYS), Quotity::FULL_TIME)])
    }

    #[test]
    fn shares_of_time_and_pay_add_up_to_the_last_hundredth() {
        assert_eq!(checked(&[share(EMPLOYER, 6_000, 6_000), share(OTHER, 4_000, 4_000)]), Ok(()));
        // The employer may keep no time, and time and pay need not be alike.
        assert_eq!(checked(&[share(EMPLOYER, 0, 2_500), share(OTHER, 10_000, 7_500)]), Ok(()));
        let thirds =
            |last| [share(EMPLOYER, 4_000, 3_333), share(OTHER, 3_000, 3_333), share(THIRD, 3_000, last)];
        assert_eq!(checked(&thirds(3_333)), Err(BadTerms::Pay(-1)));
        assert_eq!(checked(&thirds(3_334)), Ok(()));
        let much = [share(EMPLOYER, 6_000, 5_000), share(OTHER, 4_001, 5_000)];
        assert_eq!(checked(&much), Err(BadTerms::Time { day: day(5), beyond: 1 }));
    }

    #[test]
    fn parties_are_two_and_different_with_the_employer() {
        assert_eq!(checked(&[]), Err(BadTerms::NoEmployer));
        let others = [share(OTHER, 5_000, 5_000), share(THIRD, 5_000, 5_000)];
        assert_eq!(checked(&others), Err(BadTerms::NoEmployer));
        assert_eq!(checked(&[share(EMPLOYER, 10_000, 10_000)]), Err(BadTerms::Alone));
        let twice = [share(EMPLOYER, 5_000, 5_000), share(OTHER, 2_500, 2_500), share(OTHER, 2_500, 2_500)];
        assert_eq!(checked(&twice), Err(BadTerms::Twice(OTHER.into())));
        let idle = [share(EMPLOYER, 10_000, 9_000), share(OTHER, 0, 1_000)];
        assert_eq!(checked(&idle), Err(BadTerms::NoTime(OTHER.into())));
    }

    proptest! {
        #[test]
        fn time_is_that_of_the_post_on_each_day(
            change in 1..DAYS,
            (before, after) in (1_u32..=10, 0_u32..=10),
            mine in 0_u32..=5,
            theirs in 1_u32..=5,
            when in (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS)),
        ) {
            let when = period(when.0, when.1);
            let time = |half_days: u32| Quotity::new(half_days * 1_000).unwrap();
            let whole = [(period(0, change), time(before)), (period(change, DAYS), time(after))];
            let shares = [share(EMPLOYER, mine * 1_000, 5_000), share(OTHER, theirs * 1_000, 5_000)];
            let naive = (0..=DAYS).map(day).filter(|day| when.contains(*day)).find_map(|one| {
                let post = if one < day(change) { before } else { after };
                let beyond = (i64::from(mine + theirs) - i64::from(post)) * 1_000;
                (beyond != 0).then_some(BadTerms::Time { day: one, beyond })
            });
            prop_assert_eq!(check(EMPLOYER, &shares, when, &whole).err(), naive);
        }
    }
}
