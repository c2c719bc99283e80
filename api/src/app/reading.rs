//! Reading a dated noun: a page of its list, one thing on a day, its whole past. One way for all nouns.
//!
//! A noun says what may be asked of it, what its facts refer to and how a fact is shown; the rest is here. What a
//! caller may not read is left out by the noun itself, which asks its [`Sight`].

use std::collections::BTreeSet;

use serde::Serialize;
use shared::contract::History;
use shared::contract::lists::Test;
use shared::fact::Noun;
use shared::habilitation::Rubric;
use shared::id::{EstablishmentId, PractitionerId, StructureId};
use shared::problem::Code;
use shared::time::{Retrospect, View};

use super::library::Library;
use super::listing::{self, Asked, Condition, Listing, Paged};
use super::naming::{Naming, Wanted};
use super::practitioners::OWN;
use super::{Ctx, Failure, traces};
use crate::authz::{Admission, Links, Scope};
use crate::db::lists::{self, Entry};
use crate::db::rows::StoredFact;
use crate::db::{Connection, changes};

/// A noun that can be read.
pub(crate) trait Shown: StoredFact + 'static {
    /// How the contract shows it.
    type View: Serialize + Send + 'static;
    /// What may be asked of its list.
    const LISTING: &'static Listing;
    /// Rubrics of fields that some callers may not read.
    const BESIDE: &'static [Rubric] = &[];
    /// Whether its past says who did what: it passes from hand to hand, and each hand is told of the others.
    const TELLS_WHO: bool = false;

    /// What must be named to show a fact.
    fn refers(&self, wanted: &mut Wanted);

    /// A fact as the caller may see it.
    fn show(entry: &Entry<Self>, names: &Naming<'_>, sight: &Sight) -> Self::View;

    /// The practitioner whose file a fact belongs to, as the caller may see it: the journal keeps who reads it from
    /// outside the hospital.
    fn person(_view: &Self::View) -> Option<PractitionerId> {
        None
    }

    /// Puts the conditions on what is derived as conditions on the ids of things.
    ///
    /// # Errors
    /// Failures of the database.
    fn stored(
        _connection: &mut Connection,
        _scope: &Scope,
        _library: &Library,
        asked: &Asked,
    ) -> Result<Asked, Failure> {
        Ok(asked.clone())
    }

    /// Adds what is derived from other facts, when it is asked; always asked of one thing.
    ///
    /// # Errors
    /// Failures of the database.
    fn complete(
        _reading: &mut Reading<'_>,
        _entries: &[Entry<Self>],
        _items: &mut [Self::View],
        _include: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        Ok(())
    }
}

/// What a read works with.
pub(crate) struct Reading<'a> {
    /// Who reads.
    pub(crate) ctx: &'a Ctx,
    /// The transaction.
    pub(crate) connection: &'a mut Connection,
    /// What may be read of the rubric of the noun.
    pub(crate) scope: &'a Scope,
    /// The reference.
    pub(crate) library: &'a Library,
    /// What may be read of other rubrics.
    pub(crate) sight: &'a Sight,
    /// Day and instant.
    pub(crate) view: View,
}

/// What may be read of the rubrics beside that of the noun.
#[derive(Debug, Default)]
pub(crate) struct Sight(Vec<(Rubric, Scope)>);

impl Sight {
    /// Scopes of some rubrics.
    ///
    /// # Errors
    /// Failures of the database.
    pub(crate) fn of(
        ctx: &Ctx,
        connection: &mut Connection,
        rubrics: &[Rubric],
        view: View,
    ) -> Result<Sight, Failure> {
        let scope = |rubric: &Rubric| Ok((*rubric, ctx.scope(connection, *rubric, view.as_of)?));
        Ok(Sight(rubrics.iter().map(scope).collect::<Result<_, Failure>>()?))
    }

    /// What may be read of a rubric; nothing of one that was not prepared.
    pub(crate) fn scope(&self, rubric: Rubric) -> Option<&Scope> {
        self.0.iter().find(|(one, _)| *one == rubric).map(|(_, scope)| scope)
    }

    /// Whether a rubric may be read in the whole nation. A rubric that was not prepared may not.
    pub(crate) fn shows_nation(&self, rubric: Rubric) -> bool {
        self.scope(rubric).is_some_and(|scope| scope.admits_nation() == Admission::Admitted)
    }

    /// Whether a rubric of a practitioner's file may be read. A rubric that was not prepared may not.
    pub(crate) fn shows(
        &self,
        rubric: Rubric,
        establishment: Option<EstablishmentId>,
        practitioner: PractitionerId,
    ) -> bool {
        self.admits(rubric, Noun::Practitioners, establishment, practitioner.into())
    }

    /// Whether a rubric of a structure may be read; `None` is what is in none. A rubric that was not prepared may not.
    pub(crate) fn shows_structure(
        &self,
        rubric: Rubric,
        establishment: EstablishmentId,
        structure: Option<StructureId>,
    ) -> bool {
        let structure = structure.map_or_else(uuid::Uuid::nil, uuid::Uuid::from);
        self.admits(rubric, Noun::Structures, Some(establishment), structure)
    }

    /// Whether a thing of an establishment may be read, as far as a rubric goes. One that was not prepared does not.
    pub(crate) fn admits(
        &self,
        rubric: Rubric,
        noun: Noun,
        establishment: Option<EstablishmentId>,
        thing: uuid::Uuid,
    ) -> bool {
        let Some(scope) = self.scope(rubric) else { return false };
        let establishment = establishment.map(|id| id.to_string());
        let links = Links { establishment: establishment.as_deref(), ..Links::default() };
        scope.admits(noun, &thing.to_string(), &links) == Admission::Admitted
    }
}

/// One page of a list.
///
/// # Errors
/// `right.missing`; failures of the database.
pub(crate) fn list<T: Shown>(ctx: &Ctx, asked: &Asked) -> Result<Paged<T::View>, Failure> {
    let page = ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, T::LISTING.rubric, asked.view)?;
        let asked = T::stored(connection, &scope, &library, asked)?;
        let paged = listing::page::<T>(ctx, connection, &scope, &library, T::LISTING, &asked)?;
        let items = views(ctx, connection, &scope, &library, &paged.items, asked.view, &asked.include)?;
        Ok::<_, Failure>(Paged { items, next: paged.next, total: paged.total })
    })?;
    // A list narrowed to named people is their files; another one is no single file.
    let of_people = |one: &Condition| one.field.name == OWN.name && matches!(one.test, Test::Among(_));
    if asked.filters.iter().any(of_people) {
        note_people::<T>(ctx, &page.items)?;
    }
    Ok(page)
}

/// Tells the journal whose files were read, when it was from outside the hospital.
fn note_people<'a, T: Shown>(ctx: &Ctx, items: impl IntoIterator<Item = &'a T::View>) -> Result<(), Failure> {
    let people: BTreeSet<PractitionerId> = items.into_iter().filter_map(T::person).collect();
    traces::note_sheets(ctx, people)
}

/// One thing on a day, with its version.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub(crate) fn get<T: Shown>(ctx: &Ctx, id: T::Id, view: View) -> Result<(i64, T::View), Failure> {
    let (version, item) = ctx.database.read(|connection| get_in::<T>(ctx, connection, id, view))?;
    note_people::<T>(ctx, [&item])?;
    Ok((version, item))
}

/// The same, inside a transaction: what a write answers is what a read would.
///
/// # Errors
/// As [`get`].
pub(crate) fn get_in<T: Shown>(
    ctx: &Ctx,
    connection: &mut Connection,
    id: T::Id,
    view: View,
) -> Result<(i64, T::View), Failure> {
    let scope = ctx.scope(connection, T::LISTING.rubric, view.as_of)?;
    let library = ctx.shelf.library(connection)?;
    let entry = lists::find::<T>(connection, &scope, id, view)?;
    let version = entry.version;
    let include = T::LISTING.includes.iter().map(|name| (*name).to_owned()).collect();
    let items = views(ctx, connection, &scope, &library, &[entry], view, &include)?;
    let item = items.into_iter().next().ok_or_else(|| Failure::code(Code::NotFound))?;
    Ok((version, item))
}

/// The past of a thing, along the axes that are asked.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub(crate) fn history<T: Shown>(
    ctx: &Ctx,
    id: T::Id,
    asked: Retrospect,
) -> Result<History<T::View>, Failure> {
    let past = ctx.database.read(|connection| {
        let scope = ctx.scope(connection, T::LISTING.rubric, ctx.today)?;
        let library = ctx.shelf.library(connection)?;
        let (past, version) = lists::history::<T>(connection, &scope, id, asked.known_at)?;
        let nothing = BTreeSet::new();
        let mut past = listing::statements(past, id, version, asked, |entries, view| {
            views(ctx, connection, &scope, &library, entries, view, &nothing)
        })?;
        if T::TELLS_WHO {
            sign(connection, &mut past)?;
        }
        Ok::<_, Failure>(past)
    })?;
    note_people::<T>(ctx, past.items.iter().map(|one| &one.fact))?;
    Ok(past)
}

/// Says of each statement what was done, and by whom.
fn sign<V>(connection: &mut Connection, past: &mut History<V>) -> Result<(), Failure> {
    let all = past.items.iter().map(|one| one.change_id).collect();
    let done = changes::several(connection, &all)?;
    for one in &mut past.items {
        if let Some(change) = done.get(&one.change_id) {
            (one.operation, one.author) = (Some(change.operation.clone()), Some(change.author.clone()));
        }
    }
    Ok(())
}

/// Entries as the caller may see them. A fixed number of statements, whatever their number.
///
/// # Errors
/// Failures of the database.
pub(crate) fn views<T: Shown>(
    ctx: &Ctx,
    connection: &mut Connection,
    scope: &Scope,
    library: &Library,
    entries: &[Entry<T>],
    view: View,
    include: &BTreeSet<String>,
) -> Result<Vec<T::View>, Failure> {
    let sight = Sight::of(ctx, connection, T::BESIDE, view)?;
    let mut wanted = Wanted::default();
    for entry in entries {
        entry.segment.value.refers(&mut wanted);
    }
    let names = Naming::read(connection, scope, library, &wanted, view)?;
    let mut items: Vec<T::View> = entries.iter().map(|entry| T::show(entry, &names, &sight)).collect();
    let mut reading = Reading { ctx, connection, scope, library, sight: &sight, view };
    T::complete(&mut reading, entries, &mut items, include)?;
    Ok(items)
}
