//! Reservations of posts: what may be asked of them, a new one, a change of one, and their steps.

use std::collections::BTreeSet;

use shared::catalogue::reservations as texts;
use shared::contract::reservations::{Arrival, ReservationCreate, ReservationEdit, ReservationView};
use shared::contract::writing::{Effect, End};
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, PractitionerId, ReservationId};
use shared::problem::Code;
use shared::reservation::{Reservation, has_come};
use shared::time::{Day, Instant, Period, Segment};
use shared::workflow::reservation::{Reservation as Machine, ReservationAction as A, ReservationState};
use shared::workflow::{self, Refused};

use super::actors::{actor_at, demand, words};
use super::facts::{self, Held, Made, Stated, edited, held_by, replaced, said, wrong};
use super::listing::{Field, Listing, day, number, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Reading, Shown, Sight};
use super::{Ctx, Failure};
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Sort};
use crate::db::{Connection, Transaction};

const RUBRIC: Rubric = Rubric::Posts;
const WHO: Rubric = Rubric::Practitioners;

/// What may be asked of the list of reservations.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("post", text("post_id"), RUBRIC, "Id of the post"),
        Field::new("state", text("state"), RUBRIC, "Where it stands"),
        Field::new("motive", text("motive"), RUBRIC, "Code of `workflow_motives`"),
        Field::new("practitioner", text("practitioner_id"), WHO, "Id of who is to come; empty: not known"),
        Field::new("reserved_from", day("reserved_from"), RUBRIC, "First day reserved"),
        Field::new("valid_to", day("valid_to"), RUBRIC, "End of the days reserved, excluded"),
        Field::new("quotity", number("quotity"), RUBRIC, "Time, hundredths of a percent"),
    ],
    search: &[text("text"), text("said")],
    default_sort: &[Sort { column: day("reserved_from"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[("practitioner", WHO)],
};

impl Shown for Reservation {
    type View = ReservationView;
    const LISTING: &'static Listing = &LISTING;
    const TELLS_WHO: bool = true;
    const BESIDE: &'static [Rubric] = &[WHO];

    fn refers(&self, wanted: &mut Wanted) {
        wanted.posts.insert(self.post);
        wanted.practitioners.extend(self.practitioner);
    }

    fn person(view: &ReservationView) -> Option<PractitionerId> {
        view.practitioner.as_ref().map(|person| person.id)
    }

    fn show(entry: &Entry<Reservation>, names: &Naming<'_>, sight: &Sight) -> ReservationView {
        let own = &entry.segment.value;
        let named = own.practitioner.filter(|who| sight.shows(WHO, entry.establishment, *who));
        ReservationView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            post: names.post(Some(own.post)),
            state: own.state,
            reserved_from: own.reserved_from,
            reserved_to: entry.segment.period.to(),
            quotity: own.quotity,
            motive: names.coded("workflow_motives", &own.motive),
            text: owned(&own.text),
            practitioner: named.map(|who| names.practitioner(who)),
            said: owned(&own.said),
            allowed_actions: Vec::new(),
            stamp: stamp(entry),
        }
    }

    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<Reservation>],
        items: &mut [ReservationView],
        _: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        for (entry, item) in entries.iter().zip(items) {
            let place = reading.ctx.place(reading.connection, entry.establishment, reading.ctx.today)?;
            let actor = actor_at(reading.ctx, &place);
            item.allowed_actions = workflow::allowed::<Machine>(Some(item.state), actor);
        }
        Ok(())
    }
}

impl Stated for Reservation {
    const NAME: &'static str = "reservation";
}

/// A new reservation, as a draft.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: ReservationCreate,
) -> Result<Made<ReservationView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    ctx.permit(tx, RUBRIC, Right::Modify, FactSet::Establishment(establishment))?;
    demand::<Machine>(ctx, tx, A::Open, establishment)?;
    let value = Reservation {
        post: body.post,
        state: ReservationState::Draft,
        reserved_from: body.reserved_from,
        quotity: body.quotity,
        motive: body.motive.trim().into(),
        text: said(body.text),
        practitioner: body.practitioner,
        said: None,
    };
    let to = body.reserved_to.unwrap_or(Day::OPEN);
    days(body.reserved_from, to)?;
    let said = Effect { valid_from: ctx.today.min(body.reserved_from), valid_to: Some(to), reason: None };
    facts::create(ctx, tx, establishment, &said, value)
}

/// A change of a reservation that is a draft or active.
///
/// # Errors
/// The same, `request.stale_version`, `transition.refused` once it is over.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ReservationId,
    version: i64,
    body: ReservationEdit,
) -> Result<Made<ReservationView>, Failure> {
    let taken = Taken::begin(ctx, tx, id, version, A::Change)?;
    let (own, said_on) = (&taken.own.value, taken.own.period);
    let from = body.reserved_from.unwrap_or(own.reserved_from);
    let to = body.reserved_to.map_or(said_on.to(), |day| day.unwrap_or(Day::OPEN));
    if from < said_on.from() {
        return Err(wrong("/reserved_from", "day.too_early", texts::BEFORE_IT_WAS_SAID));
    }
    days(from, to)?;
    let value = Reservation {
        reserved_from: from,
        quotity: body.quotity.unwrap_or(own.quotity),
        motive: edited(&body.motive, &own.motive),
        text: replaced(&body.text, &own.text),
        practitioner: body.practitioner.unwrap_or(own.practitioner),
        ..own.clone()
    };
    taken.write(ctx, tx, ("edit", None), value, Some(to))
}

/// Keeps the time, or gives it up.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`, `reservation.no_room`; failures of
/// the database.
pub fn step(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ReservationId,
    version: i64,
    action: A,
    comment: Option<String>,
) -> Result<Made<ReservationView>, Failure> {
    let taken = Taken::begin(ctx, tx, id, version, action)?;
    let value = Reservation { said: said(comment.clone()), ..taken.own.value.clone() };
    taken.write(ctx, tx, (action.name(), comment.as_deref()), value, None)
}

/// Lets the time go from a day on.
///
/// # Errors
/// As [`step`].
pub fn end(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ReservationId,
    version: i64,
    end: &End,
) -> Result<Made<ReservationView>, Failure> {
    let taken = Taken::begin(ctx, tx, id, version, A::End)?;
    if end.valid_to <= taken.own.value.reserved_from || end.valid_to > taken.own.period.to() {
        return Err(wrong("/valid_to", "day.out_of_range", texts::END_OUT_OF_IT));
    }
    let reason = facts::required("/reason", &end.reason)?;
    let value = Reservation { said: Some(reason.into()), ..taken.own.value.clone() };
    taken.write(ctx, tx, (A::End.name(), Some(reason)), value, Some(end.valid_to))
}

/// Records that the person expected has come: their affectation uses the time from now on.
///
/// # Errors
/// As [`step`]; `reservation.not_arrived` when nobody is there yet.
pub fn consume(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ReservationId,
    version: i64,
    body: Arrival,
) -> Result<Made<ReservationView>, Failure> {
    let taken = Taken::begin(ctx, tx, id, version, A::Consume)?;
    let who = body.practitioner.or(taken.own.value.practitioner);
    let who = who.ok_or_else(|| wrong("/practitioner", "field.required", texts::WHO_CAME))?;
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let (known, _) = ctx.shelf.facts(tx, &scope, taken.held.establishment, Instant::NEVER.just_before())?;
    if !has_come(&known, &taken.own, who) {
        return Err(Failure::refused(Code::NotArrived, texts::NOT_THERE_YET));
    }
    let comment = body.comment.as_deref();
    let value =
        Reservation { practitioner: Some(who), said: said(body.comment.clone()), ..taken.own.value.clone() };
    taken.write(ctx, tx, (A::Consume.name(), comment), value, None)
}

/// A step under way: the reservation as it is, and where the step leads.
struct Taken {
    id: ReservationId,
    held: Held<Reservation>,
    own: Segment<Reservation>,
    to: ReservationState,
}

impl Taken {
    /// Checks that the caller may take the step, from where the reservation stands.
    fn begin(
        ctx: &Ctx,
        tx: &mut Transaction<'_>,
        id: ReservationId,
        version: i64,
        action: A,
    ) -> Result<Taken, Failure> {
        let demand = |tx: &mut Connection, establishment: EstablishmentId| {
            facts::may_write(ctx, tx, RUBRIC, establishment)?;
            demand::<Machine>(ctx, tx, action, establishment)
        };
        let held = held_by::<Reservation>(ctx, tx, id, version, demand)?;
        let own = held.timeline.last().cloned().ok_or_else(|| Failure::code(Code::NotFound))?;
        let place = ctx.place(tx, Some(held.establishment), ctx.today)?;
        let (state, actor) = (own.value.state, actor_at(ctx, &place));
        let to =
            workflow::advance::<Machine>(Some(state), action, actor).map_err(|refused| match refused {
                Refused::Actor(_) => Failure::code(Code::RightMissing),
                Refused::State(from) => {
                    let failure =
                        Failure::refused(Code::TransitionRefused, texts::step_refused(state, &from));
                    let allowed = workflow::allowed::<Machine>(Some(state), actor);
                    failure.with("allowed_actions", words(&allowed))
                }
            })?;
        Ok(Taken { id, held, own, to })
    }

    /// Writes the reservation as the step leaves it; until another day, when it says one.
    fn write(
        self,
        ctx: &Ctx,
        tx: &mut Transaction<'_>,
        (verb, reason): (&'static str, Option<&str>),
        value: Reservation,
        until: Option<Day>,
    ) -> Result<Made<ReservationView>, Failure> {
        let held = self.own.period;
        let days = days(held.from(), until.unwrap_or(held.to()))?;
        let value = Reservation { state: self.to, ..value };
        let step = facts::Step { verb, right: Right::Modify, reason, post: None, days: Some(days) };
        facts::replace(ctx, tx, self.id, &self.held, value, step)
    }
}

/// Days from one to another, excluded.
fn days(from: Day, to: Day) -> Result<Period, Failure> {
    let empty = shared::catalogue::rules::PERIOD_EMPTY;
    Period::new(from, to).map_err(|_| wrong("/reserved_to", "period.empty", empty))
}
