//! The thread of a thing: read, write, name somebody, take back. It follows what others say, and what is being written stays.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::access;
use shared::catalogue::screens::{comments as words, ui};
use shared::comment::{CommentAction, LONGEST};
use shared::contract::comments::{CommentCreate, CommentView, Mentionable, Somebody, Thread, ThreadRead};
use shared::id::AccountId;

use crate::client::comments::{
    delete_comment, list_comments, list_mentionable, read_comments, write_comment,
};
use crate::fetched::Fetched;
use crate::format;
use crate::live::{self, Live};
use crate::ui::prelude::*;

/// Comments shown at first, and more each time they are asked for.
const PAGE: u32 = 20;

/// The card of a thread.
#[component]
pub fn ThreadCard(
    /// What it is about, as the interface names it.
    subject: String,
) -> impl IntoView {
    let own = subject.clone();
    let others = live::again(move |event| event.subject.as_ref() == Some(&own));
    let mine = RwSignal::new(0_u32);
    let limit = RwSignal::new(PAGE);
    let subject = StoredValue::new(subject);
    let thread = Fetched::new(move || {
        others.track();
        mine.track();
        let limit = limit.get();
        async move { list_comments(&subject.get_value(), limit).await }
    });
    Effect::new(move |_| {
        if let Some(Ok(thread)) = thread.get() {
            see(subject.get_value(), &thread);
        }
    });
    let read_again = Callback::new(move |()| mine.update(|times| *times += 1));
    let may_write = Memo::new(move |known: Option<&Option<bool>>| match thread.get() {
        Some(Ok(thread)) => Some(thread.allowed_actions.contains(&CommentAction::Write)),
        // The form stays while the thread is read again.
        _ => known.copied().flatten(),
    });
    view! {
        <Card title=words::TITLE>
            <Stack>
                {move || match may_write.get() {
                    Some(true) => view! { <Writing subject on_done=read_again /> }.into_any(),
                    Some(false) => view! { <p><Quiet>{words::READ_ONLY}</Quiet></p> }.into_any(),
                    None => ().into_any(),
                }}
                <Transition fallback=|| view! { <Loading lines=3 /> }>
                    {move || {
                        thread
                            .get()
                            .map(|thread| match thread {
                                Err(problem) => view! { <ErrorState problem on_retry=read_again /> }.into_any(),
                                Ok(thread) => said(thread, read_again, limit),
                            })
                    }}
                </Transition>
            </Stack>
        </Card>
    }
}

/// What is in front of the person's eyes is read.
fn see(subject: String, thread: &Thread) {
    let Some(last) = thread.items.first().map(|one| one.id).filter(|_| thread.unread > 0) else { return };
    if document().hidden() {
        return;
    }
    spawn_local(async move {
        // Not noted, it stays new: nothing is lost.
        let _ = read_comments(&ThreadRead { subject, last }).await;
    });
}

fn said(thread: Thread, read_again: Callback<()>, limit: RwSignal<u32>) -> AnyView {
    if thread.items.is_empty() {
        return view! { <p><Quiet>{words::EMPTY}</Quiet></p> }.into_any();
    }
    let lines = thread.items.into_iter().map(|one| line(one, read_again)).collect_view();
    let older = thread.more.then(|| {
        let more = move |()| limit.update(|limit| *limit += PAGE);
        view! { <Button label=words::OLDER kind=ButtonKind::Quiet on_click=more /> }
    });
    view! { <Entries>{lines}</Entries> {older} }.into_any()
}

fn names(people: &[Somebody]) -> Vec<&str> {
    people.iter().map(|one| one.name.as_str()).collect()
}

fn line(comment: CommentView, read_again: Callback<()>) -> AnyView {
    let toasts = Toasts::here();
    let text = comment.text.clone().unwrap_or_else(|| words::DELETED.to_owned());
    let mut notes = vec![format!("{} · {}", access::profile(comment.seat), format::instant(comment.at))];
    if !comment.mentions.is_empty() {
        notes.push(words::named(&names(&comment.mentions)));
    }
    if !comment.read_by.is_empty() && comment.deleted_at.is_none() {
        notes.push(words::read_by(&names(&comment.read_by)));
    }
    let is_new = comment.unread;
    let badge = move || is_new.then(|| view! { <Badge label=words::NEW kind=Kind::Accent /> });
    let may_delete = comment.allowed_actions.contains(&CommentAction::Delete);
    let (id, version, label) = (comment.id, comment.version, words::delete(&text));
    let delete = Action::new_local(move |(): &()| async move {
        let done = delete_comment(id, version).await;
        if let Some(toasts) = toasts {
            match done {
                Ok(()) => toasts.push(Kind::Success, words::TAKEN_BACK.to_owned()),
                Err(problem) => toasts.push(Kind::Danger, problem.detail),
            }
        }
        read_again.run(());
    });
    let action = move || {
        let label = label.clone();
        may_delete.then(|| {
            view! {
                <Button
                    label
                    kind=ButtonKind::IconOnly
                    icon=Icon::Close
                    small=true
                    busy=delete.pending()
                    on_click=move |()| drop(delete.dispatch(()))
                />
            }
        })
    };
    view! {
        <Entry
            title=comment.author.name
            text
            notes
            badge=ViewFn::from(badge)
            action=ViewFn::from(action)
        />
    }
    .into_any()
}

/// Where the person writes.
#[component]
fn Writing(subject: StoredValue<String>, on_done: Callback<()>) -> impl IntoView {
    let draft = Live::draft(&subject.get_value());
    let named = RwSignal::new(Vec::<(AccountId, String)>::new());
    let chosen = RwSignal::new(String::new());
    let people = Fetched::new(move || async move {
        // Without the list of people a comment can still be written.
        list_mentionable(&subject.get_value()).await.map(|people| people.items).unwrap_or_default()
    });
    let toasts = Toasts::here();
    let send = Action::new_local(move |body: &CommentCreate| {
        let body = body.clone();
        async move {
            write_comment(&body).await?;
            // What was written meanwhile is another comment.
            if draft.with_untracked(|now| now.trim() == body.text) {
                draft.set(String::new());
            }
            named.set(Vec::new());
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::SENT.to_owned());
            }
            on_done.run(());
            Ok::<_, shared::problem::Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let error = Signal::derive(move || {
        let problem = problem.get()?;
        Some(problem.errors.first().map_or(problem.detail.clone(), |first| first.detail.clone()))
    });
    let submit = move |()| {
        let text = draft.with_untracked(|text| text.trim().to_owned());
        if !send.pending().get_untracked() {
            let mentions = named.with_untracked(|named| named.iter().map(|(id, _)| *id).collect());
            send.dispatch(CommentCreate { subject: subject.get_value(), text, mentions });
        }
    };
    let choices = Signal::derive(move || {
        let mut all = vec![Choice::new("", words::NOBODY)];
        let people = people.get().unwrap_or_default();
        let free = |one: &&Mentionable| named.with(|named| named.iter().all(|(id, _)| *id != one.id));
        all.extend(people.iter().filter(free).map(|one| {
            let seats: Vec<&str> = one.seats.iter().map(|seat| access::profile(*seat)).collect();
            Choice::new(one.id.to_string(), format!("{} ({})", one.name, seats.join(", ")))
        }));
        all
    });
    let add = move |()| {
        let wanted = chosen.get_untracked();
        let people = people.get().unwrap_or_default();
        if let Some(one) = people.into_iter().find(|one| one.id.to_string() == wanted) {
            named.update(|named| named.push((one.id, one.name)));
        }
        chosen.set(String::new());
    };
    let longest = u32::try_from(LONGEST).unwrap_or(u32::MAX);
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                <Field label=words::WRITE hint=words::WRITE_HINT error>
                    <TextArea value=draft max_length=longest />
                </Field>
                <Field label=format!("{} ({})", words::MENTION, ui::OPTIONAL)>
                    <Select value=chosen choices on_change=move |value| chosen.set(value) />
                </Field>
                <Line>
                    {move || {
                        named
                            .get()
                            .into_iter()
                            .map(|(id, name)| {
                                let without = move |()| {
                                    named.update(|named| named.retain(|(one, _)| *one != id));
                                };
                                view! {
                                    <Button
                                        label=words::without(&name)
                                        kind=ButtonKind::Quiet
                                        icon=Icon::Close
                                        small=true
                                        on_click=without
                                    />
                                }
                            })
                            .collect_view()
                    }}
                </Line>
                <Line align=LineAlign::End>
                    <Button
                        label=words::ADD
                        disabled=Signal::derive(move || chosen.with(String::is_empty))
                        on_click=add
                    />
                    <Button
                        label=words::SEND
                        kind=ButtonKind::Primary
                        submit=true
                        busy=send.pending()
                    />
                </Line>
            </Stack>
        </Form>
    }
}
