//! The way to what one was told, with how much of it is to be read.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// A link with a number.
#[component]
pub fn Bell(
    /// Path.
    to: &'static str,
    /// What it is, read aloud: with the number.
    #[prop(into)]
    label: Signal<String>,
    /// The number, as it is drawn; `None`: nothing is to be read.
    #[prop(into)]
    count: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <a class="button bell" data-kind="icon" href=to title=move || label.get() aria-label=move || label.get()>
            <IconView icon=Icon::Bell />
            {move || count.get().map(|count| view! { <span class="bell__count" aria-hidden="true">{count}</span> })}
        </a>
    }
}
