//! Rows of `requests`: one column for each field of the fact. The macro writes the rest.

use shared::request::Request;

use super::rows::fact_rows;
use super::schema::requests;

fact_rows! {
    /// A row of `requests`.
    requests RequestRow: Request {
        kind => kind: String,
        state => state: String,
        post => post_id: Option<String>,
        motive => motive: String,
        text => text: Option<String>,
        day => day: chrono::NaiveDate,
        post_kind => post_kind: Option<String>,
        local_number => local_number: Option<String>,
        discipline => discipline: Option<String>,
        speciality => speciality: Option<String>,
        cnu_section => cnu_section: Option<String>,
        quotity => quotity: Option<i32>,
        structure => structure_id: Option<String>,
        attached_to_establishment => attached_to_establishment: bool,
        funding => funding: Option<String>,
        sigmed_number => sigmed_number: Option<String>,
        submitted_by => submitted_by: Option<String>,
        said_motive => said_motive: Option<String>,
        said => said: Option<String>,
    }
}
