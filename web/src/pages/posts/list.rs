//! The posts of an establishment on a day.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, posts as words};
use shared::contract::posts::PostView;
use shared::habilitation::Rubric;

use super::StateBadge;
use crate::client::posts::list_posts;
use crate::format;
use crate::here::ListControl;
use crate::pages::gates::InEstablishment;
use crate::pages::lists::{
    ClearFilters, ColumnMenu, Nothing, Optional, PEOPLE, PagedTable, coded_choices, of_establishment, read,
    shown_here,
};
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["q", "kind", "structure", "columns"];

/// Columns that may be hidden.
const COLUMNS: &[Optional] = &[
    Optional { name: "kind", label: words::KIND, usual: true },
    Optional { name: "local_number", label: words::LOCAL_NUMBER, usual: false },
    Optional { name: "speciality", label: lists::SPECIALITY, usual: true },
    Optional { name: "discipline", label: words::DISCIPLINE, usual: false },
    Optional { name: "quotity", label: lists::QUOTITY, usual: true },
    Optional { name: "structure", label: words::STRUCTURE, usual: true },
    Optional { name: "state", label: words::STATE, usual: true },
    Optional { name: PEOPLE, label: words::HOLDERS, usual: true },
    Optional { name: "vacant_from", label: words::VACANT_FROM, usual: true },
    Optional { name: "from", label: lists::FROM, usual: false },
];

/// The page.
#[component]
pub fn PostList() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let (page, paging) = read(
        list,
        move || of_establishment(list, &[("include", "occupation"), ("total", "exact")]),
        |pairs| async move { list_posts(&pairs).await },
    );
    let columns =
        Signal::derive(move || columns(list.state.with(|state| state.filter("columns")).as_deref()));
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        <InEstablishment rubric=Rubric::Posts>
            <TimeBar />
            <Filters>
                <Field label=words::SEARCH grow=true>
                    <SearchInput value=list.value("q") on_change=move |text| list.filter("q", Some(text)) />
                </Field>
                <Field label=words::KIND>
                    <Select
                        value=list.value("kind")
                        choices=coded_choices("post_kinds")
                        on_change=move |value| list.filter("kind", Some(value))
                    />
                </Field>
                <Show when=move || list.state.with(|state| state.filter("structure").is_some())>
                    <Button
                        label=lists::ANY_STRUCTURE
                        icon=Icon::Close
                        on_click=move |()| list.filter("structure", None)
                    />
                </Show>
                <ColumnMenu list all=COLUMNS />
                <ClearFilters list />
            </Filters>
            <PagedTable
                page
                list
                paging
                caption=words::CAPTION
                columns
                key=|post: &PostView| format!("{} {}", post.id, post.stamp.version)
                nothing=Nothing { icon: Icon::Post, title: words::EMPTY_TITLE, text: words::EMPTY }
            />
        </InEstablishment>
    }
}

fn columns(chosen: Option<&str>) -> Vec<Column<PostView>> {
    let number = Column::view(words::NUMBER, |post: &PostView| {
        view! { <Link to=format!("/postes/{}", post.id) label=post.number.clone() /> }
    });
    let mut all = vec![number.cell(Cell::Code).sorted("sigmed_number").heads_row().pinned()];
    all.extend(shown_here(COLUMNS, chosen).map(column));
    all
}

fn column(one: &Optional) -> Column<PostView> {
    let label = one.label;
    match one.name {
        "kind" => Column::text(label, |post: &PostView| post.kind.label.clone()).sorted("kind"),
        "local_number" => {
            Column::text(label, |post: &PostView| post.local_number.clone().unwrap_or_default())
                .cell(Cell::Code)
                .sorted("local_number")
        }
        "speciality" => Column::text(label, |post: &PostView| {
            post.speciality.as_ref().map(|one| one.label.clone()).unwrap_or_default()
        })
        .sorted("speciality"),
        "discipline" => Column::text(label, |post: &PostView| post.discipline.clone().unwrap_or_default())
            .cell(Cell::Short),
        "quotity" => {
            Column::text(label, |post: &PostView| post.quotity.half_days()).number().sorted("quotity")
        }
        "structure" => Column::text(label, |post: &PostView| match &post.structure {
            Some(one) => lists::structure(&one.number, &one.label),
            None if post.attached_to_establishment => words::ESTABLISHMENT.to_owned(),
            None => words::UNATTACHED.to_owned(),
        }),
        "state" => Column::view(label, |post: &PostView| match &post.occupation {
            Some(one) => view! { <StateBadge state=one.state.clone() /> }.into_any(),
            None => view! { <Absent /> }.into_any(),
        })
        .cell(Cell::Short),
        PEOPLE => Column::view(label, |post: &PostView| {
            let holders = post.occupation.as_ref().and_then(|one| one.holders.clone()).unwrap_or_default();
            if holders.is_empty() {
                return view! { <Absent /> }.into_any();
            }
            let links = holders.into_iter().enumerate().map(|(index, holder)| {
                let who = holder.practitioner;
                let label = format!("{} {}", who.usual_name, who.first_names);
                view! { {(index > 0).then_some(", ")} <Link to=format!("/praticiens/{}", who.id) label /> }
            });
            links.collect_view().into_any()
        }),
        "vacant_from" => Column::text(label, |post: &PostView| {
            let occupation = post.occupation.as_ref();
            occupation.and_then(|one| one.vacant_from).map(format::day).unwrap_or_default()
        })
        .cell(Cell::Date),
        _ => Column::text(label, |post: &PostView| format::day(post.stamp.valid_from)).cell(Cell::Date),
    }
}
