//! What is to leave for SIGMED: written with its cause, settled with its answer.

use serde::Serialize;
use shared::catalogue::sigmed as texts;
use shared::habilitation::Rubric;
use shared::id::{DeliveryId, EstablishmentId, IdSource as _, PostId, RequestId, TourEntryId};
use shared::problem::Code;
use shared::request::Request;
use shared::sigmed::{AnswerOutcome, Content, DeliveryState, SigmedAnswer, Subject, SubjectKind};
use shared::sigmed::{of_entry, of_request};
use shared::time::Instant;
use shared::tour::entry::TourEntry;
use smol_str::SmolStr;

use crate::app::{Ctx, Failure, new_ids};
use crate::db::Transaction;
use crate::db::sigmed_deliveries::{self as store, Delivery};

/// Name and version of the form in which a delivery leaves (docs/sigmed.md).
pub const FORMAT: &str = "logimedh.sigmed.delivery/1";

/// What leaves, byte by byte: the form, what it is about, what it says.
#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    key: &'a str,
    subject: SubjectKind,
    subject_id: String,
    #[serde(flatten)]
    content: &'a Content,
}

/// Something that is to leave for SIGMED.
pub struct Parcel {
    /// What it is about.
    pub subject: Subject,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// The post, when there is one already.
    pub post: Option<PostId>,
    /// What it says.
    pub content: Content,
}

/// Puts parcels in the queue, in the transaction of the change that causes them: two statements, however many they are.
/// What the same subject had in the queue leaves no more.
///
/// # Errors
/// Failures of the database.
pub fn enqueue(ctx: &Ctx, tx: &mut Transaction<'_>, parcels: &[Parcel]) -> Result<(), Failure> {
    let subjects: Vec<Subject> = parcels.iter().map(|parcel| parcel.subject).collect();
    let former = store::of_subjects(tx, &subjects)?;
    let mut ids = new_ids();
    let mut deliveries = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        let before = former.iter().filter(|own| own.subject == parcel.subject).count();
        let key = format!("{}-{}", parcel.subject.id(), before.saturating_add(1));
        deliveries.push(waiting(ctx, ids.next_id().into(), parcel, key)?);
    }
    for mut own in former.into_iter().filter(|own| !own.state.is_settled()) {
        withdraw(&mut own, texts::REPLACED);
        store::update(tx, &mut own)?;
    }
    Ok(store::insert(tx, &deliveries)?)
}

/// A parcel as it waits to leave.
fn waiting(ctx: &Ctx, id: DeliveryId, parcel: &Parcel, key: String) -> Result<Delivery, Failure> {
    let envelope = Envelope {
        format: FORMAT,
        key: &key,
        subject: parcel.subject.kind(),
        subject_id: parcel.subject.id().to_string(),
        content: &parcel.content,
    };
    let payload = serde_json::to_string(&envelope);
    let payload = payload.map_err(|error| Failure::machine("writing a delivery to SIGMED", error))?;
    Ok(Delivery {
        id,
        key,
        subject: parcel.subject,
        establishment: parcel.establishment,
        post: parcel.post,
        payload,
        state: DeliveryState::Waiting,
        attempts: 0,
        next_attempt_at: ctx.now,
        last_error: None,
        lease_by: None,
        lease_until: None,
        created_at: ctx.now,
        sent_at: None,
        answered_at: None,
        answer: None,
        version: store::FIRST_VERSION,
    })
}

/// Puts a request that the agency accepted, or that is sent again, in the queue.
///
/// # Errors
/// `request.not_found` when the post it is about is missing; failures of the database.
pub fn send_request(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    establishment: EstablishmentId,
    (id, request): (RequestId, &Request),
) -> Result<(), Failure> {
    let scope = ctx.scope(tx, Rubric::Requests, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let (known, _) = ctx.shelf.facts(tx, &scope, establishment, Instant::NEVER.just_before())?;
    let home = library.territory.on(establishment, request.day);
    let content = home.and_then(|home| of_request(&known, home, (id, request)));
    let content = content.ok_or_else(|| Failure::code(Code::NotFound))?;
    let parcel = Parcel { subject: Subject::Request(id), establishment, post: request.post, content };
    enqueue(ctx, tx, &[parcel])
}

/// Puts validated posts of a hospital in a tour in the queue; `tour` is its name for people. Called by the step `send` of
/// entries, in its transaction.
///
/// # Errors
/// `request.not_found` when a post is missing; failures of the database.
pub fn send_entries<'a>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    establishment: EstablishmentId,
    entries: impl Iterator<Item = (TourEntryId, &'a TourEntry)>,
    tour: &SmolStr,
) -> Result<(), Failure> {
    let scope = ctx.scope(tx, Rubric::Tours, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let (known, _) = ctx.shelf.facts(tx, &scope, establishment, Instant::NEVER.just_before())?;
    let home = library.territory.on(establishment, ctx.today);
    let mut parcels = Vec::new();
    for (id, entry) in entries {
        let content = home.and_then(|home| of_entry(&known, home, entry, tour.clone(), ctx.today));
        let content = content.ok_or_else(|| Failure::code(Code::NotFound))?;
        let subject = Subject::TourEntry(id);
        parcels.push(Parcel { subject, establishment, post: Some(entry.post), content });
    }
    enqueue(ctx, tx, &parcels)
}

/// Settles what a subject has in the queue: SIGMED answered, by itself or through a person of the centre. In the
/// transaction of the step that the answer takes.
///
/// # Errors
/// Failures of the database.
pub fn settle(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    subject: Subject,
    answer: &SigmedAnswer,
) -> Result<(), Failure> {
    let told = serde_json::to_string(answer);
    let told = told.map_err(|error| Failure::machine("keeping an answer of SIGMED", error))?;
    for mut own in store::of_subjects(tx, &[subject])? {
        if own.state.is_settled() {
            continue;
        }
        own.state = match answer.outcome {
            AnswerOutcome::Acknowledged => DeliveryState::Acknowledged,
            AnswerOutcome::Rejected => DeliveryState::Rejected,
        };
        own.answered_at = Some(ctx.now);
        own.answer = Some(told.clone());
        (own.lease_by, own.lease_until) = (None, None);
        store::update(tx, &mut own)?;
    }
    Ok(())
}

/// Takes a delivery out of the queue for good.
pub(super) fn withdraw(own: &mut Delivery, why: &str) {
    own.state = DeliveryState::Withdrawn;
    own.last_error = Some(why.to_owned());
    (own.lease_by, own.lease_until) = (None, None);
}
