//! Rows of `posts`: one column for each field of the fact. The macro writes the rest.

use diesel::prelude::*;
use shared::id::PostId;
use shared::post::Post;
use shared::time::Instant;

use super::Connection;
use super::problem::Problem;
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
        parent_post => parent_post_id: Option<String>,
    }
}

/// A number that moves whenever the post or one of its parts does: nothing of what was said is ever deleted, so that the
/// statements recorded and those superseded only grow.
///
/// # Errors
/// `Query`.
pub(crate) fn version_with_parts(connection: &mut Connection, id: PostId) -> Result<i64, Problem> {
    let of = posts::subject_id.eq(id.to_string()).or(posts::parent_post_id.eq(id.to_string()));
    let recorded: i64 = posts::table.filter(of.clone()).count().get_result(connection)?;
    let superseded = posts::table.filter(of).filter(posts::superseded_at.lt(Instant::NEVER.naive()));
    let superseded: i64 = superseded.count().get_result(connection)?;
    Ok(recorded + superseded)
}
