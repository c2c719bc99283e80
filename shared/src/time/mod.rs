//! Time on two axes: days on which a fact holds, instants at which we knew it.
//!
//! A fact is stated over a `Period` of days, and a `Timeline` says its value on every day. A `History` remembers
//! which statements were known at which `Instant`. Nothing here reads a clock: today and now are arguments, given
//! together as a `View`.
//!
//! See `ARCHITECTURE.md`.

mod day;
mod history;
mod instant;
pub mod paris;
mod period;
mod retrospect;
mod sweep;
mod timeline;
mod view;

pub use day::{Day, DayError};
pub use history::{History, HistoryError, Statement};
pub use instant::{Instant, InstantError};
pub use period::{Period, PeriodError};
pub use retrospect::{Axis, Retrospect};
pub use sweep::Sweep;
pub use timeline::{Difference, Segment, Timeline};
pub use view::View;

/// Small calendars for the tests of this module: days are numbered from 1 January 2026.
#[cfg(test)]
pub(crate) mod testing {
    use super::{Day, Instant, Period};
    use chrono::{Days, TimeDelta};

    /// Days of the models.
    pub const DAYS: usize = 60;

    pub fn day(number: usize) -> Day {
        Day::from(Day::new(2026, 1, 1).unwrap().naive() + Days::new(number as u64))
    }

    /// Day `to` is excluded; day number `DAYS` stands for the open end.
    pub fn period(from: usize, to: usize) -> Period {
        Period::new(day(from), if to >= DAYS { Day::OPEN } else { day(to) }).unwrap()
    }

    pub fn instant(number: usize) -> Instant {
        Instant::from(day(0).naive().and_hms_opt(0, 0, 0).unwrap() + TimeDelta::microseconds(number as i64))
    }
}
