//! What sheets of one thing share: what they are read with, their states, the parts that follow only a thing that is there.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::catalogue::screens::gates;
use shared::problem::Problem;
use shared::time::Day;

use crate::fetched::Fetched;
use crate::here::Here;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// What a sheet is read with, from the address.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Which thing.
    pub id: Memo<String>,
    /// The two times.
    pub time: Memo<Pairs>,
    /// Only the knowledge, for what is drawn over all days.
    pub known: Memo<Pairs>,
    /// The day in view.
    pub day: Signal<Day>,
    again: RwSignal<u32>,
}

impl Asked {
    /// Of the page in view.
    pub fn of_page() -> Asked {
        let params = use_params_map();
        let here = Here::get();
        let time = Memo::new(move |_| here.map(|here| here.standing().time()).unwrap_or_default());
        let known = Memo::new(move |_| {
            let mut pairs = Pairs::default();
            pairs.set("known_at", time.with(|time| time.get("known_at").map(str::to_owned)));
            pairs
        });
        Asked {
            id: Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default()),
            time,
            known,
            day: Signal::derive(move || here.map_or(Day::FIRST, Here::as_of)),
            again: RwSignal::new(0),
        }
    }

    /// Reads it again.
    pub fn retry(self) {
        self.again.update(|times| *times += 1);
    }

    /// Read again with the thing, whatever the day in view.
    pub fn follow(self) {
        self.again.track();
    }

    /// Which thing, at which times; followed again when the reader retries.
    pub fn thing(self) -> (String, Pairs) {
        self.again.track();
        (self.id.get(), self.time.get())
    }
}

/// The thing, or why there is none; its past only follows a thing that is there.
#[component]
pub fn Sheet<T>(
    /// What it is read with.
    asked: Asked,
    /// The thing.
    thing: Fetched<Result<T, Problem>>,
    /// What it is now.
    cards: fn(&T) -> AnyView,
    /// What follows.
    children: ChildrenFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let refused = Memo::new(move |_| matches!(thing.get(), Some(Err(_))));
    // `/postes/…` is a thing of `/postes`.
    let path = leptos_router::hooks::use_location().pathname.get_untracked();
    let list = StoredValue::new(format!("/{}", path.split('/').nth(1).unwrap_or_default()));
    let retry = Callback::new(move |()| asked.retry());
    view! {
        <TimeBar />
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                thing
                    .get()
                    .map(|thing| match thing {
                        Err(problem) => {
                            view! {
                                <Card><ErrorState problem on_retry=retry /></Card>
                                <Line>
                                    <ButtonLink to=list.get_value() label=gates::GO_LIST />
                                    <BackToToday />
                                </Line>
                            }
                                .into_any()
                        }
                        Ok(thing) => view! { <Grid cells=GridCells::Large>{cards(&thing)}</Grid> }.into_any(),
                    })
            }}
        </Transition>
        <Show when=move || !refused.get()>{children()}</Show>
    }
}
