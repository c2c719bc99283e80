//! Open pages that follow what others do: one stream for the application, counters that move when something of theirs changed.
//!
//! Also what people are writing, kept while they look elsewhere. Refuses to read anything: whoever counts reads again.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::contract::changes::LiveEvent;
use shared::habilitation::{Right, Rubric};

use crate::client::live::{News, follow_events};
use crate::session::Session;

/// Who is told, by number.
type Told = HashMap<u32, Callback<News>>;

/// The stream of the application.
#[derive(Clone, Copy)]
pub struct Live {
    told: StoredValue<Told>,
    next: StoredValue<u32>,
    drafts: StoredValue<HashMap<String, ArcRwSignal<String>>>,
}

impl Live {
    /// Begins to follow, for the pages inside.
    pub fn provide(session: Session) {
        let live = Live {
            told: StoredValue::new(Told::new()),
            next: StoredValue::new(0),
            drafts: StoredValue::new(HashMap::new()),
        };
        provide_context(live);
        // Who may follow nothing asks for nothing that would be refused.
        if !session.allows_somewhere(Rubric::Structures, Right::Read) {
            return;
        }
        spawn_local(follow_events(move |news| {
            // Gone with the frame.
            let Some(told) = live.told.try_get_value() else { return false };
            for one in news.iter().flat_map(|news| told.values().map(move |one| (one, news.clone()))) {
                one.0.try_run(one.1);
            }
            true
        }));
    }

    /// What a person writes somewhere, kept while the application is open.
    pub fn draft(place: &str) -> RwSignal<String> {
        let fresh = || ArcRwSignal::new(String::new());
        let kept = use_context::<Live>().map(|live| {
            live.drafts.try_update_value(|all| all.entry(place.to_owned()).or_insert_with(fresh).clone())
        });
        RwSignal::from(kept.flatten().unwrap_or_else(fresh))
    }
}

/// A number that grows each time something that fits has changed. Read it where the thing is read.
pub fn again(fits: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static) -> Signal<u32> {
    let times = RwSignal::new(0_u32);
    let Some(live) = use_context::<Live>() else { return times.into() };
    let number = live.next.try_update_value(|next| {
        *next += 1;
        *next
    });
    let Some(number) = number else { return times.into() };
    let tell = Callback::new(move |news: News| {
        let concerns = match &news {
            News::Changed(event) => fits(event),
            News::Resync => true,
        };
        if concerns {
            times.try_update(|times| *times += 1);
        }
    });
    live.told.update_value(|told| {
        told.insert(number, tell);
    });
    on_cleanup(move || {
        // With the frame, all of them go.
        let _ = live.told.try_update_value(|told| told.remove(&number));
    });
    times.into()
}
