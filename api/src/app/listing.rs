//! Lists: which fields of a noun may be filtered and sorted on, and how a page is asked of the database.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use shared::contract::lists::{Kind, Test};
use shared::contract::{History, Knowledge, Statement};
use shared::fact::Fact;
use shared::habilitation::Rubric;
use shared::nomenclature::NomenclatureEntry;
use shared::problem::Code;
use shared::time::{Retrospect, View};

use super::library::Library;
use super::{Ctx, Failure};
use crate::authz::Scope;
use crate::db::Connection;
use crate::db::lists::{self, Column, Entry, Filter, Guard, Past, Query, Sort};
use crate::db::rows::StoredFact;

/// What may be asked of the list of a noun. Published in the contract.
pub struct Listing {
    /// Rubric of the list.
    pub rubric: Rubric,
    /// Fields that may be filtered on.
    pub fields: &'static [Field],
    /// Columns in which `q=` searches; none: `q` is refused.
    pub search: &'static [Column],
    /// Order when none is asked.
    pub default_sort: &'static [Sort],
    /// What may be included.
    pub includes: &'static [&'static str],
    /// Whether it is a list of facts, which have a day and an instant.
    pub timed: bool,
    /// Fields of its answers that are of another rubric: who may not read it may not name them.
    pub guarded: &'static [(&'static str, Rubric)],
}

/// A field that may be filtered on.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name in the contract.
    pub name: &'static str,
    /// Column.
    pub column: Column,
    /// Rubric: who may not read it may not filter nor sort on it.
    pub rubric: Rubric,
    /// Whether it may be sorted on.
    pub sortable: bool,
    /// How the value given stands for what the column holds.
    pub meaning: Meaning,
    /// What it is, for the contract.
    pub about: &'static str,
    /// The words that it may hold, when they are of the contract: another one is refused. A code of a nomenclature is not.
    pub words: Option<fn() -> Vec<&'static str>>,
}

/// How the value of a filter stands for what the column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// As it is.
    Plain,
    /// A FINESS number, for the id of an establishment.
    Establishment,
    /// A code of `positions`, some of which are hidden from some callers (`domain.md` R4).
    Position,
    /// Derived: the noun says which of its things have it ([`super::reading::Shown::stored`]).
    Derived,
}

/// One condition of a list.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Field.
    pub field: Field,
    /// Condition.
    pub test: Test,
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Day and instant.
    pub view: View,
    /// Conditions.
    pub filters: Vec<Condition>,
    /// Text to search.
    pub search: Option<String>,
    /// Order.
    pub sort: Vec<Sort>,
    /// Where the page begins: of a list of facts, the id of the thing before it.
    pub after: Option<Vec<String>>,
    /// Rows at most.
    pub limit: u32,
    /// Whether the number of all rows is wanted.
    pub total: bool,
    /// What to include.
    pub include: BTreeSet<String>,
}

/// Whether a value passes the conditions on a field, for lists that the database does not filter. Conditions of equality
/// are alternatives; the others all hold.
pub fn admits(conditions: &[Condition], field: &str, value: &str) -> bool {
    let own = conditions.iter().filter(|condition| condition.field.name == field);
    let mut equal = None;
    for condition in own {
        let passes = match &condition.test {
            Test::Among(list) => {
                let one = list.iter().any(|one| one == value);
                equal = Some(equal.unwrap_or(false) || one);
                continue;
            }
            Test::NotAmong(list) => list.iter().all(|one| one != value),
            Test::AtLeast(least) => value >= least.as_str(),
            Test::Below(limit) => value < limit.as_str(),
            Test::Contains(part) => value.contains(part.as_str()),
        };
        if !passes {
            return false;
        }
    }
    equal.unwrap_or(true)
}

/// One page of answers.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    /// Answers.
    pub items: Vec<T>,
    /// Where the next page begins: of a list of facts, the id of the last thing.
    pub next: Option<Vec<String>>,
    /// Number of all rows, when asked.
    pub total: Option<u64>,
}

/// Where the page begins, in that many keys.
///
/// # Errors
/// `request.bad_cursor`.
pub fn after(asked: &Asked, keys: usize) -> Result<Option<Vec<String>>, Failure> {
    match &asked.after {
        Some(after) if after.len() != keys => Err(Failure::code(Code::BadCursor)),
        after => Ok(after.clone()),
    }
}

/// One key of where the page begins.
///
/// # Errors
/// `request.bad_cursor`.
pub fn key<T: FromStr>(keys: &[String], at: usize) -> Result<T, Failure> {
    let bad = || Failure::code(Code::BadCursor);
    keys.get(at).ok_or_else(bad)?.parse().map_err(|_| bad())
}

/// A page of what may hold one more than the limit.
pub fn paged<T>(
    mut items: Vec<T>,
    limit: usize,
    total: Option<u64>,
    keys: impl Fn(&T) -> Vec<String>,
) -> Paged<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(keys);
    Paged { items, next, total }
}

/// A text column.
pub const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

/// A day column.
pub const fn day(name: &'static str) -> Column {
    Column { name, kind: Kind::Day }
}

/// A number column.
pub const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number }
}

/// A yes-or-no column.
pub const fn flag(name: &'static str) -> Column {
    Column { name, kind: Kind::Flag }
}

impl Field {
    /// A field that may be filtered and sorted on.
    pub const fn new(name: &'static str, column: Column, rubric: Rubric, about: &'static str) -> Field {
        Field { name, column, rubric, sortable: true, meaning: Meaning::Plain, about, words: None }
    }

    /// The same, not sorted on: a day or a number that may be absent has no place in an order.
    #[must_use]
    pub const fn unsorted(mut self) -> Field {
        self.sortable = false;
        self
    }

    /// The same, which holds one of some words.
    #[must_use]
    pub const fn one_of(mut self, words: fn() -> Vec<&'static str>) -> Field {
        self.words = Some(words);
        self
    }

    /// Whether a value can be asked for.
    pub fn reads(&self, value: &str) -> bool {
        self.kind().reads(value) && self.words.is_none_or(|words| words().contains(&value))
    }

    /// What it holds.
    pub const fn kind(&self) -> Kind {
        self.column.kind
    }

    /// The establishment, by its FINESS number.
    pub const fn establishment(rubric: Rubric) -> Field {
        Field {
            name: "establishment",
            column: text("establishment_id"),
            rubric,
            sortable: false,
            meaning: Meaning::Establishment,
            about: "FINESS EJ of the establishment",
            words: None,
        }
    }
}

impl Listing {
    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The order that a text asks for, `-valid_from,number`, among the fields whose rubric `shows`; the usual one when
    /// nothing is asked.
    ///
    /// # Errors
    /// The name that may not be sorted on.
    pub fn order<'t>(
        &self,
        text: Option<&'t str>,
        shows: impl Fn(Rubric) -> bool,
    ) -> Result<Vec<Sort>, &'t str> {
        let Some(text) = text else { return Ok(self.default_sort.to_vec()) };
        let step = |part: &'t str| {
            let (name, descending) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
            let field = self.field(name).filter(|field| field.sortable && shows(field.rubric));
            field.map(|field| Sort { column: field.column, descending }).ok_or(name)
        };
        text.split(',').filter(|part| !part.is_empty()).map(step).collect()
    }
}

/// The rows of a page, and their number when asked, within a scope.
///
/// # Errors
/// Failures of the database.
pub(crate) fn page<T: StoredFact>(
    ctx: &Ctx,
    connection: &mut Connection,
    scope: &Scope,
    library: &Library,
    listing: &Listing,
    asked: &Asked,
) -> Result<Paged<Entry<T>>, Failure> {
    let filters = filters(library, &asked.filters);
    let guards = guards(ctx, connection, library, listing, asked)?;
    let query = Query {
        filters: &filters,
        guards: &guards,
        search: asked.search.as_deref().map(|text| (listing.search, text)),
        sort: &asked.sort,
        after: asked.after.as_deref().and_then(<[String]>::last).map(String::as_str),
        limit: asked.limit,
        ..Query::at(asked.view)
    };
    let rows = lists::page::<T>(connection, scope, &query)?;
    let total = if asked.total { Some(lists::count::<T>(connection, scope, &query)?) } else { None };
    Ok(Paged { items: rows.entries, next: rows.next.map(|id| vec![id]), total })
}

/// What the conditions and the order may not tell: a thing whose field the caller may not read matches none of them.
///
/// # Errors
/// Failures of the database.
pub(crate) fn guards(
    ctx: &Ctx,
    connection: &mut Connection,
    library: &Library,
    listing: &Listing,
    asked: &Asked,
) -> Result<Vec<Guard>, Failure> {
    let mut rubrics: BTreeMap<Rubric, Option<(Column, Vec<String>)>> = BTreeMap::new();
    let sorted =
        asked.sort.iter().filter_map(|sort| listing.fields.iter().find(|field| field.column == sort.column));
    for field in asked.filters.iter().map(|condition| &condition.field).chain(sorted) {
        if field.meaning == Meaning::Position {
            let hidden = library.nomenclatures.list("positions").filter(|entry| is_sensitive(&entry.value));
            let hidden = hidden.map(|entry| entry.value.code.to_string()).collect();
            rubrics.insert(Rubric::AbsencesSensitive, Some((field.column, hidden)));
        } else if field.rubric != listing.rubric {
            rubrics.insert(field.rubric, None);
        }
    }
    let guard = |(rubric, only)| Ok(Guard { scope: ctx.scope(connection, rubric, asked.view.as_of)?, only });
    rubrics.into_iter().map(guard).collect()
}

/// Whether a position is hidden from whoever may not read sensitive absences.
pub(crate) fn is_sensitive(entry: &NomenclatureEntry) -> bool {
    entry.attribute("sensitive").is_some_and(|value| value == "yes")
}

/// Conditions on the same field with the same operator are alternatives; the rest all hold.
pub(crate) fn filters(library: &Library, conditions: &[Condition]) -> Vec<Filter> {
    let mut filters: Vec<Filter> = Vec::new();
    let mut alternatives: BTreeMap<&str, usize> = BTreeMap::new();
    for condition in conditions {
        let test = meant(library, condition);
        if let Test::Among(more) = &test
            && let Some(Filter { test: Test::Among(list), .. }) =
                alternatives.get(condition.field.name).and_then(|at| filters.get_mut(*at))
        {
            list.extend(more.iter().cloned());
            continue;
        }
        if matches!(test, Test::Among(_)) {
            alternatives.insert(condition.field.name, filters.len());
        }
        filters.push(Filter { column: condition.field.column, test });
    }
    filters
}

fn meant(library: &Library, condition: &Condition) -> Test {
    let ids = |list: &[String]| -> Vec<String> {
        // An unknown number matches nothing, as one outside the perimeter does.
        let id = |finess: &String| library.territory.by_finess(finess).map(|id| id.to_string());
        list.iter().map(|finess| id(finess).unwrap_or_else(|| "unknown".to_owned())).collect()
    };
    match (&condition.field.meaning, &condition.test) {
        (Meaning::Establishment, Test::Among(list)) => Test::Among(ids(list)),
        (Meaning::Establishment, Test::NotAmong(list)) => Test::NotAmong(ids(list)),
        (_, test) => test.clone(),
    }
}

/// The past of a thing for the contract, by day then by instant: each statement with its days, its instants and its
/// changes. Only those that are told are shown, so that no other is named.
///
/// # Errors
/// What the making of an answer says.
pub(crate) fn statements<T: Fact, V>(
    mut past: Vec<Past<T>>,
    id: T::Id,
    version: i64,
    Retrospect { axis, known_at }: Retrospect,
    mut view: impl FnMut(&[Entry<T>], View) -> Result<Vec<V>, Failure>,
) -> Result<History<V>, Failure> {
    past.retain(|one| axis.tells(one.segment.period, one.superseded_at.is_some()));
    if axis.day().is_some() {
        past.sort_by_key(|one| one.recorded_at);
    }
    let mut items = Vec::with_capacity(past.len());
    for one in past {
        let (valid_from, valid_to) = (one.segment.period.from(), one.segment.period.to());
        let entry = Entry {
            id,
            establishment: one.establishment,
            segment: one.segment,
            recorded_at: one.recorded_at,
            change: one.change,
            version: one.version,
        };
        let named_at = View { as_of: valid_from, known_at };
        let facts = view(std::slice::from_ref(&entry), named_at)?;
        items.extend(facts.into_iter().map(|fact| Statement {
            valid_from,
            valid_to,
            recorded_at: one.recorded_at,
            superseded_at: one.superseded_at,
            change_id: one.change,
            superseded_by: one.superseded_by,
            operation: None,
            author: None,
            fact,
        }));
    }
    Ok(History { items, version, time: Knowledge { known_at, as_of: axis.day() } })
}

/// The stamp of an entry, for the contract.
pub fn stamp<T: Fact>(entry: &Entry<T>) -> shared::contract::Stamp {
    shared::contract::Stamp {
        valid_from: entry.segment.period.from(),
        valid_to: entry.segment.period.to(),
        recorded_at: entry.recorded_at,
        version: entry.version,
        change_id: entry.change,
    }
}

impl Ctx {
    /// What a list needs before its page: the scope of its rubric and the reference.
    ///
    /// # Errors
    /// `right.missing`; failures of the database.
    pub fn listing(
        &self,
        connection: &mut Connection,
        rubric: Rubric,
        view: View,
    ) -> Result<(Scope, std::sync::Arc<Library>), Failure> {
        Ok((self.list_scope(connection, rubric, view.as_of)?, self.shelf.library(connection)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_only_when_there_is_more() {
        let page = |items: Vec<u32>| paged(items, 2, None, |one| vec![one.to_string()]);
        assert_eq!(page(vec![1, 2]).next, None);
        assert_eq!(page(vec![1, 2, 3]).next, Some(vec!["2".to_owned()]));
        assert_eq!(page(vec![1, 2, 3]).items, [1, 2]);
        assert_eq!(page(vec![]).next, None);
    }
}
