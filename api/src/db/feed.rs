//! What the change feed reads: changes of facts in the order of commits, the things that each touched, and all that was
//! ever stated about these things.
//!
//! Writes are serialised, and a change is seen by all before the next one has its number ([`super::changes`]): whoever has
//! read up to a number has missed nothing below it. Refuses to decide what a caller is told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};
use shared::fact::Noun;
use shared::id::{ChangeId, EstablishmentId};
use shared::time::Instant;

use super::Connection;
use super::backend::{Bound, among, select_rows};
use super::conditions::Condition;
use super::problem::Problem;
use super::schema::changes;
use crate::authz::{Links, Scope};

/// A change of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its number.
    pub(crate) seq: i64,
    /// Its id.
    pub(crate) id: ChangeId,
    /// Its instant: no two changes have the same.
    pub(crate) at: Instant,
    /// The establishment whose facts it changed; `None`: the national reference.
    pub(crate) establishment: Option<EstablishmentId>,
}

/// Number of the last entry of the journal, 0 when it is empty.
///
/// # Errors
/// `Query`.
pub(crate) fn last(connection: &mut Connection) -> Result<i64, Problem> {
    let last = changes::table.order(changes::seq.desc()).select(changes::seq).first(connection).optional()?;
    Ok(last.unwrap_or_default())
}

/// Number of the last entry made until an instant.
///
/// # Errors
/// `Query`.
pub(crate) fn last_until(connection: &mut Connection, known_at: Instant) -> Result<i64, Problem> {
    let until = changes::table.filter(changes::at.le(known_at.naive()));
    let last = until.order(changes::at.desc()).select(changes::seq).first(connection).optional()?;
    Ok(last.unwrap_or_default())
}

/// The instant of an entry; `None` when no entry has this number.
///
/// # Errors
/// `Query`.
pub(crate) fn instant_of(connection: &mut Connection, seq: i64) -> Result<Option<Instant>, Problem> {
    let at: Option<NaiveDateTime> =
        changes::table.filter(changes::seq.eq(seq)).select(changes::at).first(connection).optional()?;
    Ok(at.map(Instant::from))
}

/// The first changes of facts from a number on, of the reference and of some establishments (of all, for `None`).
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn entries(
    connection: &mut Connection,
    from: i64,
    sets: Option<&BTreeSet<EstablishmentId>>,
    limit: i64,
) -> Result<Vec<Entry>, Problem> {
    let mut query = changes::table.into_boxed().filter(changes::kind.is_null()).filter(changes::seq.ge(from));
    if let Some(sets) = sets {
        let sets: Vec<String> = sets.iter().map(EstablishmentId::to_string).collect();
        query = query.filter(changes::establishment_id.is_null().or(changes::establishment_id.eq_any(sets)));
    }
    let rows: Vec<(i64, String, NaiveDateTime, Option<String>)> = query
        .order(changes::seq)
        .limit(limit)
        .select((changes::seq, changes::id, changes::at, changes::establishment_id))
        .load(connection)?;
    let read = rows.into_iter().map(|(seq, id, at, establishment)| {
        let corrupt =
            || Problem::Corrupt { table: "changes", id: id.clone(), what: "an id is not a UUID".to_owned() };
        let establishment = establishment.map(|text| text.parse()).transpose().map_err(|_| corrupt())?;
        Ok(Entry { seq, id: id.parse().map_err(|_| corrupt())?, at: at.into(), establishment })
    });
    read.collect()
}

/// The establishments whose facts some changes changed, by number; those of the reference are left out.
///
/// # Errors
/// `Query`.
pub(crate) fn homes(
    connection: &mut Connection,
    numbers: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, EstablishmentId>, Problem> {
    let rows: Vec<(i64, Option<String>)> = changes::table
        .filter(changes::seq.eq_any(numbers))
        .select((changes::seq, changes::establishment_id))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(seq, id)| Some((seq, id?.parse().ok()?))).collect())
}

/// Which changes are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    /// First number.
    pub(crate) from: i64,
    /// Last number.
    pub(crate) to: i64,
    /// Of the first one, only the things that come after this one.
    pub(crate) after: Option<&'a str>,
    /// Changes of these establishments alone; `None`: of all. What is of the reference is always looked at.
    pub(crate) sets: Option<&'a BTreeSet<EstablishmentId>>,
}

#[derive(QueryableByName)]
struct TouchedRow {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    subject_id: String,
}

/// The things of a noun that changes touched: number of the change and id, each once, in that order. Things that no
/// statement puts in the scope are left out.
///
/// # Errors
/// `Query`.
pub(crate) fn touched(
    connection: &mut Connection,
    scope: &Scope,
    noun: Noun,
    span: Span<'_>,
    limit: usize,
) -> Result<Vec<(i64, String)>, Problem> {
    let (table, Span { from, to, .. }) = (noun.name(), span);
    let mut condition = Condition { parts: Vec::new(), values: Vec::new() };
    // Values are bound in the order in which the text names them: SQLite numbers `$n` by where it is first met.
    let mut of_changes = format!("kind IS NULL AND seq >= {from} AND seq <= {to}");
    match (noun, span.sets) {
        (Noun::Establishments | Noun::Sites | Noun::Nomenclatures | Noun::Tours, _) => {
            of_changes.push_str(" AND establishment_id IS NULL");
        }
        (_, Some(sets)) => {
            let place = condition.bind(Bound::List(sets.iter().map(EstablishmentId::to_string).collect()));
            of_changes.push_str(&format!(" AND {}", among(connection, "establishment_id", place)));
        }
        (_, None) => {}
    }
    if let Some(after) = span.after {
        let place = condition.bind(Bound::Text(after.to_owned()));
        condition.parts.push(format!("(c.seq > {from} OR t.subject_id > ${place})"));
    }
    let within = condition.within(connection, noun, scope.reach());
    condition.parts.extend(within);
    // Each half ends at the limit, so that neither reads the whole of a large change for one page of it.
    let half = |column: &str| {
        let mut parts = vec![format!("t.{column} IS NOT NULL")];
        parts.extend(condition.parts.iter().cloned());
        format!(
            "SELECT seq, subject_id FROM (SELECT DISTINCT c.seq AS seq, t.subject_id AS subject_id \
             FROM (SELECT id AS entry, seq FROM changes WHERE {of_changes}) AS c \
             JOIN {table} AS t ON t.{column} = c.entry WHERE {} ORDER BY 1, 2 LIMIT {limit}) AS by_{column}",
            parts.join(" AND ")
        )
    };
    let sql = format!("{} UNION {} ORDER BY 1, 2 LIMIT {limit}", half("change_id"), half("superseded_by"));
    let rows: Vec<TouchedRow> = select_rows!(connection, sql, condition.values)?;
    Ok(rows.into_iter().map(|row| (row.seq, row.subject_id)).collect())
}

/// What a statement says of where its thing belongs, and when it was believed.
#[derive(QueryableByName)]
pub(crate) struct Stated {
    #[diesel(sql_type = Text)]
    subject_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    establishment_id: Option<String>,
    #[diesel(sql_type = Timestamp)]
    recorded_at: NaiveDateTime,
    #[diesel(sql_type = Timestamp)]
    superseded_at: NaiveDateTime,
    #[diesel(sql_type = Text)]
    change_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    superseded_by: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    practitioner_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    number: Option<String>,
    /// FINESS number that names the thing in a path.
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) finess: Option<String>,
}

impl Stated {
    /// Whether it was believed at an instant.
    pub(crate) fn is_known(&self, at: Instant) -> bool {
        let at = at.naive();
        self.recorded_at <= at && self.superseded_at > at
    }

    /// What a scope asks.
    pub(crate) fn links(&self) -> Links<'_> {
        Links {
            establishment: self.establishment_id.as_deref(),
            number: self.number.as_deref(),
            practitioner: self.practitioner_id.as_deref(),
        }
    }
}

/// All that was ever stated about some things of a noun, by thing.
///
/// # Errors
/// `Query`.
pub(crate) fn statements(
    connection: &mut Connection,
    noun: Noun,
    subjects: Vec<String>,
) -> Result<BTreeMap<String, Vec<Stated>>, Problem> {
    let nothing = "CAST(NULL AS TEXT)";
    let (practitioner, number, finess) = match noun {
        Noun::Establishments => (nothing, nothing, "finess_ej"),
        Noun::Sites => (nothing, "finess_ej", "finess_et"),
        Noun::Statuses | Noun::Positions | Noun::Headships => ("practitioner_id", nothing, nothing),
        _ => (nothing, nothing, nothing),
    };
    let (table, listed) = (noun.name(), among(connection, "subject_id", 1));
    let sql = format!(
        "SELECT subject_id, establishment_id, recorded_at, superseded_at, change_id, superseded_by, \
         {practitioner} AS practitioner_id, {number} AS number, {finess} AS finess FROM {table} WHERE {listed} \
         ORDER BY recorded_at, valid_from"
    );
    let rows: Vec<Stated> = select_rows!(connection, sql, vec![Bound::List(subjects)])?;
    let mut things: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    for row in rows {
        things.entry(row.subject_id.clone()).or_default().push(row);
    }
    Ok(things)
}

/// How many changes had touched a thing at an instant: its version then, as [`super::lists::versions`] counts it.
pub(crate) fn version(stated: &[Stated], at: Instant) -> i64 {
    let at = at.naive();
    let recorded = stated.iter().filter(|one| one.recorded_at <= at).map(|one| &one.change_id);
    let superseded =
        stated.iter().filter(|one| one.superseded_at <= at).filter_map(|one| one.superseded_by.as_ref());
    let changes: BTreeSet<&String> = recorded.chain(superseded).collect();
    i64::try_from(changes.len()).unwrap_or(i64::MAX)
}

#[derive(QueryableByName)]
struct Subject {
    #[diesel(sql_type = Text)]
    subject_id: String,
}

/// The things of a noun that any statement gives to some practitioners.
///
/// # Errors
/// `Query`.
pub(crate) fn of_practitioners(
    connection: &mut Connection,
    noun: Noun,
    practitioners: Vec<String>,
) -> Result<Vec<String>, Problem> {
    let (table, listed) = (noun.name(), among(connection, "practitioner_id", 1));
    let sql = format!("SELECT DISTINCT subject_id FROM {table} WHERE {listed}");
    let rows: Vec<Subject> = select_rows!(connection, sql, vec![Bound::List(practitioners)])?;
    Ok(rows.into_iter().map(|row| row.subject_id).collect())
}
