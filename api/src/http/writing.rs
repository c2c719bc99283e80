//! Writes over HTTP: one transaction each, sent again without a second effect (`Idempotency-Key`), or only rehearsed
//! (`dry_run=true`).

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::catalogue::requests as texts;
use shared::problem::Code;
use shared::time::Instant;

use super::caller::Caller;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use crate::app::{Ctx, Failure};
use crate::db::replays::{self, Kept, Key};
use crate::db::{Problem, Transaction};

/// What a write answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Status.
    pub status: u16,
    /// `Location`, `ETag`, ...
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: String,
}

impl Written {
    /// 201 with the place of the new thing.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn created<T: Serialize>(location: String, version: i64, body: &T) -> Result<Written, Failure> {
        let headers = vec![("location".to_owned(), location), etag(version)];
        Ok(Written { status: 201, headers, body: json(body)? })
    }

    /// 200 with the thing as it is now.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn changed<T: Serialize>(version: i64, body: &T) -> Result<Written, Failure> {
        Ok(Written { status: 200, headers: vec![etag(version)], body: json(body)? })
    }

    /// 202 with the place of the job.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn accepted<T: Serialize>(job: String, body: &T) -> Result<Written, Failure> {
        let headers = vec![("location".to_owned(), job), ("retry-after".to_owned(), "1".to_owned())];
        Ok(Written { status: 202, headers, body: json(body)? })
    }

    /// 204.
    pub fn nothing() -> Written {
        Written { status: 204, headers: Vec::new(), body: String::new() }
    }
}

fn etag(version: i64) -> (String, String) {
    ("etag".to_owned(), format!("\"v{version}\""))
}

fn json<T: Serialize>(body: &T) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(|error| Failure::machine("writing the answer", error))
}

/// How a write is asked.
pub struct Asked {
    rehearsal: bool,
    key: Option<(Key, String)>,
    days: i64,
}

impl Asked {
    /// A POST that creates or starts something: the key is required.
    ///
    /// # Errors
    /// `request.key_required`, `request.unknown_parameter`.
    pub fn creation(
        request: &HttpRequest,
        caller: &Caller,
        params: Params,
        body_hash: &str,
    ) -> Result<Asked, ApiError> {
        let mut asked = Asked::change(params)?;
        let value = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = value
            .filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
        let key = key.ok_or_else(|| ApiError::refused(Code::KeyRequired, texts::KEY_MISSING))?;
        let operation = format!("{} {}", request.method(), request.path());
        let key = Key { caller: caller.name(), operation, key: key.to_owned() };
        let whole = request_hash(&Params::of(request)?, body_hash);
        asked.key = Some((key, sealed(caller.secret(), &whole)));
        Ok(asked)
    }

    /// A write to something that exists, which `If-Match` guards.
    ///
    /// # Errors
    /// `request.unknown_parameter`.
    pub fn change(mut params: Params) -> Result<Asked, ApiError> {
        let rehearsal = params.read::<bool>("dry_run")?.unwrap_or_default();
        params.finish()?;
        Ok(Asked { rehearsal, key: None, days: 1 })
    }

    /// The answer is kept for that many days.
    #[must_use]
    pub fn kept_for(mut self, days: i64) -> Asked {
        self.days = days;
        self
    }
}

/// What is kept of a body, to know it again: nobody who reads the database can try passwords against it.
fn sealed(secret: &[u8; 64], body_hash: &str) -> String {
    let mut seal = Hmac::<Sha256>::new(secret.into());
    seal.update(b"replay ");
    seal.update(body_hash.as_bytes());
    seal.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What tells one request from another under the same key: its body, and its parameters in any order.
fn request_hash(params: &Params, body_hash: &str) -> String {
    let mut pairs = params.pairs().to_vec();
    pairs.sort();
    let mut hash = Sha256::new();
    hash.update(body_hash);
    for (name, value) in pairs {
        // Their lengths too, so that no value passes for another name.
        hash.update(format!("\n{} {} {name}={value}", name.len(), value.len()));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why a transaction that succeeded is not committed.
enum Stop {
    Failed(Failure),
    Rehearsed(Written),
}

impl From<crate::db::Problem> for Stop {
    fn from(problem: crate::db::Problem) -> Stop {
        Stop::Failed(problem.into())
    }
}

/// Runs a write in one transaction and answers.
///
/// # Errors
/// What the work refuses; `request.key_reused`; `request.key_in_progress` when the same request is still under way
/// here; `service.overloaded` when another write does not end in time.
pub async fn write(
    caller: &Caller,
    asked: Asked,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>) -> Result<Written, Failure> + Send + 'static,
) -> Answer {
    let ctx = caller.owned();
    let (written, replayed, rehearsed) = blocking(move || run(&ctx, asked, work)).await?;
    let status = StatusCode::from_u16(written.status).unwrap_or(StatusCode::OK);
    let mut answer = HttpResponse::build(status);
    for (name, value) in &written.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
        {
            answer.insert_header((name, value));
        }
    }
    if replayed {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    if rehearsed {
        answer.insert_header(("dry-run", "true"));
    }
    if written.body.is_empty() {
        return Ok(answer.finish());
    }
    Ok(answer.content_type("application/json; charset=utf-8").body(written.body))
}

fn run(
    ctx: &Ctx,
    asked: Asked,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>) -> Result<Written, Failure>,
) -> Result<(Written, bool, bool), Failure> {
    let rights = ctx.authority.held().map_or(0, |held| held.version);
    let turn = asked.key.as_ref().map(|(key, _)| Turn::of(key));
    let done = ctx.database.write(|tx| {
        if let Some((key, hash)) = &asked.key
            && let Some(kept) = replays::find(tx, key, ctx.now)?
        {
            return if kept.body_hash != *hash {
                Err(Stop::Failed(Failure::code(Code::KeyReused)))
            } else if kept.rights_version != rights {
                // The answer was for what the caller held then; what they may read now is asked for anew.
                Err(Stop::Failed(Failure::refused(Code::KeyReused, texts::KEY_OF_FORMER_RIGHTS)))
            } else {
                Ok((Written { status: kept.status, headers: kept.headers, body: kept.body }, true))
            };
        }
        let written = work(ctx, tx).map_err(Stop::Failed)?;
        if asked.rehearsal {
            return Err(Stop::Rehearsed(written));
        }
        if let Some((key, body_hash)) = asked.key {
            let (status, headers, body) = (written.status, written.headers.clone(), written.body.clone());
            let kept = Kept { body_hash, rights_version: rights, status, headers, body };
            let until = ctx.now.naive() + TimeDelta::days(asked.days);
            replays::keep(tx, &key, &kept, ctx.now, Instant::from(until))?;
        }
        Ok((written, false))
    });
    match done {
        Ok((written, replayed)) => Ok((written, replayed, false)),
        Err(Stop::Rehearsed(written)) => Ok((written, false, true)),
        // The same request holds the database, or waits for it too: said only when it is known.
        Err(Stop::Failed(Failure::Database(Problem::Busy(_)))) if turn.is_some_and(|turn| !turn.is_first) => {
            Err(Failure::code(Code::KeyInProgress))
        }
        Err(Stop::Failed(failure)) => Err(failure),
    }
}

/// A keyed request under way in this process; the first of its key leaves the list when it ends.
struct Turn {
    key: Key,
    is_first: bool,
}

static UNDER_WAY: Mutex<BTreeSet<Key>> = Mutex::new(BTreeSet::new());

impl Turn {
    fn of(key: &Key) -> Turn {
        let is_first = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        Turn { key: key.clone(), is_first }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.is_first {
            UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
        }
    }
}
