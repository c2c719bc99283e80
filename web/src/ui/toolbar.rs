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
    /// Fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form class="filters" role="search" aria-label=ui::FILTERS on:submit=|event| event.prevent_default()>
            {children()}
        </form>
    }
}
