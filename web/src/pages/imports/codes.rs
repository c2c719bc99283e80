//! Local codes that nobody has explained yet: several answered at once, with the keyboard alone if one likes.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{CodeAnswer, CodeAnswers, ImportView, UnknownCodeView};
use shared::problem::Problem;

use super::control::{Control, Refusal};
use super::outcome::Discard;
use super::proposals::{Proposal, Proposals};
use super::steps::Step;
use crate::client::imports::answer_import_codes;
use crate::ui::prelude::*;

/// National status whose contracts have a motive.
const WITH_MOTIVE: &str = "PC";
/// Domain of statuses.
const STATUSES: &str = "status";
/// Domain of structures.
const STRUCTURES: &str = "structure";
/// Motives of a contract.
const MOTIVES: [&str; 4] = ["PC1", "PC2", "PC3", "PC4"];

/// Domain and local code.
type Key = (String, String);
/// What a person answered.
type Draft = BTreeMap<Key, CodeAnswer>;

/// The step.
#[component]
pub fn Codes(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let draft = RwSignal::new(Draft::new());
    let errors = RwSignal::new(BTreeMap::<Key, String>::new());
    let editable = import.allowed_actions.iter().any(|action| action == "answer_codes");
    let codes = import.unknown_codes.clone();
    let all = codes.len();
    if all == 0 {
        return view! {
            <StepHeading title=words::CODES_TITLE />
            <Card>
                <EmptyState icon=Icon::Check title=words::NO_CODE_TITLE text=words::NO_CODE />
            </Card>
            <Foot import control draft errors />
        }
        .into_any();
    }
    let proposals: Vec<Proposal> = codes.iter().filter(|_| editable).filter_map(Proposal::of).collect();
    let is_open = |draft: &Draft, answer: &CodeAnswer| {
        !draft.contains_key(&(answer.domain.clone(), answer.code.clone()))
    };
    let waiting = Signal::derive(move || {
        draft.with(|draft| proposals.iter().filter(|one| is_open(draft, &one.answer)).cloned().collect())
    });
    let on_take = Callback::new(move |answers: Vec<CodeAnswer>| {
        draft.update(|draft| {
            draft.extend(answers.into_iter().map(|one| ((one.domain.clone(), one.code.clone()), one)));
        });
    });
    let take = move || view! { <Proposals waiting on_take /> };
    let groups = by_domain(codes)
        .into_iter()
        .map(|(domain, codes)| {
            let title = words::domain(&domain).to_owned();
            let label = title.clone();
            let lines = codes
                .into_iter()
                .map(|code| view! { <CodeLine code draft errors editable /> })
                .collect_view();
            view! {
                <Stack gap=StackGap::Small>
                    <SubTitle title />
                    <Matching label>{lines}</Matching>
                </Stack>
            }
        })
        .collect_view();
    view! {
        <StepHeading title=words::CODES_TITLE text=words::CODES_TEXT actions=ViewFn::from(take) />
        <Refusal control />
        {groups}
        <Foot import control draft errors />
    }
    .into_any()
}

/// Codes by domain, the most used first in each, as the server gives them.
fn by_domain(codes: Vec<UnknownCodeView>) -> Vec<(String, Vec<UnknownCodeView>)> {
    let mut groups: Vec<(String, Vec<UnknownCodeView>)> = Vec::new();
    for code in codes {
        match groups.iter_mut().find(|(domain, _)| *domain == code.domain) {
            Some((_, group)) => group.push(code),
            None => groups.push((code.domain.clone(), vec![code])),
        }
    }
    groups
}

#[component]
fn CodeLine(
    code: UnknownCodeView,
    draft: RwSignal<Draft>,
    errors: RwSignal<BTreeMap<Key, String>>,
    editable: bool,
) -> impl IntoView {
    let key = StoredValue::new((code.domain.clone(), code.code.clone()));
    let answer = Memo::new(move |_| key.with_value(|key| draft.with(|draft| draft.get(key).cloned())));
    let national =
        Signal::derive(move || answer.get().map(|answer| answer.national_code).unwrap_or_default());
    let set = Callback::new(move |(national_code, motive): (String, Option<String>)| {
        let (domain, code) = key.get_value();
        errors.update(|errors| drop(key.with_value(|key| errors.remove(key))));
        draft.update(|draft| {
            if national_code.trim().is_empty() {
                draft.remove(&(domain, code));
            } else {
                let answer = CodeAnswer { domain: domain.clone(), code: code.clone(), national_code, motive };
                draft.insert((domain, code), answer);
            }
        });
    });
    let error = Signal::derive(move || key.with_value(|key| errors.with(|errors| errors.get(key).cloned())));
    let kind = Signal::derive(move || match (error.with(Option::is_some), answer.with(Option::is_some)) {
        (true, _) => Kind::Danger,
        (false, true) => Kind::Accent,
        (false, false) => Kind::Warning,
    });
    let has_motive = code.domain == STATUSES;
    let needs_motive = Memo::new(move |_| has_motive && national.get() == WITH_MOTIVE);
    let label = match (code.choices.is_empty(), code.domain.as_str()) {
        (true, STRUCTURES) => words::STRUCTURE_NUMBER,
        (true, _) => words::FREE_MEANING,
        (false, STRUCTURES) => words::STRUCTURE,
        (false, _) => words::MEANING,
    };
    let proposal = Proposal::of(&code).filter(|_| editable).map(|one| {
        let about = words::take_proposal_for(&one.said, &code.code);
        let kind = if one.is_same { Kind::Success } else { Kind::Warning };
        let label = words::take_proposal(&one.said);
        let (answer, taken) = (one.answer.national_code.clone(), one.answer.national_code);
        // It stays, so that neither the focus nor the lines below move.
        let disabled = Signal::derive(move || national.with(|national| *national == taken));
        let take = move |()| set.run((answer.clone(), None));
        view! {
            <Line>
                <Button label small=true icon=Icon::Check about=about disabled on_click=take />
                <Badge label=words::likeness(one.is_same) kind />
            </Line>
        }
    });
    let control = move || {
        if code.choices.is_empty() {
            let text = RwSignal::new(String::new());
            Effect::new(move |_| {
                let national = national.get();
                if text.get_untracked() != national {
                    text.set(national);
                }
            });
            Effect::new(move |before: Option<()>| {
                let text = text.get();
                if before.is_some() && untrack(|| national.get()) != text {
                    set.run((text, None));
                }
            });
            view! { <TextInput value=text kind=InputKind::Code max_length=60u32 disabled=Signal::stored(!editable) /> }.into_any()
        } else {
            let known = code.choices.iter().map(|choice| {
                Choice::new(choice.code.clone(), format!("{} — {}", choice.code, choice.label))
            });
            let choices: Vec<Choice> =
                std::iter::once(Choice::new("", words::NO_ANSWER)).chain(known).collect();
            view! {
                <Select
                    value=national
                    choices=Signal::stored(choices)
                    disabled=Signal::stored(!editable)
                    on_change=move |national| set.run((national, None))
                />
            }
            .into_any()
        }
    };
    let motives: Vec<Choice> = std::iter::once(Choice::new("", words::NO_MOTIVE))
        .chain(MOTIVES.iter().map(|motive| Choice::new(*motive, words::motive(motive))))
        .collect();
    let motives = Signal::stored(motives);
    view! {
        <MatchLine title=code.code.clone() note=words::lines(code.count) kind code=true>
            <MatchFields>
                <Field label error grow=true>{control()}</Field>
                <Show when=move || needs_motive.get()>
                    <Field label=words::MOTIVE>
                        <Select
                            value=Signal::derive(move || answer.get().and_then(|answer| answer.motive).unwrap_or_default())
                            choices=motives
                            disabled=Signal::stored(!editable)
                            on_change=move |motive: String| set.run((national.get_untracked(), (!motive.is_empty()).then_some(motive)))
                        />
                    </Field>
                </Show>
            </MatchFields>
            {proposal}
        </MatchLine>
    }
}

#[component]
fn Foot(
    import: Arc<ImportView>,
    control: Control,
    draft: RwSignal<Draft>,
    errors: RwSignal<BTreeMap<Key, String>>,
) -> impl IntoView {
    let (id, version, all) = (import.id, import.version, import.unknown_codes.len());
    let can_discard = import.allowed_actions.iter().any(|action| action == "discard");
    let given = Memo::new(move |_| draft.with(BTreeMap::len));
    let send = move |()| {
        let answers: Vec<CodeAnswer> = draft.get_untracked().into_values().collect();
        let keys: Vec<Key> =
            answers.iter().map(|answer| (answer.domain.clone(), answer.code.clone())).collect();
        errors.set(BTreeMap::new());
        // Once everything is answered the plan comes next; else the codes that are left.
        let then = if keys.len() == all { Step::Plan } else { Step::Codes };
        let decision = async move { answer_import_codes(id, version, &CodeAnswers { answers }).await };
        control.decide(decision, Some(then), move |problem| errors.set(by_key(problem, &keys)));
    };
    let label = Signal::derive(move || words::send_codes(given.get()));
    let start = move || {
        view! {
            {can_discard.then(|| view! { <Discard id version control /> })}
            <Button label=words::BACK kind=ButtonKind::Quiet icon=Icon::ChevronLeft on_click=move |()| control.go(Step::Columns) />
        }
    };
    let skip = if all == 0 { words::CONTINUE } else { words::SKIP_CODES };
    view! {
        <ActionBar start=ViewFn::from(start)>
            {(all > 0).then(|| view! { <Quiet>{move || words::answered(given.get(), all)}</Quiet> })}
            {move || {
                if given.get() > 0 {
                    view! { <Button label kind=ButtonKind::Primary icon=Icon::Refresh busy=control.busy on_click=send /> }.into_any()
                } else {
                    let kind = if all == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
                    view! { <Button label=skip kind on_click=move |()| control.go(Step::Plan) /> }.into_any()
                }
            }}
        </ActionBar>
    }
}

/// What the server says of each answer, from its pointers (`/answers/2/national_code`).
fn by_key(problem: &Problem, keys: &[Key]) -> BTreeMap<Key, String> {
    let mut found = BTreeMap::new();
    found.extend(problem.errors.iter().filter_map(|error| {
        let index: usize = error.pointer.strip_prefix("/answers/")?.split('/').next()?.parse().ok()?;
        Some((keys.get(index)?.clone(), error.detail.clone()))
    }));
    found
}
