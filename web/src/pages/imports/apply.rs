//! The last step before the data: questions answered one by one, then one recording.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ImportApply, ImportPolicy, ImportView, NounCounts};

use super::control::{Control, Refusal};
use super::steps::Step;
use crate::client::imports::apply_import;
use crate::format;
use crate::ui::prelude::*;

/// What refused lines do: the two choices, as the form writes them.
const VALID: &str = "valid_lines";
const NONE: &str = "all_or_nothing";

/// The step.
#[component]
pub fn Apply(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let (id, version, refused, rows) = (import.id, import.version, import.refused_rows, import.rows);
    let policy = RwSignal::new(VALID.to_owned());
    let asked = import.confirmations.len();
    let ticked = RwSignal::new(vec![false; asked]);
    let tried = RwSignal::new(false);
    let confirmed = Memo::new(move |_| ticked.with(|ticked| ticked.iter().all(|one| *one)));
    let nothing = Memo::new(move |_| policy.with(|policy| policy == NONE));
    let blocked = Signal::derive(move || nothing.get() && refused > 0);
    let apply = move |()| {
        tried.set(true);
        if !confirmed.get_untracked() || blocked.get_untracked() {
            return;
        }
        let policy =
            if nothing.get_untracked() { ImportPolicy::AllOrNothing } else { ImportPolicy::ValidLines };
        let body = ImportApply { policy, confirm: asked > 0 };
        control.decide(async move { apply_import(id, version, &body).await }, Some(Step::Outcome), |_| ());
    };
    let sum = |of: fn(&NounCounts) -> u32| {
        format::count(import.counts.iter().map(|counts| u64::from(of(counts))).sum())
    };
    let summary = words::summary(
        &sum(|counts| counts.create),
        &sum(|counts| counts.change),
        &sum(|counts| counts.close),
    );
    let policies = vec![Choice::new(VALID, words::POLICY_VALID), Choice::new(NONE, words::POLICY_NONE)];
    let lines = (refused > 0).then(|| {
        view! {
            <Card>
                <p>{words::refused(refused, rows)}</p>
                <RadioGroup legend=words::POLICY value=policy choices=policies on_change=move |value| policy.set(value) />
                <Show when=move || blocked.get()>
                    <Alert kind=Kind::Warning>{words::all_or_nothing(refused)}</Alert>
                </Show>
            </Card>
        }
    });
    let questions = (asked > 0).then(|| {
        let questions = import.confirmations.clone().into_iter().enumerate().map(|(index, question)| {
            let checked =
                Signal::derive(move || ticked.with(|ticked| ticked.get(index).copied().unwrap_or(false)));
            let tick = move |on| {
                ticked.update(|ticked| {
                    if let Some(one) = ticked.get_mut(index) {
                        *one = on;
                    }
                })
            };
            view! { <Checkbox label=question.message checked on_change=tick /> }
        });
        let questions = questions.collect_view();
        view! {
            <Card title=words::CONFIRM_TITLE>
                <p>{words::CONFIRM_TEXT}</p>
                <Stack gap=StackGap::Small>{questions}</Stack>
                <Show when=move || tried.get() && !confirmed.get()>
                    <Alert kind=Kind::Danger>{words::CONFIRM_MISSING}</Alert>
                </Show>
            </Card>
        }
    });
    let start = move || {
        view! { <Button label=words::BACK kind=ButtonKind::Quiet icon=Icon::ChevronLeft on_click=move |()| control.go(Step::Plan) /> }
    };
    view! {
        <StepHeading title=words::APPLY_TITLE text=words::APPLY_TEXT />
        <Refusal control />
        <Card>
            <Line align=LineAlign::Between>
                <strong>{import.file_name.clone()}</strong>
                <Quiet>{summary}</Quiet>
            </Line>
        </Card>
        {lines}
        {questions}
        <ActionBar start=ViewFn::from(start)>
            <Button label=words::APPLY_NOW kind=ButtonKind::Primary icon=Icon::Check busy=control.busy disabled=blocked on_click=apply />
        </ActionBar>
    }
}
