//! What each account holds, kept for a second so that a check of rights costs no query.
//!
//! A change made by this process is seen at once ([`RightsCache::forget`]); one made by another within a second. The
//! database stays the truth: nothing here outlives its second without being read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use chrono::TimeDelta;
use shared::habilitation::Habilitation;
use shared::id::{AccountId, SessionId};
use shared::time::Instant;

use super::refresh;
use crate::authz::Held;
use crate::db::{self, Connection, Database};

/// How old what is kept may be.
const FRESH: TimeDelta = TimeDelta::seconds(1);
/// Accounts kept at once; when there are more, those of old are read again.
const MOST: usize = 10_000;

/// Where an account stands.
#[derive(Debug, Clone)]
pub enum Standing {
    /// It works: what it holds, and its sessions that are not over.
    Active(Arc<Held>, Arc<[SessionId]>),
    /// It is disabled, or was never there.
    Closed,
}

struct Kept {
    read_at: Instant,
    standing: Standing,
}

/// What is kept of accounts.
#[derive(Default)]
pub struct RightsCache {
    accounts: Mutex<HashMap<AccountId, Arc<Mutex<Option<Kept>>>>>,
}

fn fresh(kept: &Kept, now: Instant) -> bool {
    let age = now.naive() - kept.read_at.naive();
    age.abs() < FRESH
}

impl RightsCache {
    fn slot(&self, account: AccountId) -> Arc<Mutex<Option<Kept>>> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() >= MOST && !accounts.contains_key(&account) {
            accounts.clear();
        }
        Arc::clone(accounts.entry(account).or_default())
    }

    /// Where the account stands, if it was read less than a second ago and nobody is reading it now: never waits.
    pub fn kept(&self, account: AccountId, now: Instant) -> Option<Standing> {
        let slot = self.slot(account);
        let kept = match slot.try_lock() {
            Ok(kept) => kept,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        kept.as_ref().filter(|kept| fresh(kept, now)).map(|kept| kept.standing.clone())
    }

    /// Where the account stands, read when what is kept is too old. Others who ask meanwhile wait for this reading
    /// instead of making theirs.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn standing(
        &self,
        database: &Database,
        account: AccountId,
        now: Instant,
    ) -> Result<Standing, db::Problem> {
        let slot = self.slot(account);
        let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref().filter(|kept| fresh(kept, now)) {
            return Ok(kept.standing.clone());
        }
        let standing = database.read(|connection| read(connection, account, now))?;
        *kept = Some(Kept { read_at: now, standing: standing.clone() });
        Ok(standing)
    }

    /// What is kept of an account is no longer true: to call once the change is committed.
    pub fn forget(&self, account: AccountId) {
        // A reading under way may have begun before the change: its slot is left to it, and nobody finds it again.
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

/// Reads where an account stands.
///
/// # Errors
/// Failures of the database.
pub fn read(connection: &mut Connection, account: AccountId, now: Instant) -> Result<Standing, db::Problem> {
    let Some(found) = db::accounts::find(connection, account)?.filter(|one| one.disabled_at.is_none()) else {
        return Ok(Standing::Closed);
    };
    // Whoever gave the password could sign in with it: it opens nothing.
    let granted =
        if found.password_given { Vec::new() } else { db::habilitations::of_account(connection, account)? };
    let habilitations: Vec<Habilitation> =
        granted.iter().filter_map(db::habilitations::Granted::habilitation).collect();
    let sessions = db::sessions::live(connection, account)?;
    let live = sessions.iter().filter(|one| !refresh::is_over(one, now)).map(|one| one.id).collect();
    let held = Held {
        account,
        name: found.name,
        email: found.email,
        habilitations,
        version: found.rights_version,
        person: found.person,
        password_given: found.password_given,
    };
    Ok(Standing::Active(Arc::new(held), live))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_must_not_wait_does_not_wait_for_a_reading() {
        let cache = RightsCache::default();
        let account = AccountId::from(uuid::Uuid::nil());
        let now: Instant = "2026-11-22T08:00:00Z".parse().unwrap();
        let slot = cache.slot(account);
        *slot.lock().unwrap() = Some(Kept { read_at: now, standing: Standing::Closed });
        assert!(matches!(cache.kept(account, now), Some(Standing::Closed)));
        let reading = slot.lock().unwrap();
        assert!(cache.kept(account, now).is_none(), "another thread reads it");
        drop(reading);
        assert!(cache.kept(account, now).is_some());
    }
}
