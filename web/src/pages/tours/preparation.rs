//! The list of one hospital in a tour: its posts, what each lacks, what is done with one, many or all of them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::catalogue::screens::{tour_lists as words, tours as rounds, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::{EntryView, ListAction, Seat, TourListView};
use shared::habilitation::{Profile, Rubric};
use shared::workflow::entry::{Decision, EntryState};

use super::entries::{EntryTable, number_of};
use super::panel::{EntryPanel, Standing, follow_shown};
use super::whole::{Chosen, WholeDialog};
use super::{ListBadge, holds, may_delegate, title_of};
use crate::client::tours::{entries_of, get_list, get_tour};
use crate::fetched::Fetched;
use crate::here::ListControl;
use crate::live;
use crate::pages::gates::Opened;
use crate::pages::lists::ClearFilters;
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["q", "decision", "state", "lacks"];

/// The page.
#[component]
pub fn TourPreparation() -> impl IntoView {
    let params = use_params_map();
    let named = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let place = Memo::new(move |_| (named("id"), named("finess")));
    let again = RwSignal::new(0_u32);
    let changed = live::again(move |event| {
        let of_tours = ["tour_entries", "tour_lists"].contains(&event.resource.as_str());
        let home = place.try_with_untracked(|(_, finess)| finess.clone());
        of_tours && event.establishment == home
    });
    let tour = Fetched::new(move || {
        let (id, _) = place.get();
        async move { get_tour(&id).await }
    });
    let list = Fetched::new(move || {
        again.track();
        changed.track();
        let (id, finess) = place.get();
        async move { get_list(&id, &finess).await }
    });
    let entries = Fetched::new(move || {
        again.track();
        changed.track();
        let (id, finess) = place.get();
        async move { entries_of(&id, &finess).await }
    });
    let shown = RwSignal::new(None::<EntryView>);
    let chosen: Chosen = RwSignal::new(None);
    let kept = StoredValue::new(Vec::<EntryView>::new());
    // The table and what is written beside it stay while its rows change.
    let rows = Memo::new(move |known: Option<&Vec<EntryView>>| match entries.get() {
        Some(Ok(entries)) => entries,
        _ => known.cloned().unwrap_or_default(),
    });
    let standing = Memo::new(move |known: Option<&Standing>| match entries.get() {
        Some(Err(problem)) => Standing::Refused(Box::new(problem)),
        Some(Ok(entries)) if entries.is_empty() => Standing::Empty,
        Some(Ok(_)) => Standing::Rows,
        None => known.cloned().unwrap_or(Standing::Waiting),
    });
    Effect::new(move |_| kept.set_value(rows.get()));
    follow_shown(rows.into(), shown);
    let reread = Callback::new(move |()| {
        shown.set(None);
        again.update(|times| *times += 1);
    });
    let done = Callback::new(move |()| {
        reread.run(());
        // The button that was pressed may be gone with the state of the list.
        focus_title();
    });
    let title = Signal::derive(move || match list.get() {
        Some(Ok(list)) => list.name,
        _ => words::ONE.to_owned(),
    });
    let crumbs = Signal::derive(move || {
        let (id, _) = place.get();
        let name = match tour.get() {
            Some(Ok(tour)) => title_of(&tour),
            _ => rounds::ONE.to_owned(),
        };
        vec![Crumb::new(rounds::TITLE, "/tours"), Crumb::new(name, format!("/tours/{id}"))]
    });
    let badge = move || {
        let state = list.get().and_then(Result::ok).map(|list| list.state);
        state.map(|state| view! { <ListBadge state /> })
    };
    view! {
        <PageHeader title crumbs badge=ViewFn::from(move || badge) />
        <Opened rubric=Rubric::Tours>
            <Transition fallback=|| view! { <Card><Loading lines=3 /></Card> }>
                {move || {
                    list.get()
                        .map(|list| match list {
                            Err(problem) => {
                                view! { <Card><ErrorState problem on_retry=reread /></Card> }.into_any()
                            }
                            Ok(list) => next(list, chosen).into_any(),
                        })
                }}
            </Transition>
            {move || match standing.get() {
                Standing::Waiting => view! { <Card><Loading lines=10 /></Card> }.into_any(),
                // The card over it tells the same refusal.
                Standing::Refused(problem) if problem.status == 404 => ().into_any(),
                Standing::Refused(problem) => {
                    view! { <Card><ErrorState problem=*problem on_retry=reread /></Card> }.into_any()
                }
                Standing::Empty => {
                    view! {
                        <Card>
                            <EmptyState icon=Icon::Post title=words::EMPTY_TITLE text=words::EMPTY />
                        </Card>
                    }
                        .into_any()
                }
                Standing::Rows => view! { <Posts entries=rows shown on_done=reread /> }.into_any(),
            }}
        </Opened>
        <WholeDialog chosen entries=kept on_done=done />
    }
}

/// Who has the list in hand, and what the person may do with all of it.
fn next(list: TourListView, chosen: Chosen) -> impl IntoView {
    let title = list.waits_for.map_or_else(|| words::NOBODY.to_owned(), words::waits);
    let mut notes = vec![words::until(list.hospital_deadline, list.ars_deadline)];
    if list.reopened {
        notes.push(words::REOPENED.to_owned());
    }
    if list.seat_is_empty {
        notes.push(words::EMPTY_SEAT_HINT.to_owned());
    }
    let mine = list.waits_for.is_some_and(|seat| match seat {
        Seat::HospitalManager => holds(&[Profile::HospitalManager]),
        Seat::HospitalApprover => holds(&[Profile::HospitalApprover]),
        Seat::ArsApprover => holds(&[Profile::ArsApprover, Profile::ArsManager]),
    });
    // What says no stands first, far from the main button.
    let mut actions = list.allowed_actions.clone();
    actions.sort_by_key(|action| *action != ListAction::Return);
    let buttons = actions.into_iter().map(|action| {
        let list = list.clone();
        let kind = match action {
            ListAction::Return => ButtonKind::Secondary,
            ListAction::Propose | ListAction::SignOff => ButtonKind::Primary,
        };
        let press = move |()| chosen.set(Some((action, list.clone())));
        view! { <Button label=words::list_action(action) kind on_click=press /> }
    });
    let buttons = buttons.collect_view();
    let delegate = (list.seat_is_empty && may_delegate())
        .then(|| view! { <ButtonLink to="/utilisateurs" label=words::DELEGATE /> });
    view! {
        <NextAction
            eyebrow=if mine { words::YOURS } else { words::OTHERS }
            title
            text=notes.join(" ")
            icon=Icon::Calendar
            calm=!mine
        >
            {delegate}
            {buttons}
        </NextAction>
    }
}

#[component]
fn Posts(
    entries: Memo<Vec<EntryView>>,
    shown: RwSignal<Option<EntryView>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let rows = Memo::new(move |_| {
        let asked = list.state.with(|state| {
            FILTERS.iter().map(|name| state.filter(name).unwrap_or_default()).collect::<Vec<_>>()
        });
        entries.with(|all| all.iter().filter(|one| fits(one, &asked)).cloned().collect::<Vec<_>>())
    });
    let decisions = Decision::ALL.iter().map(|one| Choice::new(one.name(), texts::decision(*one)));
    let decisions = all_and(decisions);
    // Only the states that some post is in.
    let states = Signal::derive(move || {
        let is_there = |state: &&EntryState| entries.with(|all| all.iter().any(|one| one.state == **state));
        let states = EntryState::ALL.iter().filter(is_there);
        all_and(states.map(|one| Choice::new(one.name(), texts::entry_state(*one))))
    });
    let lacks = all_and(
        [("with", words::WITH_LACKS), ("without", words::WITHOUT_LACKS)]
            .into_iter()
            .map(|(value, label)| Choice::new(value, label)),
    );
    let select = move |label: &'static str, name: &'static str, choices: Signal<Vec<Choice>>| {
        view! {
            <Field label>
                <Select
                    value=list.value(name)
                    choices
                    on_change=move |value| list.filter(name, Some(value))
                />
            </Field>
        }
    };
    let nothing = move || rows.with(Vec::is_empty);
    view! {
        <Filters>
            <Field label=words::SEARCH grow=true>
                <SearchInput value=list.value("q") on_change=move |text| list.filter("q", Some(text)) />
            </Field>
            {select(words::DECISION, "decision", Signal::stored(decisions))}
            {select(words::STATE, "state", states)}
            {select(words::LACKS, "lacks", Signal::stored(lacks))}
            <ClearFilters list />
        </Filters>
        <Show
            when=move || !nothing()
            fallback=|| {
                view! {
                    <Card>
                        <EmptyState
                            icon=Icon::Filter
                            title=words::EMPTY_TITLE
                            text=words::NOTHING_FOUND
                        />
                    </Card>
                }
            }
        >
            <Split>
                <Stack>
                    <EntryTable entries=rows shown caption=words::CAPTION on_done />
                </Stack>
                <EntryPanel shown />
            </Split>
        </Show>
    }
}

fn all_and(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ui::ALL)).chain(choices).collect()
}

/// Whether a post answers the filters, in the order of their names.
fn fits(entry: &EntryView, asked: &[String]) -> bool {
    let [text, decision, state, lacks] = asked else { return true };
    let said = [
        Some(number_of(entry)),
        entry.speciality.as_ref().map(|one| one.label.clone()),
        entry.structure.as_ref().map(|one| format!("{} {}", one.number, one.label)),
    ];
    let text = text.to_lowercase();
    let found = said.iter().flatten().any(|one| one.to_lowercase().contains(&text));
    let is = |asked: &String, own: &str| asked.is_empty() || asked == own;
    let of_lacks = match lacks.as_str() {
        "with" => !entry.lacks.is_empty(),
        "without" => entry.lacks.is_empty(),
        _ => true,
    };
    found && is(decision, entry.decision.name()) && is(state, entry.state.name()) && of_lacks
}
