//! `/tours/{id}/entries`: the posts of a tour, from the hospital to the installation.

use actix_web::{HttpRequest, get, post, web};
use shared::contract::lists::Test;
use shared::contract::requests::{MotivatedStep, PlainStep, SaidStep};
use shared::contract::tours::{
    AppointStep, BulkOutcome, BulkStep, EntryView, ForceStep, FreezeStep, InstallStep, UndoSteps,
};
use shared::contract::{AsRead, History, Page};
use shared::id::{ChangeId, PostId, TourId};
use shared::tour::entry::TourEntry;
use shared::workflow::entry::EntryAction;

use super::body::Body;
use super::caller::Caller;
use super::facts;
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::reading;
use super::writing::{Asked, Written, write};
use crate::app::listing::Condition;
use crate::app::tours::desk::Sent;
use crate::app::tours::{entries, undo};

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

impl From<FreezeStep> for Sent {
    fn from(body: FreezeStep) -> Sent {
        Sent { motive: Some(body.motive), comment: body.comment, until: body.until, ..Sent::default() }
    }
}

impl From<ForceStep> for Sent {
    fn from(body: ForceStep) -> Sent {
        Sent {
            motive: Some(body.motive),
            comment: body.comment,
            expected: Some(body.expected),
            ..Sent::default()
        }
    }
}

impl From<AppointStep> for Sent {
    fn from(body: AppointStep) -> Sent {
        Sent {
            order_number: Some(body.order_number),
            order_date: Some(body.order_date),
            appointee: Some(body.appointee),
            ..Sent::default()
        }
    }
}

impl From<InstallStep> for Sent {
    fn from(body: InstallStep) -> Sent {
        Sent { installed_on: Some(body.installed_on), ..Sent::default() }
    }
}

/// Takes a step of a post.
async fn step<B: Into<Sent> + Send + 'static>(
    request: &HttpRequest,
    caller: &Caller,
    place: web::Path<(TourId, PostId)>,
    action: EntryAction,
    body: Body<B>,
) -> Answer {
    facts::change(request, caller, body, move |ctx, tx, version, sent: B| {
        entries::take(ctx, tx, *place, version, action, &sent.into())
    })
    .await
}

/// Only the posts of one tour.
fn of_tour(id: TourId) -> Condition {
    Condition { field: entries::TOUR, test: Test::Among(vec![id.to_string()]) }
}

/// Posts of a tour.
#[utoipa::path(operation_id = "list_tour_entries", tag = "tours",
    params(("id" = TourId, Path, description = "Id of the tour."), ("format" = Option<String>, Query, description = "`json`, or all rows as `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides. The last line of `ndjson` has their number and `changes`, a token of the change feed. Files need the right `extract` and take neither `limit`, `cursor`, `include`, `fields` nor `total`.")),
    responses((status = 200, description = "One page of posts; all of them as a file.", content(
        (Page<EntryView> = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("tour_entries"))))]
#[get("/tours/{id}/entries")]
pub async fn list_tour_entries(request: HttpRequest, caller: Caller, id: web::Path<TourId>) -> Answer {
    reading::list_or_file_within::<TourEntry>(&request, &caller, Params::of(&request)?, Some(of_tour(*id)))
        .await
}

/// The posts of a hospital in a tour exactly as they were once a change was made: a sign-off, a validation.
#[utoipa::path(operation_id = "get_tour_entries_snapshot", tag = "tours",
    params(("id" = TourId, Path, description = "Id of the tour."), ("change" = ChangeId, Query, description = "Id of the change, as `change_id` and the journal have it.")),
    responses((status = 200, description = "One page of posts.", body = Page<EntryView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-list" = json!("tour_entries_snapshot"))))]
#[get("/tours/{id}/entries/snapshot")]
pub async fn get_tour_entries_snapshot(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let change: ChangeId = params.required("change")?.parse().map_err(|_| ApiError::unreadable("change"))?;
    let mut asked = ListRequest::read(&request, &caller, params, &entries::SNAPSHOT).await?;
    let (ctx, mut query) = (caller.owned(), asked.asked.clone());
    let (page, time) = blocking(move || {
        query.view = entries::view_of(&ctx, change, &mut query.filters)?;
        query.filters.push(of_tour(*id));
        Ok((entries::list(&ctx, &query)?, query.view))
    })
    .await?;
    asked.asked.view = time;
    asked.answer(&caller, page)
}

/// A post in a tour.
#[utoipa::path(operation_id = "get_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "The post.", body = AsRead<EntryView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/tours/{id}/entries/{post_id}")]
pub async fn get_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
) -> Answer {
    let (id, post) = *place;
    reading::item::<TourEntry>(&request, &caller, move |ctx| entries::find(ctx, id, post)).await
}

/// The whole past of a post in a tour: who decided what, on the basis of what.
#[utoipa::path(operation_id = "get_tour_entry_history", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")),
    responses((status = 200, description = "Everything stated about it.", body = History<EntryView>)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("read")), ("x-stability" = json!("beta")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/tours/{id}/entries/{post_id}/history")]
pub async fn get_tour_entry_history(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
) -> Answer {
    let (id, post) = *place;
    reading::history::<TourEntry>(&request, &caller, move |ctx| entries::find(ctx, id, post)).await
}

/// One action on many posts, each as it was read: what may be done is done, the rest says why not. With `dry_run=true`,
/// tells which are eligible and why the others are not.
#[utoipa::path(operation_id = "act_on_tour_entries", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = BulkStep,
    responses((status = 207, description = "What became of each, in the order asked.", body = BulkOutcome)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/tours/{id}/entries/bulk")]
pub async fn act_on_tour_entries(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<BulkStep>,
) -> Answer {
    let Body { value, hash } = body;
    let asked = Asked::creation(&request, &caller, Params::of(&request)?, &hash)?;
    write(&caller, asked, move |ctx, tx| {
        let outcome = entries::bulk(ctx, tx, *id, value)?;
        Written::several(&outcome)
    })
    .await
}

/// Takes back the caller's last step on many posts, each as it was read: while nobody built on it and its time is not over.
/// What left for SIGMED or for candidates stays.
#[utoipa::path(operation_id = "undo_tour_entry_steps", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour.")), request_body = UndoSteps,
    responses((status = 207, description = "What became of each, in the order asked.", body = BulkOutcome)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("create"))))]
#[post("/tours/{id}/entries/undo")]
pub async fn undo_tour_entry_steps(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<TourId>,
    body: Body<UndoSteps>,
) -> Answer {
    let Body { value, hash } = body;
    let asked = Asked::creation(&request, &caller, Params::of(&request)?, &hash)?;
    write(&caller, asked, move |ctx, tx| {
        let outcome = undo::undo(ctx, tx, *id, &value)?;
        Written::several(&outcome)
    })
    .await
}

/// Keeps a vacant post out of the tour, with a motive of `publication_decisions`.
#[utoipa::path(operation_id = "freeze_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = FreezeStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/freeze")]
pub async fn freeze_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<FreezeStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Freeze, body).await
}

/// Brings a frozen post back in.
#[utoipa::path(operation_id = "unfreeze_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/unfreeze")]
pub async fn unfreeze_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Unfreeze, body).await
}

/// Brings an occupied post in, with a motive and the day on which it will be vacant.
#[utoipa::path(operation_id = "force_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = ForceStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/force")]
pub async fn force_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<ForceStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Force, body).await
}

/// Keeps a forced post out after all.
#[utoipa::path(operation_id = "unforce_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/unforce")]
pub async fn unforce_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Unforce, body).await
}

/// Gives a post to the approver of the hospital. Refused with `step.lacks` while something is missing to publish it.
#[utoipa::path(operation_id = "propose_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/propose")]
pub async fn propose_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Propose, body).await
}

/// Gives it back to the manager, and says why.
#[utoipa::path(operation_id = "return_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = SaidStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/return")]
pub async fn return_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Return, body).await
}

/// Sends it to the agency: by another person than who proposed it.
#[utoipa::path(operation_id = "sign_off_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/sign_off")]
pub async fn sign_off_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::SignOff, body).await
}

/// Asks the hospital a question, with a motive.
#[utoipa::path(operation_id = "ask_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = MotivatedStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/ask")]
pub async fn ask_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<MotivatedStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Ask, body).await
}

/// Answers the question of the agency.
#[utoipa::path(operation_id = "answer_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/answer")]
pub async fn answer_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Answer, body).await
}

/// Agrees: the post leaves for SIGMED at once.
#[utoipa::path(operation_id = "validate_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/validate")]
pub async fn validate_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Validate, body).await
}

/// Takes note of a freeze.
#[utoipa::path(operation_id = "record_freeze_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/record_freeze")]
pub async fn record_freeze_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::RecordFreeze, body).await
}

/// Says no, with a motive.
#[utoipa::path(operation_id = "refuse_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = MotivatedStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/refuse")]
pub async fn refuse_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<MotivatedStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Refuse, body).await
}

/// Records that SIGMED has the post.
#[utoipa::path(operation_id = "acknowledge_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/acknowledge")]
pub async fn acknowledge_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Acknowledge, body).await
}

/// Records that SIGMED sent it back, and why.
#[utoipa::path(operation_id = "reject_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = SaidStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/reject")]
pub async fn reject_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Reject, body).await
}

/// Sends what SIGMED sent back again, once mended.
#[utoipa::path(operation_id = "correct_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("validate")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/correct")]
pub async fn correct_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Correct, body).await
}

/// Takes it out of the tour at the wish of the agency, and says why.
#[utoipa::path(operation_id = "withdraw_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = SaidStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/withdraw_post")]
pub async fn withdraw_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<SaidStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::WithdrawPost, body).await
}

/// Records an appointment, with its order.
#[utoipa::path(operation_id = "appoint_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = AppointStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/appoint")]
pub async fn appoint_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<AppointStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Appoint, body).await
}

/// Records that nobody was appointed.
#[utoipa::path(operation_id = "leave_vacant_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/leave_vacant")]
pub async fn leave_vacant_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::LeaveVacant, body).await
}

/// Records that the person came.
#[utoipa::path(operation_id = "install_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = InstallStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/install")]
pub async fn install_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<InstallStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Install, body).await
}

/// Records that the appointment was given up or withdrawn.
#[utoipa::path(operation_id = "drop_tour_entry", tag = "tours", params(("id" = TourId, Path, description = "Id of the tour."), ("post_id" = PostId, Path, description = "Id of the post.")), request_body = PlainStep,
    responses((status = 200, description = "The post.", body = EntryView)),
    extensions(("x-rubric" = json!("tours")), ("x-right" = json!("modify")), ("x-stability" = json!("beta")), ("x-write" = json!("change"))))]
#[post("/tours/{id}/entries/{post_id}/drop")]
pub async fn drop_tour_entry(
    request: HttpRequest,
    caller: Caller,
    place: web::Path<(TourId, PostId)>,
    body: Body<PlainStep>,
) -> Answer {
    step(&request, &caller, place, EntryAction::Drop, body).await
}
