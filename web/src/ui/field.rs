//! A field: label, hint, error, and the control wired to them.

use leptos::context::Provider;
use leptos::prelude::*;
use shared::catalogue::screens::ui;

use super::icon::{Icon, IconView};
use super::ids;

/// What a control must say of its field; read by `TextInput`, `Select`, `DateInput`.
#[derive(Clone, Copy)]
pub(super) struct Wiring {
    id: StoredValue<String>,
    has_hint: bool,
    error: Signal<Option<String>>,
    /// What the control itself finds wrong, before anybody else looks.
    pub own: RwSignal<Option<&'static str>>,
    /// Whether it must be filled.
    pub required: bool,
}

impl Wiring {
    /// Of the field around, or of a control alone.
    pub fn of_field() -> Wiring {
        use_context().unwrap_or_else(|| Wiring {
            id: StoredValue::new(ids::next("control")),
            has_hint: false,
            error: Signal::stored(None),
            own: RwSignal::new(None),
            required: false,
        })
    }

    pub fn id(self) -> String {
        self.id.get_value()
    }

    pub fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }

    pub fn described_by(self) -> Option<String> {
        let id = self.id();
        let hint = self.has_hint.then(|| format!("{id}-hint"));
        let error = self.error.with(Option::is_some).then(|| format!("{id}-error"));
        let both: Vec<String> = hint.into_iter().chain(error).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }
}

/// A label, a control, what helps to fill it, what is wrong with it.
#[component]
pub fn Field(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// What to write.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty, in a form where others may not: said beside the label.
    #[prop(optional)]
    optional: bool,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether it takes the place left in a bar of filters.
    #[prop(optional)]
    grow: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = ids::next("field");
    let has_hint = hint.is_some();
    let own = RwSignal::new(None::<&'static str>);
    let error = Signal::derive(move || own.get().map(str::to_owned).or_else(|| error.get()));
    let wiring = Wiring { id: StoredValue::new(id.clone()), has_hint, error, own, required };
    let error_id = format!("{id}-error");
    view! {
        <div class="field" data-grow=grow.then_some("true")>
            <label class="field__label" for=id.clone()>
                {move || label.get()}
                {optional.then(|| view! { <span class="field__optional">{format!(" ({})", ui::OPTIONAL)}</span> })}
            </label>
            <Provider value=wiring>{children()}</Provider>
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id.clone()>
                                <IconView icon=Icon::Error />
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
