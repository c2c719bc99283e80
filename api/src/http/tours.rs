//! `/tours`: the tours of the nation, and the lists of hospitals in them.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::requests::{PlainStep, SaidStep};
use shared::contract::tours::{
    DeadlineMove, ListAction, ListOutcome, ListReopening, TourEdit, TourListView, TourPlan, TourView,
};
use shared::contract::{AsRead, History, Page};
use shared::id::TourId;
use shared::tour::round::Tour;
use shared::workflow::tour::TourAction;

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::facts;
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::Params;
use super::reading::{self, by_id};
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::tours::steps::{self, SentToTour};
use crate::app::tours::{lists, rounds};

impl From<PlainStep> for SentToTour {
    fn from(body: PlainStep) -> SentToTour {
        SentToTour { comment: body.comment, ..SentToTour::default() }
    }
}

impl From<SaidStep> for SentToTour {
    fn from(body: SaidStep) -> SentToTour {
        SentToTour { comment: Some(body.comment), ..SentToTour::default() }
    }
}

impl From<DeadlineMove> for SentToTour {
    fn from(body: DeadlineMove) -> SentToTour {
        SentToTour {
            comment: Some(body.comment),
            milestone: Some(body.milestone),
            to: Some(body.to),
            region: body.region,
            establishment: None,
        }
    }
}

impl From<ListReopening> for SentToTour {
    fn from(body: ListReopening) -> SentToTour {
        SentToTour {
            comment: Some(body.comment),
            establishment: Some(body.establishment),
            ..SentToTour::default()
        }
    }
}

/// Takes a step of a tour.
async fn step<B: Into<SentToTour> + Send + 'static>(
    request: &HttpRequest,
    caller: &Caller,
    id: TourId,
    action: TourAction,
    body: Body<B>,
) -> Answer {
    facts::change(request, caller, body, move |ctx, tx, version, sent: B| {
        steps::take(ctx, tx, id, version, action, &sent.into())
    })
    .await
}

/// Tours, the latest first.
#[utoipa::path(operation_id = "list_tours", tag = "tours",
    responses((status = 200, description = "One page of tours.", body = Page<TourView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("tours"))))]
#[get("/tours")]
pub async fn list_tours(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Tour>(&request, &caller, Params::of(&request)?).await
}

/// One tour.
#[utoipa::path(operation_id = "get_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")),
    responses((status = 200, description = "The tour.", body = AsRead<TourView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/tours/{id}")]
pub async fn get_tour(request: HttpRequest, caller: Caller, id: web::Path<TourId>) -> Answer {
    reading::item::<Tour>(&request, &caller, by_id(*id)).await
}

/// The whole past of a tour: who did what, when deadlines moved and why.
#[utoipa::path(operation_id = "get_tour_history", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")),
    responses((status = 200, description = "Everything stated about it.", body = History<TourView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/tours/{id}/history")]
pub async fn get_tour_history(request: HttpRequest, caller: Caller, id: web::Path<TourId>) -> Answer {
    reading::history::<Tour>(&request, &caller, by_id(*id)).await
}

/// Plans a tour. Refused with `step.lacks` when its calendar is out of order.
#[utoipa::path(operation_id = "plan_tour", tag = "tours", request_body = TourPlan,
    responses((status = 201, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("administer")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/tours")]
pub async fn plan_tour(request: HttpRequest, caller: Caller, body: Body<TourPlan>) -> Answer {
    facts::create(&request, &caller, body, "tours", rounds::plan).await
}

/// A change of a tour that has not begun (JSON merge patch).
#[utoipa::path(operation_id = "edit_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = TourEdit,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("administer")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[patch("/tours/{id}")]
pub async fn edit_tour(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<TourEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        rounds::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// Opens it: the list of each hospital is made, with what is proposed of each post.
#[utoipa::path(operation_id = "open_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/open")]
pub async fn open_tour(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::Open, body).await
}

/// Ends the time of hospitals, once the last of their deadlines has passed.
#[utoipa::path(operation_id = "close_tour_to_hospitals", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/close_hospitals")]
pub async fn close_tour_to_hospitals(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::CloseHospitals, body).await
}

/// Gives one hospital its list back, until the deadline of its agency.
#[utoipa::path(operation_id = "reopen_tour_list", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = ListReopening,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/reopen_hospital")]
pub async fn reopen_tour_list(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<ListReopening>,
) -> Answer {
    step(&request, &caller, *id, TourAction::ReopenHospital, body).await
}

/// Ends the time of agencies, once the last of their deadlines has passed.
#[utoipa::path(operation_id = "close_tour_to_agencies", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/close_ars")]
pub async fn close_tour_to_agencies(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::CloseArs, body).await
}

/// Publishes every post that is ready. Refused while a validated post still waits for SIGMED.
#[utoipa::path(operation_id = "publish_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/publish")]
pub async fn publish_tour(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::Publish, body).await
}

/// Ends the time of candidates, once it has passed.
#[utoipa::path(operation_id = "close_tour_to_applications", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/close_applications")]
pub async fn close_tour_to_applications(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::CloseApplications, body).await
}

/// Begins to record outcomes.
#[utoipa::path(operation_id = "record_tour_appointments", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/record_appointments")]
pub async fn record_tour_appointments(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::RecordAppointments, body).await
}

/// Ends it, once every post has its outcome.
#[utoipa::path(operation_id = "close_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = PlainStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/close")]
pub async fn close_tour(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::Close, body).await
}

/// Moves a deadline that has not passed. An agency moves that of the hospitals of its region, by the right `validate`.
#[utoipa::path(operation_id = "move_tour_deadline", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = DeadlineMove,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/move_deadline")]
pub async fn move_tour_deadline(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<DeadlineMove>,
) -> Answer {
    step(&request, &caller, *id, TourAction::MoveDeadline, body).await
}

/// Gives it up, and says why.
#[utoipa::path(operation_id = "cancel_tour", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = SaidStep,
    responses((status = 200, description = "The tour.", body = TourView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("administer")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/cancel")]
pub async fn cancel_tour(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, *id, TourAction::Cancel, body).await
}

/// The lists of hospitals in a tour: where each stands, who must act, until when.
#[utoipa::path(operation_id = "list_tour_lists", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")),
    responses((status = 200, description = "One page of lists.", body = Page<TourListView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("tour_lists"))))]
#[get("/tours/{id}/lists")]
pub async fn list_tour_lists(request: HttpRequest, caller: Caller, id: web::Path<TourId>) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &lists::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || lists::list(&ctx, *id, &query)).await?;
    asked.answer(&caller, page)
}

/// The list of one hospital.
#[utoipa::path(operation_id = "get_tour_list", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("finess" = String, Path, description = "FINESS EJ of the establishment.")),
    responses((status = 200, description = "The list.", body = TourListView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/tours/{id}/lists/{finess}")]
pub async fn get_tour_list(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, String)>,
) -> Answer {
    let fields = Fields::alone(&request, &caller, &lists::LISTING)?;
    let ctx = caller.owned();
    let (id, finess) = place.into_inner();
    let list = blocking(move || lists::get(&ctx, id, &finess)).await?;
    tagged(&request, list.version, &fields.of(list)?)
}

/// Does something with a whole list.
async fn whole(
    request: &HttpRequest,
    caller: &Caller,
    place: web::Path<(TourId, String)>,
    action: ListAction,
    comment: Option<String>,
) -> Answer {
    let version = if_match(request)?;
    let asked = Asked::change(Params::of(request)?)?;
    write(caller, asked, move |ctx, tx| {
        let (id, finess) = &*place;
        let outcome = lists::take(ctx, tx, (*id, finess), version, action, comment)?;
        Written::changed(outcome.list.version, &outcome)
    })
    .await
}

/// Proposes every post that is wanted and lacks nothing; a list with nothing to publish too.
#[utoipa::path(operation_id = "propose_tour_list", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("finess" = String, Path, description = "FINESS EJ of the establishment.")), request_body = PlainStep,
    responses((status = 200, description = "The list, and the posts that did not follow.", body = ListOutcome)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/lists/{finess}/propose")]
pub async fn propose_tour_list(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, String)>,
    body: Body<PlainStep>,
) -> Answer {
    whole(&request, &caller, place, ListAction::Propose, body.value.comment).await
}

/// Gives every proposed post back to the manager, and says why.
#[utoipa::path(operation_id = "return_tour_list", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("finess" = String, Path, description = "FINESS EJ of the establishment.")), request_body = SaidStep,
    responses((status = 200, description = "The list, and the posts that did not follow.", body = ListOutcome)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/lists/{finess}/return")]
pub async fn return_tour_list(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, String)>,
    body: Body<SaidStep>,
) -> Answer {
    whole(&request, &caller, place, ListAction::Return, Some(body.value.comment)).await
}

/// Signs off every proposed post; a list with nothing to publish too. By another person than who proposed.
#[utoipa::path(operation_id = "sign_off_tour_list", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("finess" = String, Path, description = "FINESS EJ of the establishment.")), request_body = PlainStep,
    responses((status = 200, description = "The list, and the posts that did not follow.", body = ListOutcome)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/lists/{finess}/sign_off")]
pub async fn sign_off_tour_list(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, String)>,
    body: Body<PlainStep>,
) -> Answer {
    whole(&request, &caller, place, ListAction::SignOff, body.value.comment).await
}
