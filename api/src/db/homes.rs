//! In which establishments a structure, a practitioner or a person is now: where a perimeter smaller than an
//! establishment belongs.

use diesel::prelude::*;
use shared::id::{EstablishmentId, PersonId, PractitionerId, StructureId};
use shared::time::Instant;

use super::Connection;
use super::problem::Problem;
use super::schema::{practitioners, structures};

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
