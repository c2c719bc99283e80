//! Boxes to tick, one choice among a few.

use leptos::prelude::*;

use super::ids;
use super::select::Choice;

/// A box to tick.
#[component]
pub fn Checkbox(
    /// What ticking means.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// The new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// More words.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let hint_id = hint.as_ref().map(|_| ids::next("hint"));
    view! {
        <label class="choice">
            <input
                class="choice__box"
                type="checkbox"
                aria-describedby=hint_id.clone()
                disabled=move || disabled.get()
                prop:checked=move || checked.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="choice__text">{move || label.get()}</span>
            {hint.map(|hint| view! { <span class="choice__hint" id=hint_id>{hint}</span> })}
        </label>
    }
}

/// One choice among a few, all visible.
#[component]
pub fn RadioGroup(
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// The value in force.
    #[prop(into)]
    value: Signal<String>,
    /// The choices, in order.
    choices: Vec<Choice>,
    /// The new value.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let name = ids::next("radio");
    view! {
        <fieldset class="choices">
            <legend class="choices__legend">{legend}</legend>
            {choices
                .into_iter()
                .map(|choice| {
                    let (own, sent) = (choice.value.clone(), choice.value.clone());
                    view! {
                        <label class="choice">
                            <input
                                class="choice__box"
                                type="radio"
                                name=name.clone()
                                value=choice.value
                                prop:checked=move || value.get() == own
                                on:change=move |_| on_change.run(sent.clone())
                            />
                            <span class="choice__text">{choice.label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}
