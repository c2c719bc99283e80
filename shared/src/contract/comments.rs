//! Comments and their threads.

use serde::{Deserialize, Serialize};

use crate::comment::CommentAction;
use crate::habilitation::Profile;
use crate::id::{AccountId, CommentId};
use crate::time::Instant;

/// Somebody, as other people name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Somebody {
    /// Id of the account.
    pub id: AccountId,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "Camille Lambert"))]
    pub name: String,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentView {
    /// Id.
    pub id: CommentId,
    /// What its thread is about: `post:{id}`, `request:{id}`, `list:{tour}:{finess}` or `entry:{tour}:{post}`.
    #[cfg_attr(feature = "openapi", schema(example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef"))]
    pub subject: String,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Who said it.
    pub author: Somebody,
    /// From which seat: `hospital_manager`, `hospital_approver`, `ars_manager`, `ars_approver`.
    pub seat: Profile,
    /// What is said; `null` once it was taken back.
    pub text: Option<String>,
    /// Who is named in it.
    pub mentions: Vec<Somebody>,
    /// When it was said.
    pub at: Instant,
    /// When it was taken back.
    pub deleted_at: Option<Instant>,
    /// Who, beside its author, has read the thread up to it.
    pub read_by: Vec<Somebody>,
    /// Whether the caller has still to read it.
    pub unread: bool,
    /// Version, to send back in `If-Match` as `"v<version>"`.
    pub version: i64,
    /// What the caller may do with it now.
    pub allowed_actions: Vec<CommentAction>,
}

/// A part of a thread, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thread {
    /// Comments, newest first.
    pub items: Vec<CommentView>,
    /// Whether there are older ones: ask again with the id of the last item as `before`.
    pub more: bool,
    /// How many comments of the whole thread the caller has still to read.
    pub unread: u64,
    /// Comments at most: what was asked, at most 500.
    pub limit: u32,
    /// What the caller may do in the thread now: `write`, or nothing.
    pub allowed_actions: Vec<CommentAction>,
}

/// A new comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommentCreate {
    /// What it is about: `post:{id}`, `request:{id}`, `list:{tour}:{finess}` or `entry:{tour}:{post}`.
    #[cfg_attr(feature = "openapi", schema(example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef"))]
    pub subject: String,
    /// What is said: 2 000 characters at most.
    #[cfg_attr(feature = "openapi", schema(example = "Rattachement confirmé"))]
    pub text: String,
    /// Accounts that it names, each of which may read the thread: see `GET /comments/mentionable`. 20 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<AccountId>,
}

/// How far a thread was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ThreadRead {
    /// What the thread is about.
    #[cfg_attr(feature = "openapi", schema(example = "post:01936f4e-7c3a-7b5e-8a1d-0000000003ef"))]
    pub subject: String,
    /// The last comment that was seen: what came after it stays unread.
    pub last: CommentId,
}

/// Somebody who may be named in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mentionable {
    /// Id of the account.
    pub id: AccountId,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "Camille Lambert"))]
    pub name: String,
    /// The profiles by which they read the thread.
    pub seats: Vec<Profile>,
}

/// Those who may be named in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MentionablePeople {
    /// By name. Empty for who may not write.
    pub items: Vec<Mentionable>,
}
