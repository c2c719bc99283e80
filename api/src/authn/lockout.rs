//! Who must wait before trying to sign in again. See `docs/decisions/0011`.
//!
//! Two counts over fifteen minutes: failures of an account from an address, and failures of an address whatever the
//! account. None counts an account alone, so that nobody can close somebody else's account from elsewhere; and an
//! address from which the account has signed in before is not closed by what others try from it.

use chrono::TimeDelta;
use shared::time::Instant;

use crate::db::sign_ins::Past;

/// How far back failures count.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How long a good sign-in makes an address known for an account.
pub const KNOWN_FOR: TimeDelta = TimeDelta::days(90);
/// Failures of an account from an address before it waits.
pub const PAIR: usize = 5;
/// The same, where the account has signed in before: people share the address of their hospital.
pub const KNOWN_PAIR: usize = 10;
/// Failures from an address, whatever the account, before it waits.
pub const ADDRESS: usize = 50;

/// The most failures worth reading.
pub const READ: i64 = 64;

/// Seconds to wait before the next attempt; `None`: now.
pub fn wait(past: &Past, now: Instant) -> Option<u32> {
    let pair = if past.known { KNOWN_PAIR } else { PAIR };
    let own = until(&past.pair, pair);
    // Where the account is at home, a crowd of other failures does not close the door.
    let address = if past.known { None } else { until(&past.address, ADDRESS) };
    let until = own.max(address)?;
    let seconds = (until - now.naive()).num_seconds().clamp(0, WINDOW.num_seconds());
    u32::try_from(seconds).ok().map(|seconds| seconds + 1)
}

/// When enough of the last failures are out of the window.
fn until(failures: &[Instant], allowed: usize) -> Option<chrono::NaiveDateTime> {
    let first_to_leave = failures.len().checked_sub(allowed)?;
    failures.get(first_to_leave).map(|at| at.naive() + WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        let start: Instant = "2026-11-22T08:00:00Z".parse().unwrap();
        Instant::from(start.naive() + TimeDelta::seconds(seconds))
    }

    fn failures(count: i64) -> Vec<Instant> {
        (0..count).map(at).collect()
    }

    #[test]
    fn r39_the_sixth_failure_of_a_pair_waits_until_the_first_is_old() {
        let past = |count| Past { pair: failures(count), address: failures(count), known: false };
        assert_eq!(wait(&past(4), at(10)), None);
        assert_eq!(wait(&past(5), at(10)), Some(15 * 60 - 10 + 1));
        assert_eq!(wait(&past(6), at(10)), Some(15 * 60 - 9 + 1));
    }

    #[test]
    fn r39_a_known_address_stays_open_whatever_others_try() {
        let crowd = Past { pair: vec![], address: failures(64), known: true };
        assert_eq!(wait(&crowd, at(100)), None);
        assert!(wait(&Past { known: false, ..crowd.clone() }, at(100)).is_some());
        assert_eq!(wait(&Past { pair: failures(9), ..crowd.clone() }, at(100)), None);
        assert!(wait(&Past { pair: failures(10), ..crowd }, at(100)).is_some());
    }

    #[test]
    fn waiting_is_never_longer_than_the_window() {
        let past = Past { pair: failures(64), address: failures(64), known: false };
        assert!(wait(&past, at(64)).unwrap() <= 15 * 60 + 1);
    }
}
