//! What a page shows when it has nothing to show: it loads, it is empty, it was refused.

use leptos::prelude::*;
use shared::catalogue::screens::{gates, ui};
use shared::problem::{Code, Problem};

use super::Kind;
use super::button::Button;
use super::icon::{Icon, IconView};

/// While something loads: grey lines where the content will be, said once to screen readers.
#[component]
pub fn Loading(
    /// How many lines.
    #[prop(default = 6)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{ui::LOADING}</span>
            {(0..lines).map(|_| view! { <div class="skeleton__line"></div> }).collect_view()}
        </div>
    }
}

/// Nothing, and what to do about it.
#[component]
pub fn EmptyState(
    /// A drawing.
    #[prop(default = Icon::Search)]
    icon: Icon,
    /// What is absent.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    text: String,
    /// What it means.
    #[prop(optional)]
    kind: Kind,
    /// A reference below, for whoever runs the server.
    #[prop(optional, into)]
    note: Option<String>,
    /// Buttons.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty__mark" data-kind=kind.name()><IconView icon /></span>
            <p class="empty__title">{title}</p>
            <p class="empty__text">{text}</p>
            {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
            {note.map(|note| view! { <p class="empty__note">{note}</p> })}
        </div>
    }
}

/// A refusal, in the words of the server.
#[component]
pub fn ErrorState(
    /// What was refused.
    problem: Problem,
    /// Tries again, where that can help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let code = Code::from_wire(&problem.code);
    let (icon, kind) = match code {
        Some(Code::RightMissing) => (Icon::Lock, Kind::Neutral),
        Some(Code::NotFound) => (Icon::Search, Kind::Neutral),
        _ => (Icon::Error, Kind::Danger),
    };
    let (title, text) = match code {
        Some(Code::RightMissing) => (gates::REFUSED_TITLE.to_owned(), gates::REFUSED.to_owned()),
        Some(Code::NotFound) => (problem.title, gates::ABSENT.to_owned()),
        _ => (ui::bound(&problem.title), ui::bound(&problem.detail)),
    };
    let note = (!problem.request_id.is_empty() && kind == Kind::Danger)
        .then(|| format!("{}\u{a0}: {}", ui::REQUEST_ID, problem.request_id));
    let helps = problem.status == 0 || problem.status >= 429;
    let on_retry = on_retry.filter(|_| helps);
    view! {
        <div role="alert">
            <div class="empty">
                <span class="empty__mark" data-kind=kind.name()><IconView icon /></span>
                <p class="empty__title">{title}</p>
                <p class="empty__text">{text}</p>
                {on_retry.map(|on_retry| view! { <Button label=ui::RETRY icon=Icon::Refresh on_click=on_retry /> })}
                {note.map(|note| view! { <p class="empty__note">{note}</p> })}
            </div>
        </div>
    }
}
