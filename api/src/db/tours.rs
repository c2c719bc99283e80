//! Rows of `tours`: one column for each field of the fact. The macro writes the rest.

use shared::tour::round::Tour;

use super::rows::fact_rows;
use super::schema::tours;

fact_rows! {
    /// A row of `tours`.
    tours TourRow: Tour {
        kind => kind: String,
        year => year: i32,
        number => number: i32,
        state => state: String,
        calendar => calendar: String,
        published_at => published_at: Option<chrono::NaiveDateTime>,
        reason => reason: Option<String>,
    }
}
