//! The SIRH import: from the rows of any hospital's extract to a plan.
//!
//! `mapping` finds what the columns mean, `line` reads rows, `codes` transcodes, `check` refuses what
//! `domain.md` 16.5 lists, `people` tells whom they are about, `target` builds what would be known, `whole` holds people back, `restate`
//! weighs it against what is, `plan` puts them together. Refuses to read bytes.

pub mod check;
pub mod codes;
pub mod field;
pub mod inconsistency;
pub mod likeness;
pub mod line;
pub mod mapping;
/// On which part of a split post a line sits.
pub mod parts;
mod people;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod resolve;
mod restate;
pub mod target;
#[cfg(test)]
mod testing;
mod whole;
mod words;
