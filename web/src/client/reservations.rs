//! Reservations of posts.

use shared::contract::Page;
use shared::contract::requests::PlainStep;
use shared::contract::reservations::{Arrival, ReservationCreate, ReservationEdit, ReservationView};
use shared::contract::writing::End;
use shared::id::ReservationId;
use shared::problem::Problem;
use shared::workflow::reservation::ReservationAction;

use super::{get, patch, post};
use crate::query::Pairs;

/// A page of reservations.
pub async fn list_reservations(query: &Pairs) -> Result<Page<ReservationView>, Problem> {
    get("/reservations").query(query).send().await
}

/// Begins a draft.
pub async fn create_reservation(body: &ReservationCreate) -> Result<ReservationView, Problem> {
    post("/reservations").once().json(body).send().await
}

/// Writes it otherwise.
pub async fn edit_reservation(
    id: ReservationId,
    version: i64,
    body: &ReservationEdit,
) -> Result<ReservationView, Problem> {
    patch(format!("/reservations/{id}")).if_match(version).json(body).send().await
}

/// Keeps the time, or gives it up: each has the path of its name.
pub async fn step_reservation(
    id: ReservationId,
    action: ReservationAction,
    version: i64,
    said: &PlainStep,
) -> Result<ReservationView, Problem> {
    post(format!("/reservations/{id}/{action}")).if_match(version).json(said).send().await
}

/// The person has come.
pub async fn consume_reservation(
    id: ReservationId,
    version: i64,
    arrival: &Arrival,
) -> Result<ReservationView, Problem> {
    post(format!("/reservations/{id}/consume")).if_match(version).json(arrival).send().await
}

/// Lets the time go from a day on.
pub async fn end_reservation(id: ReservationId, version: i64, end: &End) -> Result<ReservationView, Problem> {
    post(format!("/reservations/{id}/end")).if_match(version).json(end).send().await
}
