//! Rows of `headships`: one column for each field of the fact. The macro writes the rest.

use shared::headship::Headship;

use super::rows::fact_rows;
use super::schema::headships;

fact_rows! {
    /// A row of `headships`.
    headships HeadshipRow: Headship {
        practitioner => practitioner_id: String,
        structure => structure_id: String,
        function => function: String,
    }
}
