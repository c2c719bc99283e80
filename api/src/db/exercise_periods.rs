//! Rows of `exercise_periods`: one column for each field of the fact. The macro writes the rest.

use shared::career::ExercisePeriod;

use super::rows::fact_rows;
use super::schema::exercise_periods;

fact_rows! {
    /// A row of `exercise_periods`.
    exercise_periods ExercisePeriodRow: ExercisePeriod {
        practitioner => practitioner_id: String,
        code => code: String,
    }
}
