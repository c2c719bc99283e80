//! Bars over a table.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

/// Controls over a table: filters at the start, actions at the end.
#[component]
pub fn Toolbar(
    /// Buttons at the end.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What is at the start.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="toolbar">
            {children()}
            {actions.map(|actions| view! { <div class="toolbar__end">{actions.run()}</div> })}
        </div>
    }
}

/// Filters of a list: fields beside each other. They act at once, there is nothing to send.
#[component]
pub fn Filters(
    /// What they are of, where a page has several.
    #[prop(optional)]
    label: Option<&'static str>,
    /// Fields.
    children: Children,
) -> impl IntoView {
    let label = label.map_or_else(|| ui::FILTERS.to_owned(), |label| format!("{} – {label}", ui::FILTERS));
    view! {
        <form class="filters" role="search" aria-label=label on:submit=|event| event.prevent_default()>
            {children()}
        </form>
    }
}
