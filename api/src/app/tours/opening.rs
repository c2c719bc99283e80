//! What opens with a tour: the list of each hospital that has posts, with what is proposed of each of them. One change for
//! each hospital, all in the transaction in which the tour opens: it opens everywhere or nowhere.

use std::collections::{BTreeMap, BTreeSet};

use shared::habilitation::Right;
use shared::id::{IdSource as _, PostId, TourEntryId, TourId, TourListId};
use shared::knowledge::{ChangeSet, Facts, Revision};
use shared::time::{Day, Instant, Period, Timeline};
use shared::tour::entry::TourEntry;
use shared::tour::opening::{self, Opening};
use shared::tour::round::Tour;
use shared::tour::signed_list::TourList;
use shared::workflow::entry::EntryState;

use super::super::{Ctx, Failure, new_ids};
use super::RUBRIC;
use crate::authz::{Scope, System};
use crate::db::changes::{self, NewChange};
use crate::db::facts::{self, FactSet};
use crate::db::{Transaction, tours};

/// Opens the lists of all hospitals; says how many posts are in them.
pub(super) fn open(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    right: Right,
) -> Result<usize, Failure> {
    let library = ctx.shelf.library(tx)?;
    let period =
        Period::new(ctx.today, Day::OPEN).map_err(|error| Failure::machine("dating a tour", error))?;
    // What is proposed comes from the facts of every hospital, whoever opens.
    let scope = Scope::everything(&System::on_this_machine());
    let mut ids = new_ids();
    let mut posts = 0_usize;
    for home in tours::hospitals(tx)? {
        // A hospital that is not open on the day of the opening has no list.
        if library.territory.on(home, ctx.today).is_none() {
            continue;
        }
        let set = FactSet::Establishment(home);
        let known = facts::load(tx, &scope, set, Instant::NEVER.just_before())?;
        let left_vacant = left_vacant(&known);
        let opening = Opening {
            tour: id,
            kind: &tour.kind,
            appointment: tour.calendar.appointment,
            day: ctx.today,
            left_vacant: &left_vacant,
        };
        let entries = opening::entries(&known, &library.nomenclatures, &opening);
        posts = posts.saturating_add(entries.len());
        let nothing = Timeline::default();
        let tour_entries = entries.into_iter().map(|entry| Revision {
            id: TourEntryId::from(ids.next_id()),
            difference: Timeline::difference(
                &Timeline::<TourEntry>::default(),
                &Timeline::single(period, entry),
            ),
        });
        let tour_entries = tour_entries.collect();
        let list = Timeline::difference(&nothing, &Timeline::single(period, TourList::new(id)));
        let tour_lists = vec![Revision { id: TourListId::from(ids.next_id()), difference: list }];
        let permit = ctx.permit(tx, RUBRIC, right, set)?;
        let change: NewChange = ctx.change("tour.open");
        let facts = ChangeSet { tour_lists, tour_entries, ..ChangeSet::default() };
        changes::record(tx, &permit, set, None, change, &facts, ctx.now)?;
    }
    Ok(posts)
}

/// The posts that the last tour they were in left vacant. Ids follow the order in which tours opened.
fn left_vacant(known: &Facts) -> BTreeSet<PostId> {
    let mut last: BTreeMap<PostId, EntryState> = BTreeMap::new();
    for (_, timeline) in known.tour_entries.iter() {
        if let Some(segment) = timeline.last() {
            last.insert(segment.value.post, segment.value.state);
        }
    }
    last.into_iter().filter(|(_, state)| *state == EntryState::RemainedVacant).map(|(post, _)| post).collect()
}
