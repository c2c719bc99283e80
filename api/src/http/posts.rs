//! `/posts`.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::facts::{PostCreate, PostEdit};
use shared::contract::posts::{Occupants, PostParts, PostSplit, PostView};
use shared::contract::writing::{End, Retraction};
use shared::contract::{AsRead, History, Page};
use shared::id::PostId;
use shared::post::Post;

use super::body::Body;
use super::caller::Caller;
use super::etag::tagged;
use super::facts;
use super::pages;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::{occupants, post_parts, posts};

/// Posts of the perimeter on a day.
///
/// Filters, order and page as listed; `include=occupation` says who sits on each.
#[utoipa::path(operation_id = "list_posts", tag = "posts",
    params(("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of posts; all of them as a file.", content(
        (Page<PostView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("posts"))))]
#[get("/posts")]
pub async fn list_posts(request: HttpRequest, caller: Caller) -> Answer {
    reading::list_or_file::<Post>(&request, &caller, Params::of(&request)?).await
}

/// One post on a day, with who sits on it.
#[utoipa::path(operation_id = "get_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "The post.", body = AsRead<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/posts/{id}")]
pub async fn get_post(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    reading::item::<Post>(&request, &caller, by_id(*id)).await
}

/// The whole past of a post, on both axes or along one.
#[utoipa::path(operation_id = "get_post_history", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/posts/{id}/history")]
pub async fn get_post_history(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    reading::history::<Post>(&request, &caller, by_id(*id)).await
}

/// Who has held which part of a post over time, and when part of it is free.
#[utoipa::path(operation_id = "list_post_occupants", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Its occupants, past, present and to come.", body = Occupants)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/posts/{id}/occupants")]
pub async fn list_post_occupants(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    pages::json(&blocking(move || occupants::of_post(&ctx, *id, view)).await?)
}

/// A new post.
///
/// Of a kind that SIGMED does not hold.
#[utoipa::path(operation_id = "create_post", tag = "posts", request_body = PostCreate,
    responses((status = 201, description = "The post, as read on its first day.", body = PostView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/posts")]
pub async fn create_post(request: HttpRequest, caller: Caller, body: Body<PostCreate>) -> Answer {
    facts::create(&request, &caller, body, "posts", posts::create).await
}

/// A change of a post over some days (JSON merge patch).
#[utoipa::path(operation_id = "edit_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = PostEdit,
    responses((status = 200, description = "The post, as read on the first day of the change.", body = PostView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[patch("/posts/{id}")]
pub async fn edit_post(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<PostEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        posts::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// The end of a post: it is no more from a day on.
#[utoipa::path(operation_id = "end_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = End,
    responses((status = 200, description = "The post, as read on its last day.", body = PostView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/posts/{id}/end")]
pub async fn end_post(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<End>,
) -> Answer {
    facts::end::<Post>(&request, &caller, *id, body).await
}

/// Takes back what was stated of a post by error, over some days.
#[utoipa::path(operation_id = "retract_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = Retraction,
    responses(
        (status = 200, description = "The post, as read on the first day of what is left last.", body = PostView),
        (status = 204, description = "No day of it is left.")),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/posts/{id}/retract")]
pub async fn retract_post(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<Retraction>,
) -> Answer {
    facts::retract::<Post>(&request, &caller, *id, body).await
}

/// The parts of a split post on a day, with who sits on each; none: it is whole.
#[utoipa::path(operation_id = "list_post_parts", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Its parts.", body = PostParts)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true))))]
#[get("/posts/{id}/parts")]
pub async fn list_post_parts(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let parts = blocking(move || post_parts::of_post(&ctx, *id, view)).await?;
    tagged(&request, parts.version, &parts)
}

/// A post divided into parts from a day on, divided otherwise, or made whole again.
///
/// The parts replace all those that the post has from that day on; together they have its time on every day. Who sits on the post
/// passes to a part: nobody sits on a whole that is split. `If-Match` is the version of the parts. One change, which `undo` takes
/// back whole; `dry_run=true` shows the parts without keeping them. Asks also for the right to modify affectations.
#[utoipa::path(operation_id = "split_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")), request_body = PostSplit,
    responses((status = 200, description = "The parts, as read on the first day.", body = PostParts)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/posts/{id}/parts")]
pub async fn split_post(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<PostId>,
    body: Body<PostSplit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        post_parts::divide(ctx, tx, *id, version, sent)
    })
    .await
}
