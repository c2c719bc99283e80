//! A run of days, half-open: `from` is in, `to` is out.
//!
//! Never empty and never reversed: such a period cannot be built. People say the last day included; this file is the
//! only place that adds or removes that day (`inclusive`, `last`, `in_french`).

use crate::catalogue::screens::time as texts;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Days from `from` (included) to `to` (excluded), with `from < to`. An open period has `Day::OPEN` as its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Period {
    from: Day,
    to: Day,
}

/// Why two days do not make a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The period would contain no day: its end is not after its start.
    #[error("the period from {from} to {to} (excluded) contains no day")]
    Empty {
        /// First day.
        from: Day,
        /// Excluded end.
        to: Day,
    },
}

/// The wire form, checked on the way in.
#[derive(Serialize, Deserialize)]
struct Fields {
    valid_from: Day,
    valid_to: Day,
}

impl TryFrom<Fields> for Period {
    type Error = PeriodError;

    fn try_from(fields: Fields) -> Result<Period, PeriodError> {
        Period::new(fields.valid_from, fields.valid_to)
    }
}

impl From<Period> for Fields {
    fn from(period: Period) -> Fields {
        Fields { valid_from: period.from, valid_to: period.to }
    }
}

impl Period {
    /// Every day, past and to come.
    pub const ALWAYS: Period = Period { from: Day::FIRST, to: Day::OPEN };

    /// Days from `from` (included) to `to` (excluded).
    ///
    /// # Errors
    /// `PeriodError::Empty` when `to` is not after `from`.
    pub fn new(from: Day, to: Day) -> Result<Period, PeriodError> {
        if from < to { Ok(Period { from, to }) } else { Err(PeriodError::Empty { from, to }) }
    }

    /// Days from `from` on, without end. From `Day::OPEN`, which is not a day, only the very last day is left.
    #[must_use]
    pub fn since(from: Day) -> Period {
        Period { from: from.min(Day::OPEN.previous()), to: Day::OPEN }
    }

    /// Days from `first` to `last`, both included, as people and files write them. `None` and `Day::OPEN` are open.
    ///
    /// # Errors
    /// `PeriodError::Empty` when `last` is before `first`.
    pub fn inclusive(first: Day, last: Option<Day>) -> Result<Period, PeriodError> {
        Period::new(first, last.map_or(Day::OPEN, Day::next))
    }

    /// First day, included.
    #[must_use]
    pub const fn from(self) -> Day {
        self.from
    }

    /// End, excluded; `Day::OPEN` when there is none.
    #[must_use]
    pub const fn to(self) -> Day {
        self.to
    }

    /// Last day, included; `None` when the period is open.
    #[must_use]
    pub fn last(self) -> Option<Day> {
        (!self.is_open()).then(|| self.to.previous())
    }

    /// True when the day is in the period.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }

    /// True when at least one day is in both.
    #[must_use]
    pub fn overlaps(self, other: &Period) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The days that are in both, if any.
    #[must_use]
    pub fn intersection(self, other: &Period) -> Option<Period> {
        // Empty is the ordinary answer here, not a fault.
        Period::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// True when one starts on the day after the last day of the other: no gap and no common day.
    #[must_use]
    pub fn touches(self, other: &Period) -> bool {
        self.to == other.from || other.to == self.from
    }

    /// True when the period has no end.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.to.is_open()
    }

    /// Number of days, at least 1. Ask `is_open` first: the length of an open period means nothing.
    #[must_use]
    pub fn days(self) -> i64 {
        self.to.days_since(self.from)
    }

    /// The period as French readers say it, last day included: `du 1er janvier 2026 au 30 juin 2026 inclus`,
    /// `depuis le 1er janvier 2026`, `le 30 juin 2026`, `jusqu'au 30 juin 2026 inclus`, `sans limite de date`.
    #[must_use]
    pub fn in_french(&self) -> String {
        let first = (self.from != Day::FIRST).then_some(self.from);
        match (first, self.last()) {
            (Some(first), Some(last)) if first == last => format!("le {}", long(first)),
            (Some(first), Some(last)) => format!("du {} au {} inclus", long(first), long(last)),
            (Some(first), None) => format!("depuis le {}", long(first)),
            (None, Some(last)) => format!("jusqu'au {} inclus", long(last)),
            (None, None) => "sans limite de date".to_owned(),
        }
    }
}

/// `1er janvier 2026`: only the first of the month is an ordinal.
fn long(day: Day) -> String {
    let month = texts::month(day.month());
    let ordinal = if day.day() == 1 { "er" } else { "" };
    format!("{}{ordinal} {month} {}", day.day(), day.year())
}

impl fmt::Display for Period {
    /// For messages to developers: `[2026-01-01, 2026-07-01)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {})", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    #[test]
    fn a_period_has_at_least_one_day() {
        let first = day("2026-01-01");
        assert_eq!(Period::new(first, first), Err(PeriodError::Empty { from: first, to: first }));
        assert!(Period::new(first, first.previous()).is_err());
        assert_eq!(Period::new(first, first.next()).unwrap().days(), 1);
        assert_eq!(Period::inclusive(first, Some(first)).unwrap().days(), 1);
        assert!(Period::inclusive(first, Some(first.previous())).is_err());
        assert!(Period::inclusive(Day::OPEN, None).is_err());
        assert_eq!(Period::since(Day::OPEN).days(), 1);
    }

    #[test]
    fn last_day_included() {
        let first = day("2026-01-01");
        let half = Period::inclusive(first, Some(day("2026-06-30"))).unwrap();
        assert_eq!((half.from(), half.to()), (first, day("2026-07-01")));
        assert_eq!(half.last(), Some(day("2026-06-30")));
        assert!(half.contains(day("2026-06-30")) && !half.contains(day("2026-07-01")));
        assert!(half.contains(first) && !half.contains(first.previous()));
        for last in [None, Some(Day::OPEN)] {
            let open = Period::inclusive(first, last).unwrap();
            assert_eq!(open, Period::since(first));
            assert!(open.is_open());
            assert_eq!(open.last(), None);
        }
    }

    #[test]
    fn pairs_of_periods() {
        let march = period("2026-03-01", "2026-04-01");
        for (other, overlaps, touches, common) in [
            (period("2026-04-01", "2026-05-01"), false, true, None),
            (period("2026-02-01", "2026-03-01"), false, true, None),
            (period("2026-04-02", "2026-05-01"), false, false, None),
            (period("2026-03-31", "2026-05-01"), true, false, Some(period("2026-03-31", "2026-04-01"))),
            (period("2026-02-01", "2026-03-02"), true, false, Some(period("2026-03-01", "2026-03-02"))),
            (Period::ALWAYS, true, false, Some(march)),
            (march, true, false, Some(march)),
        ] {
            assert_eq!(march.overlaps(&other), overlaps, "{other}");
            assert_eq!(other.overlaps(&march), overlaps, "{other}");
            assert_eq!(march.touches(&other), touches, "{other}");
            assert_eq!(other.touches(&march), touches, "{other}");
            assert_eq!(march.intersection(&other), common, "{other}");
            assert_eq!(other.intersection(&march), common, "{other}");
        }
    }

    #[test]
    fn french_texts() {
        for (period, text) in [
            (period("2026-01-01", "2026-07-01"), "du 1er janvier 2026 au 30 juin 2026 inclus"),
            (period("2026-02-11", "2026-08-02"), "du 11 février 2026 au 1er août 2026 inclus"),
            (Period::since(day("2026-12-01")), "depuis le 1er décembre 2026"),
            (period("2026-06-30", "2026-07-01"), "le 30 juin 2026"),
            (Period::new(Day::FIRST, day("2026-07-01")).unwrap(), "jusqu'au 30 juin 2026 inclus"),
            (Period::ALWAYS, "sans limite de date"),
        ] {
            assert_eq!(period.in_french(), text);
        }
    }

    #[test]
    fn wire_form() {
        let period = period("2026-01-01", "2026-07-01");
        let json = r#"{"valid_from":"2026-01-01","valid_to":"2026-07-01"}"#;
        assert_eq!(serde_json::to_string(&period).unwrap(), json);
        assert_eq!(serde_json::from_str::<Period>(json).unwrap(), period);
        let reversed = r#"{"valid_from":"2026-07-01","valid_to":"2026-01-01"}"#;
        assert!(serde_json::from_str::<Period>(reversed).is_err());
    }

    #[test]
    fn wire_form_flattens_into_a_fact() {
        #[derive(Serialize, Deserialize)]
        struct Fact {
            #[serde(flatten)]
            period: Period,
        }
        let fact = Fact { period: Period::ALWAYS };
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(json, serde_json::to_string(&Period::ALWAYS).unwrap());
        assert_eq!(serde_json::from_str::<Fact>(&json).unwrap().period, Period::ALWAYS);
    }
}
