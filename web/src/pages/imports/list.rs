//! Files that were sent: what became of them, what waits.

use leptos::prelude::*;
use shared::catalogue::screens::{imports as words, ui};
use shared::contract::imports::{ImportKind, ImportState, ImportView, NounCounts};
use shared::habilitation::{Right, Rubric};

use crate::client::imports::list_imports;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{self, Here, ListControl};
use crate::pages::gates::NoEstablishment;
use crate::pages::lists::ClearFilters;
use crate::ui::prelude::*;

/// Filters of the address.
const FILTERS: &[&str] = &["kind", "state"];

/// The page.
#[component]
pub fn ImportList() -> impl IntoView {
    let here = Here::get();
    let chosen = Memo::new(move |_| here.is_some_and(|here| here.finess().is_some()));
    let actions = || {
        here::allows(Rubric::Imports, Right::Modify).then(|| {
            view! { <ButtonLink to="/imports/nouveau" label=words::NEW kind=ButtonKind::Primary icon=Icon::Add /> }
        })
    };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(move || move || actions()) />
        {move || {
            if chosen.get() {
                view! { <List /> }.into_any()
            } else {
                view! { <Card><NoEstablishment /></Card> }.into_any()
            }
        }}
    }
}

#[component]
fn List() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let asked = Memo::new(move |_| {
        let mut pairs = list.query();
        // An import has no day of its own to be read at.
        pairs.set("as_of", None);
        pairs.set("known_at", None);
        pairs
    });
    let again = RwSignal::new(0_u32);
    let page = Fetched::new(move || {
        again.track();
        let pairs = asked.get();
        async move { list_imports(&pairs).await }
    });
    let read = move || page.get().and_then(Result::ok);
    let rows = Signal::derive(move || read().map_or(0, |page| page.items.len()));
    let next = Signal::derive(move || read().and_then(|page| page.next));
    let kinds = ImportKind::ALL.into_iter().map(|kind| Choice::new(kind.name(), words::kind(kind)));
    let kinds: Vec<Choice> = std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(kinds).collect();
    let states = ImportState::ALL.into_iter().map(|state| Choice::new(state.name(), words::state(state)));
    let states: Vec<Choice> = std::iter::once(Choice::new("", ui::ALL)).chain(states).collect();
    view! {
        <Filters>
            <Field label=words::KIND>
                <Select
                    value=list.value("kind")
                    choices=Signal::stored(kinds)
                    on_change=move |value| list.filter("kind", Some(value))
                />
            </Field>
            <Field label=words::STATE>
                <Select
                    value=list.value("state")
                    choices=Signal::stored(states)
                    on_change=move |value| list.filter("state", Some(value))
                />
            </Field>
            <ClearFilters list />
        </Filters>
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                page.get()
                    .map(|page| match page {
                        Err(problem) => {
                            let retry = Callback::new(move |()| again.update(|times| *times += 1));
                            view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                        }
                        Ok(page) if page.items.is_empty() => view! { <Empty filtered=list.is_filtered() /> }.into_any(),
                        Ok(page) => view! { <Table items=page.items /> }.into_any(),
                    })
            }}
        </Transition>
        <Pagination
            cursor=Signal::derive(move || list.state.with(|state| state.cursor.clone()))
            next
            rows
            on_go=move |cursor| list.page(cursor)
        />
    }
}

#[component]
fn Empty(filtered: bool) -> impl IntoView {
    let actions = move || {
        (!filtered && here::allows(Rubric::Imports, Right::Modify)).then(|| {
            view! { <ButtonLink to="/imports/nouveau" label=words::NEW kind=ButtonKind::Primary icon=Icon::Add /> }
        })
    };
    let text = if filtered { words::EMPTY_FILTERED } else { words::EMPTY };
    view! {
        <Card>
            <EmptyState icon=Icon::Import title=words::EMPTY_TITLE text actions=ViewFn::from(actions) />
        </Card>
    }
}

#[component]
fn Table(items: Vec<ImportView>) -> impl IntoView {
    let row = |one: ImportView| Row::new(format!("{} {} {}", one.id, one.version, one.working));
    view! {
        <DataTable
            caption=words::CAPTION
            columns=Signal::stored(columns())
            rows=Signal::stored(items)
            row
        />
    }
}

fn columns() -> Vec<Column<ImportView>> {
    let total = |label: &str, of: fn(&NounCounts) -> u32| {
        Column::text(label, move |one: &ImportView| {
            let sum: u64 = one.counts.iter().map(|counts| u64::from(of(counts))).sum();
            if one.counts.is_empty() { String::new() } else { format::count(sum) }
        })
        .number()
    };
    let lines = |label: &str, of: fn(&ImportView) -> u32| {
        Column::text(
            label,
            move |one: &ImportView| {
                if one.rows == 0 { String::new() } else { format::count(u64::from(of(one))) }
            },
        )
        .number()
    };
    vec![
        Column::view(words::FILE, |one: &ImportView| {
            let to = format!("/imports/{}", one.id);
            view! { <Link to label=one.file_name.clone() /> }
        })
        .heads_row()
        .pinned(),
        Column::text(words::KIND, |one: &ImportView| words::kind(one.kind).to_owned()).cell(Cell::Short),
        Column::view(words::STATE, |one: &ImportView| {
            view! { <ImportBadge state=one.state working=one.working /> }
        }),
        Column::text(words::EXTRACTED_ON, |one: &ImportView| {
            one.extracted_on.map(format::day).unwrap_or_default()
        })
        .cell(Cell::Date),
        Column::view(words::SENT_AT, |one: &ImportView| {
            let day = format::day(format::instant_day(one.created_at));
            view! { <SecondLine first=day second=one.author.clone() /> }
        })
        .cell(Cell::Date),
        lines(words::ROWS, |one| one.rows),
        lines(words::REFUSED, |one| one.refused_rows),
        total(words::CREATED, |counts| counts.create),
        total(words::CHANGED, |counts| counts.change),
        total(words::CLOSED, |counts| counts.close),
    ]
}

/// Where an import stands, in one or two words.
#[component]
pub fn ImportBadge(
    /// Its state.
    state: ImportState,
    /// Whether a job works on it.
    working: bool,
) -> impl IntoView {
    if working {
        return view! { <Badge label=words::WORKING kind=Kind::Info /> }.into_any();
    }
    let kind = match state {
        ImportState::Received => Kind::Info,
        ImportState::NeedsMapping
        | ImportState::Planned
        | ImportState::AwaitingConfirmation
        | ImportState::Stale => Kind::Warning,
        ImportState::Applied => Kind::Success,
        ImportState::Undone | ImportState::Discarded => Kind::Neutral,
        ImportState::Failed => Kind::Danger,
    };
    view! { <Badge label=words::state(state) kind /> }.into_any()
}
