//! Requests to create, transform or close a post, and their steps.

use serde::{Deserialize, Serialize};

use super::facts::{given, kept};
use super::{Coded, PostRef, Stamp, StructureRef};
use crate::id::{PostId, RequestId, StructureId};
use crate::quotity::Quotity;
use crate::request::RequestKind;
use crate::time::Day;
use crate::workflow::request::{RequestAction, RequestState};

/// A request on a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestView {
    /// Id.
    pub id: RequestId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// What is asked.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// The post it is about; for a creation, the one that was made, once it is.
    pub post: Option<PostRef>,
    /// Code and label of `workflow_motives`.
    pub motive: Coded,
    /// Text that goes with the motive.
    pub text: Option<String>,
    /// First day of the effect; for a closing, the first day without the post.
    pub day: Day,
    /// Code and label of `post_kinds`, for a creation.
    pub post_kind: Option<Coded>,
    /// Number given by the hospital.
    pub local_number: Option<String>,
    /// Discipline of SIGMED.
    pub discipline: Option<String>,
    /// Code and label of `specialities`; for a transformation, `null` leaves that of the post.
    pub speciality: Option<Coded>,
    /// Code of `cnu_sections`.
    pub cnu_section: Option<String>,
    /// Time of the post.
    pub quotity: Option<Quotity>,
    /// The structure to which it is attached.
    pub structure: Option<StructureRef>,
    /// Whether it is attached to the establishment itself.
    pub attached_to_establishment: bool,
    /// Budget line or fund.
    pub funding: Option<String>,
    /// Number that SIGMED gave to the post that was made.
    pub sigmed_number: Option<String>,
    /// Motive of the last question or refusal, of `workflow_motives`.
    pub said_motive: Option<Coded>,
    /// What was said with the last step.
    pub said: Option<String>,
    /// What the caller may do with it now. A step may still be refused for what it lacks, and says so.
    pub allowed_actions: Vec<RequestAction>,
    /// Whether the caller took its last step, and may take it back.
    pub undoable: bool,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A new request, as a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// What is asked.
    pub kind: RequestKind,
    /// The post; left out for a creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// Code of `workflow_motives`: `CRE_…`, `TRA_…`, `FER_…`.
    #[cfg_attr(feature = "openapi", schema(example = "CRE_ACTIVITE"))]
    pub motive: String,
    /// Text that goes with the motive; ten characters or more for a motive that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// First day of the effect; for a closing, the first day without the post.
    pub day: Day,
    /// Code of `post_kinds`, for a creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "PH"))]
    pub post_kind: Option<String>,
    /// Number given by the hospital; required for a kind that SIGMED does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_number: Option<String>,
    /// Discipline of SIGMED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discipline: Option<String>,
    /// Code of `specialities`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speciality: Option<String>,
    /// Code of `cnu_sections`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnu_section: Option<String>,
    /// Time of the post; left out of a transformation that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotity: Option<Quotity>,
    /// The structure to which it is attached; left out of a transformation that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself.
    #[serde(default)]
    pub attached_to_establishment: bool,
    /// Budget line or fund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<String>,
}

/// Changes of a request that is a draft, or that the agency or SIGMED gave back. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestEdit {
    /// Code of `workflow_motives`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "CRE_ACTIVITE"))]
    pub motive: Option<String>,
    /// Text that goes with the motive.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub text: Option<Option<String>>,
    /// First day of the effect.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Day))]
    pub day: Option<Day>,
    /// Number given by the hospital.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub local_number: Option<Option<String>>,
    /// Discipline of SIGMED.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub discipline: Option<Option<String>>,
    /// Code of `specialities`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub speciality: Option<Option<String>>,
    /// Code of `cnu_sections`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub cnu_section: Option<Option<String>>,
    /// Time of the post.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Quotity>))]
    pub quotity: Option<Option<Quotity>>,
    /// The structure to which it is attached.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub structure: Option<Option<StructureId>>,
    /// Whether it is attached to the establishment itself.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub attached_to_establishment: Option<bool>,
    /// Budget line or fund.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub funding: Option<Option<String>>,
}

/// A step with nothing more than what one wants to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlainStep {
    /// What is said with it; read by the other parties, kept in the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
}

/// A step that says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaidStep {
    /// Why, or the answer; read by the other parties, kept in the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub comment: String,
}

/// A question or a refusal of the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MotivatedStep {
    /// Code of `workflow_motives`: `ARS_…` to ask, `REF_…` to refuse.
    #[cfg_attr(feature = "openapi", schema(example = "ARS_STRUCTURE"))]
    pub motive: String,
    /// What is said with it; ten characters or more for a motive that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
}

/// What SIGMED answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// Number of the post that was made; required for a creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "00412"))]
    pub sigmed_number: Option<String>,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
}
