//! What just happened: said in a corner, and to screen readers, without moving the focus.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

use super::Kind;
use super::button::{Button, ButtonKind};
use super::icon::Icon;

/// How long a message stays, in milliseconds. An error stays until it is closed.
const STAYS: u64 = 6_000;

/// How long it stays when what was done may be taken back.
const STAYS_WITH_WAY_BACK: u64 = 20_000;

#[derive(Clone)]
struct Toast {
    id: u32,
    kind: Kind,
    text: String,
    /// What takes it back, with its name.
    way_back: Option<(&'static str, Callback<()>)>,
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
        self.add(kind, text, None, STAYS);
    }

    /// Says what was done, with a button that takes it back. The same is offered elsewhere for as long as it is possible.
    pub fn push_with_way_back(self, text: String, label: &'static str, back: Callback<()>) {
        self.add(Kind::Success, text, Some((label, back)), STAYS_WITH_WAY_BACK);
    }

    fn add(self, kind: Kind, text: String, way_back: Option<(&'static str, Callback<()>)>, stays: u64) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let id = id.unwrap_or_default();
        self.all.update(|all| all.push(Toast { id, kind, text, way_back }));
        if kind != Kind::Danger {
            set_timeout(move || self.close(id), std::time::Duration::from_millis(stays));
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
                    {toast
                        .way_back
                        .map(|(label, back)| {
                            let press = move |()| {
                                toasts.close(toast.id);
                                back.run(());
                            };
                            view! { <Button label small=true on_click=press /> }
                        })}
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
