//! What the screens work out from what the interface answers: lines, groups, filters. Pure, hence tested here.
//!
//! Refuses to add up what the server adds up: a total on a screen is one of the document.

/// The past of a thing on both axes.
pub mod history;
/// The staffing table as a list of lines.
pub mod staffing_table;
/// A tree as a list of lines.
pub mod tree;
