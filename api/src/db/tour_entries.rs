//! Rows of `tour_entries`: one column for each field of the fact. The macro writes the rest.

use diesel::dsl::{count, count_star};
use diesel::prelude::*;
use shared::contract::lists::Kind;
use shared::id::{EstablishmentId, TourId};
use shared::time::Instant;
use shared::tour::entry::TourEntry;
use shared::workflow::entry::{Decision, EntryState};

use super::Connection;
use super::lists::Column;
use super::problem::Problem;
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

/// A column of the post of an entry, as it is known and as it is on the day of the list, or last before it. `$1` and `$2` are
/// the instant and the day, which the conditions of every list bind first; the post is found by `posts_in_force`.
macro_rules! of_post {
    ($column:literal) => {
        Column {
            name: concat!(
                "(SELECT ",
                $column,
                " FROM posts AS own WHERE own.subject_id = tour_entries.post_id AND own.recorded_at <= $1",
                " AND own.superseded_at > $1 ORDER BY CASE WHEN own.valid_from <= $2 THEN 0 ELSE 1 END,",
                " own.valid_from DESC LIMIT 1)"
            ),
            kind: Kind::Text,
        }
    };
}

/// Number of the post: that of SIGMED, or its own.
pub const NUMBER: Column = of_post!("COALESCE(own.sigmed_number, own.local_number)");
/// Its speciality.
pub const SPECIALITY: Column = of_post!("own.speciality");
/// Its structure.
pub const STRUCTURE: Column = of_post!("own.structure_id");

/// How many posts of a hospital stand alike in a tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The hospital.
    pub home: EstablishmentId,
    /// What it wants of them.
    pub decision: Decision,
    /// Where they stand.
    pub state: EntryState,
    /// How many.
    pub count: i64,
}

/// The posts of a tour, counted by hospital, by what is wanted of them and by where they stand. Whoever asks leaves out the
/// hospitals that the caller may not read.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn counts(connection: &mut Connection, tour: TourId) -> Result<Vec<Count>, Problem> {
    use tour_entries::dsl;

    type Row = (Option<String>, String, String, i64);
    let rows: Vec<Row> = dsl::tour_entries
        .filter(dsl::tour_id.eq(tour.to_string()))
        .filter(dsl::superseded_at.eq(Instant::NEVER.naive()))
        .group_by((dsl::establishment_id, dsl::decision, dsl::state))
        .select((dsl::establishment_id, dsl::decision, dsl::state, count_star()))
        .load(connection)?;
    rows.into_iter()
        .map(|(home, decision, state, count)| {
            let corrupt = |what: &str| Problem::Corrupt {
                table: "tour_entries",
                id: tour.to_string(),
                what: format!("{what}: not one"),
            };
            Ok(Count {
                home: home.and_then(|id| id.parse().ok()).ok_or_else(|| corrupt("establishment_id"))?,
                decision: Decision::from_name(&decision).ok_or_else(|| corrupt("decision"))?,
                state: EntryState::from_name(&state).ok_or_else(|| corrupt("state"))?,
                count,
            })
        })
        .collect()
}

/// How many changes have touched the posts of each hospital in a tour.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn changes(
    connection: &mut Connection,
    tour: TourId,
    home: Option<EstablishmentId>,
) -> Result<Vec<(EstablishmentId, i64)>, Problem> {
    use tour_entries::dsl;

    let mut query = dsl::tour_entries
        .filter(dsl::tour_id.eq(tour.to_string()))
        .group_by(dsl::establishment_id)
        .select((dsl::establishment_id, count(dsl::change_id).aggregate_distinct()))
        .into_boxed();
    if let Some(home) = home {
        query = query.filter(dsl::establishment_id.eq(home.to_string()));
    }
    let rows: Vec<(Option<String>, i64)> = query.load(connection)?;
    let read = |(home, count): (Option<String>, i64)| {
        let home = home.and_then(|id| id.parse().ok());
        let corrupt = || Problem::Corrupt {
            table: "tour_entries",
            id: tour.to_string(),
            what: "establishment_id: not one".to_owned(),
        };
        Ok((home.ok_or_else(corrupt)?, count))
    };
    rows.into_iter().map(read).collect()
}
