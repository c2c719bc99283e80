//! Names and values of one thing.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

/// A list of names and values.
#[component]
pub fn Terms(
    /// One pair on each line, for what is read rather than looked up.
    #[prop(optional)]
    lines: bool,
    /// The pairs.
    children: Children,
) -> impl IntoView {
    view! { <dl class="terms" data-lines=lines.then_some("true")>{children()}</dl> }
}

/// One name and its value.
#[component]
pub fn Term(
    /// Name.
    #[prop(into)]
    label: String,
    /// Value; leave both out for an absent one.
    #[prop(optional, into)]
    value: Option<String>,
    /// A value that is more than a text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = match (children, value.filter(|value| !value.is_empty())) {
        (Some(children), _) => children().into_any(),
        (None, Some(value)) => value.into_any(),
        (None, None) => view! { <Absent /> }.into_any(),
    };
    view! {
        <div class="terms__pair">
            <dt class="terms__term">{label}</dt>
            <dd class="terms__value">{content}</dd>
        </div>
    }
}

/// No value: a dash, and words for screen readers.
#[component]
pub fn Absent() -> impl IntoView {
    view! {
        <span class="quiet">
            <span aria-hidden="true">{ui::NONE}</span>
            <span class="visually-hidden">{ui::NONE_READ}</span>
        </span>
    }
}

/// A value that may be absent, inside a `Term`.
#[component]
pub fn Known(
    /// The value.
    value: Option<String>,
) -> impl IntoView {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => value.into_any(),
        None => view! { <Absent /> }.into_any(),
    }
}
