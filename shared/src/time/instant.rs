//! An instant in UTC, the unit of recorded time.
//!
//! Precise to the microsecond, because that is what both databases keep. There is no `now` here: the clock belongs
//! to the application, which gives the instant as an argument.

use crate::time::Day;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An instant in UTC, truncated to the microsecond, written `2026-04-01T08:30:00.123456Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NaiveDateTime);

/// Why a text is not an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// The text is neither a date and time with its offset (RFC 3339) nor a plain date.
    #[error("the instant is not written like 2026-04-01T08:30:00Z or 2026-04-01")]
    Format,
}

impl Instant {
    /// The instant that never comes, first of `Day::OPEN`: the end of what is not superseded.
    pub const NEVER: Instant = Instant(NaiveDateTime::new(Day::OPEN.naive(), NaiveTime::MIN));

    const FIRST: Instant = Instant(NaiveDateTime::new(Day::FIRST.naive(), NaiveTime::MIN));

    /// The date and time in UTC, for storage.
    #[must_use]
    pub const fn naive(self) -> NaiveDateTime {
        self.0
    }

    /// The instant one microsecond before this one; the first instant there is stays itself.
    #[must_use]
    pub fn just_before(self) -> Instant {
        self.0.checked_sub_signed(chrono::TimeDelta::microseconds(1)).map_or(self, Instant::from)
    }

    /// One microsecond later. No instant comes after `NEVER`: it is its own next.
    #[must_use]
    pub fn next_after(self) -> Instant {
        self.0.checked_add_signed(chrono::TimeDelta::microseconds(1)).map_or(Instant::NEVER, Instant::from)
    }
}

impl From<NaiveDateTime> for Instant {
    /// Takes a date and time in UTC. What is finer than the microsecond is dropped; what is outside the years 1 to
    /// 9999 becomes the nearest end.
    fn from(naive: NaiveDateTime) -> Instant {
        // chrono writes a leap second as more than a billion nanoseconds, which no database can keep.
        let nanoseconds = naive.nanosecond().min(999_999_999);
        let truncated = naive.with_nanosecond(nanoseconds - nanoseconds % 1_000).unwrap_or(naive);
        Instant(truncated).clamp(Instant::FIRST, Instant::NEVER)
    }
}

impl fmt::Display for Instant {
    /// Always six decimals, so that sorting the texts sorts the instants.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, time) = (Day::from(self.0.date()), self.0.time());
        write!(f, "{day}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        write!(f, ".{:06}Z", time.nanosecond() / 1_000)
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    /// Any offset is converted to UTC. A plain date is the start of that day in UTC.
    fn from_str(text: &str) -> Result<Instant, InstantError> {
        if let Ok(day) = text.parse::<Day>() {
            return Ok(Instant(NaiveDateTime::new(day.naive(), NaiveTime::MIN)));
        }
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| InstantError::Format)?;
        Ok(Instant::from(moment.naive_utc()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_are_instants() {
        for (text, printed) in [
            ("2026-04-01T08:30:00.123456Z", "2026-04-01T08:30:00.123456Z"),
            ("2026-04-01T08:30:00Z", "2026-04-01T08:30:00.000000Z"),
            ("2026-04-01T08:30:00.1234569Z", "2026-04-01T08:30:00.123456Z"),
            ("2026-04-01T01:30:00+02:00", "2026-03-31T23:30:00.000000Z"),
            ("2026-04-01", "2026-04-01T00:00:00.000000Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
            ("0001-01-01T00:00:00+10:00", "0001-01-01T00:00:00.000000Z"),
        ] {
            assert_eq!(text.parse::<Instant>().unwrap().to_string(), printed, "{text}");
        }
    }

    #[test]
    fn texts_that_are_not_instants() {
        for text in ["", "2026-04-01T08:30:00", "01/04/2026", "2026-04", "2026-02-30", "2026-02-30T00:00:00Z"]
        {
            assert_eq!(text.parse::<Instant>(), Err(InstantError::Format), "{text}");
        }
    }

    #[test]
    fn never_is_the_end() {
        assert_eq!(Instant::NEVER.next_after(), Instant::NEVER);
        assert_eq!(Instant::NEVER.to_string(), format!("{}T00:00:00.000000Z", Day::OPEN));
        assert_eq!(Day::OPEN.to_string().parse(), Ok(Instant::NEVER));
        assert_eq!(Instant::from(NaiveDateTime::MAX), Instant::NEVER);
        let instant: Instant = "2026-04-01T08:30:00.999999Z".parse().unwrap();
        assert_eq!(instant.next_after().to_string(), "2026-04-01T08:30:01.000000Z");
    }

    proptest! {
        #[test]
        fn parse_of_print_is_identity(microseconds in 0_i64..4_000_000_000_000_000) {
            let instant = Instant::from(DateTime::from_timestamp_micros(microseconds).unwrap().naive_utc());
            prop_assert_eq!(instant.to_string().parse(), Ok(instant));
            let json = serde_json::to_string(&instant).unwrap();
            prop_assert_eq!(serde_json::from_str::<Instant>(&json).unwrap(), instant);
            prop_assert!(instant.to_string() < instant.next_after().to_string());
        }
    }
}
