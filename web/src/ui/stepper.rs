//! Where one is in a wizard.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

use super::icon::{Icon, IconView};

/// The steps, those done, the present one.
#[component]
pub fn Stepper(
    /// Names of the steps.
    steps: Vec<String>,
    /// Number of the present one, from 0; past the last one, all are done.
    #[prop(into)]
    current: Signal<usize>,
    /// Where a step leads, for those that may be gone to.
    #[prop(optional, into)]
    to: Option<Callback<usize, Option<String>>>,
) -> impl IntoView {
    view! {
        <ol class="stepper" aria-label=ui::STEPS>
            {steps
                .into_iter()
                .enumerate()
                .map(|(index, step)| {
                    let is_done = move || index < current.get();
                    let mark = move || {
                        if is_done() {
                            view! { <IconView icon=Icon::Check /> }.into_any()
                        } else {
                            (index + 1).to_string().into_any()
                        }
                    };
                    let done = move || {
                        is_done()
                            .then(|| view! { <span class="visually-hidden">{format!(" ({})", ui::STEP_DONE)}</span> })
                    };
                    let inside = move || {
                        let words = view! {
                            <span class="stepper__mark" aria-hidden="true">{mark}</span>
                            <span class="stepper__words">{step.clone()}{done}</span>
                        };
                        let here = index == current.get();
                        match to.and_then(|to| to.run(index)).filter(|_| !here) {
                            Some(href) => view! { <a class="stepper__link" href=href>{words}</a> }.into_any(),
                            None => words.into_any(),
                        }
                    };
                    view! {
                        <li
                            class="stepper__step"
                            data-state=move || is_done().then_some("done")
                            aria-current=move || (index == current.get()).then_some("step")
                        >
                            {inside}
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
