//! Steps of a tour, and what follows at once for the lists and the posts of hospitals: they open, lapse, are given back,
//! become public, close.

use std::collections::BTreeMap;

use shared::contract::lists::Test;
use shared::contract::tours::TourView;
use shared::habilitation::{Place, Right};
use shared::id::{EstablishmentId, TourId};
use shared::knowledge::{ChangeSet, Revision};
use shared::notice::{Event, ListStep};
use shared::problem::Code;
use shared::time::{Instant, Timeline};
use shared::tour::calendar::Milestone;
use shared::tour::clock;
use shared::tour::entry::TourEntry;
use shared::tour::round::Tour;
use shared::tour::signed_list::TourList;
use shared::tour::tour_step::TourGiven;
use shared::workflow::entry::{EntryAction, EntryState};
use shared::workflow::tour::{Tour as Machine, TourAction as A};
use shared::workflow::{self, Actor, Machine as _, Program};

use super::super::actors::actor_at;
use super::super::facts::Made;
use super::super::listing::text;
use super::super::{Ctx, Failure, notices};
use super::desk::{Asked, Desk, Hand, Sent, list_of, matching, of};
use super::rounds::{Write, not_taken, record};
use super::{RUBRIC, may_somewhere, opening, same_version, tour};
use crate::authz::Authority;
use crate::db::changes::{self, NewChange};
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Filter};
use crate::db::{Transaction, tour_entries};

/// What comes with a step of a tour, as it was sent.
#[derive(Debug, Clone, Default)]
pub struct SentToTour {
    /// Why.
    pub comment: Option<String>,
    /// The deadline to move.
    pub milestone: Option<Milestone>,
    /// Where to.
    pub to: Option<Instant>,
    /// Of which region.
    pub region: Option<String>,
    /// FINESS EJ of the hospital that is given its list back.
    pub establishment: Option<String>,
}

/// Takes a step of a tour.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`, `step.lacks`; failures of the database.
pub fn take(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    version: i64,
    action: A,
    sent: &SentToTour,
) -> Result<Made<TourView>, Failure> {
    let held = tour(ctx, tx, id)?;
    // Before the hospital is looked for: whoever may act on none learns nothing of it.
    if !may_somewhere::<Machine>(ctx, action) {
        return Err(Failure::code(Code::RightMissing));
    }
    let (place, home) = place_of(ctx, tx, sent)?;
    if !may_ever(action, actor(ctx, &place)) {
        let code = if home.is_some() { Code::NotFound } else { Code::RightMissing };
        return Err(Failure::code(code));
    }
    same_version(version, held.version)?;
    step(ctx, tx, &held, (action, sent), (&place, home))
}

/// Takes a step that is due, as the clock.
pub(super) fn take_due(ctx: &Ctx, tx: &mut Transaction<'_>, id: TourId, action: A) -> Result<(), Failure> {
    let held = tour(ctx, tx, id)?;
    step(ctx, tx, &held, (action, &SentToTour::default()), (&Place::default(), None)).map(drop)
}

/// Where a step is taken: in the nation, in the region of a deadline, in a hospital.
fn place_of(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    sent: &SentToTour,
) -> Result<(Place, Option<EstablishmentId>), Failure> {
    if let Some(finess) = &sent.establishment {
        let home = ctx.establishment(tx, finess)?;
        return Ok((ctx.place(tx, Some(home), ctx.today)?, Some(home)));
    }
    let region = sent.region.as_deref().map(Into::into);
    Ok((Place { region, ..Place::default() }, None))
}

fn actor<'a>(ctx: &'a Ctx, place: &'a Place) -> Actor<'a> {
    match &ctx.authority {
        Authority::System(_) => Actor::Program(Program::Clock),
        Authority::Account(_) => actor_at(ctx, place),
    }
}

fn may_ever(action: A, actor: Actor<'_>) -> bool {
    let steps = Machine::STEPS.iter().filter(|step| step.action == action);
    steps.into_iter().any(|step| workflow::advance::<Machine>(step.from, action, actor).is_ok())
}

fn step(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    held: &Entry<Tour>,
    (action, sent): (A, &SentToTour),
    (place, home): (&Place, Option<EstablishmentId>),
) -> Result<Made<TourView>, Failure> {
    let own = &held.segment.value;
    let given = TourGiven {
        reason: sent.comment.as_deref(),
        milestone: sent.milestone,
        to: sent.to,
        region: place.region.as_deref(),
        waiting: waiting(tx, held.id, action)?,
    };
    let library = ctx.shelf.library(tx)?;
    let next = own.after(action, given, actor(ctx, place), &library.nomenclatures, ctx.now);
    let next = next.map_err(|not| not_taken(ctx, own.state, not))?;
    let right = right_of(ctx, action, place);
    let reason = given.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let write = Write { id: held.id, right, place, verb: action.name(), reason };
    // The tour moves before its posts: what follows is asked of the tour as it is then.
    let made = record(ctx, tx, &write, Some(held), next.clone())?;
    follow(ctx, tx, (held.id, &next), (action, right, sent), home)?;
    let region = place.region.clone().filter(|_| action == A::MoveDeadline);
    notices::tell_tour(ctx, tx, Event::Tour(Some(own.state), action), held.id, region)?;
    Ok(made)
}

/// The right by which the caller takes an action at a place.
fn right_of(ctx: &Ctx, action: A, place: &Place) -> Right {
    let rights = Machine::STEPS.iter().filter(|step| step.action == action).flat_map(|step| step.people);
    let mut rights = rights.map(|(_, right)| *right);
    let held = rights.find(|right| ctx.authority.allows(ctx.today, RUBRIC, *right, place));
    held.unwrap_or(Right::Modify)
}

/// Posts that a step waits for: for SIGMED before a publication, for their outcome before the end.
fn waiting(tx: &mut Transaction<'_>, id: TourId, action: A) -> Result<usize, Failure> {
    use EntryState as S;
    let states: &[EntryState] = match action {
        A::Publish => &[S::Validated, S::SentToSigmed, S::SigmedRejected],
        A::Close => &[S::ClosedForApplications],
        _ => return Ok(0),
    };
    let counts = tour_entries::counts(tx, id)?;
    let waiting = counts.iter().filter(|one| states.contains(&one.state));
    Ok(waiting.map(|one| usize::try_from(one.count).unwrap_or(usize::MAX)).sum())
}

/// What follows at once.
fn follow(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    (action, right, sent): (A, Right, &SentToTour),
    home: Option<EstablishmentId>,
) -> Result<(), Failure> {
    use EntryState as S;
    match action {
        A::Open => opening::open(ctx, tx, (id, tour), right).map(drop),
        A::CloseHospitals | A::CloseArs => lapse(ctx, tx, (id, tour), right).map(drop),
        A::Publish => sweep(ctx, tx, (id, tour), (S::Ready, EntryAction::Publish), Hand::Caller),
        A::CloseApplications => {
            let hand = Hand::Program(Program::Clock, right);
            sweep(ctx, tx, (id, tour), (S::Published, EntryAction::CloseApplications), hand)
        }
        A::ReopenHospital => match home {
            Some(home) => reopen(ctx, tx, (id, tour), sent, home),
            None => Ok(()),
        },
        A::Plan | A::RecordAppointments | A::Close | A::MoveDeadline | A::Cancel => Ok(()),
    }
}

/// Takes a step of every post in a state.
fn sweep(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    (state, action): (EntryState, EntryAction),
    hand: Hand,
) -> Result<(), Failure> {
    let entries = in_states(ctx, tx, id, &[state], None)?;
    act(ctx, tx, (id, tour), entries, (action, &Sent::default()), hand)
}

/// Takes a step of posts that all take it, or none does.
fn act(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    entries: Vec<Entry<TourEntry>>,
    (action, sent): (EntryAction, &Sent),
    hand: Hand,
) -> Result<(), Failure> {
    let desk = Desk::new(ctx, tx, id, tour.clone())?;
    let asked = entries.into_iter().map(|entry| Asked { entry, action, version: None }).collect();
    for outcome in desk.take(tx, asked, (sent, hand), true)?.into_values() {
        outcome?;
    }
    Ok(())
}

fn in_states(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: TourId,
    states: &[EntryState],
    home: Option<EstablishmentId>,
) -> Result<Vec<Entry<TourEntry>>, Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let names = states.iter().map(|state| state.name().to_owned()).collect();
    let mut filters =
        vec![of("tour_id", id.to_string()), Filter { column: text("state"), test: Test::Among(names) }];
    filters.extend(home.map(|home| of("establishment_id", home.to_string())));
    matching(ctx, tx, &scope, &filters)
}

/// Ends the time of what nobody decided on: the posts whose deadline has passed, each at that of its region. Says how many.
pub(super) fn lapse(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    right: Right,
) -> Result<usize, Failure> {
    use EntryState as S;
    let states = [S::Preparing, S::PendingSignOff, S::AtArs, S::InfoRequested];
    let mut lists = BTreeMap::new();
    let mut lapsed = Vec::new();
    for entry in in_states(ctx, tx, id, &states, None)? {
        let Some(home) = entry.establishment else { continue };
        let known = match lists.get(&home) {
            Some(known) => known,
            None => {
                let region = ctx.place(tx, Some(home), ctx.today)?.region.unwrap_or_default();
                let (_, list) = list_of(ctx, tx, id, home)?;
                lists.entry(home).or_insert((list, region))
            }
        };
        let (list, region) = known;
        if clock::lapses(tour, list, region, entry.segment.value.state, ctx.now) {
            lapsed.push(entry);
        }
    }
    let count = lapsed.len();
    let hand = Hand::Program(Program::Clock, right);
    act(ctx, tx, (id, tour), lapsed, (EntryAction::Lapse, &Sent::default()), hand)?;
    Ok(count)
}

/// Gives a hospital its list back: what the agency has not settled is prepared again (decision 0020).
fn reopen(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, tour): (TourId, &Tour),
    sent: &SentToTour,
    home: EstablishmentId,
) -> Result<(), Failure> {
    use EntryState as S;
    let (held, list) = list_of(ctx, tx, id, home)?;
    let held = held.ok_or_else(|| Failure::code(Code::NotFound))?;
    let comment = sent.comment.as_deref();
    write_list(ctx, tx, (home, held, list.given_back()), Right::Validate, ("reopen", comment))?;
    let states = [S::PendingSignOff, S::NotProposed, S::AtArs, S::InfoRequested];
    let entries = in_states(ctx, tx, id, &states, Some(home))?;
    let sent = Sent { comment: sent.comment.clone(), ..Sent::default() };
    act(ctx, tx, (id, tour), entries, (EntryAction::Reopen, &sent), Hand::Caller)
}

/// Writes what is said of the list of a hospital.
pub(super) fn write_list(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (home, held, value): (EstablishmentId, Entry<TourList>, TourList),
    right: Right,
    (verb, reason): (&str, Option<&str>),
) -> Result<(), Failure> {
    let set = FactSet::Establishment(home);
    let permit = ctx.permit(tx, RUBRIC, right, set)?;
    let period = held.segment.period;
    let tour = value.tour;
    let before = Timeline::from_segments([held.segment]);
    let difference = Timeline::difference(&before, &Timeline::single(period, value));
    let tour_lists = vec![Revision { id: held.id, difference }];
    let change = NewChange { reason: reason.map(str::to_owned), ..ctx.change(format!("tour_list.{verb}")) };
    let facts = ChangeSet { tour_lists, ..ChangeSet::default() };
    changes::record(tx, &permit, set, None, change, &facts, ctx.now)?;
    match ListStep::from_name(verb) {
        Some(step) => notices::tell_list(ctx, tx, Event::List(step), (tour, home), &[]),
        None => Ok(()),
    }
}
