//! `/me`: who am I, and where I am signed in.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use shared::contract::access::{Me, SessionView};
use shared::id::SessionId;

use super::caller::{Caller, Newcomer};
use super::problem::{Answer, blocking};
use super::{pages, query};
use crate::app::session;

/// What `GET /me` and `GET /session` answer.
pub(super) async fn answer(request: &HttpRequest, caller: &Caller) -> Answer {
    query::none(request)?;
    let ctx = caller.owned();
    let me = blocking(move || session::me(&ctx)).await?;
    pages::json(&me)
}

/// Who am I, what I hold today, and the establishments of my perimeter.
#[utoipa::path(operation_id = "get_me", tag = "session",
    responses((status = 200, description = "The caller.", body = Me)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[get("/me")]
pub async fn get_me(request: HttpRequest, Newcomer(caller): Newcomer) -> Answer {
    answer(&request, &caller).await
}

/// Where I am signed in.
#[utoipa::path(operation_id = "list_my_sessions", tag = "session",
    responses((status = 200, description = "My sessions, the last used first.", body = Vec<SessionView>)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[get("/me/sessions")]
pub async fn list_my_sessions(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let (ctx, current) = (caller.owned(), caller.session().session);
    let all = blocking(move || session::list(&ctx, current)).await?;
    pages::json(&all)
}

/// Close one of my sessions.
#[utoipa::path(operation_id = "close_my_session", tag = "session",
    params(("id" = SessionId, Path, description = "Id of the session.")),
    responses((status = 204, description = "Closed.")),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[delete("/me/sessions/{id}")]
pub async fn close_my_session(request: HttpRequest, caller: Caller, id: web::Path<SessionId>) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    let authenticator = Arc::clone(&caller.state().authenticator);
    blocking(move || session::close(&ctx, &authenticator, *id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
