//! Changes: the list that people read, and the exact undo of one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::catalogue;
use shared::fact::Noun;
use shared::habilitation::{Right, Rubric};
use shared::id::ChangeId;
use shared::knowledge::{Facts, Undoable, Untouched, undo as undo_facts, undo_untouched};
use shared::problem::Code;
use shared::time::Instant;
use smol_str::SmolStr;

use super::item_sight::ItemSight;
use super::library::Library;
use super::{Ctx, Failure};
use crate::authz::Admission;
use crate::db::changes::{Change, NewChange};
use crate::db::facts::FactSet;
use crate::db::{self, Connection, Transaction};

/// All changes, newest first.
///
/// # Errors
/// Failures of the database.
pub fn list(ctx: &Ctx) -> Result<Vec<Change>, Failure> {
    Ok(ctx.database.read(|connection| db::changes::list(connection, None))?)
}

/// What an undo left as it was, by noun and key.
pub type Kept = Vec<(Noun, SmolStr)>;

/// Brings back exactly what was known before a change. The undo is a change too. `untouched_only`: what was touched since
/// stays as it is, and is named.
///
/// # Errors
/// `change.unknown`, `change.already_undone`, `change.touched_since` with what a later change has touched.
pub fn undo(ctx: &Ctx, id: &str, reason: &str, untouched_only: bool) -> Result<(Change, Kept), Failure> {
    let id: ChangeId = id
        .parse()
        .map_err(|_| Failure::nothing("change.unknown", catalogue::commands::change_unknown(id)))?;
    ctx.database.write(|tx| {
        if !untouched_only {
            return Ok((undo_in(ctx, tx, id, reason)?, Vec::new()));
        }
        let (undone, kept) = undo_untouched_in(ctx, tx, id, reason)?;
        if !kept.is_empty() {
            // The journal says how many: whoever reads it may not be allowed to read of whom.
            let details = json!({ "change": id, "kept": kept.len() });
            ctx.note(tx, "import.undo_untouched", undone.establishment, details)?;
        }
        Ok((undone, kept))
    })
}

/// The same over the interface: one's own change, or that of an import; what is out of sight does not exist.
///
/// # Errors
/// As [`undo`]; `request.not_found`, `transition.refused`, `request.invalid` without a reason.
pub fn undo_own(ctx: &Ctx, tx: &mut Transaction<'_>, id: ChangeId, reason: &str) -> Result<Change, Failure> {
    if reason.trim().is_empty() {
        return Err(super::facts::wrong("/reason", "field.required", catalogue::rules::REQUIRED));
    }
    let change = db::changes::find(tx, id)?.ok_or_else(|| Failure::code(Code::NotFound))?;
    // Out of sight first, then the right, then the state.
    if change.establishment.is_none() {
        // What belongs to the nation exists for who sees the nation.
        let scope = ctx.scope(tx, rubric_of(&change.operation), ctx.today)?;
        if scope.admits_nation() == Admission::Absent {
            return Err(Failure::code(Code::NotFound));
        }
    }
    ctx.permit(tx, rubric_of(&change.operation), Right::Modify, change.set())?;
    if change.undone_by.is_empty() && !is_undoable(ctx, &change) {
        return Err(Failure::code(Code::TransitionRefused).allowing(Vec::new()));
    }
    undo_in(ctx, tx, id, reason)
}

/// Those of some changes whose undo the caller would be granted now: it is theirs to undo, and nothing was built on it
/// since. The number of statements does not depend on that of changes.
///
/// # Errors
/// Failures of the database.
pub fn undoable(
    ctx: &Ctx,
    connection: &mut Connection,
    changes: &[Change],
) -> Result<BTreeSet<ChangeId>, Failure> {
    let library = ctx.shelf.library(connection)?;
    let mut by_set: BTreeMap<FactSet, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| may_undo(ctx, &library, change)) {
        by_set.entry(change.set()).or_default().push(change);
    }
    let mut granted = BTreeSet::new();
    for (set, changes) in by_set {
        let (_, head) = db::changes::last_id(connection, set)?;
        let mut unknown = Vec::new();
        for change in changes {
            match ctx.shelf.undoable(change.id, head) {
                Some(true) => drop(granted.insert(change.id)),
                Some(false) => {}
                None => unknown.push(change),
            }
        }
        let Some(first) = unknown.first() else { continue };
        let scope = ctx.scope(connection, rubric_of(&first.operation), ctx.today)?;
        let around = db::touched::around(connection, &scope, set, &unknown)?;
        let known = match set.establishment() {
            Some(id) => Some(ctx.shelf.facts(connection, &scope, id, Instant::NEVER.just_before())?.0),
            None => None,
        };
        let now = Undoable::new(known.as_deref().unwrap_or(&library.facts));
        for (change, (before, after)) in unknown.into_iter().zip(around) {
            let all = || db::facts::load(connection, &scope, set, change.before());
            let accepted = now.answer(&before, &after).settled(all)?;
            ctx.shelf.keep_undoable(change.id, head, accepted);
            if accepted {
                granted.insert(change.id);
            }
        }
    }
    Ok(granted)
}

/// Whether a change is one that the caller may undo, whatever was built on it.
fn may_undo(ctx: &Ctx, library: &Library, change: &Change) -> bool {
    let place = change.establishment.map(|id| library.territory.place(id, ctx.today)).unwrap_or_default();
    change.undone_by.is_empty()
        && is_undoable(ctx, change)
        && ctx.authority.allows(ctx.today, rubric_of(&change.operation), Right::Modify, &place)
}

/// One's own change, or that of an import.
fn is_undoable(ctx: &Ctx, change: &Change) -> bool {
    let own = ctx.trail.account.is_some() && change.trail.account == ctx.trail.account;
    let import = change.operation.ends_with(".apply");
    !change.is_event && !is_step(&change.operation) && (own || import || ctx.authority.held().is_none())
}

/// Whether an operation is a step of a workflow: it is taken back where it was taken, with what the step asks
/// ([`super::undo`]).
fn is_step(operation: &str) -> bool {
    matches!(noun_of(operation), "request" | "tour" | "tour_list" | "tour_entry")
}

/// The same, in a transaction that does something else too. An import whose change it was is undone with it.
///
/// # Errors
/// As [`undo`].
pub fn undo_in(ctx: &Ctx, tx: &mut Transaction<'_>, id: ChangeId, reason: &str) -> Result<Change, Failure> {
    let undone = undo_with(ctx, tx, id, reason, |[before, after, now]| {
        let facts = undo_facts(before, after, now).map_err(|touched| touched.things)?;
        Ok(Untouched { facts, kept: Vec::new() })
    })?;
    Ok(undone.0)
}

/// The same, for what nobody has touched since; the rest stays as it is, and is named.
///
/// # Errors
/// As [`undo`]; `change.touched_since` when there is nothing left to take back.
pub fn undo_untouched_in(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ChangeId,
    reason: &str,
) -> Result<(Change, Kept), Failure> {
    undo_with(ctx, tx, id, reason, |[before, after, now]| {
        let untouched = undo_untouched(before, after, now);
        if untouched.facts.is_empty() { Err(untouched.kept) } else { Ok(untouched) }
    })
}

/// Most things that an answer names.
pub const NAMED: usize = 500;

/// What keeps a change from being undone, for people and for programs, as far as the caller may read it.
fn touched_since(things: &[(Noun, SmolStr)], sight: &ItemSight) -> Failure {
    let shown = things.iter().filter_map(|(noun, key)| Some((*noun, sight.key(*noun, key)?.into())));
    let shown: Vec<(Noun, SmolStr)> = shown.collect();
    let named = shown.iter().take(NAMED);
    let named: Vec<Value> =
        named.map(|(noun, key)| json!({ "entity": noun.name(), "key": key.as_str() })).collect();
    Failure::refused(Code::ChangeTouched, catalogue::commands::touched_since(&shown))
        .with("things", named)
        .with("count", things.len())
}

/// Takes back of a change what `decide` says, given what was known before it, after it, and now.
fn undo_with(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: ChangeId,
    reason: &str,
    decide: impl FnOnce([&Facts; 3]) -> Result<Untouched, Vec<(Noun, SmolStr)>>,
) -> Result<(Change, Kept), Failure> {
    let change = db::changes::find(tx, id)?.ok_or_else(|| {
        Failure::nothing("change.unknown", catalogue::commands::change_unknown(&id.to_string()))
    })?;
    if !change.undone_by.is_empty() {
        return Err(Failure::nothing("change.already_undone", catalogue::commands::ALREADY_UNDONE));
    }
    let rubric = rubric_of(&change.operation);
    let permit = ctx.permit(tx, rubric, Right::Modify, change.set())?;
    if is_step(&change.operation) {
        let refused = Failure::refused(Code::TransitionRefused, catalogue::commands::STEP_UNDONE_ELSEWHERE);
        return Err(refused.allowing(Vec::new()));
    }
    if change.is_event {
        return Err(Failure::code(Code::TransitionRefused).allowing(Vec::new()));
    }
    let scope = ctx.scope(tx, rubric, ctx.today)?;
    let load = |connection: &mut Connection, at| db::facts::load(connection, &scope, change.set(), at);
    let before = load(tx, change.before())?;
    let after = load(tx, change.at)?;
    let now = load(tx, Instant::NEVER.just_before())?;
    let Untouched { facts, kept } = match decide([&before, &after, &now]) {
        Ok(untouched) => untouched,
        Err(things) => {
            let sight = ItemSight::of(ctx, tx, change.establishment)?;
            return Err(touched_since(&things, &sight));
        }
    };
    let reason = super::facts::reason_at("/reason", Some(reason))?;
    let undone = NewChange { reason, undoes: Some(change.id), ..ctx.change("change.undo") };
    let undone = db::changes::record(tx, &permit, change.set(), None, undone, &facts, ctx.now)?;
    db::imports::mark_undone(tx, &permit, change.id, undone.id)?;
    Ok((undone, kept))
}

/// The rubric of what an operation wrote, by the noun of its name: whoever may do it may undo it.
fn rubric_of(operation: &str) -> Rubric {
    match noun_of(operation) {
        "request" => Rubric::Requests,
        "tour" | "tour_list" | "tour_entry" => Rubric::Tours,
        "structure" => Rubric::Structures,
        "post" => Rubric::Posts,
        "post_profile" => Rubric::PostProfiles,
        "practitioner" | "status" => Rubric::Practitioners,
        "position" => Rubric::Careers,
        "affectation" => Rubric::Affectations,
        "reference" | "nomenclature" => Rubric::ReferenceData,
        _ => Rubric::Imports,
    }
}

/// What an operation is about: the noun of its name.
fn noun_of(operation: &str) -> &str {
    operation.split('.').next().unwrap_or_default()
}
