//! Two sides matched line by line: what a file says, and what it is taken to mean.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use super::{Kind, ids};

/// The lines.
#[component]
pub fn Matching(
    /// What is matched; read aloud.
    #[prop(into)]
    label: String,
    /// `MatchLine`s.
    children: Children,
) -> impl IntoView {
    view! { <ol class="matching" aria-label=label>{children()}</ol> }
}

/// One line.
#[component]
pub fn MatchLine(
    /// Name of the first side: names the group of controls.
    #[prop(into)]
    title: String,
    /// Below the name, in fixed width: samples.
    #[prop(optional)]
    samples: Vec<String>,
    /// Before the samples, read aloud; instead of them when there is none.
    #[prop(optional, into)]
    note: Option<String>,
    /// A badge beside the name.
    #[prop(optional, into)]
    badge: Option<ViewFn>,
    /// What the line means: to look at, changed.
    #[prop(optional, into)]
    kind: Signal<Kind>,
    /// Whether the name is a code.
    #[prop(optional)]
    code: bool,
    /// The second side: fields.
    children: Children,
) -> impl IntoView {
    let id = ids::next("match");
    let said = samples.join(", ");
    let cells = samples
        .into_iter()
        .map(|sample| view! { <span class="matching__sample">{sample}</span> })
        .collect_view();
    let note = note.map(|note| view! { <p class="matching__note">{note}</p> });
    let list = (!said.is_empty()).then(|| view! { <p class="matching__samples">{cells}</p> });
    view! {
        <li class="matching__line" data-kind=move || kind.get().name()>
            <div class="matching__side">
                <div class="row">
                    <p class="matching__title" data-code=code.then_some("true") id=id.clone()>{title}</p>
                    {badge.map(|badge| badge.run())}
                </div>
                {list}
                {note}
            </div>
            <span class="matching__arrow"><IconView icon=Icon::ChevronRight /></span>
            <div class="matching__side" role="group" aria-labelledby=id>{children()}</div>
        </li>
    }
}

/// Controls of one side, beside each other.
#[component]
pub fn MatchFields(
    /// Fields.
    children: Children,
) -> impl IntoView {
    view! { <div class="matching__fields">{children()}</div> }
}
