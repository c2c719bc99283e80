//! Why a change or an import cannot be undone: what has moved since, named.

use leptos::prelude::*;
use shared::catalogue::screens::things as words;
use shared::contract::imports::ThingName;
use shared::problem::{Code, Problem};

use crate::client;
use crate::pages::named::NamedThings;
use crate::ui::prelude::*;

/// The refusal, in the words of the server unless it names what has moved.
#[component]
pub fn Touched(
    /// The refusal.
    problem: Problem,
    /// What cannot be undone.
    title: &'static str,
    /// What can be done about it.
    #[prop(default = words::TOUCHED)]
    text: &'static str,
) -> impl IntoView {
    if !is_touched(&problem) {
        return view! { <Alert kind=Kind::Danger title=problem.title takes_focus=true>{problem.detail}</Alert> }
            .into_any();
    }
    let things = things_of(&problem);
    let count = problem.more.get("count").and_then(serde_json::Value::as_u64);
    let count = count.and_then(|count| usize::try_from(count).ok()).unwrap_or(things.len());
    view! {
        <Alert kind=Kind::Danger title takes_focus=true>
            <p>{text}</p>
        </Alert>
        <NamedThings things count />
    }
    .into_any()
}

/// Whether the refusal says that something has moved since, and what.
pub fn is_touched(problem: &Problem) -> bool {
    let moved = [Code::ImportTouched, Code::ChangeTouched].iter();
    moved.into_iter().any(|code| client::is_refused(problem, *code)) && !things_of(problem).is_empty()
}

/// The things that the problem names.
fn things_of(problem: &Problem) -> Vec<ThingName> {
    let list = problem.more.get("things").and_then(|things| things.as_array());
    let named = |thing: &serde_json::Value| {
        let text = |name: &str| thing.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        Some(ThingName { entity: text("entity")?, key: text("key")? })
    };
    list.into_iter().flatten().filter_map(named).collect()
}
