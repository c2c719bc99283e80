//! While a job works on the import: how far it is, and how to interrupt it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::screens::{gates, import_steps as words};
use shared::contract::imports::{ImportView, JobState, JobView};
use shared::problem::Problem;

use super::control::{Control, Refusal};
use crate::client::imports::get_import;
use crate::client::jobs::{cancel_job, follow_job};
use crate::format;
use crate::pause::pause;
use crate::ui::prelude::*;

/// Time between two looks at an import whose job somebody else follows, in milliseconds.
const PAUSE: i32 = 2_000;

/// The step.
#[component]
pub fn Work(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
    /// Whether the plan is being written.
    writes: bool,
) -> impl IntoView {
    let job = RwSignal::new(None::<JobView>);
    let watched = StoredValue::new(true);
    on_cleanup(move || watched.set_value(false));
    let lost = RwSignal::new(false);
    follow(&import, control, job, watched, lost);
    let (title, text) =
        if writes { (words::WRITING_TITLE, words::WRITING) } else { (words::READING_TITLE, words::READING) };
    let progress = move || job.with(|job| job.as_ref().map(|job| job.progress.clone())).unwrap_or_default();
    let label = Signal::derive(move || {
        let queued = job.with(|job| job.as_ref().is_none_or(|job| job.state == JobState::Queued));
        let progress = progress();
        if queued || progress.done == 0 {
            return words::QUEUED.to_owned();
        }
        let total = progress.total.map(format::count);
        words::progress(&format::count(progress.done), total.as_deref(), &progress.unit)
    });
    let may_cancel = Memo::new(move |_| {
        job.with(|job| job.as_ref().is_some_and(|job| job.allowed_actions.iter().any(|one| one == "cancel")))
    });
    let cancel = move |()| {
        let Some(now) = job.get_untracked() else { return };
        spawn_local(async move {
            // A job that ended meanwhile has nothing to cancel: its end is followed above.
            if let Ok(cancelled) = cancel_job(now.id, now.version).await {
                job.try_set(Some(cancelled));
            }
        });
    };
    view! {
        <Card>
            <StepHeading title text />
            <ProgressBar
                label
                done=Signal::derive(move || progress().done)
                total=Signal::derive(move || progress().total)
            />
            <Refusal control />
            {move || {
                lost.get().then(|| view! { <Alert kind=Kind::Warning title=gates::UNREACHABLE_TITLE>{words::AWAY}</Alert> })
            }}
            <Line align=LineAlign::Between>
                <ButtonLink to="/imports" label=words::ALL_IMPORTS />
                <Show when=move || may_cancel.get()>
                    <Button label=words::CANCEL_JOB icon=Icon::Close on_click=cancel />
                </Show>
            </Line>
        </Card>
    }
}

/// Follows the job to its end, then reads the import again. A job asked by somebody else is not told: the import is.
/// While the server is away the page goes on asking: the work goes on where it was once the server is back.
fn follow(
    import: &ImportView,
    control: Control,
    job: RwSignal<Option<JobView>>,
    watched: StoredValue<bool>,
    lost: RwSignal<bool>,
) {
    let (id, mut followed) = (import.id, import.job);
    let is_watched = move || watched.try_get_value().unwrap_or(false);
    spawn_local(async move {
        while is_watched() {
            if let Some(own) = followed {
                let told = move |now: JobView| {
                    job.try_set(Some(now));
                    lost.try_set(false);
                    is_watched()
                };
                if follow_job(own, told).await.is_err_and(|problem| !is_away(&problem)) {
                    followed = None;
                }
            }
            match get_import(id).await {
                Ok(import) if import.working => drop(lost.try_set(false)),
                Err(problem) if is_away(&problem) => drop(lost.try_set(true)),
                answer => {
                    control.import.try_set(Some(answer.map(Arc::new)));
                    return;
                }
            }
            pause(PAUSE).await;
        }
    });
}

/// Whether nobody answered, or nobody who could.
const fn is_away(problem: &Problem) -> bool {
    problem.status == 0 || problem.status >= 500
}
