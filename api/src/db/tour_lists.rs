//! Rows of `tour_lists`: one column for each field of the fact. The macro writes the rest.

use shared::tour::signed_list::TourList;

use super::rows::fact_rows;
use super::schema::tour_lists;

fact_rows! {
    /// A row of `tour_lists`.
    tour_lists TourListRow: TourList {
        tour => tour_id: String,
        proposed_by => proposed_by: Option<String>,
        signed_by => signed_by: Option<String>,
        reopened => reopened: bool,
    }
}
