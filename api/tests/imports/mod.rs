//! Imports as a hospital lives them, on both databases: send, read, correct, apply, undo; and the work behind.

mod bench;
mod codes;
mod jobs;
mod lifecycle;
mod mapping;
mod originals;
mod policies;
mod proposals;
mod report;
