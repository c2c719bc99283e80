//! A message in the page.

use leptos::html;
use leptos::prelude::*;

use super::Kind;
use super::icon::{Icon, IconView};

/// What happened, or what to look at. An error and a warning are read at once, the others when the reader comes to them.
#[component]
pub fn Alert(
    /// What it means.
    kind: Kind,
    /// In a few words.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    /// Takes the focus as it comes: a refusal far from the button that was pressed is then seen, and read.
    #[prop(optional)]
    takes_focus: bool,
    /// The sentence, and buttons if any.
    children: Children,
) -> impl IntoView {
    let (icon, role) = match kind {
        Kind::Success => (Icon::Check, "status"),
        Kind::Warning => (Icon::Warning, "status"),
        Kind::Danger => (Icon::Error, "alert"),
        Kind::Neutral | Kind::Info | Kind::Accent => (Icon::Info, "note"),
    };
    let kind = if matches!(kind, Kind::Neutral | Kind::Accent) { Kind::Info } else { kind };
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(alert) = node.get().filter(|_| takes_focus) {
            // If the browser refuses, nothing is lost but the scrolling.
            drop(alert.focus());
        }
    });
    view! {
        <div class="alert" data-kind=kind.name() role=role node_ref=node tabindex=takes_focus.then_some("-1")>
            <IconView icon />
            <div class="alert__body">
                {move || title.get().map(|title| view! { <p class="alert__title">{title}</p> })}
                <div class="alert__text">{children()}</div>
            </div>
        </div>
    }
}
