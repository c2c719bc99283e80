//! The posts that a tour published, for whoever reads them: found by number, speciality or structure, taken away as files.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::catalogue::screens::{lists as fields, tour_lists as words, tours as rounds};
use shared::catalogue::tours as texts;
use shared::contract::tours::EntryView;
use shared::habilitation::Rubric;

use super::published::{Files, of_published};
use super::review::OfPosts;
use super::{EntryBadge, title_of};
use crate::client::tours::{get_tour, list_lists, list_tour_entries};
use crate::fetched::Fetched;
use crate::format;
use crate::here::ListControl;
use crate::pages::gates::Opened;
use crate::pages::lists::{ClearFilters, Nothing, PagedTable, read};
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["number", "speciality", "structure"];
/// Posts on one page.
const PAGE: &str = "100";

/// The page.
#[component]
pub fn TourPublication() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = RwSignal::new(0_u32);
    let tour = Fetched::new(move || {
        again.track();
        let id = id.get();
        async move { get_tour(&id).await }
    });
    let reread = Callback::new(move |()| again.update(|times| *times += 1));
    let names = Fetched::new(move || {
        let id = id.get();
        async move {
            // Without the names the numbers stay: the list itself says what is wrong.
            let lists = list_lists(&id).await.unwrap_or_default();
            lists.into_iter().map(|one| (one.establishment, one.name)).collect::<BTreeMap<_, _>>()
        }
    });
    let control = ListControl::of(FILTERS);
    let asked = move || Some(of_published(control.query()).with("limit", PAGE).with("total", "exact"));
    let (page, paging) =
        read(
            control,
            asked,
            move |pairs| async move { list_tour_entries(&id.get_untracked(), &pairs).await },
        );
    let crumbs = Signal::derive(move || {
        let name = match tour.get() {
            Some(Ok(tour)) => title_of(&tour),
            _ => rounds::ONE.to_owned(),
        };
        vec![Crumb::new(rounds::TITLE, "/tours"), Crumb::new(name, format!("/tours/{}", id.get()))]
    });
    let entries = Signal::derive(move || match page.get() {
        Some(Some(Ok(page))) => page.items,
        _ => Vec::new(),
    });
    let there = Memo::new(move |_| tour.get().is_some_and(|tour| tour.is_ok()));
    let columns = Signal::derive(move || columns(names.get().unwrap_or_default()));
    let nothing = Nothing { icon: Icon::Post, title: words::EMPTY_TITLE, text: words::PUBLISHED_EMPTY };
    view! {
        <PageHeader title=words::PUBLISHED crumbs />
        <Opened rubric=Rubric::Tours>
            {move || {
                let problem = tour.get().and_then(Result::err)?;
                Some(view! { <Card><ErrorState problem on_retry=reread /></Card> })
            }}
            // A tour that is not there published nothing: that is not an empty list.
            <Show when=move || there.get()>
                <Files id asked=Signal::derive(move || of_published(control.query())) />
                <Filters>
                    <Field label=words::NUMBER grow=true>
                        <SearchInput
                            value=control.value("number")
                            on_change=move |text| control.filter("number", Some(text))
                        />
                    </Field>
                    <OfPosts control entries />
                    <ClearFilters list=control />
                </Filters>
                <PagedTable
                    page
                    list=control
                    paging
                    caption=words::PUBLISHED_CAPTION
                    columns
                    key=|one: &EntryView| format!("{}-{}", one.id, one.stamp.version)
                    nothing
                />
            </Show>
        </Opened>
    }
}

fn columns(names: BTreeMap<String, String>) -> Vec<Column<EntryView>> {
    let name_of = move |one: &EntryView| names.get(&one.establishment).unwrap_or(&one.establishment).clone();
    vec![
        Column::view(words::POST, |one: &EntryView| {
            let post = one.post.clone()?;
            Some(view! { <Link to=format!("/postes/{}", post.id) label=post.number /> })
        })
        .heads_row()
        .cell(Cell::Code),
        Column::text(words::ESTABLISHMENT, name_of),
        Column::text(fields::SPECIALITY, |one: &EntryView| {
            one.speciality.as_ref().map(|one| one.label.clone()).unwrap_or_default()
        }),
        Column::text(words::STRUCTURE, |one: &EntryView| {
            let structure = one.structure.as_ref();
            structure.map(|one| fields::structure(&one.number, &one.label)).unwrap_or_default()
        }),
        Column::text(words::QUOTITY, |one: &EntryView| one.quotity.map(format::percent).unwrap_or_default())
            .number(),
        Column::text(words::NATURE, |one: &EntryView| {
            one.nature.map(texts::nature).unwrap_or_default().to_owned()
        }),
        Column::text(words::VACANT_FROM, |one: &EntryView| {
            one.vacant_from.map(format::day).unwrap_or_default()
        })
        .cell(Cell::Date),
        Column::view(words::STATE, |one: &EntryView| view! { <EntryBadge state=one.state /> })
            .cell(Cell::Short),
    ]
}
