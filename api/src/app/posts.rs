//! Posts: lists, one post with who sits on it, its past.

use std::collections::BTreeMap;

use shared::contract::History;
use shared::contract::posts::{Holder, Occupation, PostView};
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, PostId};
use shared::post::Post;
use shared::problem::Code;
use shared::staffing_table::occupations;
use shared::time::{Instant, View};

use super::library::Library;
use super::listing::{self, Asked, Field, Listing, Paged, number, stamp, text};
use super::naming::{Naming, Wanted, practitioner_ref};
use super::{Ctx, Failure};
use crate::authz::{Admission, Scope};
use crate::db::Connection;
use crate::db::lists::{self, Entry, Sort};

const RUBRIC: Rubric = Rubric::Posts;

/// What may be asked of the list of posts.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("kind", text("kind"), RUBRIC, "Code of `post_kinds`"),
        Field::new("sigmed_number", text("sigmed_number"), RUBRIC, "Number in SIGMED"),
        Field::new("local_number", text("local_number"), RUBRIC, "Number given by the hospital"),
        Field::new("discipline", text("discipline"), RUBRIC, "Discipline of SIGMED"),
        Field::new("speciality", text("speciality"), RUBRIC, "Code of `specialities`"),
        Field::new("quotity", number("quotity"), RUBRIC, "Time of the post, hundredths of a percent"),
        Field::new("structure", text("structure_id"), RUBRIC, "Id of the structure; empty: attached to none"),
    ],
    search: &[text("sigmed_number"), text("local_number"), text("sigmed_type"), text("speciality")],
    default_sort: &[
        Sort { column: text("sigmed_number"), descending: false },
        Sort { column: text("local_number"), descending: false },
    ],
    includes: &["occupation"],
    timed: true,
};

/// One page of posts.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<PostView>, Failure> {
    ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, RUBRIC, asked.view)?;
        let paged = listing::page::<Post>(connection, &scope, &library, &LISTING, asked)?;
        let mut items = views(connection, &scope, &library, &paged.items, asked.view)?;
        if asked.include.contains("occupation") {
            occupy(ctx, connection, &scope, &library, &paged.items, &mut items, asked.view)?;
        }
        Ok(Paged { items, next: paged.next, total: paged.total })
    })
}

/// One post on a day, with who sits on it.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: PostId, view: View) -> Result<PostView, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
        let library = ctx.shelf.library(connection)?;
        let entry = [lists::find::<Post>(connection, &scope, id, view)?];
        let mut items = views(connection, &scope, &library, &entry, view)?;
        occupy(ctx, connection, &scope, &library, &entry, &mut items, view)?;
        items.pop().ok_or_else(|| Failure::code(Code::NotFound))
    })
}

/// The whole past of a post.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn history(ctx: &Ctx, id: PostId, known_at: Instant) -> Result<History<PostView>, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
        let library = ctx.shelf.library(connection)?;
        let (past, version) = lists::history::<Post>(connection, &scope, id, known_at)?;
        listing::statements(past, id, version, known_at, |entries, view| {
            views(connection, &scope, &library, entries, view)
        })
    })
}

fn views(
    connection: &mut Connection,
    scope: &Scope,
    library: &Library,
    entries: &[Entry<Post>],
    view: View,
) -> Result<Vec<PostView>, Failure> {
    let structures = entries.iter().filter_map(|entry| entry.segment.value.structure).collect();
    let wanted = Wanted { structures, ..Wanted::default() };
    let names = Naming::read(connection, scope, library, &wanted, view)?;
    Ok(entries.iter().map(|entry| post_view(&names, entry)).collect())
}

fn post_view(names: &Naming<'_>, entry: &Entry<Post>) -> PostView {
    let post = &entry.segment.value;
    let text = |text: &Option<smol_str::SmolStr>| text.as_ref().map(ToString::to_string);
    PostView {
        id: entry.id,
        establishment: names.finess(entry.establishment),
        number: post.number().to_string(),
        sigmed_number: text(&post.sigmed_number),
        local_number: text(&post.local_number),
        kind: names.coded("post_kinds", &post.kind),
        sigmed_type: text(&post.sigmed_type),
        discipline: text(&post.discipline),
        speciality: post.speciality.as_ref().map(|code| names.coded("specialities", code)),
        cnu_section: text(&post.cnu_section),
        corps: text(&post.corps),
        quotity: post.quotity,
        structure: names.structure(post.structure),
        attached_to_establishment: post.attached_to_establishment,
        occupation: None,
        stamp: stamp(entry),
    }
}

/// Says who sits on each post. Derived from all the facts of an establishment, so only where they may all be read.
fn occupy(
    ctx: &Ctx,
    connection: &mut Connection,
    scope: &Scope,
    library: &Library,
    entries: &[Entry<Post>],
    items: &mut [PostView],
    view: View,
) -> Result<(), Failure> {
    let mut places: BTreeMap<EstablishmentId, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let place =
            entry.establishment.filter(|id| scope.admits_establishment(Some(*id)) == Admission::Admitted);
        places.entry(place.unwrap_or_else(|| uuid::Uuid::nil().into())).or_default().push(at);
    }
    for (establishment, at) in places {
        let Some(known) = library.territory.on(establishment, view.as_of) else { continue };
        let (facts, _) = ctx.shelf.facts(connection, scope, establishment, view.known_at)?;
        let sites = &library.facts.sites;
        let held = occupations(&facts, &library.nomenclatures, known, sites, view.as_of);
        let named = ctx.may(connection, Rubric::Practitioners, Right::Read, Some(establishment))?;
        for at in at {
            let (Some(entry), Some(item)) = (entries.get(at), items.get_mut(at)) else { continue };
            let Some(occupation) = held.get(&entry.id) else { continue };
            let holders =
                facts.affectations.on(view.as_of).filter(|(_, line)| line.value.post == Some(entry.id));
            let holders = holders.filter_map(|(_, line)| {
                let who = line.value.practitioner;
                Some(Holder {
                    practitioner: practitioner_ref(
                        who,
                        facts.practitioners.get(who)?.last().map(|last| &last.value)?,
                    ),
                    quotity: line.value.quotity,
                    valid_from: line.period.from(),
                    valid_to: line.period.to(),
                })
            });
            let vacancy = occupation.vacancy.as_ref();
            item.occupation = Some(Occupation {
                state: occupation.state.name().to_owned(),
                vacancy_reason: vacancy.and_then(|one| one.reason.as_ref()).map(ToString::to_string),
                vacant_from: vacancy.map(|one| one.day),
                holders: named.then(|| holders.collect()),
            });
        }
    }
    Ok(())
}
