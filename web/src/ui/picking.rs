//! Rows picked in a table, with the mouse or the keyboard.
//!
//! Inside the area the arrows go from the box of a row to that of the next, the space bar ticks it, Shift takes all the
//! rows since the last one. A letter does what the page says it does, and only while the focus is inside: whoever speaks
//! to the computer, or writes in a field, triggers nothing.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The boxes of rows, in the order of the page.
const BOXES: &str = "input[data-pick]";

/// The area around a table whose rows are picked.
#[component]
pub fn PickArea(
    /// A key that is neither an arrow nor written in a field; answers whether it did something.
    #[prop(into)]
    on_key: Callback<String, bool>,
    /// The table.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_written(&event) {
            return;
        }
        let done = match event.key().as_str() {
            "ArrowDown" => step(node, 1),
            "ArrowUp" => step(node, -1),
            key => on_key.run(key.to_lowercase()),
        };
        if done {
            event.prevent_default();
        }
    };
    view! { <div class="pick" node_ref=node on:keydown=pressed>{children()}</div> }
}

/// Whether the key goes to what a person writes in.
fn is_written(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        // A selector that is written here is one that the browser reads.
        target.matches("select, textarea, input:not([data-pick])").unwrap_or_default()
    })
}

/// Goes to the box before or after; whether there is one.
fn step(node: NodeRef<html::Div>, by: i32) -> bool {
    let Some(area) = node.get_untracked() else { return false };
    let Ok(all) = area.query_selector_all(BOXES) else { return false };
    let active = document().active_element();
    let at = |index: u32| all.item(index).and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok());
    // Whoever is on a link or a button of a row is in that row.
    let row = active.as_ref().and_then(|active| active.closest("tr").ok().flatten());
    let here = (0..all.length()).find(|index| {
        let found = at(*index);
        row.as_ref().is_some_and(|row| found.is_some_and(|found| row.contains(Some(&found))))
    });
    let next = match here {
        None => Some(0),
        Some(here) => here.checked_add_signed(by),
    };
    let Some(found) = next.and_then(at) else { return false };
    // It is on the page.
    drop(found.focus());
    true
}

/// The box of one row.
#[component]
pub fn PickBox(
    /// What is picked; read aloud.
    #[prop(into)]
    label: String,
    /// Whether it is.
    #[prop(into)]
    checked: Signal<bool>,
    /// The new state, and whether all since the last one take it.
    #[prop(into)]
    on_pick: Callback<(bool, bool)>,
    /// When the keyboard comes to it.
    #[prop(into)]
    on_here: Callback<()>,
) -> impl IntoView {
    let clicked = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(target) = target {
            on_pick.run((target.checked(), event.shift_key()));
        }
    };
    view! {
        <input
            class="choice__box"
            type="checkbox"
            data-pick="true"
            aria-label=label
            prop:checked=move || checked.get()
            on:focus=move |_| on_here.run(())
            on:click=clicked
        />
    }
}

/// A key of the keyboard, in a text.
#[component]
pub fn Key(
    /// Its name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! { <kbd>{name}</kbd> }
}
