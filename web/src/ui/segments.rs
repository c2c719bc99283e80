//! One choice among two to five short ones: how a thing is shown.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use super::ids;
use super::select::Choice;

/// Choices beside each other: radio buttons in another dress, with their keyboard.
#[component]
pub fn Segments(
    /// What is chosen; read aloud.
    #[prop(into)]
    legend: String,
    /// The value in force.
    #[prop(into)]
    value: Signal<String>,
    /// The choices.
    choices: Vec<Choice>,
    /// Drawings before the words, in the same order.
    #[prop(optional)]
    icons: Vec<Icon>,
    /// The new value.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let name = ids::next("segments");
    let mut icons = icons.into_iter();
    view! {
        <fieldset>
            <legend class="visually-hidden">{legend}</legend>
            <div class="segments">
                {choices
                    .into_iter()
                    .map(|choice| {
                        let (own, sent) = (choice.value.clone(), choice.value.clone());
                        view! {
                            <label class="segments__one">
                                <input
                                    type="radio"
                                    name=name.clone()
                                    value=choice.value
                                    prop:checked=move || value.get() == own
                                    on:change=move |_| on_change.run(sent.clone())
                                />
                                {icons.next().map(|icon| view! { <IconView icon /> })}
                                <span>{choice.label}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
