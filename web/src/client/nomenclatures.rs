//! Dated lists of codes.

use shared::contract::Page;
use shared::contract::organisation::NomenclatureEntryView;
use shared::problem::Problem;

use super::get;

/// The entries of a list that hold today, for a choice.
pub async fn list_entries(code: &str) -> Result<Vec<NomenclatureEntryView>, Problem> {
    let page: Page<NomenclatureEntryView> =
        get(format!("/nomenclatures/{code}")).parameter("limit", Some("500".to_owned())).send().await?;
    Ok(page.items)
}
