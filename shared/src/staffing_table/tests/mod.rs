//! Tests of the staffing table on small hospitals made by hand.

mod decided;
pub(crate) mod hospital;
mod over_time;
mod parts;
mod reserved;
mod split;
mod totals;
mod units;
mod vacancies;
