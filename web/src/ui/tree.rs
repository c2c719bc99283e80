//! A tree: one tab stop, arrows move, open and close, as readers of screens expect.

use std::collections::BTreeSet;

use leptos::html;
use leptos::prelude::*;
use shared::screen::tree::{Key, Move, Node, has_children, pressed, search, visible};
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconView};
use super::ids;

/// One line besides its place: what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Before the name: a number, a kind.
    pub mark: String,
    /// Name.
    pub label: String,
    /// At the end.
    pub note: String,
}

/// The tree. Lines are given in its order with their depth.
#[component]
pub fn Tree(
    /// What it holds; read aloud.
    #[prop(into)]
    label: String,
    /// Lines and what is read on each, in the same order.
    lines: StoredValue<(Vec<Node>, Vec<Branch>)>,
    /// What is searched: all is then open.
    #[prop(into)]
    words: Signal<String>,
    /// The lines that are closed, by id.
    closed: RwSignal<BTreeSet<String>>,
    /// The line chosen, by id.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Chooses a line.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Ul>::new();
    let prefix = StoredValue::new(ids::next("tree"));
    let nothing = BTreeSet::new();
    let shown = Memo::new(move |_| {
        lines.with_value(|(nodes, _)| match words.get() {
            text if text.trim().is_empty() => closed.with(|closed| visible(nodes, closed)),
            text => search(nodes, &text),
        })
    });
    let here = RwSignal::new(None::<usize>);
    // The tab stop: where one was, else what is chosen, else the first line.
    let stop = Memo::new(move |_| {
        let shown = shown.get();
        let chosen = chosen.get();
        let found =
            lines.with_value(|(nodes, _)| nodes.iter().position(|one| Some(&one.id) == chosen.as_ref()));
        let wanted = here.get().or(found).filter(|index| shown.contains(index));
        wanted.or_else(|| shown.first().copied())
    });
    let id_of = move |index: usize| format!("{}-{index}", prefix.get_value());
    let focus = move |index: usize| {
        here.set(Some(index));
        let found = document().get_element_by_id(&id_of(index));
        if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // The line is on the page: it takes the focus.
            drop(found.focus());
        }
    };
    let is_searching = move || words.with_untracked(|words| !words.trim().is_empty());
    let act = move |wanted: Move| match wanted {
        Move::To(index) => focus(index),
        Move::Open(index) => with_id(lines, index, |id| {
            closed.update(|closed| {
                closed.remove(id);
            });
        }),
        Move::Close(index) => with_id(lines, index, |id| {
            closed.update(|closed| {
                closed.insert(id.to_owned());
            });
        }),
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let Some(index) = stop.get_untracked() else { return };
        let key = match event.key().as_str() {
            "ArrowUp" => Key::Up,
            "ArrowDown" => Key::Down,
            "ArrowRight" => Key::Right,
            "ArrowLeft" => Key::Left,
            "Home" => Key::Home,
            "End" => Key::End,
            "Enter" | " " => {
                event.prevent_default();
                with_id(lines, index, |id| on_choose.run(id.to_owned()));
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let all_open = is_searching();
        let wanted = lines.with_value(|(nodes, _)| {
            closed.with_untracked(|closed| {
                let closed = if all_open { &nothing } else { closed };
                pressed(nodes, closed, &shown.get_untracked(), index, key)
            })
        });
        if let Some(wanted) = wanted.filter(|wanted| !all_open || matches!(wanted, Move::To(_))) {
            act(wanted);
        }
    };
    let line = move |index: usize| {
        let (one, branch) =
            lines.with_value(|(nodes, branches)| (nodes.get(index).cloned(), branches.get(index).cloned()));
        let (Some(one), Some(branch)) = (one, branch) else { return ().into_any() };
        let holds = lines.with_value(|(nodes, _)| has_children(nodes, index));
        let (id, sent) = (one.id.clone(), one.id.clone());
        let is_open = move || {
            !closed.with(|closed| closed.contains(&id)) || !words.with(|words| words.trim().is_empty())
        };
        let is_open = Memo::new(move |_| is_open());
        let own = one.id;
        let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&own)));
        let toggle = move |event: web_sys::MouseEvent| {
            event.stop_propagation();
            here.set(Some(index));
            act(if is_open.get_untracked() { Move::Close(index) } else { Move::Open(index) });
        };
        let choose = move |_| {
            here.set(Some(index));
            on_choose.run(sent.clone());
        };
        view! {
            <li
                class="tree__line"
                id=id_of(index)
                role="treeitem"
                data-depth=one.depth.min(4).to_string()
                attr:aria-level=(one.depth + 1).to_string()
                aria-expanded=move || holds.then(|| if is_open.get() { "true" } else { "false" })
                aria-selected=move || if is_chosen.get() { "true" } else { "false" }
                tabindex=move || if stop.get() == Some(index) { "0" } else { "-1" }
                on:click=choose
            >
                <span class="tree__toggle" data-holds=holds.then_some("true") aria-hidden="true" on:click=toggle>
                    {holds.then(|| view! { <IconView icon=Icon::ChevronRight /> })}
                </span>
                <span class="tree__mark">{branch.mark}</span>
                <span class="tree__label">{branch.label}</span>
                <span class="tree__note">{branch.note}</span>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="tree" role="tree" aria-label=label node_ref=node on:keydown=key>
            <For each=move || shown.get() key=|index| *index children=line />
        </ul>
    }
}

fn with_id(lines: StoredValue<(Vec<Node>, Vec<Branch>)>, index: usize, act: impl FnOnce(&str)) {
    let id = lines.with_value(|(nodes, _)| nodes.get(index).map(|one| one.id.clone()));
    if let Some(id) = id {
        act(&id);
    }
}
