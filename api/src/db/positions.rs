//! Rows of `positions`: one column for each field of the fact. The macro writes the rest.

use chrono::NaiveDate;
use shared::career::Position;

use super::rows::fact_rows;
use super::schema::positions;

fact_rows! {
    /// A row of `positions`.
    positions PositionRow: Position {
        practitioner => practitioner_id: String,
        code => code: String,
        local_code => local_code: Option<String>,
        granted_from => granted_from: Option<NaiveDate>,
        granted_until => granted_until: Option<NaiveDate>,
    }
}
