//! REST: the route list, the API on one screen; beside it one file per noun, ten lines per handler.
//!
//! Handlers extract, call `app`, and answer. No rule, no diesel. Routes are registered by `service` alone, so that the
//! contract sees them all; a test compares both ways.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use shared::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

/// The browser application, inside the program.
pub mod assets;
/// JSON bodies.
pub mod body;
/// Request ids, problems, headers.
pub mod border;
/// Who calls.
pub mod caller;
/// The time.
pub mod clock;
/// Cursors of lists.
pub mod cursor;
/// Versions.
pub mod etag;
/// Lists.
pub mod listing;
/// The document of the contract.
pub mod openapi;
/// Posts.
pub mod posts;
/// Failures.
pub mod problem;
/// Query strings.
pub mod query;
/// The process.
pub mod server;
/// What every request needs.
pub mod state;
/// Writes.
pub mod writing;

use problem::ApiError;

/// Every operation under `/api/v1`, by noun.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(posts::list_posts).service(posts::get_post).service(posts::get_post_history);
}

/// The lists, by the name that handlers give in `x-list`.
pub(crate) const LISTINGS: &[(&str, &crate::app::listing::Listing)] =
    &[("posts", &crate::app::posts::LISTING)];

/// JSON of an answer.
pub(crate) fn json_bytes<T: Serialize>(body: &T) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        ApiError::code(Code::Internal)
    })
}

/// A path of the API that no operation has.
async fn not_found() -> Result<HttpResponse, ApiError> {
    Err(ApiError::code(Code::NotFound))
}

/// Refusals of the framework, as ours.
fn framework(config: &mut web::ServiceConfig) {
    config
        .app_data(web::PayloadConfig::new(body::LIMIT))
        // An id that is not one is an id of nothing.
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::code(Code::NotFound).into()));
}
