//! The entries of the journal that are about some practitioners: what changed their records, and who read them from
//! outside. For whoever may read single people and no whole establishment (`domain.md` R1).

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;
use shared::affectation::Affectation;
use shared::career::{Contract, ExercisePeriod, Position, Status, Step};
use shared::contract::lists::Kind;
use shared::convention::ConventionShare;
use shared::headship::Headship;
use shared::knowledge::{Facts, Tracked};
use shared::post::Post;
use shared::practitioner::Practitioner;
use shared::structure::Structure;
use shared::time::{Day, Instant, Period, Segment, Timeline, View};

use super::lists::{self, Column};
use super::rows::StoredFact;
use super::schema::{
    affectations, changes, contracts, conventions, exercise_periods, headships, positions, practitioners,
    statuses, steps,
};
use super::{Connection, Problem};
use crate::authz::Scope;

/// The operation that says that a record was read from outside the hospital.
pub const READ: &str = "practitioner.read";

/// The operation that says whom a search from outside the hospital found.
pub const SEARCHED: &str = "practitioner.search";

/// Ids of the entries about practitioners, the superseded statements included.
///
/// # Errors
/// `Query`.
pub fn entries(connection: &mut Connection, people: &BTreeSet<String>) -> Result<BTreeSet<String>, Problem> {
    let mut found = BTreeSet::new();
    if people.is_empty() {
        return Ok(found);
    }
    type Row = (Option<String>, String, Option<String>);
    let records: Vec<Row> = practitioners::table
        .filter(practitioners::subject_id.eq_any(people))
        .select((practitioners::establishment_id, practitioners::change_id, practitioners::superseded_by))
        .load(connection)?;
    let mut homes = BTreeSet::new();
    for (home, change, superseded_by) in records {
        homes.extend(home);
        found.insert(change);
        found.extend(superseded_by);
    }
    // Facts of a person are beside the record: the establishment is what an index knows.
    macro_rules! gather {
        ($($table:ident),+) => {$({
            let touched: Vec<(String, Option<String>)> = $table::table
                .filter($table::establishment_id.eq_any(&homes))
                .filter($table::practitioner_id.eq_any(people))
                .select(($table::change_id, $table::superseded_by))
                .load(connection)?;
            for (change, superseded_by) in touched {
                found.insert(change);
                found.extend(superseded_by);
            }
        })+};
    }
    gather!(statuses, steps, positions, contracts, affectations, conventions, exercise_periods, headships);
    // Whom a reading was about is in its details alone: all those of the hospital are looked at once.
    let readings: Vec<(String, Option<String>)> = changes::table
        .filter(changes::establishment_id.eq_any(&homes))
        .filter(changes::operation.eq_any([READ, SEARCHED]))
        .select((changes::id, changes::details))
        .load(connection)?;
    let about = |details: &Option<String>| {
        let details: Value = serde_json::from_str(details.as_deref()?).ok()?;
        let found = details.get("practitioners").and_then(Value::as_array).into_iter().flatten();
        let mut named = found.chain(details.get("practitioner")).filter_map(Value::as_str);
        Some(named.any(|person| people.contains(person)))
    };
    found.extend(readings.into_iter().filter(|(_, details)| about(details) == Some(true)).map(|(id, _)| id));
    Ok(found)
}

/// What was known of practitioners at an instant, with the names of what it refers to, as the scope admits it.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn known(
    connection: &mut Connection,
    scope: &Scope,
    people: &BTreeSet<String>,
    known_at: Instant,
) -> Result<Facts, Problem> {
    let mut facts = Facts::default();
    let own = Reading { scope, people, known_at };
    own.read::<Practitioner>(connection, &mut facts, "subject_id")?;
    own.read::<Status>(connection, &mut facts, "practitioner_id")?;
    own.read::<Step>(connection, &mut facts, "practitioner_id")?;
    own.read::<Position>(connection, &mut facts, "practitioner_id")?;
    own.read::<Contract>(connection, &mut facts, "practitioner_id")?;
    own.read::<Affectation>(connection, &mut facts, "practitioner_id")?;
    own.read::<ConventionShare>(connection, &mut facts, "practitioner_id")?;
    own.read::<ExercisePeriod>(connection, &mut facts, "practitioner_id")?;
    own.read::<Headship>(connection, &mut facts, "practitioner_id")?;
    Ok(facts)
}

/// Gives facts the names of the structures and posts that they refer to; the same on all sides, so that they never
/// differ.
///
/// # Errors
/// `Query`, `Corrupt`.
pub(crate) fn name(
    connection: &mut Connection,
    scope: &Scope,
    sides: [&mut Facts; 2],
) -> Result<(), Problem> {
    let mut structures = BTreeSet::new();
    let mut posts = BTreeSet::new();
    for side in &sides {
        for (_, line) in side.affectations.segments() {
            structures.extend(line.value.service.into_iter().chain(line.value.unit));
            posts.extend(line.value.post);
        }
        structures.extend(side.headships.segments().map(|(_, one)| one.value.structure));
    }
    let view = View { as_of: Day::OPEN, known_at: Instant::NEVER.just_before() };
    let structures = lists::named::<Structure>(connection, scope, &structures, view)?;
    let posts = lists::named::<Post>(connection, scope, &posts, view)?;
    for side in sides {
        for (id, value) in &structures {
            side.structures.put(*id, Timeline::single(Period::ALWAYS, value.clone()));
        }
        for (id, value) in &posts {
            side.posts.put(*id, Timeline::single(Period::ALWAYS, value.clone()));
        }
    }
    Ok(())
}

struct Reading<'a> {
    scope: &'a Scope,
    people: &'a BTreeSet<String>,
    known_at: Instant,
}

impl Reading<'_> {
    fn read<T: StoredFact + Tracked>(
        &self,
        connection: &mut Connection,
        facts: &mut Facts,
        column: &'static str,
    ) -> Result<(), Problem> {
        let column = Column { name: column, kind: Kind::Text };
        let ids = self.people.iter().cloned().collect();
        let entries = lists::referring::<T>(connection, self.scope, (column, ids), None, self.known_at)?;
        for entry in entries {
            let Segment { period, value } = entry.segment;
            T::tracks_mut(facts).assert(entry.id, Segment { period, value });
        }
        Ok(())
    }
}
