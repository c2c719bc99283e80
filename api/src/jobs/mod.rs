//! Long work, done by threads of the same program: taken from the database under a lease, renewed while it goes on,
//! begun again by another when the lease runs out.
//!
//! What a job does is one file each; who may ask it and see it is the business of `app::jobs`. Refuses to keep anything
//! in memory that a restart would lose.

mod courier;
mod engine;
mod import_apply;
mod import_read;
mod remove_old;
mod tours_clock;

pub use courier::{Calendar, Courier, Round};
pub use engine::{Caller, Clock, Engine, Order, Worker};
