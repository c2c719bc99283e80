//! `/posts`.

use actix_web::{HttpRequest, get, web};
use shared::contract::posts::PostView;
use shared::contract::{History, Page};
use shared::id::PostId;

use super::caller::Caller;
use super::etag::tagged;
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::Params;
use crate::app::posts::{self, LISTING};

/// Posts of the perimeter on a day.
///
/// Filters, order and page as listed; `include=occupation` says who sits on each.
#[utoipa::path(operation_id = "list_posts", tag = "posts",
    responses((status = 200, description = "One page of posts.", body = Page<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("posts"))))]
#[get("/posts")]
pub async fn list_posts(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &LISTING)?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || posts::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One post on a day, with who sits on it.
#[utoipa::path(operation_id = "get_post", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "The post.", body = PostView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/posts/{id}")]
pub async fn get_post(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let view = params.view(caller.ctx())?;
    params.finish()?;
    let ctx = caller.owned();
    let post = blocking(move || posts::get(&ctx, *id, view)).await?;
    tagged(&request, post.stamp.version, &post)
}

/// The whole past of a post, on both axes.
#[utoipa::path(operation_id = "get_post_history", tag = "posts", params(("id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Everything stated about it.", body = History<PostView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("known_at"))))]
#[get("/posts/{id}/history")]
pub async fn get_post_history(request: HttpRequest, caller: Caller, id: web::Path<PostId>) -> Answer {
    let mut params = Params::of(&request)?;
    let known_at = params.known_at(caller.ctx())?;
    params.finish()?;
    let ctx = caller.owned();
    let past = blocking(move || posts::history(&ctx, *id, known_at)).await?;
    tagged(&request, past.version, &past)
}
