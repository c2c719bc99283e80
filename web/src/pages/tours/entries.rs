//! Posts of a tour in one table: picked with the mouse or the keyboard, acted on together.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::catalogue::screens::{lists as fields, tour_lists as words};
use shared::catalogue::tours as texts;
use shared::contract::tours::EntryView;
use shared::id::PostId;
use shared::workflow::entry::EntryAction;

use super::EntryBadge;
use super::bulk::{BulkDialog, Chosen};
use super::outcome::{self, OutcomeDialog};
use super::undo::take_rows_back;
use crate::format;
use crate::ui::prelude::*;

/// Rows from which only those in view are on the page.
const MANY: usize = 60;

/// Steps that need what only one post has: its order, the day of its installation.
const ALONE: [EntryAction; 3] = [EntryAction::Appoint, EntryAction::Install, EntryAction::Drop];

/// The number of a post, or nothing of one that the person may not read.
pub fn number_of(entry: &EntryView) -> String {
    entry.post.as_ref().map(|post| post.number.clone()).unwrap_or_default()
}

fn id_of(entry: &EntryView) -> Option<PostId> {
    entry.post.as_ref().map(|post| post.id)
}

/// What is picked, and where the keyboard is.
#[derive(Clone, Copy)]
struct Picks {
    entries: Signal<Vec<EntryView>>,
    all: RwSignal<BTreeSet<PostId>>,
    /// Where a range begins.
    last: RwSignal<Option<PostId>>,
    /// Where the keyboard is.
    focus: RwSignal<Option<PostId>>,
}

impl Picks {
    fn pick(self, post: PostId, on: bool, range: bool) {
        let before = self.last.get_untracked().filter(|_| range).unwrap_or(post);
        let order: Vec<PostId> = self.entries.with_untracked(|all| all.iter().filter_map(id_of).collect());
        let place = |one: PostId| order.iter().position(|other| *other == one);
        let (Some(from), Some(to)) = (place(before), place(post)) else { return };
        let taken = order.iter().skip(from.min(to)).take(from.abs_diff(to) + 1);
        self.all.update(|all| {
            for one in taken {
                if on {
                    all.insert(*one);
                } else {
                    all.remove(one);
                }
            }
        });
        self.last.set(Some(post));
    }

    fn every(self, on: bool) {
        let all = self.entries.with_untracked(|all| all.iter().filter_map(id_of).collect());
        self.all.set(if on { all } else { BTreeSet::new() });
    }

    /// The rows that are picked and still shown.
    fn rows(self) -> Vec<EntryView> {
        let is_in = |one: &EntryView| id_of(one).is_some_and(|id| self.all.with(|all| all.contains(&id)));
        self.entries.with(|entries| entries.iter().filter(|one| is_in(one)).cloned().collect())
    }

    /// The rows on which a key acts: those that are picked, else that of the keyboard.
    fn meant(self) -> Vec<EntryView> {
        let rows = self.rows();
        if rows.is_empty() { self.here().into_iter().collect() } else { rows }
    }

    fn here(self) -> Option<EntryView> {
        let focus = self.focus.get()?;
        self.entries.with(|all| all.iter().find(|one| id_of(one) == Some(focus)).cloned())
    }
}

/// Those of the rows that may take an action.
fn able(rows: &[EntryView], action: EntryAction) -> Vec<EntryView> {
    rows.iter().filter(|one| one.allowed_actions.contains(&action)).cloned().collect()
}

/// The table, its bar and its keys.
#[component]
pub fn EntryTable(
    /// Rows.
    #[prop(into)]
    entries: Signal<Vec<EntryView>>,
    /// The row whose details are shown.
    shown: RwSignal<Option<EntryView>>,
    /// What it shows; read aloud.
    caption: &'static str,
    /// Names the hospital of a row, where there are several.
    #[prop(optional)]
    name_of: Option<Callback<String, String>>,
    /// What follows an action.
    on_done: Callback<()>,
) -> impl IntoView {
    let picks = Picks {
        entries,
        all: RwSignal::new(BTreeSet::new()),
        last: RwSignal::new(None),
        focus: RwSignal::new(None),
    };
    let chosen: Chosen = RwSignal::new(None);
    // What is offered is what some row may take, so that the bar does not move while rows are picked.
    let offered = Memo::new(move |_| {
        entries.with(|all| {
            let is_there = |action: &EntryAction| all.iter().any(|one| one.allowed_actions.contains(action));
            let actions = EntryAction::ALL.iter().copied().filter(|action| !ALONE.contains(action));
            actions.filter(is_there).collect::<Vec<_>>()
        })
    });
    let act = Callback::new(move |action: EntryAction| {
        let rows = untrack(|| picks.meant());
        let able = able(&rows, action);
        let is_some = !able.is_empty();
        if is_some {
            // All that is meant is rehearsed: what cannot follow says why.
            chosen.set(Some((action, rows)));
        }
        is_some
    });
    let done = Callback::new(move |()| {
        picks.every(false);
        on_done.run(());
    });
    let toasts = Toasts::here();
    let back = Callback::new(move |()| take_rows_back(toasts, &untrack(|| picks.meant()), done));
    let on_key = move |key: String| match key.as_str() {
        "t" => {
            picks.every(true);
            true
        }
        "d" => {
            let here = untrack(|| picks.here());
            let is_some = here.is_some();
            shown.set(here);
            is_some
        }
        "z" => back.run(()),
        "escape" => {
            let was = shown.with_untracked(Option::is_some);
            shown.set(None);
            was
        }
        key => {
            let mut all = offered.get_untracked().into_iter();
            all.find(|action| words::key(*action) == Some(key)).is_some_and(|action| act.run(action))
        }
    };
    let outcome: outcome::Chosen = RwSignal::new(None);
    let columns = columns(picks, shown, outcome, name_of);
    let many = entries.with_untracked(Vec::len) > MANY;
    let row = |one: EntryView| Row::new(format!("{}-{}", one.id, one.stamp.version));
    view! {
        <PickArea on_key>
            <Stack gap=StackGap::Small>
                <Bar picks offered act back />
                <DataTable
                    caption
                    columns=Signal::stored(columns)
                    rows=entries
                    row
                    virtual_rows=many
                />
                <Keys offered />
            </Stack>
            <BulkDialog chosen on_done=done />
            <OutcomeDialog chosen=outcome on_done=done />
        </PickArea>
    }
}

/// What may be done with the rows that are picked.
#[component]
fn Bar(
    picks: Picks,
    offered: Memo<Vec<EntryAction>>,
    act: Callback<EntryAction, bool>,
    back: Callback<(), bool>,
) -> impl IntoView {
    let number = move || picks.rows().len();
    let may_go_back = Memo::new(move |_| picks.entries.with(|all| all.iter().any(|one| one.undoable)));
    let goes_back = Signal::derive(move || picks.rows().iter().any(|one| one.undoable));
    let buttons = move || {
        let button = |action: EntryAction| {
            let number = Signal::derive(move || able(&picks.rows(), action).len());
            let key = words::key(action).map(|key| view! { <Key name=key.to_uppercase() /> });
            view! {
                <Button
                    label=Signal::derive(move || words::on_some(action, number.get()))
                    small=true
                    disabled=Signal::derive(move || number.get() == 0)
                    on_click=move |()| {
                        act.run(action);
                    }
                />
                {key}
            }
        };
        offered.get().into_iter().map(button).collect_view()
    };
    view! {
        <Line>
            <span aria-live="polite">{move || words::picked(number())}</span>
            <Button
                label=words::PICK_ALL
                kind=ButtonKind::Quiet
                small=true
                on_click=move |()| picks.every(true)
            />
            <Button
                label=words::PICK_NONE
                kind=ButtonKind::Quiet
                small=true
                on_click=move |()| picks.every(false)
            />
            {buttons}
            <Show when=move || may_go_back.get()>
                <Button
                    label=words::UNDO_MINE
                    kind=ButtonKind::Quiet
                    small=true
                    disabled=Signal::derive(move || !goes_back.get())
                    on_click=move |()| {
                        back.run(());
                    }
                />
                <Key name="Z" />
            </Show>
        </Line>
    }
}

/// The keys, shown.
#[component]
fn Keys(offered: Memo<Vec<EntryAction>>) -> impl IntoView {
    let all = [
        ("↑ ↓", words::KEY_MOVE),
        (words::SPACE, words::KEY_PICK),
        (words::SHIFT_SPACE, words::KEY_RANGE),
        ("T", words::KEY_ALL),
        ("D", words::KEY_MORE),
        ("Z", words::KEY_UNDO),
    ];
    let line = |name: String, does: String| view! { <span><Key name />" "{does}</span> };
    let fixed = all.into_iter().map(|(name, does)| line(name.to_owned(), does.to_owned())).collect_view();
    let more = move || {
        let actions = offered.get().into_iter();
        let keyed = actions.filter_map(|action| Some((words::key(action)?.to_uppercase(), action)));
        keyed.map(|(key, action)| line(key, texts::entry_action(action).to_lowercase())).collect_view()
    };
    view! {
        <Quiet>
            <Line>{words::KEYBOARD} {fixed} {more}</Line>
        </Quiet>
    }
}

fn columns(
    picks: Picks,
    shown: RwSignal<Option<EntryView>>,
    outcome: outcome::Chosen,
    name_of: Option<Callback<String, String>>,
) -> Vec<Column<EntryView>> {
    let boxes = Column::view(words::PICK, move |one: &EntryView| {
        let id = id_of(one)?;
        let checked = Signal::derive(move || picks.all.with(|all| all.contains(&id)));
        Some(view! {
            <PickBox
                label=words::pick(&number_of(one))
                checked
                on_pick=move |(on, range)| picks.pick(id, on, range)
                on_here=move |()| picks.focus.set(Some(id))
            />
        })
    });
    let post = Column::view(words::POST, |one: &EntryView| {
        let post = one.post.clone()?;
        Some(view! { <Link to=format!("/postes/{}", post.id) label=post.number /> })
    });
    let more = Column::view(words::MORE, move |one: &EntryView| {
        let (entry, about) = (one.clone(), words::more(&number_of(one)));
        // What needs what only this post has is asked on its row.
        let alone = ALONE.into_iter().filter(|action| one.allowed_actions.contains(action));
        let alone = alone.map(|action| {
            let (entry, about) = (one.clone(), words::on_one(action, &number_of(one)));
            let press = move |()| outcome.set(Some((action, entry.clone())));
            view! { <Button label=texts::entry_action(action) about small=true on_click=press /> }
        });
        let alone = alone.collect_view();
        let open = move |()| shown.set(Some(entry.clone()));
        view! {
            {alone}
            <Button label=words::MORE about kind=ButtonKind::Quiet small=true on_click=open />
        }
    });
    let mut all = vec![boxes.cell(Cell::Short), post.heads_row().cell(Cell::Code)];
    if let Some(name_of) = name_of {
        all.push(Column::text(words::ESTABLISHMENT, move |one: &EntryView| {
            name_of.run(one.establishment.clone())
        }));
    }
    all.extend([
        Column::text(fields::SPECIALITY, |one: &EntryView| {
            one.speciality.as_ref().map(|one| one.label.clone()).unwrap_or_default()
        }),
        Column::text(words::STRUCTURE, |one: &EntryView| {
            let structure = one.structure.as_ref();
            structure.map(|one| fields::structure(&one.number, &one.label)).unwrap_or_default()
        }),
        Column::text(words::QUOTITY, |one: &EntryView| one.quotity.map(format::percent).unwrap_or_default())
            .number(),
        Column::view(words::DECISION, |one: &EntryView| {
            view! { <SecondLine first=decision_of(one) second=texts::reason(one.reason) /> }
        }),
        Column::view(words::STATE, |one: &EntryView| view! { <EntryBadge state=one.state /> })
            .cell(Cell::Short),
    ]);
    let has_former = picks.entries.with_untracked(|all| all.iter().any(|one| one.previous.is_some()));
    if has_former {
        all.push(Column::text(words::PREVIOUS, |one: &EntryView| {
            one.previous.as_ref().map(words::previous).unwrap_or_default()
        }));
    }
    if name_of.is_none() {
        all.push(
            Column::view(words::LACKS, |one: &EntryView| {
                let number = one.lacks.len();
                let all: Vec<String> = one.lacks.iter().map(|lack| lack.detail.clone()).collect();
                let badge = move || {
                    view! { <Badge label=words::lacks(number) kind=Kind::Warning hint=all.join(" ") /> }
                };
                (number > 0).then(badge)
            })
            .cell(Cell::Short),
        );
    }
    all.push(more.cell(Cell::Actions));
    all
}

/// What the hospital wants of it, and why.
fn decision_of(entry: &EntryView) -> String {
    let decision = texts::decision(entry.decision);
    match &entry.motive {
        Some(motive) => format!("{decision} – {}", motive.label),
        None => decision.to_owned(),
    }
}
