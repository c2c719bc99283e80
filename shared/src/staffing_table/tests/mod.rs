//! Tests of the staffing table on small hospitals made by hand.

pub(crate) mod hospital;
mod parts;
mod totals;
mod units;
mod vacancies;
