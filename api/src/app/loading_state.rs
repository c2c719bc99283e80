//! What is loaded of establishments on a day, how fresh it is and what waits: for a page of them at once.

use std::collections::BTreeMap;

use shared::contract::lists::Test;
use shared::contract::organisation::{EstablishmentState, EstablishmentView, Freshness, LastExtract};
use shared::freshness::freshness;
use shared::habilitation::Rubric;
use shared::id::EstablishmentId;
use shared::post::Post;
use shared::time::View;

use super::library::Library;
use super::listing::{flag, text};
use super::reading::Reading;
use super::{Failure, sirh};
use crate::authz::{Admission, Scope};
use crate::db::Connection;
use crate::db::lists::{self, Filter, Query};
use crate::db::loading::{self, Loaded};

/// How fresh the data of each establishment of a scope are on a day.
///
/// # Errors
/// Failures of the database.
pub(super) fn freshness_of_all(
    connection: &mut Connection,
    scope: &Scope,
    library: &Library,
    view: View,
) -> Result<BTreeMap<EstablishmentId, Freshness>, Failure> {
    let ids: Vec<EstablishmentId> = library.territory.all(view.as_of).map(|located| located.id).collect();
    let mut loaded = loading::of_establishments(connection, scope, &ids, sirh::APPLY, view.known_at)?;
    let of = |id| (id, how_fresh(&loaded.remove(&id).unwrap_or_default(), view));
    Ok(ids.into_iter().map(of).collect())
}

fn how_fresh(loaded: &Loaded, view: View) -> Freshness {
    let extract = loaded.extract.as_ref();
    let extracted = extract.map(|one| one.extracted_on.unwrap_or(one.applied_at.naive().date().into()));
    freshness(extracted, view.as_of, loaded.last_change_at.is_some())
}

/// Adds the state of each establishment. The number of statements does not depend on that of establishments.
///
/// # Errors
/// Failures of the database.
pub(super) fn add(reading: &mut Reading<'_>, items: &mut [EstablishmentView]) -> Result<(), Failure> {
    let Reading { ctx, connection, scope, view, .. } = reading;
    let view = *view;
    let ids: Vec<EstablishmentId> = items.iter().map(|item| item.id).collect();
    let among = Filter {
        column: text("establishment_id"),
        test: Test::Among(ids.iter().map(EstablishmentId::to_string).collect()),
    };
    let unattached = [
        among.clone(),
        Filter { column: text("structure_id"), test: Test::Among(vec![String::new()]) },
        Filter { column: flag("attached_to_establishment"), test: Test::Among(vec!["false".to_owned()]) },
    ];
    let filters = [among];
    let all = Query { filters: &filters, ..Query::at(view) };
    let apart = Query { filters: &unattached, ..Query::at(view) };
    let structures = lists::count_by_establishment::<shared::structure::Structure>(connection, scope, &all)?;
    let posts = lists::count_by_establishment::<Post>(connection, scope, &all)?;
    let posts_unattached = lists::count_by_establishment::<Post>(connection, scope, &apart)?;
    let people =
        lists::count_by_establishment::<shared::practitioner::Practitioner>(connection, scope, &all)?;
    let lines = lists::count_by_establishment::<shared::affectation::Affectation>(connection, scope, &all)?;
    // Everybody here is told how fresh the data are; what was sent and by whom is of another rubric.
    let imports = ctx.scope(connection, Rubric::Imports, view.as_of)?;
    let mut loaded = loading::of_establishments(connection, scope, &ids, sirh::APPLY, view.known_at)?;
    for item in items {
        let key = item.id.to_string();
        let count = |counts: &BTreeMap<String, u32>| counts.get(&key).copied().unwrap_or_default();
        let own = loaded.remove(&item.id).unwrap_or_default();
        // Who reads some structures only is told how fresh they are, and not what else is done in the establishment.
        let reads_all = scope.admits_establishment(Some(item.id)) == Admission::Admitted;
        item.state = Some(EstablishmentState {
            freshness: how_fresh(&own, view),
            structures: count(&structures),
            posts: count(&posts),
            posts_unattached: count(&posts_unattached),
            practitioners: count(&people),
            affectations: count(&lines),
            last_extract: own.extract.map(|one| {
                let tells = imports.admits_establishment(Some(item.id)) == Admission::Admitted;
                let import = one.import.filter(|_| tells);
                LastExtract {
                    import_id: import.map(|(id, _)| id),
                    file_name: one.file_name.filter(|_| tells),
                    extracted_on: one.extracted_on,
                    applied_at: one.applied_at,
                    author: tells.then_some(one.author),
                    refused_lines: import.and_then(|(_, refused)| refused),
                }
            }),
            open_imports: if reads_all { own.waiting } else { 0 },
            last_change_at: own.last_change_at.filter(|_| reads_all),
        });
    }
    Ok(())
}
