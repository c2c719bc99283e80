//! Rows picked in a table, with the mouse or the keyboard.
//!
//! Inside the area the arrows go from the box of a row to that of the next, the space bar ticks it, Shift takes all the
//! rows since the last one. A letter does what the page says it does, and only while the focus is inside: whoever speaks
//! to the computer, or writes in a field, triggers nothing. When the row of the keyboard goes, or is drawn anew, or the
//! dialog over it closes, the keyboard is back where it was: on that row, or on the one that took its place.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::shell::is_lost_with;

/// The boxes of rows, in the order of the page.
const BOXES: &str = "input[data-pick]";

/// The area around a table whose rows are picked.
#[component]
pub fn PickArea(
    /// A key that is neither an arrow nor written in a field; answers whether it did something.
    #[prop(into)]
    on_key: Callback<String, bool>,
    /// The table, and the dialogs that act on its rows.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let here = StoredValue::new(0);
    let came = move |event: web_sys::FocusEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(place) = node.get_untracked().and_then(|area| Boxes::of(&area)?.around(&target?)) {
            here.set_value(place);
        }
    };
    // Before the frame of the page, which would go to the title.
    let left = move |event: web_sys::FocusEvent| {
        if let Some(left) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            request_animation_frame(move || {
                if is_lost_with(&left) {
                    go_back(node, here);
                }
            });
        }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_elsewhere(&event) {
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
    view! {
        <div class="pick" node_ref=node on:keydown=pressed on:focusin=came on:focusout=left>
            {children()}
        </div>
    }
}

/// Whether the key goes to what a person writes in, or to a dialog over the table.
fn is_elsewhere(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        // A selector that is written here is one that the browser reads.
        target.matches(":is(select, textarea, input:not([data-pick]), dialog *)").unwrap_or_default()
    })
}

/// Goes to the box before or after; whether there is one.
fn step(node: NodeRef<html::Div>, by: i32) -> bool {
    let Some(boxes) = node.get_untracked().and_then(|area| Boxes::of(&area)) else { return false };
    // Whoever is on a link or a button of a row is in that row.
    let here = document().active_element().and_then(|active| boxes.around(&active));
    let next = match here {
        None => Some(0),
        Some(here) => here.checked_add_signed(by),
    };
    next.is_some_and(|next| boxes.focus(next))
}

/// Goes to the row that is where the keyboard was.
fn go_back(node: NodeRef<html::Div>, here: StoredValue<u32>) {
    let boxes = node.try_get_untracked().flatten().and_then(|area| Boxes::of(&area));
    if let (Some(boxes), Some(here)) = (boxes, here.try_get_value()) {
        let last = boxes.0.length().saturating_sub(1);
        boxes.focus(here.min(last));
    }
}

/// The boxes of the rows on the page.
struct Boxes(web_sys::NodeList);

impl Boxes {
    fn of(area: &web_sys::Element) -> Option<Boxes> {
        area.query_selector_all(BOXES).ok().map(Boxes)
    }

    fn at(&self, index: u32) -> Option<web_sys::HtmlElement> {
        self.0.item(index)?.dyn_into().ok()
    }

    /// The place of the box in whose row an element is.
    fn around(&self, element: &web_sys::Element) -> Option<u32> {
        let row = element.closest("tr").ok()??;
        (0..self.0.length()).find(|index| self.at(*index).is_some_and(|found| row.contains(Some(&found))))
    }

    /// Gives a box the focus; whether there is one.
    fn focus(&self, index: u32) -> bool {
        // It is on the page.
        self.at(index).is_some_and(|found| found.focus().is_ok())
    }
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
