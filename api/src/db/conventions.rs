//! Rows of `conventions`: one column for each field of the fact. The macro writes the rest.

use shared::convention::ConventionShare;

use super::rows::fact_rows;
use super::schema::conventions;

fact_rows! {
    /// A row of `conventions`.
    conventions ConventionShareRow: ConventionShare {
        practitioner => practitioner_id: String,
        status => status: String,
        number => number: String,
        partner => partner: String,
        direction => direction: String,
        quotity => quotity: i32,
    }
}
