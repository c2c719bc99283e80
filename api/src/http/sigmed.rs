//! `/sigmed`: what leaves for SIGMED, what came back, the shelf.

use actix_web::{HttpRequest, get, post, web};
use shared::contract::Page;
use shared::contract::sigmed::DeliveryView;
use shared::id::DeliveryId;

use super::body::Optional;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::imports::Nothing;
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::sigmed::deliveries;

/// What left for SIGMED or is to leave, of the perimeter, newest first. The shelf: `state=shelved`.
#[utoipa::path(operation_id = "list_sigmed_deliveries", tag = "sigmed",
    responses((status = 200, description = "One page of deliveries.", body = Page<DeliveryView>)),
    extensions(("x-rubric" = json!("sigmed")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("sigmed_deliveries"))))]
#[get("/sigmed/deliveries")]
pub async fn list_sigmed_deliveries(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &deliveries::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || deliveries::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One delivery.
#[utoipa::path(operation_id = "get_sigmed_delivery", tag = "sigmed", params(("id" = DeliveryId, Path, description = "Id of the delivery.")),
    responses((status = 200, description = "The delivery.", body = DeliveryView)),
    extensions(("x-rubric" = json!("sigmed")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/sigmed/deliveries/{id}")]
pub async fn get_sigmed_delivery(request: HttpRequest, caller: Caller, id: web::Path<DeliveryId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &deliveries::LISTING)?;
    let ctx = caller.owned();
    let delivery = blocking(move || deliveries::get(&ctx, *id)).await?;
    tagged(&request, delivery.version, &fields.of(delivery)?)
}

/// Puts a delivery that is on the shelf back in the queue: it is sent again under the same key.
#[utoipa::path(operation_id = "replay_sigmed_delivery", tag = "sigmed", params(("id" = DeliveryId, Path, description = "Id of the delivery.")),
    responses((status = 200, description = "The delivery.", body = DeliveryView)),
    extensions(("x-rubric" = json!("sigmed")), ("x-right" = json!("administer")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/sigmed/deliveries/{id}/replay")]
pub async fn replay_sigmed_delivery(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<DeliveryId>,
    _: Optional<Nothing>,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        let delivery = deliveries::replay(ctx, tx, *id, version)?;
        Written::changed(delivery.version, &delivery)
    })
    .await
}
