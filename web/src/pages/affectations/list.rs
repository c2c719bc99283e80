//! The affectations of an establishment on a day.

use leptos::prelude::*;
use shared::affectation::Rank;
use shared::catalogue::screens::{affectations as words, lists, ui};
use shared::contract::people::AffectationView;
use shared::habilitation::Rubric;

use super::who;
use crate::client::affectations::list_affectations;
use crate::client::structures::read_structure_tree;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, ListControl};
use crate::pages::gates::InEstablishment;
use crate::pages::lists::{
    ClearFilters, ColumnMenu, Nothing, Optional, PagedTable, coded_choices, of_establishment, read,
    shown_here,
};
use crate::session::Session;
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["service", "status", "rank", "post", "practitioner", "columns"];

/// Columns that may be hidden.
const COLUMNS: &[Optional] = &[
    Optional { name: "status", label: lists::STATUS, usual: true },
    Optional { name: "rank", label: words::RANK, usual: true },
    Optional { name: "service", label: lists::SERVICE, usual: true },
    Optional { name: "unit", label: lists::UNIT, usual: false },
    Optional { name: "post", label: lists::POST, usual: true },
    Optional { name: "quotity", label: lists::QUOTITY, usual: true },
    Optional { name: "from", label: lists::FROM, usual: true },
    Optional { name: "to", label: lists::LAST_DAY, usual: true },
];

/// The page.
#[component]
pub fn AffectationList() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let (page, paging) = read(
        list,
        move || of_establishment(list, &[("total", "exact")]),
        |pairs| async move { list_affectations(&pairs).await },
    );
    let columns =
        Signal::derive(move || columns(list.state.with(|state| state.filter("columns")).as_deref()));
    let ranks = Signal::stored(vec![
        Choice::new("", ui::ALL),
        Choice::new(Rank::Main.name(), words::rank(Rank::Main)),
        Choice::new(Rank::Secondary.name(), words::rank(Rank::Secondary)),
    ]);
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        <InEstablishment rubric=Rubric::Affectations>
            <TimeBar />
            <Filters>
                <Field label=lists::SERVICE grow=true>
                    <Select
                        value=list.value("service")
                        choices=service_choices()
                        on_change=move |value| list.filter("service", Some(value))
                    />
                </Field>
                <Field label=lists::STATUS>
                    <Select
                        value=list.value("status")
                        choices=coded_choices("statuses")
                        on_change=move |value| list.filter("status", Some(value))
                    />
                </Field>
                <Field label=words::RANK>
                    <Select
                        value=list.value("rank")
                        choices=ranks
                        on_change=move |value| list.filter("rank", Some(value))
                    />
                </Field>
                <ColumnMenu list all=COLUMNS />
                <ClearFilters list />
            </Filters>
            <PagedTable
                page
                list
                paging
                caption=words::CAPTION
                columns
                key=|one: &AffectationView| format!("{} {}", one.id, one.stamp.version)
                nothing=Nothing { icon: Icon::Affectation, title: words::EMPTY_TITLE, text: words::EMPTY }
            />
        </InEstablishment>
    }
}

/// `Tous`, then poles and services of the establishment in view.
fn service_choices() -> Signal<Vec<Choice>> {
    let here = Here::get();
    let tree = Fetched::new(move || {
        let standing = here.map(Here::standing).unwrap_or_default();
        async move {
            standing.establishment.as_ref()?;
            // Without the tree the filter offers nothing: the page itself says what is wrong.
            read_structure_tree(&standing.to_query()).await.ok()
        }
    });
    Signal::derive(move || {
        let read = tree.get().flatten().map(|page| page.items).unwrap_or_default().into_iter();
        let places = read.filter(|one| one.kind.code != "UF");
        let named = places.map(|one| {
            let said = lists::structure(&one.number, &one.label);
            Choice::new(one.id.to_string(), said)
        });
        std::iter::once(Choice::new("", ui::ALL)).chain(named).collect()
    })
}

fn columns(chosen: Option<&str>) -> Vec<Column<AffectationView>> {
    let person = Column::view(lists::PRACTITIONER, |one: &AffectationView| {
        match one.practitioner.as_ref().zip(who(one)) {
            Some((person, label)) => {
                view! { <Link to=format!("/praticiens/{}", person.id) label /> }.into_any()
            }
            None => view! { <Absent /> }.into_any(),
        }
    });
    let sheet = Column::view(words::SHEET, |one: &AffectationView| {
        let about = words::sheet(who(one).as_deref());
        view! {
            <ButtonLink to=format!("/affectations/{}", one.id) label=words::OPEN about kind=ButtonKind::Quiet small=true />
        }
    });
    let mut others = shown_here(COLUMNS, chosen).map(column);
    // Without a person to name it, a row is headed by the first thing that it says.
    let first = if Session::here().reads_people() { Some(person) } else { others.next() };
    let first = first.map(|first| first.heads_row().pinned());
    first.into_iter().chain(others).chain([sheet]).collect()
}

fn column(one: &Optional) -> Column<AffectationView> {
    let label = one.label;
    match one.name {
        "status" => Column::text(label, |one: &AffectationView| one.status.label.clone()).sorted("status"),
        "rank" => Column::text(label, |one: &AffectationView| words::rank(one.rank).to_owned())
            .cell(Cell::Short)
            .sorted("rank"),
        "service" => Column::text(label, |one: &AffectationView| {
            one.service.as_ref().map(|one| lists::structure(&one.number, &one.label)).unwrap_or_default()
        }),
        "unit" => Column::text(label, |one: &AffectationView| {
            one.unit.as_ref().map(|one| lists::structure(&one.number, &one.label)).unwrap_or_default()
        }),
        "post" => Column::view(label, |one: &AffectationView| match one.post.clone() {
            Some(post) => view! { <Link to=format!("/postes/{}", post.id) label=post.number /> }.into_any(),
            None => view! { <Absent /> }.into_any(),
        })
        .cell(Cell::Code),
        "quotity" => {
            Column::text(label, |one: &AffectationView| one.quotity.half_days()).number().sorted("quotity")
        }
        "from" => Column::text(label, |one: &AffectationView| format::day(one.stamp.valid_from))
            .cell(Cell::Date)
            .sorted("valid_from"),
        _ => Column::text(label, |one: &AffectationView| match format::last_day(one.stamp.valid_to) {
            Some(last) => format::day(last),
            None => lists::NO_END.to_owned(),
        })
        .cell(Cell::Date)
        .sorted("valid_to"),
    }
}
