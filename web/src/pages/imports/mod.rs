//! Imports: the list, sending a file, and the wizard that leads it to the data.

mod about;
mod apply;
mod codes;
mod control;
mod create;
mod findings;
mod list;
mod mapping;
mod mapping_line;
mod outcome;
mod plan;
mod plan_items;
mod proposals;
mod steps;
mod ticks;
mod wizard;
mod work;

pub use create::NewImport;
pub use list::{ImportBadge, ImportList};
pub use wizard::ImportWizard;
