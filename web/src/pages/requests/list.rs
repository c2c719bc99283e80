//! What waits for the person first, then every request of the perimeter.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::screens::{requests as words, things, ui};
use shared::contract::requests::RequestView;
use shared::habilitation::Rubric;
use shared::request::RequestKind;
use shared::workflow::request::RequestState;

use super::{StateBadge, is_my_turn, may_open, my_turns, title_of};
use crate::client::establishments::list_establishments;
use crate::client::requests::list_requests;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, ListControl};
use crate::live;
use crate::pages::gates::Opened;
use crate::pages::lists::{ClearFilters, Nothing, PagedTable, read_live};
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["q", "kind", "state", "post", "everywhere"];

/// The page.
#[component]
pub fn RequestList() -> impl IntoView {
    let session = Session::here();
    let here = Here::get();
    let list = ListControl::of(FILTERS);
    let asked = move || {
        let mut pairs = list.query();
        if list.state.with(|state| state.filter("everywhere").is_some()) {
            pairs.set("establishment", None);
        }
        pairs.set("everywhere", None);
        Some(pairs.with("total", "exact"))
    };
    let changed = live::again(|event| event.resource == "requests");
    let (page, paging) = read_live(list, asked, |pairs| async move { list_requests(&pairs).await }, changed);
    let actions = move || {
        view! {
            <Show when=may_open>
                <ButtonLink
                    to="/demandes/nouvelle"
                    label=words::NEW
                    kind=ButtonKind::Primary
                    icon=Icon::Add
                />
            </Show>
        }
    };
    let kinds = kind_choices();
    let states = state_choices();
    let placed = move || session.is_wide() && here.is_some_and(|here| here.finess().is_some());
    let everywhere = Signal::derive(move || list.value("everywhere").with(|value| !value.is_empty()));
    // Of another day there is nothing to do.
    let is_now = move || here.is_none_or(|here| here.standing().time() == Pairs::default());
    let names = Fetched::new(move || {
        let items = page.get().flatten().and_then(Result::ok).map(|page| page.items).unwrap_or_default();
        let wanted = numbers(&items).filter(|_| session.is_wide());
        async move { names_of(wanted).await }
    });
    let columns = Signal::derive(move || {
        let names = names.get().unwrap_or_default();
        columns(session.is_wide().then_some(names))
    });
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(actions) />
        <Opened rubric=Rubric::Requests>
            <TimeBar />
            <Show when=is_now><Waiting /></Show>
            <Filters>
                <Field label=words::SEARCH grow=true>
                    <SearchInput value=list.value("q") on_change=move |text| list.filter("q", Some(text)) />
                </Field>
                <Field label=words::KIND>
                    <Select
                        value=list.value("kind")
                        choices=kinds
                        on_change=move |value| list.filter("kind", Some(value))
                    />
                </Field>
                <Field label=words::STATE>
                    <Select
                        value=list.value("state")
                        choices=states
                        on_change=move |value| list.filter("state", Some(value))
                    />
                </Field>
                <Show when=placed>
                    <Checkbox
                        label=words::WHOLE_PERIMETER
                        checked=everywhere
                        on_change=move |on: bool| list.filter("everywhere", on.then(|| "1".to_owned()))
                    />
                </Show>
                <ClearFilters list />
            </Filters>
            <PagedTable
                page
                list
                paging
                caption=words::CAPTION
                columns
                key=|one: &RequestView| format!("{} {}", one.id, one.stamp.version)
                nothing=Nothing { icon: Icon::Request, title: words::EMPTY_TITLE, text: words::EMPTY }
            />
        </Opened>
    }
}

fn kind_choices() -> Signal<Vec<Choice>> {
    let all = RequestKind::ALL.iter().map(|one| Choice::new(one.name(), words::kind(*one)));
    Signal::stored(std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(all).collect())
}

fn state_choices() -> Signal<Vec<Choice>> {
    let all = RequestState::ALL.iter().map(|one| Choice::new(one.name(), words::state(*one)));
    Signal::stored(std::iter::once(Choice::new("", ui::ALL)).chain(all).collect())
}

/// What the person has to do, whatever the establishment in view: nothing of it depends on filters.
#[component]
fn Waiting() -> impl IntoView {
    let turns = my_turns();
    if turns.is_empty() {
        return ().into_any();
    }
    let states: Vec<&str> = turns.iter().map(|state| state.name()).collect();
    let pairs = Pairs::default().with("state.in", states.join(",")).with("limit", "50");
    let waiting = Fetched::new(move || {
        let pairs = pairs.clone();
        // A refusal is told by the table below, which asks the same.
        async move { list_requests(&pairs).await.ok() }
    });
    view! {
        <Card title=words::WAITING>
            <Transition fallback=|| view! { <Loading lines=3 /> }>
                {move || {
                    let page = waiting.get().flatten()?;
                    let more = page.next.is_some();
                    let mine: Vec<RequestView> = page.items.into_iter().filter(is_my_turn).collect();
                    Some(
                        match mine.is_empty() {
                            true => view! { <Quiet>{words::NOTHING_WAITS}</Quiet> }.into_any(),
                            false => {
                                view! {
                                    <Entries>{mine.into_iter().map(entry).collect_view()}</Entries>
                                    {more.then(|| view! { <p><Quiet>{words::MORE_WAIT}</Quiet></p> })}
                                }
                                    .into_any()
                            }
                        },
                    )
                }}
            </Transition>
        </Card>
    }
    .into_any()
}

fn entry(request: RequestView) -> impl IntoView {
    let session = Session::here();
    let title = title_of(&request);
    let place = session.is_wide().then(|| session.name_of(request.establishment.clone()));
    let text = words::waits(&request.motive.label, request.day, place.as_deref());
    let (id, state, about) = (request.id, request.state, things::open(&title));
    let action = move || {
        view! {
            <ButtonLink to=format!("/demandes/{id}") label=words::OPEN about=about.clone() small=true />
        }
    };
    view! {
        <Entry
            title
            text
            badge=ViewFn::from(move || view! { <StateBadge state /> })
            action=ViewFn::from(action)
        />
    }
}

/// The establishments of a page of requests, for one call.
fn numbers(items: &[RequestView]) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for one in items {
        if !all.contains(&one.establishment.as_str()) {
            all.push(&one.establishment);
        }
    }
    (!all.is_empty()).then(|| all.join(","))
}

/// Their names by their numbers. Without them an establishment is known by its number.
async fn names_of(wanted: Option<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    if let Some(wanted) = wanted {
        let pairs = Pairs::default().with("finess.in", wanted).with("limit", "500");
        let found = list_establishments(&pairs).await.map(|page| page.items).unwrap_or_default();
        names.extend(found.into_iter().map(|one| (one.finess, one.name)));
    }
    names
}

/// The columns; that of the establishment for who sees several of them.
fn columns(names: Option<BTreeMap<String, String>>) -> Vec<Column<RequestView>> {
    let request = Column::view(words::REQUEST, |one: &RequestView| {
        view! { <Link to=format!("/demandes/{}", one.id) label=title_of(one) /> }
    });
    let mut all = vec![request.sorted("kind").heads_row().pinned()];
    if let Some(names) = names {
        all.push(Column::text(words::ESTABLISHMENT, move |one: &RequestView| {
            names.get(&one.establishment).unwrap_or(&one.establishment).clone()
        }));
    }
    all.extend([
        Column::text(words::MOTIVE, |one: &RequestView| one.motive.label.clone()).sorted("motive"),
        Column::view(words::STATE, |one: &RequestView| view! { <StateBadge state=one.state /> })
            .cell(Cell::Short)
            .sorted("state"),
        Column::text(words::DAY, |one: &RequestView| format::day(one.day)).cell(Cell::Date).sorted("day"),
        Column::text(words::OPENED, |one: &RequestView| format::day(one.stamp.valid_from)).cell(Cell::Date),
    ]);
    all
}
