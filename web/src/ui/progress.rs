//! How far long work is.

use leptos::prelude::*;

use super::ids;

/// A bar. Without a total it moves without saying how far.
#[component]
pub fn ProgressBar(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// Done.
    #[prop(into)]
    done: Signal<u64>,
    /// In all.
    #[prop(into)]
    total: Signal<Option<u64>>,
) -> impl IntoView {
    let id = ids::next("progress");
    let percent =
        move || total.get().filter(|total| *total > 0).map(|total| done.get().min(total) * 100 / total);
    view! {
        <div class="progress">
            <div class="progress__text">
                <span id=id.clone()>{move || label.get()}</span>
                <span>{move || percent().map(|percent| format!("{percent}\u{202f}%"))}</span>
            </div>
            <progress
                class="progress__bar"
                aria-labelledby=id
                max="100"
                value=move || percent().map(|percent| percent.to_string())
            ></progress>
        </div>
    }
}
