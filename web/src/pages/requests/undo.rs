//! The last step of a request, taken back by who took it.

use leptos::prelude::*;
use shared::catalogue::screens::{requests as words, tour_lists};
use shared::contract::requests::RequestView;
use shared::problem::Problem;

use crate::client::requests::undo_request;
use crate::ui::prelude::*;

/// What follows when a step was taken back, for the card that offers it.
#[derive(Clone, Copy)]
pub struct OnDone(pub Callback<()>);

/// The button, for who took the last step.
#[component]
pub fn TakeBack(
    /// The request, as it was read.
    request: RequestView,
) -> impl IntoView {
    let (id, version) = (request.id, request.stamp.version);
    let (toasts, follow) = (Toasts::here(), use_context::<OnDone>());
    let take = Action::new_local(move |(): &()| async move {
        let taken = undo_request(id, version).await;
        if let Some(toasts) = toasts {
            match &taken {
                Ok(request) => toasts.push(Kind::Success, words::undone(request.state)),
                Err(problem) => toasts.push(Kind::Danger, problem.detail.clone()),
            }
        }
        if let Some(OnDone(follow)) = follow {
            follow.run(());
        }
        Ok::<(), Problem>(())
    });
    request.undoable.then(|| {
        view! {
            <Button
                label=tour_lists::UNDO_MINE
                kind=ButtonKind::Quiet
                busy=take.pending()
                on_click=move |()| {
                    take.dispatch(());
                }
            />
        }
    })
}
