//! `/affectations`.

use actix_web::{HttpRequest, get, web};
use shared::affectation::Affectation;
use shared::contract::people::AffectationView;
use shared::contract::{History, Page};
use shared::id::AffectationId;

use super::caller::Caller;
use super::problem::Answer;
use super::query::Params;
use super::reading;

/// Affectations of the perimeter on a day.
#[utoipa::path(operation_id = "list_affectations", tag = "affectations",
    responses((status = 200, description = "One page of affectations.", body = Page<AffectationView>)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("affectations"))))]
#[get("/affectations")]
pub async fn list_affectations(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Affectation>(&request, &caller, Params::of(&request)?).await
}

/// One affectation on a day.
#[utoipa::path(operation_id = "get_affectation", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")),
    responses((status = 200, description = "The affectation.", body = AffectationView)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/affectations/{id}")]
pub async fn get_affectation(request: HttpRequest, caller: Caller, id: web::Path<AffectationId>) -> Answer {
    reading::item::<Affectation>(&request, &caller, *id).await
}

/// The whole past of an affectation, on both axes.
#[utoipa::path(operation_id = "get_affectation_history", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")),
    responses((status = 200, description = "Everything stated about it.", body = History<AffectationView>)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/affectations/{id}/history")]
pub async fn get_affectation_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AffectationId>,
) -> Answer {
    reading::history::<Affectation>(&request, &caller, *id).await
}
