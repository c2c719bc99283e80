//! The contract: bodies of requests and answers, the same types for the server, the browser and the OpenAPI document.
//!
//! Refuses to decide anything and to know how facts are stored. Fields of answers may be added; a request refuses
//! unknown fields. Days are ISO days, periods half-open, instants UTC, quotities hundredths of a percent.

use serde::{Deserialize, Serialize};

use crate::id::{ChangeId, PostId, PractitionerId, StructureId};
use crate::time::{Day, Instant, View};

/// Users, habilitations, sessions.
pub mod access;
/// The change feed.
pub mod changes;
/// Local codes.
pub mod code_mappings;
/// Comments.
pub mod comments;
/// Bodies that state facts.
pub mod facts;
/// Heads of structures, structures taken in by others.
pub mod headships;
/// Imports, mappings, jobs.
pub mod imports;
/// Changes and journal.
pub mod journal;
/// How lists are narrowed.
pub mod lists;
/// Notices.
pub mod notices;
/// Establishments, sites, structures, nomenclatures.
pub mod organisation;
/// Practitioners, statuses, positions, affectations.
pub mod people;
/// Profiles of posts.
pub mod post_profiles;
/// Posts.
pub mod posts;
/// Requests on posts.
pub mod requests;
/// Reservations of posts.
pub mod reservations;
/// Deliveries to SIGMED.
pub mod sigmed;
/// The staffing table, described.
#[cfg(feature = "openapi")]
pub mod staffing_table;
/// Tours de recrutement, the lists of hospitals and their posts.
pub mod tours;
/// What is sent to write a fact.
pub mod writing;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// Items, in the order asked.
    pub items: Vec<T>,
    /// Cursor of the next page; `null` on the last one.
    #[cfg_attr(feature = "openapi", schema(example = "eyJhZnRlciI6WyIw"))]
    pub next: Option<String>,
    /// Number of items of all pages, only when `total=exact` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Size of the page: what was asked, at most 500.
    pub limit: u32,
    /// The point from which facts were read; absent for what has no effective time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<View>,
}

/// One thing, with the point from which it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AsRead<T> {
    /// The thing.
    #[serde(flatten)]
    pub thing: T,
    /// The point from which it was read.
    pub time: View,
}

/// The knowledge from which a past was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Knowledge {
    /// The instant of the knowledge: what was recorded later is not seen.
    pub known_at: Instant,
    /// The one day that is told of, along `axis=recorded`; absent when it is all days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

/// What every dated fact says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// First day.
    pub valid_from: Day,
    /// End, excluded; the last day of the calendar stands for an open end.
    pub valid_to: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Version of the thing, to send back in `If-Match` as `"v<version>"`.
    pub version: i64,
    /// The change that recorded it.
    pub change_id: ChangeId,
}

/// The past of a thing: on both axes, or along one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History<T> {
    /// What has been stated, by day then by instant of recording; by instant alone along `axis=recorded`.
    pub items: Vec<Statement<T>>,
    /// Version of the thing.
    pub version: i64,
    /// The knowledge from which it was read.
    pub time: Knowledge,
}

/// One statement about a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement<T> {
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// When it ceased to be believed; `null` while it is in force.
    pub superseded_at: Option<Instant>,
    /// The change that recorded it.
    pub change_id: ChangeId,
    /// The change that superseded it.
    pub superseded_by: Option<ChangeId>,
    /// What was done, as the journal names it (`request.accept`); told of what passes from hand to hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Who did it, as the journal says it; told of the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// What was stated.
    pub fact: T,
}

/// A structure, as other things name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StructureRef {
    /// Id.
    pub id: StructureId,
    /// Code of `structure_kinds`: `POLE`, `SERVICE`, `UF`.
    #[cfg_attr(feature = "openapi", schema(example = "SERVICE"))]
    pub kind: String,
    /// Number.
    #[cfg_attr(feature = "openapi", schema(example = "141"))]
    pub number: String,
    /// Label.
    #[cfg_attr(feature = "openapi", schema(example = "Anesthésie-réanimation"))]
    pub label: String,
}

/// A post, as other things name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostRef {
    /// Id.
    pub id: PostId,
    /// Number people use.
    #[cfg_attr(feature = "openapi", schema(example = "141"))]
    pub number: String,
}

/// A practitioner, as other things name the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PractitionerRef {
    /// Id.
    pub id: PractitionerId,
    /// Number in the hospital's HR software.
    #[cfg_attr(feature = "openapi", schema(example = "0008539"))]
    pub matricule: String,
    /// Name in use.
    #[cfg_attr(feature = "openapi", schema(example = "MARTIN"))]
    pub usual_name: String,
    /// First names.
    #[cfg_attr(feature = "openapi", schema(example = "Camille"))]
    pub first_names: String,
}

/// A code with its French label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coded {
    /// Code.
    #[cfg_attr(feature = "openapi", schema(example = "PH"))]
    pub code: String,
    /// Label; the code itself when the list does not know it.
    #[cfg_attr(feature = "openapi", schema(example = "Anesthésie-réanimation"))]
    pub label: String,
}
