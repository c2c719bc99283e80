//! The last step of posts in a tour, taken back by who took it: each on its own, as it was read, in one change for each
//! hospital.
//!
//! Refuses what others did, what has left, what somebody built on, and what could not be done any more.

use std::collections::{BTreeMap, BTreeSet};

use shared::catalogue::{requests, tours as texts};
use shared::contract::lists::Test;
use shared::contract::tours::{BulkOutcome, UndoSteps};
use shared::id::{EstablishmentId, PostId, TourId};
use shared::knowledge::{ChangeSet, Revision};
use shared::notice::Event;
use shared::problem::Code;
use shared::time::{Timeline, View};
use shared::tour::entry::TourEntry;
use shared::tour::step::{NotTaken, Setting};
use shared::tour::undo::NotUndone;
use shared::workflow::entry::{Entry as Machine, EntryAction as A};
use shared::workflow::{Machine as _, Stays};

use super::super::actors::actor_at;
use super::super::listing::text;
use super::super::undo::{OwnStep, own_steps};
use super::super::{Ctx, Failure, notices};
use super::desk::{Taken, list_of, not_taken, of, right_of};
use super::entries::{AsRead, as_read, item};
use super::{RUBRIC, may_somewhere, now, tour};
use crate::db::Transaction;
use crate::db::changes::{self, NewChange};
use crate::db::facts::FactSet;
use crate::db::lists::{self, Filter, Query};

/// The noun of what it undoes, in the names of operations.
pub(super) const NOUN: &str = "tour_entry";

/// A post as it is, with what made it so and what it was before.
struct Known {
    read: AsRead,
    step: Option<(A, TourEntry)>,
}

/// Takes back the caller's last step on posts of a tour.
///
/// # Errors
/// `request.not_found` for a tour that is none; `right.missing`; `request.invalid`; failures of the database. What refuses
/// one post is told of that post.
pub fn undo(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    body: &UndoSteps,
) -> Result<BulkOutcome, Failure> {
    let own = tour(ctx, tx, id)?.segment.value;
    if !Machine::TAKEN_BACK.iter().any(|action| may_somewhere::<Machine>(ctx, *action)) {
        return Err(Failure::code(Code::RightMissing));
    }
    let (read, refused) = as_read(ctx, tx, id, &body.entries)?;
    let library = ctx.shelf.library(tx)?;
    let mut outcomes: BTreeMap<PostId, Result<Taken, Failure>> =
        refused.into_iter().map(|(post, failure)| (post, Err(failure))).collect();
    for (home, known) in by_home(ctx, tx, id, read)? {
        let place = ctx.place(tx, Some(home), ctx.today)?;
        let (_, list) = list_of(ctx, tx, id, home)?;
        let region = place.region.clone().unwrap_or_default();
        let setting = Setting {
            lists: &library.nomenclatures,
            tour: &own,
            list: &list,
            region: &region,
            now: ctx.now,
            today: ctx.today,
        };
        let mut revisions = Vec::new();
        let mut done = None;
        let mut undone: BTreeMap<A, Vec<PostId>> = BTreeMap::new();
        for one in known {
            let post = one.read.entry.segment.value.post;
            let outcome = decide(&one, actor_at(ctx, &place), &setting).map(|(action, value)| {
                done = Some(action);
                undone.entry(action).or_default().push(post);
                let entry = one.read.entry;
                let (period, version) = (entry.segment.period, entry.version.saturating_add(1));
                let before = Timeline::from_segments([entry.segment]);
                let difference = Timeline::difference(&before, &Timeline::single(period, value.clone()));
                revisions.push(Revision { id: entry.id, difference });
                Taken { version, value }
            });
            outcomes.insert(post, outcome);
        }
        if let Some(action) = done {
            let set = FactSet::Establishment(home);
            let right = right_of(ctx, tx, action, home)?;
            let permit = ctx.permit(tx, RUBRIC, right, set)?;
            let change: NewChange = ctx.change(format!("{NOUN}.undo"));
            let facts = ChangeSet { tour_entries: revisions, ..ChangeSet::default() };
            changes::record(tx, &permit, set, None, change, &facts, ctx.now)?;
            for (action, posts) in undone {
                notices::tell_list(ctx, tx, Event::EntryUndone(action), (id, home), &posts)?;
            }
        }
    }
    let items = body.entries.iter().filter_map(|one| Some(item(ctx, one.post, outcomes.remove(&one.post)?)));
    Ok(BulkOutcome { items: items.collect::<Result<_, Failure>>()? })
}

/// The posts by hospital, each with the caller's last step on it: one statement for each change that took one.
fn by_home(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    read: Vec<AsRead>,
) -> Result<BTreeMap<EstablishmentId, Vec<Known>>, Failure> {
    let changes: BTreeSet<_> = read.iter().map(|one| one.entry.change).collect();
    let own = own_steps::<Machine>(ctx, tx, NOUN, &changes)?;
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let mut before = BTreeMap::new();
    for OwnStep { change, .. } in own.values() {
        let posts = read.iter().filter(|one| one.entry.change == change.id);
        let posts = posts.map(|one| one.entry.segment.value.post.to_string()).collect();
        let filters =
            [of("tour_id", id.to_string()), Filter { column: text("post_id"), test: Test::Among(posts) }];
        let view = View { known_at: change.before(), ..now(ctx) };
        let query = Query { filters: &filters, limit: u32::MAX, ..Query::at(view) };
        let former = lists::page::<TourEntry>(tx, &scope, &query)?.entries;
        before.extend(former.into_iter().map(|one| (one.segment.value.post, one.segment.value)));
    }
    let mut homes: BTreeMap<EstablishmentId, Vec<Known>> = BTreeMap::new();
    for one in read {
        let home = one.entry.establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
        let step = own.get(&one.entry.change).map(|step| step.action);
        let step = step.and_then(|action| Some((action, before.remove(&one.entry.segment.value.post)?)));
        homes.entry(home).or_default().push(Known { read: one, step });
    }
    Ok(homes)
}

/// What a post becomes.
fn decide(
    one: &Known,
    actor: shared::workflow::Actor<'_>,
    setting: &Setting<'_>,
) -> Result<(A, TourEntry), Failure> {
    let Known { read, step } = one;
    if read.version != read.entry.version {
        let stale = Failure::refused(Code::StaleVersion, requests::STALE);
        return Err(stale.with("version", read.entry.version));
    }
    let own = &read.entry.segment.value;
    let refused = |text: &'static str| Failure::refused(Code::TransitionRefused, text).allowing(Vec::new());
    let (action, before) = step.as_ref().ok_or_else(|| refused(texts::NOT_YOUR_STEP))?;
    let back = own.taken_back(before, *action, actor, setting).map_err(|not| match not {
        NotUndone::Stays(Stays::Left) => refused(texts::STEP_HAS_LEFT),
        NotUndone::Stays(Stays::Actor) => Failure::code(Code::RightMissing),
        NotUndone::Blocked(blocked) => not_taken(own.state, NotTaken::Blocked(vec![blocked]), &[]),
    })?;
    Ok((*action, back))
}
