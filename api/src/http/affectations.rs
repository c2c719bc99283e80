//! `/affectations`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::affectation::Affectation;
use shared::contract::facts::{AffectationCreate, AffectationEdit};
use shared::contract::people::AffectationView;
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::AffectationId;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::affectations;

/// Affectations of the perimeter on a day.
#[utoipa::path(operation_id = "list_affectations", tag = "affectations",
    params(("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of affectations; all of them as a file.", content(
        (Page<AffectationView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("affectations"))))]
#[get("/affectations")]
pub async fn list_affectations(request: HttpRequest, caller: Caller) -> Answer {
    reading::list_or_file::<Affectation>(&request, &caller, Params::of(&request)?).await
}

/// One affectation on a day.
#[utoipa::path(operation_id = "get_affectation", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")),
    responses((status = 200, description = "The affectation.", body = AsRead<AffectationView>)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/affectations/{id}")]
pub async fn get_affectation(request: HttpRequest, caller: Caller, id: web::Path<AffectationId>) -> Answer {
    reading::item::<Affectation>(&request, &caller, by_id(*id)).await
}

/// The whole past of an affectation, on both axes or along one.
#[utoipa::path(operation_id = "get_affectation_history", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")),
    responses((status = 200, description = "Everything stated about it.", body = History<AffectationView>)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/affectations/{id}/history")]
pub async fn get_affectation_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AffectationId>,
) -> Answer {
    reading::history::<Affectation>(&request, &caller, by_id(*id)).await
}

/// A new affectation.
#[utoipa::path(operation_id = "create_affectation", tag = "affectations", request_body = AffectationCreate,
    responses((status = 201, description = "The affectation, as read on its first day.", body = AffectationView)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/affectations")]
pub async fn create_affectation(
    request: HttpRequest,
    caller: Caller,
    body: Body<AffectationCreate>,
) -> Answer {
    facts::create(&request, &caller, body, "affectations", affectations::create).await
}

/// A change of an affectation over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_affectation", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")), request_body = AffectationEdit,
    responses((status = 200, description = "The affectation, as read on the first day of the change.", body = AffectationView)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/affectations/{id}")]
pub async fn edit_affectation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AffectationId>,
    body: Body<AffectationEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        affectations::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of an affectation: it is no more from a day on.
#[utoipa::path(operation_id = "end_affectation", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")), request_body = End,
    responses((status = 200, description = "The affectation, as read on its last day.", body = AffectationView)),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/affectations/{id}/end")]
pub async fn end_affectation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AffectationId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Affectation>(&request, &caller, *id, body).await
}

/// Takes back what was stated of an affectation by error, over some days.
#[utoipa::path(operation_id = "retract_affectation", tag = "affectations", params(("id" = AffectationId, Path, description = "Id of the affectation.")), request_body = Retraction,
    responses(
        (status = 200, description = "The affectation, as read on the first day of what is left last.", body = AffectationView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("affectations")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/affectations/{id}/retract")]
pub async fn retract_affectation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<AffectationId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Affectation>(&request, &caller, *id, body).await
}
