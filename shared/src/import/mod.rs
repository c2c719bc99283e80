//! Imports: from the lines of a file to a plan, by pure functions.
//!
//! Reading bytes is the business of `api`; here a file is already rows of text.

/// Reading days and quotities as people and machines write them.
pub mod value;
