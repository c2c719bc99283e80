//! What leaves for SIGMED and what comes back (`domain.md` 16.2, form ours): the words of deliveries, the answers, and what
//! a delivery says ([`Content`]).
//!
//! Refuses to know how it travels: connectors are in `api`. Nothing here names a person.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{RequestId, TourEntryId};
use crate::names::names;

/// What a delivery says.
mod content;

pub use content::{Content, Operation, PostLine, of_entry, of_request};

names! {
    /// Where a delivery stands.
    DeliveryState {
        /// It has not left, or is not known to have.
        Waiting = "waiting",
        /// It left; SIGMED has not answered.
        Sent = "sent",
        /// SIGMED did it.
        Acknowledged = "acknowledged",
        /// SIGMED sent it back.
        Rejected = "rejected",
        /// Something stands in its way that a person has to look at.
        Shelved = "shelved",
        /// Its subject no longer waits for SIGMED: it leaves no more.
        Withdrawn = "withdrawn",
    }
}

impl DeliveryState {
    /// Whether nothing will happen to it any more.
    pub fn is_settled(self) -> bool {
        matches!(self, DeliveryState::Acknowledged | DeliveryState::Rejected | DeliveryState::Withdrawn)
    }
}

names! {
    /// What a delivery is about.
    SubjectKind {
        /// A request on a post.
        Request = "request",
        /// A post in a tour.
        TourEntry = "tour_entry",
    }
}

/// The thing that a delivery is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A request on a post.
    Request(RequestId),
    /// A post in a tour.
    TourEntry(TourEntryId),
}

impl Subject {
    /// Of a kind, by its id.
    pub fn of(kind: SubjectKind, id: Uuid) -> Subject {
        match kind {
            SubjectKind::Request => Subject::Request(id.into()),
            SubjectKind::TourEntry => Subject::TourEntry(id.into()),
        }
    }

    /// Its kind.
    pub fn kind(self) -> SubjectKind {
        match self {
            Subject::Request(_) => SubjectKind::Request,
            Subject::TourEntry(_) => SubjectKind::TourEntry,
        }
    }

    /// Its id, whatever its kind.
    pub fn id(self) -> Uuid {
        match self {
            Subject::Request(id) => id.into(),
            Subject::TourEntry(id) => id.into(),
        }
    }
}

names! {
    /// What SIGMED says of a delivery.
    AnswerOutcome {
        /// It is done.
        Acknowledged = "acknowledged",
        /// It is sent back.
        Rejected = "rejected",
    }
}

/// The answer of SIGMED to a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SigmedAnswer {
    /// What became of it.
    pub outcome: AnswerOutcome,
    /// Number of the post that SIGMED made.
    #[serde(default)]
    pub sigmed_number: Option<String>,
    /// Code of SIGMED, when it sends something back.
    #[serde(default)]
    pub code: Option<String>,
    /// Why, in words.
    #[serde(default)]
    pub text: Option<String>,
}

impl SigmedAnswer {
    /// What is said of it to people: the code, then the words.
    pub fn reason(&self) -> Option<String> {
        let parts = [&self.code, &self.text].into_iter().flatten().map(|part| part.trim());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(" : "))
    }
}

#[cfg(test)]
mod tests;
