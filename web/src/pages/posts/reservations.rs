//! The reservations of a post, on its sheet: what is kept, for whom, until when, and what may be done.

use leptos::prelude::*;
use shared::catalogue::screens::reservations as words;
use shared::contract::reservations::ReservationView;
use shared::habilitation::Profile;
use shared::id::PostId;
use shared::workflow::reservation::{ReservationAction, ReservationState};

use super::reserving::{Doing, ReservationDialog};
use crate::client::reservations::list_reservations;
use crate::fetched::Fetched;
use crate::format;
use crate::here::Here;
use crate::live;
use crate::pages::sheet::Asked;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// The card.
#[component]
pub fn ReservationsCard(
    /// What the sheet is read with.
    asked: Asked,
    /// The post on which time may be reserved, and the FINESS of its establishment.
    post: Signal<Option<(PostId, String)>>,
) -> impl IntoView {
    let others = live::again(|event| event.resource == "reservations");
    let mine = RwSignal::new(0_u32);
    let all = Fetched::new(move || {
        others.track();
        mine.track();
        let (id, time) = asked.thing();
        async move { list_reservations(&time.with("post", id).with("limit", "100")).await }
    });
    let doing = RwSignal::new(None::<Doing>);
    let done = Callback::new(move |()| {
        mine.update(|times| *times += 1);
        // What the post is follows from what is reserved.
        asked.retry();
    });
    let begin = move || {
        (is_now() && may_reserve() && post.with(Option::is_some)).then(|| {
            let press = move |()| {
                if let Some((post, establishment)) = post.get_untracked() {
                    doing.set(Some(Doing::Begin { post, establishment }));
                }
            };
            view! { <Button label=words::NEW icon=Icon::Add small=true on_click=press /> }
        })
    };
    // Who reads a part of a hospital is told of none, and who may not reserve has nothing to do with none.
    let shows = Memo::new(move |_| {
        (may_reserve() && post.with(Option::is_some))
            || all.get().is_some_and(|read| read.map_or(true, |page| !page.items.is_empty()))
    });
    view! {
        <Show when=move || shows.get()>
            <Card title=words::TITLE actions=ViewFn::from(move || begin)>
                <Transition fallback=|| view! { <Loading lines=2 /> }>
                    {move || {
                        all.get()
                            .map(|read| match read {
                                Err(problem) => {
                                    let retry = Callback::new(move |()| mine.update(|times| *times += 1));
                                    view! { <ErrorState problem on_retry=retry /> }.into_any()
                                }
                                Ok(page) if page.items.is_empty() => {
                                    view! { <p><Quiet>{words::NONE}</Quiet></p> }.into_any()
                                }
                                Ok(page) => {
                                    let entries =
                                        page.items.into_iter().map(|one| entry(one, doing)).collect_view();
                                    view! { <Entries>{entries}</Entries> }.into_any()
                                }
                            })
                    }}
                </Transition>
            </Card>
        </Show>
        <ReservationDialog doing on_done=done />
    }
}

fn entry(one: ReservationView, doing: RwSignal<Option<Doing>>) -> impl IntoView + use<> {
    let state = one.state;
    let title =
        format!("{}, {}", format::half_days(one.quotity), format::period(one.reserved_from, one.reserved_to));
    let who =
        one.practitioner.as_ref().map(|who| words::who(&format!("{} {}", who.usual_name, who.first_names)));
    let notes: Vec<String> = [who, one.text.clone(), one.said.clone()].into_iter().flatten().collect();
    let motive = one.motive.label.clone();
    let actions = if is_now() { one.allowed_actions.clone() } else { Vec::new() };
    let buttons = move || {
        let one = one.clone();
        let all = actions.clone().into_iter().map(move |action| {
            let one = one.clone();
            let kind =
                if action == ReservationAction::Cancel { ButtonKind::Quiet } else { ButtonKind::Secondary };
            let press = move |()| doing.set(Some(Doing::Step { action, reservation: Box::new(one.clone()) }));
            view! { <Button label=words::action(action) kind small=true on_click=press /> }
        });
        view! { <Line>{all.collect_view()}</Line> }
    };
    view! {
        <Entry
            title
            text=motive
            notes
            badge=ViewFn::from(move || view! { <ReservationBadge state /> })
            action=ViewFn::from(buttons)
        />
    }
}

/// Where a reservation stands.
#[component]
fn ReservationBadge(state: ReservationState) -> impl IntoView {
    let kind = match state {
        ReservationState::Active => Kind::Info,
        ReservationState::Consumed => Kind::Success,
        ReservationState::Draft | ReservationState::Ended | ReservationState::Cancelled => Kind::Neutral,
    };
    view! { <Badge label=words::state(state).to_owned() kind /> }
}

/// Steps are taken now: on another day there is none to take.
fn is_now() -> bool {
    Here::get().is_none_or(|here| here.standing().time() == Pairs::default())
}

/// Whether the person reserves somewhere. The server decides again.
fn may_reserve() -> bool {
    let me = Session::here().me();
    me.is_some_and(|me| me.habilitations.iter().any(|one| one.profile == Profile::HospitalManager))
}
