//! Dated lists of codes.

use shared::contract::Page;
use shared::contract::organisation::NomenclatureEntryView;
use shared::problem::Problem;

use super::get;

/// The entries of a list that hold today, for a choice.
pub async fn list_entries(code: &str) -> Result<Vec<NomenclatureEntryView>, Problem> {
    // All of them in one page.
    let page: Page<NomenclatureEntryView> = get(format!("/nomenclatures/{code}")).send().await?;
    Ok(page.items)
}
