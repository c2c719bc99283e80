//! The table of codes: wire name, HTTP status and French title of everything that can be refused, and [`Problem`],
//! the body of every error (RFC 9457).
//!
//! A code never changes meaning. `docs/errors.md` is made from this table. Refuses to know internal causes: they are
//! logged, never sent.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

macro_rules! codes {
    ($($variant:ident = $wire:literal, $status:literal;)+) => {
        /// What went wrong, for programs: `noun.cause`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $wire, "` (", stringify!($status), ").")] $variant,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// Wire name.
            pub const fn wire(self) -> &'static str {
                match self { $(Code::$variant => $wire,)+ }
            }

            /// HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Code::$variant => $status,)+ }
            }

            /// French title.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$variant => crate::catalogue::problems::$variant,)+ }
            }
        }
    };
}

codes! {
    RequestMalformed = "request.malformed", 400;
    UnknownParameter = "request.unknown_parameter", 400;
    UnknownField = "request.unknown_field", 400;
    UnknownSort = "request.unknown_sort", 400;
    BadCursor = "request.bad_cursor", 400;
    BadTime = "request.bad_time", 400;
    KeyRequired = "request.key_required", 400;
    AuthRequired = "auth.required", 401;
    TokenExpired = "auth.token_expired", 401;
    TokenSuperseded = "auth.token_superseded", 401;
    BadCredentials = "auth.bad_credentials", 401;
    RefreshReused = "auth.refresh_reused", 401;
    RightMissing = "right.missing", 403;
    OwnSubmission = "right.own_submission", 403;
    PasswordToChoose = "auth.password_to_choose", 403;
    CrossSite = "request.cross_site", 403;
    NotFound = "request.not_found", 404;
    Method = "request.method", 405;
    NotAcceptable = "request.not_acceptable", 406;
    TransitionRefused = "transition.refused", 409;
    PlanStale = "import.plan_stale", 409;
    ImportTouched = "import.touched_since", 409;
    ChangeTouched = "change.touched_since", 409;
    AlreadyUndone = "change.already_undone", 409;
    OlderExtract = "import.older_extract", 409;
    ConfirmationNeeded = "import.confirmation_needed", 409;
    LinesRefused = "import.lines_refused", 409;
    OriginalRemoved = "import.original_removed", 409;
    OriginalsFull = "import.originals_full", 409;
    KeyInProgress = "request.key_in_progress", 409;
    ExceedsPost = "affectation.exceeds_post", 409;
    AffectationOverlaps = "affectation.overlaps", 409;
    NoRoomOnPost = "reservation.no_room", 409;
    HeadshipTaken = "headship.taken", 409;
    PostSplit = "post.split", 409;
    NotArrived = "reservation.not_arrived", 409;
    PostHeld = "post.held", 409;
    StepLacks = "step.lacks", 409;
    InUse = "thing.in_use", 409;
    ProfileIncomplete = "post_profile.incomplete", 409;
    EmailTaken = "user.email_taken", 409;
    ResyncRequired = "feed.resync_required", 410;
    StaleVersion = "request.stale_version", 412;
    TooLarge = "request.too_large", 413;
    MediaType = "request.media_type", 415;
    Invalid = "request.invalid", 422;
    KeyReused = "request.key_reused", 422;
    FileRefused = "import.file_refused", 422;
    DocumentRefused = "post_profile.document_refused", 422;
    HabilitationBeyond = "habilitation.beyond_own", 422;
    WeakPassword = "user.weak_password", 422;
    RolledBack = "bulk.rolled_back", 424;
    IfMatchRequired = "request.if_match_required", 428;
    QuotaExceeded = "quota.exceeded", 429;
    Internal = "internal.error", 500;
    OriginalUnreadable = "import.original_unreadable", 500;
    DocumentUnreadable = "post_profile.document_unreadable", 500;
    DatabaseUnavailable = "service.database_unavailable", 503;
    Overloaded = "service.overloaded", 503;
    NotMigrated = "service.not_migrated", 503;
    StorageLow = "storage.low", 503;
}

impl Code {
    /// From the wire name.
    pub fn from_wire(wire: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.wire() == wire)
    }
}

/// The page that lists every code, for `docs/errors.md`, which a test compares with it.
pub fn page() -> String {
    let mut page = String::from(
        "# Errors\n\nEvery error is `application/problem+json` (RFC 9457) with a stable `code`. A code never changes meaning. \
         This page is made from the\ntable in `shared/src/problem.rs`; a test compares them.\n\n\
         | Code | Status | Title |\n| --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let (wire, status, title) = (code.wire(), code.status(), code.title());
        page.push_str(&format!("| <a id=\"{wire}\"></a>`{wire}` | {status} | {title} |\n"));
    }
    page
}

/// The body of every error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Where the code is explained: `/docs/errors#request.invalid`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Stable code, `noun.cause`.
    pub code: String,
    /// HTTP status.
    pub status: u16,
    /// What happened, in French, the same for every problem of this code.
    pub title: String,
    /// What happened here, in French, and what to do.
    pub detail: String,
    /// Id of the request, to quote to whoever runs the server.
    pub request_id: String,
    /// Fields to correct.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// What may be done instead, for a refused transition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_actions: Option<Vec<String>>,
    /// What the code adds: the present version and fields of a stale write, the things touched since, ...
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub more: Map<String, Value>,
}

/// One field to correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON pointer in the body (`/quotity`), or the name of a query parameter.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// What the code adds: `min`, `max`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: Map<String, Value>,
    /// French sentence.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_different() {
        for code in Code::ALL {
            assert_eq!(Code::from_wire(code.wire()), Some(*code));
            assert!((400..=599).contains(&code.status()), "{}", code.wire());
        }
    }

    #[test]
    fn the_page_of_errors_is_that_of_the_table() {
        let written = include_str!("../../docs/errors.md");
        assert!(written == page(), "docs/errors.md is not that of the table; write it again:\n{}", page());
    }
}
