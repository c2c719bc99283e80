//! A list as a file: all its pages at once, for who holds the right to take away, and never without a trace.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::catalogue::exports as texts;
use shared::habilitation::Right;
use shared::problem::Code;

use super::listing::{self, Asked};
use super::reading::{self, Shown};
use super::staffing_table::{File, FileFormat};
use super::{Ctx, Failure, filter_words, perimeters};
use crate::digest::sha256;
use crate::export::{self, AboutList, Column, ExportError};

/// Rows of one file at most: beyond, it is long work.
const MOST: u32 = 10_000;
/// Rows read at once.
const BATCH: u32 = 500;

/// A noun whose list may be taken away.
pub(crate) trait Exported: Shown {
    /// The columns of its files.
    const COLUMNS: &'static [Column];
}

/// All rows of a list as a file; `changes` is the token from which the change feed goes on after it.
///
/// # Errors
/// `right.missing` when the right to extract is not held for every row; `request.invalid` when there are too many;
/// failures of the machine.
pub(crate) fn file<T: Exported>(
    ctx: &Ctx,
    asked: &Asked,
    format: FileFormat,
    changes: &str,
) -> Result<File, Failure> {
    let rubric = T::LISTING.rubric;
    ctx.demand_somewhere(rubric, Right::Extract)?;
    let rows = rows::<T>(ctx, asked)?;
    let filters = told(asked);
    let failed = |error: ExportError| Failure::machine("writing a list", error);
    let bytes = match format {
        FileFormat::Csv => export::list_csv(T::COLUMNS, &rows).map_err(failed)?,
        FileFormat::CsvWindows => export::in_windows(&export::list_csv(T::COLUMNS, &rows).map_err(failed)?),
        FileFormat::NdJson => {
            let mut bytes = Vec::new();
            export::ndjson(&rows, asked.view, changes, &mut bytes).map_err(failed)?;
            bytes
        }
        FileFormat::CsvRaw => export::list_csv_raw(T::COLUMNS, &rows).map_err(failed)?,
        FileFormat::Parquet => {
            let mut bytes = Vec::new();
            export::list_parquet(T::NOUN.name(), T::COLUMNS, &rows, asked.view, &mut bytes)
                .map_err(failed)?;
            bytes
        }
        FileFormat::Xlsx => {
            let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
            let words = filter_words::words(&library, T::NOUN.name(), asked, &rows).join(" ; ");
            let about = AboutList {
                view: asked.view,
                perimeter: perimeters::named(ctx, rubric, Right::Extract)?.join(", "),
                filters: words,
                user: ctx.author.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            };
            export::list_xlsx(T::COLUMNS, &rows, &about).map_err(failed)?
        }
    };
    let details = json!({
        "list": T::NOUN.name(),
        "format": format.name(),
        "filters": filters,
        "as_of": asked.view.as_of,
        "known_at": asked.view.known_at,
        "rows": rows.len(),
        "hash": sha256(&bytes),
    });
    // Told where it was taken from, when it is one place: its people may then read that it was.
    let mut places: BTreeSet<&str> =
        rows.iter().filter_map(|row| row.get("establishment")?.as_str()).collect();
    let place = places.pop_first().filter(|_| places.is_empty());
    ctx.database.write(|tx| {
        let library = ctx.shelf.library(tx)?;
        let place = place.and_then(|finess| library.territory.by_finess(finess));
        ctx.note(tx, "list.extract", place, details)
    })?;
    let name = texts::list_name(T::NOUN.name(), asked.view.as_of, format.ending());
    Ok(File { name, bytes })
}

/// The rows as the interface would say them, page after page at one knowledge.
fn rows<T: Exported>(ctx: &Ctx, asked: &Asked) -> Result<Vec<Value>, Failure> {
    let rubric = T::LISTING.rubric;
    ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, rubric, asked.view)?;
        let mut batch = Asked { limit: BATCH, total: true, after: None, ..asked.clone() };
        let mut rows = Vec::new();
        let mut places = BTreeSet::new();
        loop {
            let paged = listing::page::<T>(ctx, connection, &scope, &library, T::LISTING, &batch)?;
            if let Some(found) = paged.total.filter(|found| *found > u64::from(MOST)) {
                let detail = texts::too_many_rows(found, MOST);
                return Err(Failure::refused(Code::Invalid, detail).with("rows", found));
            }
            batch.total = false;
            for place in paged.items.iter().map(|entry| entry.establishment) {
                if places.insert(place) {
                    ctx.demand_on(connection, (rubric, Right::Extract), place, asked.view.as_of)?;
                }
            }
            let items =
                reading::views(ctx, connection, &scope, &library, &paged.items, asked.view, &asked.include)?;
            for item in items {
                let row = serde_json::to_value(&item);
                rows.push(row.map_err(|error| Failure::machine("writing a list", error))?);
            }
            match paged.next {
                Some(next) => batch.after = Some(next),
                None => return Ok(rows),
            }
        }
    })
}

/// The filters as the journal keeps them.
fn told(asked: &Asked) -> Vec<Value> {
    let filters = asked.filters.iter().map(|condition| {
        let (operator, value) = condition.test.told();
        json!({ "field": condition.field.name, "operator": operator, "value": value })
    });
    let search =
        asked.search.iter().map(|text| json!({ "field": "q", "operator": "contains", "value": text }));
    filters.chain(search).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::catalogue::exports::heading;

    fn headed<T: Exported>() {
        for column in T::COLUMNS {
            assert!(!heading(column.field).is_empty(), "{}.{}", T::NOUN.name(), column.field);
        }
    }

    #[test]
    fn every_column_of_every_list_has_a_heading() {
        headed::<shared::structure::Structure>();
        headed::<shared::post::Post>();
        headed::<shared::practitioner::Practitioner>();
        headed::<shared::affectation::Affectation>();
        headed::<shared::request::Request>();
    }
}
