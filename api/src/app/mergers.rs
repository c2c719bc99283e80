//! A structure taken in by another: one change of all that it holds.

use shared::contract::headships::{StructureMerged, StructureMerger};
use shared::habilitation::{Right, Rubric};
use shared::id::StructureId;
use shared::rules::mergers;
use shared::structure::Structure;
use shared::structure::merger::Merger;

use super::facts::{Made, held, present, reason_at, refuse, required};
use super::naming::structure_ref;
use super::{Ctx, Failure};
use crate::db::changes::NewChange;
use crate::db::facts::FactSet;
use crate::db::{self, Transaction, lists};

/// What is moved must be the caller's to move.
const MOVED: [Rubric; 3] = [Rubric::Posts, Rubric::Affectations, Rubric::Headships];

/// Merges a structure into another from a day on.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, what the rules refuse of a thing that moves; failures of
/// the database.
pub fn merge(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: StructureId,
    version: i64,
    body: &StructureMerger,
) -> Result<Made<StructureMerged>, Failure> {
    let establishment = held::<Structure>(ctx, tx, id, version)?.establishment;
    required("/reason", &body.reason)?;
    for rubric in MOVED {
        ctx.demand(tx, rubric, Right::Modify, Some(establishment))?;
    }
    let set = FactSet::Establishment(establishment);
    let permit = ctx.permit(tx, Rubric::Structures, Right::Modify, set)?;
    let scope = ctx.scope(tx, Rubric::Structures, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let (known, head) = ctx.shelf.facts(tx, &scope, establishment, present())?;
    let merger = Merger { absorbed: id, into: body.into, from: body.valid_from };
    let applied = merger.apply(&known);
    let (target, moved) = applied.map_err(|why| Failure::invalid(vec![mergers::refused(why)]))?;
    let world = library.world(establishment, &known, &target);
    refuse(mergers::breaches(&world, &merger, &moved))?;
    let reason = reason_at("/reason", Some(&body.reason))?;
    let change = NewChange { reason, ..ctx.change("structure.merge".to_owned()) };
    db::changes::record(tx, &permit, set, Some(head), change, &known.difference(&target), ctx.now)?;
    // Each is named as it is on a day on which it is there: the other may begin on the day of the merger.
    let absorbed = known.structures.at(id, body.valid_from.previous()).map(|one| structure_ref(id, one));
    let into = target.structures.at(body.into, body.valid_from).map(|one| structure_ref(body.into, one));
    let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
    let fact = absorbed.zip(into).map(|(absorbed, into)| StructureMerged {
        absorbed,
        into,
        valid_from: body.valid_from,
        structures: count(moved.structures.len()),
        posts: count(moved.posts.len()),
        affectations: count(moved.affectations.len()),
        headships: count(moved.headships.len()),
    });
    let version = lists::history::<Structure>(tx, &scope, id, present())?.1;
    Ok(Made { id: id.to_string(), version, fact })
}
