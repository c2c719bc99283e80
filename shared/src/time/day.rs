//! A day of the calendar, the unit of effective time.
//!
//! The only file that knows which date stands for "no end": ask `is_open`, never compare with a date. A day has no
//! hour and no time zone, and refuses to be compared with an `Instant`.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;

/// A day between `Day::FIRST` and `Day::OPEN`, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// The text is not four digits, two digits and two digits separated by hyphens.
    #[error("the day is not written YYYY-MM-DD")]
    Format,
    /// The text has the right form, but the calendar has no such day.
    #[error("the day does not exist in the calendar")]
    Calendar,
}

// Evaluated by the compiler: a wrong date here does not build.
const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such date"),
    }
}

impl Day {
    /// The excluded end of a period that has no end (9999-12-31). Not a day on which a fact can hold.
    pub const OPEN: Day = Day(date(9999, 12, 31));

    /// The first day we can write (0001-01-01): "since before our tables".
    pub const FIRST: Day = Day(date(1, 1, 1));

    /// The day of this year, month (1 to 12) and day of the month; `None` when the calendar has no such day or the
    /// year is not between 1 and 9999.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        let day = Day(NaiveDate::from_ymd_opt(year, month, day)?);
        (Day::FIRST..=Day::OPEN).contains(&day).then_some(day)
    }

    /// The date, for storage and for calendar arithmetic.
    #[must_use]
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// The day after. No day comes after `OPEN`: it is its own next.
    #[must_use]
    pub fn next(self) -> Day {
        self.0.succ_opt().map_or(Day::OPEN, Day::from)
    }

    /// The day before. `FIRST` is its own previous; before `OPEN` comes the last day on which a fact can hold.
    #[must_use]
    pub fn previous(self) -> Day {
        self.0.pred_opt().map_or(Day::FIRST, Day::from)
    }

    /// True when this end of a period means that there is no end.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Day::OPEN
    }

    /// The same day of the month, some months later, or the last day of that month when it is shorter
    /// (31 January and one month is 28 or 29 February). Never goes past `OPEN`.
    #[must_use]
    pub fn add_months(self, months: u32) -> Day {
        self.0.checked_add_months(Months::new(months)).map_or(Day::OPEN, Day::from)
    }

    /// Days from `earlier` to this day; negative when `earlier` is in fact later.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day as French readers write it, `30/06/2026`. Ask `is_open` first: an open end is not a day to print.
    #[must_use]
    pub fn in_french(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day(), self.month(), self.year())
    }
}

impl From<NaiveDate> for Day {
    /// A date outside `FIRST` to `OPEN` becomes the nearest of the two.
    fn from(date: NaiveDate) -> Day {
        Day(date).clamp(Day::FIRST, Day::OPEN)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Strict: `2026-4-1`, `01/04/2026` and surrounding spaces are refused. Other forms are the business of imports.
    fn from_str(text: &str) -> Result<Day, DayError> {
        let form_is_right = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !form_is_right {
            return Err(DayError::Format);
        }
        let mut parts = text.split('-');
        let mut part = || parts.next().and_then(|part| part.parse::<u16>().ok()).ok_or(DayError::Format);
        let (year, month, day) = (part()?, part()?, part()?);
        Day::new(year.into(), month.into(), day.into()).ok_or(DayError::Calendar)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        SmolStr::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_are_not_days() {
        for (text, error) in [
            ("", DayError::Format),
            ("2026-4-1", DayError::Format),
            ("01/04/2026", DayError::Format),
            (" 2026-04-01", DayError::Format),
            ("2026-04-01 ", DayError::Format),
            ("+026-04-01", DayError::Format),
            ("2026-04-0é", DayError::Format),
            ("2026-02-29", DayError::Calendar),
            ("2026-00-01", DayError::Calendar),
            ("2026-13-01", DayError::Calendar),
            ("0000-01-01", DayError::Calendar),
        ] {
            assert_eq!(text.parse::<Day>(), Err(error), "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar() {
        assert_eq!(Day::OPEN.next(), Day::OPEN);
        assert_eq!(Day::OPEN.previous().next(), Day::OPEN);
        assert_eq!(Day::FIRST.previous(), Day::FIRST);
        assert_eq!(Day::OPEN.add_months(1), Day::OPEN);
        assert_eq!(Day::FIRST.add_months(u32::MAX), Day::OPEN);
        assert_eq!(Day::from(NaiveDate::MAX), Day::OPEN);
        assert_eq!(Day::from(NaiveDate::MIN), Day::FIRST);
        assert_eq!(Day::new(10_000, 1, 1), None);
        assert_eq!(Day::new(0, 12, 31), None);
        assert!(Day::OPEN.is_open() && !Day::OPEN.previous().is_open());
        assert_eq!(Day::OPEN.to_string().parse(), Ok(Day::OPEN));
        assert_eq!(Day::FIRST.to_string(), "0001-01-01");
    }

    #[test]
    fn months_stop_at_the_last_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(day("2026-01-31").add_months(1), day("2026-02-28"));
        assert_eq!(day("2028-01-31").add_months(1), day("2028-02-29"));
        assert_eq!(day("2026-11-15").add_months(14), day("2028-01-15"));
    }

    #[test]
    fn readings() {
        let day = Day::new(2026, 6, 30).unwrap();
        assert_eq!(day.in_french(), "30/06/2026");
        assert_eq!(day.days_since(Day::new(2026, 6, 1).unwrap()), 29);
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2026-06-30\"");
        assert!(serde_json::from_str::<Day>("\"30/06/2026\"").is_err());
        assert!(serde_json::from_str::<Day>("20260630").is_err());
    }

    proptest! {
        #[test]
        fn parse_of_print_is_identity(days in 0_u64..3_652_058) {
            let day = Day::from(Day::FIRST.naive() + chrono::Days::new(days));
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            let json = serde_json::to_string(&day).unwrap();
            prop_assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day);
        }
    }
}
