//! Where a file is dropped, or chosen with the keyboard: the whole surface is the control of the browser.

use leptos::prelude::*;
use shared::catalogue::screens::ui;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};

use super::field::Wiring;
use super::icon::{Icon, IconView};

/// A place for one file. Inside a `Field`, or alone with its own label.
#[component]
pub fn FileDrop(
    /// The file chosen.
    file: RwSignal<Option<File>, LocalStorage>,
    /// Endings accepted (`.csv,.xlsx`), for the window of the browser; anything may still be dropped.
    #[prop(optional, into)]
    accept: Option<String>,
    /// What is said besides: which formats, which size.
    #[prop(optional, into)]
    note: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    let over = RwSignal::new(false);
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(first) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) {
            file.set(Some(first));
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(first) = files.and_then(|files| files.get(0)) {
            file.set(Some(first));
        }
    };
    view! {
        <div
            class="drop"
            data-over=move || over.get().then_some("true")
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            {move || match file.get() {
                None => {
                    view! {
                        <span class="drop__mark"><IconView icon=Icon::Import /></span>
                        <p class="drop__title">{ui::DROP_HERE}</p>
                        <p class="quiet">{ui::OR_CHOOSE}</p>
                    }
                        .into_any()
                }
                Some(file) => {
                    // A file never has a fraction of a byte, nor more than the integers of a double.
                    let size = file.size() as u64;
                    view! {
                        <span class="drop__mark"><IconView icon=Icon::File /></span>
                        <p class="drop__title">{file.name()}</p>
                        <p class="quiet">{ui::size(size)} " · " {ui::CHANGE_FILE}</p>
                    }
                        .into_any()
                }
            }}
            {note.map(|note| view! { <p class="field__hint">{note}</p> })}
            <input
                class="drop__input"
                id=wiring.id()
                type="file"
                accept=accept
                aria-label=ui::DROP_HERE
                aria-invalid=move || wiring.invalid()
                aria-describedby=move || wiring.described_by()
                on:change=chosen
            />
        </div>
    }
}
