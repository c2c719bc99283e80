//! Affectations.

use shared::contract::Page;
use shared::contract::people::AffectationView;
use shared::problem::Problem;

use super::get;
use crate::query::Pairs;

/// A page of affectations.
pub async fn list_affectations(query: &Pairs) -> Result<Page<AffectationView>, Problem> {
    get("/affectations").query(query).send().await
}
