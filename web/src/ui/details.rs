//! What may stay closed.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// A summary that opens on its content: the native element, which needs no script.
#[component]
pub fn Details(
    /// Summary.
    #[prop(into)]
    summary: Signal<String>,
    /// Whether it starts open.
    #[prop(optional)]
    open: bool,
    /// Content.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="details" open=open>
            <summary class="details__summary">
                <IconView icon=Icon::ChevronRight />
                <span>{move || summary.get()}</span>
            </summary>
            <div class="details__body">{children()}</div>
        </details>
    }
}
