//! Requests on posts: what may be asked of them, a new one, a change of one. Their steps are in [`super::request_steps`].

use std::collections::BTreeSet;

use shared::catalogue::exports::Vocabulary;
use shared::catalogue::workflow as texts;
use shared::contract::requests::{RequestCreate, RequestEdit, RequestView};
use shared::contract::writing::Effect;
use shared::habilitation::{Right, Rubric};
use shared::id::RequestId;
use shared::notice::Event;
use shared::problem::Code;
use shared::request::Request;
use shared::workflow::request::{Request as Machine, RequestAction, RequestState};
use shared::workflow::{self};

use super::actors::{actor_at, demand, words};
use super::facts::{self, Made, Stated, edited, held_by, replaced, said};
use super::list_files::Exported;
use super::listing::{Field, Listing, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Reading, Shown, Sight};
use super::undo::offered;
use super::{Ctx, Failure, notices};
use crate::db::Transaction;
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Sort};
use crate::export::Column;

const RUBRIC: Rubric = Rubric::Requests;
/// The list of motives.
const MOTIVES: &str = "workflow_motives";

/// What may be asked of the list of requests.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("kind", text("kind"), RUBRIC, "`create`, `transform` or `close`"),
        Field::new("state", text("state"), RUBRIC, "Where it stands"),
        Field::new("post", text("post_id"), RUBRIC, "Id of the post"),
        Field::new("motive", text("motive"), RUBRIC, "Code of `workflow_motives`"),
        Field::new("day", super::listing::day("day"), RUBRIC, "First day of the effect"),
        Field::new("speciality", text("speciality"), RUBRIC, "Code of `specialities`"),
        Field::new("structure", text("structure_id"), RUBRIC, "Id of the structure"),
    ],
    search: &[text("text"), text("local_number"), text("sigmed_number"), text("said")],
    default_sort: &[Sort { column: super::listing::day("day"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[],
};

impl Shown for Request {
    type View = RequestView;
    const LISTING: &'static Listing = &LISTING;
    const TELLS_WHO: bool = true;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.posts.extend(self.post);
        wanted.structures.extend(self.structure);
    }

    fn show(entry: &Entry<Request>, names: &Naming<'_>, _: &Sight) -> RequestView {
        let own = &entry.segment.value;
        RequestView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            kind: own.kind,
            state: own.state,
            post: names.post(own.post),
            motive: names.coded(MOTIVES, &own.motive),
            text: owned(&own.text),
            day: own.day,
            post_kind: own.post_kind.as_ref().map(|code| names.coded("post_kinds", code)),
            local_number: owned(&own.local_number),
            discipline: owned(&own.discipline),
            speciality: own.speciality.as_ref().map(|code| names.coded("specialities", code)),
            cnu_section: owned(&own.cnu_section),
            quotity: own.quotity,
            structure: names.structure(own.structure),
            attached_to_establishment: own.attached_to_establishment,
            funding: owned(&own.funding),
            sigmed_number: owned(&own.sigmed_number),
            said_motive: own.said_motive.as_ref().map(|code| names.coded(MOTIVES, code)),
            said: owned(&own.said),
            allowed_actions: Vec::new(),
            undoable: false,
            stamp: stamp(entry),
        }
    }

    /// What the caller may do with each: by the table, and never with their own submission (`domain.md` R2).
    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<Request>],
        items: &mut [RequestView],
        _: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        let by = reading.ctx.authority.held().map(|held| held.account);
        let changes = entries.iter().map(|entry| entry.change);
        let steps = offered::<Machine>(reading.ctx, reading.connection, Request::NAME, changes)?;
        for (entry, item) in entries.iter().zip(items) {
            item.undoable = steps.contains(&entry.change);
            let place = reading.ctx.place(reading.connection, entry.establishment, reading.ctx.today)?;
            let own = by.is_some() && entry.segment.value.submitted_by == by;
            let actions = workflow::allowed::<Machine>(Some(item.state), actor_at(reading.ctx, &place));
            let others = [RequestAction::SignOff, RequestAction::Accept];
            item.allowed_actions =
                actions.into_iter().filter(|action| !own || !others.contains(action)).collect();
        }
        Ok(())
    }
}

impl Exported for Request {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::word("kind", "/kind", Vocabulary::RequestKind),
        Column::word("state", "/state", Vocabulary::RequestState),
        Column::text("post", "/post/number"),
        Column::text("motive", "/motive/code"),
        Column::text("motive_label", "/motive/label"),
        Column::text("text", "/text"),
        Column::day("day", "/day"),
        Column::text("post_kind", "/post_kind/code"),
        Column::text("local_number", "/local_number"),
        Column::text("discipline", "/discipline"),
        Column::text("speciality", "/speciality/code"),
        Column::text("speciality_label", "/speciality/label"),
        Column::text("cnu_section", "/cnu_section"),
        Column::time("quotity", "/quotity"),
        Column::text("structure", "/structure/number"),
        Column::text("structure_label", "/structure/label"),
        Column::flag("attached_to_establishment", "/attached_to_establishment"),
        Column::text("funding", "/funding"),
        Column::text("sigmed_number", "/sigmed_number"),
        Column::text("said_motive", "/said_motive/code"),
        Column::text("said", "/said"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

impl Stated for Request {
    const NAME: &'static str = "request";
}

/// A new request, as a draft.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: RequestCreate,
) -> Result<Made<RequestView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    ctx.permit(tx, RUBRIC, Right::Modify, FactSet::Establishment(establishment))?;
    demand::<Machine>(ctx, tx, RequestAction::Open, establishment)?;
    let value = Request {
        kind: body.kind,
        state: RequestState::Draft,
        post: body.post,
        motive: body.motive.trim().into(),
        text: said(body.text),
        day: body.day,
        post_kind: said(body.post_kind),
        local_number: said(body.local_number),
        discipline: said(body.discipline),
        speciality: said(body.speciality),
        cnu_section: said(body.cnu_section),
        quotity: body.quotity,
        structure: body.structure,
        attached_to_establishment: body.attached_to_establishment,
        funding: said(body.funding),
        sigmed_number: None,
        submitted_by: None,
        said_motive: None,
        said: None,
    };
    let today = Effect { valid_from: ctx.today, valid_to: None, reason: None };
    let made = facts::create(ctx, tx, establishment, &today, value)?;
    if let Ok(id) = made.id.parse() {
        notices::tell_request(ctx, tx, Event::Request(None, RequestAction::Open), (id, establishment))?;
    }
    Ok(made)
}

/// A change of a request that its manager has in hand.
///
/// # Errors
/// The same, `request.stale_version`, `transition.refused` while somebody else has it in hand.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: RequestId,
    version: i64,
    body: RequestEdit,
) -> Result<Made<RequestView>, Failure> {
    let held = held_by::<Request>(ctx, tx, id, version, |tx, establishment| {
        facts::may_write(ctx, tx, RUBRIC, establishment)?;
        demand::<Machine>(ctx, tx, RequestAction::Open, establishment)
    })?;
    let own = held.timeline.last().map(|last| &last.value).ok_or_else(|| Failure::code(Code::NotFound))?;
    let in_hand = [RequestState::Draft, RequestState::InfoRequested, RequestState::SigmedRejected];
    if !in_hand.contains(&own.state) {
        let place = ctx.place(tx, Some(held.establishment), ctx.today)?;
        let actions = workflow::allowed::<Machine>(Some(own.state), actor_at(ctx, &place));
        let refused = Failure::refused(Code::TransitionRefused, texts::NOT_EDITABLE);
        return Err(refused.with("allowed_actions", words(&actions)));
    }
    let value = Request {
        motive: edited(&body.motive, &own.motive),
        text: replaced(&body.text, &own.text),
        day: body.day.unwrap_or(own.day),
        local_number: replaced(&body.local_number, &own.local_number),
        discipline: replaced(&body.discipline, &own.discipline),
        speciality: replaced(&body.speciality, &own.speciality),
        cnu_section: replaced(&body.cnu_section, &own.cnu_section),
        quotity: body.quotity.unwrap_or(own.quotity),
        structure: body.structure.unwrap_or(own.structure),
        attached_to_establishment: body.attached_to_establishment.unwrap_or(own.attached_to_establishment),
        funding: replaced(&body.funding, &own.funding),
        ..own.clone()
    };
    let step = facts::Step { verb: "edit", right: Right::Modify, reason: None, post: None, days: None };
    facts::replace(ctx, tx, id, &held, value, step)
}
