//! Attempts to sign in: what the throttle counts.
//!
//! An attempt is counted as failed before the password is looked at, in the transaction that counts the others, so
//! that a hundred at once do not all pass; it is corrected when it succeeds. Refuses to decide who waits: that is
//! `authn/lockout.rs`.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::time::Instant;
use uuid::Uuid;

use super::Transaction;
use super::problem::Problem;
use super::schema::sign_in_attempts as attempts;

/// What is known of an account and an address before an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// Instants of failures of this account from this address since the last success there, oldest first.
    pub pair: Vec<Instant>,
    /// Instants of failures from this address, whatever the account, oldest first; at most the number asked.
    pub address: Vec<Instant>,
    /// Whether this account has signed in from this address.
    pub known: bool,
}

/// Reads what happened since an instant.
///
/// # Errors
/// `Query`.
pub fn past(
    tx: &mut Transaction<'_>,
    account_key: &str,
    client: &str,
    since: Instant,
    at_most: i64,
) -> Result<Past, Problem> {
    let pair =
        attempts::table.filter(attempts::account_key.eq(account_key)).filter(attempts::client.eq(client));
    let success: Option<NaiveDateTime> = pair
        .filter(attempts::succeeded.eq(true))
        .order(attempts::at.desc())
        .select(attempts::at)
        .first(&mut **tx)
        .optional()?;
    let from = success.map_or(since.naive(), |success| success.max(since.naive()));
    let own: Vec<NaiveDateTime> = pair
        .filter(attempts::succeeded.eq(false))
        .filter(attempts::at.ge(from))
        .order(attempts::at.desc())
        .limit(at_most)
        .select(attempts::at)
        .load(&mut **tx)?;
    let all: Vec<NaiveDateTime> = attempts::table
        .filter(attempts::client.eq(client))
        .filter(attempts::succeeded.eq(false))
        .filter(attempts::at.ge(since.naive()))
        .order(attempts::at.desc())
        .limit(at_most)
        .select(attempts::at)
        .load(&mut **tx)?;
    let oldest_first = |instants: Vec<NaiveDateTime>| instants.into_iter().rev().map(Instant::from).collect();
    Ok(Past { pair: oldest_first(own), address: oldest_first(all), known: success.is_some() })
}

/// Counts an attempt as failed, and gives what corrects it.
///
/// # Errors
/// `Query`.
pub fn begin(
    tx: &mut Transaction<'_>,
    account_key: &str,
    client: &str,
    now: Instant,
) -> Result<String, Problem> {
    let id = Uuid::now_v7().to_string();
    diesel::insert_into(attempts::table)
        .values((
            attempts::id.eq(&id),
            attempts::account_key.eq(account_key),
            attempts::client.eq(client),
            attempts::at.eq(now.naive()),
            attempts::succeeded.eq(false),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// The attempt succeeded.
///
/// # Errors
/// `Query`.
pub fn succeed(tx: &mut Transaction<'_>, attempt: &str) -> Result<(), Problem> {
    diesel::update(attempts::table.find(attempt)).set(attempts::succeeded.eq(true)).execute(&mut **tx)?;
    Ok(())
}

/// The attempt does not count: nobody looked at the password.
///
/// # Errors
/// `Query`.
pub fn withdraw(tx: &mut Transaction<'_>, attempt: &str) -> Result<(), Problem> {
    diesel::delete(attempts::table.find(attempt)).execute(&mut **tx)?;
    Ok(())
}

/// Forgets failures and successes older than given instants.
///
/// # Errors
/// `Query`.
pub fn forget(
    tx: &mut Transaction<'_>,
    failures_before: Instant,
    successes_before: Instant,
) -> Result<(), Problem> {
    let old = attempts::table.filter(attempts::at.lt(failures_before.naive()));
    diesel::delete(old.filter(attempts::succeeded.eq(false))).execute(&mut **tx)?;
    diesel::delete(attempts::table.filter(attempts::at.lt(successes_before.naive()))).execute(&mut **tx)?;
    Ok(())
}
