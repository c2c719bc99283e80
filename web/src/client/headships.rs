//! Heads of structures.

use shared::contract::Page;
use shared::contract::headships::{HeadshipCreate, HeadshipView};
use shared::contract::writing::End;
use shared::id::HeadshipId;
use shared::problem::Problem;

use super::{get, post};
use crate::query::Pairs;

/// A page of headships.
pub async fn list_headships(query: &Pairs) -> Result<Page<HeadshipView>, Problem> {
    get("/headships").query(query).send().await
}

/// A new mandate.
pub async fn create_headship(body: &HeadshipCreate) -> Result<HeadshipView, Problem> {
    post("/headships").once().json(body).send().await
}

/// Ends a mandate.
pub async fn end_headship(id: HeadshipId, version: i64, end: &End) -> Result<HeadshipView, Problem> {
    post(format!("/headships/{id}/end")).if_match(version).json(end).send().await
}
