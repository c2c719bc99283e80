//! Searching practitioners by name, RPPS or birth day, within the perimeter: by body, never by address.

use std::collections::BTreeMap;

use serde_json::json;
use shared::code::Rpps;
use shared::contract::lists::Test;
use shared::contract::people::{PractitionerSearch, PractitionerView};
use shared::habilitation::{Right, Rubric};
use shared::id::PractitionerId;
use shared::person_name;
use shared::practitioner::Practitioner;
use shared::problem::Code;

use super::listing::{self, Asked, Condition, Field, Paged, day, text};
use super::practitioners::LISTING;
use super::{Ctx, Failure, reading, traces};
use crate::db::about_people;
use crate::db::lists::{self, Column, Query};

/// Where a name may be.
const NAMES: &[Column] = &[text("birth_name"), text("usual_name"), text("first_names")];

/// Rows read at once before the names themselves are compared.
const BATCH: u32 = 500;

const RPPS: Field = Field::new("rpps", text("rpps"), Rubric::Practitioners, "RPPS");
const BIRTH: Field = Field::new("birth_date", day("birth_date"), Rubric::Careers, "Birth day").unsorted();

/// One page of the practitioners who have all that is searched, by name.
///
/// # Errors
/// `request.unknown_field` for a birth day that the caller may read nowhere; `right.missing`; failures of the database.
pub fn search(
    ctx: &Ctx,
    searched: &PractitionerSearch,
    mut asked: Asked,
) -> Result<Paged<PractitionerView>, Failure> {
    let mut add = |field: Field, value: String| {
        asked.filters.push(Condition { field, test: Test::Among(vec![value]) });
    };
    if let Some(rpps) = &searched.rpps {
        // What is not a number matches nobody; spaces are those of a card.
        add(RPPS, rpps.parse::<Rpps>().map_or_else(|_| rpps.clone(), |read| read.to_string()));
    }
    if let Some(birth) = searched.birth_date {
        if !ctx.authority.allows_somewhere(ctx.today, Rubric::Careers, Right::Read) {
            return Err(Failure::code(Code::UnknownField));
        }
        add(BIRTH, birth.to_string());
    }
    if let Some(finess) = &searched.establishment {
        add(Field::establishment(Rubric::Practitioners), finess.clone());
    }
    let name = searched.name.as_deref().unwrap_or_default();
    let patterns: Vec<_> = person_name::patterns(name).into_iter().map(|one| (NAMES, one)).collect();
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let (page, places) = ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, LISTING.rubric, asked.view)?;
        let filters = listing::filters(&library, &asked.filters);
        let guards = listing::guards(ctx, connection, &library, &LISTING, &asked)?;
        let mut after = asked.after.as_ref().and_then(|keys| keys.last().cloned());
        let mut found = Vec::new();
        let mut next = None;
        loop {
            let query = Query {
                filters: &filters,
                guards: &guards,
                resembling: &patterns,
                sort: &asked.sort,
                after: after.as_deref(),
                limit: BATCH,
                ..Query::at(asked.view)
            };
            let rows = lists::page::<Practitioner>(connection, &scope, &query)?;
            for entry in rows.entries {
                let known = &entry.segment.value;
                if !person_name::resembles(name, &[&known.birth_name, &known.usual_name, &known.first_names])
                {
                    continue;
                }
                if found.len() == limit {
                    next = found.last().map(|last: &lists::Entry<Practitioner>| last.id.to_string());
                    break;
                }
                found.push(entry);
            }
            after = rows.next;
            if next.is_some() || after.is_none() {
                break;
            }
        }
        let items = reading::views(ctx, connection, &scope, &library, &found, asked.view, &asked.include)?;
        let mut places: BTreeMap<_, Vec<PractitionerId>> = BTreeMap::new();
        for entry in &found {
            places.entry(entry.establishment).or_default().push(entry.id);
        }
        Ok::<_, Failure>((Paged { items, next: next.map(|id| vec![id]), total: None }, places))
    })?;
    // Whom it found, for the people of each hospital; never the words.
    let found = places.into_iter().map(|(place, people)| {
        let rows = people.len();
        (place, json!({ "practitioners": people, "rows": rows }))
    });
    traces::note_readings(ctx, about_people::SEARCHED, found)?;
    Ok(page)
}
