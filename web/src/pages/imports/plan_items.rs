//! The changes of a plan: filters of the address, pages, and each thing opened on its fields before and after.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::{import_steps as words, things, ui};
use shared::contract::imports::{ImportView, PlanItemView};
use shared::problem::Problem;

use super::control::Control;
use super::plan::moved;
use crate::client::imports::list_import_plan;
use crate::fetched::Fetched;
use crate::pages::named::{People, people_of};
use crate::query::Pairs;
use crate::things::{matricule, named, named_with, sheets};
use crate::ui::prelude::*;

/// Things on a page.
const PAGE: usize = 25;

/// Fields whose changes one may look for.
const FIELDS: [&str; 12] = [
    "valid_to",
    "valid_from",
    "quotity",
    "status",
    "service",
    "unit",
    "post",
    "rank",
    "structure",
    "step",
    "speciality",
    "usual_name",
];

/// The card.
#[component]
pub fn Changes(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let id = import.id;
    let (entity, action, changed) =
        (control.value("entity"), control.value("action"), control.value("changed"));
    // A part of a matricule is about a person: it stays out of the address.
    let q = RwSignal::new(String::new());
    let cursor = RwSignal::new(None::<String>);
    let filters = Memo::new(move |_| {
        let mut pairs = Pairs::default();
        for (name, value) in
            [("entity", entity.get()), ("action", action.get()), ("changed", changed.get()), ("q", q.get())]
        {
            pairs.set(name, Some(value));
        }
        pairs
    });
    Effect::new(move |_| {
        filters.track();
        cursor.set(None);
    });
    let finess = import.establishment.clone();
    let page = Fetched::new(move || {
        let mut pairs = filters.get().with("limit", PAGE.to_string()).with("total", "exact");
        pairs.set("cursor", cursor.get());
        let finess = finess.clone();
        async move {
            let page = list_import_plan(id, &pairs).await?;
            let keys = page.items.iter().map(|item| (item.entity.as_str(), item.key.as_str()));
            let people = people_of(keys, &finess).await;
            Ok::<_, Problem>((page, people))
        }
    });
    let again = Callback::new(move |()| cursor.notify());
    let read = move || page.get().and_then(Result::ok).map(|(page, _)| page);
    let rows = Signal::derive(move || read().map_or(0, |page| page.items.len()));
    let next = Signal::derive(move || read().and_then(|page| page.next));
    let total = Signal::derive(move || read().and_then(|page| page.total));
    let is_filtered = Memo::new(move |_| !filters.with(Pairs::is_empty));
    let clear = move |()| {
        q.set(String::new());
        control.clear(&["entity", "action", "changed"]);
    };
    view! {
        <Card title=words::CHANGES flush=true>
            <Inset>
                <Filters>
                    <Field label=words::NOUN>
                        <Select value=entity choices=Signal::stored(nouns(&import)) on_change=move |value| control.set("entity", Some(value)) />
                    </Field>
                    <Field label=words::ACTION>
                        <Select value=action choices=Signal::stored(actions()) on_change=move |value| control.set("action", Some(value)) />
                    </Field>
                    <Field label=words::CHANGED_FIELD>
                        <Select value=changed choices=Signal::stored(fields()) on_change=move |value| control.set("changed", Some(value)) />
                    </Field>
                    <Field label=words::KEY>
                        <SearchInput value=q on_change=move |text| q.set(text) />
                    </Field>
                    <Show when=move || is_filtered.get()>
                        <Button label=ui::CLEAR_FILTERS kind=ButtonKind::Quiet on_click=clear />
                    </Show>
                </Filters>
            </Inset>
            <Transition fallback=|| view! { <Loading /> }>
                {move || {
                    page.get()
                        .map(|page| match page {
                            Err(problem) => view! { <ErrorState problem on_retry=again /> }.into_any(),
                            Ok((page, _)) if page.items.is_empty() => {
                                view! { <Inset><Quiet>{words::NO_CHANGE_MATCHES}</Quiet></Inset> }.into_any()
                            }
                            Ok((page, people)) => {
                                let item = |item: &PlanItemView| {
                                    view! { <Item title=title_of(item, &page.items, &people) item=item.clone() /> }
                                };
                                let items = page.items.iter().map(item).collect_view();
                                view! { <Folds>{items}</Folds> }.into_any()
                            }
                        })
                }}
            </Transition>
            <Inset>
                <Pagination label=words::CHANGES_PAGES cursor next rows total limit=PAGE on_go=move |to| cursor.set(to) />
            </Inset>
        </Card>
    }
}

fn nouns(import: &ImportView) -> Vec<Choice> {
    let moved = import.counts.iter().filter(|counts| moved(counts) > 0);
    let choices = moved.map(|counts| Choice::new(counts.noun.clone(), things::noun(&counts.noun)));
    std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(choices).collect()
}

fn actions() -> Vec<Choice> {
    let choices =
        ["create", "change", "close"].into_iter().map(|action| Choice::new(action, things::action(action)));
    std::iter::once(Choice::new("", ui::ALL_FEMININE)).chain(choices).collect()
}

fn fields() -> Vec<Choice> {
    let choices = FIELDS.into_iter().map(|field| Choice::new(field, things::field(field)));
    std::iter::once(Choice::new("", ui::ALL)).chain(choices).collect()
}

/// The thing by its key, with the name of the person: known already, or given by the file in view.
fn title_of(item: &PlanItemView, page: &[PlanItemView], people: &People) -> String {
    let Some(own) = matricule(&item.entity, &item.key) else { return named(&item.entity, &item.key) };
    let given = || {
        let person = page.iter().find(|one| one.entity == "practitioners" && one.key == own)?;
        let field = |name: &str| person.after.get(name)?.as_str();
        Some(format!("{} {}", field("usual_name")?, field("first_names")?))
    };
    let known = people.iter().find(|one| one.matricule == own).map(|known| known.name.clone());
    let name = known.or_else(given);
    match name {
        Some(name) => named_with(&item.entity, &item.key, &things::person_named(&name, own)),
        None => named(&item.entity, &item.key),
    }
}

/// One thing: what happens to it, and its fields once it is opened.
#[component]
fn Item(item: PlanItemView, title: String) -> impl IntoView {
    let kind = match item.action.as_str() {
        "create" => Kind::Success,
        "close" => Kind::Danger,
        _ => Kind::Info,
    };
    let action = things::action(&item.action).to_owned();
    let note = if item.action == "create" {
        None
    } else {
        let fields: Vec<&str> = item.changed.iter().map(|field| things::field(field)).collect();
        Some(fields.join(", "))
    };
    let caption = things::differences_of(&title);
    let item = StoredValue::new(item);
    let label = Signal::stored(action);
    let summary =
        move || view! { <FoldWords title=title.clone() note=note.clone()><Badge label kind /></FoldWords> };
    view! {
        <Fold summary=ViewFn::from(summary)>
            {
                let caption = caption.clone();
                item.with_value(|item| sheets(&item.before, &item.after))
                    .into_iter()
                    .map(|sheet| {
                        view! {
                            {sheet.period.map(|period| view! { <Quiet>{period}</Quiet> })}
                            <Differences
                                caption=caption.clone()
                                rows=sheet.rows
                                with_before=sheet.with_before
                                with_after=sheet.with_after
                            />
                        }
                    })
                    .collect_view()
            }
        </Fold>
    }
}
