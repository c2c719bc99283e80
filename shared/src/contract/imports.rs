//! Imports, mappings, codes, jobs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use super::code_mappings::*;
use crate::id::{ChangeId, ImportId, JobId};
use crate::time::{Day, Instant};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Extract of the HR software.
    Sirh,
    /// Poles, services, units.
    Structures,
    /// Posts outside SIGMED.
    Posts,
    /// SIGMED extract.
    Sigmed,
    /// Attachment of posts to structures.
    Attachments,
}

impl ImportKind {
    /// All of them, in the order in which a hospital loads them.
    pub const ALL: [ImportKind; 5] = [
        ImportKind::Structures,
        ImportKind::Sigmed,
        ImportKind::Posts,
        ImportKind::Attachments,
        ImportKind::Sirh,
    ];

    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            ImportKind::Sirh => "sirh",
            ImportKind::Structures => "structures",
            ImportKind::Posts => "posts",
            ImportKind::Sigmed => "sigmed",
            ImportKind::Attachments => "attachments",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<ImportKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A workbook to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkeletonFile {
    /// Attachments of SIGMED posts to structures.
    Attachments,
    /// Posts that SIGMED does not know.
    Posts,
    /// The extract of the HR software; only empty.
    Sirh,
    /// Poles, services and units.
    Structures,
}

impl SkeletonFile {
    /// All, in alphabetical order.
    pub const ALL: [SkeletonFile; 4] =
        [SkeletonFile::Attachments, SkeletonFile::Posts, SkeletonFile::Sirh, SkeletonFile::Structures];

    /// Wire name: that of the kind of import that reads it.
    pub const fn name(self) -> &'static str {
        match self {
            SkeletonFile::Attachments => ImportKind::Attachments.name(),
            SkeletonFile::Posts => ImportKind::Posts.name(),
            SkeletonFile::Sirh => ImportKind::Sirh.name(),
            SkeletonFile::Structures => ImportKind::Structures.name(),
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<SkeletonFile> {
        Self::ALL.into_iter().find(|file| file.name() == name)
    }
}

/// Whether a file says everything, or only what changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// Everything: what it does not state is closed.
    #[default]
    Full,
    /// What changed.
    Delta,
}

impl ImportMode {
    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            ImportMode::Full => "full",
            ImportMode::Delta => "delta",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<ImportMode> {
        [ImportMode::Full, ImportMode::Delta].into_iter().find(|mode| mode.name() == name)
    }
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is kept; it is being read.
    Received,
    /// Some mandatory column is not known: see `columns`.
    NeedsMapping,
    /// The plan can be read and applied.
    Planned,
    /// The plan asks for a confirmation before it is applied.
    AwaitingConfirmation,
    /// What the plan read has moved since: plan again.
    Stale,
    /// Written, as one change.
    Applied,
    /// Written, then undone.
    Undone,
    /// Given up.
    Discarded,
    /// The file cannot be read: see `failure`.
    Failed,
}

/// A file sent by a hospital, and what would become of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportView {
    /// Id.
    pub id: ImportId,
    /// FINESS EJ of the establishment.
    pub establishment: String,
    /// What the file is.
    pub kind: ImportKind,
    /// Everything, or only what changed.
    pub mode: ImportMode,
    /// Where it stands.
    pub state: ImportState,
    /// Name of the file.
    pub file_name: String,
    /// Size in bytes.
    pub file_size: u64,
    /// SHA-256 of the file.
    pub file_hash: String,
    /// Day of the extraction.
    pub extracted_on: Option<Day>,
    /// Who sent it.
    pub author: String,
    /// When it was sent.
    pub created_at: Instant,
    /// Name of the import profile by which it is read (`sirh` by default).
    pub profile: String,
    /// The job that works on it now, or worked on it last.
    pub job: Option<JobId>,
    /// Whether that job still works on it: nothing may be done with the import meanwhile.
    pub working: bool,
    /// How the file was understood (format, encoding, separator, dates).
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub reading: Value,
    /// Columns of the file, with what they mean; empty for a file whose columns are fixed.
    pub columns: Vec<ImportColumn>,
    /// Rows read.
    pub rows: u32,
    /// Rows refused.
    pub refused_rows: u32,
    /// People of whom some rows stand and some are refused: the policy `valid_people` writes nothing of them.
    #[serde(default)]
    pub partly_refused_people: u32,
    /// Whether the plan changes nothing: everything is known already.
    pub empty: bool,
    /// Created, changed, closed and unchanged things, by noun.
    pub counts: Vec<NounCounts>,
    /// Findings by weight.
    pub findings: FindingCounts,
    /// Codes that nobody has mapped yet.
    pub unknown_codes: Vec<UnknownCodeView>,
    /// Questions to answer before it is applied.
    pub confirmations: Vec<ConfirmationView>,
    /// The change that wrote it.
    pub change: Option<ChangeId>,
    /// The change that undid it.
    pub undone_by: Option<ChangeId>,
    /// How many things that change left as they were, touched since or bound to what was.
    #[serde(default)]
    pub kept_things: u32,
    /// The first of them.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub kept: Vec<ThingName>,
    /// Why it failed, or why the work on it stopped before its plan was made.
    pub failure: Option<ImportFailure>,
    /// When the file was removed: 90 days after it was sent. Its plan and findings stay; what needs the file is refused
    /// (`import.original_removed`).
    #[serde(default)]
    pub original_removed_at: Option<Instant>,
    /// Version, for `If-Match`.
    pub version: i64,
    /// What the caller may do with it now: `map`, `answer_codes`, `replan`, `apply`, `undo`, `discard`.
    pub allowed_actions: Vec<String>,
}

/// A thing, as people name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThingName {
    /// Plural noun.
    pub entity: String,
    /// Business key.
    pub key: String,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFailure {
    /// Stable code.
    pub code: String,
    /// French sentence: what happened, what to do.
    pub message: String,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Position, from 0.
    pub position: u32,
    /// Heading, with the group above it (`AFFECTATION / Début`).
    pub heading: String,
    /// What it means, a field of `GET /import_profiles/fields`; `null`: not read.
    pub field: Option<String>,
    /// The affectation to which it belongs in a file with one line per person; 0 otherwise.
    pub group: u32,
    /// `main` or `secondary`, said by the heading.
    pub rank: Option<String>,
    /// Unit of an amount of time: `percent`, `half_days`, `fte`.
    pub unit: Option<String>,
    /// Whether an amount of time is a share of the person's own time.
    pub own_time: bool,
    /// How sure the guess is, 0 to 100.
    pub confidence: u32,
    /// First values of the column, masked where they could be a NIR.
    #[serde(default)]
    pub samples: Vec<String>,
}

/// The mapping that a person corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// The columns that change; the others stay as they are.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub columns: Vec<ColumnMapping>,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// Position, from 0.
    pub position: u32,
    /// Field; `null`: not read.
    pub field: Option<String>,
    /// Group of affectation.
    #[serde(default)]
    pub group: u32,
    /// `main` or `secondary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// `percent`, `half_days`, `fte`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Share of the person's own time.
    #[serde(default)]
    pub own_time: bool,
}

/// A field that a column may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldView {
    /// Name.
    pub field: String,
    /// French label.
    pub label: String,
    /// Whether a file needs it.
    pub mandatory: bool,
    /// Whether it is an amount of time, which has a unit.
    pub has_unit: bool,
}

/// Things created, changed, closed, unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NounCounts {
    /// Plural noun.
    pub noun: String,
    /// Created.
    pub create: u32,
    /// Changed.
    pub change: u32,
    /// Closed.
    pub close: u32,
    /// As they were.
    pub unchanged: u32,
}

/// Findings by weight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingCounts {
    /// Errors: they refuse their line.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// For information.
    pub infos: u32,
}

/// A local code to map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnknownCodeView {
    /// Domain: `status`, `position`, `structure`, `speciality`, `contract_motive`, `exit_reason` or `headship`.
    pub domain: String,
    /// The code as the file writes it.
    pub code: String,
    /// Lines that use it.
    pub count: u32,
    /// The national code that looks most like it.
    pub proposal: Option<String>,
    /// What it may be mapped to, with labels; empty when free (a structure not loaded yet).
    pub choices: Vec<super::Coded>,
}

/// Answers to unknown codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeAnswers {
    /// One for each code answered; the others stay unknown.
    #[cfg_attr(feature = "openapi", schema(max_items = 5000))]
    pub answers: Vec<CodeAnswer>,
}

/// What a local code means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeAnswer {
    /// Domain.
    pub domain: String,
    /// Local code.
    pub code: String,
    /// National code, or number of a structure.
    pub national_code: String,
    /// Contract motive folded in the local code: `PC1` to `PC4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motive: Option<String>,
}

/// A question to answer before a plan is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmationView {
    /// `import.closures` or `import.moves`.
    pub code: String,
    /// People concerned.
    pub people: u32,
    /// People active before.
    pub active: u32,
    /// French sentence.
    pub message: String,
}

/// One thing that a plan changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanItemView {
    /// Plural noun.
    pub entity: String,
    /// Business key.
    pub key: String,
    /// `create`, `change` or `close`.
    pub action: String,
    /// Fields and days before; `null` when created.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Value,
    /// Fields and days after; `null` when it is no more.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Value,
    /// Names of the fields that differ, days included.
    pub changed: Vec<String>,
}

/// Something to say about a line, a column or the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingView {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// Line of the file; `null`: the whole file.
    pub line: Option<u32>,
    /// Heading of the column.
    pub column: Option<String>,
    /// Stable code.
    pub code: String,
    /// What was read, masked where needed.
    pub value: Option<String>,
    /// French sentence.
    pub message: String,
    /// A likely correction.
    pub suggestion: Option<String>,
}

/// How an import is applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportApply {
    /// What refused lines do to the rest.
    #[serde(default)]
    pub policy: ImportPolicy,
    /// Answers the questions of the plan.
    #[serde(default)]
    pub confirm: bool,
}

/// What refused lines do to the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportPolicy {
    /// Good lines are written.
    #[default]
    ValidLines,
    /// All lines of one practitioner stand or fall together: nothing is written of who has a refused line. Files
    /// without people are written as by `valid_lines`.
    ValidPeople,
    /// Nothing is written when a line is refused.
    AllOrNothing,
}

/// Long work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobView {
    /// Id.
    pub id: JobId,
    /// What it does: `import.read`, `import.apply`.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// How far.
    pub progress: Progress,
    /// The thing it works on, as a path: `/api/v1/imports/…`.
    pub subject: Option<String>,
    /// Why it failed, or what it refused.
    pub failure: Option<ImportFailure>,
    /// When it was asked.
    pub created_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Version, for `If-Match`.
    pub version: i64,
    /// What the caller may do with it now: `cancel`.
    pub allowed_actions: Vec<String>,
}

impl JobState {
    /// All of them.
    pub const ALL: [JobState; 6] = [
        JobState::Queued,
        JobState::Running,
        JobState::Done,
        JobState::DoneWithRefusals,
        JobState::Failed,
        JobState::Cancelled,
    ];

    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::DoneWithRefusals => "done_with_refusals",
            JobState::Failed => "failed",
            JobState::Cancelled => "cancelled",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<JobState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing more happens to it.
    pub const fn has_ended(self) -> bool {
        !matches!(self, JobState::Queued | JobState::Running)
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits.
    Queued,
    /// Works.
    Running,
    /// Done.
    Done,
    /// Done; some lines were refused.
    DoneWithRefusals,
    /// Failed.
    Failed,
    /// Given up at somebody's demand.
    Cancelled,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// Done.
    pub done: u64,
    /// In all; `null` when not known yet.
    pub total: Option<u64>,
    /// `lines`, `facts`.
    pub unit: String,
}

/// An import profile: how the files of a hospital are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProfileView {
    /// Id.
    pub id: crate::id::ImportProfileId,
    /// FINESS EJ of the establishment.
    pub establishment: String,
    /// Name, unique in the establishment (`sirh` by default).
    pub name: String,
    /// What the columns mean; without samples.
    pub columns: Vec<ImportColumn>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: super::Stamp,
}

/// Why an import is undone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportUndo {
    /// Why, for the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
    /// Takes back what nobody has touched since, and leaves the rest: the answer names it in `kept`. A practitioner is
    /// taken back whole or not at all.
    #[serde(default)]
    pub untouched_only: bool,
}
