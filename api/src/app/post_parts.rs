//! The parts of a split post (poste décomposé, `domain.md` 13.2): read on a day, and divided otherwise from a day on.

use std::collections::{BTreeMap, BTreeSet};

use shared::catalogue::requests as texts;
use shared::contract::PostRef;
use shared::contract::posts::{PartWanted, PostParts, PostSplit};
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, PostId};
use shared::post::Post;
use shared::post_split::division::{Division, Part};
use shared::problem::Code;
use shared::rules::splits;
use shared::time::View;

use super::facts::{Made, may_write, present, reason_at, refusal, refuse, required, said};
use super::listing::text;
use super::{Ctx, Failure, new_ids, reading};
use crate::db::changes::NewChange;
use crate::db::facts::FactSet;
use crate::db::{self, Connection, Transaction, lists, posts};

const RUBRIC: Rubric = Rubric::Posts;

/// The parts of a post on a day, with who sits on each.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn of_post(ctx: &Ctx, id: PostId, view: View) -> Result<PostParts, Failure> {
    ctx.database.read(|connection| read(ctx, connection, id, view))
}

fn read(ctx: &Ctx, connection: &mut Connection, id: PostId, view: View) -> Result<PostParts, Failure> {
    let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
    let library = ctx.shelf.library(connection)?;
    let post = lists::find::<Post>(connection, &scope, id, view)?;
    let of = (text("parent_post_id"), vec![id.to_string()]);
    let parts = lists::referring::<Post>(connection, &scope, of, Some(view.as_of), view.known_at)?;
    let include = BTreeSet::from(["occupation".to_owned()]);
    let mut items = reading::views(ctx, connection, &scope, &library, &parts, view, &include)?;
    items.sort_by(|one, other| one.number.cmp(&other.number));
    let post = PostRef { id, number: post.segment.value.number().to_string() };
    Ok(PostParts { post, items, version: posts::version_with_parts(connection, id)?, time: view })
}

/// Divides a post from a day on.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `post.split`, what the rules refuse; failures of the
/// database.
pub fn divide(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PostId,
    version: i64,
    body: PostSplit,
) -> Result<Made<PostParts>, Failure> {
    let establishment = establishment_of(ctx, tx, id)?;
    let latest = posts::version_with_parts(tx, id)?;
    if version != latest {
        let current = read(ctx, tx, id, View { as_of: body.valid_from, known_at: present() }).ok();
        let failure = Failure::refused(Code::StaleVersion, texts::STALE).with("version", latest);
        let current = current.and_then(|parts| serde_json::to_value(parts).ok()).unwrap_or_default();
        return Err(failure.with("changed_fields", vec!["items"]).with("current", current));
    }
    required("/reason", &body.reason)?;
    let set = FactSet::Establishment(establishment);
    let permit = ctx.permit(tx, RUBRIC, Right::Modify, set)?;
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let (known, head) = ctx.shelf.facts(tx, &scope, establishment, present())?;
    let division = Division {
        post: id,
        from: body.valid_from,
        parts: body.parts.into_iter().map(wanted).collect(),
        lines: body
            .lines
            .iter()
            .map(|line| (line.affectation, usize::try_from(line.part).unwrap_or(usize::MAX)))
            .collect::<BTreeMap<_, _>>(),
    };
    let divided = division.apply(&known, &mut new_ids());
    let divided = divided.map_err(|why| refusal(splits::refused(&known, &why)))?;
    let world = library.world(establishment, &known, &divided.facts);
    refuse(splits::breaches(&world, &division, &divided))?;
    let reason = reason_at("/reason", Some(&body.reason))?;
    let change = NewChange { reason, ..ctx.change("post.split".to_owned()) };
    let difference = known.difference(&divided.facts);
    db::changes::record(tx, &permit, set, Some(head), change, &difference, ctx.now)?;
    let parts = read(ctx, tx, id, View { as_of: body.valid_from, known_at: present() })?;
    Ok(Made { id: id.to_string(), version: parts.version, fact: Some(parts) })
}

/// Where the post is, for who may modify it and the affectations that pass to its parts.
fn establishment_of(ctx: &Ctx, tx: &mut Transaction<'_>, id: PostId) -> Result<EstablishmentId, Failure> {
    let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
    let (past, _) = lists::history::<Post>(tx, &scope, id, present())?;
    let establishment = past.iter().find_map(|one| one.establishment);
    let establishment = establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
    may_write(ctx, tx, RUBRIC, establishment)?;
    ctx.demand(tx, Rubric::Affectations, Right::Modify, Some(establishment))?;
    Ok(establishment)
}

fn wanted(part: PartWanted) -> Part {
    Part {
        id: part.part,
        local_number: said(part.local_number),
        quotity: part.quotity,
        structure: part.structure,
        attached_to_establishment: part.attached_to_establishment,
    }
}
