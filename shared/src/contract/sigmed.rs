//! Deliveries to SIGMED.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::id::DeliveryId;
use crate::sigmed::{DeliveryState, SigmedAnswer, SubjectKind};
use crate::time::Instant;

/// What left for SIGMED, or is to leave, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    /// Id.
    pub id: DeliveryId,
    /// By which SIGMED knows it, however often it is sent.
    pub key: String,
    /// FINESS number of the establishment.
    pub establishment: String,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// Id of the request, or of the post in the tour.
    pub subject_id: Uuid,
    /// Where it stands.
    pub state: DeliveryState,
    /// What is sent, in the form of `docs/sigmed.md`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub payload: Value,
    /// How often it was tried since it was last put in the queue.
    pub attempts: u32,
    /// When it is tried again, while it waits.
    pub next_attempt_at: Option<Instant>,
    /// Why it is not further, for a person.
    pub last_error: Option<String>,
    /// When it was put in the queue.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// What SIGMED answered, by itself or through the centre.
    pub answer: Option<SigmedAnswer>,
    /// Version, for `If-Match`.
    pub version: i64,
    /// What the caller may do with it now: `replay`.
    pub allowed_actions: Vec<String>,
}
