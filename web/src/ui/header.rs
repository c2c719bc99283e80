//! The top of a page: where one is, the title that takes the focus at each navigation, what one may do.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::catalogue::screens::{shell, ui};
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconView};
use super::link::Link;

/// One step of the way from home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Words.
    pub label: String,
    /// Path.
    pub to: String,
}

impl Crumb {
    /// From words and a path.
    pub fn new(label: impl Into<String>, to: impl Into<String>) -> Crumb {
        Crumb { label: label.into(), to: to.into() }
    }
}

/// The header of a page. It sets the title of the window and moves the focus to the `h1` when the path changes, so
/// that a screen reader says where the person arrived.
#[component]
pub fn PageHeader(
    /// Title (`h1`).
    #[prop(into)]
    title: Signal<String>,
    /// One sentence below.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// The way from home, without the page itself.
    #[prop(optional, into)]
    crumbs: Signal<Vec<Crumb>>,
    /// State beside the title.
    #[prop(optional, into)]
    badge: Option<ViewFn>,
    /// Buttons: the main one last.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let node = title_of_page(title);
    view! {
        <header class="header">
            {move || {
                let crumbs = crumbs.get();
                (!crumbs.is_empty())
                    .then(|| {
                        view! {
                            <nav aria-label=ui::BREADCRUMB>
                                <ol class="breadcrumb">
                                    {crumbs
                                        .into_iter()
                                        .map(|crumb| {
                                            view! {
                                                <li class="breadcrumb__item">
                                                    <Link to=crumb.to label=crumb.label />
                                                    <IconView icon=Icon::ChevronRight />
                                                </li>
                                            }
                                        })
                                        .collect_view()}
                                </ol>
                            </nav>
                        }
                    })
            }}
            <div class="header__line">
                <div class="header__titles">
                    <div class="row">
                        <h1 node_ref=node tabindex="-1">{move || title.get()}</h1>
                        {badge.map(|badge| move || badge.run())}
                    </div>
                    {move || lead.get().map(|lead| view! { <p class="header__lead">{lead}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="header__actions">{actions.run()}</div> })}
            </div>
        </header>
    }
}

/// Gives the focus to the title of the page, with the next frame: what had it is gone, and a reader goes on from there.
pub fn focus_title() {
    request_animation_frame(|| {
        let title = document().query_selector("h1").ok().flatten();
        if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
            // If the browser refuses, nothing is lost.
            drop(title.focus());
        }
    });
}

/// Ties a title to the window and to the focus; give the reference to the `h1`.
pub fn title_of_page(title: Signal<String>) -> NodeRef<html::H1> {
    let node = NodeRef::<html::H1>::new();
    let path = use_location().pathname;
    Effect::new(move |_| document().set_title(&shell::window_title(&title.get())));
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        let Some(heading) = node.get() else { return before.unwrap_or_default() };
        if before.as_ref() != Some(&path) {
            // With the frame: taking the focus asks where everything is, which is then worked out once. If the browser
            // refuses, nothing is lost.
            request_animation_frame(move || drop(heading.focus()));
        }
        path
    });
    node
}
