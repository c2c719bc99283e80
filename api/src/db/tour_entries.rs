//! Rows of `tour_entries`: one column for each field of the fact. The macro writes the rest.

use shared::tour::entry::TourEntry;

use super::rows::fact_rows;
use super::schema::tour_entries;

fact_rows! {
    /// A row of `tour_entries`.
    tour_entries TourEntryRow: TourEntry {
        tour => tour_id: String,
        post => post_id: String,
        decision => decision: String,
        state => state: String,
        reason => reason: String,
        nature => nature: Option<String>,
        vacant_from => vacant_from: Option<chrono::NaiveDate>,
        motive => motive: Option<String>,
        text => text: Option<String>,
        expected => expected: Option<chrono::NaiveDate>,
        frozen_until => frozen_until: Option<chrono::NaiveDate>,
        proposed_by => proposed_by: Option<String>,
        signed_by => signed_by: Option<String>,
        settled_by => settled_by: Option<String>,
        said_motive => said_motive: Option<String>,
        said => said: Option<String>,
        order_number => order_number: Option<String>,
        order_date => order_date: Option<chrono::NaiveDate>,
        appointee => appointee: Option<String>,
        installed_on => installed_on: Option<chrono::NaiveDate>,
    }
}
