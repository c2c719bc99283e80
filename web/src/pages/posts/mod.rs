//! Posts: the list, and the sheet of one.

mod attaching;
mod list;
mod over_time;
mod parts;
mod reservations;
mod reserving;
mod sheet;
mod splitting;

pub use list::PostList;
pub use sheet::PostSheet;

use leptos::prelude::*;
use shared::catalogue::screens::staffing_table as table;

use crate::ui::prelude::*;

/// The state of a post, in one or two words.
#[component]
pub fn StateBadge(
    /// Wire name.
    #[prop(into)]
    state: String,
) -> impl IntoView {
    let kind = match state.as_str() {
        "occupied" => Kind::Success,
        "vacant" => Kind::Danger,
        "partly_vacant" | "likely_vacant" => Kind::Warning,
        "vacant_used" | "vacant_reserved" => Kind::Info,
        _ => Kind::Neutral,
    };
    view! { <Badge label=table::state(&state).to_owned() kind /> }
}
