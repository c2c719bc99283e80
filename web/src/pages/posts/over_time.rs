//! A post over time, in one drawing: what it is, who sits on it, the time that nobody holds, the requests about it.
//!
//! Each part is read apart, and by who may read it: a part that is not theirs is not there.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::catalogue::screens::{posts as words, requests};
use shared::contract::posts::{Occupants, PostView};
use shared::contract::requests::RequestView;
use shared::contract::{History, Page};
use shared::problem::Problem;
use shared::time::Day;

use super::sheet::place;
use crate::fetched::Fetched;
use crate::format;
use crate::ui::prelude::*;

/// Something read, or nothing for who may not read it.
type Part<T> = Option<Result<T, Problem>>;

/// The card.
#[component]
pub fn OverTime(
    /// Who holds which part.
    occupants: Fetched<Part<Occupants>>,
    /// What was asked of it.
    requests: Fetched<Part<Page<RequestView>>>,
    /// What was stated of it.
    history: Fetched<Result<History<PostView>, Problem>>,
    /// The day in view.
    #[prop(into)]
    day: Signal<Day>,
) -> impl IntoView {
    view! {
        <Card title=words::OVER_TIME>
            <p><Quiet>{words::OVER_TIME_LEAD}</Quiet></p>
            <Transition fallback=|| view! { <Loading lines=3 /> }>
                {move || {
                    let (occupants, requests, history) = (occupants.get()?, requests.get()?, history.get()?);
                    Some(drawing(occupants, requests, history, day.get()))
                }}
            </Transition>
        </Card>
    }
}

fn drawing(
    occupants: Part<Occupants>,
    requests: Part<Page<RequestView>>,
    history: Result<History<PostView>, Problem>,
    day: Day,
) -> impl IntoView {
    let missing = history.is_err() || matches!(occupants, Some(Err(_))) || matches!(requests, Some(Err(_)));
    let mut lanes: Vec<ChartLane> = history.ok().map(|history| of_post(&history)).into_iter().collect();
    let occupants = occupants.and_then(Result::ok);
    let never = occupants.as_ref().is_some_and(|found| found.items.is_empty());
    let next = occupants.as_ref().and_then(|found| found.next_free_day).map(format::day);
    if let Some(found) = occupants {
        lanes.extend(of_people(&found));
    }
    if let Some(Ok(page)) = requests {
        lanes.extend(of_requests(&page.items));
    }
    view! {
        {missing.then(|| view! { <Alert kind=Kind::Warning>{words::LANE_MISSING}</Alert> })}
        <TimelineChart
            caption=words::OVER_TIME
            columns=words::OCCUPANT_COLUMNS.map(str::to_owned)
            lanes
            day
        />
        {never.then(|| view! { <p><Quiet>{words::NEVER}</Quiet></p> })}
        {next.map(|next| view! { <Terms><Term label=words::NEXT_FREE value=next /></Terms> })}
    }
}

/// What the post is, by what is believed of it.
fn of_post(history: &History<PostView>) -> ChartLane {
    let believed = history.items.iter().filter(|one| one.superseded_at.is_none());
    let spans = believed.map(|one| ChartSpan {
        from: one.valid_from,
        to: one.valid_to,
        label: format!("{} · {}", one.fact.kind.code, format::percent(one.fact.quotity)),
        details: place(&one.fact),
        superseded: false,
    });
    ChartLane { label: words::LANE_POST.to_owned(), colour: 2, spans: spans.collect() }
}

/// One lane for each person, and the time that nobody held.
fn of_people(found: &Occupants) -> Vec<ChartLane> {
    let mut people: BTreeMap<String, ChartLane> = BTreeMap::new();
    let mut order = Vec::new();
    for one in &found.items {
        let name = format!("{} {}", one.practitioner.usual_name, one.practitioner.first_names);
        let key = one.practitioner.matricule.clone();
        let lane = people.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            ChartLane { label: name, colour: 1, spans: Vec::new() }
        });
        lane.spans.push(ChartSpan {
            from: one.valid_from,
            to: one.valid_to,
            label: format!("{} · {}", one.status.code, format::percent(one.quotity)),
            details: format!("{} · {}", format::half_days(one.quotity), one.status.label),
            superseded: false,
        });
    }
    let mut lanes: Vec<ChartLane> = order.iter().filter_map(|key| people.remove(key)).collect();
    let free = found.free.iter().map(|one| ChartSpan {
        from: one.valid_from,
        to: one.valid_to,
        label: format::percent(one.quotity),
        details: format::half_days(one.quotity),
        superseded: true,
    });
    let free = ChartLane { label: words::FREE.to_owned(), colour: 3, spans: free.collect() };
    if !free.spans.is_empty() {
        lanes.push(free);
    }
    lanes
}

/// Each request from the day it was opened to that of its effect; none, when there is none.
fn of_requests(all: &[RequestView]) -> Option<ChartLane> {
    let spans = all.iter().map(|one| {
        let opened = one.stamp.valid_from;
        let (from, to) = if one.day > opened { (opened, one.day) } else { (one.day, opened.next()) };
        let state = requests::state(one.state);
        ChartSpan {
            from,
            to,
            label: format!("{} · {state}", requests::kind(one.kind)),
            details: one.motive.label.clone(),
            superseded: one.state.is_given_up(),
        }
    });
    let spans: Vec<ChartSpan> = spans.collect();
    (!spans.is_empty()).then(|| ChartLane { label: words::LANE_REQUESTS.to_owned(), colour: 4, spans })
}
