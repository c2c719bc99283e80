//! The last action on posts, taken back by who took it: offered with the word that it is done, and from the table.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::screens::tour_lists as words;
use shared::contract::tours::{BulkEntry, BulkItem, EntryView, UndoSteps};
use shared::id::TourId;
use shared::workflow::Machine as _;
use shared::workflow::entry::{Entry as Machine, EntryAction};

use super::bulk::{MOST, is_taken};
use super::refusal::told;
use crate::client::tours::undo_entries;
use crate::ui::prelude::*;

/// Says that an action is done on posts, with the way back when there is one.
pub fn say_done(
    toasts: Option<Toasts>,
    tour: Option<TourId>,
    (action, taken): (EntryAction, &[BulkItem]),
    on_done: Callback<()>,
) {
    let Some(toasts) = toasts else { return };
    let text = words::done(action, taken.len());
    let Some(tour) = tour.filter(|_| Machine::TAKEN_BACK.contains(&action)) else {
        return toasts.push(Kind::Success, text);
    };
    let steps = taken.iter().filter_map(|item| {
        let if_match = item.etag.clone()?;
        Some(BulkEntry { post: item.post, if_match })
    });
    let steps: Vec<BulkEntry> = steps.collect();
    let back = move |()| take_back(toasts, tour, steps.clone(), on_done);
    toasts.push_with_way_back(text, words::UNDO_THIS, Callback::new(back));
}

/// Takes back the last action on the rows on which it was the caller's; whether there are some.
pub fn take_rows_back(toasts: Option<Toasts>, rows: &[EntryView], on_done: Callback<()>) -> bool {
    let steps = rows.iter().filter(|row| row.undoable).filter_map(|row| {
        let post = row.post.as_ref()?.id;
        Some(BulkEntry { post, if_match: format!("\"v{}\"", row.stamp.version) })
    });
    let steps: Vec<BulkEntry> = steps.collect();
    let (Some(toasts), Some(first)) = (toasts, rows.first()) else { return false };
    if steps.is_empty() {
        return false;
    }
    take_back(toasts, first.tour, steps, on_done);
    true
}

fn take_back(toasts: Toasts, tour: TourId, steps: Vec<BulkEntry>, on_done: Callback<()>) {
    spawn_local(async move {
        let (mut done, mut left) = (0, Vec::new());
        for part in steps.chunks(MOST) {
            match undo_entries(tour, &UndoSteps { entries: part.to_vec() }).await {
                Ok(outcome) => {
                    let (taken, refused): (Vec<_>, Vec<_>) = outcome.items.into_iter().partition(is_taken);
                    done += taken.len();
                    left.extend(refused);
                }
                Err(problem) => {
                    toasts.push(Kind::Danger, told(&problem).join(" "));
                    break;
                }
            }
        }
        if done > 0 {
            toasts.push(Kind::Success, words::undone(done));
        }
        // Why the first stays tells most often why the others do.
        if let Some(problem) = left.first().and_then(|item| item.problem.as_ref()) {
            toasts.push(Kind::Danger, words::not_undone(left.len(), &told(problem).join(" ")));
        }
        on_done.run(());
    });
}
