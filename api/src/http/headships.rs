//! `/headships`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::headships::{HeadshipCreate, HeadshipEdit, HeadshipView};
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::headship::Headship;
use shared::id::HeadshipId;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::headships;

/// Heads of poles, services and units on a day.
#[utoipa::path(operation_id = "list_headships", tag = "headships",
    params(("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of headships; all of them as a file.", content(
        (Page<HeadshipView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("headships"))))]
#[get("/headships")]
pub async fn list_headships(request: HttpRequest, caller: Caller) -> Answer {
    reading::list_or_file::<Headship>(&request, &caller, Params::of(&request)?).await
}

/// One headship on a day.
#[utoipa::path(operation_id = "get_headship", tag = "headships", params(("id" = HeadshipId, Path, description = "Id of the headship.")),
    responses((status = 200, description = "The headship.", body = AsRead<HeadshipView>)),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/headships/{id}")]
pub async fn get_headship(request: HttpRequest, caller: Caller, id: web::Path<HeadshipId>) -> Answer {
    reading::item::<Headship>(&request, &caller, by_id(*id)).await
}

/// The whole past of a headship, on both axes or along one.
#[utoipa::path(operation_id = "get_headship_history", tag = "headships", params(("id" = HeadshipId, Path, description = "Id of the headship.")),
    responses((status = 200, description = "Everything stated about it.", body = History<HeadshipView>)),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/headships/{id}/history")]
pub async fn get_headship_history(request: HttpRequest, caller: Caller, id: web::Path<HeadshipId>) -> Answer {
    reading::history::<Headship>(&request, &caller, by_id(*id)).await
}

/// A new mandate at the head of a structure.
///
/// Without `valid_to` it lasts as long as the function may: 48 months (CSP, art. R. 6146-4).
#[utoipa::path(operation_id = "create_headship", tag = "headships", request_body = HeadshipCreate,
    responses((status = 201, description = "The headship, as read on its first day.", body = HeadshipView)),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/headships")]
pub async fn create_headship(request: HttpRequest, caller: Caller, body: Body<HeadshipCreate>) -> Answer {
    facts::create(&request, &caller, body, "headships", headships::create).await
}

/// A change of a headship over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_headship", tag = "headships", params(("id" = HeadshipId, Path, description = "Id of the headship.")), request_body = HeadshipEdit,
    responses((status = 200, description = "The headship, as read on the first day of the change.", body = HeadshipView)),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/headships/{id}")]
pub async fn edit_headship(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<HeadshipId>,
    body: Body<HeadshipEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        headships::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of a headship: it is no more from a day on.
#[utoipa::path(operation_id = "end_headship", tag = "headships", params(("id" = HeadshipId, Path, description = "Id of the headship.")), request_body = End,
    responses((status = 200, description = "The headship, as read on its last day.", body = HeadshipView)),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/headships/{id}/end")]
pub async fn end_headship(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<HeadshipId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Headship>(&request, &caller, *id, body).await
}

/// Takes back what was stated of a headship by error, over some days.
#[utoipa::path(operation_id = "retract_headship", tag = "headships", params(("id" = HeadshipId, Path, description = "Id of the headship.")), request_body = Retraction,
    responses(
        (status = 200, description = "The headship, as read on the first day of what is left last.", body = HeadshipView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("headships")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/headships/{id}/retract")]
pub async fn retract_headship(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<HeadshipId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Headship>(&request, &caller, *id, body).await
}
