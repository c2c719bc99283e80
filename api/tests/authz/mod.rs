//! Rights, proved (`quality.md` 2): every operation, every profile, every way of standing outside.
//!
//! `matrix.txt` is the expectation, written by people from `domain.md`; the rest of this folder executes it.

mod coverage;
mod fields;
mod golden;
pub mod imports;
mod matrix;
pub mod nation;
mod operations;
mod outside;
mod time;
