//! Imports: from the lines of a file to a plan, by pure functions.
//!
//! Reading bytes is the business of `api`; here a file is already rows of text.

/// Attachments of posts to structures.
pub mod attachments;
/// National insurance numbers, which nothing here keeps.
pub mod nir;
/// University and local posts.
pub mod posts;
/// The columns that a report adds to a file.
pub mod report;
/// Rows before anything is known of their meaning.
pub mod row;
/// The posts of the national extract.
pub mod sigmed;
/// The SIRH extract.
pub mod sirh;
/// Workbooks to fill in.
pub mod skeleton;
/// Where an import stands, and what may happen next.
pub mod state;
/// Poles, services, units.
pub mod structures;
/// Rows of small files.
pub mod table;
/// Reading days and quotities as people and machines write them.
pub mod value;
