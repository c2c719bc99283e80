//! What is said beside the fields of a form: what lacks, once it was tried, else what the server answered.

use leptos::prelude::*;
use shared::catalogue::screens::ui;
use shared::problem::Problem;

use crate::client::field_error;

/// Whether a text field says something.
pub fn filled(field: RwSignal<String>) -> Signal<bool> {
    Signal::derive(move || field.with(|text| !text.trim().is_empty()))
}

/// What a text field says; nothing when it is empty.
pub fn said(field: RwSignal<String>) -> Option<String> {
    field.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// A form in the hands of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Whether sending was tried.
    pub tried: RwSignal<bool>,
    /// What the server said.
    pub problem: Signal<Option<Problem>>,
}

impl Told {
    /// A form that nobody tried yet.
    pub fn new(problem: Signal<Option<Problem>>) -> Told {
        Told { tried: RwSignal::new(false), problem }
    }

    /// What is said beside a field.
    pub fn beside(
        self,
        right: impl Into<Signal<bool>>,
        pointer: &'static str,
        said: &'static str,
    ) -> Signal<Option<String>> {
        let right = right.into();
        Signal::derive(move || {
            let told = || self.problem.with(|problem| field_error(problem.as_ref()?, pointer));
            (self.tried.get() && !right.get()).then(|| said.to_owned()).or_else(told)
        })
    }

    /// The same for a field of a list, whose place is known only now.
    pub fn in_list(self, right: Signal<bool>, pointer: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            let told = || self.problem.with(|problem| field_error(problem.as_ref()?, &pointer));
            (self.tried.get() && !right.get()).then(|| ui::REQUIRED.to_owned()).or_else(told)
        })
    }

    /// The same for a field that may stay empty.
    pub fn by_server(self, pointer: &'static str) -> Signal<Option<String>> {
        self.beside(Signal::stored(true), pointer, "")
    }
}
