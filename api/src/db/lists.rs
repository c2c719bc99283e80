//! Pages of a list, one thing by its id, and its whole past: for every noun, within a [`Scope`].
//!
//! A page is found by the values of the last row of the page before (no offset), at one knowledge, so that a walk sees
//! every row once while others write. Refuses columns that the program does not list: names come from constants,
//! values are bound.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::contract::lists::{Kind, Test};
use shared::fact::{Fact, Noun};
use shared::id::{ChangeId, EstablishmentId};
use shared::time::{Day, Instant, Segment, View};
use uuid::Uuid;

use super::Connection;
pub(crate) use super::backend::Bound;
use super::backend::{self, among};
use super::conditions::{Condition, expression};
use super::problem::Problem;
use super::rows::{FactRow as _, StoredFact};
use crate::authz::{Links, Scope};

/// A column that may be filtered or sorted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the table.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// One condition on a column.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Column.
    pub column: Column,
    /// Condition.
    pub test: Test,
}

/// Leaves out what is outside a scope, so that a condition on a hidden field tells nothing of it.
#[derive(Debug, Clone)]
pub struct Guard {
    /// What may be read of the rubric of the field.
    pub scope: Scope,
    /// Only the rows with one of these values are hidden; `None`: all.
    pub only: Option<(Column, Vec<String>)>,
}

/// One step of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Column.
    pub column: Column,
    /// From the greatest.
    pub descending: bool,
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    /// Day and instant.
    pub view: View,
    /// Conditions, all of which hold.
    pub filters: &'a [Filter],
    /// What the conditions and the order may not tell.
    pub guards: &'a [Guard],
    /// Any of these contains the text: `q=`.
    pub search: Option<(&'a [Column], &'a str)>,
    /// Words each of which one of these columns resembles: a pattern of LIKE in lower case, made by the program.
    pub resembling: &'a [(&'a [Column], String)],
    /// Order; the id of the thing always comes last.
    pub sort: &'a [Sort],
    /// Id of the last thing of the page before.
    pub after: Option<&'a str>,
    /// Rows at most.
    pub limit: u32,
}

impl Query<'_> {
    /// Everything at a point.
    pub fn at(view: View) -> Self {
        let (filters, guards, resembling, sort) = (&[], &[], &[], &[]);
        Self { view, filters, guards, search: None, resembling, sort, after: None, limit: 0 }
    }
}

/// One thing of a list, as it was on the day.
#[derive(Debug, Clone)]
pub struct Entry<T: Fact> {
    /// The thing.
    pub id: T::Id,
    /// Establishment of its facts; `None`: the reference.
    pub establishment: Option<EstablishmentId>,
    /// What is stated that day.
    pub segment: Segment<T>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// By which change.
    pub change: ChangeId,
    /// How many changes have touched the thing: the version of its `ETag`.
    pub version: i64,
}

/// One statement of the past of a thing.
#[derive(Debug, Clone)]
pub struct Past<T: Fact> {
    /// Establishment of its facts; `None`: the reference.
    pub establishment: Option<EstablishmentId>,
    /// What was stated.
    pub segment: Segment<T>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// When it ceased to be believed, if that was known at the instant asked.
    pub superseded_at: Option<Instant>,
    /// Change that recorded it.
    pub change: ChangeId,
    /// Change that superseded it.
    pub superseded_by: Option<ChangeId>,
    /// How many changes had touched the thing once this was recorded.
    pub version: i64,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Rows<T: Fact> {
    /// Things.
    pub entries: Vec<Entry<T>>,
    /// After which thing the next page begins, when there is one.
    pub next: Option<String>,
}

/// One page of the things of a noun that hold on a day, in the caller's scope.
///
/// Two statements, whatever the page.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn page<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    query: &Query<'_>,
) -> Result<Rows<T>, Problem> {
    let mut condition = Condition::of::<T>(connection, scope, query);
    let mut order = Vec::new();
    for sort in query.sort {
        let way = if sort.descending { " DESC" } else { "" };
        order.push(format!("{}{way}", expression(connection, sort.column)));
    }
    order.push("subject_id".to_owned());
    if let Some(after) = query.after {
        let Some(row) = row_of::<T>(connection, after, query.view)? else {
            return Ok(Rows { entries: Vec::new(), next: None });
        };
        let keys = keys::<T>(&row, query.sort)?;
        condition.after(connection, query.sort, &keys);
    }
    let asked = query.limit.saturating_add(1);
    let text = format!("{} ORDER BY {} LIMIT {asked}", condition.text(), order.join(", "));
    let mut rows = T::Row::select(connection, &text, condition.values)?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|row| row.witness().subject_id.to_owned())
    } else {
        None
    };
    let entries = entries::<T>(connection, rows, query.view.known_at)?;
    Ok(Rows { entries, next })
}

/// Number of things of all pages.
///
/// # Errors
/// `Query`.
pub(crate) fn count<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    query: &Query<'_>,
) -> Result<u64, Problem> {
    let condition = Condition::of::<T>(connection, scope, query);
    let text = condition.text();
    let count = backend::count(connection, T::NOUN.name(), &text, condition.values)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// One thing as it was on a day. A thing that is unknown, outside the perimeter, or not there that day is absent; the
/// same statements run for all three.
///
/// # Errors
/// `OutOfScope`, `Query`, `Corrupt`.
pub(crate) fn find<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    id: T::Id,
    view: View,
) -> Result<Entry<T>, Problem> {
    let text = "WHERE subject_id = $1 AND recorded_at <= $2 AND superseded_at > $2 ORDER BY valid_from";
    let values = vec![Bound::Text(id.to_string()), Bound::Instant(view.known_at.naive())];
    let rows = T::Row::select(connection, text, values)?;
    admit::<T>(scope, rows.first())?;
    let day = view.as_of.naive();
    let there = rows.into_iter().rfind(|row| row.witness().valid_from <= day);
    let found = entries::<T>(connection, there.into_iter().collect(), view.known_at)?;
    let found = found.into_iter().next().filter(|entry| entry.segment.period.contains(view.as_of));
    found.ok_or(Problem::OutOfScope { right_missing: false })
}

/// Everything ever stated about a thing until an instant, by day then by instant, and its version then.
///
/// # Errors
/// `OutOfScope`, `Query`, `Corrupt`.
pub(crate) fn history<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    id: T::Id,
    known_at: Instant,
) -> Result<(Vec<Past<T>>, i64), Problem> {
    let text = "WHERE subject_id = $1 AND recorded_at <= $2 ORDER BY valid_from, recorded_at";
    let values = vec![Bound::Text(id.to_string()), Bound::Instant(known_at.naive())];
    let rows = T::Row::select(connection, text, values)?;
    admit::<T>(scope, rows.last())?;
    let (past, version) = told::<T>(rows, known_at)?;
    Ok((past.into_iter().map(|(_, one)| one).collect(), version))
}

/// The same of all the things that refer to one of some others by a column, in the caller's scope, with the id of each;
/// the version is how many changes have touched any of them.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn history_referring<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    (column, id): (Column, String),
    known_at: Instant,
) -> Result<(PastOf<T>, i64), Problem> {
    let mut condition = Condition { parts: Vec::new(), values: Vec::new() };
    let at = condition.bind(Bound::Instant(known_at.naive()));
    condition.parts.push(format!("recorded_at <= ${at}"));
    let listed = condition.among(connection, column, column.name, &[id]);
    condition.parts.push(listed);
    let within = condition.within(connection, T::NOUN, scope.reach());
    condition.parts.extend(within);
    let text = format!("{} ORDER BY valid_from, recorded_at", condition.text());
    let rows = T::Row::select(connection, &text, condition.values)?;
    told::<T>(rows, known_at)
}

/// What was stated of several things, with the id of each.
pub(crate) type PastOf<T> = Vec<(<T as Fact>::Id, Past<T>)>;

/// Rows as what was stated by them, and how many changes they name.
fn told<T: StoredFact>(rows: Vec<T::Row>, known_at: Instant) -> Result<(PastOf<T>, i64), Problem> {
    let mut past = Vec::with_capacity(rows.len());
    let mut changes = BTreeMap::new();
    for row in rows {
        let witness = row.witness();
        let superseded_at = Instant::from(witness.superseded_at);
        let known = superseded_at <= known_at;
        let change = parse::<T>(witness.id, witness.change_id)?;
        let superseded_by = match witness.superseded_by.filter(|_| known) {
            Some(id) => Some(parse::<T>(witness.id, id)?),
            None => None,
        };
        let recorded_at = Instant::from(witness.recorded_at);
        changes.insert(change, recorded_at);
        changes.extend(superseded_by.map(|change| (change, superseded_at)));
        let establishment = match witness.establishment_id {
            Some(id) => Some(parse::<T>(witness.id, id)?.into()),
            None => None,
        };
        let (id, segment) = row.read()?;
        let one = Past {
            establishment,
            segment,
            recorded_at,
            superseded_at: known.then_some(superseded_at),
            change: change.into(),
            superseded_by: superseded_by.map(ChangeId::from),
            version: 0,
        };
        past.push((id, one));
    }
    let until = |instant: Instant| changes.values().filter(|made_at| **made_at <= instant).count();
    for (_, one) in &mut past {
        one.version = i64::try_from(until(one.recorded_at)).unwrap_or(i64::MAX);
    }
    Ok((past, i64::try_from(changes.len()).unwrap_or(i64::MAX)))
}

/// What is known at an instant of the things that refer to some others by a column, in the caller's scope, by first day:
/// what practitioners do, who has held a post. On one day, or over all of time.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn referring<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    (column, ids): (Column, Vec<String>),
    on: Option<Day>,
    known_at: Instant,
) -> Result<Vec<Entry<T>>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut condition = Condition { parts: Vec::new(), values: Vec::new() };
    let at = condition.bind(Bound::Instant(known_at.naive()));
    condition.parts.push(format!("recorded_at <= ${at} AND superseded_at > ${at}"));
    let listed = condition.among(connection, column, column.name, &ids);
    condition.parts.push(listed);
    if let Some(day) = on {
        let day = condition.bind(Bound::Day(day.naive()));
        condition.parts.push(format!("valid_from <= ${day} AND valid_to > ${day}"));
    }
    let within = condition.within(connection, T::NOUN, scope.reach());
    condition.parts.extend(within);
    let text = format!("{} ORDER BY valid_from, subject_id", condition.text());
    let rows = T::Row::select(connection, &text, condition.values)?;
    entries::<T>(connection, rows, known_at)
}

/// Number of things of a noun on a day, by establishment.
///
/// # Errors
/// `Query`.
pub(crate) fn count_by_establishment<T: StoredFact>(
    connection: &mut Connection,
    scope: &Scope,
    query: &Query<'_>,
) -> Result<BTreeMap<String, u32>, Problem> {
    let condition = Condition::of::<T>(connection, scope, query);
    let text = condition.text();
    Ok(backend::count_by(connection, T::NOUN.name(), "establishment_id", &text, condition.values)?)
}

/// What some things were on a day, or last before it: to name what an admitted thing refers to. The scope is that of
/// the thing that refers: a name goes with it.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn named<T: StoredFact>(
    connection: &mut Connection,
    _referring: &Scope,
    ids: &BTreeSet<T::Id>,
    view: View,
) -> Result<BTreeMap<T::Id, T>, Problem> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let listed = among(connection, "subject_id", 1);
    let text = format!(
        "WHERE {listed} AND recorded_at <= $2 AND superseded_at > $2 ORDER BY subject_id, valid_from"
    );
    let ids = ids.iter().map(ToString::to_string).collect();
    let rows =
        T::Row::select(connection, &text, vec![Bound::List(ids), Bound::Instant(view.known_at.naive())])?;
    let mut found: BTreeMap<T::Id, T> = BTreeMap::new();
    for row in rows {
        let (id, segment) = row.read()?;
        // The first is kept for a thing that comes later than the day, else the last one begun.
        if segment.period.from() <= view.as_of || !found.contains_key(&id) {
            found.insert(id, segment.value);
        }
    }
    Ok(found)
}

fn admit<T: StoredFact>(scope: &Scope, row: Option<&T::Row>) -> Result<(), Problem> {
    let Some(row) = row else { return Err(Problem::OutOfScope { right_missing: false }) };
    let witness = row.witness();
    let columns = columns::<T>(row)?;
    let text = |name: &str| columns.get(name).and_then(Value::as_str);
    let links = Links {
        establishment: witness.establishment_id,
        number: text("finess_ej"),
        practitioner: text("practitioner_id"),
    };
    scope.admits(T::NOUN, witness.subject_id, &links).demand()
}

fn entries<T: StoredFact>(
    connection: &mut Connection,
    rows: Vec<T::Row>,
    known_at: Instant,
) -> Result<Vec<Entry<T>>, Problem> {
    let subjects = rows.iter().map(|row| row.witness().subject_id.to_owned()).collect();
    let versions = versions(connection, T::NOUN, subjects, known_at)?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let witness = row.witness();
        let version = versions.get(witness.subject_id).copied().unwrap_or_default();
        let establishment = match witness.establishment_id {
            Some(id) => Some(parse::<T>(witness.id, id)?.into()),
            None => None,
        };
        let change = parse::<T>(witness.id, witness.change_id)?.into();
        let recorded_at = Instant::from(witness.recorded_at);
        let (id, segment) = row.read()?;
        entries.push(Entry { id, establishment, segment, recorded_at, change, version });
    }
    Ok(entries)
}

/// Number of changes that had touched each thing at an instant.
///
/// # Errors
/// `Query`.
pub fn versions(
    connection: &mut Connection,
    noun: Noun,
    subjects: Vec<String>,
    known_at: Instant,
) -> Result<BTreeMap<String, i64>, Problem> {
    let mut changes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    if subjects.is_empty() {
        return Ok(BTreeMap::new());
    }
    for touch in backend::touches(connection, noun.name(), subjects, known_at.naive())? {
        let own = changes.entry(touch.subject_id).or_default();
        own.insert(touch.change_id);
        own.extend(touch.superseded_by.filter(|_| touch.superseded_at <= known_at.naive()));
    }
    let counted = changes.into_iter().map(|(id, own)| (id, i64::try_from(own.len()).unwrap_or(i64::MAX)));
    Ok(counted.collect())
}

fn parse<T: StoredFact>(row: &str, id: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(id).map_err(|_| Problem::Corrupt {
        table: T::NOUN.name(),
        id: row.to_owned(),
        what: "an id is not a UUID".to_owned(),
    })
}

/// The columns of a row by name, as its serialised form has them.
fn columns<T: StoredFact>(row: &T::Row) -> Result<Value, Problem> {
    serde_json::to_value(row).map_err(|error| Problem::Corrupt {
        table: T::NOUN.name(),
        id: row.witness().id.to_owned(),
        what: error.to_string(),
    })
}

/// The row of a thing at a point, to find its place in an order again: a cursor names the thing alone, so that no name
/// travels in an address.
fn row_of<T: StoredFact>(
    connection: &mut Connection,
    id: &str,
    view: View,
) -> Result<Option<T::Row>, Problem> {
    let text = "WHERE subject_id = $1 AND recorded_at <= $2 AND superseded_at > $2 AND valid_from <= $3 AND valid_to > $3";
    let values = vec![
        Bound::Text(id.to_owned()),
        Bound::Instant(view.known_at.naive()),
        Bound::Day(view.as_of.naive()),
    ];
    Ok(T::Row::select(connection, text, values)?.into_iter().next())
}

/// Where a row is in an order: the values it is sorted by, then its id.
fn keys<T: StoredFact>(row: &T::Row, sort: &[Sort]) -> Result<Vec<String>, Problem> {
    let columns = columns::<T>(row)?;
    let value = |sort: &Sort| match columns.get(sort.column.name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let mut keys: Vec<String> = sort.iter().map(value).collect();
    keys.push(row.witness().subject_id.to_owned());
    Ok(keys)
}
