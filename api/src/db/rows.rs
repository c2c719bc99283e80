//! From facts to rows and back: how each kind of value is stored, and the macro that writes one noun.
//!
//! A row holds a segment of one thing with its stamp: which set it belongs to, when it was recorded and by which
//! change, when it was superseded and by which. What is stored was checked when it was written, and is checked
//! again when it is read: a value that is not one of the domain is an error, never replaced by a default.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Serialize, Serializer};
use shared::affectation::Rank;
use shared::convention::Direction;
use shared::fact::Fact;
use shared::id::{PersonId, PostId, PractitionerId, StructureId};
use shared::post_profile::{Approval, Contacts, Document, EditionState};
use shared::quotity::Quotity;
use shared::time::{Day, Instant, Segment};
use smol_str::SmolStr;

use super::Connection;
use super::problem::Problem;

/// A value of a fact as a column holds it.
pub(super) trait Stored: Sized {
    /// The type of the column.
    type Column;
    /// To the column.
    fn store(&self) -> Self::Column;
    /// From the column; the error says what is wrong, without the value.
    fn restore(column: Self::Column) -> Result<Self, String>;
}

impl Stored for SmolStr {
    type Column = String;

    fn store(&self) -> String {
        self.to_string()
    }

    fn restore(column: String) -> Result<Self, String> {
        Ok(column.into())
    }
}

impl Stored for bool {
    type Column = bool;

    fn store(&self) -> bool {
        *self
    }

    fn restore(column: bool) -> Result<Self, String> {
        Ok(column)
    }
}

impl Stored for Day {
    type Column = NaiveDate;

    fn store(&self) -> NaiveDate {
        self.naive()
    }

    fn restore(column: NaiveDate) -> Result<Self, String> {
        let day = Day::from(column);
        if day.naive() == column { Ok(day) } else { Err("the year is not between 1 and 9999".to_owned()) }
    }
}

impl Stored for Quotity {
    type Column = i32;

    fn store(&self) -> i32 {
        // At most 10 000, so it always fits.
        i32::try_from(self.hundredths()).unwrap_or(i32::MAX)
    }

    fn restore(column: i32) -> Result<Self, String> {
        let hundredths = u32::try_from(column).map_err(|_| "the quotity is negative")?;
        Quotity::new(hundredths).map_err(|error| error.to_string())
    }
}

impl Stored for Rank {
    type Column = String;

    fn store(&self) -> String {
        self.name().to_owned()
    }

    fn restore(column: String) -> Result<Self, String> {
        Rank::from_name(&column).ok_or_else(|| "the rank is neither main nor secondary".to_owned())
    }
}

impl Stored for Direction {
    type Column = String;

    fn store(&self) -> String {
        self.name().to_owned()
    }

    fn restore(column: String) -> Result<Self, String> {
        Direction::from_name(&column)
            .ok_or_else(|| "the direction is neither outgoing nor incoming".to_owned())
    }
}

impl Stored for u32 {
    type Column = i32;

    fn store(&self) -> i32 {
        i32::try_from(*self).unwrap_or(i32::MAX)
    }

    fn restore(column: i32) -> Result<Self, String> {
        u32::try_from(column).map_err(|_| "the number is negative".to_owned())
    }
}

impl Stored for EditionState {
    type Column = String;

    fn store(&self) -> String {
        self.name().to_owned()
    }

    fn restore(column: String) -> Result<Self, String> {
        EditionState::from_name(&column).ok_or_else(|| "the state is none of an edition".to_owned())
    }
}

/// A small value of several parts, as JSON: it is read whole or not at all.
macro_rules! stored_whole {
    ($($type:ty => $what:literal),+ $(,)?) => {$(
        impl Stored for $type {
            type Column = String;

            fn store(&self) -> String {
                // Made of texts, numbers and days: it can always be written.
                serde_json::to_string(self).unwrap_or_default()
            }

            fn restore(column: String) -> Result<Self, String> {
                serde_json::from_str(&column).map_err(|_| concat!($what, " was expected").to_owned())
            }
        }
    )+};
}

stored_whole! { Document => "a document", Contacts => "whom to ask", Approval => "an approval" }

/// Several short texts, as JSON.
impl Stored for Vec<SmolStr> {
    type Column = String;

    fn store(&self) -> String {
        self.iter()
            .map(|text| serde_json::Value::from(text.as_str()))
            .collect::<serde_json::Value>()
            .to_string()
    }

    fn restore(column: String) -> Result<Self, String> {
        serde_json::from_str(&column).map_err(|_| "a list of texts was expected".to_owned())
    }
}

/// Texts by name, as JSON with sorted keys.
impl Stored for BTreeMap<SmolStr, SmolStr> {
    type Column = String;

    fn store(&self) -> String {
        let members = self.iter().map(|(name, value)| (name.to_string(), value.as_str().into()));
        serde_json::Value::Object(members.collect()).to_string()
    }

    fn restore(column: String) -> Result<Self, String> {
        serde_json::from_str(&column).map_err(|_| "texts by name were expected".to_owned())
    }
}

impl<T: Stored> Stored for Option<T> {
    type Column = Option<T::Column>;

    fn store(&self) -> Self::Column {
        self.as_ref().map(T::store)
    }

    fn restore(column: Self::Column) -> Result<Self, String> {
        column.map(T::restore).transpose()
    }
}

macro_rules! stored_ids {
    ($($id:ident),+) => {$(
        impl Stored for $id {
            type Column = String;

            fn store(&self) -> String {
                self.to_string()
            }

            fn restore(column: String) -> Result<Self, String> {
                column.parse().map_err(|_| "the id is not a UUID".to_owned())
            }
        }
    )+};
}

pub(super) use stored_ids;

stored_ids!(PersonId, PostId, PractitionerId, StructureId);

/// A column that may hold nothing. Nothing is left out of the text that is hashed, so that a nullable column can
/// be added to a table without breaking the chain over what was recorded before.
pub(super) trait Column {
    /// Whether the column holds nothing.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Column for String {}
impl Column for i32 {}
impl Column for bool {}
impl Column for NaiveDate {}
impl<T> Column for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// For `skip_serializing_if`.
pub(super) fn absent(column: &impl Column) -> bool {
    column.is_absent()
}

/// An instant in the text that is hashed: the same for both databases, whatever their precision.
pub(super) fn instant<S: Serializer>(at: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&Instant::from(*at))
}

/// What all rows recorded by one change have in common.
pub(crate) struct Stamp {
    /// The establishment, or nothing for the national reference.
    pub(super) establishment: Option<String>,
    /// Instant of the change.
    pub(super) at: NaiveDateTime,
    /// The change.
    pub(super) change: String,
}

/// What a row says of itself, beside its fact.
pub(crate) struct Witness<'a> {
    pub(super) id: &'a str,
    pub(super) subject_id: &'a str,
    pub(super) valid_from: NaiveDate,
    pub(super) superseded_at: NaiveDateTime,
    pub(super) change_id: &'a str,
    pub(super) superseded_by: Option<&'a str>,
    pub(super) establishment_id: Option<&'a str>,
    pub(super) recorded_at: NaiveDateTime,
}

/// A thing of a noun, and one statement about it.
pub(crate) type Held<T> = (<T as Fact>::Id, Segment<T>);

/// A row of one noun. Its serialised form is what the chain hashes: all columns but those that superseding writes.
pub(crate) trait FactRow: Sized + Serialize {
    /// The fact it stores.
    type Fact: Fact;

    /// A row in force.
    fn new(id: String, stamp: &Stamp, subject: String, segment: &Segment<Self::Fact>) -> Self;
    /// The thing and its segment.
    fn read(self) -> Result<Held<Self::Fact>, Problem>;
    /// What the verification asks.
    fn witness(&self) -> Witness<'_>;
    /// Rows of one set known at an instant, in no order.
    fn known(
        connection: &mut Connection,
        establishment: Option<&str>,
        at: NaiveDateTime,
    ) -> diesel::QueryResult<Vec<Self>>;
    /// Rows of all sets after a row id, at most `limit`, by row id.
    fn page(connection: &mut Connection, after: &str, limit: i64) -> diesel::QueryResult<Vec<Self>>;
    /// Rows that meet a condition written in SQL, with its bound values in order. The condition is made of names
    /// of columns that the program lists; every value is bound.
    fn select(
        connection: &mut Connection,
        condition: &str,
        values: Vec<super::backend::Bound>,
    ) -> diesel::QueryResult<Vec<Self>>;
    /// Inserts rows by the fast path of the database.
    fn insert(connection: &mut Connection, rows: &[Self]) -> diesel::QueryResult<()>;
}

/// The row that stores a fact.
pub(crate) trait StoredFact: Fact {
    /// The row.
    type Row: FactRow<Fact = Self>;
}

/// Reads a column, saying which one when it cannot be read.
pub(super) fn restore<T: Stored>(
    table: &'static str,
    id: &str,
    name: &'static str,
    column: T::Column,
) -> Result<T, Problem> {
    T::restore(column).map_err(|what| Problem::Corrupt {
        table,
        id: id.to_owned(),
        what: format!("{name}: {what}"),
    })
}

/// Writes the row of a noun: `table Row: Fact { field => column: type of the column, ... }`.
macro_rules! fact_rows {
    (
        $(#[$doc:meta])*
        $table:ident $row:ident: $fact:ident { $($field:ident => $column:ident: $type:ty),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(
            diesel::Queryable, diesel::QueryableByName, diesel::Selectable, diesel::Insertable, serde::Serialize,
        )]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub(crate) struct $row {
            id: String,
            subject_id: String,
            #[serde(skip_serializing_if = "crate::db::rows::absent")]
            establishment_id: Option<String>,
            valid_from: chrono::NaiveDate,
            valid_to: chrono::NaiveDate,
            #[serde(serialize_with = "crate::db::rows::instant")]
            recorded_at: chrono::NaiveDateTime,
            #[serde(skip)]
            superseded_at: chrono::NaiveDateTime,
            change_id: String,
            #[serde(skip)]
            superseded_by: Option<String>,
            $(#[serde(skip_serializing_if = "crate::db::rows::absent")] $column: $type,)+
        }

        impl $crate::db::rows::StoredFact for $fact {
            type Row = $row;
        }

        impl $crate::db::rows::FactRow for $row {
            type Fact = $fact;

            fn new(
                id: String,
                stamp: &$crate::db::rows::Stamp,
                subject: String,
                segment: &shared::time::Segment<$fact>,
            ) -> Self {
                Self {
                    id,
                    subject_id: subject,
                    establishment_id: stamp.establishment.clone(),
                    valid_from: segment.period.from().naive(),
                    valid_to: segment.period.to().naive(),
                    recorded_at: stamp.at,
                    superseded_at: shared::time::Instant::NEVER.naive(),
                    change_id: stamp.change.clone(),
                    superseded_by: None,
                    $($column: $crate::db::rows::Stored::store(&segment.value.$field),)+
                }
            }

            fn read(self) -> Result<$crate::db::rows::Held<$fact>, $crate::db::problem::Problem> {
                const TABLE: &str = stringify!($table);
                let (subject, period) =
                    $crate::db::rows::subject(TABLE, &self.id, &self.subject_id, self.valid_from, self.valid_to)?;
                let value = $fact {
                    $($field: $crate::db::rows::restore(TABLE, &self.id, stringify!($column), self.$column)?,)+
                };
                Ok((subject.into(), shared::time::Segment { period, value }))
            }

            fn witness(&self) -> $crate::db::rows::Witness<'_> {
                $crate::db::rows::Witness {
                    id: &self.id,
                    subject_id: &self.subject_id,
                    valid_from: self.valid_from,
                    superseded_at: self.superseded_at,
                    change_id: &self.change_id,
                    superseded_by: self.superseded_by.as_deref(),
                    establishment_id: self.establishment_id.as_deref(),
                    recorded_at: self.recorded_at,
                }
            }

            fn known(
                connection: &mut $crate::db::Connection,
                establishment: Option<&str>,
                at: chrono::NaiveDateTime,
            ) -> diesel::QueryResult<Vec<Self>> {
                use diesel::prelude::*;
                let known = $table::table
                    .filter($table::recorded_at.le(at))
                    .filter($table::superseded_at.gt(at))
                    .select(Self::as_select());
                match establishment {
                    Some(id) => known.filter($table::establishment_id.eq(id)).load(connection),
                    None => known.filter($table::establishment_id.is_null()).load(connection),
                }
            }

            fn page(
                connection: &mut $crate::db::Connection,
                after: &str,
                limit: i64,
            ) -> diesel::QueryResult<Vec<Self>> {
                use diesel::prelude::*;
                $table::table
                    .filter($table::id.gt(after))
                    .order($table::id)
                    .limit(limit)
                    .select(Self::as_select())
                    .load(connection)
            }

            fn select(
                connection: &mut $crate::db::Connection,
                condition: &str,
                values: Vec<$crate::db::backend::Bound>,
            ) -> diesel::QueryResult<Vec<Self>> {
                let sql = format!("SELECT * FROM {} {condition}", stringify!($table));
                $crate::db::backend::select_rows!(connection, sql, values)
            }

            fn insert(
                connection: &mut $crate::db::Connection,
                rows: &[Self],
            ) -> diesel::QueryResult<()> {
                use diesel::prelude::*;
                $crate::db::backend::insert_rows!(connection, $table::table, rows)
            }
        }
    };
}
pub(super) use fact_rows;

/// The thing and the days of a row.
pub(super) fn subject(
    table: &'static str,
    id: &str,
    subject: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(uuid::Uuid, shared::time::Period), Problem> {
    let corrupt = |what: String| Problem::Corrupt { table, id: id.to_owned(), what };
    let subject =
        uuid::Uuid::parse_str(subject).map_err(|_| corrupt("subject_id: the id is not a UUID".into()))?;
    let (from, to) = (restore(table, id, "valid_from", from)?, restore(table, id, "valid_to", to)?);
    let period = shared::time::Period::new(from, to).map_err(|error| corrupt(error.to_string()))?;
    Ok((subject, period))
}
