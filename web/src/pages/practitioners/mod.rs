//! Practitioners: the list, and the sheet of one.

mod list;
mod sheet;

pub use list::PractitionerList;
pub use sheet::PractitionerSheet;
