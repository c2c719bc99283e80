//! The lists of hospitals in a tour: where each stands, whom it waits for, until when; how far each region is.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::screens::{tour_lists as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::{Seat, TourListView, TourView};
use shared::tour::list::ListState;
use shared::workflow::entry::Decision;
use shared::workflow::tour::TourAction;

use super::step::Chosen;
use super::{ListBadge, may_delegate};
use crate::format;
use crate::here::ListControl;
use crate::pages::lists::region_choices;
use crate::ui::prelude::*;

/// Rows from which only those in view are on the page.
const MANY: usize = 60;

/// The part of the page.
#[component]
pub fn Lists(
    /// The tour.
    tour: TourView,
    /// Its lists.
    lists: Vec<TourListView>,
    /// The state of the page.
    control: ListControl,
    /// Where a step of the tour is chosen.
    chosen: Chosen,
) -> impl IntoView {
    if lists.is_empty() {
        return view! {
            <Card title=words::LISTS>
                <EmptyState
                    icon=Icon::Calendar
                    title=words::NO_LISTS_TITLE
                    text=words::NO_LISTS
                />
            </Card>
        }
        .into_any();
    }
    let progress = progress(&lists);
    let many = lists.len() > MANY;
    let all = StoredValue::new(lists);
    let rows = Memo::new(move |_| {
        let wanted = control.value("liste").get();
        let fits = |one: &&TourListView| wanted.is_empty() || wanted == one.state.name();
        all.with_value(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let states = ListState::ALL.iter().map(|one| Choice::new(one.name(), texts::list_state(*one)));
    let states: Vec<Choice> = std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(states).collect();
    let row = |one: TourListView| Row::new(format!("{}-{}", one.establishment, one.version));
    view! {
        {progress}
        <Filters label=words::LISTS>
            <Field label=words::LISTS>
                <Select
                    value=control.value("liste")
                    choices=Signal::stored(states)
                    on_change=move |value| control.filter("liste", Some(value))
                />
            </Field>
        </Filters>
        <DataTable
            caption=words::LISTS_CAPTION
            columns=Signal::stored(columns(tour, chosen))
            rows
            row
            virtual_rows=many
        />
    }
    .into_any()
}

/// How many of a region are settled, when there are several regions.
fn progress(lists: &[TourListView]) -> Option<impl IntoView + use<>> {
    let mut regions: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for list in lists {
        let (done, all) = regions.entry(list.region.clone()).or_default();
        *all += 1;
        *done += usize::from(list.state == ListState::Settled);
    }
    let names = region_choices(None);
    let bar = move |(code, (done, all)): (String, (usize, usize))| {
        let label = Signal::derive(move || {
            let named =
                names.with(|names| names.iter().find(|one| one.value == code).map(|one| one.label.clone()));
            words::settled(&named.unwrap_or_else(|| words::region(&code)), done, all)
        });
        let number = |one: usize| u64::try_from(one).unwrap_or_default();
        view! { <ProgressBar label done=Signal::stored(number(done)) total=Signal::stored(Some(number(all))) /> }
    };
    (!regions.is_empty()).then(|| {
        let bars = regions.into_iter().map(bar).collect_view();
        view! {
            <Card title=words::BY_REGION>
                <Grid>{bars}</Grid>
            </Card>
        }
    })
}

fn columns(tour: TourView, chosen: Chosen) -> Vec<Column<TourListView>> {
    let may_reopen = tour.allowed_actions.contains(&TourAction::ReopenHospital);
    let count = |list: &TourListView, wanted: Decision| {
        list.posts.iter().filter(|one| one.decision == wanted).map(|one| one.count).sum::<u32>()
    };
    let counts = move |list: &TourListView| {
        let of = |wanted| count(list, wanted);
        words::counts(of(Decision::Publish), of(Decision::Force), of(Decision::Freeze))
    };
    let deadline = |list: &TourListView| match list.waits_for {
        Some(Seat::ArsApprover) => format::instant(list.ars_deadline),
        Some(_) => format::instant(list.hospital_deadline),
        None => String::new(),
    };
    let mut all = vec![
        Column::view(words::ESTABLISHMENT, |one: &TourListView| {
            let to = format!("/tours/{}/listes/{}", one.tour, one.establishment);
            view! { <Link to label=one.name.clone() /> }
        })
        .heads_row()
        .pinned(),
        Column::view(words::STATE, |one: &TourListView| view! { <ListBadge state=one.state /> })
            .cell(Cell::Short),
        Column::text(words::COUNTS, counts),
        Column::view(words::WAITS_FOR, |one: &TourListView| {
            let seat = one.waits_for.map(words::seat);
            let empty = one.seat_is_empty.then(|| {
                view! { <Badge label=words::EMPTY_SEAT kind=Kind::Danger hint=words::EMPTY_SEAT_HINT /> }
            });
            let delegate = (one.seat_is_empty && may_delegate()).then(|| {
                view! { <ButtonLink to="/utilisateurs" label=words::DELEGATE small=true /> }
            });
            view! { {seat} " " {empty} " " {delegate} }
        }),
        Column::text(words::DEADLINE, deadline).cell(Cell::Date),
    ];
    if may_reopen {
        all.push(
            Column::view(words::REOPEN, move |one: &TourListView| {
                let (tour, place) = (tour.clone(), one.establishment.clone());
                let press = move |()| {
                    chosen.set(Some((TourAction::ReopenHospital, tour.clone(), Some(place.clone()))));
                };
                let about = format!("{} – {}", words::REOPEN, one.name);
                view! { <Button label=words::REOPEN about small=true on_click=press /> }
            })
            .cell(Cell::Actions),
        );
    }
    all
}
