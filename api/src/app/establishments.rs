//! The establishment of an operation, with the national reference around it and the facts it holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::catalogue;
use shared::code::Finess;
use shared::establishment::Establishment;
use shared::habilitation::Rubric;
use shared::id::{EstablishmentId, PersonId};
use shared::knowledge::Facts;
use shared::problem::Code;
use shared::time::Instant;
use smol_str::SmolStr;

use super::library::Library;
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
    pub reference: Arc<Library>,
    /// Its own facts.
    pub facts: Arc<Facts>,
    /// Head of its facts when they were read, for compare-and-set.
    pub head: i64,
}

impl Home {
    /// Its set of facts.
    pub fn set(&self) -> FactSet {
        FactSet::Establishment(self.id)
    }
}

/// Finds an establishment by its FINESS EJ number and loads what is known at an instant, for a use that asks the
/// right to read a rubric there.
///
/// # Errors
/// `request.not_found` (`establishment.unknown` for the machine itself), `right.missing`; failures of the database.
pub fn home(ctx: &Ctx, rubric: Rubric, finess: &str, known_at: Instant) -> Result<Home, Failure> {
    ctx.database.read(|connection| {
        let reference = ctx.shelf.library(connection)?;
        let id = find(ctx, &reference, finess)?;
        let scope = ctx.scope(connection, rubric, ctx.today)?;
        let (facts, head) = ctx.shelf.facts(connection, &scope, id, known_at)?;
        let establishment = reference.facts.establishments.get(id).and_then(|timeline| timeline.last());
        let establishment = establishment.map(|segment| segment.value.clone());
        let establishment = establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
        Ok(Home { id, establishment, reference, facts, head })
    })
}

/// An establishment by its number. The machine itself is told what is wrong; for others it does not exist.
///
/// # Errors
/// As [`home`].
pub fn find(ctx: &Ctx, reference: &Library, finess: &str) -> Result<EstablishmentId, Failure> {
    let found = reference.territory.by_finess(finess);
    found.ok_or_else(|| {
        if ctx.authority.held().is_some() {
            Failure::code(Code::NotFound)
        } else if finess.parse::<Finess>().is_err() {
            Failure::nothing("establishment.unknown", catalogue::commands::finess_invalid(finess))
        } else {
            Failure::nothing("establishment.unknown", catalogue::commands::establishment_unknown(finess))
        }
    })
}

/// People known by RPPS in any establishment.
///
/// # Errors
/// Failures of the database.
pub fn persons_by_rpps(ctx: &Ctx) -> Result<BTreeMap<SmolStr, PersonId>, Failure> {
    Ok(ctx.database.read(db::facts::persons_by_rpps)?)
}
