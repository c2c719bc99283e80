//! `/structures`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::catalogue::requests as texts;
use shared::contract::facts::{StructureCreate, StructureEdit};
use shared::contract::headships::{StructureMerged, StructureMerger};
use shared::contract::organisation::StructureView;
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::StructureId;
use shared::problem::Code;
use shared::structure::Structure;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::mergers;
use crate::app::structures::{self, LISTING};

/// Poles, services and units of the perimeter on a day.
///
/// With `tree=true`, all of one establishment in one page, each after the one above it, with its depth.
#[utoipa::path(operation_id = "list_structures", tag = "structures",
    params(("tree" = Option<bool>, Query, description = "The whole tree of `establishment`, which must then be given."),
        ("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of structures; all of them as a file.", content(
        (Page<StructureView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("structures"))))]
#[get("/structures")]
pub async fn list_structures(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    if !params.read::<bool>("tree")?.unwrap_or_default() {
        return reading::list_or_file::<Structure>(&request, &caller, params).await;
    }
    let asked = ListRequest::read(&request, &caller, params, &LISTING).await?;
    if !asked.asked.filters.iter().any(|one| one.field.name == "establishment") {
        return Err(ApiError::about(
            Code::RequestMalformed,
            "establishment",
            texts::missing("establishment"),
        ));
    }
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || structures::tree(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One structure on a day.
#[utoipa::path(operation_id = "get_structure", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure.")),
    responses((status = 200, description = "The structure.", body = AsRead<StructureView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/structures/{id}")]
pub async fn get_structure(request: HttpRequest, caller: Caller, id: web::Path<StructureId>) -> Answer {
    reading::item::<Structure>(&request, &caller, by_id(*id)).await
}

/// The whole past of a structure, on both axes or along one.
#[utoipa::path(operation_id = "get_structure_history", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure.")),
    responses((status = 200, description = "Everything stated about it.", body = History<StructureView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/structures/{id}/history")]
pub async fn get_structure_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StructureId>,
) -> Answer {
    reading::history::<Structure>(&request, &caller, by_id(*id)).await
}

/// A new structure.
#[utoipa::path(operation_id = "create_structure", tag = "structures", request_body = StructureCreate,
    responses((status = 201, description = "The structure, as read on its first day.", body = StructureView)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/structures")]
pub async fn create_structure(request: HttpRequest, caller: Caller, body: Body<StructureCreate>) -> Answer {
    facts::create(&request, &caller, body, "structures", structures::create).await
}

/// A change of a structure over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_structure", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure.")), request_body = StructureEdit,
    responses((status = 200, description = "The structure, as read on the first day of the change.", body = StructureView)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/structures/{id}")]
pub async fn edit_structure(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StructureId>,
    body: Body<StructureEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        structures::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of a structure: it is no more from a day on.
#[utoipa::path(operation_id = "end_structure", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure.")), request_body = End,
    responses((status = 200, description = "The structure, as read on its last day.", body = StructureView)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/structures/{id}/end")]
pub async fn end_structure(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StructureId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Structure>(&request, &caller, *id, body).await
}

/// Takes back what was stated of a structure by error, over some days.
#[utoipa::path(operation_id = "retract_structure", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure.")), request_body = Retraction,
    responses(
        (status = 200, description = "The structure, as read on the first day of what is left last.", body = StructureView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/structures/{id}/retract")]
pub async fn retract_structure(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StructureId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Structure>(&request, &caller, *id, body).await
}

/// A structure is taken in by another of the same kind from a day on: what it holds passes to it, its heads leave, it ends.
///
/// One change, which `undo` takes back whole; `dry_run=true` counts what would move. Asks also for the right to modify posts,
/// affectations and headships.
#[utoipa::path(operation_id = "merge_structure", tag = "structures", params(("id" = StructureId, Path, description = "Id of the structure that is absorbed.")), request_body = StructureMerger,
    responses((status = 200, description = "What passed from one to the other.", body = StructureMerged)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/structures/{id}/merge")]
pub async fn merge_structure(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<StructureId>,
    body: Body<StructureMerger>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        mergers::merge(ctx, tx, *id, version, &sent)
    })
    .await
}
