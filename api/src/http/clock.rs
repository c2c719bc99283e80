//! The clock, asked once for each request: nothing below asks for the time.

#[cfg(debug_assertions)]
use std::path::PathBuf;
#[cfg(debug_assertions)]
use std::sync::LazyLock;

use chrono::{TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use shared::time::{Day, Instant};

/// Now (UTC), and today where the hospitals are.
pub fn now() -> (Instant, Day) {
    let now = Utc::now() + moved();
    (Instant::from(now.naive_utc()), Day::from(now.with_timezone(&Paris).date_naive()))
}

/// How far the clock of a test build is moved: the seconds in the file that `LOGIMEDH_TEST_CLOCK` names, read each time, so
/// that a journey goes through a year of deadlines. A program that is built to be used has only the clock of its machine.
#[cfg(debug_assertions)]
fn moved() -> TimeDelta {
    static PLACE: LazyLock<Option<PathBuf>> =
        LazyLock::new(|| std::env::var_os("LOGIMEDH_TEST_CLOCK").map(PathBuf::from));
    let text = PLACE.as_ref().and_then(|place| std::fs::read_to_string(place).ok());
    let seconds = text.and_then(|text| text.trim().parse().ok());
    seconds.and_then(TimeDelta::try_seconds).unwrap_or_default()
}

#[cfg(not(debug_assertions))]
fn moved() -> TimeDelta {
    TimeDelta::zero()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::time::paris::in_paris;

    use super::*;

    #[test]
    fn the_screens_read_the_same_clock() {
        // Every half hour of thirty years, with the rule the screens use and with the table of time zones.
        let first = DateTime::from_timestamp(1_577_836_800, 0).unwrap();
        for half_hours in 0..30 * 366 * 48 {
            let utc = first + TimeDelta::minutes(30 * half_hours);
            let local = utc.with_timezone(&Paris).naive_local();
            assert_eq!(in_paris(Instant::from(utc.naive_utc())), local, "{utc}");
        }
    }
}
