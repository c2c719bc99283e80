//! The bar at the foot of a step.

use leptos::prelude::*;

/// What may be done with the step in view: it stays at the foot of the window while the step scrolls.
#[component]
pub fn ActionBar(
    /// At the start: back, give up.
    #[prop(optional, into)]
    start: Option<ViewFn>,
    /// At the end: the main button last.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="actionbar">
            {start.map(|start| view! { <div class="row">{start.run()}</div> })}
            <div class="actionbar__end">{children()}</div>
        </div>
    }
}
