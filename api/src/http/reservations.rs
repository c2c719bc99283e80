//! `/reservations`: time of posts kept for somebody to come.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::requests::PlainStep;
use shared::contract::reservations::{Arrival, ReservationCreate, ReservationEdit, ReservationView};
use shared::contract::writing::End;
use shared::contract::{AsRead, History, Page};
use shared::id::ReservationId;
use shared::reservation::Reservation;
use shared::workflow::reservation::ReservationAction;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::reservations;

/// Reservations of posts of the perimeter, until their last day.
#[utoipa::path(operation_id = "list_reservations", tag = "reservations",
    responses((status = 200, description = "One page of reservations.", body = Page<ReservationView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("reservations"))))]
#[get("/reservations")]
pub async fn list_reservations(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Reservation>(&request, &caller, Params::of(&request)?).await
}

/// One reservation.
#[utoipa::path(operation_id = "get_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")),
    responses((status = 200, description = "The reservation.", body = AsRead<ReservationView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/reservations/{id}")]
pub async fn get_reservation(request: HttpRequest, caller: Caller, id: web::Path<ReservationId>) -> Answer {
    reading::item::<Reservation>(&request, &caller, by_id(*id)).await
}

/// The whole past of a reservation.
#[utoipa::path(operation_id = "get_reservation_history", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")),
    responses((status = 200, description = "Everything stated about it.", body = History<ReservationView>)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/reservations/{id}/history")]
pub async fn get_reservation_history(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
) -> Answer {
    reading::history::<Reservation>(&request, &caller, by_id(*id)).await
}

/// A new reservation, as a draft that keeps nothing yet.
#[utoipa::path(operation_id = "create_reservation", tag = "reservations", request_body = ReservationCreate,
    responses((status = 201, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/reservations")]
pub async fn create_reservation(
    request: HttpRequest,
    caller: Caller,
    body: Body<ReservationCreate>,
) -> Answer {
    facts::create(&request, &caller, body, "reservations", reservations::create).await
}

/// A change of a reservation that is a draft or active (JSON merge patch). What is active must still have room.
#[utoipa::path(operation_id = "edit_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")), request_body = ReservationEdit,
    responses((status = 200, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[patch("/reservations/{id}")]
pub async fn edit_reservation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
    body: Body<ReservationEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        reservations::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// Keeps the time. Refused when those who hold the post in law and other active reservations leave no room for it on one of its days.
#[utoipa::path(operation_id = "activate_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")), request_body = PlainStep,
    responses((status = 200, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/reservations/{id}/activate")]
pub async fn activate_reservation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
    body: Body<PlainStep>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent: PlainStep| {
        reservations::step(ctx, tx, *id, version, ReservationAction::Activate, sent.comment)
    })
    .await
}

/// Records that the person expected has come. Refused while they have no affectation on the post.
#[utoipa::path(operation_id = "consume_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")), request_body = Arrival,
    responses((status = 200, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/reservations/{id}/consume")]
pub async fn consume_reservation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
    body: Body<Arrival>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        reservations::consume(ctx, tx, *id, version, sent)
    })
    .await
}

/// Lets the time go from a day on.
#[utoipa::path(operation_id = "end_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")), request_body = End,
    responses((status = 200, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/reservations/{id}/end")]
pub async fn end_reservation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
    body: Body<End>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        reservations::end(ctx, tx, *id, version, &sent)
    })
    .await
}

/// Gives it up.
#[utoipa::path(operation_id = "cancel_reservation", tag = "reservations", params(("id" = ReservationId, Path, description = "Id of the reservation.")), request_body = PlainStep,
    responses((status = 200, description = "The reservation.", body = ReservationView)),
    extensions(("x-rubric" = json!("posts")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/reservations/{id}/cancel")]
pub async fn cancel_reservation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ReservationId>,
    body: Body<PlainStep>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent: PlainStep| {
        reservations::step(ctx, tx, *id, version, ReservationAction::Cancel, sent.comment)
    })
    .await
}
