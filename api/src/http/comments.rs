//! `/comments`: the threads of posts, requests, lists and posts of tours.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use shared::catalogue::comments as texts;
use shared::comment::Target;
use shared::contract::comments::{CommentCreate, CommentView, MentionablePeople, Thread, ThreadRead};
use shared::id::CommentId;
use shared::problem::Code;

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::listing::limit;
use super::pages;
use super::problem::{Answer, ApiError, blocking};
use super::query::{self, Params};
use super::writing::{Asked, Written, write};
use crate::app::comments;

/// The subject that a query names.
fn subject(params: &mut Params) -> Result<Target, ApiError> {
    let text = params.required("subject")?;
    text.parse().map_err(|_| ApiError::about(Code::RequestMalformed, "subject", texts::NO_SUBJECT))
}

/// The thread of a post, of a request, of a list or of a post in a tour, newest first.
///
/// Needs the right to read the subject and `tours:read` (comments) at its establishment.
#[utoipa::path(operation_id = "list_comments", tag = "comments",
    params(
        ("subject" = String, Query, description = "`post:{id}`, `request:{id}`, `list:{tour}:{finess}` or `entry:{tour}:{post}`.", example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef"),
        ("before" = Option<CommentId>, Query, description = "Only comments older than this one."),
        ("limit" = Option<u32>, Query, minimum = 1, description = "Comments at most, 50 when it is left out; above 500 it is lowered to 500."),
    ),
    responses((status = 200, description = "The thread.", body = Thread)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta"))))]
#[get("/comments")]
pub async fn list_comments(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let target = subject(&mut params)?;
    let before = params.read::<CommentId>("before")?;
    let limit = limit(&mut params)?;
    params.finish()?;
    let asked = comments::Asked { target, before, limit };
    let ctx = caller.owned();
    pages::json(&blocking(move || comments::list(&ctx, &asked)).await?)
}

/// Who may be named in a thread: those who may read it. Empty for who may not write in it.
#[utoipa::path(operation_id = "list_mentionable_people", tag = "comments",
    params(("subject" = String, Query, description = "`post:{id}`, `request:{id}`, `list:{tour}:{finess}` or `entry:{tour}:{post}`.", example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef")),
    responses((status = 200, description = "People, by name.", body = MentionablePeople)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta"))))]
#[get("/comments/mentionable")]
pub async fn list_mentionable_people(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let target = subject(&mut params)?;
    params.finish()?;
    let ctx = caller.owned();
    pages::json(&blocking(move || comments::mentionable(&ctx, &target)).await?)
}

/// One comment.
#[utoipa::path(operation_id = "get_comment", tag = "comments", params(("id" = CommentId, Path, description = "Id of the comment.")),
    responses((status = 200, description = "The comment.", body = CommentView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-tag" = json!(true))))]
#[get("/comments/{id}")]
pub async fn get_comment(request: HttpRequest, caller: Caller, id: web::Path<CommentId>) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    let comment = blocking(move || comments::get(&ctx, *id)).await?;
    tagged(&request, comment.version, &comment)
}

/// Says something in a thread.
///
/// From a seat of the hospital (`hospital_manager`, `hospital_approver`) or of its agency (`ars_manager`, `ars_approver`); the
/// others read. Each account named must be one that may read the thread: 422 tells which is not.
#[utoipa::path(operation_id = "write_comment", tag = "comments", request_body = CommentCreate,
    responses((status = 201, description = "The comment.", body = CommentView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/comments")]
pub async fn write_comment(request: HttpRequest, caller: Caller, body: Body<CommentCreate>) -> Answer {
    let asked = Asked::creation(&request, &caller, Params::of(&request)?, &body.hash)?;
    write(&caller, asked, move |ctx, tx| {
        let comment = comments::write(ctx, tx, &body.value)?;
        Written::created(format!("/api/v1/comments/{}", comment.id), comment.version, &comment)
    })
    .await
}

/// Notes how far you have read a thread. What came after `last` stays unread.
#[utoipa::path(operation_id = "read_comments", tag = "comments", request_body = ThreadRead,
    responses((status = 204, description = "Noted.")),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta"))))]
#[post("/comments/read")]
pub async fn read_comments(request: HttpRequest, caller: Caller, body: Body<ThreadRead>) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    blocking(move || comments::mark_read(&ctx, &body.value)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes back what you said: its place stays in the thread, its words go.
#[utoipa::path(operation_id = "delete_comment", tag = "comments", params(("id" = CommentId, Path, description = "Id of the comment.")),
    responses((status = 204, description = "Taken back.")),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[delete("/comments/{id}")]
pub async fn delete_comment(request: HttpRequest, caller: Caller, id: web::Path<CommentId>) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        comments::delete(ctx, tx, *id, version)?;
        Ok(Written::nothing())
    })
    .await
}
