//! The clock of the hospitals: Europe/Paris. The screens read and write local time; everything else is in UTC.
//!
//! One rule of the European Union since 1996: summer from the last Sunday of March to that of October, at 01:00 UTC.
//! It is short enough not to send a browser the table of all time zones. Earlier years are read with the same rule:
//! nothing was recorded then.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::{Day, Instant};

/// The date and time on the clocks of Paris.
#[must_use]
pub fn in_paris(at: Instant) -> NaiveDateTime {
    let utc = at.naive();
    utc.checked_add_signed(offset(utc)).unwrap_or(utc)
}

/// The instant at which a day begins in Paris.
#[must_use]
pub fn start_in_paris(day: Day) -> Instant {
    let midnight = NaiveDateTime::new(day.naive(), NaiveTime::MIN);
    // Clocks never change between 22:00 and 00:00 UTC: the offset of the day before at noon is that of midnight.
    let noon_before = midnight.checked_sub_signed(TimeDelta::hours(12)).unwrap_or(midnight);
    Instant::from(midnight.checked_sub_signed(offset(noon_before)).unwrap_or(midnight))
}

fn offset(utc: NaiveDateTime) -> TimeDelta {
    let changes = (change(utc.year(), 3), change(utc.year(), 10));
    let is_summer = matches!(changes, (Some(spring), Some(autumn)) if spring <= utc && utc < autumn);
    TimeDelta::hours(if is_summer { 2 } else { 1 })
}

/// When clocks change in a month: 01:00 UTC of its last Sunday. March and October both have 31 days.
fn change(year: i32, month: u32) -> Option<NaiveDateTime> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let sunday = last - TimeDelta::days(i64::from(last.weekday().days_since(Weekday::Sun)));
    sunday.and_hms_opt(1, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> String {
        in_paris(text.parse().unwrap()).to_string()
    }

    #[test]
    fn summer_begins_and_ends_at_one_o_clock_utc() {
        assert_eq!(local("2026-03-29T00:59:59Z"), "2026-03-29 01:59:59");
        assert_eq!(local("2026-03-29T01:00:00Z"), "2026-03-29 03:00:00");
        assert_eq!(local("2026-10-25T00:59:59Z"), "2026-10-25 02:59:59");
        assert_eq!(local("2026-10-25T01:00:00Z"), "2026-10-25 02:00:00");
        assert_eq!(local("2026-12-31T23:30:00Z"), "2027-01-01 00:30:00");
    }

    #[test]
    fn a_day_begins_at_midnight_in_paris() {
        for (day, start) in [
            ("2026-01-01", "2025-12-31T23:00:00.000000Z"),
            ("2026-03-29", "2026-03-28T23:00:00.000000Z"),
            ("2026-03-30", "2026-03-29T22:00:00.000000Z"),
            ("2026-10-25", "2026-10-24T22:00:00.000000Z"),
            ("2026-10-26", "2026-10-25T23:00:00.000000Z"),
        ] {
            let day: Day = day.parse().unwrap();
            assert_eq!(start_in_paris(day).to_string(), start);
            assert_eq!(in_paris(start_in_paris(day)), NaiveDateTime::new(day.naive(), NaiveTime::MIN));
        }
    }
}
