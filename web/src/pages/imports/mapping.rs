//! What the columns of a file mean: the file on one side, its meaning on the other, the least sure first. Only what a
//! person corrects is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{
    ColumnMapping, FieldView, ImportColumn, ImportMapping, ImportState, ImportView,
};
use shared::problem::Problem;

use super::about::Reading;
use super::control::{Control, Refusal};
use super::mapping_line::ColumnLine;
use super::outcome::Discard;
use super::steps::Step;
use crate::client::imports::{list_import_fields, list_import_findings, map_import};
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Below this, a guess is to be checked.
pub const SURE: u32 = 70;

/// What a person corrected, by position of the column.
pub type Draft = BTreeMap<u32, ColumnMapping>;

/// The step.
#[component]
pub fn Mapping(
    /// The import.
    import: Arc<ImportView>,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let fields = Fetched::new(list_import_fields);
    view! {
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                let import = Arc::clone(&import);
                fields
                    .get()
                    .map(|fields| match fields {
                        Ok(fields) => view! { <Columns import control fields /> }.into_any(),
                        Err(problem) => view! { <Card><ErrorState problem on_retry=control.reload /></Card> }.into_any(),
                    })
            }}
        </Transition>
    }
}

#[component]
fn Columns(import: Arc<ImportView>, control: Control, fields: Vec<FieldView>) -> impl IntoView {
    let draft = RwSignal::new(Draft::new());
    let errors = RwSignal::new(BTreeMap::<u32, String>::new());
    let editable = import.allowed_actions.iter().any(|action| action == "map");
    let has_several = import.columns.iter().any(|column| column.group > 0 || column.rank.is_some());
    // A map puts them in order: to sort them would bring a sort of their own into the application.
    let mut ordered = BTreeMap::new();
    ordered
        .extend(import.columns.iter().map(|column| ((column.confidence, column.position), column.clone())));
    let columns: Vec<ImportColumn> = ordered.into_values().collect();
    let doubtful = columns.iter().filter(|column| column.confidence < SURE).count();
    let all = columns.len();
    let shown = control.value("colonnes");
    let shows_all = Memo::new(move |_| shown.get() == "toutes" || (doubtful == 0 && shown.get().is_empty()));
    let choices = vec![
        Choice::new("douteuses", words::to_check(doubtful)),
        Choice::new("toutes", words::all_columns(all)),
    ];
    let value =
        Signal::derive(move || if shows_all.get() { "toutes".to_owned() } else { "douteuses".to_owned() });
    let read = columns.iter().filter(|column| column.field.is_some()).count();
    let fields = StoredValue::new(fields);
    let lines = move || {
        let kept = columns.iter().filter(|column| shows_all.get() || column.confidence < SURE);
        kept.cloned()
            .map(|column| view! { <ColumnLine column draft errors fields editable has_several /> })
            .collect_view()
    };
    let segments = move || view! { <Segments legend=words::COLUMNS_SHOWN value choices=choices.clone() on_change=move |name| control.set("colonnes", Some(name)) /> };
    let missing =
        (import.state == ImportState::NeedsMapping).then(|| view! { <Missing import=Arc::clone(&import) /> });
    view! {
        <StepHeading title=words::COLUMNS_TITLE text=words::COLUMNS_TEXT actions=ViewFn::from(segments) />
        {missing}
        <Refusal control />
        {move || (!shows_all.get() && doubtful == 0).then(|| view! { <Alert kind=Kind::Success>{words::NOTHING_TO_CHECK}</Alert> })}
        <Matching label=words::COLUMNS_TITLE>{lines}</Matching>
        <Quiet>{words::columns_read(read, all)}</Quiet>
        <Reading import=Arc::clone(&import) />
        <Foot import control draft errors />
    }
}

/// What the server says of the columns that a file needs and that were not recognised.
#[component]
fn Missing(import: Arc<ImportView>) -> impl IntoView {
    let id = import.id;
    let findings = Fetched::new(move || async move {
        list_import_findings(id, &Pairs::default().with("severity", "error").with("limit", "10")).await
    });
    view! {
        <Alert kind=Kind::Warning title=words::COLUMNS_NEEDED_TITLE>
            <Transition>
                {move || {
                    let found = findings.get()?.ok()?;
                    Some(found.items.into_iter().map(|finding| view! { <p>{finding.message}</p> }).collect_view())
                }}
            </Transition>
        </Alert>
    }
}

#[component]
fn Foot(
    import: Arc<ImportView>,
    control: Control,
    draft: RwSignal<Draft>,
    errors: RwSignal<BTreeMap<u32, String>>,
) -> impl IntoView {
    let (id, version) = (import.id, import.version);
    let may = |action: &str| import.allowed_actions.iter().any(|one| one == action);
    let is_ready = import.state != ImportState::NeedsMapping;
    // Nobody is led to a step where there is nothing to answer.
    let next = if import.unknown_codes.is_empty() { Step::Plan } else { Step::Codes };
    let can_discard = may("discard");
    let changed = Memo::new(move |_| draft.with(BTreeMap::len));
    let send = move |()| {
        let columns: Vec<ColumnMapping> = draft.get_untracked().into_values().collect();
        let positions: Vec<u32> = columns.iter().map(|column| column.position).collect();
        errors.set(BTreeMap::new());
        let decision = async move { map_import(id, version, &ImportMapping { columns }).await };
        control.decide(decision, Some(Step::Columns), move |problem| {
            errors.set(by_position(problem, &positions))
        });
    };
    let label = Signal::derive(move || words::send_columns(changed.get()));
    let start = move || can_discard.then(|| view! { <Discard id version control /> });
    view! {
        <ActionBar start=ViewFn::from(start)>
            {move || {
                if changed.get() > 0 {
                    view! { <Button label kind=ButtonKind::Primary icon=Icon::Refresh busy=control.busy on_click=send /> }.into_any()
                } else if is_ready {
                    view! { <Button label=words::CONTINUE kind=ButtonKind::Primary on_click=move |()| control.go(next) /> }
                        .into_any()
                } else {
                    ().into_any()
                }
            }}
        </ActionBar>
    }
}

/// What the server says of each column, from its pointers (`/columns/2/field`).
fn by_position(problem: &Problem, positions: &[u32]) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    found.extend(problem.errors.iter().filter_map(|error| {
        let index: usize = error.pointer.strip_prefix("/columns/")?.split('/').next()?.parse().ok()?;
        Some((*positions.get(index)?, error.detail.clone()))
    }));
    found
}

/// A column as it was understood, in the form in which it is corrected.
pub fn understood(column: &ImportColumn) -> ColumnMapping {
    ColumnMapping {
        position: column.position,
        field: column.field.clone(),
        group: column.group,
        rank: column.rank.clone(),
        unit: column.unit.clone(),
        own_time: column.own_time,
    }
}
