//! Rows of `sigmed_posts`: one column for each field of the fact. The macro writes the rest.

use chrono::NaiveDate;
use shared::post::SigmedPost;

use super::rows::fact_rows;
use super::schema::sigmed_posts;

fact_rows! {
    /// A row of `sigmed_posts`.
    sigmed_posts SigmedPostRow: SigmedPost {
        post => post_id: String,
        number => number: String,
        sigmed_type => sigmed_type: String,
        discipline => discipline: Option<String>,
        speciality => speciality: Option<String>,
        quotity => quotity: i32,
        structure_number => structure_number: Option<String>,
        state => state: Option<String>,
        holder_name => holder_name: Option<String>,
        holder_first_name => holder_first_name: Option<String>,
        holder_rpps => holder_rpps: Option<String>,
        holder_since => holder_since: Option<NaiveDate>,
        second_holder_name => second_holder_name: Option<String>,
        second_holder_rpps => second_holder_rpps: Option<String>,
    }
}
