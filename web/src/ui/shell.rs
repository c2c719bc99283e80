//! The frame of every page, and the page of one question.

use leptos::html;
use leptos::prelude::*;
use shared::catalogue::screens::{shell, sign_in, start};
use wasm_bindgen::JsCast;

use super::button::{Button, ButtonKind};
use super::icon::{BrandMark, Icon};

/// Header, navigation, content.
#[component]
pub fn Shell(
    /// Beside the name of the product: place and time in view.
    #[prop(into)]
    middle: ViewFn,
    /// At the end of the header: account.
    #[prop(into)]
    end: ViewFn,
    /// The navigation: `NavGroup`s.
    #[prop(into)]
    navigation: ViewFn,
    /// The page.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let main = NodeRef::<html::Main>::new();
    let path = leptos_router::hooks::use_location().pathname;
    // On a small screen the navigation closes once it has been used.
    Effect::new(move |_| {
        path.track();
        open.set(false);
    });
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            // The content is on the page: it takes the focus.
            drop(main.focus());
        }
    };
    // A control that its own action takes away would leave the focus nowhere: the title of what is in view takes it.
    let kept = move |event: web_sys::FocusEvent| {
        let left = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        request_animation_frame(move || {
            if left.is_some_and(|left| is_lost_with(&left)) {
                let title = document().query_selector("dialog[open] h2, main h1").ok().flatten();
                if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let options = web_sys::FocusOptions::new();
                    options.set_prevent_scroll(true);
                    // If the browser refuses, the next tabulation starts from the top, as before.
                    drop(title.focus_with_options(&options));
                }
            }
        });
    };
    view! {
        <div class="shell" on:focusout=kept>
            <a class="skip" href="#contenu" on:click=skip>{shell::SKIP}</a>
            <header class="topbar">
                <span class="side__toggle">
                    <Button
                        label=shell::MENU
                        kind=ButtonKind::IconOnly
                        icon=Icon::Menu
                        pressed=Signal::derive(move || Some(open.get()))
                        on_click=move |()| open.update(|open| *open = !*open)
                    />
                </span>
                <a class="topbar__brand" href="/">
                    <BrandMark />
                    <span>{start::PRODUCT}</span>
                </a>
                <div class="topbar__middle">{middle.run()}</div>
                <div class="topbar__end">{end.run()}</div>
            </header>
            <nav class="side" aria-label=shell::NAVIGATION data-open=move || if open.get() { "true" } else { "false" }>
                <div class="side__inner">{navigation.run()}</div>
            </nav>
            <main class="content" id="contenu" tabindex="-1" node_ref=main>
                <div class="content__inner">{children()}</div>
                <footer class="content__foot">
                    <span>{shell::FOOT}</span>
                    <a href="/api/docs" rel="external">{shell::API_DOCS}</a>
                </footer>
            </main>
        </div>
    }
}

/// Whether the focus is nowhere because the control that had it is gone from the page.
pub fn is_lost_with(control: &web_sys::Element) -> bool {
    let is_nowhere = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    is_nowhere && !control.is_connected()
}

/// What each sheet of paper says at its head, beside its number (`style/print.css`).
pub fn head_paper(words: Signal<String>) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let Ok(root) = root.dyn_into::<web_sys::HtmlElement>() else { return };
        // A quote would end the text in the sheet of styles.
        let text = format!("\"{}\"", words.get().replace(['"', '\\'], ""));
        // Without it the first sheet still says which hospital and which day.
        drop(root.style().set_property("--paper", &text));
    });
}

/// A group of links of the navigation.
#[component]
pub fn NavGroup(
    /// Its name.
    #[prop(into)]
    title: Signal<String>,
    /// `NavLink`s.
    children: Children,
) -> impl IntoView {
    let id = super::ids::next("nav");
    view! {
        <div>
            <p class="navlist__title" id=id.clone()>{move || title.get()}</p>
            <ul class="navlist" aria-labelledby=id>{children()}</ul>
        </div>
    }
}

/// A page of one question, outside the frame: sign in.
#[component]
pub fn Gate(
    /// The question.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="gate">
            <main class="gate__main">
                <div class="gate__card">
                    <p class="gate__brand"><BrandMark />{start::PRODUCT}</p>
                    {children()}
                </div>
            </main>
            <aside class="gate__side">
                <GateArt />
                <p class="gate__lead">{sign_in::ART_LEAD}</p>
                <p>{sign_in::ART_TEXT}</p>
            </aside>
        </div>
    }
}

/// Lanes of time, as in the tool: a picture that says nothing the words do not.
#[component]
fn GateArt() -> impl IntoView {
    // Line, start, width, shade.
    const BARS: [(u32, u32, u32, u32); 15] = [
        (0, 20, 190, 1),
        (0, 224, 120, 2),
        (0, 358, 160, 1),
        (1, 70, 120, 3),
        (1, 204, 260, 1),
        (1, 478, 62, 3),
        (2, 0, 250, 2),
        (2, 264, 90, 1),
        (2, 368, 192, 3),
        (3, 120, 300, 1),
        (3, 434, 106, 2),
        (4, 40, 90, 3),
        (4, 144, 170, 2),
        (4, 328, 212, 1),
        (4, 0, 26, 2),
    ];
    view! {
        <svg class="gate__art" viewBox="0 0 560 220" aria-hidden="true" focusable="false">
            {BARS
                .iter()
                .map(|(line, x, width, shade)| {
                    view! {
                        <rect
                            class="gate__bar"
                            data-shade=shade.to_string()
                            x=x.to_string()
                            y=(line * 42 + 8).to_string()
                            width=width.to_string()
                            height="26"
                            rx="6"
                        />
                    }
                })
                .collect_view()}
            <path class="gate__now" d="M392 0v220" />
        </svg>
    }
}
