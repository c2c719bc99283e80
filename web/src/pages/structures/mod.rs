//! Poles, services and units as a tree, with what the staffing table counts in each; beside it the structure chosen, and
//! what may be done with it.

mod chosen;
mod doing;
mod heads;
mod leaving;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::catalogue::screens::structures as words;
use shared::contract::organisation::StructureView;
use shared::habilitation::{Right, Rubric};
use shared::screen::staffing_table::{Counts, Document};
use shared::screen::tree::Node;

use crate::client::staffing_table::get_staffing_table;
use crate::client::structures::read_structure_tree;
use crate::fetched::Fetched;
use crate::here::{Here, ListControl, allows};
use crate::pages::gates::InEstablishment;
use crate::ui::prelude::*;
use crate::ui::tree::{Branch, Tree};

use chosen::Chosen;
use doing::{Doing, Done, StructureDialog};

/// Totals by number: poles and services, as the staffing table counts them.
type Totals = BTreeMap<(bool, String), Counts>;

/// The page.
#[component]
pub fn StructureTree() -> impl IntoView {
    let here = Here::get();
    let list = ListControl::of(&["q", "structure"]);
    let asked = Memo::new(move |_| {
        let standing = here.map(Here::standing).unwrap_or_default();
        standing.establishment.is_some().then(|| standing.to_query())
    });
    let again = RwSignal::new(0_u32);
    let doing = RwSignal::new(None::<Doing>);
    let done = Callback::new(move |done: Done| {
        if let Some(toasts) = Toasts::here() {
            toasts.push(Kind::Success, done.said.to_owned());
        }
        if let Some(id) = done.chosen {
            list.filter("structure", Some(id.to_string()));
        }
        again.update(|times| *times += 1);
    });
    let tree = Fetched::new(move || {
        let pairs = asked.get();
        again.track();
        async move { Some(read_structure_tree(&pairs?).await) }
    });
    let counts = Memo::new(move |_| asked.get().filter(|_| allows(Rubric::StaffingTable, Right::Read)));
    let table = Fetched::new(move || {
        let pairs = counts.get();
        // Without the table, structures are shown without what they hold.
        async move { get_staffing_table(&pairs?).await.ok().map(|document| totals(&document)) }
    });
    let all = Signal::derive(move || match tree.get() {
        Some(Some(Ok(page))) => page.items,
        _ => Vec::new(),
    });
    let begin = move || {
        let establishment =
            here.and_then(Here::finess).filter(|_| allows(Rubric::Structures, Right::Modify))?;
        let press =
            move |()| doing.set(Some(Doing::New { establishment: establishment.clone(), parent: None }));
        Some(view! { <Button label=words::NEW icon=Icon::Add on_click=press /> })
    };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(move || begin) />
        <InEstablishment rubric=Rubric::Structures>
            <TimeBar />
            <Transition fallback=|| view! { <Card><Loading lines=10 /></Card> }>
                {move || match tree.get() {
                    None | Some(None) => ().into_any(),
                    Some(Some(Err(problem))) => {
                        let retry = Callback::new(move |()| again.update(|times| *times += 1));
                        view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                    }
                    Some(Some(Ok(page))) if page.items.is_empty() => {
                        view! { <Card><EmptyState icon=Icon::Tree title=words::EMPTY_TITLE text=words::EMPTY actions=ViewFn::from(|| view! { <BackToToday /> }) /></Card> }
                            .into_any()
                    }
                    Some(Some(Ok(page))) => {
                        let totals = table.get().flatten().unwrap_or_default();
                        view! { <Full items=page.items totals list doing /> }.into_any()
                    }
                }}
            </Transition>
        </InEstablishment>
        <StructureDialog doing all on_done=done />
    }
}

fn totals(document: &Document) -> Totals {
    let poles = document.by_pole.iter().map(|(number, place)| ((true, number.to_string()), place.counts));
    let services =
        document.by_service.iter().map(|(number, place)| ((false, number.to_string()), place.counts));
    poles.chain(services).collect()
}

fn counts_of(one: &StructureView, totals: &Totals) -> Option<Counts> {
    let is_pole = match one.kind.code.as_str() {
        "POLE" => true,
        "SERVICE" => false,
        _ => return None,
    };
    totals.get(&(is_pole, one.number.clone())).copied()
}

/// The tree, and the structure chosen beside it.
#[component]
fn Full(
    items: Vec<StructureView>,
    totals: Totals,
    list: ListControl,
    doing: RwSignal<Option<Doing>>,
) -> impl IntoView {
    let nodes = items.iter().map(|one| Node {
        id: one.id.to_string(),
        depth: one.depth.unwrap_or_default(),
        text: format!("{} {} {}", one.number, one.label, one.kind.label),
    });
    let branches = items.iter().map(|one| Branch {
        mark: words::mark(&one.kind.code, &one.number),
        label: one.label.clone(),
        note: counts_of(one, &totals).map(|counts| words::posts(&counts)).unwrap_or_default(),
    });
    let lines: (Vec<Node>, Vec<Branch>) = (nodes.collect(), branches.collect());
    let holders: BTreeSet<String> = lines
        .0
        .iter()
        .enumerate()
        .filter(|(index, _)| shared::screen::tree::has_children(&lines.0, *index))
        .map(|(_, node)| node.id.clone())
        .collect();
    // Units are many: services start closed.
    let services = items.iter().filter(|one| one.kind.code == "SERVICE").map(|one| one.id.to_string());
    let closed = RwSignal::new(services.filter(|id| holders.contains(id)).collect::<BTreeSet<_>>());
    let lines = StoredValue::new(lines);
    let (holders, data) = (StoredValue::new(holders), StoredValue::new((items, totals)));
    let query = list.value("q");
    let found = Memo::new(move |_| {
        lines.with_value(|(nodes, _)| !shared::screen::tree::search(nodes, &query.get()).is_empty())
    });
    // Another day is no other structure: its panel stays.
    let chosen = Memo::new(move |_| list.state.with(|state| state.filter("structure")));
    let detail = move || {
        let id = chosen.get();
        let found = data.with_value(|(items, totals)| {
            let one = items.iter().find(|one| Some(one.id.to_string()) == id)?.clone();
            let counts = counts_of(&one, totals);
            Some((one, counts))
        });
        match found {
            Some((one, counts)) => view! { <Chosen one counts doing /> }.into_any(),
            None => view! { <Card><Quiet>{words::CHOOSE}</Quiet></Card> }.into_any(),
        }
    };
    view! {
        <Split>
            <Card>
                <Toolbar>
                    <Field label=words::SEARCH grow=true>
                        <SearchInput value=query on_change=move |text| list.filter("q", Some(text)) />
                    </Field>
                    <Button
                        label=words::EXPAND
                        kind=ButtonKind::Quiet
                        small=true
                        on_click=move |()| closed.set(BTreeSet::new())
                    />
                    <Button
                        label=words::COLLAPSE
                        kind=ButtonKind::Quiet
                        small=true
                        on_click=move |()| closed.set(holders.get_value())
                    />
                </Toolbar>
                <Show when=move || found.get() fallback=|| view! { <Quiet>{words::NO_MATCH}</Quiet> }>
                    <Tree
                        label=words::TREE
                        lines
                        words=query
                        closed
                        chosen
                        on_choose=move |id: String| list.filter("structure", Some(id))
                    />
                </Show>
                <p><Quiet>{words::KEYS}</Quiet></p>
            </Card>
            <div role="status">{detail}</div>
        </Split>
    }
}
