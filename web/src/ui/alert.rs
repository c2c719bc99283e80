//! A message in the page.

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
    view! {
        <div class="alert" data-kind=kind.name() role=role>
            <IconView icon />
            <div class="alert__body">
                {move || title.get().map(|title| view! { <p class="alert__title">{title}</p> })}
                <div class="alert__text">{children()}</div>
            </div>
        </div>
    }
}
