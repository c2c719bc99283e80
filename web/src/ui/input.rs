//! Controls in which people write.

use leptos::prelude::*;

use super::field::Wiring;
use super::icon::{Icon, IconView};

/// What is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Anything.
    #[default]
    Text,
    /// An e-mail.
    Email,
    /// A password that exists.
    Password,
    /// A password that is chosen.
    NewPassword,
    /// A number or a code: fixed width, no correction.
    Code,
}

impl InputKind {
    const fn type_name(self) -> &'static str {
        match self {
            InputKind::Email => "email",
            InputKind::Password | InputKind::NewPassword => "password",
            InputKind::Text | InputKind::Code => "text",
        }
    }

    const fn autocomplete(self) -> Option<&'static str> {
        match self {
            InputKind::Email => Some("username"),
            InputKind::Password => Some("current-password"),
            InputKind::NewPassword => Some("new-password"),
            InputKind::Text | InputKind::Code => Some("off"),
        }
    }
}

/// One line of text. Inside a `Field`.
#[component]
pub fn TextInput(
    /// What is written.
    value: RwSignal<String>,
    /// Its kind.
    #[prop(optional)]
    kind: InputKind,
    /// Longest text.
    #[prop(optional, into)]
    max_length: Option<u32>,
    /// Shown as it is, for a password.
    #[prop(optional, into)]
    shown: Signal<bool>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// When the person leaves the field.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    let is_code = kind == InputKind::Code;
    view! {
        <input
            class="input"
            id=wiring.id()
            type=move || if shown.get() { "text" } else { kind.type_name() }
            autocomplete=kind.autocomplete()
            data-code=is_code.then_some("true")
            spellcheck=(kind != InputKind::Text).then_some("false")
            maxlength=max_length.map(|length| length.to_string())
            required=wiring.required
            aria-required=wiring.required.then_some("true")
            aria-invalid=move || wiring.invalid()
            aria-describedby=move || wiring.described_by()
            disabled=move || disabled.get()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| if let Some(on_blur) = on_blur { on_blur.run(()) }
        />
    }
}

/// A text that filters or searches: told when the person presses Enter, leaves, or stops writing for a moment.
#[component]
pub fn SearchInput(
    /// What is in force.
    #[prop(into)]
    value: Signal<String>,
    /// What the person wrote.
    #[prop(into)]
    on_change: Callback<String>,
    /// Shown while it is empty.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        waiting.set_value(None);
    };
    on_cleanup(stop);
    let later = move |text: String| {
        stop();
        let wait = std::time::Duration::from_millis(300);
        let handle = set_timeout_with_handle(move || on_change.run(text), wait);
        // Without a timer the text is still told when the person leaves the field.
        waiting.set_value(handle.ok());
    };
    let now = move |text: String| {
        stop();
        on_change.run(text);
    };
    view! {
        <span class="affix">
            <IconView icon=Icon::Search />
            <input
                class="input"
                id=wiring.id()
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-invalid=move || wiring.invalid()
                aria-describedby=move || wiring.described_by()
                prop:value=move || value.get()
                on:input=move |event| later(event_target_value(&event))
                on:change=move |event| now(event_target_value(&event))
            />
        </span>
    }
}

/// Several lines of text. Inside a `Field`.
#[component]
pub fn TextArea(
    /// What is written.
    value: RwSignal<String>,
    /// Longest text.
    #[prop(optional, into)]
    max_length: Option<u32>,
) -> impl IntoView {
    let wiring = Wiring::of_field();
    view! {
        <textarea
            class="textarea"
            id=wiring.id()
            rows="3"
            maxlength=max_length.map(|length| length.to_string())
            required=wiring.required
            aria-invalid=move || wiring.invalid()
            aria-describedby=move || wiring.described_by()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    }
}
