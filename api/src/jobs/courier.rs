//! Deliveries to SIGMED, taken from the outbox under a lease and sent; answers, heard and applied.
//!
//! A delivery is written down as sent after it was sent: a program that dies in between sends it again under the same key,
//! which the receiver knows. An answer is put away after what it asks for was done: heard again, it does nothing. Refuses
//! to go anywhere but through its connector.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use shared::catalogue::sigmed as texts;
use shared::change::{Origin, Trail};
use shared::sigmed::{DeliveryState, SigmedAnswer};
use shared::time::{Day, Instant};
use uuid::Uuid;

use super::round::Rounds;
use crate::app::library::Shelf;
use crate::app::sigmed::answers::{self, Heard};
use crate::app::{Ctx, Failure};
use crate::authz::{Authority, System};
use crate::db::sigmed_deliveries::{self as store, Delivery};
use crate::db::{Database, Transaction};
use crate::sigmed::{Connector, Fault, News, Outgoing, Receipt, delay};

/// How long a delivery belongs to whoever is sending it: longer than any request lasts.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// How long after a delivery left its answer is first asked for, and how often then.
const ASKED_EVERY: TimeDelta = TimeDelta::seconds(60);
/// Answers asked for in one turn.
const ASKED_AT_ONCE: i64 = 50;
/// Who writes what SIGMED answers, as the journal says it.
const AUTHOR: &str = "SIGMED";

/// The clock of the border: now, and today in the calendar of hospitals.
pub type Calendar = dyn Fn() -> (Instant, Day) + Send + Sync;

/// What sends deliveries and hears answers.
pub struct Courier {
    database: Arc<Database>,
    shelf: Arc<Shelf>,
    clock: Arc<Calendar>,
    connector: Arc<dyn Connector>,
    name: String,
}

impl Courier {
    /// A courier between a database and a way to SIGMED.
    pub fn new(
        database: Arc<Database>,
        shelf: Arc<Shelf>,
        clock: Arc<Calendar>,
        connector: Arc<dyn Connector>,
    ) -> Courier {
        Courier { database, shelf, clock, connector, name: Uuid::now_v7().to_string() }
    }

    /// Sends the next delivery and hears what has come back; whether there was anything to do.
    ///
    /// # Errors
    /// Failures of the database; what does not travel is told in the delivery.
    pub fn turn(&self) -> Result<bool, Failure> {
        let sent = self.send_next()?;
        Ok(self.hear()? || sent)
    }

    fn ctx(&self) -> Ctx {
        let (now, today) = (self.clock)();
        Ctx {
            database: Arc::clone(&self.database),
            shelf: Arc::clone(&self.shelf),
            authority: Authority::System(System::on_this_machine()),
            author: AUTHOR.to_owned(),
            trail: Trail::default(),
            origin: Origin::Sigmed,
            now,
            today,
        }
    }

    /// Sends a delivery whose time has come.
    fn send_next(&self) -> Result<bool, Failure> {
        let Some(own) = self.take()? else { return Ok(false) };
        if own.state != DeliveryState::Waiting {
            // Withdrawn, or on the shelf: there was something to do, and it is done.
            return Ok(true);
        }
        let outcome = self.connector.send(Outgoing { key: &own.key, payload: &own.payload });
        let ctx = self.ctx();
        let answer = ctx.database.write(|tx| self.sent(&ctx, tx, &own, outcome))?;
        if let Some(answer) = answer {
            // Apart: an answer that a rule refuses does not make it less sent. Lost with the program, it is asked for.
            self.apply(&own.key, &answer)?;
        }
        Ok(true)
    }

    /// Takes the next delivery.
    fn take(&self) -> Result<Option<Delivery>, Failure> {
        let ctx = self.ctx();
        // Looked at without a lock first: most often nothing waits.
        if self.database.read(|connection| store::next(connection, ctx.now))?.is_none() {
            return Ok(None);
        }
        self.database.write(|tx| {
            let Some(mut own) = store::next(tx, ctx.now)? else { return Ok(None) };
            if answers::withdrawn(&ctx, tx, &mut own)? {
                return Ok(Some(own));
            }
            if own.attempts > delay::MOST_ATTEMPTS {
                // Each time the program ended before it could write down how it went.
                answers::shelve(&ctx, tx, &mut own, texts::GAVE_UP.to_owned())?;
                return Ok(Some(own));
            }
            own.lease_by = Some(self.name.clone());
            own.lease_until = Some(later(ctx.now, LEASE));
            own.attempts = own.attempts.saturating_add(1);
            store::update(tx, &mut own)?;
            Ok(Some(own))
        })
    }

    /// Writes down how a delivery travelled, while it is still this courier's; its answer, when it came at once.
    fn sent(
        &self,
        ctx: &Ctx,
        tx: &mut Transaction<'_>,
        taken: &Delivery,
        outcome: Result<Receipt, Fault>,
    ) -> Result<Option<SigmedAnswer>, Failure> {
        let own = store::find(tx, taken.id)?;
        let Some(mut own) = own.filter(|own| own.lease_by.as_ref() == Some(&self.name)) else {
            // Answered, or taken by another, meanwhile: an answer that came with it is still one.
            return Ok(answer_of(outcome));
        };
        (own.lease_by, own.lease_until) = (None, None);
        match outcome {
            Ok(receipt) => {
                own.state = DeliveryState::Sent;
                own.sent_at = Some(ctx.now);
                own.last_error = None;
                own.next_attempt_at = later(ctx.now, ASKED_EVERY);
                store::update(tx, &mut own)?;
                Ok(answer_of(Ok(receipt)))
            }
            Err(Fault::Lasting(why)) => {
                answers::shelve(ctx, tx, &mut own, why)?;
                Ok(None)
            }
            Err(Fault::Passing { why, after }) => {
                put_back(ctx, tx, &mut own, why, after)?;
                Ok(None)
            }
        }
    }

    /// Hears what has come back; whether anything had.
    fn hear(&self) -> Result<bool, Failure> {
        let keys = if self.connector.asks() { self.due()? } else { Vec::new() };
        if self.connector.asks() && keys.is_empty() {
            return Ok(false);
        }
        let arrivals = match self.connector.answers(&keys) {
            Ok(arrivals) => arrivals,
            Err(fault) => {
                tracing::warn!(error = %fault, "answers of SIGMED cannot be heard");
                return Ok(false);
            }
        };
        let mut any = false;
        for arrival in arrivals {
            let known = match &arrival.news {
                News::Answer(answer) => self.apply(&arrival.key, answer)? != Heard::Unknown,
                News::NotThere => self.send_again(&arrival.key)?,
            };
            if let Err(fault) = self.connector.dealt_with(&arrival, known) {
                tracing::warn!(key = arrival.key, error = %fault, "an answer of SIGMED cannot be put away");
                continue;
            }
            any = true;
        }
        Ok(any)
    }

    /// The keys of the deliveries whose answer is asked for now: by this courier alone.
    fn due(&self) -> Result<Vec<String>, Failure> {
        let now = (self.clock)().0;
        if self.database.read(|connection| store::unanswered(connection, now, 1))?.is_empty() {
            return Ok(Vec::new());
        }
        self.database.write(|tx| {
            let mut keys = Vec::new();
            for mut own in store::unanswered(tx, now, ASKED_AT_ONCE)? {
                own.next_attempt_at = later(now, ASKED_EVERY);
                store::update(tx, &mut own)?;
                keys.push(own.key);
            }
            Ok(keys)
        })
    }

    fn apply(&self, key: &str, answer: &SigmedAnswer) -> Result<Heard, Failure> {
        let heard = answers::hear(&self.ctx(), key, answer)?;
        match heard {
            Heard::Applied => tracing::info!(key, outcome = %answer.outcome, "SIGMED answered"),
            Heard::Settled => {
                tracing::info!(key, "an answer of SIGMED came again, or too late: nothing to do")
            }
            Heard::Shelved => {
                tracing::warn!(key, "an answer of SIGMED cannot be applied: it is on the shelf")
            }
            Heard::Unknown => tracing::warn!(key, "SIGMED answered what was never sent"),
        }
        Ok(heard)
    }

    /// Puts a delivery that the receiver does not hold back in the queue.
    fn send_again(&self, key: &str) -> Result<bool, Failure> {
        let ctx = self.ctx();
        ctx.database.write(|tx| {
            let Some(mut own) = store::by_key(tx, key)? else { return Ok(false) };
            if own.state == DeliveryState::Sent {
                own.state = DeliveryState::Waiting;
                put_back(&ctx, tx, &mut own, texts::UNKNOWN_THERE.to_owned(), None)?;
            }
            Ok(true)
        })
    }
}

impl Rounds for Courier {
    const DOING: &'static str = "deliveries to SIGMED";

    fn turn(&self) -> Result<bool, Failure> {
        Courier::turn(self)
    }
}

/// Tries again later; on the shelf when it was tried often enough.
fn put_back(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    own: &mut Delivery,
    why: String,
    asked: Option<Duration>,
) -> Result<(), Failure> {
    if own.attempts >= delay::MOST_ATTEMPTS {
        return answers::shelve(ctx, tx, own, why);
    }
    let wait = delay::after(own.attempts, asked, chance());
    own.next_attempt_at = later(ctx.now, TimeDelta::from_std(wait).unwrap_or(ASKED_EVERY));
    own.last_error = Some(why);
    Ok(store::update(tx, own)?)
}

fn answer_of(outcome: Result<Receipt, Fault>) -> Option<SigmedAnswer> {
    match outcome {
        Ok(Receipt::Answered(answer)) => Some(answer),
        Ok(Receipt::Taken) | Err(_) => None,
    }
}

pub(super) fn later(now: Instant, delay: TimeDelta) -> Instant {
    Instant::from(now.naive() + delay)
}

/// Any number; without chance every delivery waits the shortest time, which does no harm.
pub(super) fn chance() -> u32 {
    let mut bytes = [0; 4];
    let _ = getrandom::fill(&mut bytes);
    u32::from_le_bytes(bytes)
}
