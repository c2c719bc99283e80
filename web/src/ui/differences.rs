//! Fields of a thing before and after.

use leptos::prelude::*;
use shared::catalogue::screens::things;

use super::terms::Absent;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the field.
    pub field: String,
    /// Before; `None`: nothing.
    pub before: Option<String>,
    /// After; `None`: nothing.
    pub after: Option<String>,
    /// Whether it differs.
    pub changed: bool,
}

/// A table of fields before and after; a change is said by words too.
#[component]
pub fn Differences(
    /// What it is about; read aloud.
    #[prop(into)]
    caption: String,
    /// Fields, in order.
    rows: Vec<Difference>,
    /// Whether there is a side before.
    #[prop(default = true)]
    with_before: bool,
    /// Whether there is a side after.
    #[prop(default = true)]
    with_after: bool,
) -> impl IntoView {
    let both = with_before && with_after;
    let value = |value: Option<String>| match value {
        Some(value) => value.into_any(),
        None => view! { <Absent /> }.into_any(),
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=caption.clone()>
            <table class="table differences">
                <caption class="table__caption">{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{things::FIELD}</th>
                        {with_before.then(|| view! { <th scope="col">{things::BEFORE}</th> })}
                        {with_after.then(|| view! { <th scope="col">{things::AFTER}</th> })}
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let Difference { field, before, after, changed } = row;
                            let mark = (changed && both)
                                .then(|| view! { <span class="visually-hidden">{format!(" ({})", things::CHANGED)}</span> });
                            view! {
                                <tr data-changed=(changed && both).then_some("true")>
                                    <th scope="row">{field}{mark}</th>
                                    {with_before.then(|| view! { <td data-side="before">{value(before)}</td> })}
                                    {with_after.then(|| view! { <td data-side="after">{value(after)}</td> })}
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
