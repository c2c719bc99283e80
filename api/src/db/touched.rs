//! What single changes touched: their things, as they were known just before and just after each.
//!
//! One statement per noun, whatever the number of changes. Refuses to read whole establishments: see [`super::facts`].

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use shared::knowledge::{Facts, Tracks};
use shared::time::{Instant, Segment, Timeline};
use shared::with_nouns;

use super::Connection;
use super::backend::{Bound, among};
use super::changes::Change;
use super::facts::FactSet;
use super::problem::Problem;
use super::rows::{FactRow as _, StoredFact};
use crate::authz::Scope;

/// What was known of the things of each change of a set, just before it and just after it.
///
/// # Errors
/// `OutOfScope`, `Query`, `Corrupt`.
pub(crate) fn around(
    connection: &mut Connection,
    scope: &Scope,
    set: FactSet,
    changes: &[&Change],
) -> Result<Vec<(Facts, Facts)>, Problem> {
    scope.demand(set.establishment())?;
    let mut around = vec![(Facts::default(), Facts::default()); changes.len()];
    macro_rules! read_all {
        ($($field:ident: $type:ty),+ $(,)?) => {
            $(for ((before, after), tracks) in around.iter_mut().zip(of_noun::<$type>(connection, set, changes)?) {
                (before.$field, after.$field) = tracks;
            })+
        };
    }
    with_nouns!(read_all);
    Ok(around)
}

/// A statement and the time of its knowledge.
struct Stated<T> {
    segment: Segment<T>,
    recorded_at: NaiveDateTime,
    superseded_at: NaiveDateTime,
    changes: [Option<String>; 2],
}

/// What was known of the things of one change, just before it and just after it.
type BeforeAndAfter<T> = (Tracks<T>, Tracks<T>);

fn of_noun<T: StoredFact>(
    connection: &mut Connection,
    set: FactSet,
    changes: &[&Change],
) -> Result<Vec<BeforeAndAfter<T>>, Problem> {
    // A change writes in its own set alone, so that what it touched is of the set that the scope admits.
    let own = changes.iter().filter(|change| change.set() == set);
    let ids: Vec<String> = own.map(|change| change.id.to_string()).collect();
    let (recorded, superseded) = (among(connection, "change_id", 1), among(connection, "superseded_by", 1));
    let table = T::NOUN.name();
    let text = format!(
        "WHERE subject_id IN (SELECT subject_id FROM {table} WHERE {recorded} \
         UNION SELECT subject_id FROM {table} WHERE {superseded})"
    );
    let mut things: BTreeMap<T::Id, Vec<Stated<T>>> = BTreeMap::new();
    for row in T::Row::select(connection, &text, vec![Bound::List(ids)])? {
        let witness = row.witness();
        let (recorded_at, superseded_at) = (witness.recorded_at, witness.superseded_at);
        let changes = [Some(witness.change_id.to_owned()), witness.superseded_by.map(str::to_owned)];
        let (id, segment) = row.read()?;
        things.entry(id).or_default().push(Stated { segment, recorded_at, superseded_at, changes });
    }
    let mut found = Vec::with_capacity(changes.len());
    for change in changes {
        let own = Some(change.id.to_string());
        let (mut before, mut after) = (Tracks::default(), Tracks::default());
        for (id, stated) in &things {
            if stated.iter().any(|one| one.changes.contains(&own)) {
                before.put(*id, known(stated, change.before()));
                after.put(*id, known(stated, change.at));
            }
        }
        found.push((before, after));
    }
    Ok(found)
}

/// What was known of a thing at an instant.
fn known<T: Clone + PartialEq>(stated: &[Stated<T>], at: Instant) -> Timeline<T> {
    let at = at.naive();
    let then = stated.iter().filter(|one| one.recorded_at <= at && one.superseded_at > at);
    let mut segments: Vec<Segment<T>> = then.map(|one| one.segment.clone()).collect();
    segments.sort_by_key(|segment| segment.period);
    Timeline::from_segments(segments)
}
