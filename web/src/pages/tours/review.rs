//! The posts of a tour for whoever settles them: an agency, the centre. Page after page, acted on together.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::screens::{lists as fields, tour_lists as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::EntryView;
use shared::workflow::entry::{Decision, EntryState};

use super::entries::EntryTable;
use super::panel::{EntryPanel, Standing, follow_shown};
use crate::client::tours::list_tour_entries;
use crate::here::ListControl;
use crate::live;
use crate::pages::lists::{ClearFilters, coded_choices_after, read_live};
use crate::ui::prelude::*;

/// Posts on one page.
const PAGE: &str = "200";

/// The part of the page.
#[component]
pub fn Review(
    /// The tour.
    id: String,
    /// The state of the page.
    control: ListControl,
    /// Names a hospital.
    name_of: Callback<String, String>,
    /// What follows an action.
    on_done: Callback<()>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let asked = move || {
        let mut pairs = control.query();
        pairs.set("liste", None);
        Some(pairs.with("limit", PAGE).with("total", "exact").with("include", "previous"))
    };
    let changed = live::again(|event| event.resource == "tour_entries");
    let call = move |pairs| async move { list_tour_entries(&id.get_value(), &pairs).await };
    let (page, paging) = read_live(control, asked, call, changed);
    let shown = RwSignal::new(None::<EntryView>);
    // The table and what is written beside it stay while its rows change.
    let rows = Memo::new(move |known: Option<&Vec<EntryView>>| match page.get() {
        Some(Some(Ok(page))) => page.items,
        _ => known.cloned().unwrap_or_default(),
    });
    follow_shown(rows.into(), shown);
    let standing = Memo::new(move |known: Option<&Standing>| match page.get() {
        Some(Some(Err(problem))) => Standing::Refused(Box::new(problem)),
        Some(Some(Ok(page))) if page.items.is_empty() => Standing::Empty,
        Some(Some(Ok(_))) => Standing::Rows,
        _ => known.cloned().unwrap_or(Standing::Waiting),
    });
    let done = Callback::new(move |()| {
        shown.set(None);
        paging.retry.run(());
        on_done.run(());
    });
    let select = move |label: &'static str, name: &'static str, choices: Vec<Choice>| {
        let choices = std::iter::once(Choice::new("", ui::ALL)).chain(choices).collect::<Vec<_>>();
        view! {
            <Field label>
                <Select
                    value=control.value(name)
                    choices=Signal::stored(choices)
                    on_change=move |value| control.filter(name, Some(value))
                />
            </Field>
        }
    };
    let decisions = Decision::ALL.iter().map(|one| Choice::new(one.name(), texts::decision(*one))).collect();
    let states =
        EntryState::ALL.iter().map(|one| Choice::new(one.name(), texts::entry_state(*one))).collect();
    let last = move || page.get().flatten().and_then(Result::ok);
    view! {
        <Filters>
            <Field label=words::NUMBER grow=true>
                <SearchInput
                    value=control.value("number")
                    on_change=move |text| control.filter("number", Some(text))
                />
            </Field>
            <OfPosts control entries=Signal::derive(move || last().map(|page| page.items).unwrap_or_default()) />
            {select(words::STATE, "state", states)}
            {select(words::DECISION, "decision", decisions)}
            <ClearFilters list=control />
        </Filters>
        {move || match standing.get() {
            Standing::Waiting => view! { <Card><Loading lines=10 /></Card> }.into_any(),
            Standing::Refused(problem) => {
                view! { <Card><ErrorState problem=*problem on_retry=paging.retry /></Card> }.into_any()
            }
            Standing::Empty => {
                let text = match control.is_filtered() {
                    true => words::NOTHING_FOUND,
                    false => words::REVIEW_EMPTY,
                };
                view! {
                    <Card>
                        <EmptyState icon=Icon::Post title=words::EMPTY_TITLE text />
                    </Card>
                }
                    .into_any()
            }
            Standing::Rows => {
                view! {
                    <Split>
                        <Stack>
                            <EntryTable
                                entries=rows
                                shown
                                caption=words::REVIEW_CAPTION
                                name_of
                                on_done=done
                            />
                        </Stack>
                        <EntryPanel shown />
                    </Split>
                }
                    .into_any()
            }
        }}
        <Pagination
            cursor=paging.cursor
            next=Signal::derive(move || last().and_then(|page| page.next))
            rows=Signal::derive(move || last().map_or(0, |page| page.items.len()))
            total=Signal::derive(move || last().and_then(|page| page.total))
            on_go=move |cursor| paging.go.run(cursor)
        />
    }
}

/// What may be asked of the posts themselves: their speciality, their structure among those in view.
#[component]
pub fn OfPosts(
    /// The state of the page.
    control: ListControl,
    /// The posts in view.
    entries: Signal<Vec<EntryView>>,
) -> impl IntoView {
    let all_and = |choices: BTreeMap<String, String>| {
        let choices = choices.into_iter().map(|(value, label)| Choice::new(value, label));
        let mut choices: Vec<Choice> = choices.collect();
        choices.sort_by(|one, other| one.label.cmp(&other.label));
        std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(choices).collect::<Vec<_>>()
    };
    // A structure that was chosen stays among the choices, whatever is in view.
    let seen = StoredValue::new(BTreeMap::<String, String>::new());
    let structures = Signal::derive(move || {
        let of_posts = entries.get().into_iter().filter_map(|one| one.structure);
        seen.update_value(|seen| {
            seen.extend(of_posts.map(|one| (one.id.to_string(), fields::structure(&one.number, &one.label))));
        });
        let mut choices = seen.get_value();
        let chosen = control.value("structure").get();
        if !chosen.is_empty() {
            choices.entry(chosen).or_insert_with(|| words::STRUCTURE.to_owned());
        }
        all_and(choices)
    });
    view! {
        <Field label=fields::SPECIALITY>
            <Select
                value=control.value("speciality")
                choices=coded_choices_after("specialities", ui::ALL_FEMININE)
                on_change=move |value| control.filter("speciality", Some(value))
            />
        </Field>
        <Field label=words::STRUCTURE>
            <Select
                value=control.value("structure")
                choices=structures
                on_change=move |value| control.filter("structure", Some(value))
            />
        </Field>
    }
}
