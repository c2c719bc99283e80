//! Structures.

use shared::contract::Page;
use shared::contract::organisation::StructureView;
use shared::problem::Problem;

use super::get;
use crate::query::Pairs;

/// All structures of an establishment, each after the one above it, with its depth.
pub async fn read_structure_tree(query: &Pairs) -> Result<Page<StructureView>, Problem> {
    get("/structures").query(query).parameter("tree", Some("true".to_owned())).send().await
}
