//! The choice of colours: those of the system, light or dark. Kept in this browser, and nowhere else.

use leptos::prelude::*;
use shared::catalogue::screens::shell as words;

use super::icon::Icon;
use super::segments::Segments;
use super::select::Choice;

/// Where the choice is kept; the script of the first paint reads it too.
const KEY: &str = "theme";

/// Three choices beside each other.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let value = RwSignal::new(kept());
    let choose = move |theme: String| {
        apply(&theme);
        value.set(theme);
    };
    let choices = vec![
        Choice::new("system", words::THEME_SYSTEM),
        Choice::new("light", words::THEME_LIGHT),
        Choice::new("dark", words::THEME_DARK),
    ];
    view! {
        <Segments
            legend=words::THEME
            value
            choices
            icons=vec![Icon::Screen, Icon::Sun, Icon::Moon]
            on_change=choose
        />
    }
}

fn storage() -> Option<web_sys::Storage> {
    // A browser that refuses storage keeps the colours for this visit only.
    window().local_storage().ok().flatten()
}

fn kept() -> String {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    kept.filter(|theme| theme == "light" || theme == "dark").unwrap_or_else(|| "system".to_owned())
}

fn apply(theme: &str) {
    let Some(root) = document().document_element() else { return };
    // Refused by the browser: the colours of the system stay, nothing is lost.
    if theme == "system" {
        drop(root.remove_attribute("data-theme"));
        drop(storage().map(|storage| storage.remove_item(KEY)));
    } else {
        drop(root.set_attribute("data-theme", theme));
        drop(storage().map(|storage| storage.set_item(KEY, theme)));
    }
}
