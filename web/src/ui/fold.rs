//! One line of a long list that opens on its details.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// Lines one below the other.
#[component]
pub fn Folds(
    /// `Fold`s.
    children: Children,
) -> impl IntoView {
    view! { <div class="folds">{children()}</div> }
}

/// A line: the native element, whose content is made only when it opens.
#[component]
pub fn Fold(
    /// What is read while it is closed.
    #[prop(into)]
    summary: ViewFn,
    /// What is read when it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let opened = RwSignal::new(false);
    let toggled = move |_| {
        if node.get_untracked().is_some_and(|details| details.open()) {
            opened.set(true);
        }
    };
    view! {
        <details class="fold" node_ref=node on:toggle=toggled>
            <summary class="fold__summary">
                <IconView icon=Icon::ChevronRight />
                <span class="fold__words">{summary.run()}</span>
            </summary>
            <Show when=move || opened.get()>
                <div class="fold__body">{children()}</div>
            </Show>
        </details>
    }
}

/// The words of a line: a badge, what it is about, a precision.
#[component]
pub fn FoldWords(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// A precision at the end.
    #[prop(default = None)]
    note: Option<String>,
    /// Before it.
    children: Children,
) -> impl IntoView {
    view! {
        {children()}
        <span class="fold__title">{title}</span>
        {note.filter(|note| !note.is_empty()).map(|note| view! { <span class="fold__note">{note}</span> })}
    }
}
