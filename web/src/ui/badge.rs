//! A state in one or two words.

use leptos::prelude::*;

use super::Kind;

/// A state: a dot and words.
#[component]
pub fn Badge(
    /// Words.
    #[prop(into)]
    label: Signal<String>,
    /// What it means.
    #[prop(optional, into)]
    kind: Signal<Kind>,
    /// More words, shown as a tip and read aloud.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <span class="badge" data-kind=move || kind.get().name() title=move || hint.get()>
            <svg class="badge__dot" viewBox="0 0 8 8" aria-hidden="true">
                <circle cx="4" cy="4" r="4" />
            </svg>
            <span>{move || label.get()}</span>
        </span>
    }
}
