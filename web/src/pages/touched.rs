//! Why a change or an import cannot be undone: what has moved since, named.

use leptos::prelude::*;
use shared::catalogue::screens::things as words;
use shared::problem::{Code, Problem};

use crate::client;
use crate::things::named;
use crate::ui::prelude::*;

/// Things named at most: the journal has the others.
const MOST: usize = 12;

/// The refusal, in the words of the server unless it names what has moved.
#[component]
pub fn Touched(
    /// The refusal.
    problem: Problem,
    /// What cannot be undone.
    title: &'static str,
) -> impl IntoView {
    let moved =
        [Code::ImportTouched, Code::ChangeTouched].iter().any(|code| client::is_refused(&problem, *code));
    let things = things_of(&problem);
    if !moved || things.is_empty() {
        return view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> }.into_any();
    }
    let more = things.len().saturating_sub(MOST);
    let shown = things.into_iter().take(MOST).map(|thing| view! { <Entry title=thing /> }).collect_view();
    view! {
        <Alert kind=Kind::Danger title>
            <p>{words::TOUCHED}</p>
            <Entries>{shown}</Entries>
            {(more > 0).then(|| view! { <p>{words::touched_more(more)}</p> })}
        </Alert>
    }
    .into_any()
}

/// `Affectation 0008450 · …`, for each thing that the problem names.
fn things_of(problem: &Problem) -> Vec<String> {
    let list = problem.more.get("things").and_then(|things| things.as_array());
    let said = |thing: &serde_json::Value| {
        let text = |name: &str| thing.get(name).and_then(serde_json::Value::as_str);
        Some(named(text("entity")?, text("key")?))
    };
    list.into_iter().flatten().filter_map(said).collect()
}
