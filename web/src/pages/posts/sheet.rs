//! The sheet of one post: what it is, who sits on it, who did, and what was known of it.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, post_parts as parts, posts as words, requests, shell};
use shared::contract::posts::{Holder, Occupation, PostView};
use shared::habilitation::{Right, Rubric};
use shared::request::RequestKind;

use super::StateBadge;
use super::attaching::AttachDialog;
use super::over_time::OverTime;
use super::parts::{Doing, PartsCard, may_split};
use super::reservations::ReservationsCard;
use crate::client::posts::{get_post, get_post_history, list_post_occupants};
use crate::client::requests::list_requests;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, allows};
use crate::pages::comments::ThreadCard;
use crate::pages::history::PastCard;
use crate::pages::requests::may_open;
use crate::pages::sheet::{Asked, Sheet};
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn PostSheet() -> impl IntoView {
    let asked = Asked::of_page();
    let post = Fetched::new(move || {
        let (id, time) = asked.thing();
        async move { get_post(&id, &time).await }
    });
    // Who may not read of people sees the post without them: nothing is asked that would be refused.
    let named = Memo::new(move |_| Session::here().reads_people());
    let occupants = Fetched::new(move || {
        let (id, time, named) = (asked.id.get(), asked.time.get(), named.get());
        async move {
            match named {
                true => Some(list_post_occupants(&id, &time).await),
                false => None,
            }
        }
    });
    let history = Fetched::new(move || {
        asked.follow();
        let (id, known) = (asked.id.get(), asked.known.get());
        async move { get_post_history(&id, &known).await }
    });
    let asks = Memo::new(move |_| Session::here().allows_somewhere(Rubric::Requests, Right::Read));
    let requests = Fetched::new(move || {
        let (id, known, asks) = (asked.id.get(), asked.known.get(), asks.get());
        async move {
            match asks {
                true => Some(list_requests(&known.with("post", id).with("limit", "100")).await),
                false => None,
            }
        }
    });
    let comments = Memo::new(move |_| Session::here().allows_somewhere(Rubric::Tours, Right::Read));
    let title = Signal::derive(move || match post.get() {
        Some(Ok(post)) => words::sheet(&post.number),
        _ => words::sheet(""),
    });
    let lead = Signal::derive(move || match post.get() {
        Some(Ok(post)) => Some(match &post.speciality {
            Some(speciality) => format!("{} · {}", post.kind.label, speciality.label),
            None => post.kind.label,
        }),
        _ => None,
    });
    let badge = move || {
        let state = post.get().and_then(Result::ok).and_then(|post| post.occupation).map(|one| one.state);
        state.map(|state| view! { <StateBadge state /> })
    };
    let is_split = RwSignal::new(false);
    // Time is reserved on the parts of a split post, never on the whole.
    let known = Signal::derive(move || {
        let post = post.get().and_then(Result::ok).filter(|_| !is_split.get());
        post.map(|post| (post.id, post.establishment))
    });
    let crumbs = vec![Crumb::new(shell::POSTS, "/postes")];
    let attaching = RwSignal::new(None::<PostView>);
    let splitting = RwSignal::new(None::<Doing>);
    let there = Signal::derive(move || post.get().and_then(Result::ok));
    let actions = move || {
        let id = asked.id.get();
        // What is asked of a post is asked of one that is there.
        post.get().and_then(Result::ok).map(|post| actions_of(&id, post, attaching, splitting))
    };
    view! {
        <PageHeader
            title
            lead=MaybeProp::derive(move || lead.get())
            crumbs=Signal::stored(crumbs)
            badge=ViewFn::from(move || badge)
            actions=ViewFn::from(move || actions)
        />
        <AttachDialog chosen=attaching on_done=Callback::new(move |()| asked.retry()) />
        <Sheet asked thing=post cards>
            <PartsCard asked post=there doing=splitting is_split />
            <ReservationsCard asked post=known />
            <OverTime occupants requests history day=asked.day />
            <PastCard history say day=asked.day />
            {move || {
                comments
                    .get()
                    .then(|| view! { <ThreadCard subject=format!("post:{}", asked.id.get()) /> })
            }}
        </Sheet>
    }
}

/// What may be asked of the post, and the way to its profile.
fn actions_of(
    id: &str,
    post: PostView,
    attaching: RwSignal<Option<PostView>>,
    splitting: RwSignal<Option<Doing>>,
) -> impl IntoView + use<> {
    // A part is asked for nothing by itself: SIGMED knows the whole.
    let is_whole = post.parent_post.is_none();
    let ask = |kind: RequestKind| format!("/demandes/nouvelle?kind={}&post={id}", kind.name());
    let profile = allows(Rubric::PostProfiles, Right::Read).then(|| {
        view! { <ButtonLink to=format!("/postes/{id}/profil") label=words::PROFILE /> }
    });
    let (close, transform) = (ask(RequestKind::Close), ask(RequestKind::Transform));
    let requests = (is_whole && may_open()).then(|| {
        view! {
            <ButtonLink to=close label=requests::ASK_CLOSE />
            <ButtonLink to=transform label=requests::ASK_TRANSFORM />
        }
    });
    // What is written now is written of the post as it is now.
    let is_now = Here::get().is_none_or(|here| here.standing().time() == Pairs::default());
    let split = (is_whole && may_split()).then(|| {
        let post = post.clone();
        let press = move |()| splitting.set(Some(Doing::Split(Box::new(post.clone()))));
        view! { <Button label=parts::SPLIT on_click=press /> }
    });
    let attach = (is_now && allows(Rubric::Posts, Right::Modify)).then(|| {
        let press = move |()| attaching.set(Some(post.clone()));
        view! { <Button label=words::ATTACH_NOW on_click=press /> }
    });
    view! { {profile} {attach} {split} {requests} }
}

/// What the post is, and who sits on it.
fn cards(post: &PostView) -> AnyView {
    view! { {identity(post)} {occupation(post)} }.into_any()
}

fn identity(post: &PostView) -> impl IntoView + use<> {
    let place = place(post);
    let speciality = post.speciality.as_ref().map(|one| one.label.clone());
    let time = format::half_days(post.quotity);
    let period = format::period(post.stamp.valid_from, post.stamp.valid_to);
    let PostView { kind, discipline, cnu_section, corps, sigmed_type, sigmed_number, local_number, .. } =
        post.clone();
    let whole = post.parent_post.clone().map(|whole| {
        view! {
            <Term label=parts::PART_OF>
                <Link to=format!("/postes/{}", whole.id) label=whole.number />
            </Term>
        }
    });
    let others = [
        (lists::SPECIALITY, speciality),
        (words::DISCIPLINE, discipline),
        (words::CNU, cnu_section),
        (words::CORPS, corps),
        (words::SIGMED_TYPE, sigmed_type),
        (words::NUMBER, sigmed_number),
        (words::LOCAL_NUMBER, local_number),
    ];
    let others = others.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let others = others.map(|(label, value)| view! { <Term label value /> }).collect_view();
    view! {
        <Card title=words::IDENTITY>
            <Terms lines=true>
                <Term label=words::KIND value=kind.label />
                <Term label=words::TIME value=time />
                {whole}
                <Term label=words::STRUCTURE value=place />
                {others}
                <Term label=words::PERIOD value=period />
            </Terms>
        </Card>
    }
}

pub(super) fn place(post: &PostView) -> String {
    match &post.structure {
        Some(one) => lists::structure(&one.number, &one.label),
        None if post.attached_to_establishment => words::ESTABLISHMENT.to_owned(),
        None => words::UNATTACHED.to_owned(),
    }
}

fn occupation(post: &PostView) -> impl IntoView + use<> {
    let Some(Occupation { state, vacancy_reason, vacant_from, holders }) = post.occupation.clone() else {
        return ().into_any();
    };
    let reason = vacancy_reason.map(|value| view! { <Term label=words::REASON value /> });
    let from = vacant_from.map(|day| view! { <Term label=words::VACANT_FROM value=format::day(day) /> });
    // None told is not nobody: their names may not be read.
    let holders = holders.map(|all| view! { <Term label=words::HOLDERS>{seated(all)}</Term> });
    view! {
        <Card title=words::OCCUPATION>
            <Terms lines=true>
                <Term label=words::STATE><StateBadge state /></Term>
                {reason}
                {from}
                {holders}
            </Terms>
        </Card>
    }
    .into_any()
}

/// Those who hold time on the post.
fn seated(holders: Vec<Holder>) -> AnyView {
    if holders.is_empty() {
        return view! { <p><Quiet>{words::NOBODY}</Quiet></p> }.into_any();
    }
    let all = holders.into_iter().map(|holder| {
        let who = holder.practitioner;
        let label = format!("{} {}", who.usual_name, who.first_names);
        let more = format!(
            "{}, {}",
            format::half_days(holder.quotity),
            format::period(holder.valid_from, holder.valid_to)
        );
        view! {
            <Stack gap=StackGap::Small>
                <Link to=format!("/praticiens/{}", who.id) label />
                <Quiet>{more}</Quiet>
            </Stack>
        }
    });
    all.collect_view().into_any()
}

/// What a statement about a post says.
fn say(post: &PostView) -> (String, String) {
    let place = place(post);
    let speciality = post.speciality.as_ref().map(|one| one.label.as_str()).unwrap_or_default();
    let label = format!("{} · {} · {place}", post.kind.code, format::percent(post.quotity));
    (label, format!("{} {speciality}", post.kind.label).trim_end().to_owned())
}
