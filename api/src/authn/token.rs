//! Access tokens: short JWTs (`at+jwt`, EdDSA) that say who, since when, and what the person holds.
//!
//! One algorithm, one type, one audience. Whatever a header proposes besides (`jku`, `x5u`, `jwk`) is not looked at,
//! and what it calls critical is refused. The time is an argument, so that tests and the server agree on it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, Header};
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, SessionId};
use shared::problem::Code;
use shared::time::{Day, Instant};
use smol_str::SmolStr;
use uuid::Uuid;

use super::Fault;
use super::keys::Ring;
use crate::authz::Held;

/// Seconds that a token lasts.
pub const LIFETIME: u32 = 300;
/// For whom tokens are.
pub const AUDIENCE: &str = "urn:logimedh:api";

const TYPE: &str = "at+jwt";
/// Seconds by which clocks may differ.
const LEEWAY: i64 = 30;
/// Longest token that is looked at.
const LONGEST: usize = 8 * 1024;
/// Longest list of habilitations that a token carries.
const LONGEST_LIST: usize = 3 * 1024;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who made it.
    pub iss: String,
    /// For whom it is.
    pub aud: String,
    /// The account.
    pub sub: AccountId,
    /// Its end, in seconds.
    pub exp: i64,
    /// When it was made, in seconds.
    pub iat: i64,
    /// From when it holds, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Its own name.
    pub jti: String,
    /// The session.
    pub sid: SessionId,
    /// How the person proved who they are: `pwd`.
    pub acr: String,
    /// When they did, in seconds.
    pub auth_time: i64,
    /// What they hold that day: `profile:rubric:rights@perimeter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hab: Option<Vec<SmolStr>>,
    /// The list is too long to be carried.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hab_ref: bool,
    /// Version of what they hold.
    pub hab_v: i64,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Longer than 8 kB.
    #[error("too long")]
    TooLong,
    /// Not three parts, not base64url, not JSON, a claim missing or of another type.
    #[error("malformed")]
    Malformed,
    /// Another algorithm than that of the keys.
    #[error("another algorithm")]
    Algorithm,
    /// Another type of token: an identity token is no access token.
    #[error("another type of token")]
    Type,
    /// A header asks for something that is not known here.
    #[error("an unknown critical header")]
    Critical,
    /// Not one of the keys.
    #[error("an unknown key")]
    Key,
    /// Not signed by that key.
    #[error("a wrong signature")]
    Signature,
    /// Made by somebody else.
    #[error("another issuer")]
    Issuer,
    /// Made for somebody else.
    #[error("another audience")]
    Audience,
    /// Made in the future, or not valid yet.
    #[error("not valid yet")]
    NotYet,
    /// Over.
    #[error("over")]
    Expired,
}

impl Refused {
    /// What the caller is told: only that it is over, or that signing in is needed.
    pub const fn code(self) -> Code {
        match self {
            Refused::Expired => Code::TokenExpired,
            _ => Code::AuthRequired,
        }
    }
}

/// The members of a header that count; the others are not looked at.
#[derive(Deserialize)]
struct ReadHeader {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

fn seconds(at: Instant) -> i64 {
    at.naive().and_utc().timestamp()
}

/// Makes the token of a session.
///
/// # Errors
/// When the key does not sign.
pub fn issue(
    ring: &Ring,
    issuer: &str,
    held: &Held,
    session: SessionId,
    signed_in_at: Instant,
    today: Day,
    now: Instant,
) -> Result<String, Fault> {
    let list: Vec<SmolStr> = held
        .habilitations
        .iter()
        .filter(|one| one.period.contains(today))
        .flat_map(|one| one.claims().collect::<Vec<_>>())
        .collect();
    let length: usize = list.iter().map(|claim| claim.len() + 3).sum();
    let carried = length <= LONGEST_LIST;
    let claims = Claims {
        iss: issuer.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: held.account,
        exp: seconds(now) + i64::from(LIFETIME),
        iat: seconds(now),
        nbf: None,
        jti: Uuid::now_v7().to_string(),
        sid: session,
        acr: "pwd".to_owned(),
        auth_time: seconds(signed_in_at),
        hab: carried.then_some(list),
        hab_ref: !carried,
        hab_v: held.version,
    };
    let header = Header {
        typ: Some(TYPE.to_owned()),
        kid: Some(ring.current.clone()),
        ..Header::new(Algorithm::EdDSA)
    };
    jsonwebtoken::encode(&header, &claims, &ring.signing)
        .map_err(|error| Fault::new("signing a token", error.to_string()))
}

/// Reads a token that must be one of ours, whole and in time. What its holder may do is not in it: the account is
/// looked at besides.
///
/// # Errors
/// The first reason to refuse it.
pub fn verify(ring: &Ring, issuer: &str, token: &str, now: Instant) -> Result<Claims, Refused> {
    if token.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(Refused::Malformed)?;
    if payload.contains('.') || signature.is_empty() {
        return Err(Refused::Malformed);
    }
    let header: ReadHeader = part(header)?;
    if header.alg != "EdDSA" {
        return Err(Refused::Algorithm);
    }
    if !header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE)) {
        return Err(Refused::Type);
    }
    if header.crit.is_some() {
        return Err(Refused::Critical);
    }
    // A look-up among the keys in memory: nothing that a name could make us open.
    let key = header.kid.and_then(|kid| ring.verifying(&kid, now)).ok_or(Refused::Key)?;
    match jsonwebtoken::crypto::verify(signature, message.as_bytes(), key, Algorithm::EdDSA) {
        Ok(true) => {}
        Ok(false) | Err(_) => return Err(Refused::Signature),
    }
    let claims: Claims = part(payload)?;
    in_time(&claims, issuer, now)?;
    Ok(claims)
}

fn in_time(claims: &Claims, issuer: &str, now: Instant) -> Result<(), Refused> {
    let now = seconds(now);
    if claims.iss != issuer {
        return Err(Refused::Issuer);
    }
    if claims.aud != AUDIENCE {
        return Err(Refused::Audience);
    }
    if claims.iat > now + LEEWAY || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY) {
        return Err(Refused::NotYet);
    }
    if claims.exp <= now - LEEWAY {
        return Err(Refused::Expired);
    }
    Ok(())
}

/// The end of a token with the leeway of clocks.
pub fn end(claims: &Claims) -> Instant {
    let naive = chrono::DateTime::from_timestamp(claims.exp, 0).unwrap_or_default().naive_utc();
    Instant::from(naive + TimeDelta::seconds(LEEWAY))
}

/// When the person signed in.
pub fn auth_time(claims: &Claims) -> Instant {
    Instant::from(chrono::DateTime::from_timestamp(claims.auth_time, 0).unwrap_or_default().naive_utc())
}

fn part<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Refused::Malformed)
}
