//! The catalogue: every sentence that people read, in French, one file per subject.
//!
//! A sentence says what happened, to what, and what to do next. No blame, no jargon, no internal name.

/// Sentences of the SIRH import.
pub mod sirh;
