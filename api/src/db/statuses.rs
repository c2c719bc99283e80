//! Rows of `statuses`: one column for each field of the fact. The macro writes the rest.

use shared::career::Status;

use super::rows::fact_rows;
use super::schema::statuses;

fact_rows! {
    /// A row of `statuses`.
    statuses StatusRow: Status {
        practitioner => practitioner_id: String,
        status => status: String,
        local_code => local_code: Option<String>,
        quotity => quotity: Option<i32>,
        employer => employer: Option<String>,
    }
}
