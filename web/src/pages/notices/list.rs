//! The list of what a person was told: by kind, read or not, with the way to each thing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::notices as kinds;
use shared::catalogue::screens::{notices as words, ui};
use shared::contract::notices::NoticeView;
use shared::notice::{NoticeKind, Subject};

use super::bell::Marked;
use crate::client::notices::{edit_notification, list_notifications, read_notifications};
use crate::fetched::Fetched;
use crate::format;
use crate::here::ListControl;
use crate::live;
use crate::pages::lists::ClearFilters;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// Filters of the address.
const FILTERS: &[&str] = &["kind", "read"];

/// The page.
#[component]
pub fn NoticeList() -> impl IntoView {
    let list = ListControl::of(FILTERS);
    let asked = Memo::new(move |_| {
        list.state.with(|state| {
            let mut pairs = Pairs::default();
            for name in FILTERS {
                pairs.set(name, state.filter(name));
            }
            pairs.set("cursor", state.cursor.clone());
            pairs
        })
    });
    let told = live::again(|event| event.resource == "notifications");
    let again = RwSignal::new(0_u32);
    let page = Fetched::new(move || {
        told.track();
        again.track();
        let pairs = asked.get();
        async move { list_notifications(&pairs).await }
    });
    let last = RwSignal::new((0_usize, None::<String>));
    Effect::new(move |_| {
        if let Some(Ok(page)) = page.get() {
            last.set((page.items.len(), page.next));
        }
    });
    let reread = Reread { list: again, bell: Marked::here() };
    let retry = Callback::new(move |()| reread.run());
    let choice = |kind: &NoticeKind| Choice::new(kind.name(), kinds::kind(*kind));
    let choices = std::iter::once(Choice::new("", ui::ALL)).chain(NoticeKind::ALL.iter().map(choice));
    let choices = Signal::stored(choices.collect::<Vec<_>>());
    let readings = Signal::stored(vec![
        Choice::new("", words::ALL),
        Choice::new("false", words::UNREAD_ONLY),
        Choice::new("true", words::READ_ONLY),
    ]);
    view! {
        <PageHeader
            title=words::TITLE
            lead=words::LEAD
            actions=ViewFn::from(move || {
                view! {
                    <ButtonLink to="/notifications/reglages" label=words::SETTINGS />
                    <MarkAll page reread />
                }
            })
        />
        <Filters>
            <Field label=words::READ>
                <Select
                    value=list.value("read")
                    choices=readings
                    on_change=move |value| list.filter("read", Some(value))
                />
            </Field>
            <Field label=words::KIND>
                <Select value=list.value("kind") choices on_change=move |value| list.filter("kind", Some(value)) />
            </Field>
            <ClearFilters list />
        </Filters>
        <Transition fallback=|| view! { <Card><Loading lines=10 /></Card> }>
            {move || {
                page.get()
                    .map(move |page| match page {
                        Err(problem) => view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any(),
                        Ok(page) if page.items.is_empty() => {
                            view! { <Card><EmptyState icon=Icon::Bell title=words::EMPTY_TITLE text=words::EMPTY /></Card> }
                                .into_any()
                        }
                        Ok(page) => {
                            let entries = page.items.into_iter().map(move |own| view! { <One own reread /> });
                            view! { <Card><Entries>{entries.collect_view()}</Entries></Card> }.into_any()
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
    }
}

/// What is read again once something was marked: the list while it is there, and the number of the header.
#[derive(Clone, Copy)]
struct Reread {
    list: RwSignal<u32>,
    bell: Marked,
}

impl Reread {
    fn run(self) {
        // The person may have left meanwhile.
        let _ = self.list.try_update(|times| *times += 1);
        self.bell.tell();
    }
}

/// Marks all that is in view, and what is older.
#[component]
fn MarkAll(
    page: Fetched<Result<shared::contract::Page<NoticeView>, shared::problem::Problem>>,
    reread: Reread,
) -> impl IntoView {
    let toasts = Toasts::here();
    let newest = move || page.get()?.ok()?.items.first().map(|own| own.id);
    let mark = Action::new_local(move |_: &()| {
        let newest = untrack(newest);
        async move {
            let Some(newest) = newest else { return };
            let done = read_notifications(newest).await;
            if let Some(toasts) = toasts {
                match done {
                    Ok(()) => toasts.push(Kind::Success, words::ALL_MARKED.to_owned()),
                    Err(problem) => toasts.push(Kind::Danger, problem.title),
                }
            }
            reread.run();
        }
    });
    view! {
        <Button
            label=words::MARK_ALL
            icon=Icon::Check
            busy=mark.pending()
            disabled=Signal::derive(move || newest().is_none())
            on_click=move |()| drop(mark.dispatch(()))
        />
    }
}

/// One notice.
#[component]
fn One(own: NoticeView, reread: Reread) -> impl IntoView {
    let session = Session::here();
    let is_read = own.read_at.is_some();
    let finess = own.establishment.clone();
    let place = finess.clone().map(|finess| session.name_of(finess));
    let note = words::where_and_when(&format::instant(own.at), place.as_deref());
    let page = own.subject.parse::<Subject>().ok().map(|subject| {
        let page = subject.page(finess.as_deref());
        // Its own establishment comes in view with it.
        match &finess {
            Some(finess) => format!("{page}?establishment={finess}"),
            None => page,
        }
    });
    let (id, version) = (own.id, own.version);
    let mark = move |read: bool| {
        spawn_local(async move {
            // Refused, it is another screen that marked it: the list is read again, and says so.
            drop(edit_notification(id, version, read).await);
            reread.run();
        });
    };
    let about = words::open(&own.text);
    let badge =
        (!is_read).then(|| ViewFn::from(|| view! { <Badge label=words::UNREAD kind=Kind::Accent /> }));
    let action = ViewFn::from(move || {
        let opened = move |_| {
            if !is_read {
                mark(true);
            }
        };
        let link = page.clone().map(|to| {
            let about = about.clone();
            view! { <span on:click=opened><ButtonLink to label=words::OPEN small=true about /></span> }
        });
        let label = if is_read { words::MARK_UNREAD } else { words::MARK_READ };
        view! {
            <Line>
                {link}
                <Button label kind=ButtonKind::Quiet small=true on_click=move |()| mark(!is_read) />
            </Line>
        }
    });
    match badge {
        Some(badge) => view! { <Entry title=own.text text=note badge action /> }.into_any(),
        None => view! { <Entry title=own.text text=note action /> }.into_any(),
    }
}
