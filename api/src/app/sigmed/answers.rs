//! What an answer of SIGMED does: the step of its subject, once.
//!
//! Repeated, late or about something settled, it does nothing; refused by a rule, it puts the delivery on the shelf with
//! the reason, for a person.

use serde_json::json;
use shared::catalogue::sigmed as texts;
use shared::sigmed::{DeliveryState, SigmedAnswer};

use super::{outbox, subject};
use crate::app::{Ctx, Failure};
use crate::db::Transaction;
use crate::db::sigmed_deliveries::{self as store, Delivery};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Its step was taken.
    Applied,
    /// The delivery was settled before.
    Settled,
    /// A rule refuses the step: a person looks at it.
    Shelved,
    /// Nothing with that key was ever to leave.
    Unknown,
}

/// Takes an answer to the delivery with a key.
///
/// # Errors
/// `Busy`, `Unreachable`: nothing was done, it may be taken again. What a rule refuses is no error.
pub fn hear(ctx: &Ctx, key: &str, answer: &SigmedAnswer) -> Result<Heard, Failure> {
    let taken = ctx.database.write(|tx| {
        let Some(own) = store::by_key(tx, key)? else { return Ok(Heard::Unknown) };
        if own.state.is_settled() {
            return Ok(Heard::Settled);
        }
        subject::answer(ctx, tx, own.subject, answer)?;
        Ok(Heard::Applied)
    });
    let why = match taken {
        Ok(heard) => return Ok(heard),
        Err(failure) if is_passing(&failure) => return Err(failure),
        Err(Failure::Refused(refusal)) => {
            let fields = refusal.errors.iter().map(|field| field.detail.as_str());
            let parts: Vec<&str> = std::iter::once(refusal.detail.as_str()).chain(fields).collect();
            texts::answer_refused(&parts.join(" "))
        }
        Err(failure) => {
            tracing::error!(key, error = ?failure, "an answer of SIGMED cannot be taken");
            texts::INTERNAL.to_owned()
        }
    };
    ctx.database.write(|tx| {
        let Some(mut own) = store::by_key(tx, key)? else { return Ok(Heard::Unknown) };
        if own.state.is_settled() {
            return Ok(Heard::Settled);
        }
        // It was answered, so it left, whether that was written down or not.
        own.sent_at = own.sent_at.or(Some(ctx.now));
        shelve(ctx, tx, &mut own, why)?;
        Ok(Heard::Shelved)
    })
}

/// Puts a delivery on the shelf, and says so in the journal.
///
/// # Errors
/// Failures of the database.
pub fn shelve(ctx: &Ctx, tx: &mut Transaction<'_>, own: &mut Delivery, why: String) -> Result<(), Failure> {
    let same = own.state == DeliveryState::Shelved && own.last_error.as_ref() == Some(&why);
    own.state = DeliveryState::Shelved;
    own.last_error = Some(why.clone());
    (own.lease_by, own.lease_until) = (None, None);
    store::update(tx, own)?;
    if !same {
        let details = json!({ "delivery": own.id, "key": own.key, "subject": own.subject.kind() });
        ctx.note_because(tx, "sigmed_delivery.shelve", Some(own.establishment), Some(&why), details)?;
    }
    Ok(())
}

/// Takes a delivery whose subject went another way out of the queue; whether it did.
///
/// # Errors
/// Failures of the database.
pub fn withdrawn(ctx: &Ctx, tx: &mut Transaction<'_>, own: &mut Delivery) -> Result<bool, Failure> {
    if subject::waits(ctx, tx, own.establishment, own.subject)? {
        return Ok(false);
    }
    outbox::withdraw(own, texts::WITHDRAWN);
    store::update(tx, own)?;
    Ok(true)
}

/// What may go well another time.
pub fn is_passing(failure: &Failure) -> bool {
    matches!(failure, Failure::Busy(_) | Failure::Unreachable(_))
}
