//! One column: its heading and first values, what it means.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ColumnMapping, FieldView, ImportColumn};
use shared::import::sirh::field::Field as Meaning;

use super::mapping::{Draft, SURE, understood};
use crate::ui::prelude::*;

/// Units that a person may choose.
const UNITS: [&str; 3] = [HALF_DAYS, "percent", "fte"];
/// The unit of the trade.
const HALF_DAYS: &str = "half_days";
/// Most affectations on one line of a file.
const GROUPS: u32 = 6;

/// A column that is never read.
const NEVER: &str = "nir";

/// The line.
#[component]
pub fn ColumnLine(
    /// The column.
    column: ImportColumn,
    /// Corrections.
    draft: RwSignal<Draft>,
    /// What the server refused, by position.
    errors: RwSignal<BTreeMap<u32, String>>,
    /// What a column may mean.
    fields: StoredValue<Vec<FieldView>>,
    /// Whether it may be corrected.
    editable: bool,
    /// Whether the file holds several affectations on a line.
    has_several: bool,
) -> impl IntoView {
    let position = column.position;
    let was = understood(&column);
    let never = column.field.as_deref() == Some(NEVER);
    let now = {
        let was = was.clone();
        Memo::new(move |_| draft.with(|draft| draft.get(&position).cloned()).unwrap_or_else(|| was.clone()))
    };
    let changed = Memo::new(move |_| draft.with(|draft| draft.contains_key(&position)));
    let set = {
        let was = was.clone();
        Callback::new(move |new: ColumnMapping| {
            let same = new == was;
            draft.update(|draft| {
                if same {
                    draft.remove(&position)
                } else {
                    draft.insert(position, new)
                };
            });
            errors.update(|errors| drop(errors.remove(&position)));
        })
    };
    let error = Signal::derive(move || errors.with(|errors| errors.get(&position).cloned()));
    let confidence = column.confidence;
    let kind = Signal::derive(move || match (error.with(Option::is_some), changed.get(), confidence) {
        (true, _, _) => Kind::Danger,
        (false, true, _) => Kind::Accent,
        (false, false, ..SURE) => Kind::Warning,
        _ => Kind::Neutral,
    });
    let heading =
        if column.heading.trim().is_empty() { words::NO_HEADING.to_owned() } else { column.heading.clone() };
    let badge = {
        let was = was.clone();
        let about = words::restore_of(&heading);
        move || {
            let (was, about) = (was.clone(), about.clone());
            view! {
                {move || {
                    if changed.get() {
                        let (was, about) = (was.clone(), about.clone());
                        view! {
                            <Badge label=words::CHANGED_HERE kind=Kind::Accent />
                            <Button
                                label=words::RESTORE
                                kind=ButtonKind::Quiet
                                small=true
                                about=about
                                on_click=move |()| set.run(was.clone())
                            />
                        }
                            .into_any()
                    } else {
                        let kind = match confidence {
                            0..SURE => Kind::Warning,
                            SURE..90 => Kind::Neutral,
                            _ => Kind::Success,
                        };
                        view! { <Badge label=words::confidence(confidence) kind /> }.into_any()
                    }
                }}
            }
        }
    };
    let samples = distinct(&column.samples);
    let note = samples.is_empty().then_some(words::NO_SAMPLE.to_owned());
    let second = if never {
        view! { <Quiet>{words::NEVER_READ}</Quiet> }.into_any()
    } else {
        view! { <Meanings now set fields error editable has_several /> }.into_any()
    };
    match note {
        Some(note) => {
            view! { <MatchLine title=heading note=note badge=ViewFn::from(badge) kind>{second}</MatchLine> }
                .into_any()
        }
        None => {
            view! { <MatchLine title=heading samples badge=ViewFn::from(badge) kind>{second}</MatchLine> }
                .into_any()
        }
    }
}

#[component]
fn Meanings(
    now: Memo<ColumnMapping>,
    set: Callback<ColumnMapping>,
    fields: StoredValue<Vec<FieldView>>,
    error: Signal<Option<String>>,
    editable: bool,
    has_several: bool,
) -> impl IntoView {
    let field = Memo::new(move |_| now.with(|now| now.field.clone()));
    let meaning = move || field.with(|field| field.as_deref().and_then(Meaning::from_name));
    let has_unit = Memo::new(move |_| meaning().is_some_and(Meaning::is_quotity));
    let of_affectation = Memo::new(move |_| has_several && meaning().is_some_and(Meaning::is_of_affectation));
    let is_quotity = Memo::new(move |_| meaning() == Some(Meaning::Quotity));
    let choices = fields.with_value(|fields| {
        let known = fields.iter().map(|field| {
            let label = capital(&field.label);
            Choice::new(field.field.clone(), if field.mandatory { words::mandatory(&label) } else { label })
        });
        std::iter::once(Choice::new("", words::NOT_READ)).chain(known).collect::<Vec<_>>()
    });
    let edit = move |change: &dyn Fn(&mut ColumnMapping)| {
        let mut new = now.get_untracked();
        change(&mut new);
        set.run(new);
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let disabled = Signal::stored(!editable);
    view! {
        <MatchFields>
            <Field label=words::FIELD error grow=true>
                <Select
                    value=Signal::derive(move || field.get().unwrap_or_default())
                    choices=Signal::stored(choices)
                    disabled
                    on_change=move |name: String| edit(&|new| {
                        new.field = some(name.clone());
                        let unit = new.field.as_deref().and_then(Meaning::from_name).is_some_and(Meaning::is_quotity);
                        if !unit {
                            new.unit = None;
                            new.own_time = false;
                        } else if new.unit.is_none() {
                            new.unit = Some(HALF_DAYS.to_owned());
                        }
                    })
                />
            </Field>
            <Show when=move || has_unit.get()>
                <Field label=words::UNIT>
                    <Select
                        value=Signal::derive(move || now.with(|now| now.unit.clone()).unwrap_or_default())
                        choices=Signal::stored(UNITS.iter().map(|unit| Choice::new(*unit, words::unit(unit))).collect::<Vec<_>>())
                        disabled
                        on_change=move |unit: String| edit(&|new| new.unit = some(unit.clone()))
                    />
                </Field>
            </Show>
            <Show when=move || of_affectation.get()>
                <Field label=words::GROUP>
                    <Select
                        value=Signal::derive(move || now.with(|now| now.group).to_string())
                        choices=Signal::stored((0..=GROUPS).map(|number| Choice::new(number.to_string(), words::group(number))).collect::<Vec<_>>())
                        disabled
                        on_change=move |number: String| edit(&|new| new.group = number.parse().unwrap_or_default())
                    />
                </Field>
                <Field label=words::RANK>
                    <Select
                        value=Signal::derive(move || now.with(|now| now.rank.clone()).unwrap_or_default())
                        choices=Signal::stored(ranks())
                        disabled
                        on_change=move |rank: String| edit(&|new| new.rank = some(rank.clone()))
                    />
                </Field>
            </Show>
        </MatchFields>
        <Show when=move || is_quotity.get()>
            <Checkbox
                label=words::OWN_TIME
                checked=Signal::derive(move || now.with(|now| now.own_time))
                disabled
                on_change=move |on| edit(&|new| new.own_time = on)
            />
        </Show>
    }
}

fn ranks() -> Vec<Choice> {
    vec![
        Choice::new("", words::RANK_FREE),
        Choice::new("main", words::RANK_MAIN),
        Choice::new("secondary", words::RANK_SECONDARY),
    ]
}

/// The first values that say something, each once.
fn distinct(samples: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for sample in samples {
        if kept.len() < 4 && !sample.is_empty() && !kept.contains(sample) {
            kept.push(sample.clone());
        }
    }
    kept
}

/// The same text with a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
