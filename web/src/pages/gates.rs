//! Pages that say why there is no page.

use leptos::prelude::*;
use shared::catalogue::screens::gates;
use shared::habilitation::{Right, Rubric};

use crate::here::Here;
use crate::session::Session;
use crate::ui::prelude::*;
use crate::ui::shell::Gate;

/// An address that leads nowhere, outside the frame.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Gate>
            <PageHeader title=gates::NOT_FOUND_TITLE lead=gates::NOT_FOUND />
            <ButtonLink to="/" label=gates::GO_HOME kind=ButtonKind::Primary />
        </Gate>
    }
}

/// An address that leads nowhere, inside the frame.
#[component]
pub fn NotFoundInside() -> impl IntoView {
    view! {
        <PageHeader title=gates::NOT_FOUND_TITLE lead=gates::NOT_FOUND />
        <Line>
            <ButtonLink to="/" label=gates::GO_HOME kind=ButtonKind::Primary />
        </Line>
    }
}

/// A page that the rights do not open.
#[component]
pub fn Refused() -> impl IntoView {
    view! {
        <PageHeader title=gates::REFUSED_TITLE lead=gates::REFUSED />
        <Line>
            <ButtonLink to="/" label=gates::GO_HOME kind=ButtonKind::Primary />
        </Line>
    }
}

/// What a right opens: to the others, a sentence that says whom to ask, and no field that would find nothing.
#[component]
pub fn Opened(
    /// What is read.
    rubric: Rubric,
    /// What is shown of it.
    children: ChildrenFn,
) -> impl IntoView {
    let session = Session::here();
    let refused = || {
        let home = || view! { <ButtonLink to="/" label=gates::GO_HOME /> };
        view! {
            <Card>
                <EmptyState icon=Icon::Lock title=gates::REFUSED_TITLE text=gates::REFUSED actions=ViewFn::from(home) />
            </Card>
        }
    };
    view! { <Show when=move || session.allows_somewhere(rubric, Right::Read) fallback=refused>{children()}</Show> }
}

/// What is about one establishment: while none is in view, the way to choose one, and nothing that would be empty.
#[component]
pub fn InEstablishment(
    /// What is read.
    rubric: Rubric,
    /// What is shown of it.
    children: ChildrenFn,
) -> impl IntoView {
    let here = Here::get();
    let placed = move || here.is_some_and(|here| here.finess().is_some());
    let children = StoredValue::new(children);
    view! {
        <Opened rubric>
            <Show when=placed fallback=|| view! { <Card><NoEstablishment /></Card> }>
                <Seen>{children.with_value(|children| children())}</Seen>
            </Show>
        </Opened>
    }
}

/// What follows an establishment that the person sees: of one that the address names and that is not there for them,
/// nothing would be found, and nobody would be told why.
#[component]
pub fn Seen(
    /// What is shown of it.
    children: ChildrenFn,
) -> impl IntoView {
    let is_there = move || !Here::get().is_some_and(Here::is_absent);
    let children = StoredValue::new(children);
    view! {
        <Show when=is_there fallback=|| view! { <AbsentEstablishment /> }>{children.with_value(|children| children())}</Show>
    }
}

/// An establishment that is not there for this person, and the ways to one that is.
#[component]
pub fn AbsentEstablishment() -> impl IntoView {
    let (to, label) = match Session::here().is_wide() {
        true => ("/etablissements", gates::GO_ESTABLISHMENTS),
        false => ("/", gates::GO_HOME),
    };
    let actions = move || view! { <ButtonLink to label bare=true /> <BackToToday /> };
    view! {
        <Card>
            <EmptyState title=gates::ABSENT_ESTABLISHMENT text=gates::ABSENT actions=ViewFn::from(actions) />
        </Card>
    }
}

/// A page about one establishment, and none is in view.
#[component]
pub fn NoEstablishment() -> impl IntoView {
    let actions = || view! { <ButtonLink to="/etablissements" label=gates::GO_ESTABLISHMENTS kind=ButtonKind::Primary /> };
    view! {
        <EmptyState
            icon=Icon::Hospital
            title=gates::NO_ESTABLISHMENT_TITLE
            text=gates::NO_ESTABLISHMENT
            actions=ViewFn::from(actions)
        />
    }
}

/// A page whose file could not be fetched: the server is away, or has a newer version of the application.
#[component]
pub fn NotLoaded() -> impl IntoView {
    // Nothing to do if the browser refuses: the person reads the same advice.
    let reload = move |()| drop(window().location().reload());
    view! {
        <div role="alert">
            <PageHeader title=gates::NOT_LOADED_TITLE lead=gates::NOT_LOADED />
        </div>
        <Line>
            <Button label=gates::RELOAD kind=ButtonKind::Primary icon=Icon::Refresh on_click=reload />
        </Line>
    }
}
