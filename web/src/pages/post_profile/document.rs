//! The PDF of an edition: fetched, or sent in the place of the one that is there.

use leptos::prelude::*;
use shared::catalogue::post_profiles::DOCUMENT_TOO_LARGE;
use shared::catalogue::screens::{post_profiles as words, ui};
use shared::contract::post_profiles::DocumentView;
use shared::id::PostId;
use shared::post_profile::LARGEST_DOCUMENT;
use web_sys::File;

use super::refusal;
use crate::client::post_profiles::{put_post_profile_document, save_post_profile_document};
use crate::ui::prelude::*;

/// What is there, and the way to put another.
#[component]
pub fn DocumentOf(
    /// The post.
    post: PostId,
    /// Number of the edition.
    edition: u32,
    /// What is there.
    document: Option<DocumentView>,
    /// Version of the profile.
    version: i64,
    /// It was sent.
    on_done: Callback<&'static str>,
    /// Whether another may be put.
    may_attach: bool,
) -> impl IntoView {
    let there = match document {
        None => view! { <p><Quiet>{words::NO_DOCUMENT}</Quiet></p> }.into_any(),
        Some(document) => view! { <Fetch post edition document /> }.into_any(),
    };
    view! {
        <Stack gap=StackGap::Small>
            <SubTitle title=words::DOCUMENT />
            {there}
            {may_attach.then(|| view! { <Attach post version on_done /> })}
        </Stack>
    }
}

#[component]
fn Fetch(post: PostId, edition: u32, document: DocumentView) -> impl IntoView {
    let name = document.name.clone();
    let fetch = Action::new_local(move |(): &()| {
        let name = name.clone();
        async move { save_post_profile_document(&post.to_string(), edition, &name).await }
    });
    let refused = move || fetch.value().get().and_then(Result::err).map(refusal);
    let about = format!("{} {}", words::DOWNLOAD, document.name);
    view! {
        {refused}
        <Line>
            <span>{document.name} " · " {ui::size(u64::from(document.size))}</span>
            <Button
                label=words::DOWNLOAD
                icon=Icon::Export
                small=true
                about
                busy=fetch.pending()
                on_click=move |()| drop(fetch.dispatch(()))
            />
        </Line>
    }
}

#[component]
fn Attach(post: PostId, version: i64, on_done: Callback<&'static str>) -> impl IntoView {
    let file = RwSignal::new_local(None::<File>);
    let send = Action::new_local(move |file: &File| {
        let file = file.clone();
        async move {
            let sent = put_post_profile_document(&post.to_string(), version, &file).await;
            if sent.is_ok() {
                on_done.run(words::ATTACHED);
            }
            sent
        }
    });
    // Ten mebibytes that would be refused are not sent.
    let too_large = move || file.with(|file| file.as_ref().is_some_and(|one| one.size() > LARGEST));
    let press = move |()| {
        if let Some(file) = file.get_untracked().filter(|_| !send.pending().get_untracked()) {
            send.dispatch(file);
        }
    };
    let refused = move || send.value().get().and_then(Result::err).map(refusal);
    view! {
        {refused}
        <FileDrop file accept=".pdf" note=words::DOCUMENT_NOTE />
        {move || too_large().then(|| view! { <Alert kind=Kind::Danger>{DOCUMENT_TOO_LARGE}</Alert> })}
        <Show when=move || file.with(Option::is_some) && !too_large()>
            <Line>
                <Button label=words::ATTACH icon=Icon::Import busy=send.pending() on_click=press />
            </Line>
        </Show>
    }
}

/// Sizes of files are doubles.
const LARGEST: f64 = LARGEST_DOCUMENT as f64;
