//! One tour: its steps, its calendar, the lists of hospitals and the posts in them.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::catalogue::screens::tour_lists;
use shared::catalogue::screens::tours as words;
use shared::contract::tours::TourView;
use shared::habilitation::Rubric;
use shared::workflow::tour::TourAction;

use super::calendar::CalendarCard;
use super::lists::Lists;
use super::plan::PlanForm;
use super::published::Published;
use super::review::Review;
use super::step::{Chosen, TourStepDialog};
use super::{TourBadge, title_of};
use crate::client::tours::{get_tour, list_lists};
use crate::fetched::Fetched;
use crate::format;
use crate::here::ListControl;
use crate::pages::gates::Opened;
use crate::ui::prelude::*;

const FILTERS: &[&str] = &["state", "decision", "liste", "number", "speciality", "structure"];

/// The page.
#[component]
pub fn TourSheet() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = RwSignal::new(0_u32);
    let tour = Fetched::new(move || {
        again.track();
        let id = id.get();
        async move { get_tour(&id).await }
    });
    let lists = Fetched::new(move || {
        again.track();
        let id = id.get();
        async move { list_lists(&id).await }
    });
    let control = ListControl::of(FILTERS);
    let chosen: Chosen = RwSignal::new(None);
    let editing = RwSignal::new(false);
    let reread = Callback::new(move |()| again.update(|times| *times += 1));
    let done = Callback::new(move |()| {
        reread.run(());
        // The button that was pressed may be gone with the state of the tour.
        focus_title();
    });
    let names = Memo::new(move |_| {
        let lists = lists.get().and_then(Result::ok).unwrap_or_default();
        lists.into_iter().map(|one| (one.establishment, one.name)).collect::<BTreeMap<_, _>>()
    });
    let name_of = Callback::new(move |finess: String| {
        names.with(|names| names.get(&finess).cloned()).unwrap_or(finess)
    });
    let title = Signal::derive(move || match tour.get() {
        Some(Ok(tour)) => title_of(&tour),
        _ => words::ONE.to_owned(),
    });
    let lead = MaybeProp::derive(move || {
        let step = tour.get().and_then(Result::ok).and_then(|tour| tour.next_step);
        step.map(|step| format!("{} – {}", words::next_step(step.action), format::instant(step.at)))
    });
    let badge = move || {
        let state = tour.get().and_then(Result::ok).map(|tour| tour.state);
        state.map(|state| view! { <TourBadge state /> })
    };
    // With the names of hospitals, which rows that came before them would not have.
    let there = Memo::new(move |_| tour.get().is_some_and(|tour| tour.is_ok()) && lists.get().is_some());
    view! {
        <PageHeader
            title
            lead
            crumbs=Signal::stored(vec![Crumb::new(words::TITLE, "/tours")])
            badge=ViewFn::from(move || badge)
        />
        <Opened rubric=Rubric::Tours>
            <Transition fallback=|| view! { <Card><Loading lines=6 /></Card> }>
                {move || {
                    tour.get()
                        .map(|tour| match tour {
                            Err(problem) => {
                                view! { <Card><ErrorState problem on_retry=reread /></Card> }.into_any()
                            }
                            Ok(tour) => {
                                let id = tour.id.to_string();
                                let published = tour.published_at.is_some();
                                view! {
                                    <Steps tour=tour.clone() chosen />
                                    <CalendarCard tour on_edit=editing />
                                    {published.then(|| view! { <Published id /> })}
                                }
                                    .into_any()
                            }
                        })
                }}
            </Transition>
            <Transition fallback=|| view! { <Card><Loading lines=10 /></Card> }>
                {move || {
                    let tour = tour.get().and_then(Result::ok)?;
                    lists
                        .get()
                        .map(|lists| match lists {
                            Err(problem) => {
                                view! { <Card><ErrorState problem on_retry=reread /></Card> }.into_any()
                            }
                            Ok(lists) => view! { <Lists tour lists control chosen /> }.into_any(),
                        })
                }}
            </Transition>
            // A tour that is not there has no posts to read.
            <Show when=move || there.get()>
                <SubTitle title=tour_lists::POSTS />
                {move || view! { <Review id=id.get() control name_of on_done=reread /> }}
            </Show>
        </Opened>
        <TourStepDialog chosen on_done=done />
        <Dialog open=editing large=true title=Signal::stored(words::EDIT.to_owned())>
            {move || {
                let tour = tour.get().and_then(Result::ok)?;
                Some(view! { <PlanForm open=editing on_done=done tour /> })
            }}
        </Dialog>
    }
}

/// The steps that the person may take now; what gives the tour up stands first, far from the main one.
#[component]
fn Steps(tour: TourView, chosen: Chosen) -> impl IntoView {
    let mut actions = tour.allowed_actions.clone();
    // The list that is given back is chosen in the table of lists.
    actions.retain(|action| *action != TourAction::ReopenHospital);
    let weight = |action: TourAction| match action {
        TourAction::Cancel => 0,
        TourAction::MoveDeadline => 1,
        _ => 2,
    };
    actions.sort_by_key(|action| weight(*action));
    let buttons = actions.iter().copied().map(|action| {
        let tour = tour.clone();
        let kind = match weight(action) {
            0 => ButtonKind::Quiet,
            1 => ButtonKind::Secondary,
            _ => ButtonKind::Primary,
        };
        let press = move |()| chosen.set(Some((action, tour.clone(), None)));
        view! { <Button label=words::action(action) kind on_click=press /> }
    });
    let buttons = buttons.collect_view();
    let reason = tour.reason.clone();
    (!actions.is_empty() || reason.is_some()).then(|| {
        view! {
            <Card title=words::STEPS>
                <Stack>
                    {reason.map(|reason| view! { <p>{reason}</p> })}
                    <Line>{buttons}</Line>
                </Stack>
            </Card>
        }
    })
}
