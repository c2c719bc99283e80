//! Refresh tokens: 256 random bits, used once, in a family that one sign-in opens.
//!
//! Presenting a used one within ten seconds of its rotation gives another token of the same generation: a lost
//! answer or a second tab is no attack. Later, or once that generation has moved on, somebody else has the token:
//! the family ends. Refuses to keep a token: only its digest is stored.

use chrono::TimeDelta;
use shared::id::{AccountId, SessionId};
use shared::time::Instant;
use uuid::Uuid;

use super::Fault;
use crate::db::sessions::{self, Revoked, StoredSession};
use crate::db::{self, Transaction};
use crate::digest::sha256;

/// Without a rotation for so long, a session is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// Whatever is done, a session is over then.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How long after a rotation the former token is still forgiven.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);
/// How long an ended session is kept, for the journal of connections.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A refresh token, for the cookie; it is stored nowhere and never printed.
pub struct RefreshToken(String);

impl RefreshToken {
    fn new() -> Result<RefreshToken, Fault> {
        Ok(RefreshToken(super::random_text()?))
    }

    /// The value of the cookie.
    pub fn value(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshToken")
    }
}

/// What is stored of a token.
fn digest(token: &str) -> String {
    sha256(token)
}

/// What a presented token gives.
#[derive(Debug)]
pub enum Refreshed {
    /// A new token of the session.
    Renewed {
        /// The session as it was, with its new generation.
        session: StoredSession,
        /// The token.
        token: RefreshToken,
    },
    /// No such token, or its session is over.
    Over,
    /// It was used before by somebody else: the family has just been ended.
    Reused {
        /// Whose.
        account: AccountId,
        /// Which.
        session: SessionId,
    },
}

/// Why a session can no longer be refreshed, if so.
pub fn is_over(session: &StoredSession, now: Instant) -> bool {
    session.revoked_at.is_some()
        || now >= session.ends_at
        || now.naive() - session.last_used_at.naive() > IDLE
}

/// Opens a session.
///
/// # Errors
/// Failures of the database; of the system when it gives no random bytes.
pub fn open(
    tx: &mut Transaction<'_>,
    account: AccountId,
    now: Instant,
) -> Result<(StoredSession, RefreshToken), Fault> {
    let session = StoredSession {
        id: SessionId::from(Uuid::now_v7()),
        account,
        signed_in_at: now,
        last_used_at: now,
        ends_at: Instant::from(now.naive() + ABSOLUTE),
        generation: 0,
        rotated_at: now,
        revoked_at: None,
    };
    let token = RefreshToken::new()?;
    sessions::open(tx, &session, &digest(token.value()))?;
    sessions::forget(tx, Instant::from(now.naive() - KEPT))?;
    Ok((session, token))
}

/// Uses a token. The transaction must be committed whatever the answer: an ended family is part of it.
///
/// # Errors
/// Failures of the database; of the system when it gives no random bytes.
pub fn rotate(tx: &mut Transaction<'_>, presented: &str, now: Instant) -> Result<Refreshed, Fault> {
    let hash = digest(presented);
    let Some((mut session, generation)) = sessions::by_token(tx, &hash)? else { return Ok(Refreshed::Over) };
    if is_over(&session, now) {
        return Ok(Refreshed::Over);
    }
    if generation == session.generation {
        session.generation += 1;
        sessions::rotate(tx, session.id, session.generation, now)?;
        session.rotated_at = now;
    } else if generation + 1 != session.generation || now.naive() - session.rotated_at.naive() > GRACE {
        sessions::revoke(tx, session.id, Revoked::Reused, now)?;
        return Ok(Refreshed::Reused { account: session.account, session: session.id });
    }
    let token = RefreshToken::new()?;
    sessions::use_token(tx, session.id, &hash, now)?;
    sessions::add_token(tx, session.id, session.generation, &digest(token.value()), now)?;
    session.last_used_at = now;
    Ok(Refreshed::Renewed { session, token })
}

/// The session of a token that can still be used, without using it.
///
/// # Errors
/// Failures of the database.
pub fn session_of(
    connection: &mut db::Connection,
    presented: &str,
    now: Instant,
) -> Result<Option<StoredSession>, db::Problem> {
    let found = sessions::by_token(connection, &digest(presented))?;
    Ok(found.map(|(session, _)| session).filter(|session| !is_over(session, now)))
}
