//! `/import_profiles`: how the files of a hospital are read, the fields that columns may mean, workbooks to fill in.

use actix_web::{HttpRequest, get, web};
use shared::catalogue::imports::ATTACHMENTS_NAME;
use shared::contract::imports::{FieldView, ImportProfileView};
use shared::contract::{History, Page};
use shared::id::ImportProfileId;

use super::caller::Caller;
use super::etag::tagged;
use super::format;
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, blocking};
use super::query::{self, Params};
use crate::app::import_profiles::{self, LISTING};
use crate::app::staffing_table::{File, FileFormat};
use crate::app::{imports, loads};

/// Import profiles of the perimeter.
#[utoipa::path(operation_id = "list_import_profiles", tag = "imports",
    responses((status = 200, description = "One page of profiles.", body = Page<ImportProfileView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("import_profiles"))))]
#[get("/import_profiles")]
pub async fn list_import_profiles(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || import_profiles::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// The fields that a column may mean.
#[utoipa::path(operation_id = "list_import_fields", tag = "imports",
    responses((status = 200, description = "All fields.", body = Vec<FieldView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/import_profiles/fields")]
pub async fn list_import_fields(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let ctx = caller.ctx();
    ctx.demand_somewhere(shared::habilitation::Rubric::Imports, shared::habilitation::Right::Read)?;
    pages::json(&imports::fields())
}

/// The workbook of attachments, filled with the open SIGMED posts and their holders.
#[utoipa::path(operation_id = "get_attachments_skeleton", tag = "imports",
    params(("establishment" = String, Query, description = "FINESS EJ.")),
    responses((status = 200, description = "The workbook.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/import_profiles/skeletons/attachments.xlsx")]
pub async fn get_attachments_skeleton(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let establishment = params.required("establishment")?;
    params.finish()?;
    let ctx = caller.owned();
    let bytes = blocking(move || loads::attachments_download(&ctx, &establishment)).await?;
    format::attachment(File { name: ATTACHMENTS_NAME.to_owned(), bytes }, FileFormat::Xlsx)
}

/// One profile on a day.
#[utoipa::path(operation_id = "get_import_profile", tag = "imports", params(("id" = ImportProfileId, Path, description = "Id of the profile.")),
    responses((status = 200, description = "The profile.", body = ImportProfileView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/import_profiles/{id}")]
pub async fn get_import_profile(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportProfileId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let profile = blocking(move || import_profiles::get(&ctx, *id, view)).await?;
    tagged(&request, profile.stamp.version, &profile)
}

/// All versions of a profile.
#[utoipa::path(operation_id = "get_import_profile_history", tag = "imports", params(("id" = ImportProfileId, Path, description = "Id of the profile.")),
    responses((status = 200, description = "Everything stated about it.", body = History<ImportProfileView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/import_profiles/{id}/history")]
pub async fn get_import_profile_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportProfileId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let known_at = params.known_at(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let past = blocking(move || import_profiles::history(&ctx, *id, known_at)).await?;
    tagged(&request, past.version, &past)
}
