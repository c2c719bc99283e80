//! Poles, services and units as a tree, with what the staffing table counts in each.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::catalogue::screens::{lists, structures as words};
use shared::contract::organisation::StructureView;
use shared::habilitation::{Right, Rubric};
use shared::screen::staffing_table::{Counts, Document};
use shared::screen::tree::Node;

use crate::client::staffing_table::get_staffing_table;
use crate::client::structures::read_structure_tree;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, ListControl, allows, href_with};
use crate::pages::gates::InEstablishment;
use crate::ui::prelude::*;
use crate::ui::tree::{Branch, Tree};

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
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
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
                        view! { <Full items=page.items totals list /> }.into_any()
                    }
                }}
            </Transition>
        </InEstablishment>
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
fn Full(items: Vec<StructureView>, totals: Totals, list: ListControl) -> impl IntoView {
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
    let chosen = Signal::derive(move || list.state.with(|state| state.filter("structure")));
    let detail = move || {
        let id = chosen.get();
        let found = data.with_value(|(items, totals)| {
            let one = items.iter().find(|one| Some(one.id.to_string()) == id)?.clone();
            let counts = counts_of(&one, totals);
            Some((one, counts))
        });
        match found {
            Some((one, counts)) => view! { <Chosen one counts /> }.into_any(),
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

/// What a structure is, and the way to its posts.
#[component]
fn Chosen(one: StructureView, counts: Option<Counts>) -> impl IntoView {
    let is_service = one.kind.code == "SERVICE";
    let id = one.id.to_string();
    let posts = href_with("/postes", "structure", &id);
    let lines = href_with("/affectations", "service", &id);
    let table = href_with("/tableau-des-emplois", "service", &one.number);
    let holds_posts = one.kind.code != "UF";
    let parent = one.parent.map(|parent| lists::structure(&parent.number, &parent.label));
    let others = [(words::PARENT, parent), (words::SITE, one.site), (words::SIGMED, one.sigmed_number)];
    let others = others.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let others = others.map(|(label, value)| view! { <Term label value /> }).collect_view();
    let content = counts.map(|counts| view! { <Term label=words::CONTENT value=words::content(&counts) /> });
    view! {
        <Card title=one.label>
            <Terms>
                <Term label=words::KIND value=one.kind.label />
                <Term label=words::NUMBER value=one.number />
                {others}
                {content}
                <Term label=words::PERIOD value=format::period(one.stamp.valid_from, one.stamp.valid_to) />
            </Terms>
            <Line>
                {holds_posts
                    .then(|| {
                        view! {
                            <ButtonLink to=posts label=words::ITS_POSTS icon=Icon::Post small=true bare=true />
                            <ButtonLink to=lines label=words::ITS_AFFECTATIONS icon=Icon::Affectation small=true bare=true />
                        }
                    })}
                {is_service
                    .then(|| {
                        view! {
                            <ButtonLink to=table label=words::ITS_TABLE icon=Icon::Table small=true bare=true />
                        }
                    })}
            </Line>
        </Card>
    }
}
