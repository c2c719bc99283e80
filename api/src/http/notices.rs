//! `/notifications`: what the caller was told, and how they want to be.

use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use shared::contract::Page;
use shared::contract::notices::{NoticeEdit, NoticeSettings, NoticeSettingsPut, NoticeView, NoticesRead};
use shared::id::NoticeId;

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::{self, Params};
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::notices;

/// What you were told, newest first. `read=false&total=exact` counts what you have still to read.
#[utoipa::path(operation_id = "list_notifications", tag = "notifications",
    responses((status = 200, description = "One page of notices.", body = Page<NoticeView>)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta")), ("x-list" = json!("notifications"))))]
#[get("/notifications")]
pub async fn list_notifications(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &notices::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || notices::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// By what way you are told of each kind.
#[utoipa::path(operation_id = "get_notification_settings", tag = "notifications",
    responses((status = 200, description = "Your choices.", body = NoticeSettings)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta")), ("x-tag" = json!(true))))]
#[get("/notifications/settings")]
pub async fn get_notification_settings(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    let settings = blocking(move || notices::settings(&ctx)).await?;
    tagged(&request, settings.version, &settings)
}

/// Chooses by what way you are told of each kind: every kind, once. It counts too for what waits to be mailed.
#[utoipa::path(operation_id = "put_notification_settings", tag = "notifications", request_body = NoticeSettingsPut,
    responses((status = 200, description = "Your choices.", body = NoticeSettings)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[put("/notifications/settings")]
pub async fn put_notification_settings(
    request: HttpRequest,
    caller: Caller,
    body: Body<NoticeSettingsPut>,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        let settings = notices::choose(ctx, tx, version, &body.value)?;
        Written::changed(settings.version, &settings)
    })
    .await
}

/// Marks as read all that you were told up to `last`. What came after it stays unread.
#[utoipa::path(operation_id = "read_notifications", tag = "notifications", request_body = NoticesRead,
    responses((status = 204, description = "Marked.")),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta"))))]
#[post("/notifications/read")]
pub async fn read_notifications(request: HttpRequest, caller: Caller, body: Body<NoticesRead>) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    blocking(move || notices::mark_read(&ctx, &body.value)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One of your notices.
#[utoipa::path(operation_id = "get_notification", tag = "notifications", params(("id" = NoticeId, Path, description = "Id of the notice.")),
    responses((status = 200, description = "The notice.", body = NoticeView)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/notifications/{id}")]
pub async fn get_notification(request: HttpRequest, caller: Caller, id: web::Path<NoticeId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &notices::LISTING)?;
    let ctx = caller.owned();
    let notice = blocking(move || notices::get(&ctx, *id)).await?;
    tagged(&request, notice.version, &fields.of(notice)?)
}

/// Marks one of your notices as read, or as to be read again.
#[utoipa::path(operation_id = "edit_notification", tag = "notifications", params(("id" = NoticeId, Path, description = "Id of the notice.")),
    request_body = NoticeEdit, responses((status = 200, description = "The notice.", body = NoticeView)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[patch("/notifications/{id}")]
pub async fn edit_notification(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<NoticeId>,
    body: Body<NoticeEdit>,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        let notice = notices::edit(ctx, tx, *id, version, &body.value)?;
        Written::changed(notice.version, &notice)
    })
    .await
}
