//! In which establishments a structure, a practitioner or a person is now: where a perimeter smaller than an
//! establishment belongs.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::id::{EstablishmentId, PersonId, PractitionerId, StructureId};
use shared::time::Instant;

use super::Connection;
use super::problem::Problem;
use super::schema::{practitioners, structures};

/// Ids asked in one statement: databases bound their number.
const AT_ONCE: usize = 500;

fn establishment(id: Option<String>) -> Option<EstablishmentId> {
    id?.parse().ok()
}

/// The establishment and the label of a structure; `None` when there is none.
///
/// # Errors
/// `Query`.
pub fn of_structure(
    connection: &mut Connection,
    id: StructureId,
) -> Result<Option<(EstablishmentId, String)>, Problem> {
    let found: Option<(Option<String>, String)> = structures::table
        .filter(structures::subject_id.eq(id.to_string()))
        .filter(structures::superseded_at.eq(Instant::NEVER.naive()))
        .order(structures::valid_from.desc())
        .select((structures::establishment_id, structures::label))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(id, label)| Some((establishment(id)?, label))))
}

/// The same for many structures, in few statements.
///
/// # Errors
/// `Query`.
pub fn of_structures(
    connection: &mut Connection,
    ids: &[StructureId],
) -> Result<BTreeMap<StructureId, (EstablishmentId, String)>, Problem> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let rows: Vec<(String, Option<String>, String)> = structures::table
            .filter(structures::subject_id.eq_any(ids))
            .filter(structures::superseded_at.eq(Instant::NEVER.naive()))
            .order(structures::valid_from)
            .select((structures::subject_id, structures::establishment_id, structures::label))
            .load(connection)?;
        // The last of a structure is what it is called.
        found.extend(
            rows.into_iter()
                .filter_map(|(id, home, label)| Some((id.parse().ok()?, (establishment(home)?, label)))),
        );
    }
    Ok(found)
}

/// The establishment of a practitioner and the person; `None` when there is none.
///
/// # Errors
/// `Query`.
pub fn of_practitioner(
    connection: &mut Connection,
    id: PractitionerId,
) -> Result<Option<(EstablishmentId, PersonId)>, Problem> {
    let found: Option<(Option<String>, String)> = practitioners::table
        .filter(practitioners::subject_id.eq(id.to_string()))
        .filter(practitioners::superseded_at.eq(Instant::NEVER.naive()))
        .select((practitioners::establishment_id, practitioners::person_id))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(id, person)| Some((establishment(id)?, person.parse().ok()?))))
}

/// The establishments that know a person.
///
/// # Errors
/// `Query`.
pub fn of_person(connection: &mut Connection, person: PersonId) -> Result<Vec<EstablishmentId>, Problem> {
    let ids: Vec<Option<String>> = practitioners::table
        .filter(practitioners::person_id.eq(person.to_string()))
        .filter(practitioners::superseded_at.eq(Instant::NEVER.naive()))
        .select(practitioners::establishment_id)
        .distinct()
        .load(connection)?;
    Ok(ids.into_iter().filter_map(establishment).collect())
}

/// The establishments that know a person, or ever did.
///
/// # Errors
/// `Query`.
pub(crate) fn ever_of_person(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<EstablishmentId>, Problem> {
    let ids: Vec<Option<String>> = practitioners::table
        .filter(practitioners::person_id.eq(person.to_string()))
        .select(practitioners::establishment_id)
        .distinct()
        .load(connection)?;
    Ok(ids.into_iter().filter_map(establishment).collect())
}

/// The establishments that know each of many people, in few statements.
///
/// # Errors
/// `Query`.
pub fn of_persons(
    connection: &mut Connection,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<EstablishmentId>>, Problem> {
    let mut found: BTreeMap<PersonId, Vec<EstablishmentId>> = BTreeMap::new();
    for persons in persons.chunks(AT_ONCE) {
        let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
        let rows: Vec<(String, Option<String>)> = practitioners::table
            .filter(practitioners::person_id.eq_any(persons))
            .filter(practitioners::superseded_at.eq(Instant::NEVER.naive()))
            .select((practitioners::person_id, practitioners::establishment_id))
            .distinct()
            .load(connection)?;
        for (person, home) in rows {
            if let (Ok(person), Some(home)) = (person.parse(), establishment(home)) {
                found.entry(person).or_default().push(home);
            }
        }
    }
    Ok(found)
}

/// A practitioner of an establishment, for the demonstration: the first by id.
///
/// # Errors
/// `Query`.
pub fn any_person(connection: &mut Connection, at: EstablishmentId) -> Result<Option<PersonId>, Problem> {
    let found: Option<String> = practitioners::table
        .filter(practitioners::establishment_id.eq(at.to_string()))
        .filter(practitioners::superseded_at.eq(Instant::NEVER.naive()))
        .order(practitioners::subject_id)
        .select(practitioners::person_id)
        .first(connection)
        .optional()?;
    Ok(found.and_then(|person| person.parse().ok()))
}
