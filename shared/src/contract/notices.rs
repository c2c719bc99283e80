//! Notices: what the caller was told, and how they want to be.

use serde::{Deserialize, Serialize};

use crate::id::NoticeId;
use crate::notice::{Channel, NoticeKind};
use crate::time::Instant;

/// A notice, as the caller was told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeView {
    /// Id.
    pub id: NoticeId,
    /// What it is about.
    pub kind: NoticeKind,
    /// What was done: an action of a request, of a list, of a post in a tour, of a tour; `write` of a comment; with `undo_` before it
    /// when it was taken back. An open list.
    #[cfg_attr(feature = "openapi", schema(example = "validate"))]
    pub action: String,
    /// What to open: `request:{id}`, `tour:{id}`, `list:{tour}:{finess}`, `entry:{tour}:{post}` or `post:{id}`.
    #[cfg_attr(feature = "openapi", schema(example = "tour:01936f4e-7c3a-7b5e-8a1d-0000000003ef"))]
    pub subject: String,
    /// FINESS EJ of the establishment; `null` for a tour.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: Option<String>,
    /// How often it happened: the steps of one person on many posts of a list are one notice.
    #[cfg_attr(feature = "openapi", schema(example = 12))]
    pub count: u32,
    /// What happened, in French. No name, nothing that anybody wrote.
    #[cfg_attr(feature = "openapi", schema(example = "Un commentaire vous cite."))]
    pub text: String,
    /// When it happened, the last time.
    pub at: Instant,
    /// When the caller read it.
    pub read_at: Option<Instant>,
    /// Version, to send back in `If-Match` as `"v<version>"`.
    pub version: i64,
}

/// Whether a notice is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeEdit {
    /// `true`: read; `false`: to be read again.
    pub read: bool,
}

/// How far the notices were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticesRead {
    /// The newest notice that was seen: what came after it stays unread.
    pub last: NoticeId,
}

/// By what way the caller is told of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeChannel {
    /// What the notices are about.
    pub kind: NoticeKind,
    /// On the screen alone, also in one mail a day, also by a mail at once.
    pub channel: Channel,
}

/// By what way the caller is told of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeSettings {
    /// Every kind, once.
    pub channels: Vec<NoticeChannel>,
    /// Version, to send back in `If-Match` as `"v<version>"`.
    pub version: i64,
}

/// The same, as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeSettingsPut {
    /// Every kind, once.
    pub channels: Vec<NoticeChannel>,
}
