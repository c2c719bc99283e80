//! The profile of a post: the edition in force, the one that is being written, its approval, its document.

mod document;
mod edition;
mod form;

use leptos::prelude::*;
use shared::catalogue::screens::{gates, post_profiles as words, posts, shell, ui};
use shared::contract::post_profiles::{EditionView, PostProfileApproval, PostProfileView};
use shared::contract::{History, Statement};
use shared::post_profile::EditionState;
use shared::problem::Problem;

use crate::client::post_profiles::{approve_post_profile, get_post_profile, get_post_profile_history};
use crate::fetched::Fetched;
use crate::format;
use crate::here::Here;
use crate::pages::sheet::Asked;
use crate::query::Pairs;
use crate::ui::prelude::*;
use document::DocumentOf;
use edition::{EditionCard, names};
use form::ProfileForm;

/// The page.
#[component]
pub fn PostProfile() -> impl IntoView {
    let asked = Asked::of_page();
    let profile = Fetched::new(move || {
        let (id, time) = asked.thing();
        async move { get_post_profile(&id, &time).await }
    });
    let history = Fetched::new(move || {
        let (id, _) = asked.thing();
        let known = asked.known.get();
        async move { get_post_profile_history(&id, &known).await }
    });
    let editing = RwSignal::new(false);
    let title = Signal::derive(move || match profile.get() {
        Some(Ok(profile)) => words::title(&profile.post.number),
        _ => words::title(""),
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::new(shell::POSTS, "/postes")];
        if let Some(Ok(profile)) = profile.get() {
            crumbs
                .push(Crumb::new(posts::sheet(&profile.post.number), format!("/postes/{}", profile.post.id)));
        }
        crumbs
    });
    let retry = Callback::new(move |()| asked.retry());
    let done = Callback::new(move |said: &'static str| {
        editing.set(false);
        if let Some(toasts) = Toasts::here() {
            toasts.push(Kind::Success, said.to_owned());
        }
        asked.retry();
        focus_title();
    });
    // Where the post is read from; it is there even when the profile is not.
    let back = move || format!("/postes/{}", asked.id.get());
    view! {
        <PageHeader title lead=words::LEAD crumbs />
        <TimeBar />
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                profile
                    .get()
                    .map(|profile| match (profile, editing.get()) {
                        (Err(problem), _) => {
                            view! {
                                <Card><ErrorState problem on_retry=retry /></Card>
                                <Line>
                                    <ButtonLink to=back() label=gates::GO_POST />
                                    <BackToToday />
                                </Line>
                            }
                                .into_any()
                        }
                        (Ok(profile), true) => {
                            view! { <ProfileForm profile on_done=done on_cancel=move |()| {
                                editing.set(false);
                                focus_title();
                            } /> }
                                .into_any()
                        }
                        (Ok(profile), false) => view! { <Sheet profile history editing done /> }.into_any(),
                    })
            }}
        </Transition>
    }
}

/// Everything but the form.
#[component]
fn Sheet(
    profile: PostProfileView,
    history: Fetched<Result<History<EditionView>, Problem>>,
    editing: RwSignal<bool>,
    done: Callback<&'static str>,
) -> impl IntoView {
    // What is written or approved is so today: on another day there is nothing to do.
    let is_now = Here::get().is_none_or(|here| here.standing().time() == Pairs::default());
    let may = |action: &str| is_now && profile.allowed_actions.iter().any(|one| one == action);
    let (may_write, may_attach, may_approve) = (may("write"), may("attach"), may("approve"));
    let post = profile.post.id;
    let version = profile.version;
    let ask = RwSignal::new(false);
    let (kind, title, text) = standing(&profile, may_write);
    let write = match (&profile.draft, &profile.approved) {
        (Some(_), _) => words::GO_ON,
        (None, Some(_)) => words::WRITE_NEXT,
        (None, None) => words::WRITE,
    };
    let complete = profile.draft.as_ref().is_some_and(|draft| draft.completeness.complete);
    let approves = may_approve && complete;
    let draft = profile.draft.clone().map(|draft| {
        let title = words::draft(draft.edition);
        let edition = draft.edition;
        let document = draft.document.clone();
        view! {
            <EditionCard title edition=draft>
                <DocumentOf post edition document version on_done=done may_attach />
            </EditionCard>
        }
    });
    let approved = profile.approved.clone().map(|approved| {
        let title = words::approved(approved.edition);
        let edition = approved.edition;
        let document = approved.document.clone();
        view! {
            <EditionCard title edition=approved>
                <DocumentOf post edition document version on_done=done may_attach=false />
            </EditionCard>
        }
    });
    view! {
        <Stack>
            <NextAction
                eyebrow=if kind == Kind::Neutral { words::CALM } else { words::NEXT }
                title
                text
                icon=Icon::Post
                calm=kind == Kind::Neutral
            >
                {may_write
                    .then(|| {
                        let kind = if approves { ButtonKind::Secondary } else { ButtonKind::Primary };
                        view! {
                            <Button label=write kind on_click=move |()| {
                                editing.set(true);
                                focus_title();
                            } />
                        }
                    })}
                {approves
                    .then(|| {
                        view! {
                            <Button
                                label=words::APPROVE
                                kind=ButtonKind::Primary
                                on_click=move |()| ask.set(true)
                            />
                        }
                    })}
            </NextAction>
            {draft}
            {approved}
            <Editions history />
        </Stack>
        <Dialog open=ask title=words::APPROVE_TITLE>
            <Approve post=post.to_string() version open=ask done />
        </Dialog>
    }
}

/// What is to be done, in a title and a sentence.
fn standing(profile: &PostProfileView, may_write: bool) -> (Kind, &'static str, String) {
    match (&profile.draft, &profile.approved) {
        (Some(draft), _) if draft.completeness.complete => {
            (Kind::Info, words::READY_TITLE, words::READY.to_owned())
        }
        (Some(draft), _) => {
            let missing = names(&draft.completeness.missing);
            (Kind::Warning, words::INCOMPLETE_TITLE, words::missing(&missing))
        }
        (None, Some(_)) => {
            let said = if may_write { words::IN_FORCE } else { words::IN_FORCE_OTHERS };
            (Kind::Neutral, words::IN_FORCE_TITLE, said.to_owned())
        }
        (None, None) if may_write => (Kind::Info, words::NEVER_TITLE, words::NEVER.to_owned()),
        (None, None) => (Kind::Neutral, words::NEVER_TITLE, words::NOT_WRITTEN.to_owned()),
    }
}

/// Whether the draft is really to be approved.
#[component]
fn Approve(post: String, version: i64, open: RwSignal<bool>, done: Callback<&'static str>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let approve = Action::new_local(move |body: &PostProfileApproval| {
        let (body, post) = (body.clone(), post.clone());
        async move {
            let approved = approve_post_profile(&post, version, &body).await;
            if approved.is_ok() {
                open.set(false);
                done.run(words::APPROVED_DONE);
            }
            approved
        }
    });
    let refused = move || approve.value().get().and_then(Result::err);
    let submit = move |()| {
        let reason = reason.get_untracked().trim().to_owned();
        if !approve.pending().get_untracked() {
            approve.dispatch(PostProfileApproval { reason: Some(reason).filter(|text| !text.is_empty()) });
        }
    };
    view! {
        <Form on_submit=submit>
            <Stack>
                {move || refused().map(refusal)}
                <p>{words::APPROVE_TEXT}</p>
                <Field label=words::REASON optional=true>
                    <TextInput value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button
                        label=words::APPROVE
                        kind=ButtonKind::Primary
                        submit=true
                        busy=approve.pending()
                    />
                </Line>
            </Stack>
        </Form>
    }
}

/// Why the server refused.
fn refusal(problem: Problem) -> impl IntoView {
    view! { <Alert kind=Kind::Danger title=problem.title takes_focus=true>{problem.detail}</Alert> }
}

/// Every edition that was ever begun, the newest first, as it stands.
#[component]
fn Editions(history: Fetched<Result<History<EditionView>, Problem>>) -> impl IntoView {
    view! {
        <Card title=words::EDITIONS>
            <Transition fallback=|| view! { <Loading lines=2 /> }>
                {move || {
                    history
                        .get()
                        .map(|history| match history {
                            Err(problem) => view! { <ErrorState problem /> }.into_any(),
                            Ok(history) if history.items.is_empty() => {
                                view! { <Quiet>{words::NO_EDITION}</Quiet> }.into_any()
                            }
                            Ok(history) => {
                                let lines = latest(history.items).into_iter().map(line).collect_view();
                                view! { <Entries>{lines}</Entries> }.into_any()
                            }
                        })
                }}
            </Transition>
        </Card>
    }
}

/// What is said last of each edition, the newest edition first.
fn latest(items: Vec<Statement<EditionView>>) -> Vec<EditionView> {
    let mut known = std::collections::BTreeMap::new();
    for one in items.into_iter().filter(|one| one.superseded_at.is_none()) {
        known.insert(one.fact.edition, one.fact);
    }
    known.into_values().rev().collect()
}

fn line(edition: EditionView) -> impl IntoView {
    let (kind, label) = match edition.state {
        EditionState::Draft => (Kind::Warning, words::DRAFT),
        EditionState::Approved => (Kind::Success, words::APPROVED),
        EditionState::Superseded => (Kind::Neutral, words::SUPERSEDED),
    };
    let text = edition.approved_on.map(words::approved_on).unwrap_or_default();
    view! {
        <Entry
            title=words::edition(edition.edition)
            text
            notes=vec![format::instant(edition.recorded_at)]
            badge=ViewFn::from(move || view! { <Badge label kind /> })
        />
    }
}
