//! How much is to be read, in the header of every page: counted again when somebody is told something, and when they read it.

use leptos::prelude::*;
use shared::catalogue::screens::notices as words;

use crate::client::notices::count_unread;
use crate::fetched::Fetched;
use crate::live;
use crate::ui::bell::Bell;

/// A number that grows each time the reader marks something.
#[derive(Clone, Copy)]
struct Marked(RwSignal<u32>);

/// Lets pages say that something was marked.
pub fn provide() {
    provide_context(Marked(RwSignal::new(0)));
}

/// What says it, also from where there is no context any more.
pub fn marking() -> Callback<()> {
    let times = use_context::<Marked>();
    Callback::new(move |()| {
        if let Some(Marked(times)) = times {
            times.try_update(|times| *times += 1);
        }
    })
}

/// The bell.
#[component]
pub fn Unread() -> impl IntoView {
    let told = live::again(|event| event.resource == "notifications");
    let own = use_context::<Marked>();
    let known = RwSignal::new(0_u64);
    let counted = Fetched::new(move || {
        told.track();
        if let Some(Marked(times)) = own {
            times.track();
        }
        async move { count_unread().await.ok() }
    });
    // The number in view stays while it is counted again, and when it cannot be.
    Effect::new(move |_| {
        if let Some(Some(unread)) = counted.get() {
            known.set(unread);
        }
    });
    let count = Signal::derive(move || Some(known.get()).filter(|unread| *unread > 0).map(words::few));
    view! { <Bell to="/notifications" label=Signal::derive(move || words::bell(known.get())) count /> }
}
