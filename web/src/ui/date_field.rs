//! A day, written the French way whatever the language of the browser, or picked in its calendar.

use leptos::html;
use leptos::prelude::*;
use shared::catalogue::screens::{time as words, ui};
use shared::time::Day;

use super::field::Wiring;
use super::icon::{Icon, IconView};

/// A day, or none. Inside a `Field`. What is not a day is said by the field when the person leaves it.
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
    let native = NodeRef::<html::Input>::new();
    let allowed = move |day: Day| {
        first.get().is_none_or(|first| day >= first) && last.get().is_none_or(|last| day <= last)
    };
    let written = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let day = read(&text);
        let wrong = match day {
            None if !text.trim().is_empty() => Some(ui::NOT_A_DAY),
            Some(day) if !allowed(day) => Some(words::NOT_ALLOWED),
            _ => None,
        };
        wiring.own.set(wrong);
        if wrong.is_none() {
            on_change.run(day);
        }
    };
    let picked = move |event: web_sys::Event| {
        if let Ok(day) = event_target_value(&event).parse() {
            wiring.own.set(None);
            on_change.run(Some(day));
        }
    };
    let open = move |_| {
        if let Some(native) = native.get_untracked() {
            // A browser without its own calendar: the day is written by hand.
            drop(native.show_picker());
        }
    };
    view! {
        <span class="date">
            <input
                class="input"
                id=wiring.id()
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="10"
                placeholder=words::DAY_FORM
                aria-required=wiring.required.then_some("true")
                aria-invalid=move || wiring.invalid()
                aria-describedby=move || wiring.described_by()
                prop:value=move || value.get().map(Day::in_french).unwrap_or_default()
                on:change=written
            />
            <input
                class="date__native"
                node_ref=native
                type="date"
                tabindex="-1"
                aria-hidden="true"
                min=move || first.get().map(|day| day.to_string())
                max=move || last.get().map(|day| day.to_string())
                prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
                on:change=picked
            />
            <button class="date__button" type="button" aria-label=words::CALENDAR title=words::CALENDAR on:click=open>
                <IconView icon=Icon::Calendar />
            </button>
        </span>
    }
}

/// A day as people write it: `1/4/2026`, `01.04.26`, `01042026`, or as programs do: `2026-04-01`.
fn read(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let is_digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if is_digits {
        vec![text.get(..2)?, text.get(2..4)?, text.get(4..)?]
    } else {
        text.split(['/', '.', '-', ' ']).collect()
    };
    let [day, month, year] = parts.as_slice() else { return None };
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        4 => number,
        2 => 2000 + number,
        _ => return None,
    };
    Day::new(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in ["01/04/2026", "1/4/2026", "01.04.26", "01042026", " 2026-04-01 ", "1-4-2026"] {
            assert_eq!(read(text), Day::new(2026, 4, 1), "{text}");
        }
        for text in ["", "demain", "31/02/2026", "04/2026", "1/4/226", "é1/04/26"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
