//! Long work, done by threads of the same program: taken from the database under a lease, renewed while it goes on,
//! begun again by another when the lease runs out.
//!
//! What a job does is one file each; who may ask it and see it is the business of `app::jobs`. Refuses to keep anything
//! in memory that a restart would lose.

mod courier;
mod engine;
mod import_apply;
mod import_read;
mod postman;
mod remove_old;
mod round;
mod tours_clock;

pub use courier::{Calendar, Courier};
pub use engine::{Caller, Clock, Engine, Order, Worker};
pub use postman::{Habits, Postman};
pub use round::{Round, Rounds};
