//! Requests on posts: what waits, a new one, the sheet of one and its steps.

mod change;
mod draft;
mod fields;
mod list;
pub mod motives;
mod new;
mod past;
mod sheet;
mod step;
mod undo;

pub use change::RequestChange;
pub use draft::WHOLE;
pub use fields::structure_choices;
pub use list::RequestList;
pub use new::NewRequest;
pub use sheet::RequestSheet;

use leptos::prelude::*;
use shared::catalogue::screens::requests as words;
use shared::contract::requests::RequestView;
use shared::problem::Problem;
use shared::workflow::request::{Request as Machine, RequestAction, RequestState};
use shared::workflow::{Machine as _, Step};

use crate::session::Session;
use crate::ui::prelude::*;

/// Whether a step is one of those that the person takes somewhere. The server decides again for each request.
fn is_mine(step: &Step<RequestState, RequestAction>) -> bool {
    Session::here().me().is_some_and(|me| {
        let held = me.habilitations.iter().map(|one| one.profile);
        held.into_iter().any(|profile| step.people.iter().any(|(own, _)| *own == profile))
    })
}

/// Whether the person begins requests.
pub fn may_open() -> bool {
    Machine::STEPS.iter().any(|step| step.from.is_none() && is_mine(step))
}

/// The states from which the person has something to do but to give up.
fn my_turns() -> Vec<RequestState> {
    let mine = Machine::STEPS.iter().filter(|step| step.action != RequestAction::Withdraw && is_mine(step));
    let mut states = Vec::new();
    for state in mine.filter_map(|step| step.from) {
        if !states.contains(&state) {
            states.push(state);
        }
    }
    states
}

/// Whether the request waits for the person who reads it.
fn is_my_turn(request: &RequestView) -> bool {
    request.allowed_actions.iter().any(|action| *action != RequestAction::Withdraw)
}

/// What is asked, of what.
fn title_of(request: &RequestView) -> String {
    let code = request.post_kind.as_ref().map(|kind| kind.code.as_str());
    words::title(request.kind, code, request.post.as_ref().map(|post| post.number.as_str()))
}

/// Where a request stands.
#[component]
fn StateBadge(
    /// The state.
    state: RequestState,
) -> impl IntoView {
    let kind = match state {
        RequestState::Draft | RequestState::Withdrawn => Kind::Neutral,
        RequestState::Applied | RequestState::Accepted => Kind::Success,
        RequestState::Refused | RequestState::SigmedRejected => Kind::Danger,
        RequestState::InfoRequested => Kind::Warning,
        RequestState::PendingSignOff | RequestState::AtArs | RequestState::SentToSigmed => Kind::Info,
    };
    view! { <Badge label=words::state(state) kind /> }
}

/// Why the server refused, with what it says of fields that are not shown beside it, and what would help.
#[component]
pub fn Refusal(
    /// What was refused.
    problem: Problem,
    /// Pointers of the fields that tell it themselves.
    shown: &'static [&'static str],
    /// Buttons.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let others = problem.errors.into_iter().filter(|error| !shown.contains(&error.pointer.as_str()));
    let others: Vec<String> = others.map(|error| words::of_field(&error.pointer, &error.detail)).collect();
    // The detail of several errors only counts them: each is told instead.
    let told = if others.is_empty() { vec![problem.detail] } else { others };
    view! {
        <Alert kind=Kind::Danger title=problem.title takes_focus=true>
            {told.into_iter().map(|one| view! { <p>{one}</p> }).collect_view()}
            {actions.map(|actions| view! { <Line>{actions.run()}</Line> })}
        </Alert>
    }
}
