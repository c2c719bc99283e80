//! `/statuses`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::career::Status;
use shared::contract::facts::{StatusCreate, StatusEdit};
use shared::contract::people::StatusView;
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::{PractitionerId, StatusId};

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::statuses;

/// Employments of the perimeter on a day.
#[utoipa::path(operation_id = "list_statuses", tag = "practitioners",
    responses((status = 200, description = "One page of statuses.", body = Page<StatusView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("statuses"))))]
#[get("/statuses")]
pub async fn list_statuses(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Status>(&request, &caller, Params::of(&request)?).await
}

/// Employments of one practitioner on a day.
#[utoipa::path(operation_id = "list_practitioner_statuses", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "One page of statuses.", body = Page<StatusView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("statuses"))))]
#[get("/practitioners/{id}/statuses")]
pub async fn list_practitioner_statuses(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    reading::list_of_practitioner::<Status>(&request, &caller, *id).await
}

/// One employment on a day.
#[utoipa::path(operation_id = "get_status", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the status.")),
    responses((status = 200, description = "The status.", body = AsRead<StatusView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/statuses/{id}")]
pub async fn get_status(request: HttpRequest, caller: Caller, id: web::Path<StatusId>) -> Answer {
    reading::item::<Status>(&request, &caller, by_id(*id)).await
}

/// The whole past of an employment, on both axes or along one.
#[utoipa::path(operation_id = "get_status_history", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the status.")),
    responses((status = 200, description = "Everything stated about it.", body = History<StatusView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/statuses/{id}/history")]
pub async fn get_status_history(request: HttpRequest, caller: Caller, id: web::Path<StatusId>) -> Answer {
    reading::history::<Status>(&request, &caller, by_id(*id)).await
}

/// A new employment.
#[utoipa::path(operation_id = "create_status", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")), request_body = StatusCreate,
    responses((status = 201, description = "The employment, as read on its first day.", body = StatusView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/practitioners/{id}/statuses")]
pub async fn create_status(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
    body: Body<StatusCreate>,
) -> Answer {
    facts::create(&request, &caller, body, "statuses", move |ctx, tx, sent| {
        statuses::create(ctx, tx, *id, sent)
    })
    .await
}

/// A change of an employment over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_status", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the employment.")), request_body = StatusEdit,
    responses((status = 200, description = "The employment, as read on the first day of the change.", body = StatusView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/statuses/{id}")]
pub async fn edit_status(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StatusId>,
    body: Body<StatusEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        statuses::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of an employment: it is no more from a day on.
#[utoipa::path(operation_id = "end_status", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the employment.")), request_body = End,
    responses((status = 200, description = "The employment, as read on its last day.", body = StatusView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/statuses/{id}/end")]
pub async fn end_status(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StatusId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Status>(&request, &caller, *id, body).await
}

/// Takes back what was stated of an employment by error, over some days.
#[utoipa::path(operation_id = "retract_status", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the employment.")), request_body = Retraction,
    responses(
        (status = 200, description = "The employment, as read on the first day of what is left last.", body = StatusView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/statuses/{id}/retract")]
pub async fn retract_status(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StatusId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Status>(&request, &caller, *id, body).await
}
