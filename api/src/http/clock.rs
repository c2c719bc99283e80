//! The clock, asked once for each request: nothing below asks for the time.

use chrono::Utc;
use chrono_tz::Europe::Paris;
use shared::time::{Day, Instant};

/// Now (UTC), and today where the hospitals are.
pub fn now() -> (Instant, Day) {
    let now = Utc::now();
    (Instant::from(now.naive_utc()), Day::from(now.with_timezone(&Paris).date_naive()))
}
