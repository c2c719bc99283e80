//! The sheet of one request: what is asked, what the post becomes, what happened, and the steps that may be taken.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, posts, requests as words, shell, things};
use shared::contract::posts::PostView;
use shared::contract::requests::RequestView;
use shared::request::RequestKind;
use shared::workflow::request::{RequestAction, RequestState};

use super::past::PastSteps;
use super::step::{Chosen, StepDialog, is_danger, is_editable};
use super::undo::{OnDone, TakeBack};
use super::{StateBadge, is_my_turn, may_open, title_of};
use crate::client::establishments::get_establishment;
use crate::client::posts::get_post;
use crate::client::requests::{get_request, get_request_history};
use crate::fetched::Fetched;
use crate::format;
use crate::here::Here;
use crate::live;
use crate::pages::comments::ThreadCard;
use crate::pages::sheet::{Asked, Sheet};
use crate::query::Pairs;
use crate::ui::differences::Difference;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn RequestSheet() -> impl IntoView {
    let asked = Asked::of_page();
    let changed = live::again(move |event| {
        event.resource == "requests" && asked.id.try_get_untracked() == Some(event.id.to_string())
    });
    let request = Fetched::new(move || {
        changed.track();
        let (id, time) = asked.thing();
        async move { get_request(&id, &time).await }
    });
    let history = Fetched::new(move || {
        let (id, _) = asked.thing();
        changed.track();
        let known = asked.known.get();
        async move { get_request_history(&id, &known).await }
    });
    let chosen: Chosen = RwSignal::new(None);
    provide_context(chosen);
    let title = Signal::derive(move || match request.get() {
        Some(Ok(request)) => title_of(&request),
        _ => words::REQUEST.to_owned(),
    });
    let lead = Signal::derive(move || match request.get() {
        Some(Ok(request)) => Some(request.motive.label),
        _ => None,
    });
    let badge = move || {
        let state = request.get().and_then(Result::ok).map(|request| request.state);
        state.map(|state| view! { <StateBadge state /> })
    };
    let done = Callback::new(move |()| {
        asked.retry();
        // The button that was pressed is gone with its state.
        focus_title();
    });
    provide_context(OnDone(done));
    view! {
        <PageHeader
            title
            lead=MaybeProp::derive(move || lead.get())
            crumbs=Signal::stored(vec![Crumb::new(shell::REQUESTS, "/demandes")])
            badge=ViewFn::from(move || badge)
        />
        <Sheet asked thing=request cards>
            <PastSteps history />
            {move || view! { <ThreadCard subject=format!("request:{}", asked.id.get()) /> }}
        </Sheet>
        <StepDialog chosen on_done=done />
    }
}

/// What may be done, what is asked, what the post becomes.
fn cards(request: &RequestView) -> AnyView {
    let (way, next) = (way(request.state), next(request));
    let (identity, becomes) = (identity(request), becomes(request));
    view! {
        <Whole>
            <Stack>{way} {next}</Stack>
        </Whole>
        {identity}
        {becomes}
    }
    .into_any()
}

/// Where the request is on its way; one that was given up or refused is on none.
fn way(state: RequestState) -> Option<AnyView> {
    let place: usize = match state {
        RequestState::Draft => 0,
        RequestState::PendingSignOff => 1,
        RequestState::AtArs | RequestState::InfoRequested => 2,
        RequestState::Accepted | RequestState::SentToSigmed | RequestState::SigmedRejected => 3,
        RequestState::Applied => words::WAY.len(),
        RequestState::Refused | RequestState::Withdrawn => return None,
    };
    let steps = words::WAY.map(str::to_owned).to_vec();
    Some(view! { <Stepper steps current=Signal::stored(place) /> }.into_any())
}

/// The steps that the person may take now, the main one last; who has it in hand, when it is somebody else.
fn next(request: &RequestView) -> impl IntoView + use<> {
    let here = Here::get();
    // Steps are taken now: on another day there is none to take.
    let is_now = here.is_none_or(|here| here.standing().time() == Pairs::default());
    let yours = is_now && is_my_turn(request);
    let mut actions = if is_now { request.allowed_actions.clone() } else { Vec::new() };
    // What refuses stands first, far from the main button; the first step of the table is the main one.
    actions.reverse();
    actions.sort_by_key(|action| (!is_danger(*action), is_main(*action)));
    let edit = is_now && may_open() && is_editable(request);
    let to = format!("/demandes/{}/modifier", request.id);
    let chosen = use_context::<Chosen>();
    let buttons = actions.into_iter().map(|action| {
        let request = request.clone();
        let kind = match () {
            () if is_danger(action) => ButtonKind::Quiet,
            () if is_main(action) => ButtonKind::Primary,
            () => ButtonKind::Secondary,
        };
        let press = move |()| {
            if let Some(chosen) = chosen {
                chosen.set(Some((action, request.clone())));
            }
        };
        view! { <Button label=words::action(action) kind on_click=press /> }
    });
    let buttons = buttons.collect_view();
    let back = is_now.then(|| view! { <TakeBack request=request.clone() /> });
    view! {
        <NextAction
            eyebrow=if yours { words::YOURS } else { words::OTHERS }
            title=words::stands(request.state)
            text=if yours { words::to_do(request.state) } else { words::in_hand(request.state) }
            icon=Icon::Request
            calm=!yours
        >
            {back}
            {edit.then(|| view! { <ButtonLink to label=words::EDIT /> })}
            {buttons}
        </NextAction>
    }
}

/// What brings a request further.
fn is_main(action: RequestAction) -> bool {
    use RequestAction as A;
    matches!(action, A::Submit | A::SignOff | A::Accept | A::Answer | A::Correct | A::Acknowledge | A::Resend)
}

fn identity(request: &RequestView) -> impl IntoView + use<> {
    let finess = request.establishment.clone();
    let place = Fetched::new(move || {
        let finess = finess.clone();
        // Without its name, an establishment is known by its number.
        async move { get_establishment(&finess, &Pairs::default()).await.ok().map(|one| one.name) }
    });
    let finess = request.establishment.clone();
    let place = move || match place.get().flatten() {
        Some(name) => format!("{name} ({finess})"),
        None => finess.clone(),
    };
    let motive = request.motive.label.clone();
    let day_label = match request.kind {
        RequestKind::Close => words::WITHOUT_DAY,
        _ => words::DAY,
    };
    let post = request.post.clone().map(|post| {
        view! {
            <Term label=words::POST>
                <Link to=format!("/postes/{}", post.id) label=post.number />
            </Term>
        }
    });
    let said_motive = request.said_motive.as_ref().map(|motive| motive.label.clone());
    let others = [
        (words::TEXT, request.text.clone()),
        (things::field("funding"), request.funding.clone()),
        (things::field("said_motive"), said_motive),
        (things::field("said"), request.said.clone()),
    ];
    let others = others.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let others = others.map(|(label, value)| view! { <Term label value /> }).collect_view();
    let kind = words::kind(request.kind);
    let (day, opened) = (format::day(request.day), format::day(request.stamp.valid_from));
    view! {
        <Card title=words::IDENTITY>
            <Terms lines=true>
                <Term label=words::KIND value=kind />
                {post}
                <Term label=words::ESTABLISHMENT><Transition>{place}</Transition></Term>
                <Term label=words::MOTIVE value=motive />
                <Term label=day_label value=day />
                <Term label=words::OPENED value=opened />
                {others}
            </Terms>
        </Card>
    }
}

/// The post the day before the effect, and as it is asked.
fn becomes(request: &RequestView) -> impl IntoView + use<> {
    let request = StoredValue::new(request.clone());
    let before = Fetched::new(move || {
        let asked = request.with_value(|request| {
            let post = request.post.clone().filter(|_| request.kind != RequestKind::Create)?;
            Some((post.id.to_string(), request.day.previous()))
        });
        async move {
            match asked {
                Some((id, day)) => {
                    Some(get_post(&id, &Pairs::default().with("as_of", day.to_string())).await)
                }
                None => None,
            }
        }
    });
    let is_create = request.with_value(|request| request.kind == RequestKind::Create);
    view! {
        <Card title=words::DIFFERENCES>
            <Transition fallback=|| view! { <Loading lines=5 /> }>
                {move || {
                    let before = before.get()?;
                    let unread = matches!(before, Some(Err(_)));
                    let post = before.and_then(Result::ok);
                    let with_before = post.is_some();
                    let rows = request.with_value(|request| differences(request, post.as_ref()));
                    let caption = request.with_value(|request| things::differences_of(&title_of(request)));
                    Some(
                        view! {
                            {unread.then(|| view! { <p><Quiet>{words::NO_BEFORE}</Quiet></p> })}
                            <Differences caption rows with_before=with_before && !is_create />
                        },
                    )
                }}
            </Transition>
        </Card>
    }
}

/// What the post is, and what it becomes; what the request does not say stays.
fn differences(request: &RequestView, before: Option<&PostView>) -> Vec<Difference> {
    let closes = request.kind == RequestKind::Close;
    let known = |value: Option<String>| value.filter(|value| !value.is_empty());
    let row = |field: &str, own: Option<String>, said: Option<String>| {
        let own = known(own);
        let after = if closes { None } else { known(said.clone()).or_else(|| own.clone()) };
        let changed = !closes && own != after;
        Difference { field: field.to_owned(), before: own, after, changed }
    };
    let label = |coded: &Option<shared::contract::Coded>| coded.as_ref().map(|coded| coded.label.clone());
    let place = |structure: &Option<shared::contract::StructureRef>, whole: bool| {
        let named = structure.as_ref().map(|one| lists::structure(&one.number, &one.label));
        named.or_else(|| whole.then(|| posts::ESTABLISHMENT.to_owned()))
    };
    let mut rows = vec![
        row(words::POST_KIND, before.map(|post| post.kind.label.clone()), label(&request.post_kind)),
        row(
            words::QUOTITY,
            before.map(|post| format::half_days(post.quotity)),
            request.quotity.map(format::half_days),
        ),
        row(
            words::STRUCTURE,
            before.and_then(|post| place(&post.structure, post.attached_to_establishment)),
            place(&request.structure, request.attached_to_establishment),
        ),
        row(lists::SPECIALITY, before.and_then(|post| label(&post.speciality)), label(&request.speciality)),
        row(words::CNU, before.and_then(|post| post.cnu_section.clone()), request.cnu_section.clone()),
        row(posts::DISCIPLINE, before.and_then(|post| post.discipline.clone()), request.discipline.clone()),
        row(
            posts::LOCAL_NUMBER,
            before.and_then(|post| post.local_number.clone()),
            request.local_number.clone(),
        ),
        row(
            words::SIGMED_NUMBER,
            before.and_then(|post| post.sigmed_number.clone()),
            request.sigmed_number.clone(),
        ),
    ];
    rows.retain(|row| row.before.is_some() || row.after.is_some());
    if closes {
        let open = Difference {
            field: words::OPENNESS.to_owned(),
            before: Some(words::IS_OPEN.to_owned()),
            after: Some(words::closed(request.day)),
            changed: true,
        };
        rows.insert(0, open);
    }
    rows
}
