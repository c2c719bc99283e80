//! Profiles of posts.

use serde::{Deserialize, Serialize};

use super::{Coded, PostRef};
use crate::id::{AccountId, ChangeId, PostProfileId};
use crate::post_profile::EditionState;
use crate::quotity::Quotity;
use crate::time::{Day, Instant};

/// The profile of a post: the edition in force and the one that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostProfileView {
    /// The post.
    pub post: PostRef,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// The edition that is approved that day.
    pub approved: Option<EditionView>,
    /// The edition that is being written.
    pub draft: Option<EditionView>,
    /// What the caller may do now: `write`, `attach`, `approve`.
    pub allowed_actions: Vec<String>,
    /// Version of the profile, to send back in `If-Match` as `"v<version>"`: how many changes have touched any of its
    /// editions, 0 when nothing was ever written.
    pub version: i64,
}

/// One edition of the profile of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditionView {
    /// Id.
    pub id: PostProfileId,
    /// Number of the edition.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub edition: u32,
    /// Where it stands.
    pub state: EditionState,
    /// Code and label of `specialities`; of `cnu_sections` for a university post.
    pub speciality: Option<Coded>,
    /// Position in the pole or service.
    #[cfg_attr(feature = "openapi", schema(example = "Cardiologue en soins intensifs"))]
    pub position: Option<String>,
    /// Time that is wanted.
    pub quotity: Option<Quotity>,
    /// Expected skills.
    pub skills: Option<String>,
    /// On-call duty.
    pub on_call: Option<String>,
    /// Place in the structure.
    pub place: Option<String>,
    /// Means and aims of the structure.
    pub means: Option<String>,
    /// Code and label of `vacancy_reasons`.
    pub vacancy_reason: Option<Coded>,
    /// Since when, or from when, the post is vacant.
    pub vacant_from: Option<Day>,
    /// Team and activity.
    pub team: Option<String>,
    /// Required diplomas.
    pub diplomas: Option<String>,
    /// Half-days that are not clinical.
    pub non_clinical_time: Option<Quotity>,
    /// Time shared with another structure or establishment.
    pub shared_time: Option<String>,
    /// Activity in other establishments of the GHT.
    pub ght_activity: Option<String>,
    /// Whether the exclusivity allowance (IESPE) is possible.
    pub exclusivity_allowance: Option<bool>,
    /// Whether private practice is possible.
    pub private_practice: Option<bool>,
    /// Function and professional address of the head of the service.
    #[cfg_attr(feature = "openapi", schema(example = "Direction du service, cardiologie@ch.example"))]
    pub head_of_service: Option<String>,
    /// Function and professional address of the head of the pole.
    #[cfg_attr(feature = "openapi", schema(example = "Direction du pole, pole@ch.example"))]
    pub head_of_pole: Option<String>,
    /// Function and professional address of the medical affairs.
    #[cfg_attr(feature = "openapi", schema(example = "Affaires médicales, affaires.medicales@ch.example"))]
    pub medical_affairs: Option<String>,
    /// The PDF that goes with it.
    pub document: Option<DocumentView>,
    /// What it says and does not say yet.
    pub completeness: CompletenessView,
    /// The account that wrote it last.
    pub written_by: AccountId,
    /// The account that approved it.
    pub approved_by: Option<AccountId>,
    /// The day of the approval.
    pub approved_on: Option<Day>,
    /// First day of this statement.
    pub valid_from: Day,
    /// End, excluded; the last day of the calendar stands for an open end.
    pub valid_to: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The change that recorded it.
    pub change_id: ChangeId,
}

/// What an edition says and does not say yet, by the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompletenessView {
    /// Whether nothing mandatory is missing: it can be approved.
    pub complete: bool,
    /// Mandatory fields that say nothing.
    pub missing: Vec<String>,
    /// Other fields that say nothing.
    pub unfilled: Vec<String>,
}

/// The PDF of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentView {
    /// Name of the file.
    #[cfg_attr(feature = "openapi", schema(example = "profil.pdf"))]
    pub name: String,
    /// Bytes.
    #[cfg_attr(feature = "openapi", schema(example = 184_320))]
    pub size: u32,
    /// SHA-256 of the bytes, hexadecimal.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    )]
    pub hash: String,
}

/// The whole draft: what is left out says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PostProfilePut {
    /// Code of `specialities`; of `cnu_sections` for a university post. Mandatory to be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speciality: Option<String>,
    /// Position in the pole or service. Mandatory to be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub position: Option<String>,
    /// Time that is wanted. Mandatory to be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotity: Option<Quotity>,
    /// Expected skills.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub skills: Option<String>,
    /// On-call duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub on_call: Option<String>,
    /// Place in the structure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub place: Option<String>,
    /// Means and aims of the structure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub means: Option<String>,
    /// Code of `vacancy_reasons`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vacancy_reason: Option<String>,
    /// Since when, or from when, the post is vacant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vacant_from: Option<Day>,
    /// Team and activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub team: Option<String>,
    /// Required diplomas.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub diplomas: Option<String>,
    /// Half-days that are not clinical, within the time that is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_clinical_time: Option<Quotity>,
    /// Time shared with another structure or establishment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub shared_time: Option<String>,
    /// Activity in other establishments of the GHT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4_000))]
    pub ght_activity: Option<String>,
    /// Whether the exclusivity allowance (IESPE) is possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusivity_allowance: Option<bool>,
    /// Whether private practice is possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_practice: Option<bool>,
    /// Function and professional address of the head of the service: no name, no private address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub head_of_service: Option<String>,
    /// The same of the head of the pole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub head_of_pole: Option<String>,
    /// The same of the medical affairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub medical_affairs: Option<String>,
    /// `hash` of the PDF that goes with it: that of the draft, or of the approved edition, which is carried over. Left out:
    /// no PDF goes with it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Why, for the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

/// The approval of the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PostProfileApproval {
    /// Why, for the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}
