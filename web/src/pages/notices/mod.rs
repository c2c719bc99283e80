//! What a person was told, and how they want to be told.

/// The number in the header.
pub mod bell;
mod list;
mod settings;

pub use list::NoticeList;
pub use settings::NoticeSettingsPage;
