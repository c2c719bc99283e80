//! `/requests`: to create, transform or close a post, from the hospital to the agency and to SIGMED.

use actix_web::{HttpRequest, get, patch, post, web};
use shared::contract::requests::{
    Acknowledgement, MotivatedStep, PlainStep, RequestCreate, RequestEdit, RequestView, SaidStep,
};
use shared::contract::{AsRead, History, Page};
use shared::id::RequestId;
use shared::request::Request;
use shared::workflow::request::RequestAction;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::problem::Answer;
use super::query::Params;
use super::reading::{self, by_id};
use crate::app::request_steps::{self, Sent};
use crate::app::requests;

impl From<PlainStep> for Sent {
    fn from(body: PlainStep) -> Sent {
        Sent { comment: body.comment, ..Sent::default() }
    }
}

impl From<SaidStep> for Sent {
    fn from(body: SaidStep) -> Sent {
        Sent { comment: Some(body.comment), ..Sent::default() }
    }
}

impl From<MotivatedStep> for Sent {
    fn from(body: MotivatedStep) -> Sent {
        Sent { motive: Some(body.motive), comment: body.comment, ..Sent::default() }
    }
}

impl From<Acknowledgement> for Sent {
    fn from(body: Acknowledgement) -> Sent {
        Sent { sigmed_number: body.sigmed_number, comment: body.comment, ..Sent::default() }
    }
}

/// Takes a step of a request.
async fn step<B: Into<Sent> + Send + 'static>(
    request: &HttpRequest,
    caller: &Caller,
    id: RequestId,
    action: RequestAction,
    body: Body<B>,
) -> Answer {
    facts::change(request, caller, body, move |ctx, tx, version, sent: B| {
        request_steps::take(ctx, tx, id, version, action, &sent.into())
    })
    .await
}

/// Requests on posts of the perimeter.
#[utoipa::path(operation_id = "list_requests", tag = "requests",
    params(("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of requests; all of them as a file.", content(
        (Page<RequestView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("requests"))))]
#[get("/requests")]
pub async fn list_requests(request: HttpRequest, caller: Caller) -> Answer {
    reading::list_or_file::<Request>(&request, &caller, Params::of(&request)?).await
}

/// One request.
#[utoipa::path(operation_id = "get_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")),
    responses((status = 200, description = "The request.", body = AsRead<RequestView>)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/requests/{id}")]
pub async fn get_request(request: HttpRequest, caller: Caller, id: web::Path<RequestId>) -> Answer {
    reading::item::<Request>(&request, &caller, by_id(*id)).await
}

/// The whole past of a request: who decided what, on the basis of what.
#[utoipa::path(operation_id = "get_request_history", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")),
    responses((status = 200, description = "Everything stated about it.", body = History<RequestView>)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/requests/{id}/history")]
pub async fn get_request_history(request: HttpRequest, caller: Caller, id: web::Path<RequestId>) -> Answer {
    reading::history::<Request>(&request, &caller, by_id(*id)).await
}

/// A new request, as a draft.
#[utoipa::path(operation_id = "create_request", tag = "requests", request_body = RequestCreate,
    responses((status = 201, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/requests")]
pub async fn create_request(request: HttpRequest, caller: Caller, body: Body<RequestCreate>) -> Answer {
    facts::create(&request, &caller, body, "requests", requests::create).await
}

/// A change of a request that is a draft, or that the agency or SIGMED gave back (JSON merge patch).
#[utoipa::path(operation_id = "edit_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = RequestEdit,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[patch("/requests/{id}")]
pub async fn edit_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<RequestEdit>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent| {
        requests::edit(ctx, tx, *id, version, sent)
    })
    .await
}

/// Gives a draft to the approver of the hospital. Refused while the post could not become what is asked.
#[utoipa::path(operation_id = "submit_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/submit")]
pub async fn submit_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Submit, body).await
}

/// Gives it back to the manager, with the reason.
#[utoipa::path(operation_id = "return_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = SaidStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/return")]
pub async fn return_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Return, body).await
}

/// Sends it to the agency. Not by who submitted it.
#[utoipa::path(operation_id = "sign_off_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/sign_off")]
pub async fn sign_off_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::SignOff, body).await
}

/// Asks the hospital for a complement. Open to the managers of the agency (`modify`) and to its approvers (`validate`).
#[utoipa::path(operation_id = "ask_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = MotivatedStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/ask")]
pub async fn ask_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<MotivatedStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Ask, body).await
}

/// Answers the question of the agency.
#[utoipa::path(operation_id = "answer_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = SaidStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/answer")]
pub async fn answer_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Answer, body).await
}

/// Agrees: a post that SIGMED does not hold becomes what is asked at once; the others leave for SIGMED.
#[utoipa::path(operation_id = "accept_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/accept")]
pub async fn accept_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Accept, body).await
}

/// Says no, with a motive.
#[utoipa::path(operation_id = "refuse_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = MotivatedStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/refuse")]
pub async fn refuse_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<MotivatedStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Refuse, body).await
}

/// Gives it up; with the reason once it was signed off.
#[utoipa::path(operation_id = "withdraw_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/withdraw")]
pub async fn withdraw_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Withdraw, body).await
}

/// Takes back the last step, by who took it and while nobody built on it. What left for SIGMED stays.
#[utoipa::path(operation_id = "undo_request_step", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request as it was before.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/undo")]
pub async fn undo_request_step(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    facts::change(&request, &caller, body, move |ctx, tx, version, sent: PlainStep| {
        request_steps::undo(ctx, tx, *id, version, &sent.into())
    })
    .await
}

/// Records that SIGMED did it, with the number of a post that was made.
#[utoipa::path(operation_id = "acknowledge_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = Acknowledgement,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/acknowledge")]
pub async fn acknowledge_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<Acknowledgement>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Acknowledge, body).await
}

/// Records that SIGMED sent it back, and why.
#[utoipa::path(operation_id = "reject_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = SaidStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/reject")]
pub async fn reject_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Reject, body).await
}

/// Gives what SIGMED sent back to the agency again, once mended.
#[utoipa::path(operation_id = "correct_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = PlainStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/correct")]
pub async fn correct_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Correct, body).await
}

/// Sends it to SIGMED again unchanged, after a technical failure.
#[utoipa::path(operation_id = "resend_request", tag = "requests", params(("id" = RequestId, Path, description = "Id of the request.")), request_body = SaidStep,
    responses((status = 200, description = "The request.", body = RequestView)),
    extensions(("x-rubric" = json!("requests")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/requests/{id}/resend")]
pub async fn resend_request(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<RequestId>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, *id, RequestAction::Resend, body).await
}
