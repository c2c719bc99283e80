//! `/import_profiles`: how the files of a hospital are read, the fields that columns may mean, workbooks to fill in.

use actix_web::{HttpRequest, get, web};
use shared::catalogue::imports::skeleton_name;
use shared::contract::imports::{FieldView, ImportProfileView, SkeletonFile};
use shared::contract::{AsRead, History, Page};
use shared::id::ImportProfileId;
use shared::problem::Code;
use shared::time::Day;

use super::caller::Caller;
use super::etag::tagged;
use super::format;
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, ApiError, blocking};
use super::query::{self, Params};
use super::sparse::Fields;
use crate::app::import_profiles::{self, LISTING};
use crate::app::skeletons::Wanted;
use crate::app::staffing_table::{File, FileFormat};
use crate::app::{imports, skeletons};

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

/// A workbook to fill in, empty or with what is known of a day.
///
/// `attachments` lists the open SIGMED posts with their holders (named for who may read practitioners) and their places;
/// `posts` the posts that SIGMED does not know; `structures` poles, services and units with their past; `sirh` has only its
/// headings. Sent as an import of the same name it is read as it is, and plans nothing as long as nothing is changed; a post
/// that has no place yet is attached to the establishment if its line is left as it is. All cells are text; the hidden sheet
/// `_logimedh` says its version, its establishment and its day. What is filled in is written in the journal. A name
/// that does not exist is 404.
#[utoipa::path(operation_id = "get_import_skeleton", tag = "imports",
    params(("file" = SkeletonFile, Path, description = "Which workbook.", example = "attachments"),
        ("establishment" = String, Query, description = "FINESS EJ.", example = "690780044"),
        ("filled" = Option<bool>, Query, description = "With what is known (default, but for `sirh`), or headings alone.", example = true),
        ("as_of" = Option<Day>, Query, description = "The day that it tells of; today by default.", example = "2026-10-15")),
    responses((status = 200, description = "The workbook.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/import_skeletons/{file}")]
pub async fn get_import_skeleton(request: HttpRequest, caller: Caller, file: web::Path<String>) -> Answer {
    let mut params = Params::of(&request)?;
    let (establishment, filled) = (params.required("establishment")?, params.read("filled")?);
    let as_of = params.day(caller.ctx())?;
    params.finish()?;
    let file = SkeletonFile::from_name(&file).ok_or_else(|| ApiError::code(Code::NotFound))?;
    let (ctx, wanted) = (caller.owned(), Wanted { file, establishment, filled, as_of });
    let bytes = blocking(move || skeletons::download(&ctx, &wanted)).await?;
    format::attachment(File { name: skeleton_name(file).to_owned(), bytes }, FileFormat::Xlsx)
}

/// One profile on a day.
#[utoipa::path(operation_id = "get_import_profile", tag = "imports", params(("id" = ImportProfileId, Path, description = "Id of the profile.")),
    responses((status = 200, description = "The profile.", body = AsRead<ImportProfileView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/import_profiles/{id}")]
pub async fn get_import_profile(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportProfileId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    let fields = Fields::read(&request, &caller, &mut params, &LISTING)?;
    params.finish()?;
    let ctx = caller.owned();
    let profile = blocking(move || import_profiles::get(&ctx, *id, view)).await?;
    tagged(&request, profile.stamp.version, &AsRead { thing: fields.of(profile)?, time: view })
}

/// All versions of a profile.
#[utoipa::path(operation_id = "get_import_profile_history", tag = "imports", params(("id" = ImportProfileId, Path, description = "Id of the profile.")),
    responses((status = 200, description = "Everything stated about it.", body = History<ImportProfileView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/import_profiles/{id}/history")]
pub async fn get_import_profile_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportProfileId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let asked = params.retrospect(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let past = blocking(move || import_profiles::history(&ctx, *id, asked)).await?;
    tagged(&request, past.version, &past)
}
