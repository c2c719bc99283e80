//! The establishment of a command, with the national reference around it and the facts it holds.

use std::collections::BTreeMap;

use shared::catalogue;
use shared::code::Finess;
use shared::establishment::Establishment;
use shared::id::{EstablishmentId, PersonId};
use shared::knowledge::Facts;
use shared::nomenclature::Nomenclatures;
use shared::time::Instant;
use smol_str::SmolStr;

use super::{Ctx, Failure};
use crate::db;
use crate::db::facts::FactSet;

/// An establishment and what is known around it, read in one transaction.
pub struct Home {
    /// Its id.
    pub id: EstablishmentId,
    /// What FINESS says of it.
    pub establishment: Establishment,
    /// National reference: nomenclatures, establishments, sites.
    pub reference: Facts,
    /// The lists, ready to be asked.
    pub nomenclatures: Nomenclatures,
    /// Its own facts.
    pub facts: Facts,
    /// Head of its facts when they were read, for compare-and-set.
    pub head: i64,
}

impl Home {
    /// Its set of facts.
    pub fn set(&self) -> FactSet {
        FactSet::Establishment(self.id)
    }
}

/// Finds an establishment by its FINESS EJ number and loads what is known at an instant.
///
/// # Errors
/// `establishment.unknown`; failures of the database.
pub fn home(ctx: &Ctx, finess: &str, known_at: Instant) -> Result<Home, Failure> {
    let number: Finess = finess.parse().map_err(|_| {
        Failure::nothing("establishment.unknown", catalogue::commands::finess_invalid(finess))
    })?;
    // The reference is read as it is known today, whatever the instant asked: it names what the facts say.
    let reference_at = ctx.present()?;
    let reference =
        ctx.database.read(|connection| db::facts::load(connection, FactSet::Reference, reference_at))?;
    let found =
        reference.establishments.segments().filter(|(_, segment)| segment.value.finess_ej == number.as_str());
    let Some((id, establishment)) = found.last().map(|(id, segment)| (id, segment.value.clone())) else {
        return Err(Failure::nothing(
            "establishment.unknown",
            catalogue::commands::establishment_unknown(finess),
        ));
    };
    let set = FactSet::Establishment(id);
    let (facts, head) = ctx.database.read(|connection| {
        Ok::<_, db::Problem>((
            db::facts::load(connection, set, known_at)?,
            db::versions::read_head(connection, set)?,
        ))
    })?;
    let nomenclatures = Nomenclatures::new(&reference.nomenclatures);
    Ok(Home { id, establishment, reference, nomenclatures, facts, head })
}

/// People known by RPPS in any establishment.
///
/// # Errors
/// Failures of the database.
pub fn persons_by_rpps(ctx: &Ctx) -> Result<BTreeMap<SmolStr, PersonId>, Failure> {
    Ok(ctx.database.read(db::facts::persons_by_rpps)?)
}
