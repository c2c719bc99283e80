//! Staffing table.

use shared::problem::Problem;
use shared::screen::staffing_table::Document;

use super::{download, get};
use crate::query::Pairs;

/// The table of an establishment on a day: `establishment`, `as_of`, `known_at`.
pub async fn get_staffing_table(query: &Pairs) -> Result<Document, Problem> {
    get("/staffing_table").query(query).send().await
}

/// The same as a file: `xlsx`, `csv`.
pub async fn export_staffing_table(query: &Pairs, format: &'static str, name: &str) -> Result<(), Problem> {
    let call = get("/staffing_table").query(query).parameter("format", Some(format.to_owned()));
    download::save(call.response().await?, &format!("{name}.{format}")).await
}
