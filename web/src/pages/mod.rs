//! Pages. Each asks `client`, composes `ui`, takes its words from the catalogue, and keeps its state in the address.

pub mod affectations;
pub mod apart;
pub mod comments;
pub mod establishments;
pub mod frame;
pub mod gates;
pub mod half_days;
pub mod history;
pub mod home;
pub mod imports;
pub mod journal;
pub mod lists;
pub mod named;
pub mod notices;
pub mod post_profile;
pub mod posts;
pub mod practitioners;
pub mod requests;
pub mod sheet;
pub mod sign_in;
pub mod staffing_table;
pub mod structures;
pub mod touched;
pub mod tours;
pub mod users;
