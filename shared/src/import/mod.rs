//! Imports: from the lines of a file to a plan, by pure functions.
//!
//! Reading bytes is the business of `api`; here a file is already rows of text.

/// Rows before anything is known of their meaning.
pub mod row;
/// The SIRH extract.
pub mod sirh;
/// Reading days and quotities as people and machines write them.
pub mod value;
