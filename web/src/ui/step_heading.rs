//! The title of a step inside a page.

use leptos::html;
use leptos::prelude::*;

/// A title (`h2`) and a sentence. When the button that led here is gone, it takes the focus that was lost, so that a
/// keyboard and a screen reader go on from the new step; else it leaves the focus where it is.
#[component]
pub fn StepHeading(
    /// Title.
    #[prop(into)]
    title: String,
    /// One sentence below.
    #[prop(optional, into)]
    text: MaybeProp<String>,
    /// Buttons or choices beside it.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let node = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        let Some(heading) = node.get() else { return };
        let focused = document().active_element();
        if focused.is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body")) {
            // The heading is on the page and takes the focus; if the browser refuses, nothing is lost.
            drop(heading.focus());
        }
    });
    view! {
        <div class="header__line">
            <div class="header__titles">
                <h2 class="step-title" node_ref=node tabindex="-1">{title}</h2>
                {move || text.get().map(|text| view! { <p class="header__lead">{text}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="header__actions">{actions.run()}</div> })}
        </div>
    }
}
