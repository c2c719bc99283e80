//! Rows of `posts`: one column for each field of the fact. The macro writes the rest.

use shared::post::Post;

use super::rows::fact_rows;
use super::schema::posts;

fact_rows! {
    /// A row of `posts`.
    posts PostRow: Post {
        kind => kind: String,
        sigmed_number => sigmed_number: Option<String>,
        local_number => local_number: Option<String>,
        sigmed_type => sigmed_type: Option<String>,
        discipline => discipline: Option<String>,
        speciality => speciality: Option<String>,
        cnu_section => cnu_section: Option<String>,
        corps => corps: Option<String>,
        quotity => quotity: i32,
        structure => structure_id: Option<String>,
        attached_to_establishment => attached_to_establishment: bool,
    }
}
