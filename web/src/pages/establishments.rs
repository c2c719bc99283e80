//! The establishments of the perimeter: what is loaded, how fresh, where to look first.

use leptos::prelude::*;
use shared::catalogue::screens::{establishments as words, ui};
use shared::contract::access::Me;
use shared::contract::organisation::{EstablishmentState, EstablishmentView, Freshness};
use shared::habilitation::Perimeter;

use crate::client::establishments::list_establishments;
use crate::format;
use crate::here::{ListControl, href_with};
use crate::pages::lists::{ClearFilters, Nothing, PagedTable, read, region_choices};
use crate::session::Session;
use crate::ui::prelude::*;

/// Filters of the address.
const FILTERS: &[&str] = &["q", "region", "freshness"];

/// The page.
#[component]
pub fn EstablishmentList() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    // The list is that of the perimeter: the establishment in view does not narrow it.
    let asked = move || {
        let mut pairs = list.query();
        pairs.set("establishment", None);
        Some(pairs.with("include", "state"))
    };
    let (page, paging) = read(list, asked, |pairs| async move { list_establishments(&pairs).await });
    let session = Session::here();
    let is_national = move || {
        let held = |me: &Me| me.habilitations.iter().any(|one| one.perimeter == Perimeter::National);
        session.me().is_some_and(|me| held(&me))
    };
    let words_of = Freshness::ALL.map(|one| Choice::new(one.name(), words::freshness(one)));
    let how_fresh = Signal::stored(
        std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(words_of).collect::<Vec<_>>(),
    );
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        <Filters>
            <Field label=words::SEARCH grow=true>
                <SearchInput value=list.value("q") on_change=move |text| list.filter("q", Some(text)) />
            </Field>
            <Show when=is_national>
                <RegionFilter list />
            </Show>
            <Field label=words::FRESHNESS>
                <Select
                    value=list.value("freshness")
                    choices=how_fresh
                    on_change=move |value| list.filter("freshness", Some(value))
                />
            </Field>
            <ClearFilters list />
        </Filters>
        <PagedTable
            page
            list
            paging
            caption=words::CAPTION
            columns=Signal::stored(columns())
            key=|one: &EstablishmentView| format!("{} {}", one.id, one.stamp.version)
            nothing=Nothing { icon: Icon::Hospital, title: words::EMPTY_TITLE, text: words::EMPTY }
        />
    }
}

fn columns() -> Vec<Column<EstablishmentView>> {
    let number = |label: &str, of: fn(&EstablishmentState) -> u32| {
        Column::text(label, move |one: &EstablishmentView| {
            // Where nothing is loaded, zeros would only hide the hospitals that have something.
            let loaded = one.state.as_ref().filter(|state| state.freshness != Freshness::Empty);
            loaded.map(|state| format::count(u64::from(of(state)))).unwrap_or_default()
        })
        .number()
    };
    vec![
        Column::view(words::NAME, |one: &EstablishmentView| {
            let to = href_with("/", "establishment", &one.finess);
            view! { <Link to label=one.name.clone() bare=true /> }
        })
        .sorted("name")
        .heads_row()
        .pinned(),
        Column::text(words::FINESS, |one: &EstablishmentView| one.finess.clone())
            .cell(Cell::Code)
            .sorted("finess"),
        Column::view(words::FRESHNESS, |one: &EstablishmentView| {
            one.state.as_ref().map(|state| view! { <FreshnessBadge freshness=state.freshness /> })
        }),
        Column::text(words::LAST_EXTRACT, |one: &EstablishmentView| {
            let extract = one.state.as_ref().and_then(|state| state.last_extract.as_ref());
            extract.and_then(|extract| extract.extracted_on).map(format::day).unwrap_or_default()
        })
        .cell(Cell::Date),
        number(words::POSTS, |state| state.posts),
        number(words::UNATTACHED, |state| state.posts_unattached),
        number(words::PRACTITIONERS, |state| state.practitioners),
        number(words::AFFECTATIONS, |state| state.affectations),
        number(words::WAITING, |state| state.open_imports),
        Column::text(words::GHT, |one: &EstablishmentView| {
            one.ght.as_ref().map(|ght| ght.label.clone()).unwrap_or_default()
        }),
        Column::text(words::DEPARTMENT, |one: &EstablishmentView| one.department.clone()).cell(Cell::Short),
        Column::text(words::REGION, |one: &EstablishmentView| one.region.label.clone()).cell(Cell::Short),
    ]
}

/// How fresh, in one word.
#[component]
pub fn FreshnessBadge(
    /// How fresh.
    freshness: Freshness,
) -> impl IntoView {
    let kind = match freshness {
        Freshness::Empty => Kind::Neutral,
        Freshness::Started => Kind::Info,
        Freshness::Fresh => Kind::Success,
        Freshness::Ageing => Kind::Warning,
        Freshness::Stale => Kind::Danger,
    };
    view! { <Badge label=words::freshness(freshness) kind hint=words::freshness_hint(freshness) /> }
}

/// The regions of the country, for those who see them all.
#[component]
fn RegionFilter(list: ListControl) -> impl IntoView {
    let regions = region_choices(None);
    let choices = Signal::derive(move || {
        std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(regions.get()).collect::<Vec<_>>()
    });
    view! {
        <Field label=words::REGION>
            <Select
                value=list.value("region")
                choices
                on_change=move |value| list.filter("region", Some(value))
            />
        </Field>
    }
}
