//! `/posts`.

use actix_web::{HttpRequest, get, web};
use shared::contract::posts::{Occupants, PostView};
use shared::contract::{History, Page};
use shared::id::PostId;
use shared::post::Post;

use super::caller::Caller;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::{json_answer, reading};
use crate::app::occupants;

/// Posts of the perimeter on a day.
///
/// Filters, order and page as listed; `include=occupation` says who sits on each.
#[utoipa::path(operation_id = "list_posts", tag = "posts",
    responses((status = 200, description = "One page of posts.", body = Page<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("posts"))))]
#[get("/posts")]
pub async fn list_posts(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Post>(&request, &caller, Params::of(&request)?).await
}

/// One post on a day, with who sits on it.
#[utoipa::path(operation_id = "get_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "The post.", body = PostView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/posts/{id}")]
pub async fn get_post(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    reading::item::<Post>(&request, &caller, *id).await
}

/// The whole past of a post, on both axes.
#[utoipa::path(operation_id = "get_post_history", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/posts/{id}/history")]
pub async fn get_post_history(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    reading::history::<Post>(&request, &caller, *id).await
}

/// Who has held which part of a post over time, and when part of it is free.
#[utoipa::path(operation_id = "list_post_occupants", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Its occupants, past, present and to come.", body = Occupants)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/posts/{id}/occupants")]
pub async fn list_post_occupants(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx())?;
    params.finish()?;
    let ctx = caller.owned();
    json_answer(&blocking(move || occupants::of_post(&ctx, *id, view)).await?)
}
