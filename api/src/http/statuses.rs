//! `/statuses`.

use actix_web::{HttpRequest, get, web};
use shared::career::Status;
use shared::contract::people::StatusView;
use shared::contract::{History, Page};
use shared::id::{PractitionerId, StatusId};

use super::caller::Caller;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::reading;
use crate::app::practitioners;

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
    let (ctx, id) = (caller.owned(), *id);
    blocking(move || practitioners::demand(&ctx, id)).await?;
    reading::list_under::<Status>(&request, &caller, practitioners::OWN, id.to_string()).await
}

/// One employment on a day.
#[utoipa::path(operation_id = "get_status", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the status.")),
    responses((status = 200, description = "The status.", body = StatusView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/statuses/{id}")]
pub async fn get_status(request: HttpRequest, caller: Caller, id: web::Path<StatusId>) -> Answer {
    reading::item::<Status>(&request, &caller, *id).await
}

/// The whole past of an employment, on both axes.
#[utoipa::path(operation_id = "get_status_history", tag = "practitioners", params(("id" = StatusId, Path, description = "Id of the status.")),
    responses((status = 200, description = "Everything stated about it.", body = History<StatusView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/statuses/{id}/history")]
pub async fn get_status_history(request: HttpRequest, caller: Caller, id: web::Path<StatusId>) -> Answer {
    reading::history::<Status>(&request, &caller, *id).await
}
