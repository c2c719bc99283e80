//! Establishments: what may be asked of them, and the one of an operation with the facts it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::catalogue;
use shared::code::Finess;
use shared::contract::lists::Test;
use shared::contract::organisation::{EstablishmentView, Freshness};
use shared::establishment::Establishment;
use shared::habilitation::Rubric;
use shared::id::{EstablishmentId, PersonId};
use shared::knowledge::Facts;
use shared::problem::Code;
use shared::time::View;
use smol_str::SmolStr;

use super::library::Library;
use super::listing::{Asked, Field, Listing, Meaning, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Reading, Shown, Sight};
use super::{Ctx, Failure, loading_state};
use crate::authz::Scope;
use crate::db::facts::FactSet;
use crate::db::lists::{Entry, Sort};
use crate::db::{self, Connection};

const RUBRIC: Rubric = Rubric::Structures;

/// What may be asked of the list of establishments.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("finess", text("finess_ej"), RUBRIC, "FINESS EJ"),
        Field::new("name", text("name"), RUBRIC, "Name"),
        Field::new("legal_status", text("legal_status"), RUBRIC, "Code of `legal_status_eps`"),
        Field::new("category", text("category"), RUBRIC, "Code of `establishment_categories`"),
        Field::new("department", text("department"), RUBRIC, "INSEE department"),
        Field::new("region", text("region"), RUBRIC, "INSEE region"),
        Field::new("ght", text("ght"), RUBRIC, "Code of the group; empty: none"),
        Field {
            meaning: Meaning::Derived,
            ..Field::new(
                "freshness",
                text("subject_id"),
                RUBRIC,
                "How fresh its data are: `empty`, `started`, `fresh`, `ageing` or `stale`",
            )
            .unsorted()
            .one_of(|| Freshness::ALL.map(Freshness::name).to_vec())
        },
    ],
    search: &[text("name"), text("finess_ej")],
    default_sort: &[Sort { column: text("finess_ej"), descending: false }],
    includes: &["state"],
    timed: true,
    guarded: &[],
};

impl Shown for Establishment {
    type View = EstablishmentView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, _: &mut Wanted) {}

    fn show(entry: &Entry<Establishment>, names: &Naming<'_>, _: &Sight) -> EstablishmentView {
        let one = &entry.segment.value;
        let category = one.category.as_ref();
        EstablishmentView {
            id: entry.id,
            finess: one.finess_ej.to_string(),
            name: one.name.to_string(),
            legal_status: one.legal_status.to_string(),
            category: category.map(|code| names.coded("establishment_categories", code)),
            department: one.department.to_string(),
            region: names.coded("regions_ars", &one.region),
            ght: one.ght.as_ref().map(|code| names.coded("ghts", code)),
            ght_role: owned(&one.ght_role),
            stamp: stamp(entry),
            state: None,
        }
    }

    fn stored(
        connection: &mut Connection,
        scope: &Scope,
        library: &Library,
        asked: &Asked,
    ) -> Result<Asked, Failure> {
        let mut asked = asked.clone();
        let mut about =
            asked.filters.iter_mut().filter(|one| one.field.meaning == Meaning::Derived).peekable();
        if about.peek().is_none() {
            return Ok(asked);
        }
        let known = loading_state::freshness_of_all(connection, scope, library, asked.view)?;
        let of = |words: &[String]| -> Vec<String> {
            let have = known.iter().filter(|(_, one)| words.iter().any(|word| word == one.name()));
            have.map(|(id, _)| id.to_string()).collect()
        };
        for condition in about {
            match &mut condition.test {
                Test::Among(words) | Test::NotAmong(words) => *words = of(words),
                Test::AtLeast(_) | Test::Below(_) | Test::Contains(_) => {}
            }
        }
        Ok(asked)
    }

    fn complete(
        reading: &mut Reading<'_>,
        _: &[Entry<Establishment>],
        items: &mut [EstablishmentView],
        include: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        if include.contains("state") { loading_state::add(reading, items) } else { Ok(()) }
    }
}

/// The id of an establishment by its number.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn id_of(ctx: &Ctx, finess: &str) -> Result<EstablishmentId, Failure> {
    let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
    library.territory.by_finess(finess).ok_or_else(|| Failure::code(Code::NotFound))
}

/// An establishment and what is known around it, read in one transaction.
pub struct Home {
    /// Its id.
    pub id: EstablishmentId,
    /// What FINESS says of it on the day.
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
/// right to read a rubric there on a day: reading follows the perimeter of that day (`domain.md` R8).
///
/// # Errors
/// `request.not_found` (`establishment.unknown` for the machine itself), `right.missing`; failures of the database.
pub fn home(ctx: &Ctx, rubric: Rubric, finess: &str, view: View) -> Result<Home, Failure> {
    ctx.database.read(|connection| {
        let reference = ctx.shelf.library(connection)?;
        let id = find(ctx, &reference, finess)?;
        let scope = ctx.scope(connection, rubric, view.as_of)?;
        let (facts, head) = ctx.shelf.facts(connection, &scope, id, view.known_at)?;
        let establishment = reference.territory.on(id, view.as_of).cloned();
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
