//! The first steps of a hospital: five files, in the order in which they need each other.

use leptos::prelude::*;
use shared::catalogue::screens::home as words;
use shared::contract::imports::ImportKind;
use shared::contract::organisation::EstablishmentState;
use shared::habilitation::{Right, Rubric};

use super::next::Skeleton;
use crate::here::{self, Here};
use crate::ui::prelude::*;

/// Name, what it is, whether it is done.
type Step = (ImportKind, &'static str, &'static str, bool);

/// The steps, from what is loaded. Other posts are a step that some hospitals do not need: it is done once what comes
/// after it is.
fn steps(state: &EstablishmentState) -> [Step; 5] {
    let attached = state.posts > 0 && state.posts_unattached < state.posts;
    let staffed = state.practitioners > 0;
    [
        (ImportKind::Structures, words::STEP_STRUCTURES, words::STEP_STRUCTURES_TEXT, state.structures > 0),
        (ImportKind::Sigmed, words::STEP_SIGMED, words::STEP_SIGMED_TEXT, state.posts > 0),
        (ImportKind::Posts, words::STEP_POSTS, words::STEP_POSTS_TEXT, attached || staffed),
        (ImportKind::Attachments, words::STEP_ATTACHMENTS, words::STEP_ATTACHMENTS_TEXT, attached),
        (ImportKind::Sirh, words::STEP_SIRH, words::STEP_SIRH_TEXT, staffed),
    ]
}

/// The card.
#[component]
pub fn FirstSteps(
    /// What is loaded.
    state: EstablishmentState,
) -> impl IntoView {
    let may_write = Memo::new(move |_| here::allows(Rubric::Imports, Right::Modify));
    let finess = Here::get().and_then(|here| untrack(|| here.finess())).unwrap_or_default();
    let tasks = move || {
        let steps = steps(&state);
        let now = steps.iter().position(|(.., done)| !done);
        steps
            .into_iter()
            .enumerate()
            .map(|(index, (kind, title, text, done))| {
                let (task, said) = match (done, Some(index) == now) {
                    (true, _) => (TaskState::Done, words::DONE),
                    (false, true) => (TaskState::Now, words::TO_DO),
                    (false, false) => (TaskState::Later, words::LATER),
                };
                let finess = finess.clone();
                let action = move || {
                    let finess = finess.clone();
                    let to = format!("/imports/nouveau?establishment={finess}&kind={}", kind.name());
                    let is_now = task == TaskState::Now;
                    let button = if is_now { ButtonKind::Primary } else { ButtonKind::Secondary };
                    let helps = is_now && kind == ImportKind::Attachments;
                    may_write.get().then(|| view! {
                        {helps.then(|| view! { <Skeleton finess /> })}
                        {(!done).then(|| view! { <ButtonLink to label=words::SEND_FILE about=words::send_file_of(title) kind=button small=!is_now /> })}
                    })
                };
                view! { <Task number=index + 1 title text state=task said action=ViewFn::from(move || action.clone()) /> }
            })
            .collect_view()
    };
    let lead = move || if may_write.get() { words::FIRST } else { words::FIRST_READER };
    view! {
        <Card title=words::FIRST_TITLE>
            <Prose><p>{lead}</p></Prose>
            <Checklist>{tasks()}</Checklist>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(state: EstablishmentState) -> [bool; 5] {
        steps(&state).map(|(.., done)| done)
    }

    #[test]
    fn steps_follow_what_is_loaded() {
        let mut state = EstablishmentState::default();
        assert_eq!(done(state.clone()), [false; 5]);
        state.structures = 12;
        assert_eq!(done(state.clone()), [true, false, false, false, false]);
        (state.posts, state.posts_unattached) = (40, 40);
        assert_eq!(done(state.clone()), [true, true, false, false, false]);
        state.posts_unattached = 2;
        assert_eq!(done(state.clone()), [true, true, true, true, false]);
        state.practitioners = 30;
        assert_eq!(done(state), [true; 5]);
    }
}
