//! Deliveries to SIGMED: what is written when something is to leave, what an answer does, what people see and put back.
//!
//! A delivery is written in the transaction of the change that causes it, so that neither is without the other. How it
//! travels is the business of [`crate::sigmed`]; who sends, of `jobs`.

/// What an answer does.
pub mod answers;
/// Deliveries as people see them.
pub mod deliveries;
/// What is to leave.
pub mod outbox;
/// The things that deliveries are about.
mod subject;
