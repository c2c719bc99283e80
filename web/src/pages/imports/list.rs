//! Files that were sent: what became of them, what waits.

use leptos::prelude::*;
use shared::catalogue::screens::{imports as words, ui};
use shared::contract::imports::{ImportKind, ImportState, ImportView, NounCounts};
use shared::habilitation::{Right, Rubric};

use crate::client::imports::list_imports;
use crate::format;
use crate::here::{self, ListControl};
use crate::pages::gates::InEstablishment;
use crate::pages::lists::{ClearFilters, Nothing, PagedTable, of_establishment, read};
use crate::ui::prelude::*;

/// Filters of the address.
const FILTERS: &[&str] = &["kind", "state"];

/// The page.
#[component]
pub fn ImportList() -> impl IntoView {
    let actions = || {
        here::allows(Rubric::Imports, Right::Modify).then(|| {
            view! { <ButtonLink to="/imports/nouveau" label=words::NEW kind=ButtonKind::Primary icon=Icon::Add /> }
        })
    };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(move || move || actions()) />
        <InEstablishment rubric=Rubric::Imports>
            <List />
        </InEstablishment>
    }
}

#[component]
fn List() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let asked = move || {
        let mut pairs = of_establishment(list, &[])?;
        // An import has no day of its own to be read at.
        pairs.set("as_of", None);
        pairs.set("known_at", None);
        Some(pairs)
    };
    let (page, paging) = read(list, asked, |pairs| async move { list_imports(&pairs).await });
    let choice = move |label: &'static str, name: &'static str, all: &'static str, choices: Vec<Choice>| {
        let choices: Vec<Choice> = std::iter::once(Choice::new("", all)).chain(choices).collect();
        view! {
            <Field label>
                <Select
                    value=list.value(name)
                    choices=Signal::stored(choices)
                    on_change=move |value| list.filter(name, Some(value))
                />
            </Field>
        }
    };
    let kinds = ImportKind::ALL.into_iter().map(|kind| Choice::new(kind.name(), words::kind(kind)));
    let states = ImportState::ALL.into_iter().map(|state| Choice::new(state.name(), words::state(state)));
    view! {
        <Filters>
            {choice(words::KIND, "kind", ui::ALL_FEMININE, kinds.collect())}
            {choice(words::STATE, "state", ui::ALL, states.collect())}
            <ClearFilters list />
        </Filters>
        <PagedTable
            page
            list
            paging
            caption=words::CAPTION
            columns=Signal::stored(columns())
            key=|one| format!("{} {} {}", one.id, one.version, one.working)
            nothing=Nothing { icon: Icon::Import, title: words::EMPTY_TITLE, text: words::EMPTY }
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
        Column::view(words::STATE, |one: &ImportView| {
            view! { <ImportBadge state=one.state working=one.working /> }
        }),
        Column::text(words::KIND, |one: &ImportView| words::kind(one.kind).to_owned()).cell(Cell::Short),
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
