//! Import profiles: how the files of an establishment are read. They are facts: a correction is the next version.

use shared::code_mapping::ImportProfile;
use shared::contract::History;
use shared::contract::imports::{ImportColumn, ImportProfileView};
use shared::habilitation::Rubric;
use shared::id::ImportProfileId;
use shared::import::sirh::profile::Profile;
use shared::time::{Retrospect, View};
use smol_str::SmolStr;

use super::imports::column_view;
use super::library::Library;
use super::listing::{self, Asked, Field, Listing, Paged, stamp, text};
use super::{Ctx, Failure};
use crate::db::lists::{self, Entry, Sort};

const RUBRIC: Rubric = Rubric::Imports;

/// What may be asked of the list.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[Field::establishment(RUBRIC), Field::new("name", text("name"), RUBRIC, "Name")],
    search: &[text("name")],
    default_sort: &[Sort { column: text("name"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[],
};

/// One page of profiles.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<ImportProfileView>, Failure> {
    ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, RUBRIC, asked.view)?;
        let paged = listing::page::<ImportProfile>(ctx, connection, &scope, &library, &LISTING, asked)?;
        let items = paged.items.iter().map(|entry| view_of(&library, entry)).collect();
        Ok(Paged { items, next: paged.next, total: paged.total })
    })
}

/// One profile on a day.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: ImportProfileId, view: View) -> Result<ImportProfileView, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
        let library = ctx.shelf.library(connection)?;
        Ok(view_of(&library, &lists::find::<ImportProfile>(connection, &scope, id, view)?))
    })
}

/// All its versions.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn history(
    ctx: &Ctx,
    id: ImportProfileId,
    asked: Retrospect,
) -> Result<History<ImportProfileView>, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
        let library = ctx.shelf.library(connection)?;
        let (past, version) = lists::history::<ImportProfile>(connection, &scope, id, asked.known_at)?;
        listing::statements(past, id, version, asked, |entries, _| {
            Ok(entries.iter().map(|entry| view_of(&library, entry)).collect())
        })
    })
}

fn view_of(library: &Library, entry: &Entry<ImportProfile>) -> ImportProfileView {
    let profile = Profile::from_json(&entry.segment.value.definition).unwrap_or_default();
    let finess = entry.establishment.and_then(|id| library.territory.finess(id));
    let columns = profile.columns.into_iter().enumerate();
    ImportProfileView {
        id: entry.id,
        establishment: finess.map(SmolStr::to_string).unwrap_or_default(),
        name: entry.segment.value.name.to_string(),
        columns: columns
            .map(|(at, column)| -> ImportColumn { column_view(at, &(column, Vec::new())) })
            .collect(),
        stamp: stamp(entry),
    }
}
