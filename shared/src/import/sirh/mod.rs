//! The SIRH import: from the rows of any hospital's extract to a plan.
//!
//! `mapping` finds what the columns mean, `line` reads rows, `codes` transcodes, `check` refuses what
//! `domain.md` 16.5 lists, `target` builds what would be known, `plan` puts them together. Refuses to read bytes.

pub mod check;
pub mod codes;
pub mod field;
pub mod inconsistency;
pub mod line;
pub mod mapping;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod resolve;
pub mod target;
