//! `/practitioners`.

use actix_web::{HttpRequest, get, post, web};
use shared::contract::people::{PractitionerSearch, PractitionerTimeline, PractitionerView};
use shared::contract::{History, Page};
use shared::id::PractitionerId;
use shared::practitioner::Practitioner;

use super::body::Body;
use super::caller::Caller;
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::{json_answer, reading};
use crate::app::{practitioners, search, timeline};

/// Practitioners of the perimeter on a day.
///
/// Names, RPPS and birth days are searched by `POST /practitioners/search`; `include=present` says what each one does.
#[utoipa::path(operation_id = "list_practitioners", tag = "practitioners",
    responses((status = 200, description = "One page of practitioners.", body = Page<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("practitioners"))))]
#[get("/practitioners")]
pub async fn list_practitioners(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Practitioner>(&request, &caller, Params::of(&request)?).await
}

/// One practitioner on a day, with what the person does.
#[utoipa::path(operation_id = "get_practitioner", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "The practitioner.", body = PractitionerView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/practitioners/{id}")]
pub async fn get_practitioner(request: HttpRequest, caller: Caller, id: web::Path<PractitionerId>) -> Answer {
    reading::item::<Practitioner>(&request, &caller, *id).await
}

/// The whole past of the record of a practitioner, on both axes.
#[utoipa::path(operation_id = "get_practitioner_history", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/practitioners/{id}/history")]
pub async fn get_practitioner_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    reading::history::<Practitioner>(&request, &caller, *id).await
}

/// Practitioners by name, RPPS or birth day.
#[utoipa::path(operation_id = "search_practitioners", tag = "practitioners", request_body = PractitionerSearch,
    params(("include" = Option<String>, Query, description = "`present`: what each one does.")),
    responses((status = 200, description = "One page of practitioners, by name.", body = Page<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[post("/practitioners/search")]
pub async fn search_practitioners(
    request: HttpRequest,
    caller: Caller,
    body: Body<PractitionerSearch>,
) -> Answer {
    let Body { value: mut searched, .. } = body;
    let page = (searched.limit.take(), searched.cursor.take());
    let words = serde_json::to_string(&searched).unwrap_or_default();
    let asked = ListRequest::searched(&request, &caller, &practitioners::LISTING, page, words)?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let found = blocking(move || search::search(&ctx, &searched, query)).await?;
    asked.answer(&caller, found)
}

/// Everything about one practitioner on one line of time, as far as each rubric may be read.
#[utoipa::path(operation_id = "get_practitioner_timeline", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "The lanes that have something.", body = PractitionerTimeline)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/practitioners/{id}/timeline")]
pub async fn get_practitioner_timeline(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx())?;
    params.finish()?;
    let ctx = caller.owned();
    json_answer(&blocking(move || timeline::of_practitioner(&ctx, *id, view)).await?)
}
