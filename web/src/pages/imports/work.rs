//! While a job works on the import: how far it is, and how to interrupt it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ImportView, JobState, JobView};

use super::control::{Control, Refusal};
use crate::client::imports::get_import;
use crate::client::jobs::{cancel_job, follow_job, pause};
use crate::format;
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
    follow(&import, control, job, watched);
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
fn follow(import: &ImportView, control: Control, job: RwSignal<Option<JobView>>, watched: StoredValue<bool>) {
    let (id, followed) = (import.id, import.job);
    let is_watched = move || watched.try_get_value().unwrap_or(false);
    spawn_local(async move {
        if let Some(followed) = followed {
            let told = move |now: JobView| {
                job.try_set(Some(now));
                is_watched()
            };
            // A refusal is that of somebody else's job: the import below says when it is done.
            drop(follow_job(followed, told).await);
        }
        while is_watched() {
            match get_import(id).await {
                Ok(import) if import.working => pause(PAUSE).await,
                answer => {
                    control.import.try_set(Some(answer.map(Arc::new)));
                    return;
                }
            }
        }
    });
}
