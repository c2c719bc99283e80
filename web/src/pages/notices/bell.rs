//! How much is to be read, in the header of every page: counted again when somebody is told something, and when they read it.

use leptos::prelude::*;
use shared::catalogue::screens::notices as words;

use crate::client::notices::count_unread;
use crate::fetched::Fetched;
use crate::live;
use crate::ui::bell::Bell;

/// A number that grows each time the reader marks something. It lives as long as the frame: what is opened is marked while
/// the page of notices goes.
#[derive(Clone, Copy)]
pub struct Marked(Option<RwSignal<u32>>);

impl Marked {
    /// Lets pages say that something was marked.
    pub fn provide() {
        provide_context(Marked(Some(RwSignal::new(0))));
    }

    /// That of the frame.
    pub fn here() -> Marked {
        use_context::<Marked>().unwrap_or(Marked(None))
    }

    /// Says it.
    pub fn tell(self) {
        if let Some(times) = self.0 {
            // Gone with the frame: nobody counts any more.
            let _ = times.try_update(|times| *times += 1);
        }
    }

    fn track(self) {
        if let Some(times) = self.0 {
            times.track();
        }
    }
}

/// The bell.
#[component]
pub fn Unread() -> impl IntoView {
    let told = live::again(|event| event.resource == "notifications");
    let marked = Marked::here();
    let known = RwSignal::new(0_u64);
    let counted = Fetched::new(move || {
        told.track();
        marked.track();
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
