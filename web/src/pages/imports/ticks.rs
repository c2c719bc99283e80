//! Sentences ticked one by one: questions to confirm, proposals to take.

use leptos::prelude::*;

use crate::ui::prelude::*;

/// Which are ticked.
#[derive(Clone, Copy)]
pub struct Ticks(RwSignal<Vec<bool>>);

impl Ticks {
    /// As they are at first.
    pub fn new(ticked: Vec<bool>) -> Ticks {
        Ticks(RwSignal::new(ticked))
    }

    /// All of them, or none.
    pub fn set_all(self, on: bool) {
        self.0.update(|ticked| ticked.fill(on));
    }

    /// How many are ticked, followed.
    pub fn count(self) -> usize {
        self.0.with(|ticked| ticked.iter().filter(|on| **on).count())
    }

    /// Whether all are, followed.
    pub fn all(self) -> bool {
        self.0.with(|ticked| ticked.iter().all(|on| *on))
    }

    /// Whether one is, followed.
    pub fn is(self, index: usize) -> bool {
        self.0.with(|ticked| ticked.get(index).copied().unwrap_or(false))
    }

    /// The box of one.
    pub fn tick(self, index: usize, label: String, hint: Option<String>) -> AnyView {
        let set = move |on| {
            self.0.update(|ticked| {
                if let Some(one) = ticked.get_mut(index) {
                    *one = on;
                }
            })
        };
        let checked = Signal::derive(move || self.is(index));
        match hint {
            Some(hint) => view! { <Checkbox label checked hint on_change=set /> }.into_any(),
            None => view! { <Checkbox label checked on_change=set /> }.into_any(),
        }
    }
}
