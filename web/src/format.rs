//! Days, periods, instants and amounts of time as people read them. Pure.

use shared::catalogue::screens::time as words;
pub use shared::catalogue::screens::ui::count;
use shared::quotity::Quotity;
use shared::time::paris::{in_paris, start_in_paris};
use shared::time::{Day, Instant};

/// `01/04/2026`.
pub fn day(day: Day) -> String {
    day.in_french()
}

/// `du 01/01/2026 au 30/06/2026 inclus`, from a half-open period.
pub fn period(from: Day, to: Day) -> String {
    words::period(from, to)
}

/// Last day, included; `None` for an open end.
pub fn last_day(to: Day) -> Option<Day> {
    (!to.is_open()).then(|| to.previous())
}

/// The day of an instant where the hospitals are.
pub fn instant_day(at: Instant) -> Day {
    Day::from(in_paris(at).date())
}

/// `01/04/2026 à 10:30`, where the hospitals are.
pub fn instant(at: Instant) -> String {
    words::instant(at)
}

/// An instant, and who did something then: `01/04/2026 à 10:30, Camille Lambert`.
pub fn signed(at: Instant, who: Option<&str>) -> String {
    match who {
        Some(who) => format!("{}, {who}", instant(at)),
        None => instant(at),
    }
}

/// `10:30` of an instant, where the hospitals are.
pub fn time(at: Instant) -> String {
    words::time_of_day(at)
}

/// The last microsecond of a day where the hospitals are: all that was known that day.
pub fn end_of_day(day: Day) -> Instant {
    start_in_paris(day.next()).just_before()
}

/// `80 %`.
pub fn percent(quotity: Quotity) -> String {
    // A narrow no-break space before the sign, as French typography wants.
    format!("{}\u{202f}%", quotity.percent())
}

/// `8,0 demi-journées (80 %)`.
pub fn half_days(quotity: Quotity) -> String {
    words::quotity(&quotity.half_days(), &quotity.percent())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_known_until_its_last_microsecond() {
        let end = end_of_day("2026-04-01".parse().unwrap());
        assert_eq!(end.to_string(), "2026-04-01T21:59:59.999999Z");
        assert_eq!(
            (instant_day(end), instant(end)),
            ("2026-04-01".parse().unwrap(), "01/04/2026 à 23:59".to_owned())
        );
    }

    #[test]
    fn amounts_of_time() {
        let quotity = Quotity::new(8_000).unwrap();
        assert_eq!(percent(quotity), "80\u{202f}%");
        assert_eq!(half_days(quotity), "8,0 demi-journées (80\u{202f}%)");
    }
}
