//! The clock, asked once for each request: nothing below asks for the time.

use chrono::Utc;
use chrono_tz::Europe::Paris;
use shared::time::{Day, Instant};

/// Now (UTC), and today where the hospitals are.
pub fn now() -> (Instant, Day) {
    let now = Utc::now();
    (Instant::from(now.naive_utc()), Day::from(now.with_timezone(&Paris).date_naive()))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
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
