//! Posts.

use shared::contract::facts::PostEdit;
use shared::contract::posts::{Occupants, PostParts, PostSplit, PostView};
use shared::contract::{History, Page};
use shared::id::PostId;
use shared::problem::Problem;

use super::{get, patch, post};
use crate::query::Pairs;

/// A page of posts.
pub async fn list_posts(query: &Pairs) -> Result<Page<PostView>, Problem> {
    get("/posts").query(query).send().await
}

/// One post, with who sits on it.
pub async fn get_post(id: &str, query: &Pairs) -> Result<PostView, Problem> {
    get(format!("/posts/{id}")).query(query).send().await
}

/// Changes a post from a day on.
pub async fn edit_post(id: PostId, version: i64, body: &PostEdit) -> Result<PostView, Problem> {
    patch(format!("/posts/{id}")).if_match(version).json(body).send().await
}

/// Everything stated about a post.
pub async fn get_post_history(id: &str, query: &Pairs) -> Result<History<PostView>, Problem> {
    get(format!("/posts/{id}/history")).query(query).send().await
}

/// Who holds which part of a post over time.
pub async fn list_post_occupants(id: &str, query: &Pairs) -> Result<Occupants, Problem> {
    get(format!("/posts/{id}/occupants")).query(query).send().await
}

/// The parts of a split post, with who sits on each.
pub async fn list_post_parts(id: &str, query: &Pairs) -> Result<PostParts, Problem> {
    get(format!("/posts/{id}/parts")).query(query).send().await
}

/// Divides a post from a day on, divides it otherwise, or makes it whole.
pub async fn split_post(id: PostId, version: i64, body: &PostSplit) -> Result<PostParts, Problem> {
    post(format!("/posts/{id}/parts")).if_match(version).json(body).send().await
}
