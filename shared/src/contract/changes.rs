//! The change feed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::ChangeId;
use crate::time::Instant;

/// A part of the change feed, in the order in which changes were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// What was touched since the token; may be empty while `more` is true.
    pub items: Vec<Touched>,
    /// Token from which the feed goes on: keep it, and send it as `after`.
    #[cfg_attr(feature = "openapi", schema(example = "eyJtYXJrIjp7InNlcSI6MTIzfX0"))]
    pub next: String,
    /// Whether there is more now; else ask again later.
    pub more: bool,
    /// Items at most: what was asked, at most 500.
    pub limit: u32,
}

/// One thing that one change touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Touched {
    /// Number of the change: increases in the order of commits, with gaps for what is out of reach.
    #[cfg_attr(feature = "openapi", schema(example = 42))]
    pub seq: i64,
    /// Name of the collection.
    #[cfg_attr(feature = "openapi", schema(example = "posts"))]
    pub resource: String,
    /// Id of the thing, as in its list.
    pub id: Uuid,
    /// FINESS number of an establishment or a site, by which its path names it; absent for all else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub finess: Option<String>,
    /// Version that the change made of the thing: a copy of this version or of a later one is up to date.
    #[cfg_attr(feature = "openapi", schema(example = 3))]
    pub version: i64,
    /// `created`, `modified`, `retracted` (nothing is said of it any more), `out_of_perimeter` (it goes on where this caller
    /// may not read). An open enum: pass over what you do not know.
    #[cfg_attr(feature = "openapi", schema(example = "modified"))]
    pub operation: String,
    /// The change, as in the journal.
    pub change_id: ChangeId,
    /// When it was recorded.
    pub at: Instant,
}

/// What an open screen is told: something of this id has changed, and may be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveEvent {
    /// Name of the collection: those of the change feed, and `post_profiles`, `requests`, `tours`, `tour_lists`,
    /// `tour_entries`, `comments`, and `notifications`, of the caller alone. An open list: pass over what you do not know.
    #[cfg_attr(feature = "openapi", schema(example = "tour_entries"))]
    pub resource: String,
    /// Id of the thing.
    pub id: Uuid,
    /// FINESS EJ of the establishment whose change it is; absent for what is of the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: Option<String>,
    /// Of a comment: what its thread is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef"))]
    pub subject: Option<String>,
    /// As in the change feed; of a comment: `created`, or `modified` when it was taken back.
    #[cfg_attr(feature = "openapi", schema(example = "modified"))]
    pub operation: String,
}
