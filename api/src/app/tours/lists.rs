//! The lists of hospitals in a tour: where each stands, who must act, and what is done with a whole list.
//!
//! The state of a list is derived from its posts; an empty list is proposed and signed off itself, so that silence is never
//! an answer (`domain.md` 8.3).

use std::collections::BTreeMap;

use shared::catalogue::tours as texts;
use shared::contract::tours::{BulkItem, ListAction, ListOutcome, PostCount, Seat, TourListView};
use shared::habilitation::{Habilitation, Place, Profile, Right};
use shared::id::{EstablishmentId, TourId};
use shared::problem::Code;
use shared::tour::entry::TourEntry;
use shared::tour::guard::Blocked;
use shared::tour::list::{self, ListState};
use shared::tour::round::Tour;
use shared::tour::signed_list::TourList;
use shared::workflow::entry::{Decision, EntryAction, EntryState};
use shared::workflow::tour::TourState;

use super::super::actors::actor_at;
use super::super::library::Library;
use super::super::listing::{Asked as ListAsked, Field, Listing, Paged, admits, after, key, paged, text};
use super::super::{Ctx, Failure};
use super::desk::{Asked, Desk, Hand, Sent, lacking, list_of, matching, may_ever, of, said};
use super::entries::item;
use super::steps::write_list;
use super::{RUBRIC, same_version, tour};
use crate::db::habilitations::{self, GrantedFilter};
use crate::db::lists::Entry;
use crate::db::tour_entries::{self, Count};
use crate::db::{Connection, Transaction};

/// What may be asked of the lists of a tour.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("establishment", text("establishment"), RUBRIC, "FINESS EJ").unsorted(),
        Field::new("region", text("region"), RUBRIC, "INSEE code of the region").unsorted(),
        Field::new("state", text("state"), RUBRIC, "Where it stands")
            .unsorted()
            .one_of(|| ListState::ALL.iter().map(|state| state.name()).collect()),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// What lists are shown from.
struct Sheets<'a> {
    ctx: &'a Ctx,
    library: std::sync::Arc<Library>,
    id: TourId,
    tour: Tour,
    counts: BTreeMap<EstablishmentId, Vec<Count>>,
    changes: BTreeMap<EstablishmentId, i64>,
    seats: Vec<(Profile, Habilitation)>,
}

impl<'a> Sheets<'a> {
    fn read(
        ctx: &'a Ctx,
        connection: &mut Connection,
        id: TourId,
        home: Option<EstablishmentId>,
    ) -> Result<Sheets<'a>, Failure> {
        let own = tour(ctx, connection, id)?.segment.value;
        let mut counts: BTreeMap<EstablishmentId, Vec<Count>> = BTreeMap::new();
        for one in tour_entries::counts(connection, id)? {
            counts.entry(one.home).or_default().push(one);
        }
        let changes = tour_entries::changes(connection, id, home)?.into_iter().collect();
        let mut seats = Vec::new();
        for profile in [Profile::HospitalManager, Profile::HospitalApprover, Profile::ArsApprover] {
            let filter =
                GrantedFilter { on: Some(ctx.today), profile: Some(profile), ..GrantedFilter::default() };
            let granted = habilitations::list(connection, &filter)?;
            seats.extend(granted.iter().filter_map(|one| Some((profile, one.habilitation()?))));
        }
        Ok(Sheets { ctx, library: ctx.shelf.library(connection)?, id, tour: own, counts, changes, seats })
    }

    fn view(&self, entry: &Entry<TourList>) -> Option<TourListView> {
        let home = entry.establishment?;
        let own = &entry.segment.value;
        let establishment = self.library.territory.on(home, self.ctx.today)?;
        let place = self.library.territory.place(home, self.ctx.today);
        let region = place.region.clone().unwrap_or_default();
        let counts = self.counts.get(&home).map(Vec::as_slice).unwrap_or_default();
        let pairs = || counts.iter().map(|one| (one.decision, one.state));
        let state = list::state(pairs(), own.signed_by.is_some());
        let is_empty = pairs().all(|(decision, _)| decision == Decision::None);
        let state = if is_empty && own.proposed_by.is_some() && own.signed_by.is_none() {
            ListState::PendingSignOff
        } else {
            state
        };
        let runs = matches!(self.tour.state, TourState::OpenToHospitals | TourState::OpenToArs);
        let waits_for = seat(state).filter(|_| runs);
        let mine = || actor_at(self.ctx, &place);
        let may = |action: EntryAction| runs && may_ever(action, mine());
        let has =
            |state: EntryState| pairs().any(|(decision, own)| decision != Decision::None && own == state);
        let is_pending = has(EntryState::PendingSignOff) || state == ListState::PendingSignOff;
        let to_propose = has(EntryState::Preparing) || (is_empty && own.proposed_by.is_none());
        let by = self.ctx.authority.held().map(|held| held.account);
        let is_own = by.is_some() && is_empty && own.proposed_by == by;
        let allowed = [
            (ListAction::Propose, to_propose && may(EntryAction::Propose)),
            (ListAction::Return, is_pending && may(EntryAction::Return)),
            (ListAction::SignOff, is_pending && !is_own && may(EntryAction::SignOff)),
        ];
        Some(TourListView {
            tour: self.id,
            establishment: self.library.territory.finess(home).map(ToString::to_string).unwrap_or_default(),
            name: establishment.name.to_string(),
            region: region.to_string(),
            state,
            posts: counts
                .iter()
                .map(|one| PostCount {
                    decision: one.decision,
                    state: one.state,
                    count: u32::try_from(one.count).unwrap_or(u32::MAX),
                })
                .collect(),
            hospital_deadline: own.deadline(&self.tour.calendar, &region),
            ars_deadline: self.tour.calendar.ars_deadline.of(&region),
            reopened: own.reopened,
            waits_for,
            seat_is_empty: waits_for.is_some_and(|seat| !self.is_held(seat, &place)),
            allowed_actions: allowed.into_iter().filter(|(_, may)| *may).map(|(action, _)| action).collect(),
            version: entry.version.saturating_add(self.changes.get(&home).copied().unwrap_or_default()),
        })
    }

    /// Whether somebody holds a seat at a place today.
    fn is_held(&self, seat: Seat, place: &Place) -> bool {
        let profile = match seat {
            Seat::HospitalManager => Profile::HospitalManager,
            Seat::HospitalApprover => Profile::HospitalApprover,
            Seat::ArsApprover => Profile::ArsApprover,
        };
        self.seats.iter().any(|(own, held)| *own == profile && held.perimeter.contains(place))
    }
}

/// Who must act on a list.
const fn seat(state: ListState) -> Option<Seat> {
    match state {
        ListState::Preparing | ListState::InfoRequested => Some(Seat::HospitalManager),
        ListState::PendingSignOff => Some(Seat::HospitalApprover),
        ListState::AtArs => Some(Seat::ArsApprover),
        ListState::Settled => None,
    }
}

/// The lists of a tour, by FINESS number.
///
/// # Errors
/// `right.missing`, `request.not_found` for a tour that is none; failures of the database.
pub fn list(ctx: &Ctx, id: TourId, asked: &ListAsked) -> Result<Paged<TourListView>, Failure> {
    let last = after(asked, 1)?.map(|keys| key::<String>(&keys, 0)).transpose()?;
    let mut views = ctx.database.read(|connection| {
        let scope = ctx.list_scope(connection, RUBRIC, ctx.today)?;
        let sheets = Sheets::read(ctx, connection, id, None)?;
        let lists = matching::<TourList>(ctx, connection, &scope, &[of("tour_id", id.to_string())])?;
        Ok::<Vec<TourListView>, Failure>(lists.iter().filter_map(|entry| sheets.view(entry)).collect())
    })?;
    views.retain(|view| {
        admits(&asked.filters, "establishment", &view.establishment)
            && admits(&asked.filters, "region", &view.region)
            && admits(&asked.filters, "state", view.state.name())
    });
    views.sort_by(|one, other| one.establishment.cmp(&other.establishment));
    let total = asked.total.then(|| u64::try_from(views.len()).unwrap_or(u64::MAX));
    views.retain(|view| last.as_ref().is_none_or(|last| view.establishment > *last));
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    Ok(paged(views, limit, total, |view: &TourListView| vec![view.establishment.clone()]))
}

/// The list of one hospital, with its version.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn get(ctx: &Ctx, id: TourId, finess: &str) -> Result<TourListView, Failure> {
    ctx.database.read(|connection| {
        // The tour first: whoever reads none learns nothing of a hospital.
        tour(ctx, connection, id)?;
        let home = ctx.establishment(connection, finess)?;
        Ok(read(ctx, connection, id, home)?.1)
    })
}

fn read(
    ctx: &Ctx,
    connection: &mut Connection,
    id: TourId,
    home: EstablishmentId,
) -> Result<(Entry<TourList>, TourListView), Failure> {
    let absent = || Failure::code(Code::NotFound);
    let sheets = Sheets::read(ctx, connection, id, Some(home))?;
    let held = list_of(ctx, connection, id, home)?.0.ok_or_else(absent)?;
    let view = sheets.view(&held).ok_or_else(absent)?;
    Ok((held, view))
}

/// Does something with the whole list of a hospital: every post that may take the step takes it, the others say why not.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `right.own_submission`, `step.lacks`; failures of the
/// database.
pub fn take(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, finess): (TourId, &str),
    version: i64,
    action: ListAction,
    comment: Option<String>,
) -> Result<ListOutcome, Failure> {
    let own = tour(ctx, tx, id)?.segment.value;
    let home = ctx.establishment(tx, finess)?;
    let (held, view) = read(ctx, tx, id, home)?;
    let of_each = match action {
        ListAction::Propose => EntryAction::Propose,
        ListAction::Return => EntryAction::Return,
        ListAction::SignOff => EntryAction::SignOff,
    };
    let place = ctx.place(tx, Some(home), ctx.today)?;
    if !may_ever(of_each, actor_at(ctx, &place)) {
        return Err(Failure::code(Code::RightMissing));
    }
    same_version(version, view.version)?;
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let filters = [of("tour_id", id.to_string()), of("establishment_id", home.to_string())];
    let entries = matching::<TourEntry>(ctx, tx, &scope, &filters)?;
    let wanted: Vec<Entry<TourEntry>> =
        entries.into_iter().filter(|entry| entry.segment.value.decision != Decision::None).collect();
    let (mut taken, mut left) = (0_u32, Vec::new());
    if wanted.is_empty() {
        sign_empty(ctx, tx, (home, held, &own), (action, comment.as_deref()))?;
    } else {
        let from =
            if action == ListAction::Propose { EntryState::Preparing } else { EntryState::PendingSignOff };
        let eligible = wanted.into_iter().filter(|entry| entry.segment.value.state == from);
        let asked: Vec<Asked> =
            eligible.map(|entry| Asked { entry, action: of_each, version: None }).collect();
        if asked.is_empty() {
            return Err(Failure::refused(Code::TransitionRefused, texts::NOTHING_THERE)
                .with("allowed_actions", Vec::<serde_json::Value>::new()));
        }
        let sent = Sent { comment, ..Sent::default() };
        let desk = Desk::new(ctx, tx, id, own)?;
        for (post, outcome) in desk.take(tx, asked, (&sent, Hand::Caller), false)? {
            let outcome: BulkItem = item(ctx, post, outcome)?;
            if outcome.problem.is_some() {
                left.push(outcome);
            } else {
                taken = taken.saturating_add(1);
            }
        }
    }
    let list = read(ctx, tx, id, home)?.1;
    Ok(ListOutcome { list, taken, left })
}

/// The same, of a list with nothing to publish nor to freeze.
fn sign_empty(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (home, held, tour): (EstablishmentId, Entry<TourList>, &Tour),
    (action, comment): (ListAction, Option<&str>),
) -> Result<(), Failure> {
    let own = &held.segment.value;
    let by = ctx.authority.held().map(|held| held.account);
    let refused = |blocked: Blocked| lacking([(blocked.code(), texts::blocked(&blocked))].into_iter());
    if by.is_none() {
        return Err(refused(Blocked::NoAccount));
    }
    let region = ctx.place(tx, Some(home), ctx.today)?.region.unwrap_or_default();
    let runs = match tour.state {
        TourState::OpenToHospitals => true,
        TourState::OpenToArs => own.reopened,
        _ => false,
    };
    if !runs {
        return Err(refused(Blocked::Tour(tour.state)));
    }
    if own.deadline(&tour.calendar, &region) <= ctx.now {
        return Err(refused(Blocked::TooLate));
    }
    let comment = said(comment);
    let in_order = match action {
        ListAction::Propose => own.proposed_by.is_none() && own.signed_by.is_none(),
        ListAction::Return | ListAction::SignOff => own.proposed_by.is_some() && own.signed_by.is_none(),
    };
    if !in_order {
        return Err(Failure::refused(Code::TransitionRefused, texts::NOTHING_THERE)
            .with("allowed_actions", Vec::<serde_json::Value>::new()));
    }
    let (next, right) = match action {
        ListAction::Propose => (TourList { proposed_by: by, ..own.clone() }, Right::Modify),
        ListAction::Return if comment.is_none() => return Err(refused(Blocked::NoComment)),
        ListAction::Return => (TourList { proposed_by: None, ..own.clone() }, Right::Validate),
        ListAction::SignOff if own.proposed_by == by => {
            return Err(Failure::refused(Code::OwnSubmission, texts::OWN_LIST));
        }
        ListAction::SignOff => (TourList { signed_by: by, ..own.clone() }, Right::Validate),
    };
    let reason = comment.as_deref().map(ToOwned::to_owned);
    write_list(ctx, tx, (home, held, next), right, (action.name(), reason.as_deref()))
}
