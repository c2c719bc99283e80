//! The change of a request that its manager has in hand.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalogue::screens::{requests as words, shell};
use shared::catalogue::workflow::NOT_EDITABLE;
use shared::contract::requests::{RequestEdit, RequestView};

use super::draft::Draft;
use super::fields::RequestForm;
use super::step::is_editable;
use super::{may_open, title_of};
use crate::client::requests::{edit_request, get_request};
use crate::fetched::Fetched;
use crate::here::Here;
use crate::pages::sheet::Asked;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn RequestChange() -> impl IntoView {
    let asked = Asked::of_page();
    // A change is made on what is known now, whatever the day in view.
    let found = Fetched::new(move || {
        let (id, _) = asked.thing();
        async move { get_request(&id, &Pairs::default()).await }
    });
    let title = Signal::derive(move || match found.get() {
        Some(Ok(request)) => words::edit_title(&title_of(&request)),
        _ => words::EDIT_REQUEST.to_owned(),
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::new(shell::REQUESTS, "/demandes")];
        if let Some(Ok(request)) = found.get() {
            crumbs.push(Crumb::new(title_of(&request), format!("/demandes/{}", request.id)));
        }
        crumbs
    });
    let retry = Callback::new(move |()| asked.retry());
    view! {
        <PageHeader title crumbs />
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                found
                    .get()
                    .map(|found| match found {
                        Err(problem) => {
                            view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                        }
                        Ok(_) if !may_open() => super::new::not_yours().into_any(),
                        Ok(request) if !is_editable(&request) => not_now(&request).into_any(),
                        Ok(request) => view! { <Changed request /> }.into_any(),
                    })
            }}
        </Transition>
    }
}

/// Somebody else has it in hand.
fn not_now(request: &RequestView) -> impl IntoView + use<> {
    let to = format!("/demandes/{}", request.id);
    let title = words::stands(request.state);
    let back = move || view! { <ButtonLink to=to.clone() label=words::BACK kind=ButtonKind::Primary /> };
    view! {
        <Card>
            <EmptyState icon=Icon::Lock title text=NOT_EDITABLE actions=ViewFn::from(back) />
        </Card>
    }
}

#[component]
fn Changed(request: RequestView) -> impl IntoView {
    let draft = Draft::of(&request);
    let (id, version) = (request.id, request.stamp.version);
    let back = format!("/demandes/{id}");
    let navigate = use_navigate();
    let here = Here::get();
    let toasts = Toasts::here();
    let path = back.clone();
    let save = Action::new_local(move |body: &RequestEdit| {
        let (body, navigate, path) = (body.clone(), navigate.clone(), path.clone());
        async move {
            let saved = edit_request(id, version, &body).await;
            if saved.is_ok() {
                if let Some(toasts) = toasts {
                    toasts.push(Kind::Success, words::SAVED.to_owned());
                }
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&here.map_or(path.clone(), |here| here.href(&path)), options);
            }
            saved
        }
    });
    let send = move |()| {
        if let Some(body) = draft.to_edit() {
            save.dispatch(body);
        }
    };
    view! {
        <RequestForm
            draft
            establishment=request.establishment
            new=false
            problem=Signal::derive(move || save.value().get().and_then(Result::err))
            pending=save.pending()
            label=words::SAVE
            on_send=send
            back
        />
    }
}
