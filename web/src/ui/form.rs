//! A form: checked by the page, not by the browser; the first field to correct takes the focus.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Fields that belong together, under a title.
#[component]
pub fn Group(
    /// What they are about.
    #[prop(into)]
    title: String,
    /// Fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend class="group__title">{title}</legend>
            {children()}
        </fieldset>
    }
}

/// A form. Errors must be in the signals of its fields once `on_submit` has run.
#[component]
pub fn Form(
    /// The person sends it.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Whether the server has just refused it: the focus goes to the field it names.
    #[prop(optional, into)]
    refused: Signal<bool>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    let focus = move || {
        // After the errors are on the page.
        request_animation_frame(move || {
            let form = node.try_get_untracked().flatten();
            let wrong = form.and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
            if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<web_sys::HtmlElement>().ok()) {
                // The field is on the page: it takes the focus.
                drop(wrong.focus());
            }
        });
    };
    Effect::new(move |_| {
        if refused.get() {
            focus();
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
        focus();
    };
    view! { <form novalidate node_ref=node on:submit=submit>{children()}</form> }
}
