//! `/establishments`.

use actix_web::{HttpRequest, get, web};
use shared::contract::organisation::EstablishmentView;
use shared::contract::{AsRead, History, Page};
use shared::establishment::Establishment;

use super::caller::Caller;
use super::problem::Answer;
use super::query::Params;
use super::reading;
use crate::app::establishments;

/// Establishments of the perimeter on a day.
///
/// `include=state` says what is loaded of each, how fresh it is and what waits.
#[utoipa::path(operation_id = "list_establishments", tag = "establishments",
    responses((status = 200, description = "One page of establishments.", body = Page<EstablishmentView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("establishments"))))]
#[get("/establishments")]
pub async fn list_establishments(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Establishment>(&request, &caller, Params::of(&request)?).await
}

/// One establishment on a day, with what is loaded of it.
#[utoipa::path(operation_id = "get_establishment", tag = "establishments", params(("finess" = String, Path, description = "FINESS EJ.", example = "690780044")),
    responses((status = 200, description = "The establishment.", body = AsRead<EstablishmentView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/establishments/{finess}")]
pub async fn get_establishment(request: HttpRequest, caller: Caller, finess: web::Path<String>) -> Answer {
    reading::item::<Establishment>(&request, &caller, move |ctx| establishments::id_of(ctx, &finess)).await
}

/// The whole past of an establishment, on both axes or along one.
#[utoipa::path(operation_id = "get_establishment_history", tag = "establishments", params(("finess" = String, Path, description = "FINESS EJ.", example = "690780044")),
    responses((status = 200, description = "Everything stated about it.", body = History<EstablishmentView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/establishments/{finess}/history")]
pub async fn get_establishment_history(
    request: HttpRequest,
    caller: Caller,
    finess: web::Path<String>,
) -> Answer {
    reading::history::<Establishment>(&request, &caller, move |ctx| establishments::id_of(ctx, &finess)).await
}
