//! `/positions`.

use actix_web::{HttpRequest, get, web};
use shared::career::Position;
use shared::contract::people::PositionView;
use shared::contract::{History, Page};
use shared::id::{PositionId, PractitionerId};

use super::caller::Caller;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::reading;
use crate::app::practitioners;

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
    let (ctx, id) = (caller.owned(), *id);
    blocking(move || practitioners::demand(&ctx, id)).await?;
    reading::list_under::<Position>(&request, &caller, practitioners::OWN, id.to_string()).await
}

/// One position on a day.
#[utoipa::path(operation_id = "get_position", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")),
    responses((status = 200, description = "The position.", body = PositionView)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/positions/{id}")]
pub async fn get_position(request: HttpRequest, caller: Caller, id: web::Path<PositionId>) -> Answer {
    reading::item::<Position>(&request, &caller, *id).await
}

/// The whole past of a position, on both axes.
#[utoipa::path(operation_id = "get_position_history", tag = "practitioners", params(("id" = PositionId, Path, description = "Id of the position.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PositionView>)),
    extensions(("x-rubric" = json!("careers")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/positions/{id}/history")]
pub async fn get_position_history(request: HttpRequest, caller: Caller, id: web::Path<PositionId>) -> Answer {
    reading::history::<Position>(&request, &caller, *id).await
}
