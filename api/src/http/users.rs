//! `/users`: accounts of the perimeter.

use std::sync::Arc;

use actix_web::{HttpRequest, get, patch, post, web};
use serde::Deserialize;
use shared::contract::Page;
use shared::contract::access::{UserCreate, UserEdit, UserView};
use shared::id::AccountId;

use super::body::{Body, Optional};
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::writing::Transaction;
use crate::app::{Ctx, Failure, users};

/// Why an account is disabled or enabled, for the journal.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Accounts that hold something in the perimeter, by name.
#[utoipa::path(operation_id = "list_users", tag = "users",
    responses((status = 200, description = "One page of accounts.", body = Page<UserView>)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("users"))))]
#[get("/users")]
pub async fn list_users(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &users::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || users::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One account.
#[utoipa::path(operation_id = "get_user", tag = "users", params(("id" = AccountId, Path, description = "Id of the account.")),
    responses((status = 200, description = "The account.", body = UserView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/users/{id}")]
pub async fn get_user(request: HttpRequest, caller: Caller, id: web::Path<AccountId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &users::LISTING)?;
    let ctx = caller.owned();
    let user = blocking(move || users::find(&ctx, *id)).await?;
    tagged(&request, user.version, &fields.of(user)?)
}

/// Make an account with its first habilitation.
///
/// Nobody gives beyond the seat from which they administer: another profile, another place are refused
/// (`habilitation.beyond_own`).
#[utoipa::path(operation_id = "create_user", tag = "users", request_body = UserCreate,
    responses((status = 201, description = "The account.", body = UserView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/users")]
pub async fn create_user(request: HttpRequest, caller: Caller, body: Body<UserCreate>) -> Answer {
    let asked = Asked::creation(&request, &caller, Params::of(&request)?, &body.hash)?;
    let (ctx, authenticator) = (caller.owned(), Arc::clone(&caller.state().authenticator));
    let (input, prepared) = blocking(move || {
        let prepared = users::prepare(&ctx, &authenticator, &body.value)?;
        Ok((body.value, prepared))
    })
    .await?;
    write(&caller, asked, move |ctx, tx| {
        let user = users::create(ctx, tx, &prepared, &input)?;
        Written::created(format!("/api/v1/users/{}", user.id), user.version, &user)
    })
    .await
}

/// Runs a write on an account, then drops what is kept of it.
async fn change(
    request: &HttpRequest,
    caller: &Caller,
    id: AccountId,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>, i64) -> Result<UserView, Failure> + Send + 'static,
) -> Answer {
    let asked = Asked::change(Params::of(request)?)?;
    let version = if_match(request)?;
    let answer = write(caller, asked, move |ctx, tx| {
        let user = work(ctx, tx, version)?;
        Written::changed(user.version, &user)
    })
    .await;
    caller.state().authenticator.rights().forget(id);
    answer
}

/// Change the name or the e-mail of an account.
#[utoipa::path(operation_id = "edit_user", tag = "users", params(("id" = AccountId, Path, description = "Id of the account.")),
    request_body = UserEdit, responses((status = 200, description = "The account.", body = UserView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/users/{id}")]
pub async fn edit_user(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AccountId>,
    body: Body<UserEdit>,
) -> Answer {
    let id = *id;
    change(&request, &caller, id, move |ctx, tx, version| users::edit(ctx, tx, id, version, &body.value))
        .await
}

/// Disable an account: its sessions end at once.
#[utoipa::path(operation_id = "disable_user", tag = "users", params(("id" = AccountId, Path, description = "Id of the account.")),
    request_body(content = Option<Reason>), responses((status = 200, description = "The account.", body = UserView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/users/{id}/disable")]
pub async fn disable_user(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AccountId>,
    body: Optional<Reason>,
) -> Answer {
    let (id, reason) = (*id, reason(body)?);
    change(&request, &caller, id, move |ctx, tx, version| {
        users::disable(ctx, tx, id, version, reason.as_deref())
    })
    .await
}

/// Let a disabled account sign in again.
#[utoipa::path(operation_id = "enable_user", tag = "users", params(("id" = AccountId, Path, description = "Id of the account.")),
    request_body(content = Option<Reason>), responses((status = 200, description = "The account.", body = UserView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/users/{id}/enable")]
pub async fn enable_user(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AccountId>,
    body: Optional<Reason>,
) -> Answer {
    let (id, reason) = (*id, reason(body)?);
    change(&request, &caller, id, move |ctx, tx, version| {
        users::enable(ctx, tx, id, version, reason.as_deref())
    })
    .await
}

fn reason(body: Optional<Reason>) -> Result<Option<String>, ApiError> {
    let reason = body.0.and_then(|body| body.reason).map(|text| text.trim().to_owned());
    let reason = reason.filter(|text| !text.is_empty());
    match reason {
        Some(text) if text.chars().count() > 500 => {
            let detail = shared::catalogue::access::REASON_REQUIRED;
            Err(ApiError::about(shared::problem::Code::Invalid, "/reason", detail))
        }
        reason => Ok(reason),
    }
}
