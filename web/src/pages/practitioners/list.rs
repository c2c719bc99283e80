//! The practitioners an establishment knows on a day. A name or an RPPS is searched by a body, and kept in no address.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, practitioners as words};
use shared::contract::people::{PractitionerSearch, PractitionerView, Present};
use shared::habilitation::Rubric;

use crate::client::practitioners::{list_practitioners, search_practitioners};
use crate::fetched::Fetched;
use crate::here::{Here, ListControl, SearchedText};
use crate::pages::gates::InEstablishment;
use crate::pages::lists::{ColumnMenu, Nothing, Optional, PagedTable, Paging, coded_choices, shown_here};
use crate::query::Pairs;
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["speciality", "columns"];

/// Columns that may be hidden.
const COLUMNS: &[Optional] = &[
    Optional { name: "matricule", label: words::MATRICULE, usual: true },
    Optional { name: "rpps", label: words::RPPS, usual: true },
    Optional { name: "status", label: lists::STATUS, usual: true },
    Optional { name: "quotity", label: lists::QUOTITY, usual: true },
    Optional { name: "position", label: words::POSITION, usual: true },
    Optional { name: "structure", label: words::STRUCTURE, usual: true },
    Optional { name: "post", label: lists::POST, usual: true },
    Optional { name: "speciality", label: lists::SPECIALITY, usual: false },
];

/// The page.
#[component]
pub fn PractitionerList() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let here = Here::get();
    // Where the pages of a search stand: in the memory of the page.
    let text = SearchedText::of_page();
    let found_cursor = RwSignal::new(None::<String>);
    let searched = Memo::new(move |_| !text.get().trim().is_empty());
    let asked = Memo::new(move |_| {
        here.and_then(Here::finess)?;
        let mut pairs = list.query();
        pairs.set("columns", None);
        Some(pairs.with("include", "present"))
    });
    let again = RwSignal::new(0_u32);
    let page = Fetched::new(move || {
        let (pairs, words, cursor) = (asked.get(), text.get(), found_cursor.get());
        let time = here.map(|here| here.standing().time()).unwrap_or_default();
        again.track();
        async move {
            let pairs = pairs?;
            if words.trim().is_empty() {
                return Some(list_practitioners(&pairs.with("total", "exact")).await);
            }
            let body = body_of(&words, pairs.get("establishment").map(str::to_owned), cursor);
            let beside: Pairs = time.with("include", "present");
            Some(search_practitioners(&body, &beside).await)
        }
    });
    let in_address = Paging::of(list, Callback::new(move |()| again.update(|times| *times += 1)));
    let paging = Paging {
        cursor: Signal::derive(move || match searched.get() {
            true => found_cursor.get(),
            false => in_address.cursor.get(),
        }),
        go: Callback::new(move |cursor| match searched.get_untracked() {
            true => found_cursor.set(cursor),
            false => in_address.go.run(cursor),
        }),
        retry: in_address.retry,
    };
    let search = move |words: String| {
        found_cursor.set(None);
        text.set(words);
    };
    let columns =
        Signal::derive(move || columns(list.state.with(|state| state.filter("columns")).as_deref()));
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        <InEstablishment rubric=Rubric::Practitioners>
            <TimeBar />
            <Filters>
                <Field label=words::SEARCH grow=true>
                    <SearchInput value=Signal::derive(move || text.get()) on_change=search />
                </Field>
                <Show when=move || !searched.get()>
                    <Field label=lists::SPECIALITY>
                        <Select
                            value=list.value("speciality")
                            choices=coded_choices("specialities")
                            on_change=move |value| list.filter("speciality", Some(value))
                        />
                    </Field>
                </Show>
                <ColumnMenu list all=COLUMNS />
            </Filters>
            <PagedTable
                page
                list
                paging
                caption=words::CAPTION
                columns
                key=|one: &PractitionerView| format!("{} {}", one.id, one.stamp.version)
                nothing=Nothing { icon: Icon::People, title: words::EMPTY_TITLE, text: words::EMPTY }
            />
        </InEstablishment>
    }
}

/// Eleven figures are an RPPS, anything else a name.
pub fn body_of(words: &str, establishment: Option<String>, cursor: Option<String>) -> PractitionerSearch {
    let figures: String = words.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_rpps = figures.len() == 11 && figures.bytes().all(|byte| byte.is_ascii_digit());
    let (name, rpps) = if is_rpps { (None, Some(figures)) } else { (Some(words.trim().to_owned()), None) };
    PractitionerSearch { name, rpps, birth_date: None, establishment, limit: None, cursor }
}

fn columns(chosen: Option<&str>) -> Vec<Column<PractitionerView>> {
    let name = Column::view(words::NAME, |one: &PractitionerView| {
        let label = format!("{} {}", one.usual_name, one.first_names);
        view! { <Link to=format!("/praticiens/{}", one.id) label /> }
    });
    let mut all = vec![name.heads_row().pinned()];
    all.extend(shown_here(COLUMNS, chosen).map(column));
    all
}

fn column(one: &Optional) -> Column<PractitionerView> {
    let present = |read: fn(&Present) -> Option<String>| {
        move |one: &PractitionerView| one.present.as_ref().and_then(read).unwrap_or_default()
    };
    let label = one.label;
    match one.name {
        "matricule" => Column::text(label, |one: &PractitionerView| one.matricule.clone())
            .cell(Cell::Code)
            .sorted("matricule"),
        "rpps" => Column::text(label, |one: &PractitionerView| one.rpps.clone().unwrap_or_default())
            .cell(Cell::Code),
        "status" => Column::text(label, present(|now| Some(now.status.as_ref()?.label.clone()))),
        "quotity" => Column::text(label, present(|now| Some(now.quotity?.half_days()))).number(),
        "position" => Column::text(label, present(super::position)),
        "structure" => Column::text(
            label,
            present(|now| now.structure.as_ref().map(|one| lists::structure(&one.number, &one.label))),
        ),
        "post" => Column::view(label, |one: &PractitionerView| {
            match one.present.as_ref().and_then(|now| now.post.clone()) {
                Some(post) => {
                    view! { <Link to=format!("/postes/{}", post.id) label=post.number /> }.into_any()
                }
                None => view! { <Absent /> }.into_any(),
            }
        })
        .cell(Cell::Code),
        _ => Column::text(label, |one: &PractitionerView| {
            one.speciality.as_ref().map(|one| one.label.clone()).unwrap_or_default()
        })
        .sorted("speciality"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_figures_are_an_rpps() {
        let body = body_of("1000 1234 566", None, None);
        assert_eq!((body.name, body.rpps.as_deref()), (None, Some("10001234566")));
        let body = body_of(" lefevre jean ", None, None);
        assert_eq!((body.name.as_deref(), body.rpps), (Some("lefevre jean"), None));
    }
}
