//! Surfaces: a part of a page, a number that matters.

use leptos::prelude::*;

use super::Kind;
use crate::here::Here;

/// A part of a page with its title (`h2`).
#[component]
pub fn Card(
    /// Title.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    /// Whether a table fills it from side to side.
    #[prop(optional)]
    flush: bool,
    /// Buttons beside the title.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" data-flush=flush.then_some("true")>
            {move || {
                let actions = actions.clone();
                title
                    .get()
                    .map(|title| {
                        view! {
                            <div class="card__head">
                                <h2 class="card__title">{title}</h2>
                                {actions.map(|actions| actions.run())}
                            </div>
                        }
                    })
            }}
            <div class="card__body">{children()}</div>
        </section>
    }
}

/// A number that matters, with what it counts.
#[component]
pub fn Stat(
    /// What it counts.
    #[prop(into)]
    label: String,
    /// The number, or a few words.
    #[prop(into)]
    value: Signal<String>,
    /// A precision below.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// What the number means.
    #[prop(optional, into)]
    kind: Signal<Kind>,
    /// Where the number comes from: the whole surface leads there.
    #[prop(optional, into)]
    to: Option<String>,
) -> impl IntoView {
    let here = Here::get();
    let label = match to {
        None => view! { <span>{label}</span> }.into_any(),
        Some(to) => {
            let href = move || here.map_or_else(|| to.clone(), |here| here.href(&to));
            view! { <a class="stat__link" href=href>{label}</a> }.into_any()
        }
    };
    view! {
        <div class="stat" data-kind=move || kind.get().name()>
            <p class="stat__label">{label}</p>
            <p class="stat__value">{move || value.get()}</p>
            {move || note.get().map(|note| view! { <p class="stat__note">{note}</p> })}
        </div>
    }
}
