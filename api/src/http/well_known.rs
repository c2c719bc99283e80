//! `/.well-known/jwks.json`: the public keys that verify access tokens.

use actix_web::{HttpResponse, web};

use super::clock;
use super::problem::Answer;
use super::state::State;
use crate::app::Failure;

/// The public keys: former, current and next. Beside the contract, at the root of the server.
///
/// # Errors
/// `internal.error` when the keys can no longer be read.
pub async fn jwks(state: web::Data<State>) -> Answer {
    let (now, _) = clock::now();
    let keys = state.authenticator.keys().jwks(now).map_err(Failure::from)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(("cache-control", "public, max-age=300"))
        .body(super::json_bytes(&keys)?))
}
