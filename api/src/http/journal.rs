//! `/journal` and `/changes`.

use actix_web::{HttpRequest, get, post, web};
use shared::contract::Page;
use shared::contract::journal::{ChangedThing, JournalEntry, Verification};
use shared::contract::writing::Undo;
use shared::id::ChangeId;

use super::body::Body;
use super::caller::Caller;
use super::etag::tagged;
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, blocking};
use super::query::{self, Params};
use super::sparse::Fields;
use super::writing::{self, Written};
use crate::app::{changes, journal};

/// Changes and accesses of the perimeter, newest first.
///
/// Reading it is itself written in the journal: each time from outside the hospital, once an hour by those of it.
#[utoipa::path(operation_id = "list_journal", tag = "journal",
    responses((status = 200, description = "One page of the journal.", body = Page<JournalEntry>)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("journal"))))]
#[get("/journal")]
pub async fn list_journal(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &journal::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || journal::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One entry of the journal.
#[utoipa::path(operation_id = "get_journal_entry", tag = "journal", params(("id" = ChangeId, Path, description = "Id of the entry.")),
    responses((status = 200, description = "The entry.", body = JournalEntry)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/journal/{id}")]
pub async fn get_journal_entry(request: HttpRequest, caller: Caller, id: web::Path<ChangeId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &journal::LISTING)?;
    let ctx = caller.owned();
    let entry = blocking(move || journal::get(&ctx, *id)).await?;
    // What is written stays; only an undo adds to it.
    let version = i64::try_from(entry.undone_by.len()).unwrap_or(i64::MAX).saturating_add(1);
    tagged(&request, version, &fields.of(entry)?)
}

/// Before and after of each thing of a change, as far as each rubric may be read.
#[utoipa::path(operation_id = "list_journal_things", tag = "journal", params(("id" = ChangeId, Path, description = "Id of the entry.")),
    responses((status = 200, description = "One page of things.", body = Page<ChangedThing>)),
    extensions(("x-rubric" = json!("journal")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("journal_things"))))]
#[get("/journal/{id}/things")]
pub async fn list_journal_things(request: HttpRequest, caller: Caller, id: web::Path<ChangeId>) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &journal::THINGS).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || journal::things(&ctx, *id, &query)).await?;
    asked.answer(&caller, page)
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
