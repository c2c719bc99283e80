//! Rows of `contracts`: one column for each field of the fact. The macro writes the rest.

use chrono::NaiveDate;
use shared::career::Contract;

use super::rows::fact_rows;
use super::schema::contracts;

fact_rows! {
    /// A row of `contracts`.
    contracts ContractRow: Contract {
        practitioner => practitioner_id: String,
        status => status: String,
        motive => motive: Option<String>,
        signed_on => signed_on: Option<NaiveDate>,
        quotity => quotity: Option<i32>,
    }
}
