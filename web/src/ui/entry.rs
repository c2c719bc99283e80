//! Short entries one below the other: remarks, things that wait, last changes.

use leptos::prelude::*;

/// The list.
#[component]
pub fn Entries(
    /// `Entry`s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="entries">{children()}</ul> }
}

/// One entry.
#[component]
pub fn Entry(
    /// First line.
    #[prop(into)]
    title: String,
    /// Second line.
    #[prop(optional, into)]
    text: Option<String>,
    /// More lines, that stand back.
    #[prop(optional)]
    notes: Vec<String>,
    /// Before the title: a badge.
    #[prop(optional, into)]
    badge: Option<ViewFn>,
    /// At the end: a button or a link.
    #[prop(optional, into)]
    action: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <li class="entry">
            <div class="entry__main">
                <p class="entry__title">{badge.map(|badge| badge.run())}<span>{title}</span></p>
                {text.map(|text| view! { <p class="entry__text">{text}</p> })}
                {notes
                    .into_iter()
                    .map(|note| view! { <p class="entry__note">{note}</p> })
                    .collect_view()}
            </div>
            {action.map(|action| action.run())}
        </li>
    }
}
