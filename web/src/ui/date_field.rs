//! A day. The browser shows it the French way and refuses what is not one.

use leptos::prelude::*;
use shared::time::Day;

use super::field::Wiring;

/// A day, or none. Inside a `Field`.
#[component]
pub fn DateInput(
    /// The day in force.
    #[prop(into)]
    value: Signal<Option<Day>>,
    /// The new day; `None` when it was emptied.
    #[prop(into)]
    on_change: Callback<Option<Day>>,
    /// First day allowed.
    #[prop(optional, into)]
    first: MaybeProp<Day>,
    /// Last day allowed.
    #[prop(optional, into)]
    last: MaybeProp<Day>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    let changed = move |event| {
        let text: String = event_target_value(&event);
        match text.parse::<Day>() {
            Ok(day) => on_change.run(Some(day)),
            Err(_) if text.is_empty() => on_change.run(None),
            // Half a date: the browser says so itself.
            Err(_) => {}
        }
    };
    view! {
        <input
            class="input"
            id=wiring.id()
            type="date"
            min=move || first.get().map(|day| day.to_string())
            max=move || last.get().map(|day| day.to_string())
            required=wiring.required
            aria-invalid=move || wiring.invalid()
            aria-describedby=move || wiring.described_by()
            prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
            on:change=changed
        />
    }
}
