//! The past of a thing on both axes: effective days across, what was known when below.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::history as words;
use shared::contract::{History, Statement};
use shared::problem::Problem;
use shared::screen::history::{Belief, beliefs};
use shared::time::Day;

use crate::fetched::Fetched;
use crate::format;
use crate::ui::prelude::*;

/// Beliefs drawn at most; the others are reached by the time bar.
const MOST: usize = 12;

/// The drawing, with its table, its loading and its refusal.
#[component]
pub fn PastCard<T>(
    /// Everything stated.
    history: Fetched<Result<History<T>, Problem>>,
    /// What a statement says, in a few words, then at length.
    say: fn(&T) -> (String, String),
    /// The day in view.
    #[prop(into)]
    day: Signal<Day>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Card title=words::TITLE>
            <p><Quiet>{words::LEAD}</Quiet></p>
            <Transition fallback=|| view! { <Loading lines=3 /> }>
                {move || {
                    history
                        .get()
                        .map(|history| match history {
                            Err(problem) => view! { <ErrorState problem /> }.into_any(),
                            Ok(history) if history.items.is_empty() => view! { <Quiet>{words::EMPTY}</Quiet> }.into_any(),
                            Ok(history) => drawing(&history.items, say, day.get()).into_any(),
                        })
                }}
            </Transition>
        </Card>
    }
}

fn drawing<T>(items: &[Statement<T>], say: fn(&T) -> (String, String), day: Day) -> impl IntoView + use<T> {
    let beliefs = beliefs(items);
    let older = beliefs.len().saturating_sub(MOST);
    let days: Arc<[Day]> = beliefs.iter().map(|one| format::instant_day(one.at)).collect();
    let lanes = beliefs.iter().take(MOST).map(|belief| {
        let day = format::instant_day(belief.at);
        let alone = days.iter().filter(|one| **one == day).count() == 1;
        lane(belief, items, say, words::known(day, (!alone).then(|| format::time(belief.at)).as_deref()))
    });
    view! {
        <TimelineChart
            caption=words::TITLE
            columns=words::COLUMNS.map(str::to_owned)
            lanes=lanes.collect()
            day
        />
        {(older > 0).then(|| view! { <p><Quiet>{words::older(older)}</Quiet></p> })}
    }
}

fn lane<T>(
    belief: &Belief,
    items: &[Statement<T>],
    say: fn(&T) -> (String, String),
    label: String,
) -> ChartLane {
    let is_past = belief.until.is_some();
    let said = belief.statements.iter().filter_map(|index| items.get(*index));
    let spans = said.map(|one| {
        let (label, details) = say(&one.fact);
        let recorded = words::recorded(one.recorded_at, one.superseded_at);
        ChartSpan {
            from: one.valid_from,
            to: one.valid_to,
            label,
            details: format!("{details} – {recorded}"),
            superseded: is_past,
        }
    });
    ChartLane { label, colour: if is_past { 3 } else { 1 }, spans: spans.collect() }
}
