//! Plain answers: JSON that has no version.

use actix_web::HttpResponse;
use serde::Serialize;

use super::problem::Answer;

/// An answer that has no version.
pub fn json<T: Serialize>(body: &T) -> Answer {
    let bytes = super::json_bytes(body)?;
    Ok(HttpResponse::Ok().content_type("application/json; charset=utf-8").body(bytes))
}
