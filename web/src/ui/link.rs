//! Links inside the application: they keep the establishment in view and the times.

use leptos::prelude::*;

use super::button::ButtonKind;
use super::icon::{Icon, IconView};
use crate::here::Here;

/// The address of a path, keeping establishment and times unless told not to.
fn address(to: Signal<String>, bare: bool) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let here = Here::get().filter(|_| !bare);
    move || {
        let path = to.get();
        match here {
            Some(here) if !path.contains('?') => here.href(&path),
            _ => path,
        }
    }
}

/// A link in a text or a table.
#[component]
pub fn Link(
    /// Path (`/postes`); establishment and times are added, unless it has its own query.
    #[prop(into)]
    to: Signal<String>,
    /// Words.
    #[prop(into)]
    label: Signal<String>,
    /// As it is, without adding anything.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let href = address(to, bare);
    view! { <a href=href>{move || label.get()}</a> }
}

/// A link that looks like a button: it goes somewhere.
#[component]
pub fn ButtonLink(
    /// Path.
    #[prop(into)]
    to: Signal<String>,
    /// Words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Smaller.
    #[prop(optional)]
    small: bool,
    /// As it is, without adding anything.
    #[prop(optional)]
    bare: bool,
    /// What it is about, when the words alone are ambiguous; read aloud instead of them.
    #[prop(optional, into)]
    about: MaybeProp<String>,
) -> impl IntoView {
    let href = address(to, bare);
    view! {
        <a class="button" data-kind=kind.name() data-size=small.then_some("small") href=href aria-label=move || about.get()>
            {icon.map(|icon| view! { <IconView icon /> })}
            <span>{move || label.get()}</span>
        </a>
    }
}

/// A link of the navigation: it says when it leads to the page in view.
#[component]
pub fn NavLink(
    /// Path.
    #[prop(into)]
    to: Signal<String>,
    /// Words.
    #[prop(into)]
    label: Signal<String>,
    /// A drawing before the words.
    icon: Icon,
) -> impl IntoView {
    let href = address(to, false);
    let path = leptos_router::hooks::use_location().pathname;
    let current = move || {
        let (path, to) = (path.get(), to.get());
        let inside = path.strip_prefix(&to).is_some_and(|rest| rest.starts_with('/'));
        (path == to || (to != "/" && inside)).then_some("page")
    };
    view! {
        <li>
            <a class="navlink" href=href aria-current=current>
                <IconView icon />
                <span>{move || label.get()}</span>
            </a>
        </li>
    }
}
