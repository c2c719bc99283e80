//! The staffing table on a screen: the document of `GET /staffing_table`, filtered, and cut into groups.
//!
//! Totals of a group are those of the document, whatever the filters: no total is summed here.

mod column;
mod document;
mod lines;
#[cfg(test)]
mod tests;

pub use column::{COLUMNS, Column, Sort, Value, columns_of, columns_to_text, fte, half_days};
pub use document::{Amounts, Counts, Document, Place, Row, StatusCounts};
pub use lines::{Criteria, Group, Grouping, Line, is_vacant, lines, matching, services, states, statuses};
