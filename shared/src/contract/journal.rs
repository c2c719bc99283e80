//! Changes and journal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::ChangeId;
use crate::time::{Day, Instant};

/// One entry of the journal: a change of facts, or an event (sign-in, extraction, rights).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalEntry {
    /// Id.
    pub id: ChangeId,
    /// Number in the chain.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who, as people read it.
    #[cfg_attr(feature = "openapi", schema(example = "Camille Lambert"))]
    pub author: String,
    /// From where: `screen`, `import`, `api`, `command_line`, `sigmed`.
    #[cfg_attr(feature = "openapi", schema(example = "screen"))]
    pub origin: String,
    /// What, `noun.verb`.
    #[cfg_attr(feature = "openapi", schema(example = "post.edit"))]
    pub operation: String,
    /// What, in words.
    #[cfg_attr(feature = "openapi", schema(example = "Modification d’un poste"))]
    pub summary: String,
    /// Why, in the words of the author.
    #[cfg_attr(feature = "openapi", schema(example = "Ouverture du service"))]
    pub reason: Option<String>,
    /// FINESS EJ of the establishment concerned.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: Option<String>,
    /// The change that this one undid.
    pub undoes: Option<ChangeId>,
    /// The changes that undid this one.
    pub undone_by: Vec<ChangeId>,
    /// Name of the file it came from.
    #[cfg_attr(feature = "openapi", schema(example = "sirh_20260401.csv"))]
    pub source_name: Option<String>,
    /// The day on which that file was extracted.
    pub extracted_on: Option<Day>,
    /// Filters, number of rows, hash of the file, fields before and after: what the kind of entry has.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Value,
    /// What the caller may do with it now: `undo`.
    pub allowed_actions: Vec<String>,
}

/// Before and after of one thing in a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedThing {
    /// Plural noun.
    #[cfg_attr(feature = "openapi", schema(example = "posts"))]
    pub entity: String,
    /// Business key.
    #[cfg_attr(feature = "openapi", schema(example = "00412"))]
    pub key: String,
    /// `create`, `change`, `close`.
    #[cfg_attr(feature = "openapi", schema(example = "change"))]
    pub action: String,
    /// Fields and days before; `null` when created.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Value,
    /// Fields and days after; `null` when it is no more.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Value,
}

/// State of the chain of seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verification {
    /// When it was read: now, or at most five minutes ago.
    pub verified_at: Instant,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// Changes read.
    pub changes: u64,
    /// Rows of facts read.
    pub facts: u64,
    /// Number of the last seal.
    pub last_seq: i64,
    /// Hash of the last seal.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    )]
    pub last_hash: String,
    /// What is wrong, in words.
    pub findings: Vec<String>,
}
