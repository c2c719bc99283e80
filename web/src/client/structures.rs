//! Structures.

use shared::contract::facts::{StructureCreate, StructureEdit};
use shared::contract::headships::{StructureMerged, StructureMerger};
use shared::contract::organisation::StructureView;
use shared::contract::writing::End;
use shared::contract::{History, Page};
use shared::id::StructureId;
use shared::problem::Problem;

use super::{get, patch, post};
use crate::query::Pairs;

/// All structures of an establishment, each after the one above it, with its depth.
pub async fn read_structure_tree(query: &Pairs) -> Result<Page<StructureView>, Problem> {
    get("/structures").query(query).parameter("tree", Some("true".to_owned())).send().await
}

/// Everything stated about a structure.
pub async fn get_structure_history(
    id: StructureId,
    query: &Pairs,
) -> Result<History<StructureView>, Problem> {
    get(format!("/structures/{id}/history")).query(query).send().await
}

/// A new structure.
pub async fn create_structure(body: &StructureCreate) -> Result<StructureView, Problem> {
    post("/structures").once().json(body).send().await
}

/// Changes a structure from a day on.
pub async fn edit_structure(
    id: StructureId,
    version: i64,
    body: &StructureEdit,
) -> Result<StructureView, Problem> {
    patch(format!("/structures/{id}")).if_match(version).json(body).send().await
}

/// Ends a structure.
pub async fn end_structure(id: StructureId, version: i64, end: &End) -> Result<StructureView, Problem> {
    post(format!("/structures/{id}/end")).if_match(version).json(end).send().await
}

/// Has a structure taken in by another; a rehearsal counts what would move, and changes nothing.
pub async fn merge_structure(
    id: StructureId,
    version: i64,
    body: &StructureMerger,
    rehearse: bool,
) -> Result<StructureMerged, Problem> {
    let dry = rehearse.then(|| "true".to_owned());
    let call = post(format!("/structures/{id}/merge")).parameter("dry_run", dry);
    call.if_match(version).json(body).send().await
}
