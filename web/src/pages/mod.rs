//! Pages. Each asks `client`, composes `ui`, takes its words from the catalogue, and keeps its state in the address.

pub mod establishments;
pub mod frame;
pub mod gates;
pub mod sign_in;
pub mod staffing_table;
pub mod users;
