//! A choice in a list.

use leptos::prelude::*;

use super::field::Wiring;
use super::icon::{Icon, IconView};

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent; empty for none.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// From a value and its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into() }
    }
}

/// A list of choices. Inside a `Field`.
#[component]
pub fn Select(
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The choices, in order.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What the person chose.
    #[prop(into)]
    on_change: Callback<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    view! {
        <span class="select-frame">
            <select
                class="select"
                id=wiring.id()
                aria-required=wiring.required.then_some("true")
                aria-invalid=move || wiring.invalid()
                aria-describedby=move || wiring.described_by()
                disabled=move || disabled.get()
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {move || {
                    let chosen = value.get();
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let selected = choice.value == chosen;
                            view! {
                                <option value=choice.value prop:selected=selected>
                                    {choice.label}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <IconView icon=Icon::ChevronDown />
        </span>
    }
}
