//! What an import would change, and what is said of its lines, beside each other.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::screens::{import_steps as words, imports, things};
use shared::contract::imports::{ImportState, ImportView, NounCounts};
use shared::id::ImportId;

use super::control::{Control, Refusal};
use super::findings::Findings;
use super::outcome::Discard;
use super::plan_items::Changes;
use super::steps::{self, Step};
use crate::client::imports::{replan_import, save_import_report};
use crate::format;
use crate::ui::prelude::*;

/// The step.
#[component]
pub fn Plan(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let (id, version) = (import.id, import.version);
    let stale = (import.state == ImportState::Stale).then(|| {
        let may = import.allowed_actions.iter().any(|action| action == "replan");
        let again = move |()| control.decide(replan_import(id, version), Some(Step::Plan), |_| ());
        view! {
            <Alert kind=Kind::Warning title=words::STALE_TITLE>
                <p>{words::STALE}</p>
                {may.then(|| view! { <Button label=words::REPLAN icon=Icon::Refresh small=true busy=control.busy on_click=again /> })}
            </Alert>
        }
    });
    let open = matches!(import.state, ImportState::Planned | ImportState::AwaitingConfirmation);
    let empty = (open && import.empty).then(|| {
        view! { <Alert kind=Kind::Info title=words::PLAN_EMPTY_TITLE>{words::PLAN_EMPTY}</Alert> }
    });
    let said = words::refused(import.refused_rows, import.rows);
    let refused = (import.refused_rows > 0).then(|| {
        view! {
            <Alert kind=Kind::Warning>
                <p>{said}</p>
                <ReportButtons id />
            </Alert>
        }
    });
    let (findings, partly) = (import.findings.clone(), import.partly_refused_people > 0);
    let changes = Arc::clone(&import);
    view! {
        <StepHeading title=words::PLAN_TITLE text=words::PLAN_TEXT />
        {stale}
        {empty}
        {refused}
        <Refusal control />
        <Counts import=Arc::clone(&import) />
        <Split>
            <Changes import=changes control />
            <Findings id counts=findings partly control />
        </Split>
        <Foot import control />
    }
}

#[component]
fn Foot(import: Arc<ImportView>, control: Control) -> impl IntoView {
    let (id, version) = (import.id, import.version);
    let may = |action: &str| import.allowed_actions.iter().any(|one| one == action);
    let (discard, apply) = (may("discard"), may("apply"));
    let back = steps::before(Step::Plan, &import);
    let outcome = steps::is_open(Step::Outcome, &import);
    let start = move || {
        view! {
            {discard.then(|| view! { <Discard id version control /> })}
            {back.map(|step| view! { <Button label=words::BACK kind=ButtonKind::Quiet icon=Icon::ChevronLeft on_click=move |()| control.go(step) /> })}
        }
    };
    view! {
        <ActionBar start=ViewFn::from(start)>
            {apply.then(|| view! { <Button label=words::GO_APPLY kind=ButtonKind::Primary on_click=move |()| control.go(Step::Apply) /> })}
            {outcome.then(|| view! { <Button label=words::OUTCOME kind=ButtonKind::Primary on_click=move |()| control.go(Step::Outcome) /> })}
        </ActionBar>
    }
}

/// Created, changed, closed and unchanged things by noun.
#[component]
pub fn Counts(
    /// The import.
    import: Arc<ImportView>,
) -> impl IntoView {
    let rows: Vec<NounCounts> = import.counts.iter().filter(|counts| moved(counts) > 0).cloned().collect();
    let number = |label: &str, of: fn(&NounCounts) -> u32| {
        Column::text(label, move |counts: &NounCounts| format::count(u64::from(of(counts)))).number()
    };
    let columns = vec![
        Column::text(words::NOUN, |counts: &NounCounts| things::noun(&counts.noun).to_owned())
            .heads_row()
            .pinned(),
        number(imports::CREATED, |counts| counts.create),
        number(imports::CHANGED, |counts| counts.change),
        number(imports::CLOSED, |counts| counts.close),
        number(words::UNCHANGED, |counts| counts.unchanged),
    ];
    let row = |counts: NounCounts| Row::new(counts.noun);
    (!rows.is_empty()).then(|| {
        view! { <DataTable caption=words::COUNTS_CAPTION columns=Signal::stored(columns) rows=Signal::stored(rows) row /> }
    })
}

/// How many things move; a noun of which nothing moves is left out.
pub fn moved(counts: &NounCounts) -> u32 {
    counts.create.saturating_add(counts.change).saturating_add(counts.close)
}

/// The refused lines as files.
#[component]
pub fn ReportButtons(
    /// The import.
    id: ImportId,
) -> impl IntoView {
    let busy = RwSignal::new(None::<&'static str>);
    let toasts = Toasts::here();
    let save = move |format: &'static str| {
        if busy.get_untracked().is_some() {
            return;
        }
        busy.set(Some(format));
        spawn_local(async move {
            let saved = save_import_report(id, format).await;
            busy.try_set(None);
            if let (Err(problem), Some(toasts)) = (saved, toasts) {
                toasts.push(Kind::Danger, problem.detail);
            }
        });
    };
    let is_busy = move |format: &'static str| Signal::derive(move || busy.get() == Some(format));
    view! {
        <Line>
            <Button label=words::REPORT_XLSX icon=Icon::Export small=true busy=is_busy("xlsx") on_click=move |()| save("xlsx") />
            <Button label=words::REPORT_CSV icon=Icon::Export small=true busy=is_busy("csv") on_click=move |()| save("csv") />
        </Line>
    }
}
