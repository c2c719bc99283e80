//! What all steps of an import share: the import as last known, the way to another step, decisions.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::ImportView;
use shared::problem::{Code, Problem};

use super::steps::Step;
use crate::client;
use crate::here::address;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Names of the address that belong to one step only.
const OF_A_STEP: [&str; 5] = ["entity", "action", "changed", "severity", "colonnes"];

/// The wizard, for its steps.
#[derive(Clone, Copy)]
pub struct Control {
    /// The import as last known, or why it is not.
    pub import: RwSignal<Option<Result<Arc<ImportView>, Problem>>>,
    /// Reads it again.
    pub reload: Callback<()>,
    pairs: Memo<Pairs>,
    path: Memo<String>,
    go: Callback<Pairs>,
    /// The last refusal, until the next try.
    refused: RwSignal<Option<Problem>>,
    /// Whether a decision is on its way.
    pub busy: RwSignal<bool>,
}

impl Control {
    /// Of the page in view.
    pub fn new(import: RwSignal<Option<Result<Arc<ImportView>, Problem>>>, reload: Callback<()>) -> Control {
        let navigate = use_navigate();
        let path = use_location().pathname;
        let go = Callback::new(move |pairs: Pairs| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&pairs.after(&path.get_untracked()), options);
        });
        let (refused, busy) = (RwSignal::new(None), RwSignal::new(false));
        Control { import, reload, pairs: address(), path, go, refused, busy }
    }

    /// The step that the address asks for.
    pub fn asked(self) -> Option<Step> {
        self.pairs.with(|pairs| pairs.get("etape").and_then(Step::from_name))
    }

    /// The address of a step.
    pub fn href(self, step: Step) -> String {
        self.pairs_of(step).after(&self.path.get())
    }

    /// The address of a step, with values of its own.
    pub fn href_with(self, step: Step, values: &[(&str, &str)]) -> String {
        let pairs = untrack(|| self.pairs_of(step));
        let pairs = values.iter().fold(pairs, |pairs, (name, value)| pairs.with(name, *value));
        pairs.after(&self.path.get_untracked())
    }

    fn pairs_of(self, step: Step) -> Pairs {
        let mut pairs = self.pairs.get();
        for name in OF_A_STEP {
            pairs.set(name, None);
        }
        pairs.set("etape", Some(step.name().to_owned()));
        pairs
    }

    /// Goes to a step.
    pub fn go(self, step: Step) {
        self.refused.set(None);
        let pairs = untrack(|| self.pairs_of(step));
        self.go.run(pairs);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// A value of the address.
    pub fn value(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || {
            self.pairs.with(|pairs| pairs.get(name).map(str::to_owned)).unwrap_or_default()
        })
    }

    /// Sets a value of the address.
    pub fn set(self, name: &str, value: Option<String>) {
        let mut pairs = self.pairs.get_untracked();
        pairs.set(name, value);
        self.go.run(pairs);
    }

    /// Takes values of the address away.
    pub fn clear(self, names: &[&str]) {
        let mut pairs = self.pairs.get_untracked();
        for name in names {
            pairs.set(name, None);
        }
        self.go.run(pairs);
    }

    /// The last refusal is said elsewhere: the page does not say it twice.
    pub fn said_elsewhere(self) {
        self.refused.set(None);
    }

    /// Asks for a decision; the import that comes back is shown at `then`.
    pub fn decide(
        self,
        decision: impl Future<Output = Result<ImportView, Problem>> + 'static,
        then: Option<Step>,
        on_refusal: impl Fn(&Problem) + 'static,
    ) {
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = decision.await;
            self.busy.set(false);
            match answer {
                Ok(import) => {
                    if let Some(step) = then {
                        self.go(step);
                    }
                    self.import.set(Some(Ok(Arc::new(import))));
                }
                Err(problem) => {
                    self.refused.set(Some(problem.clone()));
                    on_refusal(&problem);
                }
            }
        });
    }
}

/// The last refusal, in the words of the server; what has moved since offers to be read again.
#[component]
pub fn Refusal(
    /// The wizard.
    control: Control,
) -> impl IntoView {
    move || {
        let problem = control.refused.get()?;
        let moved = [Code::StaleVersion, Code::TransitionRefused, Code::PlanStale]
            .into_iter()
            .any(|code| client::is_refused(&problem, code));
        // A version that has moved has nothing more to say than its title.
        let detail = match client::is_refused(&problem, Code::StaleVersion) {
            true => words::MOVED.to_owned(),
            false => problem.detail,
        };
        let details: Vec<String> = problem.errors.iter().map(|error| error.detail.clone()).collect();
        let details = details.into_iter().fold(Vec::new(), |mut all: Vec<String>, one| {
            if !all.contains(&one) {
                all.push(one);
            }
            all
        });
        Some(view! {
            <Alert kind=Kind::Danger title=problem.title takes_focus=true>
                <p>{detail}</p>
                {details.into_iter().map(|detail| view! { <p>{detail}</p> }).collect_view()}
                <Show when=move || moved>
                    <Button label=words::RELOAD icon=Icon::Refresh small=true on_click=move |()| {
                        control.refused.set(None);
                        control.reload.run(());
                    } />
                </Show>
            </Alert>
        })
    }
}
