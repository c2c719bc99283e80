//! What became of a post in the tour it was in before: what an agency compares its list with.
//!
//! Ids follow the order in which tours opened, so the former entry of a post is the greatest that comes before its own.

use std::collections::BTreeMap;

use shared::contract::tours::{EntryView, FormerEntry};
use shared::id::PostId;
use shared::tour::entry::TourEntry;

use super::super::Failure;
use super::super::listing::text;
use super::super::naming::{Naming, Wanted};
use super::super::reading::Reading;
use crate::db::lists::{self, Entry};

/// Says what became of each post in its former tour, as it is known: one statement more, whatever the page.
pub(super) fn tell(
    reading: &mut Reading<'_>,
    entries: &[Entry<TourEntry>],
    items: &mut [EntryView],
) -> Result<(), Failure> {
    let posts = entries.iter().map(|entry| entry.segment.value.post.to_string()).collect();
    let asked = (text("post_id"), posts);
    let known_at = reading.view.known_at;
    let found = lists::referring::<TourEntry>(reading.connection, reading.scope, asked, None, known_at)?;
    let mut of_posts: BTreeMap<PostId, Vec<Entry<TourEntry>>> = BTreeMap::new();
    for one in found {
        of_posts.entry(one.segment.value.post).or_default().push(one);
    }
    let names =
        Naming::read(reading.connection, reading.scope, reading.library, &Wanted::default(), reading.view)?;
    for (entry, item) in entries.iter().zip(items) {
        let all = of_posts.get(&entry.segment.value.post).map(Vec::as_slice).unwrap_or_default();
        let before = all.iter().filter(|one| one.id < entry.id).max_by_key(|one| one.id);
        item.previous = before.and_then(|one| {
            let own = &one.segment.value;
            let tour = reading.library.facts.tours.get(own.tour)?.last()?;
            Some(FormerEntry {
                tour: own.tour,
                kind: names.coded("tour_kinds", &tour.value.kind),
                year: tour.value.year,
                number: tour.value.number,
                decision: own.decision,
                state: own.state,
            })
        });
    }
    Ok(())
}
