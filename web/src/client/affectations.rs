//! Affectations.

use shared::contract::people::AffectationView;
use shared::contract::{History, Page};
use shared::problem::Problem;

use super::get;
use crate::query::Pairs;

/// A page of affectations.
pub async fn list_affectations(query: &Pairs) -> Result<Page<AffectationView>, Problem> {
    get("/affectations").query(query).send().await
}

/// One affectation.
pub async fn get_affectation(id: &str, query: &Pairs) -> Result<AffectationView, Problem> {
    get(format!("/affectations/{id}")).query(query).send().await
}

/// Everything stated about an affectation.
pub async fn get_affectation_history(id: &str, query: &Pairs) -> Result<History<AffectationView>, Problem> {
    get(format!("/affectations/{id}/history")).query(query).send().await
}
