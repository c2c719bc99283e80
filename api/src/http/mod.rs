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
/// What accounts hold.
pub mod habilitations;
/// Lists.
pub mod listing;
/// Who am I.
pub mod me;
/// The document of the contract.
pub mod openapi;
/// Pages made in memory, plain answers.
pub mod pages;
/// Posts.
pub mod posts;
/// Failures.
pub mod problem;
/// What the contract promises of each path.
pub mod promise;
/// Query strings.
pub mod query;
/// The process.
pub mod server;
/// Sign in, go on, sign out.
pub mod session;
/// What every request needs.
pub mod state;
/// Accounts.
pub mod users;
/// Public keys.
pub mod well_known;
/// Writes.
pub mod writing;

use problem::ApiError;

/// Every operation under `/api/v1`, by noun.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(session::sign_in)
        .service(session::refresh_session)
        .service(session::sign_out)
        .service(session::get_session)
        .service(session::change_password)
        .service(session::close_other_sessions)
        .service(me::get_me)
        .service(me::list_my_sessions)
        .service(me::close_my_session)
        .service(users::list_users)
        .service(users::create_user)
        .service(users::get_user)
        .service(users::edit_user)
        .service(users::disable_user)
        .service(users::enable_user)
        .service(habilitations::list_habilitations)
        .service(habilitations::create_habilitation)
        .service(habilitations::list_profiles)
        .service(habilitations::explain_right)
        .service(habilitations::get_habilitation)
        .service(habilitations::end_habilitation);
    config.service(posts::list_posts).service(posts::get_post).service(posts::get_post_history);
}

/// The lists, by the name that handlers give in `x-list`.
pub(crate) const LISTINGS: &[(&str, &crate::app::listing::Listing)] = &[
    ("habilitations", &habilitations::LISTING),
    ("posts", &crate::app::posts::LISTING),
    ("users", &users::LISTING),
];

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
