//! One import, from the file to the data: the state of the import and the address say which step is shown.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::catalogue::screens::{import_steps as texts, imports as words};
use shared::contract::imports::{ImportState, ImportView, JobState};
use shared::id::{ImportId, JobId};
use shared::problem::Problem;

use super::apply::Apply;
use super::codes::Codes;
use super::control::Control;
use super::list::ImportBadge;
use super::mapping::Mapping;
use super::outcome::Outcome;
use super::plan::Plan;
use super::steps::{self, Step};
use super::work::Work;
use crate::client::imports::get_import;
use crate::client::jobs::get_job;
use crate::fetched::Fetched;
use crate::pages::gates::NotFoundInside;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn ImportWizard() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<ImportId>().ok()));
    move || match id.get() {
        Some(id) => view! { <OneImport id /> }.into_any(),
        None => view! { <NotFoundInside /> }.into_any(),
    }
}

#[component]
fn OneImport(id: ImportId) -> impl IntoView {
    let import = RwSignal::new(None::<Result<Arc<ImportView>, Problem>>);
    let read = Action::new_local(move |(): &()| async move { get_import(id).await });
    let reload = Callback::new(move |()| drop(read.dispatch(())));
    Effect::new(move |_| {
        if let Some(answer) = read.value().get() {
            import.set(Some(answer.map(Arc::new)));
        }
    });
    reload.run(());
    let control = Control::new(import, reload);
    let known =
        move || import.with(|import| import.as_ref().and_then(|import| import.as_ref().ok().cloned()));
    let title =
        Signal::derive(move || known().map_or_else(|| words::TITLE.to_owned(), |one| one.file_name.clone()));
    let lead = Signal::derive(move || known().map(|one| words::about(one.kind, one.mode, one.extracted_on)));
    let badge = move || known().map(|one| view! { <ImportBadge state=one.state working=one.working /> });
    let crumbs = vec![Crumb::new(words::TITLE, "/imports")];
    view! {
        <PageHeader title lead crumbs=Signal::stored(crumbs) badge=ViewFn::from(badge) />
        {move || match import.get() {
            None => view! { <Card><Loading /></Card> }.into_any(),
            Some(Err(problem)) => view! { <Card><ErrorState problem on_retry=reload /></Card> }.into_any(),
            Some(Ok(import)) => view! { <Inside import control /> }.into_any(),
        }}
    }
}

#[component]
fn Inside(import: Arc<ImportView>, control: Control) -> impl IntoView {
    if import.working {
        let writes = matches!(import.state, ImportState::Planned | ImportState::AwaitingConfirmation);
        let step = if writes { Step::Apply } else { Step::Columns };
        let at = if writes { steps::number(step, import.kind) } else { 0 };
        return view! {
            <Steps import=Arc::clone(&import) control at=Signal::stored(at) />
            <Work import control writes />
        }
        .into_any();
    }
    let shown = {
        let import = Arc::clone(&import);
        Memo::new(move |_| steps::shown(control.asked(), &import))
    };
    let ended = matches!(import.state, ImportState::Applied | ImportState::Undone);
    let at = {
        let (kind, state) = (import.kind, import.state);
        Signal::derive(move || match (shown.get(), state) {
            (Step::Outcome, ImportState::Failed | ImportState::Received | ImportState::Discarded) => 0,
            (Step::Outcome, _) if ended => steps::steps_of(kind).len() + 1,
            (step, _) => steps::number(step, kind),
        })
    };
    let waits = matches!(
        import.state,
        ImportState::Received | ImportState::Planned | ImportState::AwaitingConfirmation
    );
    let last =
        import.job.filter(|_| waits && import.failure.is_none()).map(|job| view! { <Interrupted job /> });
    view! {
        <Steps import=Arc::clone(&import) control at />
        {last}
        {move || {
            let import = Arc::clone(&import);
            match shown.get() {
                Step::Columns => view! { <Mapping import control /> }.into_any(),
                Step::Codes => view! { <Codes import control /> }.into_any(),
                Step::Plan => view! { <Plan import control /> }.into_any(),
                Step::Apply => view! { <Apply import control /> }.into_any(),
                Step::Outcome => view! { <Outcome import control /> }.into_any(),
            }
        }}
    }
    .into_any()
}

/// Why the last work on the import did not come to its end, when it did not: the import itself does not say.
#[component]
fn Interrupted(job: JobId) -> impl IntoView {
    let job = Fetched::new(move || get_job(job));
    move || {
        let job = job.get()?.ok()?;
        let writes = job.kind == "import.apply";
        // A reading that was cancelled is told by the import.
        let is_told = job.state == JobState::Failed || (writes && job.state == JobState::Cancelled);
        let why = job.failure.map_or_else(|| texts::INTERRUPTED.to_owned(), |failure| failure.message);
        is_told.then(|| view! { <Alert kind=Kind::Warning title=texts::interrupted(writes)>{why}</Alert> })
    }
}

/// The stepper: steps that may be shown are links.
#[component]
fn Steps(import: Arc<ImportView>, control: Control, at: Signal<usize>) -> impl IntoView {
    let all = steps::steps_of(import.kind);
    let labels = std::iter::once(texts::FILE).chain(all.iter().map(|step| step.label()));
    let labels: Vec<String> = labels.map(str::to_owned).collect();
    let to = Callback::new(move |index: usize| {
        let step = all.get(index.checked_sub(1)?).copied()?;
        (!import.working && steps::is_open(step, &import)).then(|| control.href(step))
    });
    view! { <Stepper steps=labels current=at to /> }
}
