//! Why the server refused a step: in its words, with each thing that is missing and the way to read again.

use leptos::prelude::*;
use shared::catalogue::screens::tours as words;
use shared::contract::tours::Lack;
use shared::problem::Problem;

use crate::ui::prelude::*;

/// What a refusal says is missing (`step.lacks`).
pub fn lacks(problem: &Problem) -> Vec<Lack> {
    let all = problem.more.get("lacks").cloned().unwrap_or_default();
    // What is not a list of lacks is told by the detail alone.
    serde_json::from_value(all).unwrap_or_default()
}

/// The sentences of a refusal.
pub fn told(problem: &Problem) -> Vec<String> {
    let lacks = lacks(problem).into_iter().map(|one| one.detail);
    let told: Vec<String> = lacks.chain(problem.errors.iter().map(|error| error.detail.clone())).collect();
    // The detail of several only counts them: each is told instead.
    if told.is_empty() { vec![problem.detail.clone()] } else { told }
}

/// The refusal, over the form that it is about.
#[component]
pub fn Refused(
    /// What was refused.
    problem: Problem,
    /// Reads again: somebody else was first.
    #[prop(into)]
    on_read: Callback<()>,
) -> impl IntoView {
    let moved = matches!(problem.status, 409 | 412) && lacks(&problem).is_empty();
    let lines = told(&problem);
    view! {
        <Alert kind=Kind::Danger title=problem.title takes_focus=true>
            {lines.into_iter().map(|one| view! { <p>{one}</p> }).collect_view()}
            {moved
                .then(|| {
                    view! {
                        <Line>
                            <Button
                                label=words::READ_AGAIN
                                icon=Icon::Refresh
                                on_click=move |()| on_read.run(())
                            />
                        </Line>
                    }
                })}
        </Alert>
    }
}
