//! `/health` and `/ready`: what the machines around this one ask of it. Beside the contract, at the root of the server,
//! for anybody: they say nothing of what is inside.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::clock;
use super::problem::{Answer, ApiError, blocking};
use super::state::State;
use crate::app::readiness::Readiness;

/// The process is alive: to be started again when this does not answer.
pub async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

/// Requests may be sent here: the database takes writes and has all migrations, its disk has room. The age of the outbox
/// will be told with the outbox, which does not exist yet; third parties are never asked.
///
/// # Errors
/// 503: `service.database_unavailable`, `service.not_migrated`, `service.overloaded`, `storage.low`.
pub async fn ready(state: web::Data<State>, readiness: web::Data<Readiness>) -> Answer {
    let (now, _) = clock::now();
    let verdict = match readiness.lately(now) {
        Some(verdict) => verdict,
        None => {
            let database = Arc::clone(&state.database);
            blocking(move || Ok(readiness.look(&database))).await?
        }
    };
    verdict.map_err(ApiError::code)?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready"))
}
