//! What just happened: said in a corner, and to screen readers, without moving the focus.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

use super::Kind;
use super::button::{Button, ButtonKind};
use super::icon::Icon;

/// How long a message stays, in milliseconds. An error stays until it is closed.
const STAYS: u64 = 6_000;

#[derive(Debug, Clone, PartialEq)]
struct Toast {
    id: u32,
    kind: Kind,
    text: String,
}

/// The messages of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Gives the messages to all pages.
    pub fn provide() {
        provide_context(Toasts { all: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
    }

    /// The messages, for a callback that runs outside of any component.
    pub fn here() -> Option<Toasts> {
        use_context()
    }

    /// Adds a message.
    pub fn push(self, kind: Kind, text: String) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let id = id.unwrap_or_default();
        self.all.update(|all| all.push(Toast { id, kind, text }));
        if kind != Kind::Danger {
            set_timeout(move || self.close(id), std::time::Duration::from_millis(STAYS));
        }
    }

    fn close(self, id: u32) {
        self.all.update(|all| all.retain(|toast| toast.id != id));
    }
}

/// Where messages appear. Once, at the end of the application.
#[component]
pub fn Announcer() -> impl IntoView {
    let Some(toasts) = Toasts::here() else { return ().into_any() };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.all.get() key=|toast| toast.id let:toast>
                <div class="toast" data-kind=toast.kind.name()>
                    <p class="toast__text">{toast.text}</p>
                    <Button
                        label=ui::CLOSE
                        kind=ButtonKind::IconOnly
                        icon=Icon::Close
                        small=true
                        on_click=move |()| toasts.close(toast.id)
                    />
                </div>
            </For>
        </div>
    }
    .into_any()
}
