//! Who is calling: passwords, sessions, access tokens and the keys that sign them.
//!
//! [`Authenticator`] answers for a request; the operations of `app/session.rs` open, renew and end sessions. Refuses
//! to decide what the caller may do: that is `shared::habilitation`. See `docs/decisions/0011` for the throttle.

/// The keys that sign.
pub mod keys;
/// Who must wait before trying again.
pub mod lockout;
/// Passwords.
pub mod password;
/// Refresh tokens.
pub mod refresh;
/// What accounts hold, kept for a second.
pub mod rights;
/// Access tokens.
pub mod token;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::id::{AccountId, SessionId};
use shared::problem::Code;
use shared::time::{Day, Instant};

use crate::authz::Held;
use crate::db::sessions::StoredSession;
use crate::db::{self, Database};
use keys::Keys;
use password::{Cost, Passwords};
use rights::{RightsCache, Standing};
use token::Claims;

/// Verified tokens kept at once.
const MOST: usize = 20_000;

/// Why the machinery of sign-in failed; never the fault of who calls.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Problem),
    /// Keys, randomness, memory.
    #[error("{doing}: {cause}")]
    Machine {
        /// What was being done.
        doing: &'static str,
        /// Why it failed; never a secret.
        cause: String,
    },
}

impl Fault {
    fn new(doing: &'static str, cause: String) -> Fault {
        Fault::Machine { doing, cause }
    }

    fn file(doing: &'static str, path: &Path, error: &std::io::Error) -> Fault {
        Fault::Machine { doing, cause: format!("{}: {error}", path.display()) }
    }
}

fn fill(bytes: &mut [u8]) -> Result<(), Fault> {
    getrandom::fill(bytes).map_err(|error| Fault::new("random bytes", error.to_string()))
}

/// 256 random bits, as text.
fn random_text() -> Result<String, Fault> {
    let mut bytes = [0; 32];
    fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Who is calling, proved.
#[derive(Debug, Clone)]
pub struct Session {
    /// The account with what it holds.
    pub held: Arc<Held>,
    /// The session of the token.
    pub session: SessionId,
    /// When the person signed in.
    pub auth_time: Instant,
    /// How: `pwd`.
    pub acr: String,
    /// When the token ends.
    pub end: Instant,
}

/// A token that was verified, until its end.
#[derive(Clone)]
struct VerifiedToken {
    account: AccountId,
    session: SessionId,
    hab_v: i64,
    auth_time: Instant,
    acr: String,
    end: Instant,
    ring: u64,
}

/// Everything that tells who is calling; one for a process.
pub struct Authenticator {
    keys: Keys,
    issuer: String,
    passwords: Passwords,
    rights: RightsCache,
    verified: Mutex<HashMap<[u8; 32], VerifiedToken>>,
}

impl Authenticator {
    /// With these keys, this name as issuer, and this cost of passwords.
    ///
    /// # Errors
    /// When the cost is out of the limits of argon2id.
    pub fn new(keys: Keys, issuer: impl Into<String>, cost: Cost) -> Result<Authenticator, Fault> {
        Ok(Authenticator {
            keys,
            issuer: issuer.into(),
            passwords: Passwords::new(cost)?,
            rights: RightsCache::default(),
            verified: Mutex::default(),
        })
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The maker and verifier of hashes.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// What accounts hold.
    pub fn rights(&self) -> &RightsCache {
        &self.rights
    }

    /// The access token of a session.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn issue(
        &self,
        held: &Held,
        session: &StoredSession,
        today: Day,
        now: Instant,
    ) -> Result<String, Fault> {
        let ring = self.keys.ring(now)?;
        token::issue(&ring, &self.issuer, held, session.id, session.signed_in_at, today, now)
    }

    /// Who is calling, from the value of `Authorization`: the token is one of ours and in time, the account works,
    /// its session is not over, and what it holds has not changed since the token was made. Reads the database at
    /// most once a second for an account.
    ///
    /// # Errors
    /// `auth.required`, `auth.token_expired`, `auth.token_superseded`; `service.database_unavailable`,
    /// `internal.error`, whose causes are logged.
    pub fn authenticate(
        &self,
        database: &Database,
        authorization: &str,
        now: Instant,
    ) -> Result<Session, Code> {
        let token = self.verified(authorization, now)?;
        let read = || self.rights.standing(database, token.account, now).map_err(unavailable);
        match judge(&token, &read()?) {
            // Another process may have just opened the session or changed the rights: what is kept is a second old.
            Err(Code::AuthRequired) => {
                self.rights.forget(token.account);
                judge(&token, &read()?)
            }
            judged => judged,
        }
    }

    /// The same, when it can be told without the database: for whoever must not wait.
    pub fn authenticate_at_once(&self, authorization: &str, now: Instant) -> Option<Result<Session, Code>> {
        let token = match self.verified(authorization, now) {
            Ok(token) => token,
            Err(code) => return Some(Err(code)),
        };
        match judge(&token, &self.rights.kept(token.account, now)?) {
            Err(Code::AuthRequired) => None,
            judged => Some(judged),
        }
    }

    /// The token of a header, verified now or before.
    fn verified(&self, authorization: &str, now: Instant) -> Result<VerifiedToken, Code> {
        let token = bearer(authorization).ok_or(Code::AuthRequired)?;
        let ring = self.keys.ring(now).map_err(|fault| {
            tracing::error!(%fault, "the keys cannot be read");
            Code::Internal
        })?;
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let kept = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
        if let Some(kept) = kept.filter(|kept| kept.ring == ring.number) {
            return if now < kept.end { Ok(kept) } else { Err(Code::TokenExpired) };
        }
        let claims = token::verify(&ring, &self.issuer, token, now).map_err(token::Refused::code)?;
        let end = token::end(&claims);
        let auth_time = token::auth_time(&claims);
        let Claims { sub: account, sid: session, hab_v, acr, .. } = claims;
        let verified = VerifiedToken { account, session, hab_v, auth_time, acr, end, ring: ring.number };
        let mut all = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, kept| now < kept.end);
        }
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(digest, verified.clone());
        Ok(verified)
    }
}

fn unavailable(problem: db::Problem) -> Code {
    tracing::error!(%problem, "what the account holds cannot be read");
    Code::DatabaseUnavailable
}

/// The token of a `Bearer` header; the word is read in any case, as HTTP wants.
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    let token = token.trim_start_matches(' ');
    let is_token = !token.is_empty() && !token.contains([' ', ',']);
    (scheme.eq_ignore_ascii_case("bearer") && is_token).then_some(token)
}

/// A verified token against where its account stands.
fn judge(token: &VerifiedToken, standing: &Standing) -> Result<Session, Code> {
    let Standing::Active(held, sessions) = standing else { return Err(Code::AuthRequired) };
    if !sessions.contains(&token.session) {
        return Err(Code::AuthRequired);
    }
    match token.hab_v.cmp(&held.version) {
        std::cmp::Ordering::Less => Err(Code::TokenSuperseded),
        // Never issued with a version to come, unless what is kept is old.
        std::cmp::Ordering::Greater => Err(Code::AuthRequired),
        std::cmp::Ordering::Equal => Ok(Session {
            held: Arc::clone(held),
            session: token.session,
            auth_time: token.auth_time,
            acr: token.acr.clone(),
            end: token.end,
        }),
    }
}

#[cfg(test)]
mod tests;
