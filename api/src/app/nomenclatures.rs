//! Nomenclatures: the dated lists of codes, for everybody who holds something: every profile may read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::contract::organisation::{NomenclatureEntryView, NomenclatureView};
use shared::habilitation::{Right, Rubric};
use shared::problem::Code;
use shared::time::{Instant, View};

use super::library::Library;
use super::{Ctx, Failure};
use crate::authz::{Scope, System};
use crate::db::facts::FactSet;
use crate::db::{self, Connection};

/// The lists that have a code on the day, by name.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(ctx: &Ctx, view: View) -> Result<Vec<NomenclatureView>, Failure> {
    ctx.demand_somewhere(Rubric::ReferenceData, Right::Read)?;
    let library = known_at(ctx, view.known_at)?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (_, segment) in library.facts.nomenclatures.on(view.as_of) {
        let count = counts.entry(segment.value.list.to_string()).or_default();
        *count = count.saturating_add(1);
    }
    Ok(counts.into_iter().map(|(code, entries)| NomenclatureView { code, entries }).collect())
}

/// The codes of a list on the day, in order, with the number of the change that last touched a list.
///
/// # Errors
/// `right.missing`; `request.not_found` for a list that never was; failures of the database.
pub fn entries(ctx: &Ctx, list: &str, view: View) -> Result<(i64, Vec<NomenclatureEntryView>), Failure> {
    ctx.demand_somewhere(Rubric::ReferenceData, Right::Read)?;
    let library = known_at(ctx, view.known_at)?;
    if library.nomenclatures.list(list).next().is_none() {
        return Err(Failure::code(Code::NotFound));
    }
    let on_the_day = library.facts.nomenclatures.on(view.as_of);
    let mut entries: Vec<NomenclatureEntryView> = on_the_day
        .filter(|(_, segment)| segment.value.list == list)
        .map(|(_, segment)| NomenclatureEntryView {
            code: segment.value.code.to_string(),
            label: segment.value.label.to_string(),
            attributes: segment
                .value
                .attributes
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            valid_from: segment.period.from(),
            valid_to: segment.period.to(),
        })
        .collect();
    entries.sort_by(|one, other| one.code.cmp(&other.code));
    Ok((library.head, entries))
}

/// The reference at an instant: what is kept in memory, but for a past knowledge.
fn known_at(ctx: &Ctx, known_at: Instant) -> Result<Arc<Library>, Failure> {
    ctx.database.read(|connection: &mut Connection| {
        let last = db::changes::last_for(connection, FactSet::Reference)?;
        if last.is_none_or(|change| change.at <= known_at) {
            return Ok(ctx.shelf.library(connection)?);
        }
        // Everybody may read the reference.
        let scope = Scope::everything(&System::on_this_machine());
        let facts = db::facts::load(connection, &scope, FactSet::Reference, known_at)?;
        Ok(Arc::new(Library::of(facts, 0)))
    })
}
