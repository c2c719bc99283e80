//! Comments.

use shared::contract::comments::{CommentCreate, CommentView, MentionablePeople, Thread, ThreadRead};
use shared::id::CommentId;
use shared::problem::Problem;

use super::{delete, get, post};
use crate::query::Pairs;

/// A thread, newest first.
pub async fn list_comments(subject: &str, limit: u32) -> Result<Thread, Problem> {
    let pairs = Pairs::default().with("subject", subject).with("limit", limit.to_string());
    get("/comments").query(&pairs).send().await
}

/// Those who may be named in it.
pub async fn list_mentionable(subject: &str) -> Result<MentionablePeople, Problem> {
    get("/comments/mentionable").query(&Pairs::default().with("subject", subject)).send().await
}

/// Says something.
pub async fn write_comment(body: &CommentCreate) -> Result<CommentView, Problem> {
    post("/comments").once().json(body).send().await
}

/// Notes how far it was read.
pub async fn read_comments(body: &ThreadRead) -> Result<(), Problem> {
    post("/comments/read").json(body).send_empty().await
}

/// Takes back what one said.
pub async fn delete_comment(id: CommentId, version: i64) -> Result<(), Problem> {
    delete(format!("/comments/{id}")).if_match(version).send_empty().await
}
