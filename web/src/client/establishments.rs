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

/// One establishment with its state. Only the list tells states; an establishment that it does not hold is refused by
/// its own address, which says why.
pub async fn get_establishment_state(finess: &str) -> Result<EstablishmentView, Problem> {
    let query = Pairs::default().with("finess", finess).with("include", "state").with("limit", "1");
    match list_establishments(&query).await?.items.pop() {
        Some(found) => Ok(found),
        None => get_establishment(finess, &Pairs::default()).await,
    }
}
