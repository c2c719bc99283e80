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
) -> impl IntoView {
    view! {
        <ol class="stepper" aria-label=ui::STEPS>
            {steps
                .into_iter()
                .enumerate()
                .map(|(index, step)| {
                    let is_done = move || index < current.get();
                    view! {
                        <li
                            class="stepper__step"
                            data-state=move || is_done().then_some("done")
                            aria-current=move || (index == current.get()).then_some("step")
                        >
                            <span class="stepper__mark" aria-hidden="true">
                                {move || {
                                    if is_done() {
                                        view! { <IconView icon=Icon::Check /> }.into_any()
                                    } else {
                                        (index + 1).to_string().into_any()
                                    }
                                }}
                            </span>
                            <span>
                                {step}
                                {move || {
                                    is_done()
                                        .then(|| {
                                            view! {
                                                <span class="visually-hidden">{format!(" ({})", ui::STEP_DONE)}</span>
                                            }
                                        })
                                }}
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
