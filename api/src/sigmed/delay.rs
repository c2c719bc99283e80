//! When a delivery is tried again: ever later, never later than an hour, and not all at once.

use std::time::Duration;

/// Before the second attempt, at most.
const FIRST: Duration = Duration::from_secs(5);
/// Each delay is at most so many times the former.
const FACTOR: u32 = 4;
/// The longest delay.
pub const LONGEST: Duration = Duration::from_secs(3_600);
/// Attempts before a delivery is put on the shelf: about seven hours after the first.
pub const MOST_ATTEMPTS: i32 = 12;

/// How long to wait after that many attempts that failed: from half of the delay to the whole of it, by `chance`, which is
/// drawn by the caller from all its values. What the receiver asked for counts when it is longer, up to the longest.
pub fn after(attempts: i32, asked: Option<Duration>, chance: u32) -> Duration {
    let steps = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let whole = FACTOR.checked_pow(steps).and_then(|times| FIRST.checked_mul(times));
    let whole = whole.unwrap_or(LONGEST).min(LONGEST);
    let half = whole / 2;
    let part = half.mul_f64(f64::from(chance) / f64::from(u32::MAX));
    (half + part).max(asked.unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(attempts: i32, chance: u32) -> u64 {
        after(attempts, None, chance).as_secs()
    }

    #[test]
    fn delays_grow_up_to_an_hour() {
        let whole: Vec<u64> = (1..=8).map(|attempts| seconds(attempts, u32::MAX)).collect();
        assert_eq!(whole, [5, 20, 80, 320, 1_280, 3_600, 3_600, 3_600]);
        assert_eq!(seconds(i32::MAX, u32::MAX), 3_600);
        assert_eq!(seconds(0, u32::MAX), 5, "never tried is as tried once");
    }

    #[test]
    fn chance_moves_a_delay_between_its_half_and_its_whole() {
        assert_eq!(seconds(6, 0), 1_800);
        for chance in (0..=u32::MAX).step_by(99_999_999) {
            let delay = after(3, None, chance);
            assert!((Duration::from_secs(40)..=Duration::from_secs(80)).contains(&delay), "{delay:?}");
        }
        assert!(after(3, None, 1_000) < after(3, None, u32::MAX - 1_000));
    }

    #[test]
    fn what_the_receiver_asks_for_counts_when_it_is_longer() {
        let asked = |seconds| after(1, Some(Duration::from_secs(seconds)), 0).as_secs();
        assert_eq!((asked(1), asked(30), asked(1_000_000)), (2, 30, 3_600));
    }
}
