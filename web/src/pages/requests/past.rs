//! What happened to a request, the newest first, by the table of its steps.

use leptos::prelude::*;
use shared::catalogue::screens::requests as words;
use shared::catalogue::workflow::request_action;
use shared::contract::requests::RequestView;
use shared::contract::{History, Statement};
use shared::problem::Problem;
use shared::workflow::Machine as _;
use shared::workflow::request::{Request as Machine, RequestAction, RequestState};

use super::StateBadge;
use crate::fetched::Fetched;
use crate::format;
use crate::ui::prelude::*;

/// The card.
#[component]
pub fn PastSteps(history: Fetched<Result<History<RequestView>, Problem>>) -> impl IntoView {
    view! {
        <Card title=words::PAST>
            <Transition fallback=|| view! { <Loading lines=3 /> }>
                {move || {
                    history
                        .get()
                        .map(|history| match history {
                            Err(problem) => view! { <ErrorState problem /> }.into_any(),
                            Ok(history) => {
                                let before = std::iter::once(None)
                                    .chain(history.items.iter().map(|one| Some(one.fact.state)));
                                let mut lines: Vec<_> =
                                    before.zip(&history.items).map(|(before, one)| line(before, one)).collect();
                                lines.reverse();
                                view! { <Entries>{lines}</Entries> }.into_any()
                            }
                        })
                }}
            </Transition>
        </Card>
    }
}

fn line(before: Option<RequestState>, one: &Statement<RequestView>) -> AnyView {
    let request = &one.fact;
    let title = match action_between(before, request.state) {
        Some(action) => request_action(action),
        None => words::CHANGED,
    };
    // A change of what is asked carries what was said before it: it is told once, with its step.
    let is_step = before != Some(request.state);
    let motive = request.said_motive.as_ref().map(|motive| motive.label.clone());
    let said = motive.into_iter().chain(request.said.clone()).filter(|_| is_step);
    let text = said.collect::<Vec<_>>().join(" – ");
    let state = request.state;
    view! {
        <Entry
            title
            text
            notes=vec![format::signed(one.recorded_at, one.author.as_deref())]
            badge=ViewFn::from(move || view! { <StateBadge state /> })
        />
    }
    .into_any()
}

/// The step that leads from a state to another; what follows at once from the agreement of the agency is part of it.
fn action_between(before: Option<RequestState>, after: RequestState) -> Option<RequestAction> {
    let step = Machine::STEPS.iter().find(|step| step.from == before && step.to == after);
    let agreed = before == Some(RequestState::AtArs);
    step.map(|step| step.action).or(agreed.then_some(RequestAction::Accept)).filter(|_| before != Some(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_of_states_has_its_step() {
        use RequestState as S;
        assert_eq!(action_between(None, S::Draft), Some(RequestAction::Open));
        assert_eq!(action_between(Some(S::Draft), S::PendingSignOff), Some(RequestAction::Submit));
        assert_eq!(action_between(Some(S::AtArs), S::Applied), Some(RequestAction::Accept));
        assert_eq!(action_between(Some(S::AtArs), S::SentToSigmed), Some(RequestAction::Accept));
        assert_eq!(action_between(Some(S::AtArs), S::Refused), Some(RequestAction::Refuse));
        assert_eq!(action_between(Some(S::Draft), S::Draft), None);
        assert_eq!(action_between(Some(S::AtArs), S::AtArs), None);
    }
}
