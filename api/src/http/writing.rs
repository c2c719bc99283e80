//! Writes over HTTP: from `Idempotency-Key` and `dry_run=true` to how a write is asked of `app`, and from what it wrote
//! to an answer.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::catalogue::requests as texts;
use shared::problem::Code;

use super::caller::Caller;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
pub use crate::app::writing::Written;
use crate::app::writing::{self, Done, ReplayKey, Transaction};
use crate::app::{Ctx, Failure};
use crate::digest::hexadecimal;

/// What writes answer over HTTP.
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

    /// 207 with what became of each.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn several<T: Serialize>(body: &T) -> Result<Written, Failure> {
        Ok(Written { status: 207, headers: Vec::new(), body: json(body)? })
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
pub struct Asked(writing::Asked);

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
        let Asked(mut asked) = Asked::change(params)?;
        let value = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = value
            .filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
        let key = key.ok_or_else(|| ApiError::refused(Code::KeyRequired, texts::KEY_MISSING))?;
        asked.key = Some(ReplayKey {
            caller: caller.name(),
            operation: format!("{} {}", request.method(), request.path()),
            key: key.to_owned(),
            body_hash: sealed(caller.secret(), &request_hash(&Params::of(request)?, body_hash)),
            days: 1,
        });
        Ok(Asked(asked))
    }

    /// A write to something that exists, which `If-Match` guards.
    ///
    /// # Errors
    /// `request.unknown_parameter`.
    pub fn change(mut params: Params) -> Result<Asked, ApiError> {
        let rehearsal = params.read::<bool>("dry_run")?.unwrap_or_default();
        params.finish()?;
        Ok(Asked(writing::Asked { rehearsal, key: None }))
    }

    /// The answer is kept for that many days.
    #[must_use]
    pub fn kept_for(mut self, days: i64) -> Asked {
        if let Some(key) = &mut self.0.key {
            key.days = days;
        }
        self
    }
}

/// What is kept of a body, to know it again: nobody who reads the database can try passwords against it.
fn sealed(secret: &[u8; 64], body_hash: &str) -> String {
    let mut seal = Hmac::<Sha256>::new(secret.into());
    seal.update(b"replay ");
    seal.update(body_hash.as_bytes());
    hexadecimal(seal.finalize().into_bytes())
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
    hexadecimal(hash.finalize())
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
    let done = blocking(move || writing::run(&ctx, asked.0, work)).await?;
    let Done { written, replayed, rehearsed } = done;
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
