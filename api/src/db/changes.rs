//! The journal: one change for each write, with its facts, sealed in the same transaction.
//!
//! [`record`] is the one way to write facts. Nothing here changes or removes a change: an undo is a change of its
//! own that names the one it undoes. See `ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use shared::change::{Origin, Trail};
use shared::id::{ChangeId, EstablishmentId};
use shared::knowledge::ChangeSet;
use shared::time::{Day, Instant};
use uuid::Uuid;

use super::Connection;
use super::facts::{self, FactSet};
use super::problem::Problem;
use super::rows::{absent, instant};
use super::schema::changes;
use super::{Transaction, about_people, journal, versions};
use crate::authz::{Permit, Scope};

const TABLE: &str = "changes";

/// Something that changes no fact and must be in the journal: a sign-in, an extraction, a right.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Account, or name of the program; never empty.
    pub author: String,
    /// From where.
    pub origin: Origin,
    /// What was done, `noun.verb`.
    pub operation: String,
    /// Why, in the words of the author.
    pub reason: Option<String>,
    /// The establishment concerned, whose people may read the entry; `None`: the nation.
    pub establishment: Option<EstablishmentId>,
    /// What the operation has to say: filters, number of rows, hash of the file, before and after. Never a secret.
    pub details: Value,
    /// By what way.
    pub trail: Trail,
}

/// What is said of a change before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// Account, or name of the program; never empty.
    pub author: String,
    /// From where.
    pub origin: Origin,
    /// What is done, `noun.verb` (`import.apply`, `change.undo`); never empty.
    pub operation: String,
    /// Why, in the words of the author.
    pub reason: Option<String>,
    /// The change that this one undoes.
    pub undoes: Option<ChangeId>,
    /// Name of the file it comes from.
    pub source_name: Option<String>,
    /// SHA-256 of that file, hexadecimal.
    pub source_hash: Option<String>,
    /// The day on which that file was extracted.
    pub extracted_on: Option<Day>,
    /// By what way.
    pub trail: Trail,
}

/// A recorded change, or an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Id.
    pub id: ChangeId,
    /// Number: 1, 2, 3, ... in the order of commits, without gap, over all sets.
    pub seq: i64,
    /// Instant (UTC) carried by all its facts; increases with `seq`.
    pub at: Instant,
    /// Account, or name of the program.
    pub author: String,
    /// From where.
    pub origin: Origin,
    /// What was done.
    pub operation: String,
    /// Why.
    pub reason: Option<String>,
    /// The establishment whose facts it changed; `None`: the national reference.
    pub establishment: Option<EstablishmentId>,
    /// The change that this one undid.
    pub undoes: Option<ChangeId>,
    /// The changes that undid this one, oldest first; a second one may follow when it was made again meanwhile.
    pub undone_by: Vec<ChangeId>,
    /// Name of the file it came from.
    pub source_name: Option<String>,
    /// SHA-256 of that file.
    pub source_hash: Option<String>,
    /// The day on which that file was extracted.
    pub extracted_on: Option<Day>,
    /// SHA-256 of all it recorded and superseded.
    pub facts_digest: String,
    /// Whether it changed facts; an event did not.
    pub is_event: bool,
    /// What an event has to say.
    pub details: Value,
    /// By what way.
    pub trail: Trail,
}

impl Change {
    /// The facts it changed.
    pub fn set(&self) -> FactSet {
        self.establishment.map_or(FactSet::Reference, FactSet::Establishment)
    }

    /// The last instant (UTC) at which it was not known yet: what to read with to see the knowledge just before it.
    /// With `at` one reads the knowledge just after it.
    pub fn before(&self) -> Instant {
        self.at.just_before()
    }
}

/// A row of `changes`. Its serialised form is what the chain hashes: every column, those that hold nothing left out.
#[derive(Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = changes, treat_none_as_default_value = false)]
pub(super) struct ChangeRow {
    pub(super) id: String,
    pub(super) seq: i64,
    #[serde(serialize_with = "instant")]
    pub(super) at: NaiveDateTime,
    author: String,
    origin: String,
    operation: String,
    #[serde(skip_serializing_if = "absent")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    pub(super) establishment_id: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    undoes: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    source_name: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    source_hash: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    extracted_on: Option<NaiveDate>,
    pub(super) facts_digest: String,
    #[serde(skip_serializing_if = "absent")]
    account_id: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    address: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    pub(super) kind: Option<String>,
    #[serde(skip_serializing_if = "absent")]
    details: Option<String>,
}

/// The kind of what changes no fact.
pub(super) const EVENT: &str = "event";

impl ChangeRow {
    fn read(self, undone_by: Vec<ChangeId>) -> Result<Change, Problem> {
        let id = parse_id(&self.id, "id", &self.id)?;
        let origin = Origin::from_name(&self.origin).ok_or_else(|| corrupt(&self.id, "origin: unknown"))?;
        let establishment = self.establishment_id.as_deref();
        let undoes = self.undoes.as_deref();
        Ok(Change {
            id: id.into(),
            seq: self.seq,
            at: self.at.into(),
            origin,
            establishment: establishment
                .map(|text| parse_id(&self.id, "establishment_id", text))
                .transpose()?
                .map(EstablishmentId::from),
            undoes: undoes.map(|text| parse_id(&self.id, "undoes", text)).transpose()?.map(ChangeId::from),
            undone_by,
            author: self.author,
            operation: self.operation,
            reason: self.reason,
            source_name: self.source_name,
            source_hash: self.source_hash,
            extracted_on: self.extracted_on.map(Day::from),
            facts_digest: self.facts_digest,
            is_event: self.kind.is_some(),
            details: match self.details {
                Some(text) => {
                    serde_json::from_str(&text).map_err(|_| corrupt(&self.id, "details: not JSON"))?
                }
                None => Value::Null,
            },
            trail: Trail {
                account: match self.account_id.as_deref() {
                    Some(text) => Some(parse_id(&self.id, "account_id", text)?.into()),
                    None => None,
                },
                address: self.address,
                request_id: self.request_id,
            },
        })
    }
}

fn corrupt(id: &str, what: impl Into<String>) -> Problem {
    Problem::Corrupt { table: TABLE, id: id.to_owned(), what: what.into() }
}

fn parse_id(row: &str, column: &str, text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text).map_err(|_| corrupt(row, format!("{column}: the id is not a UUID")))
}

/// Records a change with all its facts, and seals it: the one way to write what is known.
///
/// `expected_head` is what [`versions::read_head`] said when the change set was computed; `None` only for a change
/// computed inside this very transaction. The instant is `now`, or just after the last change when the clock is
/// late.
///
/// # Errors
/// `OutOfScope` when the permit is for another set; `Stale` when the set has moved since, or a segment to supersede
/// is not in force; `Constraint`; `Query`. The whole transaction must then be given up.
pub fn record(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    set: FactSet,
    expected_head: Option<i64>,
    change: NewChange,
    facts: &ChangeSet,
    now: Instant,
) -> Result<Change, Problem> {
    if !permit.covers(set) {
        return Err(Problem::OutOfScope { right_missing: true });
    }
    let (seq, at) = next(tx, now)?;
    versions::advance(tx, set, expected_head, seq)?;
    let id = facts::new_change_id(at);
    let facts_digest = facts::persist(tx, set, facts, id, at)?;
    let row = ChangeRow {
        id: id.to_string(),
        seq,
        at: at.naive(),
        author: change.author,
        origin: change.origin.name().to_owned(),
        operation: change.operation,
        reason: change.reason,
        establishment_id: set.column(),
        undoes: change.undoes.map(|id| id.to_string()),
        source_name: change.source_name,
        source_hash: change.source_hash,
        extracted_on: change.extracted_on.map(Day::naive),
        facts_digest,
        account_id: change.trail.account.map(|id| id.to_string()),
        address: change.trail.address,
        request_id: change.trail.request_id,
        kind: None,
        details: None,
    };
    write(tx, row)
}

/// Records an event, and seals it in the same chain. No head moves: a plan computed before it still stands.
///
/// # Errors
/// `Query`. The whole transaction must then be given up.
pub fn note(tx: &mut Transaction<'_>, event: Event, now: Instant) -> Result<Change, Problem> {
    let (seq, at) = next(tx, now)?;
    let row = ChangeRow {
        id: facts::new_change_id(at).to_string(),
        seq,
        at: at.naive(),
        author: event.author,
        origin: event.origin.name().to_owned(),
        operation: event.operation,
        reason: event.reason,
        establishment_id: event.establishment.map(|id| id.to_string()),
        undoes: None,
        source_name: None,
        source_hash: None,
        extracted_on: None,
        facts_digest: facts::digest_of_nothing(),
        account_id: event.trail.account.map(|id| id.to_string()),
        address: event.trail.address,
        request_id: event.trail.request_id,
        kind: Some(EVENT.to_owned()),
        details: (!event.details.is_null()).then(|| event.details.to_string()),
    };
    write(tx, row)
}

/// Number and instant of the next entry: now, or just after the last one when the clock is late.
fn next(tx: &mut Transaction<'_>, now: Instant) -> Result<(i64, Instant), Problem> {
    let last: Option<(i64, NaiveDateTime)> = changes::table
        .select((changes::seq, changes::at))
        .order(changes::seq.desc())
        .first(&mut **tx)
        .optional()?;
    Ok(match last {
        Some((seq, at)) => (seq.saturating_add(1), now.max(Instant::from(at).next_after())),
        None => (1, now),
    })
}

fn write(tx: &mut Transaction<'_>, row: ChangeRow) -> Result<Change, Problem> {
    diesel::insert_into(changes::table).values(&row).execute(&mut **tx)?;
    journal::seal(tx, &row)?;
    row.read(Vec::new())
}

/// A change by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: ChangeId) -> Result<Option<Change>, Problem> {
    let row =
        changes::table.find(id.to_string()).select(ChangeRow::as_select()).first(connection).optional()?;
    one(connection, row)
}

/// Changes by their ids: one statement. What undid them is not told.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn several(
    connection: &mut Connection,
    ids: &BTreeSet<ChangeId>,
) -> Result<BTreeMap<ChangeId, Change>, Problem> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<ChangeRow> =
        changes::table.filter(changes::id.eq_any(ids)).select(ChangeRow::as_select()).load(connection)?;
    rows.into_iter().map(|row| row.read(Vec::new()).map(|change| (change.id, change))).collect()
}

/// The instant of the last change of all.
///
/// # Errors
/// `Query`.
pub fn last_instant(connection: &mut Connection) -> Result<Option<Instant>, Problem> {
    let last: Option<NaiveDateTime> =
        changes::table.select(changes::at).order(changes::seq.desc()).first(connection).optional()?;
    Ok(last.map(Instant::from))
}

/// The last change of a set.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn last_for(connection: &mut Connection, set: FactSet) -> Result<Option<Change>, Problem> {
    let seq = versions::read_head(connection, set)?;
    let row = changes::table
        .filter(changes::seq.eq(seq))
        .select(ChangeRow::as_select())
        .first(connection)
        .optional()?;
    one(connection, row)
}

/// Number and id of the last change of a set; 0 and none when it has none. A number is given again when its
/// transaction is given up; an id never is.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn last_id(connection: &mut Connection, set: FactSet) -> Result<(i64, Option<ChangeId>), Problem> {
    let seq = versions::read_head(connection, set)?;
    let id: Option<String> =
        changes::table.filter(changes::seq.eq(seq)).select(changes::id).first(connection).optional()?;
    let id = id.map(|id| parse_id(&id, "id", &id).map(ChangeId::from)).transpose()?;
    Ok((seq, id))
}

/// The changes of a set, or all of them, newest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn list(connection: &mut Connection, set: Option<FactSet>) -> Result<Vec<Change>, Problem> {
    let newest = changes::table.order(changes::seq.desc()).select(ChangeRow::as_select());
    let rows = match set.map(FactSet::column) {
        None => newest.load(connection)?,
        Some(None) => newest.filter(changes::establishment_id.is_null()).load(connection)?,
        Some(Some(id)) => newest.filter(changes::establishment_id.eq(id)).load(connection)?,
    };
    let mut undone = undone_by(connection, None)?;
    rows.into_iter()
        .map(|row| {
            let undone_by = undone.remove(&row.id).unwrap_or_default();
            row.read(undone_by)
        })
        .collect()
}

/// The latest day of extraction among the changes of an establishment that came by an operation and are not undone.
///
/// # Errors
/// `Query`.
pub fn last_extraction(
    connection: &mut Connection,
    establishment: EstablishmentId,
    operation: &str,
) -> Result<Option<Day>, Problem> {
    let id = establishment.to_string();
    let undone: Vec<String> = changes::table
        .filter(changes::establishment_id.eq(&id))
        .filter(changes::undoes.is_not_null())
        .select(changes::undoes.assume_not_null())
        .load(connection)?;
    let last: Option<NaiveDate> = changes::table
        .filter(changes::establishment_id.eq(&id))
        .filter(changes::operation.eq(operation))
        .filter(changes::id.ne_all(undone))
        .select(diesel::dsl::max(changes::extracted_on))
        .first(connection)?;
    Ok(last.map(Day::from))
}

/// Which changes are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// One of these operations; empty: any.
    pub operations: Vec<String>,
    /// One of these origins; empty: any.
    pub origins: Vec<String>,
    /// One of these authors; empty: any.
    pub authors: Vec<String>,
    /// One of these establishments; empty: any.
    pub establishments: Vec<String>,
    /// Only what changed facts, or only what changed none.
    pub facts: Option<bool>,
    /// That instant or later.
    pub since: Option<Instant>,
    /// Before that instant.
    pub until: Option<Instant>,
    /// Before that number.
    pub before: Option<i64>,
}

/// The newest entries that meet all conditions, in the caller's scope. What belongs to no establishment is read from
/// the nation alone: it may tell of the accounts of others. Whoever may read single people reads what is about them.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn page(
    connection: &mut Connection,
    scope: &Scope,
    filter: &ChangeFilter,
    limit: i64,
) -> Result<Vec<Change>, Problem> {
    let people = about_people::entries(connection, scope.people())?;
    let rows = within(scope, &people, filter)
        .order(changes::seq.desc())
        .limit(limit)
        .select(ChangeRow::as_select())
        .load(connection)?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let undos: Vec<(String, String)> = changes::table
        .filter(changes::undoes.eq_any(&ids))
        .order(changes::seq)
        .select((changes::undoes.assume_not_null(), changes::id))
        .load(connection)?;
    rows.into_iter()
        .map(|row| {
            let own = undos.iter().filter(|(undone, _)| *undone == row.id);
            let own = own.map(|(_, id)| Ok(ChangeId::from(parse_id(id, "id", id)?)));
            let undone_by = own.collect::<Result<_, Problem>>()?;
            row.read(undone_by)
        })
        .collect()
}

/// Number of entries that meet all conditions.
///
/// # Errors
/// `Query`.
pub fn count(connection: &mut Connection, scope: &Scope, filter: &ChangeFilter) -> Result<u64, Problem> {
    let people = about_people::entries(connection, scope.people())?;
    let count: i64 = within(scope, &people, filter).count().get_result(connection)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The conditions, as a query. A macro-like function: diesel gives no shorter name to its type.
fn within(
    scope: &Scope,
    people: &BTreeSet<String>,
    filter: &ChangeFilter,
) -> changes::BoxedQuery<'static, <Connection as diesel::Connection>::Backend> {
    let mut query = changes::table.into_boxed();
    if let Some(own) = scope.establishments() {
        let own: Vec<String> = own.iter().map(EstablishmentId::to_string).collect();
        let about: Vec<String> = people.iter().cloned().collect();
        query = query.filter(changes::establishment_id.eq_any(own).or(changes::id.eq_any(about)));
    }
    if !filter.operations.is_empty() {
        query = query.filter(changes::operation.eq_any(filter.operations.clone()));
    }
    if !filter.origins.is_empty() {
        query = query.filter(changes::origin.eq_any(filter.origins.clone()));
    }
    if !filter.authors.is_empty() {
        query = query.filter(changes::author.eq_any(filter.authors.clone()));
    }
    if !filter.establishments.is_empty() {
        query = query.filter(changes::establishment_id.eq_any(filter.establishments.clone()));
    }
    match filter.facts {
        Some(true) => query = query.filter(changes::kind.is_null()),
        Some(false) => query = query.filter(changes::kind.is_not_null()),
        None => {}
    }
    if let Some(since) = filter.since {
        query = query.filter(changes::at.ge(since.naive()));
    }
    if let Some(until) = filter.until {
        query = query.filter(changes::at.lt(until.naive()));
    }
    if let Some(before) = filter.before {
        query = query.filter(changes::seq.lt(before));
    }
    query
}

fn one(connection: &mut Connection, row: Option<ChangeRow>) -> Result<Option<Change>, Problem> {
    let Some(row) = row else { return Ok(None) };
    let undone_by = undone_by(connection, Some(&row.id))?.remove(&row.id).unwrap_or_default();
    row.read(undone_by).map(Some)
}

/// The changes that undo others, oldest first, by what they undo.
fn undone_by(
    connection: &mut Connection,
    undone: Option<&str>,
) -> Result<BTreeMap<String, Vec<ChangeId>>, Problem> {
    let undos = changes::table
        .filter(changes::undoes.is_not_null())
        .order(changes::seq)
        .select((changes::undoes.assume_not_null(), changes::id));
    let pairs: Vec<(String, String)> = match undone {
        Some(id) => undos.filter(changes::undoes.eq(id)).load(connection)?,
        None => undos.load(connection)?,
    };
    let mut by_undone: BTreeMap<String, Vec<ChangeId>> = BTreeMap::new();
    for (undone, id) in pairs {
        let id = ChangeId::from(parse_id(&id, "id", &id)?);
        by_undone.entry(undone).or_default().push(id);
    }
    Ok(by_undone)
}
