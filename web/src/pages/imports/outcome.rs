//! What became of an import: recorded, undone, given up, unreadable, interrupted; and how to go back on it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ImportState, ImportUndo, ImportView};
use shared::problem::Problem;

use super::about::AboutFile;
use super::control::{Control, Refusal};
use super::plan::{Counts, ReportButtons};
use super::steps::Step;
use crate::client::imports;
use crate::pages::named::NamedThings;
use crate::pages::touched::{Touched, is_touched};
use crate::ui::prelude::*;

/// The step.
#[component]
pub fn Outcome(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let kind = match import.state {
        ImportState::Applied => Kind::Success,
        ImportState::Failed => Kind::Danger,
        ImportState::Received => Kind::Warning,
        _ => Kind::Info,
    };
    let text = match (import.state, import.change) {
        (ImportState::Applied, None) => words::OUTCOME_EMPTY.to_owned(),
        (ImportState::Undone, _) if import.kept_things > 0 => words::undone_but(import.kept_things),
        (state, _) => words::outcome(state).to_owned(),
    };
    let failure = import.failure.as_ref().map(|failure| failure.message.clone());
    let is_failed = import.state == ImportState::Failed;
    let has_plan = matches!(import.state, ImportState::Applied | ImportState::Undone);
    let counted = has_plan.then(|| view! { <Counts import=Arc::clone(&import) /> });
    let (id, refused) = (import.id, words::were_refused(import.refused_rows, import.rows));
    let reported = (has_plan && import.refused_rows > 0).then(|| {
        view! {
            <Card title=words::REPORT>
                <p>{refused}</p>
                <ReportButtons id />
            </Card>
        }
    });
    let kept = (import.kept_things > 0).then(|| {
        let (things, count) = (import.kept.clone(), usize::try_from(import.kept_things).unwrap_or_default());
        view! { <Card title=words::KEPT><NamedThings things count /></Card> }
    });
    view! {
        <StepHeading title=words::outcome_title(import.state) />
        <Alert kind>
            {failure.map(|failure| view! { <p>{failure}</p> })}
            <p>{text}</p>
            {is_failed.then(|| view! { <p>{words::FAILED_HELP}</p> })}
        </Alert>
        <Refusal control />
        {kept}
        {counted}
        {reported}
        <AboutFile import=Arc::clone(&import) />
        <Actions import control />
    }
}

#[component]
fn Actions(import: Arc<ImportView>, control: Control) -> impl IntoView {
    let may = |action: &str| import.allowed_actions.iter().any(|one| one == action);
    let (id, version) = (import.id, import.version);
    let asking = RwSignal::new(false);
    let refused = RwSignal::new(None);
    let undo = may("undo").then(|| {
        let ask = move |()| {
            refused.set(None);
            asking.set(true);
        };
        view! { <Button label=words::UNDO icon=Icon::Undo on_click=ask /> }
    });
    let replan = may("replan").then(|| {
        let again =
            move |()| control.decide(imports::replan_import(id, version), Some(Step::Columns), |_| ());
        view! { <Button label=words::TRY_AGAIN icon=Icon::Refresh busy=control.busy on_click=again /> }
    });
    let discard = may("discard").then(|| view! { <Discard id version control /> });
    let plan = matches!(import.state, ImportState::Applied | ImportState::Undone).then(|| {
        view! { <Button label=words::SEE_PLAN on_click=move |()| control.go(Step::Plan) /> }
    });
    let main = match import.state {
        ImportState::Applied => {
            use shared::catalogue::screens::home;
            view! { <ButtonLink to="/tableau-des-emplois" label=home::SEE_TABLE kind=ButtonKind::Primary icon=Icon::Table /> }.into_any()
        }
        ImportState::Received => ().into_any(),
        _ => {
            view! { <ButtonLink to="/imports/nouveau" label=words::ANOTHER_FILE kind=ButtonKind::Primary icon=Icon::Import /> }.into_any()
        }
    };
    let start =
        move || view! { <ButtonLink to="/imports" label=words::ALL_IMPORTS kind=ButtonKind::Quiet /> };
    view! {
        <ActionBar start=ViewFn::from(start)>{discard}{undo}{replan}{plan}{main}</ActionBar>
        <UndoDialog import open=asking refused control />
    }
}

/// Asks why, then undoes. What has moved since is named in the dialog, which then offers to undo the rest.
#[component]
fn UndoDialog(
    import: Arc<ImportView>,
    open: RwSignal<bool>,
    // The last refusal, and whether it was that of the rest alone.
    refused: RwSignal<Option<(Problem, bool)>>,
    control: Control,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let (id, version) = (import.id, import.version);
    let error = Signal::derive(move || {
        (tried.get() && reason.with(|reason| reason.trim().is_empty()))
            .then(|| words::REASON_MISSING.to_owned())
    });
    let touched = Memo::new(move |_| {
        refused.with(|refused| {
            refused.as_ref().filter(|(problem, _)| is_touched(problem)).map(|(_, rest)| *rest)
        })
    });
    let submit = move |()| {
        tried.set(true);
        let said = reason.get_untracked().trim().to_owned();
        if said.is_empty() || control.busy.get_untracked() {
            return;
        }
        let untouched_only = touched.get_untracked().is_some();
        let body = ImportUndo { reason: Some(said), untouched_only };
        let undone = async move {
            let import = imports::undo_import(id, version, &body).await?;
            open.set(false);
            Ok(import)
        };
        control.decide(undone, Some(Step::Outcome), move |problem| {
            refused.set(Some((problem.clone(), untouched_only)));
            control.said_elsewhere();
        });
    };
    let body = move || {
        let rest = touched.get();
        let above = match refused.get() {
            None => view! { <p>{words::UNDO_TEXT}</p> }.into_any(),
            Some((problem, rest)) => {
                let text = if rest { words::NOTHING_LEFT } else { words::TOUCHED };
                view! { <Touched problem title=words::TOUCHED_TITLE text /> }.into_any()
            }
        };
        // When nothing is left to undo, there is only to close.
        let (why, button) = (rest != Some(true))
            .then(|| {
                let label = if rest.is_some() { words::UNDO_REST } else { words::UNDO };
                (
                    view! {
                        <Field label=words::REASON hint=words::REASON_HINT error required=true>
                            <TextArea value=reason max_length=500u32 />
                        </Field>
                    },
                    view! { <Button label kind=ButtonKind::Danger submit=true busy=control.busy /> },
                )
            })
            .unzip();
        view! {
            {above}
            <Form on_submit=submit>
                <Stack>
                    {why}
                    <Line align=LineAlign::End>
                        <Button label=words::KEEP on_click=move |()| open.set(false) />
                        {button}
                    </Line>
                </Stack>
            </Form>
        }
    };
    view! { <Dialog open title=words::UNDO_TITLE>{body}</Dialog> }
}

/// Gives the import up, after a question.
#[component]
pub fn Discard(
    /// The import.
    id: shared::id::ImportId,
    /// Its version.
    version: i64,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let discard = move |()| {
        asking.set(false);
        control.decide(imports::discard_import(id, version), Some(Step::Outcome), |_| ());
    };
    let actions = move || {
        view! {
            <Button label=words::KEEP on_click=move |()| asking.set(false) />
            <Button label=words::DISCARD kind=ButtonKind::Danger busy=control.busy on_click=discard />
        }
    };
    view! {
        <Button label=words::DISCARD kind=ButtonKind::Quiet on_click=move |()| asking.set(true) />
        <Dialog open=asking title=words::DISCARD_TITLE actions=ViewFn::from(actions)>
            <p>{words::DISCARD_TEXT}</p>
        </Dialog>
    }
}
