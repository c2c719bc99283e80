//! Rows of `tours`: one column for each field of the fact. The macro writes the rest.

use diesel::prelude::*;
use shared::id::EstablishmentId;
use shared::time::Instant;
use shared::tour::round::Tour;

use super::Connection;
use super::problem::Problem;
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

/// The hospitals that have posts, whatever is known of them.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn hospitals(connection: &mut Connection) -> Result<Vec<EstablishmentId>, Problem> {
    use super::schema::posts::dsl;

    let rows: Vec<Option<String>> = dsl::posts
        .filter(dsl::superseded_at.eq(Instant::NEVER.naive()))
        .select(dsl::establishment_id)
        .distinct()
        .order(dsl::establishment_id)
        .load(connection)?;
    let corrupt = || Problem::Corrupt {
        table: "posts",
        id: String::new(),
        what: "establishment_id: not one".to_owned(),
    };
    rows.into_iter().map(|id| id.and_then(|id| id.parse().ok()).ok_or_else(corrupt)).collect()
}
