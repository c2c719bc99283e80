//! The journal: what happened, before and after of each thing, undo, the state of the seals.

use leptos::prelude::*;
use shared::catalogue::journal::summary;
use shared::catalogue::screens::{journal as words, things as nouns, ui};
use shared::contract::journal::{ChangedThing, JournalEntry};
use shared::contract::writing::Undo;
use shared::habilitation::{Right, Rubric};
use shared::time::Day;
use shared::time::paris::start_in_paris;

use crate::client::changes::{list_journal_things, undo_change, verify_journal};
use crate::client::journal::list_journal;
use crate::fetched::Fetched;
use crate::format;
use crate::here::ListControl;
use crate::pages::gates::{Opened, Seen};
use crate::pages::lists::ClearFilters;
use crate::pages::touched::Touched;
use crate::query::Pairs;
use crate::session::Session;
use crate::things::{named, sheets};
use crate::ui::differences::Differences;
use crate::ui::fold::{Fold, FoldWords, Folds};
use crate::ui::prelude::*;

/// Filters of the address; the days are sent as instants.
const FILTERS: &[&str] = &["operation", "origin", "author", "since", "until"];

/// The page.
#[component]
pub fn JournalPage() -> impl IntoView {
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        <Opened rubric=Rubric::Journal>
            <Seen>
                <Found />
            </Seen>
        </Opened>
    }
}

/// The entries that the filters find.
#[component]
fn Found() -> impl IntoView {
    let (list, session) = (ListControl::of(FILTERS), Session::here());
    let asked = Memo::new(move |_| list.state.with(asked_of));
    let again = RwSignal::new(0_u32);
    let page = Fetched::new(move || {
        let pairs = asked.get();
        again.track();
        async move { list_journal(&pairs).await }
    });
    let last = RwSignal::new((0_usize, None::<String>));
    Effect::new(move |_| {
        if let Some(Ok(page)) = page.get() {
            last.set((page.items.len(), page.next));
        }
    });
    let undoing = RwSignal::new(None::<JournalEntry>);
    let done = Callback::new(move |()| again.update(|times| *times += 1));
    let day = move |name: &'static str| Signal::derive(move || list.value(name).get().parse::<Day>().ok());
    let set_day =
        move |name: &'static str| move |day: Option<Day>| list.filter(name, day.map(|day| day.to_string()));
    let operations = words::OPERATIONS.map(|code| Choice::new(code, summary(code, None, None)));
    let origins = words::ORIGINS.map(|code| Choice::new(code, words::origin(code)));
    let all = |choices: Vec<Choice>| {
        let first = std::iter::once(Choice::new("", ui::ALL_FEMININE));
        Signal::stored(first.chain(choices).collect::<Vec<_>>())
    };
    view! {
        <Show when=move || session.allows_in_nation(Rubric::Journal, Right::Read)><Seals /></Show>
        <Filters>
            <Field label=words::OPERATION>
                <Select
                    value=list.value("operation")
                    choices=all(operations.into())
                    on_change=move |value| list.filter("operation", Some(value))
                />
            </Field>
            <Field label=words::ORIGIN>
                <Select
                    value=list.value("origin")
                    choices=all(origins.into())
                    on_change=move |value| list.filter("origin", Some(value))
                />
            </Field>
            <Field label=words::AUTHOR>
                <SearchInput value=list.value("author") on_change=move |text| list.filter("author", Some(text)) />
            </Field>
            <Field label=words::SINCE>
                <DateInput value=day("since") on_change=set_day("since") />
            </Field>
            <Field label=words::UNTIL>
                <DateInput value=day("until") on_change=set_day("until") />
            </Field>
            <ClearFilters list />
        </Filters>
        <Transition fallback=|| view! { <Card><Loading lines=10 /></Card> }>
            {move || {
                page.get()
                    .map(move |page| match page {
                        Err(problem) => view! { <Card><ErrorState problem on_retry=done /></Card> }.into_any(),
                        Ok(page) if page.items.is_empty() => {
                            view! { <Card><EmptyState icon=Icon::Journal title=words::EMPTY_TITLE text=words::EMPTY /></Card> }
                                .into_any()
                        }
                        Ok(page) => {
                            let entries = page.items.into_iter().map(move |entry| view! { <One entry undoing /> });
                            view! { <Card flush=true><Folds>{entries.collect_view()}</Folds></Card> }.into_any()
                        }
                    })
            }}
        </Transition>
        <Pagination
            cursor=Signal::derive(move || list.state.with(|state| state.cursor.clone()))
            next=Signal::derive(move || last.with(|(_, next)| next.clone()))
            rows=Signal::derive(move || last.with(|(rows, _)| *rows))
            on_go=move |cursor| list.page(cursor)
        />
        <UndoDialog undoing done />
    }
}

/// What is asked of the server: days become the instants at which they begin and end, where the hospitals are.
fn asked_of(state: &crate::query::ListState) -> Pairs {
    let mut pairs = Pairs::default();
    for name in ["operation", "origin", "author"] {
        pairs.set(name, state.filter(name));
    }
    pairs.set("establishment", state.standing.establishment.clone());
    let day = |name: &str| state.filter(name).and_then(|text| text.parse::<Day>().ok());
    let start = |day: Day| start_in_paris(day).to_string();
    pairs.set("at.gte", day("since").map(start));
    pairs.set("at.lt", day("until").map(|day| start(day.next())));
    pairs.set("cursor", state.cursor.clone());
    pairs
}

/// One entry: a line, then its details and what it changed.
#[component]
fn One(entry: JournalEntry, undoing: RwSignal<Option<JournalEntry>>) -> impl IntoView {
    let by = words::by(&entry.author, &entry.origin, &format::instant(entry.at));
    let state = match (entry.undone_by.is_empty(), entry.undoes.is_some()) {
        (false, _) => Some((words::IS_UNDONE, Kind::Neutral)),
        (true, true) => Some((words::IS_UNDO, Kind::Warning)),
        (true, false) => None,
    };
    let title = ui::bound(&entry.summary);
    let summary = move || {
        let badge = state.map(|(label, kind)| view! { <Badge label kind /> });
        view! { <FoldWords title=title.clone() note=Some(by.clone())>{badge}</FoldWords> }
    };
    let entry = StoredValue::new(entry);
    view! {
        <Fold summary=ViewFn::from(summary)>
            <Inside entry undoing />
        </Fold>
    }
}

#[component]
fn Inside(entry: StoredValue<JournalEntry>, undoing: RwSignal<Option<JournalEntry>>) -> impl IntoView {
    let one = entry.get_value();
    let may_undo = one.allowed_actions.iter().any(|action| action == "undo");
    let details = [
        (words::SEQ, Some(one.seq.to_string())),
        (words::REASON, one.reason),
        (words::ESTABLISHMENT, one.establishment),
        (words::FILE, one.source_name),
        (words::EXTRACTED_ON, one.extracted_on.map(format::day)),
    ];
    let details = details.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let details = details.map(|(label, value)| view! { <Term label value /> }).collect_view();
    let undo = may_undo.then(|| {
        let ask = move |()| undoing.set(Some(entry.get_value()));
        view! { <Line><Button label=words::UNDO icon=Icon::Undo small=true on_click=ask /></Line> }
    });
    view! {
        <Stack>
            <Terms>{details}</Terms>
            {undo}
            <Things id=one.id />
        </Stack>
    }
}

/// Before and after of each thing, page after page.
#[component]
fn Things(id: shared::id::ChangeId) -> impl IntoView {
    let cursor = RwSignal::new(None::<String>);
    let seen = RwSignal::new(Vec::<ChangedThing>::new());
    let page = Fetched::new(move || {
        let mut pairs = Pairs::default();
        pairs.set("cursor", cursor.get());
        async move { list_journal_things(id, &pairs).await }
    });
    let next = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(Ok(page)) = page.get() {
            seen.update(|seen| seen.extend(page.items));
            next.set(page.next);
        }
    });
    let more = move |()| cursor.set(next.get_untracked());
    let list = move || {
        let things = seen.get();
        if things.is_empty() {
            return match page.get() {
                None => view! { <Loading lines=2 /> }.into_any(),
                Some(Err(problem)) => view! { <ErrorState problem /> }.into_any(),
                Some(Ok(_)) => view! { <p><Quiet>{words::NO_THINGS}</Quiet></p> }.into_any(),
            };
        }
        let all = things.into_iter().map(|thing| view! { <Thing thing /> }).collect_view();
        view! { <Stack gap=StackGap::Small>{all}</Stack> }.into_any()
    };
    view! {
        {list}
        <Show when=move || next.with(Option::is_some)>
            <Button label=words::MORE_THINGS kind=ButtonKind::Quiet small=true on_click=more />
        </Show>
    }
}

#[component]
fn Thing(thing: ChangedThing) -> impl IntoView {
    let title = format!("{}\u{a0}: {}", nouns::action(&thing.action), named(&thing.entity, &thing.key));
    let caption = nouns::differences_of(&title);
    let tables = sheets(&thing.before, &thing.after).into_iter().map(move |sheet| {
        view! {
            {sheet.period.map(|period| view! { <Quiet>{period}</Quiet> })}
            <Differences
                caption=caption.clone()
                rows=sheet.rows
                with_before=sheet.with_before
                with_after=sheet.with_after
            />
        }
    });
    view! { <Details summary=title>{tables.collect_view()}</Details> }
}

/// The state of the chain of seals, on demand: it reads everything.
#[component]
fn Seals() -> impl IntoView {
    let verify = Action::new_local(|(): &()| async move { verify_journal().await });
    let found = move || {
        verify.value().get().map(|found| match found {
            Err(problem) => {
                view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> }.into_any()
            }
            Ok(found) => {
                let said = words::verified(
                    &format::count(found.changes),
                    &format::count(found.facts),
                    found.last_seq,
                );
                let (kind, title) = match found.sound {
                    true => (Kind::Success, words::SOUND),
                    false => (Kind::Danger, words::UNSOUND),
                };
                let findings = found.findings.into_iter().map(|finding| view! { <p>{finding}</p> });
                view! { <Alert kind title=title><p>{said}</p>{findings.collect_view()}</Alert> }.into_any()
            }
        })
    };
    view! {
        <Line>
            <Button
                label=words::VERIFY
                icon=Icon::Check
                small=true
                busy=verify.pending()
                on_click=move |()| drop(verify.dispatch(()))
            />
        </Line>
        {found}
    }
}

/// Asks why, then undoes. A refusal says what was built on the change since.
#[component]
fn UndoDialog(undoing: RwSignal<Option<JournalEntry>>, done: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let toasts = Toasts::here();
    Effect::new(move |_| {
        if undoing.with(Option::is_some) {
            reason.set(String::new());
            tried.set(false);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            undoing.set(None);
        }
    });
    let undo = Action::new_local(move |_: &()| {
        let id = undoing.with_untracked(|one| one.as_ref().map(|one| one.id));
        let body = Undo { reason: reason.get_untracked().trim().to_owned() };
        async move {
            let Some(id) = id else { return Ok(()) };
            undo_change(id, &body).await?;
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::UNDONE.to_owned());
            }
            open.set(false);
            done.run(());
            Ok::<(), shared::problem::Problem>(())
        }
    });
    let missing = Signal::derive(move || {
        (tried.get() && reason.with(|reason| reason.trim().is_empty())).then(|| ui::REQUIRED.to_owned())
    });
    let send = move |()| {
        tried.set(true);
        if !reason.with_untracked(|reason| reason.trim().is_empty()) {
            undo.dispatch(());
        }
    };
    let refused = move || undo.value().get().and_then(Result::err).filter(|_| !undo.pending().get());
    let summary = move || undoing.with(|one| one.as_ref().map(|one| ui::bound(&one.summary)));
    let at = move || undoing.with(|one| one.as_ref().map(|one: &JournalEntry| format::instant(one.at)));
    let actions = move || {
        view! {
            <Button label=ui::CANCEL on_click=move |()| open.set(false) />
            <Button label=words::UNDO kind=ButtonKind::Danger busy=undo.pending() on_click=send />
        }
    };
    view! {
        <Dialog open title=words::UNDO_TITLE actions=ViewFn::from(actions)>
            <p>{summary} " " <Quiet>{at}</Quiet></p>
            <p>{words::UNDO_LEAD}</p>
            {move || {
                refused().map(|problem| view! { <Touched problem title=words::TOUCHED_TITLE /> })
            }}
            <Field label=words::REASON hint=words::REASON_HINT error=missing required=true>
                <TextArea value=reason max_length=500u32 />
            </Field>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::ListState;

    #[test]
    fn the_last_day_is_included() {
        let state = ListState::default()
            .with_filter("since", Some("2026-11-01".to_owned()))
            .with_filter("until", Some("2026-11-30".to_owned()));
        let asked = asked_of(&state);
        assert_eq!(asked.get("at.gte"), Some("2026-10-31T23:00:00.000000Z"));
        assert_eq!(asked.get("at.lt"), Some("2026-11-30T23:00:00.000000Z"));
        assert_eq!(asked.get("since"), None);
    }
}
