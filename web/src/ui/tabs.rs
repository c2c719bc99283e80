//! Parts of a page, one at a time.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::ids;
use super::select::Choice;

/// Tabs over a panel: arrows, Home and End move, as readers of screens expect.
#[component]
pub fn Tabs(
    /// What is divided; read aloud.
    #[prop(into)]
    label: String,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Choice>>,
    /// The one in view.
    #[prop(into)]
    value: Signal<String>,
    /// The new one.
    #[prop(into)]
    on_change: Callback<String>,
    /// What the tab in view shows: reads `value` itself.
    children: Children,
) -> impl IntoView {
    let id = StoredValue::new(ids::next("tabs"));
    let tab_id = move |value: &str| format!("{}-{value}", id.get_value());
    let key = move |event: web_sys::KeyboardEvent| {
        let all = tabs.get_untracked();
        let here = all.iter().position(|tab| tab.value == value.get_untracked()).unwrap_or_default();
        let there = match event.key().as_str() {
            "ArrowRight" => (here + 1) % all.len().max(1),
            "ArrowLeft" => (here + all.len() - 1) % all.len().max(1),
            "Home" => 0,
            "End" => all.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = all.get(there) {
            on_change.run(tab.value.clone());
            let found = document().get_element_by_id(&tab_id(&tab.value));
            if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
                // The tab is on the page: it takes the focus.
                drop(found.focus());
            }
        }
    };
    let panel = format!("{}-panel", id.get_value());
    let controls = panel.clone();
    view! {
        <div class="stack">
            <div class="tabs" role="tablist" aria-label=label on:keydown=key>
                {move || {
                    let controls = controls.clone();
                    tabs.get()
                        .into_iter()
                        .map(|tab| {
                            let (own, sent) = (tab.value.clone(), tab.value.clone());
                            let chosen = Memo::new(move |_| value.get() == own);
                            view! {
                                <button
                                    class="tabs__tab"
                                    type="button"
                                    role="tab"
                                    id=tab_id(&tab.value)
                                    aria-controls=controls.clone()
                                    aria-selected=move || if chosen.get() { "true" } else { "false" }
                                    tabindex=move || if chosen.get() { "0" } else { "-1" }
                                    on:click=move |_| on_change.run(sent.clone())
                                >
                                    {tab.label}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
            <div role="tabpanel" id=panel aria-labelledby=move || tab_id(&value.get()) tabindex="0">
                {children()}
            </div>
        </div>
    }
}
