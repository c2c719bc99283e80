//! Tours: what may be asked of them, a new one, a change of one that has not begun. Their steps are in [`super::steps`].

use std::collections::BTreeSet;

use shared::catalogue::tours as texts;
use shared::contract::tours::{NextStep, TourEdit, TourPlan, TourView};
use shared::habilitation::{Perimeter, Place, Right};
use shared::id::{IdSource as _, TourId};
use shared::knowledge::{ChangeSet, Revision};
use shared::notice::Event;
use shared::problem::Code;
use shared::time::{Day, Period, Timeline};
use shared::tour::clock;
use shared::tour::round::Tour;
use shared::tour::step::NotTaken;
use shared::tour::tour_step::TourBlocked;
use shared::workflow;
use shared::workflow::tour::{Tour as Machine, TourAction, TourState};

use super::super::actors::actor_at;
use super::super::facts::Made;
use super::super::listing::{Field, Listing, number, stamp, text};
use super::super::naming::{Naming, Wanted, owned};
use super::super::reading::{self, Reading, Shown, Sight};
use super::super::{Ctx, Failure, new_ids, notices};
use super::{RUBRIC, now, same_version, tour};
use crate::authz::Permit;
use crate::db::changes::{self, NewChange};
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Sort};
use crate::db::{Connection, Transaction};

/// What may be asked of the list of tours.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("kind", text("kind"), RUBRIC, "Code of `tour_kinds`"),
        Field::new("year", number("year"), RUBRIC, "Year that it is named after"),
        Field::new("state", text("state"), RUBRIC, "Where it stands"),
    ],
    search: &[text("kind"), text("reason")],
    default_sort: &[
        Sort { column: number("year"), descending: true },
        Sort { column: text("kind"), descending: false },
        Sort { column: number("number"), descending: true },
    ],
    includes: &[],
    timed: true,
    guarded: &[],
};

impl Shown for Tour {
    type View = TourView;
    const LISTING: &'static Listing = &LISTING;
    const TELLS_WHO: bool = true;

    fn refers(&self, _: &mut Wanted) {}

    fn show(entry: &Entry<Tour>, names: &Naming<'_>, _: &Sight) -> TourView {
        let own = &entry.segment.value;
        TourView {
            id: entry.id,
            kind: names.coded("tour_kinds", &own.kind),
            year: own.year,
            number: own.number,
            state: own.state,
            calendar: own.calendar.clone(),
            published_at: own.published_at,
            reason: owned(&own.reason),
            next_step: clock::next(own).map(|(action, at)| NextStep { action, at }),
            allowed_actions: Vec::new(),
            stamp: stamp(entry),
        }
    }

    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<Tour>],
        items: &mut [TourView],
        _: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        for (entry, item) in entries.iter().zip(items) {
            item.allowed_actions = allowed(reading.ctx, item.state);
            // What nobody can do before its hour is not announced.
            let own = &entry.segment.value;
            item.allowed_actions
                .retain(|action| own.not_before(*action).is_none_or(|at| at <= reading.ctx.now));
        }
        Ok(())
    }
}

/// What the caller may do with a tour, in the order of the table: in the nation, or in a region of theirs.
pub(super) fn allowed(ctx: &Ctx, state: TourState) -> Vec<TourAction> {
    let mut places = vec![Place::default()];
    let held = ctx.authority.held();
    for one in held.iter().flat_map(|held| &held.habilitations) {
        if let Perimeter::Region(region) = &one.perimeter {
            places.push(Place { region: Some(region.clone()), ..Place::default() });
        }
    }
    let of_place = |place| workflow::allowed::<Machine>(Some(state), actor_at(ctx, place));
    let any: Vec<TourAction> = places.iter().flat_map(of_place).collect();
    TourAction::ALL.iter().copied().filter(|action| any.contains(action)).collect()
}

/// A new tour.
///
/// # Errors
/// `right.missing`, what the calendar lacks; failures of the database.
pub fn plan(ctx: &Ctx, tx: &mut Transaction<'_>, body: TourPlan) -> Result<Made<TourView>, Failure> {
    let library = ctx.shelf.library(tx)?;
    let place = Place::default();
    let kind = body.kind.trim();
    let alike = library.facts.tours.segments().map(|(_, segment)| &segment.value);
    let alike = alike.filter(|one| one.kind == kind && one.year == body.year);
    let number = alike.map(|one| one.number).max().unwrap_or_default().saturating_add(1);
    let planned = Tour::planned(
        (kind, body.year, number),
        body.calendar,
        &library.nomenclatures,
        actor_at(ctx, &place),
        ctx.today,
    );
    let value = planned.map_err(|not| not_taken(ctx, TourState::Planned, not))?;
    let id = TourId::from(new_ids().next_id());
    let write =
        Write { id, right: Right::Administer, place: &place, verb: TourAction::Plan.name(), reason: None };
    let made = record(ctx, tx, &write, None, value)?;
    notices::tell_tour(ctx, tx, Event::Tour(None, TourAction::Plan), id, None)?;
    Ok(made)
}

/// A new calendar for a tour that has not begun.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`, what the calendar lacks; failures of
/// the database.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    version: i64,
    body: TourEdit,
) -> Result<Made<TourView>, Failure> {
    let held = tour(ctx, tx, id)?;
    let place = Place::default();
    if workflow::advance::<Machine>(None, TourAction::Plan, actor_at(ctx, &place)).is_err() {
        return Err(Failure::code(Code::RightMissing));
    }
    same_version(version, held.version)?;
    let own = &held.segment.value;
    if own.state != TourState::Planned {
        return Err(Failure::refused(Code::TransitionRefused, texts::NOT_EDITABLE)
            .with("allowed_actions", words(&allowed(ctx, own.state))));
    }
    let calendar = body.calendar.unwrap_or_else(|| own.calendar.clone());
    let disorder = calendar.disorder();
    if !disorder.is_empty() {
        return Err(not_taken(ctx, own.state, NotTaken::Blocked(vec![TourBlocked::Disorder(disorder)])));
    }
    let write = Write { id, right: Right::Administer, place: &place, verb: "edit", reason: None };
    let value = Tour { calendar, ..own.clone() };
    record(ctx, tx, &write, Some(&held), value)
}

/// A write about a tour.
pub(super) struct Write<'a> {
    /// The tour.
    pub(super) id: TourId,
    /// The right by which it is written.
    pub(super) right: Right,
    /// Where that right is held: the nation, or a region.
    pub(super) place: &'a Place,
    /// What is done, as the journal names it.
    pub(super) verb: &'static str,
    /// Why.
    pub(super) reason: Option<&'a str>,
}

/// Writes what is said of a tour, over the whole of it, and reads it back.
pub(super) fn record(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    write: &Write<'_>,
    before: Option<&Entry<Tour>>,
    value: Tour,
) -> Result<Made<TourView>, Failure> {
    let permit =
        Permit::of(&ctx.authority, ctx.today, (RUBRIC, write.right), FactSet::Reference, write.place);
    let permit = permit.ok_or_else(|| Failure::code(Code::RightMissing))?;
    let held = before.map(|entry| entry.segment.clone());
    let period = match &held {
        Some(segment) => segment.period,
        None => {
            Period::new(ctx.today, Day::OPEN).map_err(|error| Failure::machine("dating a tour", error))?
        }
    };
    let held = Timeline::from_segments(held);
    let difference = Timeline::difference(&held, &Timeline::single(period, value));
    if !difference.supersede.is_empty() || !difference.record.is_empty() {
        let reason = write.reason.map(str::to_owned);
        let change = NewChange { reason, ..ctx.change(format!("tour.{}", write.verb)) };
        let facts = ChangeSet { tours: vec![Revision { id: write.id, difference }], ..ChangeSet::default() };
        changes::record(tx, &permit, FactSet::Reference, None, change, &facts, ctx.now)?;
    }
    read_back(ctx, tx, write.id)
}

/// The tour as a read would give it.
pub(super) fn read_back(
    ctx: &Ctx,
    connection: &mut Connection,
    id: TourId,
) -> Result<Made<TourView>, Failure> {
    let (version, fact) = reading::get_in::<Tour>(ctx, connection, id, now(ctx))?;
    Ok(Made { id: id.to_string(), version, fact: Some(fact) })
}

/// Why a step of a tour is not taken, and what may be done instead.
pub(super) fn not_taken(ctx: &Ctx, state: TourState, not: NotTaken<TourState, TourBlocked>) -> Failure {
    match not {
        NotTaken::Refused(workflow::Refused::Actor(_)) => Failure::code(Code::RightMissing),
        NotTaken::Refused(workflow::Refused::State(from)) => {
            let refused = Failure::refused(Code::TransitionRefused, texts::tour_refused(state, &from));
            refused.with("allowed_actions", words(&allowed(ctx, state)))
        }
        NotTaken::Blocked(lacks) => {
            super::desk::lacking(lacks.iter().map(|one| (one.code(), texts::tour_blocked(one))))
        }
    }
}

/// Actions by their names.
fn words(actions: &[TourAction]) -> Vec<serde_json::Value> {
    actions.iter().map(|action| action.name().into()).collect()
}
