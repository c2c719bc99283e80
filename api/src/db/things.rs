//! The single things of a perimeter that is not made of whole establishments: a pole for its head, a person for the
//! practitioner. What is known now counts, but for the change feed, which asks what was known around each change. A pole
//! is what it is on the day asked about: who has left it is out of sight of its head. A person reads all of their own file.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use shared::habilitation::Perimeter;
use shared::id::{PersonId, StructureId};
use shared::time::{Day, Instant, View};

use super::Connection;
use super::homes;
use super::problem::Problem;
use super::schema::{affectations, posts, practitioners, structures};
use crate::authz::Things;

/// The things of a perimeter, as they are known now; none for a perimeter of whole establishments.
///
/// # Errors
/// `Query`.
pub fn within(
    connection: &mut Connection,
    perimeter: &Perimeter,
    person: Option<PersonId>,
    as_of: Day,
) -> Result<Things, Problem> {
    within_at(connection, perimeter, person, View { as_of, known_at: Instant::NEVER.just_before() })
}

/// The same, as they were known at an instant.
///
/// # Errors
/// `Query`.
pub fn within_at(
    connection: &mut Connection,
    perimeter: &Perimeter,
    person: Option<PersonId>,
    view: View,
) -> Result<Things, Problem> {
    match (perimeter, person) {
        (Perimeter::Structure(id), _) => of_structure(connection, *id, view),
        (Perimeter::Own, Some(person)) => of_person(connection, person, view.known_at),
        _ => Ok(Things::default()),
    }
}

/// A structure, those under it, and the posts, affectations and people in them that day.
fn of_structure(connection: &mut Connection, root: StructureId, view: View) -> Result<Things, Problem> {
    let (known_at, day) = (view.known_at.naive(), view.as_of.naive());
    let Some((home, _)) = homes::of_structure(connection, root)? else { return Ok(Things::default()) };
    let establishment = home.to_string();
    let links: Vec<(String, Option<String>)> = structures::table
        .filter(structures::establishment_id.eq(&establishment))
        .filter(structures::recorded_at.le(known_at).and(structures::superseded_at.gt(known_at)))
        .filter(structures::valid_from.le(day).and(structures::valid_to.gt(day)))
        .select((structures::subject_id, structures::parent_id))
        .load(connection)?;
    let mut under: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, parent) in links {
        if let Some(parent) = parent {
            under.entry(parent).or_default().push(id);
        }
    }
    let mut things = Things { establishments: [establishment.clone()].into(), ..Things::default() };
    let mut waiting = vec![root.to_string()];
    while let Some(id) = waiting.pop() {
        // A structure met again is not followed again, so that a loop in the data ends.
        if let Some(children) = under.get(&id).filter(|_| !things.structures.contains(&id)) {
            waiting.extend(children.iter().cloned());
        }
        things.structures.insert(id);
    }
    let held: Vec<(String, Option<String>)> = posts::table
        .filter(posts::establishment_id.eq(&establishment))
        .filter(posts::recorded_at.le(known_at).and(posts::superseded_at.gt(known_at)))
        .filter(posts::valid_from.le(day).and(posts::valid_to.gt(day)))
        .select((posts::subject_id, posts::structure_id))
        .load(connection)?;
    let inside = |id: &Option<String>| id.as_ref().is_some_and(|id| things.structures.contains(id));
    let posts: BTreeSet<String> = held.into_iter().filter(|(_, at)| inside(at)).map(|(id, _)| id).collect();
    type Line = (String, String, Option<String>, Option<String>);
    let lines: Vec<Line> = affectations::table
        .filter(affectations::establishment_id.eq(&establishment))
        .filter(affectations::recorded_at.le(known_at).and(affectations::superseded_at.gt(known_at)))
        .filter(affectations::valid_from.le(day).and(affectations::valid_to.gt(day)))
        .select((
            affectations::subject_id,
            affectations::practitioner_id,
            affectations::service_id,
            affectations::unit_id,
        ))
        .load(connection)?;
    let (mut ids, mut people) = (BTreeSet::new(), BTreeSet::new());
    for (id, practitioner, service, unit) in lines {
        if inside(&service) || inside(&unit) {
            ids.insert(id);
            people.insert(practitioner);
        }
    }
    things.posts = posts;
    things.affectations = ids;
    things.practitioners = people;
    Ok(things)
}

/// The records of a person in every establishment, and the posts and structures where the person works.
fn of_person(connection: &mut Connection, person: PersonId, known_at: Instant) -> Result<Things, Problem> {
    let known_at = known_at.naive();
    let records: Vec<String> = practitioners::table
        .filter(practitioners::person_id.eq(person.to_string()))
        .filter(practitioners::recorded_at.le(known_at).and(practitioners::superseded_at.gt(known_at)))
        .select(practitioners::subject_id)
        .distinct()
        .load(connection)?;
    type Line = (String, Option<String>, Option<String>, Option<String>);
    let lines: Vec<Line> = affectations::table
        .filter(affectations::practitioner_id.eq_any(&records))
        .filter(affectations::recorded_at.le(known_at).and(affectations::superseded_at.gt(known_at)))
        .select((
            affectations::subject_id,
            affectations::service_id,
            affectations::unit_id,
            affectations::post_id,
        ))
        .load(connection)?;
    let mut things = Things { practitioners: records.into_iter().collect(), ..Things::default() };
    for (id, service, unit, post) in lines {
        things.affectations.insert(id);
        things.structures.extend(service.into_iter().chain(unit));
        things.posts.extend(post);
    }
    Ok(things)
}
