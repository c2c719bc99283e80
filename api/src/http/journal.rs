//! `/journal` and `/changes`.

use actix_web::{HttpRequest, get, post, web};
use shared::catalogue::requests as texts;
use shared::contract::Page;
use shared::contract::journal::{ChangedThing, JournalEntry, Verification};
use shared::contract::writing::Undo;
use shared::habilitation::Rubric;
use shared::id::ChangeId;
use shared::problem::Code;
use shared::time::Instant;

use super::body::Body;
use super::caller::Caller;
use super::etag::tagged;
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::{self, Params};
use super::writing::{self, Written};
use super::{pages, query::unknown};
use crate::app::listing::{Asked, Field, Listing, Meaning, text};
use crate::app::{Ctx, Failure, changes, journal};
use crate::db;
use crate::db::lists::Test;

const RUBRIC: Rubric = Rubric::Journal;

/// What may be asked of the journal.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("operation", text("operation"), RUBRIC, "Operation, `noun.verb`").unsorted(),
        Field::new("origin", text("origin"), RUBRIC, "Where it came from").unsorted(),
        Field::new("author", text("author"), RUBRIC, "Who, as the journal says it").unsorted(),
        Field { meaning: Meaning::Establishment, ..Field::establishment(RUBRIC) },
        Field::new("at", text("at"), RUBRIC, "Instant; only `.gte` and `.lt`").unsorted(),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
};

/// What may be asked of the things of a change: a page.
pub const THINGS: Listing =
    Listing { rubric: RUBRIC, fields: &[], search: &[], default_sort: &[], includes: &[], timed: false };

/// Changes and accesses of the perimeter, newest first.
///
/// A reading from outside the hospital is itself written in the journal.
#[utoipa::path(operation_id = "list_journal", tag = "journal",
    responses((status = 200, description = "One page of the journal.", body = Page<JournalEntry>)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("journal"))))]
#[get("/journal")]
pub async fn list_journal(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &LISTING).await?;
    let (ctx, wanted) = (caller.owned(), asked.asked.clone());
    let mut query = conditions(&wanted)?;
    let page = blocking(move || {
        query.establishments = ids(&ctx, &query.establishments)?;
        let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
        let most = i64::from(wanted.limit).saturating_add(1);
        let (items, total) = journal::list(&ctx, &query, most, wanted.total)?;
        Ok(pages::paged(items, limit, total, |last| vec![last.seq.to_string()]))
    });
    asked.answer(&caller, page.await?)
}

/// One entry of the journal.
#[utoipa::path(operation_id = "get_journal_entry", tag = "journal", params(("id" = ChangeId, Path, description = "Id of the entry.")),
    responses((status = 200, description = "The entry.", body = JournalEntry)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/journal/{id}")]
pub async fn get_journal_entry(request: HttpRequest, caller: Caller, id: web::Path<ChangeId>) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    let entry = blocking(move || journal::get(&ctx, *id)).await?;
    // What is written stays; only an undo adds to it.
    let version = i64::try_from(entry.undone_by.len()).unwrap_or(i64::MAX).saturating_add(1);
    tagged(&request, version, &entry)
}

/// Before and after of each thing of a change, as far as each rubric may be read.
#[utoipa::path(operation_id = "list_journal_things", tag = "journal", params(("id" = ChangeId, Path, description = "Id of the entry.")),
    responses((status = 200, description = "One page of things.", body = Page<ChangedThing>)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("journal_things"))))]
#[get("/journal/{id}/things")]
pub async fn list_journal_things(request: HttpRequest, caller: Caller, id: web::Path<ChangeId>) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &THINGS).await?;
    let from = match pages::after(&asked.asked, 1)? {
        Some(keys) => pages::key::<usize>(&keys, 0)?,
        None => 0,
    };
    let limit = usize::try_from(asked.asked.limit).unwrap_or(usize::MAX);
    let ctx = caller.owned();
    let (items, more) = blocking(move || journal::things(&ctx, *id, from, limit)).await?;
    let next = more.then(|| vec![from.saturating_add(items.len()).to_string()]);
    asked.answer(&caller, crate::app::listing::Paged { items, next, total: None })
}

/// The state of the chain of seals over the whole journal.
///
/// For who reads the journal of the nation: the chain is that of all hospitals. Each verification reads everything, and
/// is given again for five minutes.
#[utoipa::path(operation_id = "verify_journal", tag = "journal",
    responses((status = 200, description = "What was verified, and what is wrong.", body = Verification)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/journal/verify")]
pub async fn verify_journal(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    pages::json(&blocking(move || journal::verify(&ctx)).await?)
}

/// Brings back exactly what was known before a change: one's own, or that of an import.
///
/// Refused with 409 when something was built on it since.
#[utoipa::path(operation_id = "undo_change", tag = "journal", params(("id" = ChangeId, Path, description = "Id of the change.")), request_body = Undo,
    responses((status = 201, description = "The change that undid it.", body = JournalEntry)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/changes/{id}/undo")]
pub async fn undo_change(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ChangeId>,
    body: Body<Undo>,
) -> Answer {
    let Body { value, hash } = body;
    let asked = writing::Asked::creation(&request, &caller, Params::of(&request)?, &hash)?;
    writing::write(&caller, asked, move |ctx, tx| {
        let undone = changes::undo_own(ctx, tx, *id, &value.reason)?;
        let entry = journal::entry_of(ctx, tx, undone)?;
        Written::created(format!("/api/v1/journal/{}", entry.id), entry.seq, &entry)
    })
    .await
}

/// The conditions of the query string, for the database; establishments are still numbers.
fn conditions(wanted: &Asked) -> Result<db::changes::Asked, ApiError> {
    let mut asked = db::changes::Asked::default();
    for condition in &wanted.filters {
        let name = condition.field.name;
        match (&condition.test, name) {
            (Test::Among(list), "operation") => asked.operations.extend(list.iter().cloned()),
            (Test::Among(list), "origin") => asked.origins.extend(list.iter().cloned()),
            (Test::Among(list), "author") => asked.authors.extend(list.iter().cloned()),
            (Test::Among(list), "establishment") => asked.establishments.extend(list.iter().cloned()),
            (Test::AtLeast(text), "at") => asked.since = Some(instant(text)?),
            (Test::Below(text), "at") => asked.until = Some(instant(text)?),
            _ => return Err(unknown(name)),
        }
    }
    if let Some(keys) = pages::after(wanted, 1)? {
        asked.before = Some(pages::key::<i64>(&keys, 0)?);
    }
    Ok(asked)
}

/// The ids of establishments; an unknown number matches nothing.
fn ids(ctx: &Ctx, numbers: &[String]) -> Result<Vec<String>, Failure> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
    let id = |finess: &String| library.territory.by_finess(finess).map(|id| id.to_string());
    Ok(numbers.iter().map(|finess| id(finess).unwrap_or_else(|| "unknown".to_owned())).collect())
}

fn instant(text: &str) -> Result<Instant, ApiError> {
    text.parse().map_err(|_| ApiError::about(Code::BadTime, "at", texts::BAD_INSTANT))
}
