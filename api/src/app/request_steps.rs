//! The steps of a request: who may take one, what it lacks, what becomes of the request and of its post, in one change.
//!
//! The table and the guards are of `shared`; what follows at once from the agreement of the agency (applied here, or sent to
//! SIGMED) is done in the same change, under the leave of who agreed.

use std::collections::BTreeSet;

use shared::catalogue::tours as tour_texts;
use shared::catalogue::workflow as texts;
use shared::contract::requests::RequestView;
use shared::habilitation::{Right, Rubric};
use shared::id::{IdSource as _, PostId, RequestId};
use shared::notice::Event;
use shared::problem::Code;
use shared::request::{self, Blocked, Given, Outcome, Request, RequestKind};
use shared::rules::requests::{in_sigmed, of_request};
use shared::sigmed::{AnswerOutcome, SigmedAnswer, Subject};
use shared::time::Instant;
use shared::tour::motive::BadMotive;
use shared::workflow::request::{Request as Machine, RequestAction as A, RequestState};
use shared::workflow::{self, Machine as _, Refused, Stays};

use super::actors::{actor_at, demand, words};
use super::facts::{self, Held, Made, Stated as _, held_by};
use super::sigmed::outbox;
use super::undo::own_steps;
use super::{Ctx, Failure, new_ids, notices};
use crate::db::{Connection, Transaction, lists};

const RUBRIC: Rubric = Rubric::Requests;

/// What comes with a step, as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// Motive.
    pub motive: Option<String>,
    /// What is said.
    pub comment: Option<String>,
    /// Number that SIGMED gave.
    pub sigmed_number: Option<String>,
}

/// Takes a step.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`, `right.own_submission`, what the step
/// lacks; failures of the database.
pub fn take(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: RequestId,
    version: i64,
    action: A,
    sent: &Sent,
) -> Result<Made<RequestView>, Failure> {
    let held = held_by::<Request>(ctx, tx, id, version, |tx, establishment| {
        demand::<Machine>(ctx, tx, action, establishment)
    })?;
    let own = held.timeline.last().map(|last| &last.value).ok_or_else(|| Failure::code(Code::NotFound))?;
    let place = ctx.place(tx, Some(held.establishment), ctx.today)?;
    let actor = actor_at(ctx, &place);
    let to = workflow::advance::<Machine>(Some(own.state), action, actor).map_err(|refused| {
        not_taken(own.state, refused, &workflow::allowed::<Machine>(Some(own.state), actor))
    })?;
    let given = Given {
        by: ctx.authority.held().map(|held| held.account),
        motive: sent.motive.as_deref(),
        text: sent.comment.as_deref(),
        number: sent.sigmed_number.as_deref(),
    };
    let library = ctx.shelf.library(tx)?;
    let lacks = request::blocked(&library.nomenclatures, action, own, given, ctx.today);
    lacking(&lacks)?;
    let mut next = request::after(own, action, to, given);
    let mut post = None;
    // What would be refused at the end is refused at each step towards it.
    if matches!(action, A::Submit | A::SignOff | A::Answer | A::Correct | A::Accept | A::Acknowledge) {
        let (outcome, is_held_by_sigmed) = feasible(ctx, tx, id, &held, &next)?;
        let follows = match action {
            A::Accept if is_held_by_sigmed => Some((A::Send, RequestState::SentToSigmed)),
            A::Accept => Some((A::Apply, RequestState::Applied)),
            _ => None,
        };
        if let Some((follow, to)) = follows {
            next = Request { said: next.said.clone(), ..request::after(&next, follow, to, given) };
        }
        if next.state == RequestState::Applied {
            if next.kind == RequestKind::Create {
                next.post = outcome.as_ref().map(|outcome| outcome.post);
            }
            post = outcome;
        }
    }
    match action {
        A::Accept | A::Resend if next.state == RequestState::SentToSigmed => {
            outbox::send_request(ctx, tx, held.establishment, (id, &next))?;
        }
        A::Acknowledge | A::Reject => {
            let outcome =
                if action == A::Reject { AnswerOutcome::Rejected } else { AnswerOutcome::Acknowledged };
            let answer = SigmedAnswer {
                outcome,
                sigmed_number: sent.sigmed_number.clone(),
                code: None,
                text: sent.comment.clone(),
            };
            outbox::settle(ctx, tx, Subject::Request(id), &answer)?;
        }
        _ => {}
    }
    let right = right_of(ctx, action, &held, tx)?;
    let step = facts::Step { verb: action.name(), right, reason: sent.comment.as_deref(), post, days: None };
    let made = facts::replace(ctx, tx, id, &held, next, step)?;
    notices::tell_request(ctx, tx, Event::Request(Some(own.state), action), (id, held.establishment))?;
    Ok(made)
}

/// Takes back the last step of a request, by who took it and while nobody built on it.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused` when the step is not the caller's or has
/// left; what would be wrong with the request as it was; failures of the database.
pub fn undo(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: RequestId,
    version: i64,
    sent: &Sent,
) -> Result<Made<RequestView>, Failure> {
    let held = held_by::<Request>(ctx, tx, id, version, |tx, establishment| {
        let place = ctx.place(tx, Some(establishment), ctx.today)?;
        let mut steps = Machine::STEPS.iter().filter(|step| Machine::TAKEN_BACK.contains(&step.action));
        let actor = actor_at(ctx, &place);
        let may = steps.any(|step| workflow::advance::<Machine>(step.from, step.action, actor).is_ok());
        if may { Ok(()) } else { Err(Failure::code(Code::RightMissing)) }
    })?;
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let (past, _) = lists::history::<Request>(tx, &scope, id, Instant::NEVER.just_before())?;
    let refused = |text: &'static str| Failure::refused(Code::TransitionRefused, text).allowing(Vec::new());
    let now = past.iter().find(|one| one.superseded_at.is_none());
    let now = now.ok_or_else(|| Failure::code(Code::NotFound))?;
    let before = past.iter().find(|one| one.superseded_by == Some(now.change));
    let steps = own_steps::<Machine>(ctx, tx, Request::NAME, &BTreeSet::from([now.change]))?;
    let (step, before) =
        steps.get(&now.change).zip(before).ok_or_else(|| refused(tour_texts::NOT_YOUR_STEP))?;
    let (own, former) = (&now.segment.value, &before.segment.value);
    let place = ctx.place(tx, Some(held.establishment), ctx.today)?;
    let actor = actor_at(ctx, &place);
    workflow::take_back::<Machine>(Some(former.state), step.action, own.state, actor).map_err(|stays| {
        match stays {
            Stays::Left => refused(tour_texts::STEP_HAS_LEFT),
            Stays::Actor => Failure::code(Code::RightMissing),
        }
    })?;
    let right = right_of(ctx, step.action, &held, tx)?;
    let undone = Event::RequestUndone(Some(former.state), step.action);
    let step = facts::Step { verb: "undo", right, reason: sent.comment.as_deref(), post: None, days: None };
    let made = facts::replace(ctx, tx, id, &held, former.clone(), step)?;
    notices::tell_request(ctx, tx, undone, (id, held.establishment))?;
    Ok(made)
}

/// Takes the step that an answer of SIGMED asks for, whatever the version: the answer is about what was sent, and the
/// request waits for it.
///
/// # Errors
/// As [`take`].
pub(super) fn answer(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: RequestId,
    action: A,
    sent: &Sent,
) -> Result<(), Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let (_, version) = lists::history::<Request>(tx, &scope, id, Instant::NEVER.just_before())?;
    take(ctx, tx, id, version, action, sent).map(|_| ())
}

/// The right by which the caller takes the action there.
fn right_of(
    ctx: &Ctx,
    action: A,
    held: &Held<Request>,
    connection: &mut Connection,
) -> Result<Right, Failure> {
    let steps = Machine::STEPS.iter().filter(|step| step.action == action);
    let rights: Vec<Right> = steps.flat_map(|step| step.people).map(|(_, right)| *right).collect();
    for right in rights {
        if ctx.may(connection, RUBRIC, right, Some(held.establishment))? {
            return Ok(right);
        }
    }
    Err(Failure::code(Code::RightMissing))
}

/// What the request makes of its post, and whether SIGMED holds posts of its kind.
fn feasible(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: RequestId,
    held: &Held<Request>,
    next: &Request,
) -> Result<(Option<Outcome>, bool), Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let now = Instant::NEVER.just_before();
    let (known, _) = ctx.shelf.facts(tx, &scope, held.establishment, now)?;
    let world = library.world(held.establishment, &known, &known);
    let establishment = library.territory.on(held.establishment, next.day);
    let establishment = establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
    let new = PostId::from(new_ids().next_id());
    let (outcome, breaches) = of_request(&world, establishment, (id, next), new);
    facts::refuse(breaches)?;
    Ok((outcome, in_sigmed(&world, next)))
}

/// 409 with what may be done instead.
fn not_taken(state: RequestState, refused: Refused<RequestState>, allowed: &[A]) -> Failure {
    match refused {
        Refused::Actor(_) => Failure::code(Code::RightMissing),
        Refused::State(from) => {
            let failure = Failure::refused(Code::TransitionRefused, texts::step_refused(state, &from));
            failure.with("allowed_actions", words(allowed))
        }
    }
}

/// What the step lacks: somebody else first, then the fields, all at once.
fn lacking(lacks: &[Blocked]) -> Result<(), Failure> {
    if let Some(own) = lacks.iter().find(|one| **one == Blocked::OwnSubmission) {
        return Err(Failure::refused(Code::OwnSubmission, texts::blocked(own)));
    }
    let fields: Vec<_> = lacks
        .iter()
        .map(|one| {
            let (pointer, code) = match one {
                Blocked::Motive(bad) => ("/motive", motive_code(bad)),
                Blocked::OwnMotive(bad) => (own_place(bad), motive_code(bad)),
                Blocked::NoComment | Blocked::OwnSubmission => ("/comment", "field.required"),
                Blocked::NoNumber => ("/sigmed_number", "field.required"),
            };
            super::wrong(pointer, code, texts::blocked(one))
        })
        .collect();
    if fields.is_empty() { Ok(()) } else { Err(Failure::invalid(fields)) }
}

/// Where the request itself is wrong.
fn own_place(bad: &BadMotive) -> &'static str {
    if matches!(bad, BadMotive::TextTooShort(_)) { "/text" } else { "/motive" }
}

fn motive_code(bad: &BadMotive) -> &'static str {
    match bad {
        BadMotive::Missing => "field.required",
        BadMotive::Unknown(_) => "motive.unknown",
        BadMotive::TextTooShort(_) => "motive.text_too_short",
    }
}
