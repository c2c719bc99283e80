//! Buttons.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// How much a button stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main action: one on a page.
    Primary,
    /// The others.
    #[default]
    Secondary,
    /// In a table, a bar, beside a text.
    Quiet,
    /// What cannot be taken back.
    Danger,
    /// A drawing alone; the label is read aloud and shown as a tip.
    IconOnly,
}

impl ButtonKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            ButtonKind::Primary => "primary",
            ButtonKind::Secondary => "secondary",
            ButtonKind::Quiet => "quiet",
            ButtonKind::Danger => "danger",
            ButtonKind::IconOnly => "icon",
        }
    }
}

/// A button. While `busy` or `disabled` it keeps the focus and refuses the click: it is said to be disabled, so that
/// a keyboard is not lost when it becomes so.
#[component]
pub fn Button(
    /// What it does, in one or two words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Whether the work it started lasts.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Smaller, for tables and bars.
    #[prop(optional)]
    small: bool,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    /// Whether it is a switch that is on.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// What it is about, when the label alone is ambiguous (`Gérer Camille Lambert`); read aloud instead of it.
    #[prop(optional, into)]
    about: MaybeProp<String>,
    /// What happens.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
) -> impl IntoView {
    let blocked = move || busy.get() || disabled.get();
    let click = move |event: leptos::ev::MouseEvent| {
        if blocked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    let icon_only = kind == ButtonKind::IconOnly;
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-kind=kind.name()
            data-size=small.then_some("small")
            data-wide=wide.then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || blocked().then_some("true")
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            aria-label=move || about.get().or_else(|| icon_only.then(|| label.get()))
            title=move || icon_only.then(|| label.get())
            on:click=click
        >
            {move || match (busy.get(), icon) {
                (true, _) => view! { <span class="button__spinner" aria-hidden="true"></span> }.into_any(),
                (false, Some(icon)) => view! { <IconView icon /> }.into_any(),
                (false, None) => ().into_any(),
            }}
            {(!icon_only).then(|| view! { <span>{move || label.get()}</span> })}
        </button>
    }
}
