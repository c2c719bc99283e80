//! The last step before the data: questions answered one by one, then one recording.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ImportApply, ImportPolicy, ImportView, NounCounts};

use super::control::{Control, Refusal};
use super::findings::PARTLY_REFUSED;
use super::steps::Step;
use super::ticks::Ticks;
use crate::client::imports::apply_import;
use crate::format;
use crate::ui::prelude::*;

/// What refused lines do: the choices, as the form writes them.
const VALID: &str = "valid_lines";
const PEOPLE: &str = "valid_people";
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
    let ticks = Ticks::new(vec![false; asked]);
    let tried = RwSignal::new(false);
    let confirmed = Memo::new(move |_| ticks.all());
    let partly = import.partly_refused_people;
    let chosen = move || match policy.get().as_str() {
        PEOPLE => ImportPolicy::ValidPeople,
        NONE => ImportPolicy::AllOrNothing,
        _ => ImportPolicy::ValidLines,
    };
    let blocked = Signal::derive(move || chosen() == ImportPolicy::AllOrNothing && refused > 0);
    let apply = move |()| {
        tried.set(true);
        if !confirmed.get_untracked() || blocked.get_untracked() {
            return;
        }
        let body = ImportApply { policy: untrack(chosen), confirm: asked > 0 };
        control.decide(async move { apply_import(id, version, &body).await }, Some(Step::Outcome), |_| ());
    };
    let sum = |of: fn(&NounCounts) -> u32| import.counts.iter().map(|counts| u64::from(of(counts))).sum();
    let [create, change, close] =
        [sum(|counts| counts.create), sum(|counts| counts.change), sum(|counts| counts.close)];
    let [created, changed, closed] = [create, change, close].map(format::count);
    let summary = words::summary((create, &created), (change, &changed), (close, &closed));
    // Where nobody has both kinds of lines, leaving people aside is leaving lines aside.
    let people = (partly > 0).then(|| Choice::new(PEOPLE, words::POLICY_PEOPLE));
    let policies = std::iter::once(Choice::new(VALID, words::POLICY_VALID))
        .chain(people)
        .chain([Choice::new(NONE, words::POLICY_NONE)])
        .collect::<Vec<_>>();
    let meant = move || match chosen() {
        ImportPolicy::AllOrNothing => {
            view! { <Alert kind=Kind::Warning>{words::all_or_nothing(refused)}</Alert> }.into_any()
        }
        policy => view! { <p role="status">{words::partly_refused(partly, policy)}</p> }.into_any(),
    };
    let lines = (refused > 0).then(|| {
        let which = control.href_with(Step::Plan, &[("severity", PARTLY_REFUSED)]);
        view! {
            <Card>
                <p>{words::refused(refused, rows)}</p>
                {(partly > 0)
                    .then(|| {
                        view! {
                            <p>
                                <strong>{words::partly_refused_people(partly)}</strong>" "
                                <Link to=which label=words::SEE_PARTLY_REFUSED />
                            </p>
                        }
                    })}
                <RadioGroup legend=words::POLICY value=policy choices=policies on_change=move |value| policy.set(value) />
                {meant}
            </Card>
        }
    });
    let questions = (asked > 0).then(|| {
        let questions = import.confirmations.clone().into_iter().enumerate().map(|(index, question)| {
            let which = who(&question.code).map(|(entity, action)| {
                control.href_with(Step::Plan, &[("entity", entity), ("action", action)])
            });
            let label = words::see_confirmed(&question.code);
            let link = which.map(|to| view! { <Link to label /> });
            view! { {ticks.tick(index, question.message, None)}{link} }
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

/// The changes of the plan that a question is about.
fn who(code: &str) -> Option<(&'static str, &'static str)> {
    match code {
        "import.closures" => Some(("practitioners", "close")),
        "import.moves" => Some(("affectations", "")),
        _ => None,
    }
}
