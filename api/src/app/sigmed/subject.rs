//! The things that deliveries are about: whether one still waits for SIGMED, and the step that an answer takes.
//!
//! The one place that knows both kinds; everything else about deliveries is the same for both.

use shared::habilitation::Rubric;
use shared::id::EstablishmentId;
use shared::sigmed::{AnswerOutcome, SigmedAnswer, Subject};
use shared::time::Instant;
use shared::workflow::entry::{EntryAction, EntryState};
use shared::workflow::request::{RequestAction, RequestState};

use crate::app::request_steps::{self, Sent};
use crate::app::tours::{desk, entries};
use crate::app::{Ctx, Failure};
use crate::db::Transaction;

/// Whether a thing waits for SIGMED: it may have been taken back since it was put in the queue.
///
/// # Errors
/// Failures of the database.
pub(super) fn waits(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    establishment: EstablishmentId,
    subject: Subject,
) -> Result<bool, Failure> {
    let rubric = match subject {
        Subject::Request(_) => Rubric::Requests,
        Subject::TourEntry(_) => Rubric::Tours,
    };
    let scope = ctx.scope(tx, rubric, ctx.today)?;
    let (known, _) = ctx.shelf.facts(tx, &scope, establishment, Instant::NEVER.just_before())?;
    Ok(match subject {
        Subject::Request(id) => {
            let own = known.requests.get(id).and_then(|timeline| timeline.last());
            own.is_some_and(|last| last.value.state == RequestState::SentToSigmed)
        }
        Subject::TourEntry(id) => {
            let own = known.tour_entries.get(id).and_then(|timeline| timeline.last());
            own.is_some_and(|last| last.value.state == EntryState::SentToSigmed)
        }
    })
}

/// Takes the step that an answer asks for, which settles the delivery in the same change.
///
/// # Errors
/// What the step refuses; failures of the database.
pub(super) fn answer(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    subject: Subject,
    answer: &SigmedAnswer,
) -> Result<(), Failure> {
    match subject {
        Subject::Request(id) => {
            let action = match answer.outcome {
                AnswerOutcome::Acknowledged => RequestAction::Acknowledge,
                AnswerOutcome::Rejected => RequestAction::Reject,
            };
            let sent =
                Sent { motive: None, comment: answer.reason(), sigmed_number: answer.sigmed_number.clone() };
            request_steps::answer(ctx, tx, id, action, &sent)
        }
        Subject::TourEntry(id) => {
            let action = match answer.outcome {
                AnswerOutcome::Acknowledged => EntryAction::Acknowledge,
                AnswerOutcome::Rejected => EntryAction::Reject,
            };
            // What SIGMED says may be longer than what people may say.
            let comment = answer.reason().map(|text| text.chars().take(desk::LONGEST).collect());
            entries::answer(ctx, tx, id, action, &desk::Sent { comment, ..desk::Sent::default() })
        }
    }
}
