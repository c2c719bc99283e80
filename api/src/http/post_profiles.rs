//! `/posts/{id}/profile`: the edition in force and the draft, its approval, its document.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use futures_util::StreamExt as _;
use shared::catalogue::post_profiles as texts;
use shared::contract::post_profiles::{EditionView, PostProfileApproval, PostProfilePut, PostProfileView};
use shared::contract::{AsRead, History};
use shared::id::PostId;
use shared::post_profile::LARGEST_DOCUMENT;
use shared::problem::Code;

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::format::disposition;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::upload::disposed;
use super::writing::{Asked, Written, write};
use crate::app::post_documents::{self, Examined};
use crate::app::post_profiles;

const PDF: &str = "application/pdf";

/// The profile of a post on a day: the edition that is approved, and the one that is being written.
#[utoipa::path(operation_id = "get_post_profile", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "The profile; version 0 when nothing was ever written.", body = AsRead<PostProfileView>)),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true))))]
#[get("/posts/{id}/profile")]
pub async fn get_post_profile(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let found = blocking(move || post_profiles::get(&ctx, *id, view)).await?;
    tagged(&request, found.version, &AsRead { thing: found, time: view })
}

/// The whole past of the editions of a post, on both axes or along one.
#[utoipa::path(operation_id = "get_post_profile_history", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Everything stated in its editions.", body = History<EditionView>)),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/posts/{id}/profile/history")]
pub async fn get_post_profile_history(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let asked = params.retrospect(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let past = blocking(move || post_profiles::history(&ctx, *id, asked)).await?;
    tagged(&request, past.version, &past)
}

/// Write the draft of the profile, whole: what is left out says nothing.
///
/// The first draft is begun from version 0; the edition that is approved stays in force until the draft is.
#[utoipa::path(operation_id = "put_post_profile", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = PostProfilePut,
    responses((status = 200, description = "The profile, as read today.", body = PostProfileView)),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[put("/posts/{id}/profile")]
pub async fn put_post_profile(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<PostProfilePut>,
) -> Answer {
    let version = if_match(&request)?;
    let asked = Asked::change(Params::of(&request)?)?;
    write(&caller, asked, move |ctx, tx| {
        let written = post_profiles::put(ctx, tx, *id, version, body.value)?;
        Written::changed(written.version, &written)
    })
    .await
}

/// Approve the draft: it is in force from today on, and the former edition is replaced.
///
/// Refused to whoever wrote it (403 `right.own_submission`), and as long as a mandatory field says nothing (409
/// `post_profile.incomplete`, which names them in `missing`).
#[utoipa::path(operation_id = "approve_post_profile", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = PostProfileApproval,
    responses((status = 200, description = "The profile, as read today.", body = PostProfileView)),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("validate")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/posts/{id}/profile/approve")]
pub async fn approve_post_profile(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<PostProfileApproval>,
) -> Answer {
    let version = if_match(&request)?;
    let asked = Asked::change(Params::of(&request)?)?;
    write(&caller, asked, move |ctx, tx| {
        let approved = post_profiles::approve(ctx, tx, *id, version, &body.value)?;
        Written::changed(approved.version, &approved)
    })
    .await
}

/// Attach a PDF to the draft, in the place of the one it has.
///
/// The body is the PDF, 10 MiB at most, under the name in `Content-Disposition`. What is no PDF by its content, has no
/// end, is encrypted, or holds scripts, launches or other files is refused (422 `post_profile.document_refused`, with
/// `cause`: `pdf.not_pdf`, `pdf.truncated`, `pdf.encrypted`, `pdf.active`, `pdf.unreadable`). It is kept encrypted.
#[utoipa::path(operation_id = "put_post_profile_document", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    request_body(description = "The PDF.", content((Vec<u8> = "application/pdf"))),
    responses((status = 200, description = "The profile, as read today.", body = PostProfileView)),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[put("/posts/{id}/profile/document")]
pub async fn put_post_profile_document(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    payload: web::Payload,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    let headers = request.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != PDF || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(ApiError::refused(Code::MediaType, texts::PDF_EXPECTED));
    }
    // Before anything is received: ten mebibytes are not for everybody to send.
    let (ctx, post) = (caller.owned(), *id);
    blocking(move || post_documents::may_send(&ctx, post)).await?;
    let name = headers.get(header::CONTENT_DISPOSITION).and_then(disposed).unwrap_or_default();
    let bytes = received(payload).await?;
    let ctx = caller.owned();
    let sent = blocking(move || Examined::of(&ctx, &name, &bytes)).await?;
    write(&caller, asked, move |ctx, tx| {
        let written = post_documents::attach(ctx, tx, post, version, &sent)?;
        Written::changed(written.version, &written)
    })
    .await
}

/// The bytes of a document, which is small enough for the memory.
async fn received(mut payload: web::Payload) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        bytes.extend_from_slice(&chunk.map_err(|_| ApiError::code(Code::RequestMalformed))?);
        if bytes.len() > LARGEST_DOCUMENT {
            return Err(ApiError::refused(Code::TooLarge, texts::DOCUMENT_TOO_LARGE));
        }
    }
    Ok(bytes)
}

/// The PDF of the edition that is approved that day, or of the edition of a number.
#[utoipa::path(operation_id = "get_post_profile_document", tag = "posts",
    params(("id" = PostId, Path, description = "Id of the post."), ("edition" = Option<u32>, Query, description = "Number of the edition; left out: the approved one.")),
    responses((status = 200, description = "The PDF.", content((Vec<u8> = "application/pdf")))),
    extensions(("x-rubric" = json!("post_profiles")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/posts/{id}/profile/document")]
pub async fn get_post_profile_document(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    let edition = params.read::<u32>("edition")?;
    params.finish()?;
    let ctx = caller.owned();
    let file = blocking(move || post_documents::get(&ctx, *id, edition, view)).await?;
    Ok(HttpResponse::Ok()
        .content_type(PDF)
        .insert_header((header::CONTENT_DISPOSITION, disposition(&file.name)))
        .body(file.bytes))
}
