//! A question over the page: the native dialog keeps the focus inside and gives it back.

use leptos::html;
use leptos::prelude::*;
use shared::catalogue::screens::ui;
use wasm_bindgen::JsCast;

use super::button::{Button, ButtonKind};
use super::icon::Icon;
use super::ids;

/// Whether the dialog on what is chosen is open: it opens with a choice, and closing it forgets the choice.
pub fn open_while<T: Send + Sync + 'static>(chosen: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(chosen.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    open
}

/// A dialog, open while `open` is true. Escape and the cross close it. Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Title.
    #[prop(into)]
    title: Signal<String>,
    /// Wider, for a table.
    #[prop(optional)]
    large: bool,
    /// Changes when the content does, while it is open: the focus then goes to its beginning.
    #[prop(optional, into)]
    step: Signal<usize>,
    /// Buttons at the foot; without any, the cross is enough. For a form, put the buttons in the form instead.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Content.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let id = ids::next("dialog");
    let title_id = id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // A dialog already shown, or gone from the page: nothing to do.
            (true, false) => {
                drop(dialog.show_modal());
                request_animation_frame(move || begin(node));
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    Effect::new(move |before: Option<usize>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || begin(node));
        }
        now
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            data-size=large.then_some("large")
            aria-labelledby=id
            on:close=move |_| open.set(false)
        >
            <div class="dialog__head">
                <h2 id=title_id tabindex="-1">{move || title.get()}</h2>
                <Button label=ui::CLOSE kind=ButtonKind::IconOnly icon=Icon::Close small=true on_click=move |()| open.set(false) />
            </div>
            <Show when=move || open.get()>
                <div class="dialog__body">{children()}</div>
                {actions
                    .clone()
                    .map(|actions| view! { <div class="dialog__foot">{actions.run()}</div> })}
            </Show>
        </dialog>
    }
}

/// The first field takes the focus, or the title: never the cross, on which typing does nothing.
fn begin(node: NodeRef<html::Dialog>) {
    let Some(dialog) = node.try_get_untracked().flatten() else { return };
    let find = |what: &str| dialog.query_selector(what).ok().flatten();
    let first = find(FIELDS).or_else(|| find("h2"));
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        // It is on the page.
        drop(first.focus());
    }
}

/// What a person fills in.
const FIELDS: &str = ".dialog__body :is(input:not([tabindex='-1']), select, textarea):not(:disabled)";
