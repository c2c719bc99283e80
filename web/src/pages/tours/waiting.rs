//! What waits for the person in the tours that run: how much, until when, and the way there.

use leptos::prelude::*;
use shared::catalogue::screens::tours as words;
use shared::catalogue::tours as texts;
use shared::contract::tours::{Seat, TourListView, TourView};
use shared::habilitation::Profile;
use shared::time::Instant;
use shared::workflow::entry::{Decision, EntryState};
use shared::workflow::tour::{TourAction, TourState};

use super::{holds, title_of};
use crate::client::tours::{list_lists, list_tour_entries};
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Lists that are named one by one; more of them are counted together.
const FEW: usize = 3;

/// One thing to do.
#[derive(Debug, Clone)]
struct Todo {
    title: String,
    text: String,
    to: String,
}

/// The card.
#[component]
pub fn Waiting(
    /// The tours.
    tours: Vec<TourView>,
) -> impl IntoView {
    let tours = StoredValue::new(tours);
    let todos = Fetched::new(move || {
        let tours = tours.get_value();
        let (seats, centre) = (my_seats(), holds(&[Profile::CngManager]));
        async move {
            let mut all = Vec::new();
            for tour in tours {
                all.extend(step_of(&tour));
                let runs = matches!(tour.state, TourState::OpenToHospitals | TourState::OpenToArs);
                if runs && !seats.is_empty() {
                    // A refusal is told by the page of the tour, which asks the same.
                    let lists = list_lists(&tour.id.to_string()).await.unwrap_or_default();
                    all.extend(lists_of(&tour, lists, &seats));
                }
                if centre {
                    all.extend(posts_of(&tour).await);
                }
            }
            all
        }
    });
    view! {
        <Card title=words::WAITING>
            <Transition fallback=|| view! { <Loading lines=3 /> }>
                {move || {
                    todos
                        .get()
                        .map(|todos| match todos.is_empty() {
                            true => view! { <Quiet>{words::NOTHING_WAITS}</Quiet> }.into_any(),
                            false => {
                                view! { <Entries>{todos.into_iter().map(entry).collect_view()}</Entries> }
                                    .into_any()
                            }
                        })
                }}
            </Transition>
        </Card>
    }
}

fn entry(todo: Todo) -> impl IntoView {
    let (to, about) = (todo.to, todo.title.clone());
    let action = move || {
        view! { <ButtonLink to=to.clone() label=words::OPEN about=about.clone() small=true /> }
    };
    view! { <Entry title=todo.title text=todo.text action=ViewFn::from(action) /> }
}

/// The seats that the person holds somewhere.
fn my_seats() -> Vec<Seat> {
    let seats: [(Seat, &[Profile]); 3] = [
        (Seat::HospitalManager, &[Profile::HospitalManager]),
        (Seat::HospitalApprover, &[Profile::HospitalApprover]),
        (Seat::ArsApprover, &[Profile::ArsApprover, Profile::ArsManager]),
    ];
    seats.into_iter().filter(|(_, profiles)| holds(profiles)).map(|(seat, _)| seat).collect()
}

/// The step of the tour itself that the person may take. Deadlines that may move, and giving up, wait for nobody.
fn step_of(tour: &TourView) -> Option<Todo> {
    let steps = [TourAction::MoveDeadline, TourAction::Cancel, TourAction::ReopenHospital];
    let action = *tour.allowed_actions.iter().find(|action| !steps.contains(action))?;
    let at = tour.next_step.filter(|next| next.action == action).map(|next| next.at);
    Some(Todo {
        title: title_of(tour),
        text: words::step_waits(action, at),
        to: format!("/tours/{}", tour.id),
    })
}

fn lists_of(tour: &TourView, lists: Vec<TourListView>, seats: &[Seat]) -> Vec<Todo> {
    let mine = lists.into_iter().filter(|list| list.waits_for.is_some_and(|seat| seats.contains(&seat)));
    let mine: Vec<TourListView> = mine.collect();
    if mine.len() <= FEW {
        let one = |list: &TourListView| Todo {
            title: format!("{} – {}", title_of(tour), list.name),
            text: words::list_waits(posts_waiting(list), deadline(list)),
            to: format!("/tours/{}/listes/{}", tour.id, list.establishment),
        };
        return mine.iter().map(one).collect();
    }
    let first = mine.iter().map(deadline).min();
    let posts = mine.iter().map(posts_waiting).sum();
    let lists = u64::try_from(mine.len()).unwrap_or_default();
    let all = first.map(|first| Todo {
        title: title_of(tour),
        text: words::lists_wait(lists, posts, first),
        to: format!("/tours/{}?state={}", tour.id, EntryState::AtArs),
    });
    all.into_iter().collect()
}

/// Until when the list may be worked on by whom it waits for.
fn deadline(list: &TourListView) -> Instant {
    match list.waits_for {
        Some(Seat::ArsApprover) => list.ars_deadline,
        _ => list.hospital_deadline,
    }
}

/// The posts that are with whom the list waits for.
fn posts_waiting(list: &TourListView) -> u64 {
    let states: &[EntryState] = match list.waits_for {
        Some(Seat::HospitalManager) => &[EntryState::Preparing, EntryState::InfoRequested],
        Some(Seat::HospitalApprover) => &[EntryState::PendingSignOff],
        Some(Seat::ArsApprover) => &[EntryState::AtArs],
        None => &[],
    };
    let own = list.posts.iter().filter(|one| one.decision != Decision::None && states.contains(&one.state));
    own.map(|one| u64::from(one.count)).sum()
}

/// Posts that wait for the centre itself.
async fn posts_of(tour: &TourView) -> Option<Todo> {
    let state = match tour.state {
        TourState::OpenToHospitals | TourState::OpenToArs | TourState::Sent => EntryState::SentToSigmed,
        TourState::Appointing => EntryState::ClosedForApplications,
        _ => return None,
    };
    let asked = Pairs::default().with("state", state.name()).with("limit", "1").with("total", "exact");
    let id = tour.id.to_string();
    // A refusal is told by the page of the tour, which asks the same.
    let total = list_tour_entries(&id, &asked).await.ok()?.total.filter(|total| *total > 0)?;
    let text = words::posts_wait(texts::entry_state(state), total);
    Some(Todo { title: title_of(tour), text, to: format!("/tours/{id}?state={state}") })
}
