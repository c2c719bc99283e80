//! Where the person stands: establishment in view, day shown, knowledge shown. It lives in the address.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::location::State;
use shared::contract::organisation::EstablishmentView;
use shared::habilitation::{Right, Rubric};
use shared::problem::{Code, Problem};
use shared::time::{Day, Instant};
use wasm_bindgen::JsValue;

use crate::client::establishments::get_establishment;
use crate::client::is_refused;
use crate::fetched::Fetched;
use crate::query::{ListState, Pairs, Standing};
use crate::session::Session;

/// Where the person stands, for all pages inside the frame.
#[derive(Clone, Copy)]
pub struct Here {
    standing: Memo<Standing>,
    establishment: Fetched<Option<Result<EstablishmentView, Problem>>>,
}

/// The pairs of the address.
pub fn address() -> Memo<Pairs> {
    let map = use_query_map();
    Memo::new(move |_| {
        map.with(|map| {
            map.latest_values().map(|(name, value)| (name.to_string(), value.to_owned())).collect()
        })
    })
}

impl Here {
    /// Reads the address and gives it to all pages.
    pub fn provide(session: Session) -> Here {
        let pairs = address();
        let standing = Memo::new(move |_| {
            let mut standing = pairs.with(Standing::from_query);
            standing.establishment = standing.establishment.or_else(|| session.only_establishment());
            standing
        });
        let finess = Memo::new(move |_| standing.with(|standing| standing.establishment.clone()));
        let time = Memo::new(move |_| standing.with(Standing::time));
        let establishment = Fetched::new(move || {
            // Asked once more when the session ends, after the frame is gone.
            let finess = finess.try_get().flatten().filter(|_| session.reads_establishments());
            let time = time.try_get().unwrap_or_default();
            async move { Some(as_it_is(&finess?, &time).await) }
        });
        let here = Here { standing, establishment };
        provide_context(here);
        here
    }

    /// The standing in force; `None` outside the frame.
    pub fn get() -> Option<Here> {
        use_context()
    }

    /// Establishment and times of the address.
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// FINESS of the establishment in view.
    pub fn finess(self) -> Option<String> {
        self.standing.with(|standing| standing.establishment.clone())
    }

    /// The establishment in view, once it is read.
    pub fn establishment(self) -> Option<EstablishmentView> {
        self.establishment.get().flatten().and_then(Result::ok)
    }

    /// Whether there is no such establishment for this person, neither today nor at the times in view.
    pub fn is_absent(self) -> bool {
        let refusal = self.establishment.get().flatten().and_then(Result::err);
        refusal.is_some_and(|refusal| is_refused(&refusal, Code::NotFound))
    }

    /// The day shown.
    pub fn as_of(self) -> Day {
        self.standing.with(|standing| standing.as_of).unwrap_or_else(|| Session::here().today())
    }

    /// A path that keeps establishment and times.
    pub fn href(self, path: &str) -> String {
        self.standing.with(|standing| standing.to_query().after(path))
    }

    /// Whether the person may do this in the establishment in view; before it is read, whether anywhere.
    pub fn allows(self, rubric: Rubric, right: Right) -> bool {
        let session = Session::here();
        match self.establishment() {
            Some(establishment) => session.allows_in(rubric, right, &establishment),
            None => session.allows_somewhere(rubric, right),
        }
    }
}

/// An establishment as it is today; one that is no more, as it was at the times in view.
async fn as_it_is(finess: &str, time: &Pairs) -> Result<EstablishmentView, Problem> {
    match get_establishment(finess, &Pairs::default()).await {
        Err(refusal) if is_refused(&refusal, Code::NotFound) && *time != Pairs::default() => {
            get_establishment(finess, time).await
        }
        answer => answer,
    }
}

/// Whether the person may do this in the establishment in view.
pub fn allows(rubric: Rubric, right: Right) -> bool {
    match Here::get() {
        Some(here) => here.allows(rubric, right),
        None => Session::here().allows_somewhere(rubric, right),
    }
}

/// A path that keeps establishment and times, with one more name and its value: another list, already filtered.
pub fn href_with(path: &str, name: &str, value: &str) -> String {
    let kept = Here::get().map(|here| here.standing().to_query()).unwrap_or_default();
    kept.with(name, value).after(path)
}

/// A text searched, which may be a name: it stays with the entry of the history, that a reload and the way back keep,
/// and is never in the address, where a server or a log would read it.
#[derive(Clone, Copy)]
pub struct SearchedText {
    text: RwSignal<String>,
    path: Memo<String>,
}

impl SearchedText {
    /// Of the page in view, as it was left.
    pub fn of_page() -> SearchedText {
        let path = use_location().pathname;
        let kept = entry_state().as_string().unwrap_or_default();
        // The entry may still be that of the page that was left: its path tells.
        let mine = kept.split_once('\n').filter(|(of, _)| path.with_untracked(|path| path == of));
        SearchedText { text: RwSignal::new(mine.map(|(_, text)| text.to_owned()).unwrap_or_default()), path }
    }

    /// The text in force, followed.
    pub fn get(self) -> String {
        self.text.get()
    }

    /// Another text.
    pub fn set(self, text: String) {
        let state = self.path.with_untracked(|path| format!("{path}\n{text}"));
        // A browser that keeps nothing loses the text at the next reload, as it was before.
        let _ = history().map(|history| history.replace_state_with_url(&state.into(), "", None));
        self.text.set(text);
    }
}

fn history() -> Option<web_sys::History> {
    window().history().ok()
}

/// What the entry of the history keeps beside its address.
fn entry_state() -> JsValue {
    history().and_then(|history| history.state().ok()).unwrap_or_default()
}

/// Another address of the same page: what its entry keeps goes with it.
fn same_page(replace: bool) -> NavigateOptions {
    NavigateOptions {
        replace,
        scroll: false,
        state: State::new(Some(entry_state())),
        ..NavigateOptions::default()
    }
}

/// Names of the address that say how rows are shown, and hide none.
const SHOWING: [&str; 2] = ["columns", "group"];

/// The state of a list, read from the address and written to it.
#[derive(Clone, Copy)]
pub struct ListControl {
    /// The state in force.
    pub state: Memo<ListState>,
    go: Callback<(ListState, bool)>,
}

impl ListControl {
    /// Of the page in view, with the names of its filters.
    pub fn of(filters: &'static [&'static str]) -> ListControl {
        let pairs = address();
        let here = Here::get();
        let state = Memo::new(move |_| {
            let mut state = pairs.with(|pairs| ListState::from_query(pairs, filters));
            if let Some(here) = here {
                state.standing = here.standing();
            }
            state
        });
        let navigate = use_navigate();
        let path = use_location().pathname;
        let go = Callback::new(move |(state, replace): (ListState, bool)| {
            let address = state.to_query().after(&path.get_untracked());
            navigate(&address, same_page(replace));
        });
        ListControl { state, go }
    }

    /// Names and values to send with the call.
    pub fn query(self) -> Pairs {
        self.state.with(ListState::to_query)
    }

    /// Sets a filter.
    pub fn filter(self, name: &str, value: Option<String>) {
        let state = self.state.get_untracked();
        if state.filter(name) != value.clone().filter(|value| !value.is_empty()) {
            self.go.run((state.with_filter(name, value), true));
        }
    }

    /// Goes to another state of the list, in the place of this one.
    pub fn set(self, state: ListState) {
        self.go.run((state, true));
    }

    /// Takes all filters away; what is only a way of showing stays.
    pub fn clear(self) {
        let mut state = ListState { cursor: None, ..self.state.get_untracked() };
        state.filters.retain(|name, _| SHOWING.contains(&name.as_str()));
        self.go.run((state, true));
    }

    /// Sorts by a field.
    pub fn sort(self, field: &str) {
        self.go.run((self.state.get_untracked().sorted_by(field), true));
    }

    /// Goes to a page.
    pub fn page(self, cursor: Option<String>) {
        self.go.run((ListState { cursor, ..self.state.get_untracked() }, false));
    }

    /// The value of a filter, followed.
    pub fn value(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || self.state.with(|state| state.filter(name)).unwrap_or_default())
    }

    /// Whether some filter is set.
    pub fn is_filtered(self) -> bool {
        self.state.with(|state| state.filters.keys().any(|name| !SHOWING.contains(&name.as_str())))
    }
}

/// Writes the times of the address, keeping everything else but the page of the list.
pub fn set_time() -> Callback<(Option<Day>, Option<Instant>)> {
    let pairs = address();
    let navigate = use_navigate();
    let path = use_location().pathname;
    Callback::new(move |(as_of, known_at): (Option<Day>, Option<Instant>)| {
        let mut pairs = pairs.get_untracked();
        pairs.set("as_of", as_of.map(|day| day.to_string()));
        pairs.set("known_at", known_at.map(|instant| instant.to_string()));
        pairs.set("cursor", None);
        let address = pairs.after(&path.get_untracked());
        navigate(&address, same_page(true));
    })
}
