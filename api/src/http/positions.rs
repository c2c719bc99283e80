//! `/positions`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::career::Position;
use shared::contract::facts::{PositionCreate, PositionEdit};
use shared::contract::people::PositionView;
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::{PositionId, PractitionerId};

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::positions;

/// Positions other than activity on a day.
///
/// A sensitive one is `ABSENT` for who may not read sensitive absences.
#[utoipa::path(operation_id = "list_positions", tag = "practitioners",
    responses((status = 200, description = "One page of positions.", body = Page<PositionView>)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("positions"))))]
#[get("/positions")]
pub async fn list_positions(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Position>(&request, &caller, Params::of(&request)?).await
}

/// Positions of one practitioner on a day.
#[utoipa::path(operation_id = "list_practitioner_positions", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "One page of positions.", body = Page<PositionView>)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("positions"))))]
#[get("/practitioners/{id}/positions")]
pub async fn list_practitioner_positions(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    reading::list_of_practitioner::<Position>(&request, &caller, *id).await
}

/// One position on a day.
#[utoipa::path(operation_id = "get_position", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")),
    responses((status = 200, description = "The position.", body = AsRead<PositionView>)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/positions/{id}")]
pub async fn get_position(request: HttpRequest, caller: Caller, id: web::Path<PositionId>) -> Answer {
    reading::item::<Position>(&request, &caller, by_id(*id)).await
}

/// The whole past of a position, on both axes or along one.
#[utoipa::path(operation_id = "get_position_history", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PositionView>)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/positions/{id}/history")]
pub async fn get_position_history(request: HttpRequest, caller: Caller, id: web::Path<PositionId>) -> Answer {
    reading::history::<Position>(&request, &caller, by_id(*id)).await
}

/// A new position.
#[utoipa::path(operation_id = "create_position", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")), request_body = PositionCreate,
    responses((status = 201, description = "The position, as read on its first day.", body = PositionView)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/practitioners/{id}/positions")]
pub async fn create_position(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
    body: Body<PositionCreate>,
) -> Answer {
    facts::create(&request, &caller, body, "positions", move |ctx, tx, sent| {
        positions::create(ctx, tx, *id, sent)
    })
    .await
}

/// A change of a position over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_position", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")), request_body = PositionEdit,
    responses((status = 200, description = "The position, as read on the first day of the change.", body = PositionView)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/positions/{id}")]
pub async fn edit_position(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PositionId>,
    body: Body<PositionEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        positions::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of a position: it is no more from a day on.
#[utoipa::path(operation_id = "end_position", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")), request_body = End,
    responses((status = 200, description = "The position, as read on its last day.", body = PositionView)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/positions/{id}/end")]
pub async fn end_position(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PositionId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Position>(&request, &caller, *id, body).await
}

/// Takes back what was stated of a position by error, over some days.
#[utoipa::path(operation_id = "retract_position", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")), request_body = Retraction,
    responses(
        (status = 200, description = "The position, as read on the first day of what is left last.", body = PositionView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/positions/{id}/retract")]
pub async fn retract_position(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PositionId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Position>(&request, &caller, *id, body).await
}
