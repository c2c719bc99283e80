//! The one thing to do now.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// A surface that stands out, once on a page.
#[component]
pub fn NextAction(
    /// In one or two words: that it is the thing to do.
    #[prop(into)]
    eyebrow: String,
    /// What to do.
    #[prop(into)]
    title: String,
    /// Why.
    #[prop(into)]
    text: String,
    /// A drawing.
    icon: Icon,
    /// Whether there is nothing to do after all.
    #[prop(optional)]
    calm: bool,
    /// Buttons: the main one last.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="next" data-calm=calm.then_some("true")>
            <span class="next__mark"><IconView icon /></span>
            <div class="next__words">
                <p class="next__eyebrow">{eyebrow}</p>
                <h2 class="next__title">{title}</h2>
                <p class="next__text">{text}</p>
            </div>
            <div class="next__actions">{children()}</div>
        </section>
    }
}
