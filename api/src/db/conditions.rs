//! The conditions of a list in SQL, with their values: day and instant, part of the country, filters, search, place in
//! the order.
//!
//! Names of columns come from constants, values are bound. Refuses to run anything.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use shared::contract::lists::{Kind, Test};
use shared::fact::Noun;
use shared::id::EstablishmentId;

use super::Connection;
use super::backend::{Bound, among, sortable, unindexed};
use super::lists::{Column, Filter, Guard, Query, Sort};
use super::rows::StoredFact;
use crate::authz::{Reach, Scope};

/// How a column is compared and sorted.
pub(super) fn expression(connection: &Connection, column: Column) -> String {
    match column.kind {
        Kind::Text => sortable(connection, column.name),
        Kind::Number | Kind::Day | Kind::Flag => column.name.to_owned(),
    }
}

/// Conditions joined by AND, with their values.
pub(super) struct Condition {
    pub(super) parts: Vec<String>,
    pub(super) values: Vec<Bound>,
}

impl Condition {
    pub(super) fn of<T: StoredFact>(connection: &Connection, scope: &Scope, query: &Query<'_>) -> Condition {
        let mut condition = Condition { parts: Vec::new(), values: Vec::new() };
        let known_at = condition.bind(Bound::Instant(query.view.known_at.naive()));
        // A list is read in its order, not by what is in force: nearly all of it is.
        let superseded_at = unindexed(connection, "superseded_at");
        condition.parts.push(format!("recorded_at <= ${known_at} AND {superseded_at} > ${known_at}"));
        let day = condition.bind(Bound::Day(query.view.as_of.naive()));
        condition.parts.push(format!("valid_from <= ${day} AND valid_to > ${day}"));
        let within = condition.within(connection, T::NOUN, scope.reach());
        condition.parts.extend(within);
        for guard in query.guards {
            condition.guard(connection, T::NOUN, guard);
        }
        for filter in query.filters {
            condition.filter(connection, filter);
        }
        if let Some((columns, text)) = query.search {
            let tests: Vec<String> = columns.iter().map(|column| condition.contains(*column, text)).collect();
            condition.parts.push(format!("({})", tests.join(" OR ")));
        }
        for (columns, pattern) in query.resembling {
            let place = condition.bind(Bound::Text(pattern.clone()));
            let tests: Vec<String> =
                columns.iter().map(|column| format!("LOWER({}) LIKE ${place}", column.name)).collect();
            condition.parts.push(format!("({})", tests.join(" OR ")));
        }
        condition
    }

    /// Number of the place of a value.
    pub(super) fn bind(&mut self, value: Bound) -> usize {
        self.values.push(value);
        self.values.len()
    }

    pub(super) fn text(&self) -> String {
        format!("WHERE {}", self.parts.join(" AND "))
    }

    /// The part of the country that may be read.
    pub(super) fn within(&mut self, connection: &Connection, noun: Noun, reach: &Reach) -> Option<String> {
        let Reach::Parts { establishments, numbers, things } = reach else { return None };
        let ids = || establishments.iter().map(EstablishmentId::to_string).collect::<Vec<_>>();
        let texts = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        let (whole, single) = match noun {
            Noun::Nomenclatures => return None,
            // A tour is of the nation: whoever reads tours somewhere reads it.
            Noun::Tours => return reach.is_nothing().then(|| "1 = 0".to_owned()),
            Noun::Establishments => {
                (("subject_id", ids()), Some(("subject_id", texts(&things.establishments))))
            }
            Noun::Sites => (("finess_ej", texts(numbers)), None),
            Noun::Structures => {
                (("establishment_id", ids()), Some(("subject_id", texts(&things.structures))))
            }
            Noun::Posts => (("establishment_id", ids()), Some(("subject_id", texts(&things.posts)))),
            Noun::PostProfiles => (("establishment_id", ids()), Some(("post_id", texts(&things.posts)))),
            Noun::Practitioners => {
                (("establishment_id", ids()), Some(("subject_id", texts(&things.practitioners))))
            }
            Noun::Affectations => {
                (("establishment_id", ids()), Some(("subject_id", texts(&things.affectations))))
            }
            Noun::Statuses
            | Noun::Steps
            | Noun::Positions
            | Noun::Contracts
            | Noun::Conventions
            | Noun::ExercisePeriods
            | Noun::Headships => {
                (("establishment_id", ids()), Some(("practitioner_id", texts(&things.practitioners))))
            }
            Noun::SigmedPosts
            // Of a whole hospital: who is to come is not told to a part of it.
            | Noun::Reservations
            | Noun::CodeMappings
            | Noun::ImportProfiles
            | Noun::Requests
            | Noun::TourLists
            | Noun::TourEntries => (("establishment_id", ids()), None),
        };
        let mut tests = Vec::new();
        for (column, list) in [Some(whole), single].into_iter().flatten() {
            if let [one] = list.as_slice() {
                let place = self.bind(Bound::Text(one.clone()));
                tests.push(format!("{column} = ${place}"));
            } else if !list.is_empty() {
                let place = self.bind(Bound::List(list));
                tests.push(among(connection, column, place));
            }
        }
        Some(if tests.is_empty() { "1 = 0".to_owned() } else { format!("({})", tests.join(" OR ")) })
    }

    /// Leaves out the rows whose guarded column may not be read.
    fn guard(&mut self, connection: &Connection, noun: Noun, guard: &Guard) {
        let Some(within) = self.within(connection, noun, guard.scope.reach()) else { return };
        let part = match &guard.only {
            None => within,
            Some((column, hidden)) => {
                let place = self.bind(Bound::List(hidden.clone()));
                let listed = among(connection, column.name, place);
                // In the order of their binding: SQLite numbers `$n` by where it is first met.
                format!("({within} OR NOT ({listed}))")
            }
        };
        self.parts.push(part);
    }

    fn filter(&mut self, connection: &Connection, filter: &Filter) {
        let column = expression(connection, filter.column);
        let text = match &filter.test {
            Test::Among(list) => self.among(connection, filter.column, &column, list),
            Test::NotAmong(list) => {
                let inside = self.among(connection, filter.column, &column, list);
                format!("NOT ({inside})")
            }
            Test::AtLeast(text) => match self.value(filter.column.kind, text) {
                Some(place) => format!("{column} >= ${place}"),
                None => "1 = 0".to_owned(),
            },
            Test::Below(text) => match self.value(filter.column.kind, text) {
                Some(place) => format!("{column} < ${place}"),
                None => "1 = 0".to_owned(),
            },
            Test::Contains(text) => self.contains(filter.column, text),
        };
        self.parts.push(text);
    }

    pub(super) fn among(
        &mut self,
        connection: &Connection,
        column: Column,
        expression: &str,
        list: &[String],
    ) -> String {
        if column.kind == Kind::Text {
            if let [one] = list {
                let place = self.bind(Bound::Text(one.clone()));
                // A bare column lets an index serve; nothing is asked for by an empty text.
                let left = if one.is_empty() { expression } else { column.name };
                return format!("{left} = ${place}");
            }
            let place = self.bind(Bound::List(list.to_vec()));
            return among(connection, expression, place);
        }
        let tests: Vec<String> = list
            .iter()
            .filter_map(|text| self.value(column.kind, text))
            .map(|place| format!("{} = ${place}", column.name))
            .collect();
        if tests.is_empty() { "1 = 0".to_owned() } else { format!("({})", tests.join(" OR ")) }
    }

    /// Contains, whatever the case; the signs that LIKE understands are taken as they are.
    fn contains(&mut self, column: Column, text: &str) -> String {
        let mut pattern = String::from("%");
        for sign in text.to_lowercase().chars() {
            if matches!(sign, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(sign);
        }
        pattern.push('%');
        let place = self.bind(Bound::Text(pattern));
        format!("LOWER(COALESCE({}, '')) LIKE ${place} ESCAPE '\\'", column.name)
    }

    /// Binds a text as what the column holds; nothing when it cannot be, which matches no row. Callers are refused such
    /// values before ([`Kind::reads`]).
    fn value(&mut self, kind: Kind, text: &str) -> Option<usize> {
        let value = match kind {
            Kind::Text => Bound::Text(text.to_owned()),
            Kind::Number => Bound::Number(text.parse().ok()?),
            Kind::Day => Bound::Day(text.parse::<NaiveDate>().ok()?),
            Kind::Flag => Bound::Flag(text.parse().ok()?),
        };
        Some(self.bind(value))
    }

    /// Only what comes after a row in the order.
    pub(super) fn after(&mut self, connection: &Connection, sort: &[Sort], keys: &[String]) {
        let mut alternatives = Vec::new();
        let mut equal: Vec<String> = Vec::new();
        for (sort, key) in sort.iter().zip(keys) {
            let column = expression(connection, sort.column);
            let Some(place) = self.value(sort.column.kind, key) else { continue };
            let way = if sort.descending { "<" } else { ">" };
            let mut tests = equal.clone();
            tests.push(format!("{column} {way} ${place}"));
            alternatives.push(format!("({})", tests.join(" AND ")));
            equal.push(format!("{column} = ${place}"));
        }
        if let Some(id) = keys.last() {
            let place = self.bind(Bound::Text(id.clone()));
            equal.push(format!("subject_id > ${place}"));
            alternatives.push(format!("({})", equal.join(" AND ")));
        }
        self.parts.push(format!("({})", alternatives.join(" OR ")));
    }
}
