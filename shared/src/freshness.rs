//! How old the last extract of an establishment is, in one word.

use crate::contract::organisation::Freshness;
use crate::time::Day;

/// Days for which an extract is fresh: hospitals send one a month.
const FRESH_DAYS: i64 = 35;
/// Days after which an extract is stale: three months, and a few days of grace.
const AGEING_DAYS: i64 = 95;

/// The freshness of what was extracted on a day, seen from another; `None`: no extract yet.
pub fn freshness(extracted_on: Option<Day>, day: Day, has_anything: bool) -> Freshness {
    match extracted_on.map(|extracted| day.days_since(extracted)) {
        None if has_anything => Freshness::Started,
        None => Freshness::Empty,
        Some(age) if age <= FRESH_DAYS => Freshness::Fresh,
        Some(age) if age <= AGEING_DAYS => Freshness::Ageing,
        Some(_) => Freshness::Stale,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freshness_by_age() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-06-30");
        for (extracted, expected) in [
            ("2026-07-02", Freshness::Fresh),
            ("2026-05-26", Freshness::Fresh),
            ("2026-05-25", Freshness::Ageing),
            ("2026-03-27", Freshness::Ageing),
            ("2026-03-26", Freshness::Stale),
        ] {
            assert_eq!(freshness(Some(day(extracted)), today, true), expected, "{extracted}");
        }
        assert_eq!(freshness(None, today, true), Freshness::Started);
        assert_eq!(freshness(None, today, false), Freshness::Empty);
    }
}
