//! The motives of a request or of a step, of a request or of a post in a tour, by the rule of `shared`, from the list as the server gives it today.

use leptos::prelude::*;
use shared::catalogue::screens::ui;
use shared::contract::organisation::NomenclatureEntryView;
use shared::tour::motive::{Purpose, says_enough, wants_text};

use crate::client::nomenclatures::list_entries;
use crate::fetched::Fetched;
use crate::ui::prelude::*;

/// The motives for one purpose.
#[derive(Clone, Copy)]
pub struct Motives {
    all: Fetched<Vec<NomenclatureEntryView>>,
    purpose: Purpose,
}

impl Motives {
    /// Those for a purpose.
    pub fn of(purpose: Purpose) -> Motives {
        // Without the list there is no choice, and the field says that one is missing.
        let all = Fetched::new(move || async move { list_entries(purpose.list()).await.unwrap_or_default() });
        Motives { all, purpose }
    }

    /// To choose from.
    pub fn choices(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            let all = self.all.get().unwrap_or_default().into_iter();
            let own = all.filter(|one| self.purpose.takes(|name| attribute(one, name)));
            let own = own.map(|one| Choice::new(one.code, one.label));
            std::iter::once(Choice::new("", ui::CHOOSE)).chain(own).collect()
        })
    }

    /// Whether the motive wants a text.
    pub fn wants_text(self, code: &str) -> bool {
        let all = self.all.get().unwrap_or_default();
        let found = all.iter().find(|one| one.code == code);
        found.is_some_and(|one| wants_text(code, |name| attribute(one, name)))
    }

    /// Whether this text is enough for this motive.
    pub fn is_said(self, code: &str, text: &str) -> bool {
        says_enough(text) || !self.wants_text(code)
    }
}

fn attribute<'a>(entry: &'a NomenclatureEntryView, name: &str) -> Option<&'a str> {
    entry.attributes.get(name).map(String::as_str)
}
