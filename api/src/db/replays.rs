//! Answers kept for requests that may be sent again, in the transaction of their effect.

use diesel::prelude::*;
use shared::time::Instant;

use super::problem::Problem;
use super::schema::replays;
use super::{Connection, Transaction};

/// What makes two requests the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Account.
    pub caller: String,
    /// Method and path.
    pub operation: String,
    /// `Idempotency-Key`.
    pub key: String,
}

/// The answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What the body of the request is known again by: a digest that only this server can make, hexadecimal.
    pub body_hash: String,
    /// Version of what the caller held.
    pub rights_version: i64,
    /// Status.
    pub status: u16,
    /// Headers that matter, as JSON pairs.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

/// The answer kept for a key, unless it is too old.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, key: &Key, now: Instant) -> Result<Option<Kept>, Problem> {
    let row: Option<(String, i64, i32, String, String)> = replays::table
        .find((&key.caller, &key.operation, &key.key))
        .filter(replays::expires_at.gt(now.naive()))
        .select((
            replays::body_hash,
            replays::rights_version,
            replays::status,
            replays::headers,
            replays::body,
        ))
        .first(connection)
        .optional()?;
    let Some((body_hash, rights_version, status, headers, body)) = row else { return Ok(None) };
    let corrupt =
        |what: &str| Problem::Corrupt { table: "replays", id: key.operation.clone(), what: what.to_owned() };
    let headers = serde_json::from_str(&headers).map_err(|_| corrupt("headers"))?;
    let status = u16::try_from(status).map_err(|_| corrupt("status"))?;
    Ok(Some(Kept { body_hash, rights_version, status, headers, body }))
}

/// Keeps an answer until an instant, and forgets those that are too old.
///
/// # Errors
/// `Query`.
pub fn keep(
    tx: &mut Transaction<'_>,
    key: &Key,
    kept: &Kept,
    now: Instant,
    until: Instant,
) -> Result<(), Problem> {
    diesel::delete(replays::table.filter(replays::expires_at.le(now.naive()))).execute(&mut **tx)?;
    let headers = serde_json::Value::from_iter(
        kept.headers.iter().map(|(name, value)| serde_json::json!([name, value])),
    );
    diesel::insert_into(replays::table)
        .values((
            replays::caller.eq(&key.caller),
            replays::operation.eq(&key.operation),
            replays::key.eq(&key.key),
            replays::body_hash.eq(&kept.body_hash),
            replays::rights_version.eq(kept.rights_version),
            replays::status.eq(i32::from(kept.status)),
            replays::headers.eq(headers.to_string()),
            replays::body.eq(&kept.body),
            replays::created_at.eq(now.naive()),
            replays::expires_at.eq(until.naive()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
