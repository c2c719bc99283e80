//! Tours de recrutement: the tour, the list of each hospital, each post in it, and their steps.

use serde::{Deserialize, Serialize};

use super::facts::kept;
use super::{Coded, PostRef, Stamp, StructureRef};
use crate::id::{PostId, TourEntryId, TourId};
use crate::problem::Problem;
use crate::quotity::Quotity;
use crate::time::{Day, Instant};
use crate::tour::calendar::{Calendar, Milestone};
use crate::tour::entry::Nature;
use crate::tour::list::ListState;
use crate::tour::proposal::ProposalReason;
use crate::workflow::entry::{Decision, EntryAction, EntryState};
use crate::workflow::tour::{TourAction, TourState};

/// A tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TourView {
    /// Id.
    pub id: TourId,
    /// Code and label of `tour_kinds`.
    pub kind: Coded,
    /// Year that it is named after.
    pub year: i32,
    /// From 1, among those of its kind in the year.
    pub number: i32,
    /// Where it stands.
    pub state: TourState,
    /// When things happen. Deadlines have a date of their own in some regions.
    pub calendar: Calendar,
    /// When it was published; `null` before.
    pub published_at: Option<Instant>,
    /// What was said with the last step that asked for a reason.
    pub reason: Option<String>,
    /// The next step that the clock takes; `null` when people take it.
    pub next_step: Option<NextStep>,
    /// What the caller may do with it now. A step may still be refused for what it lacks, and says so.
    pub allowed_actions: Vec<TourAction>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A step that the clock takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextStep {
    /// Which.
    pub action: TourAction,
    /// When.
    pub at: Instant,
}

/// A new tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TourPlan {
    /// Code of `tour_kinds`.
    #[cfg_attr(feature = "openapi", schema(example = "automne"))]
    pub kind: String,
    /// Year that it is named after.
    #[cfg_attr(feature = "openapi", schema(minimum = 2000, maximum = 2100, example = 2027))]
    pub year: i32,
    /// When things happen.
    pub calendar: Calendar,
}

/// A change of a tour that has not begun. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TourEdit {
    /// When things happen, whole.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Calendar))]
    pub calendar: Option<Calendar>,
}

/// A deadline that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeadlineMove {
    /// Which.
    pub milestone: Milestone,
    /// INSEE code of the region; left out: everywhere. An agency names its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "84"))]
    pub region: Option<String>,
    /// Where to.
    pub to: Instant,
    /// Why; read by all hospitals, kept in the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub comment: String,
}

/// A list given back to its hospital.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ListReopening {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Why; read by the hospital, kept in the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub comment: String,
}

/// A post in a tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryView {
    /// Id.
    pub id: TourEntryId,
    /// The tour.
    pub tour: TourId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// The post.
    pub post: Option<PostRef>,
    /// Code and label of `specialities`, of the post.
    pub speciality: Option<Coded>,
    /// Time of the post.
    pub quotity: Option<Quotity>,
    /// The structure to which it is attached.
    pub structure: Option<StructureRef>,
    /// What the hospital wants.
    pub decision: Decision,
    /// Where it stands.
    pub state: EntryState,
    /// Why it was proposed, or not, when the tour opened.
    pub reason: ProposalReason,
    /// How it is published; `null` while nothing is to be published of it.
    pub nature: Option<Nature>,
    /// From when it is vacant, when that is known.
    pub vacant_from: Option<Day>,
    /// Motive of the freeze or of the force, of `publication_decisions`.
    pub motive: Option<Coded>,
    /// Its text.
    pub text: Option<String>,
    /// Day on which a forced post is expected to be vacant.
    pub expected: Option<Day>,
    /// Last day of a freeze that ends.
    pub frozen_until: Option<Day>,
    /// Motive of the last question or refusal, of `workflow_motives`.
    pub said_motive: Option<Coded>,
    /// What was said with the last question, answer, refusal, return, rejection or withdrawal.
    pub said: Option<String>,
    /// Number of the order of appointment.
    pub order_number: Option<String>,
    /// Its day.
    pub order_date: Option<Day>,
    /// Who is appointed, as the order names the person.
    pub appointee: Option<String>,
    /// When the person was installed.
    pub installed_on: Option<Day>,
    /// What it lacks to be proposed, each with how to settle it: with `include=lacks`, while it is being prepared.
    pub lacks: Vec<Lack>,
    /// What became of the post in the tour it was in before, with `include=previous`; `null` when it was in none.
    pub previous: Option<FormerEntry>,
    /// What the caller may do with it now. A step may still be refused for what it lacks, and says so.
    pub allowed_actions: Vec<EntryAction>,
    /// Whether the caller took its last step, and may take it back while its time is not over.
    pub undoable: bool,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A post in the tour it was in before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerEntry {
    /// That tour.
    pub tour: TourId,
    /// Code and label of `tour_kinds`.
    pub kind: Coded,
    /// Year that it is named after.
    pub year: i32,
    /// From 1, among those of its kind in the year.
    pub number: i32,
    /// What the hospital wanted.
    pub decision: Decision,
    /// Where it stood.
    pub state: EntryState,
}

/// Something that keeps a step from being taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lack {
    /// Stable code, `tour.<rule>`.
    #[cfg_attr(feature = "openapi", schema(example = "tour.no_profile"))]
    pub code: String,
    /// What it is and how to settle it, in French.
    pub detail: String,
}

/// A freeze: a vacant post kept out of the tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FreezeStep {
    /// Code of `publication_decisions`: `GEL_…`.
    #[cfg_attr(feature = "openapi", schema(example = "GEL_BUDGET"))]
    pub motive: String,
    /// Its text; ten characters or more for a motive that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
    /// Last day, when the freeze ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A post that is occupied and brought into the tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForceStep {
    /// Code of `publication_decisions`: `FORCE_…`.
    #[cfg_attr(feature = "openapi", schema(example = "FORCE_DEPART"))]
    pub motive: String,
    /// Its text; ten characters or more for a motive that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
    /// Day on which the post is expected to be vacant.
    pub expected: Day,
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointStep {
    /// Number of the order.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub order_number: String,
    /// Its day.
    pub order_date: Day,
    /// Who is appointed, as the order names the person.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub appointee: String,
}

/// An installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstallStep {
    /// When the person was installed.
    pub installed_on: Day,
}

/// One action on many posts of a tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkStep {
    /// What is done with each.
    pub action: EntryAction,
    /// Whether one failure undoes all; left out: `independent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<BulkMode>,
    /// The posts, at most 500, each as it was read.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub entries: Vec<BulkEntry>,
    /// Motive, for an action that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motive: Option<String>,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
    /// Last day of a freeze that ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Day on which forced posts are expected to be vacant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Day>,
}

crate::names::names! {
    /// What becomes of the others when one is refused.
    BulkMode {
        /// They are done.
        Independent = "independent",
        /// They are undone.
        Atomic = "atomic",
    }
}

/// One post of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkEntry {
    /// The post.
    pub post: PostId,
    /// Version of its entry as it was read: `"v3"`.
    #[cfg_attr(feature = "openapi", schema(example = "\"v3\""))]
    pub if_match: String,
}

/// Posts whose last step is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoSteps {
    /// The posts, at most 500, each as it was read.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub entries: Vec<BulkEntry>,
}

/// What became of each, in the order asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkOutcome {
    /// One for each.
    pub items: Vec<BulkItem>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkItem {
    /// The post.
    pub post: PostId,
    /// The status that it would have had alone; 424 when it was undone with the others.
    #[cfg_attr(feature = "openapi", schema(example = 200))]
    pub status: u16,
    /// Version of its entry now, when it was done.
    pub etag: Option<String>,
    /// Its state now, when it was done.
    pub state: Option<EntryState>,
    /// What its hospital wants of it now, when it was done.
    pub decision: Option<Decision>,
    /// Why it was not.
    pub problem: Option<Problem>,
    /// What it lacks, when that is why.
    pub lacks: Vec<Lack>,
}

/// The list of a hospital in a tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TourListView {
    /// The tour.
    pub tour: TourId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Its name.
    pub name: String,
    /// INSEE code of its region.
    #[cfg_attr(feature = "openapi", schema(example = "84"))]
    pub region: String,
    /// Where it stands: with whoever has the most to do.
    pub state: ListState,
    /// Its posts, by what is wanted of them and where they stand.
    pub posts: Vec<PostCount>,
    /// Until when the hospital may work on it.
    pub hospital_deadline: Instant,
    /// Until when the agency may.
    pub ars_deadline: Instant,
    /// Whether the agency gave it back.
    pub reopened: bool,
    /// Who must act now; `null` when nobody must.
    pub waits_for: Option<Seat>,
    /// Whether nobody holds that seat today: it has to be delegated.
    pub seat_is_empty: bool,
    /// What the caller may do with all its posts now.
    pub allowed_actions: Vec<ListAction>,
    /// Version, to send back in `If-Match` as `"v<version>"`: it moves with each of its posts.
    pub version: i64,
}

/// How many posts of a list stand alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostCount {
    /// What the hospital wants.
    pub decision: Decision,
    /// Where they stand.
    pub state: EntryState,
    /// How many.
    pub count: u32,
}

crate::names::names! {
    /// Who must act on a list.
    Seat {
        /// The manager of the hospital.
        HospitalManager = "hospital_manager",
        /// Its approver.
        HospitalApprover = "hospital_approver",
        /// The agency.
        ArsApprover = "ars_approver",
    }
}

crate::names::names! {
    /// What is done with the whole list of a hospital.
    ListAction {
        /// Proposes every post that is wanted and lacks nothing; an empty list too.
        Propose = "propose",
        /// Gives every proposed post back to the manager.
        Return = "return",
        /// Signs off every proposed post; an empty list too.
        SignOff = "sign_off",
    }
}

/// What became of the list and of its posts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListOutcome {
    /// The list as it is now.
    pub list: TourListView,
    /// How many posts took the step.
    pub taken: u32,
    /// The posts that did not, and why.
    pub left: Vec<BulkItem>,
}
