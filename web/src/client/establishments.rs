//! Establishments.

use shared::contract::Page;
use shared::contract::organisation::EstablishmentView;
use shared::problem::Problem;

use super::get;
use crate::query::Pairs;

/// A page of establishments.
pub async fn list_establishments(query: &Pairs) -> Result<Page<EstablishmentView>, Problem> {
    get("/establishments").query(query).send().await
}

/// One establishment, with what is loaded and how fresh it is.
pub async fn get_establishment(finess: &str, query: &Pairs) -> Result<EstablishmentView, Problem> {
    get(format!("/establishments/{finess}")).query(query).send().await
}
