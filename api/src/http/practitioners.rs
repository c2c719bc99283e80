//! `/practitioners`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::facts::{PractitionerCreate, PractitionerEdit};
use shared::contract::people::{PractitionerSearch, PractitionerTimeline, PractitionerView};
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::PractitionerId;
use shared::practitioner::Practitioner;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::{practitioners, search, timeline};

/// Practitioners of the perimeter on a day.
///
/// Names, RPPS and birth days are searched by `POST /practitioners/search`; `include=present` says what each one does.
#[utoipa::path(operation_id = "list_practitioners", tag = "practitioners",
    params(("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of practitioners; all of them as a file.", content(
        (Page<PractitionerView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("practitioners"))))]
#[get("/practitioners")]
pub async fn list_practitioners(request: HttpRequest, caller: Caller) -> Answer {
    reading::list_or_file::<Practitioner>(&request, &caller, Params::of(&request)?).await
}

/// One practitioner on a day, with what the person does.
#[utoipa::path(operation_id = "get_practitioner", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "The practitioner.", body = AsRead<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/practitioners/{id}")]
pub async fn get_practitioner(request: HttpRequest, caller: Caller, id: web::Path<PractitionerId>) -> Answer {
    reading::item::<Practitioner>(&request, &caller, by_id(*id)).await
}

/// The whole past of the record of a practitioner, on both axes or along one.
#[utoipa::path(operation_id = "get_practitioner_history", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/practitioners/{id}/history")]
pub async fn get_practitioner_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    reading::history::<Practitioner>(&request, &caller, by_id(*id)).await
}

/// Practitioners by name, RPPS or birth day.
#[utoipa::path(operation_id = "search_practitioners", tag = "practitioners", request_body = PractitionerSearch,
    params(("include" = Option<String>, Query, description = "`present`: what each one does.")),
    responses((status = 200, description = "One page of practitioners, by name.", body = Page<PractitionerView>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-fields" = json!(true))))]
#[post("/practitioners/search")]
pub async fn search_practitioners(
    request: HttpRequest,
    caller: Caller,
    body: Body<PractitionerSearch>,
) -> Answer {
    let Body { value: mut searched, .. } = body;
    let page = (searched.limit.take(), searched.cursor.take());
    let words = serde_json::to_string(&searched).unwrap_or_default();
    let asked = ListRequest::searched(&request, &caller, &practitioners::LISTING, page, words).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let found = blocking(move || search::search(&ctx, &searched, query)).await?;
    asked.answer(&caller, found)
}

/// Everything about one practitioner on one line of time, as far as each rubric may be read.
#[utoipa::path(operation_id = "get_practitioner_timeline", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")),
    responses((status = 200, description = "The lanes that have something.", body = AsRead<PractitionerTimeline>)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/practitioners/{id}/timeline")]
pub async fn get_practitioner_timeline(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let person = *id;
    let thing = blocking(move || timeline::of_practitioner(&ctx, person, view)).await?;
    pages::json(&AsRead { thing, time: view })
}

/// A new practitioner.
///
/// Two records of one RPPS are one person.
#[utoipa::path(operation_id = "create_practitioner", tag = "practitioners", request_body = PractitionerCreate,
    responses((status = 201, description = "The practitioner, as read on its first day.", body = PractitionerView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/practitioners")]
pub async fn create_practitioner(
    request: HttpRequest,
    caller: Caller,
    body: Body<PractitionerCreate>,
) -> Answer {
    facts::create(&request, &caller, body, "practitioners", practitioners::create).await
}

/// A change of a practitioner over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_practitioner", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")), request_body = PractitionerEdit,
    responses((status = 200, description = "The practitioner, as read on the first day of the change.", body = PractitionerView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/practitioners/{id}")]
pub async fn edit_practitioner(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
    body: Body<PractitionerEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        practitioners::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of a practitioner: it is no more from a day on.
#[utoipa::path(operation_id = "end_practitioner", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")), request_body = End,
    responses((status = 200, description = "The practitioner, as read on its last day.", body = PractitionerView)),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/practitioners/{id}/end")]
pub async fn end_practitioner(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Practitioner>(&request, &caller, *id, body).await
}

/// Takes back what was stated of a practitioner by error, over some days.
#[utoipa::path(operation_id = "retract_practitioner", tag = "practitioners", params(("id" = PractitionerId, Path, description = "Id of the practitioner.")), request_body = Retraction,
    responses(
        (status = 200, description = "The practitioner, as read on the first day of what is left last.", body = PractitionerView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("practitioners")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/practitioners/{id}/retract")]
pub async fn retract_practitioner(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PractitionerId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Practitioner>(&request, &caller, *id, body).await
}
