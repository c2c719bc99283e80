//! Rows of `steps`: one column for each field of the fact. The macro writes the rest.

use shared::career::Step;

use super::rows::fact_rows;
use super::schema::steps;

fact_rows! {
    /// A row of `steps`.
    steps StepRow: Step {
        practitioner => practitioner_id: String,
        step => step: String,
    }
}
