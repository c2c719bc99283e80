//! A new request: a post to create, or what becomes of the post that the address names.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalogue::screens::{requests as words, shell};
use shared::contract::requests::RequestCreate;
use shared::habilitation::Rubric;
use shared::id::PostId;
use shared::request::RequestKind;

use super::draft::Draft;
use super::fields::RequestForm;
use super::may_open;
use crate::client::posts::get_post;
use crate::client::requests::create_request;
use crate::fetched::Fetched;
use crate::here::{Here, address};
use crate::pages::gates::InEstablishment;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// The page: `kind` and `post` are in the address when it is opened from the sheet of a post.
#[component]
pub fn NewRequest() -> impl IntoView {
    let pairs = address();
    let kind = Memo::new(move |_| {
        let said = pairs.with(|pairs| pairs.get("kind").and_then(RequestKind::from_name));
        said.unwrap_or(RequestKind::Create)
    });
    let post = Memo::new(move |_| {
        let named = pairs.with(|pairs| pairs.get("post").map(str::to_owned));
        named.filter(|_| kind.get() != RequestKind::Create)
    });
    let found = Fetched::new(move || {
        let post = post.get();
        // What is asked is about the post as it is now, whatever the day in view.
        async move {
            match post {
                Some(post) => Some(get_post(&post, &Pairs::default()).await),
                None => None,
            }
        }
    });
    let title = Signal::derive(move || match (kind.get(), found.get()) {
        (RequestKind::Create, _) => words::NEW_TITLE.to_owned(),
        (kind, Some(Some(Ok(post)))) => words::form_title(kind, &post.number),
        (kind, _) => words::form_title(kind, ""),
    });
    let crumbs = Signal::stored(vec![Crumb::new(shell::REQUESTS, "/demandes")]);
    view! {
        <PageHeader title lead=words::NEW_LEAD crumbs />
        <InEstablishment rubric=Rubric::Requests>
            <Show when=may_open fallback=not_yours>
                <Transition fallback=|| view! { <Card><Loading /></Card> }>
                    {move || match (kind.get(), found.get()) {
                        (_, None) => ().into_any(),
                        (RequestKind::Create, _) => {
                            let finess = Here::get().and_then(Here::finess).unwrap_or_default();
                            let posts = view! { <ButtonLink to="/postes" label=words::GO_POSTS small=true /> };
                            view! {
                                <Alert kind=Kind::Info>{words::FROM_A_POST} " " {posts}</Alert>
                                <Opened kind=RequestKind::Create establishment=finess post=None />
                            }
                                .into_any()
                        }
                        (kind, Some(Some(Ok(post)))) => {
                            view! { <Opened kind establishment=post.establishment post=Some(post.id) /> }.into_any()
                        }
                        (_, Some(Some(Err(problem)))) => {
                            view! { <Card><ErrorState problem /></Card> }.into_any()
                        }
                        (_, Some(None)) => {
                            let posts = || {
                                view! { <ButtonLink to="/postes" label=words::GO_POSTS kind=ButtonKind::Primary /> }
                            };
                            view! {
                                <Card>
                                    <EmptyState
                                        icon=Icon::Post
                                        title=words::GO_POSTS
                                        text=words::FROM_A_POST
                                        actions=ViewFn::from(posts)
                                    />
                                </Card>
                            }
                                .into_any()
                        }
                    }}
                </Transition>
            </Show>
        </InEstablishment>
    }
}

/// Who does not begin requests is told who does.
pub(super) fn not_yours() -> impl IntoView {
    view! {
        <Card>
            <EmptyState icon=Icon::Lock title=words::NOT_YOURS_TITLE text=words::NOT_YOURS />
        </Card>
    }
}

/// The form of a new draft.
#[component]
fn Opened(kind: RequestKind, establishment: String, post: Option<PostId>) -> impl IntoView {
    let draft = Draft::new(kind);
    let navigate = use_navigate();
    let here = Here::get();
    let toasts = Toasts::here();
    let create = Action::new_local(move |body: &RequestCreate| {
        let (body, navigate) = (body.clone(), navigate.clone());
        async move {
            let made = create_request(&body).await;
            if let Ok(made) = &made {
                if let Some(toasts) = toasts {
                    toasts.push(Kind::Success, words::DRAFT_SAVED.to_owned());
                }
                let path = format!("/demandes/{}", made.id);
                // The way back leads to where the request was begun, not to a form that is done with.
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&here.map_or(path.clone(), |here| here.href(&path)), options);
            }
            made
        }
    });
    let finess = establishment.clone();
    let send = move |()| {
        if let Some(body) = draft.to_create(finess.clone(), post) {
            create.dispatch(body);
        }
    };
    let back = post.map_or_else(|| "/demandes".to_owned(), |post| format!("/postes/{post}"));
    view! {
        <RequestForm
            draft
            establishment
            new=kind == RequestKind::Create
            problem=Signal::derive(move || create.value().get().and_then(Result::err))
            pending=create.pending()
            label=words::SAVE_DRAFT
            on_send=send
            back
        />
    }
}
