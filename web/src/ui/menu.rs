//! A button that opens a small panel: actions of a row, the person signed in, the choice of establishment.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::ButtonKind;
use super::icon::{Icon, IconView};
use super::ids;

/// How the button of a menu looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuButton {
    /// A drawing alone.
    Icon(Icon),
    /// A button with words.
    Words(Option<Icon>),
    /// The place in view.
    Place(Icon),
}

/// A menu: Escape and a click elsewhere close it, the focus comes back to its button. Its content is made when it
/// opens. Inside are plain buttons and links, in the order of tabulation.
#[component]
pub fn Menu(
    /// What it holds; read aloud when there is only a drawing.
    #[prop(into)]
    label: Signal<String>,
    /// How its button looks.
    #[prop(default = MenuButton::Icon(Icon::More))]
    button: MenuButton,
    /// Whether the panel starts where the button starts.
    #[prop(optional)]
    start: bool,
    /// A wide panel, for a search.
    #[prop(optional)]
    wide: bool,
    /// Open or not, for the content to close it.
    #[prop(optional)]
    open: RwSignal<bool>,
    /// Content.
    children: ChildrenFn,
) -> impl IntoView {
    let id = ids::next("menu");
    let panel_id = StoredValue::new(format!("{id}-panel"));
    let frame = NodeRef::<html::Div>::new();
    let trigger = NodeRef::<html::Button>::new();
    let back = move || {
        if let Some(trigger) = trigger.try_get_untracked().flatten() {
            // The button is on the page: it takes the focus back.
            drop(trigger.focus());
        }
    };
    let close = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            back();
        }
    };
    // After an action that closes the panel: its own button is gone, and the focus with it.
    let acted = move |_| {
        if open.try_get_untracked() == Some(false) {
            back();
        }
    };
    let left = move |event: web_sys::FocusEvent| {
        // A click on what takes no focus inside the panel says no target, as does a panel that goes away with its page:
        // the click below decides.
        let Some(to) = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok())
        else {
            return;
        };
        let frame = frame.try_get_untracked().flatten();
        if frame.is_some_and(|frame| !frame.contains(Some(&to))) {
            open.set(false);
        }
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = frame.try_get_untracked().flatten().is_some_and(|frame| frame.contains(target.as_ref()));
        if open.try_get_untracked() == Some(true) && !inside {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    // A panel that opens below the edge of the window is brought into view.
    Effect::new(move |_| {
        if open.get() {
            request_animation_frame(move || {
                let panel = frame.try_get_untracked().flatten().and_then(|frame| frame.last_element_child());
                if let Some(panel) = panel {
                    let options = web_sys::ScrollIntoViewOptions::new();
                    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                    panel.scroll_into_view_with_scroll_into_view_options(&options);
                }
            });
        }
    });
    let (class, kind, shown) = match &button {
        MenuButton::Icon(_) => ("button", Some(ButtonKind::IconOnly.name()), false),
        MenuButton::Words(_) => ("button", Some(ButtonKind::Quiet.name()), true),
        MenuButton::Place(_) => ("perimeter", None, true),
    };
    let chevron = shown.then(|| view! { <IconView icon=Icon::ChevronDown /> });
    let icon = match button {
        MenuButton::Icon(icon) | MenuButton::Place(icon) => Some(icon),
        MenuButton::Words(icon) => icon,
    };
    view! {
        <div class="menu" node_ref=frame on:keydown=close on:focusout=left on:click=acted>
            <button
                class=class
                type="button"
                node_ref=trigger
                data-kind=kind
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=panel_id.get_value()
                aria-label=move || (!shown).then(|| label.get())
                title=move || (!shown).then(|| label.get())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon.map(|icon| view! { <IconView icon /> })}
                {shown.then(|| view! { <span class="perimeter__name">{move || label.get()}</span> })}
                {chevron}
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu__panel"
                    id=panel_id.get_value()
                    data-side=start.then_some("start")
                    data-wide=wide.then_some("true")
                >
                    {children()}
                </div>
            </Show>
        </div>
    }
}

/// One action of a menu.
#[component]
pub fn MenuAction(
    /// Words.
    #[prop(into)]
    label: Signal<String>,
    /// A drawing before them.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Whether it is the choice in force.
    #[prop(optional, into)]
    chosen: MaybeProp<bool>,
    /// What happens.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            type="button"
            aria-pressed=move || chosen.get().map(|on| if on { "true" } else { "false" })
            on:click=move |_| on_click.run(())
        >
            {icon.map(|icon| view! { <IconView icon /> })}
            <span>{move || label.get()}</span>
        </button>
    }
}

/// Words in a menu.
#[component]
pub fn MenuText(
    /// First line, stronger.
    #[prop(into)]
    title: Signal<String>,
    /// Second line.
    #[prop(optional, into)]
    text: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <p class="menu__text">
            <strong>{move || title.get()}</strong>
            {move || text.get()}
        </p>
    }
}

/// A line between groups of a menu.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <hr class="menu__line" /> }
}
