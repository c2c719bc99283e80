//! Sessions: one sign-in, and the family of refresh tokens that follow from it.
//!
//! Tokens are found by the digest of their value, the only thing kept. Refuses to decide whether a token may still
//! be used: that is `authn/refresh.rs`.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::{AccountId, SessionId};
use shared::time::Instant;

use super::problem::Problem;
use super::schema::{refresh_tokens, sessions};
use super::{Connection, Transaction};

/// Why a session was ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// The person signed out.
    SignedOut,
    /// The person closed it from another place.
    ClosedElsewhere,
    /// The person signed in again in the same browser.
    Replaced,
    /// The password was changed.
    PasswordChanged,
    /// The account was disabled.
    Disabled,
    /// A refresh token came back after its use.
    Reused,
}

impl Revoked {
    /// Stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Revoked::SignedOut => "signed_out",
            Revoked::ClosedElsewhere => "closed_elsewhere",
            Revoked::Replaced => "replaced",
            Revoked::PasswordChanged => "password_changed",
            Revoked::Disabled => "disabled",
            Revoked::Reused => "reused",
        }
    }
}

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Id.
    pub id: SessionId,
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub signed_in_at: Instant,
    /// Last rotation, or the sign-in.
    pub last_used_at: Instant,
    /// Its absolute end.
    pub ends_at: Instant,
    /// How many times it was rotated.
    pub generation: i64,
    /// When the present generation began.
    pub rotated_at: Instant,
    /// When it was ended.
    pub revoked_at: Option<Instant>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: String,
    account_id: String,
    signed_in_at: NaiveDateTime,
    last_used_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    generation: i64,
    rotated_at: NaiveDateTime,
    revoked_at: Option<NaiveDateTime>,
}

impl TryFrom<SessionRow> for StoredSession {
    type Error = Problem;

    fn try_from(row: SessionRow) -> Result<Self, Problem> {
        let corrupt =
            |what: &str| Problem::Corrupt { table: "sessions", id: row.id.clone(), what: what.to_owned() };
        Ok(StoredSession {
            id: row.id.parse().map_err(|_| corrupt("id: not a UUID"))?,
            account: row.account_id.parse().map_err(|_| corrupt("account_id: not a UUID"))?,
            signed_in_at: row.signed_in_at.into(),
            last_used_at: row.last_used_at.into(),
            ends_at: row.ends_at.into(),
            generation: row.generation,
            rotated_at: row.rotated_at.into(),
            revoked_at: row.revoked_at.map(Instant::from),
        })
    }
}

/// The session of a refresh token, and the generation of that token.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn by_token(connection: &mut Connection, hash: &str) -> Result<Option<(StoredSession, i64)>, Problem> {
    let token: Option<(String, i64)> = refresh_tokens::table
        .find(hash)
        .select((refresh_tokens::session_id, refresh_tokens::generation))
        .first(connection)
        .optional()?;
    let Some((session, generation)) = token else { return Ok(None) };
    let row = sessions::table.find(session).select(SessionRow::as_select()).first(connection)?;
    Ok(Some((row.try_into()?, generation)))
}

/// The sessions of an account that are not ended, oldest first; those past their time are among them.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn live(connection: &mut Connection, account: AccountId) -> Result<Vec<StoredSession>, Problem> {
    sessions::table
        .filter(sessions::account_id.eq(account.to_string()))
        .filter(sessions::revoked_at.is_null())
        .order(sessions::id)
        .select(SessionRow::as_select())
        .load(connection)?
        .into_iter()
        .map(StoredSession::try_from)
        .collect()
}

/// Opens a session with its first token.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn open(tx: &mut Transaction<'_>, session: &StoredSession, token: &str) -> Result<(), Problem> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.to_string()),
            sessions::account_id.eq(session.account.to_string()),
            sessions::signed_in_at.eq(session.signed_in_at.naive()),
            sessions::last_used_at.eq(session.last_used_at.naive()),
            sessions::ends_at.eq(session.ends_at.naive()),
            sessions::generation.eq(session.generation),
            sessions::rotated_at.eq(session.rotated_at.naive()),
        ))
        .execute(&mut **tx)?;
    add_token(tx, session.id, session.generation, token, session.signed_in_at)
}

/// Adds a token of a generation.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn add_token(
    tx: &mut Transaction<'_>,
    session: SessionId,
    generation: i64,
    hash: &str,
    now: Instant,
) -> Result<(), Problem> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::hash.eq(hash),
            refresh_tokens::session_id.eq(session.to_string()),
            refresh_tokens::generation.eq(generation),
            refresh_tokens::issued_at.eq(now.naive()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Marks a token as used, and its session too.
///
/// # Errors
/// `Query`.
pub fn use_token(
    tx: &mut Transaction<'_>,
    session: SessionId,
    hash: &str,
    now: Instant,
) -> Result<(), Problem> {
    diesel::update(refresh_tokens::table.find(hash).filter(refresh_tokens::used_at.is_null()))
        .set(refresh_tokens::used_at.eq(now.naive()))
        .execute(&mut **tx)?;
    diesel::update(sessions::table.find(session.to_string()))
        .set(sessions::last_used_at.eq(now.naive()))
        .execute(&mut **tx)?;
    Ok(())
}

/// Begins the next generation of a session.
///
/// # Errors
/// `Query`.
pub fn rotate(
    tx: &mut Transaction<'_>,
    session: SessionId,
    generation: i64,
    now: Instant,
) -> Result<(), Problem> {
    diesel::update(sessions::table.find(session.to_string()))
        .set((sessions::generation.eq(generation), sessions::rotated_at.eq(now.naive())))
        .execute(&mut **tx)?;
    Ok(())
}

/// Ends a session; one that was ended keeps its first reason.
///
/// # Errors
/// `Query`.
pub fn revoke(
    tx: &mut Transaction<'_>,
    session: SessionId,
    why: Revoked,
    now: Instant,
) -> Result<(), Problem> {
    diesel::update(sessions::table.find(session.to_string()).filter(sessions::revoked_at.is_null()))
        .set((sessions::revoked_at.eq(now.naive()), sessions::revoked_why.eq(why.name())))
        .execute(&mut **tx)?;
    Ok(())
}

/// Ends the sessions of an account, but one; returns how many.
///
/// # Errors
/// `Query`.
pub fn revoke_all(
    tx: &mut Transaction<'_>,
    account: AccountId,
    but: Option<SessionId>,
    why: Revoked,
    now: Instant,
) -> Result<usize, Problem> {
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    let ended = diesel::update(
        sessions::table
            .filter(sessions::account_id.eq(account.to_string()))
            .filter(sessions::revoked_at.is_null())
            .filter(sessions::id.ne(but)),
    )
    .set((sessions::revoked_at.eq(now.naive()), sessions::revoked_why.eq(why.name())))
    .execute(&mut **tx)?;
    Ok(ended)
}

/// Forgets sessions that ended before an instant, with their tokens; returns how many.
///
/// # Errors
/// `Query`.
pub fn forget(tx: &mut Transaction<'_>, ended_before: Instant) -> Result<usize, Problem> {
    let old: Vec<String> = sessions::table
        .filter(sessions::ends_at.lt(ended_before.naive()))
        .select(sessions::id)
        .limit(200)
        .load(&mut **tx)?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(&old)))
        .execute(&mut **tx)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(&old))).execute(&mut **tx)?)
}
