//! Bodies that state facts: what a new thing is, and what is changed of one.
//!
//! In a change a field that is left out stays as it is; `null` takes away what may be absent (JSON merge patch), and is
//! refused for the rest.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::writing::Effect;
use crate::affectation::Rank;
use crate::catalogue::requests;
use crate::id::{PostId, PractitionerId, StructureId};
use crate::quotity::Quotity;
use crate::time::Day;

/// Tells a field that is `null` from one that is left out.
#[allow(clippy::option_option, reason = "a merge patch says three things of a field: nothing, none, a value")]
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Refuses `null` for what may be changed and not taken away.
///
/// # Errors
/// [`requests::NOT_TAKEN_AWAY`], which tells this refusal from the others.
pub(super) fn kept<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    let stated = Option::deserialize(from)?;
    stated.map(Some).ok_or_else(|| D::Error::custom(requests::NOT_TAKEN_AWAY))
}

/// A new pole, service or unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StructureCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Code of `structure_kinds`.
    #[cfg_attr(feature = "openapi", schema(example = "SERVICE"))]
    pub kind: String,
    /// Number given by the hospital, unique for its kind.
    #[cfg_attr(feature = "openapi", schema(example = "146"))]
    pub number: String,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "Cardiologie"))]
    pub label: String,
    /// The structure above; left out: directly under the establishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<StructureId>,
    /// FINESS ET of the site where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "690000401"))]
    pub site: Option<String>,
    /// Number in SIGMED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigmed_number: Option<String>,
    /// The structure that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<StructureId>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of a structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StructureEdit {
    /// Code of `structure_kinds`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "SERVICE"))]
    pub kind: Option<String>,
    /// Number given by the hospital, unique for its kind.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "146"))]
    pub number: Option<String>,
    /// Name.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "Cardiologie"))]
    pub label: Option<String>,
    /// The structure above; left out: directly under the establishment.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub parent: Option<Option<StructureId>>,
    /// FINESS ET of the site where it stands.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "690000401"))]
    pub site: Option<Option<String>>,
    /// Number in SIGMED.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub sigmed_number: Option<Option<String>>,
    /// The structure that this one replaces.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub follows: Option<Option<StructureId>>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A new post of a kind that SIGMED does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Code of `post_kinds`.
    #[cfg_attr(feature = "openapi", schema(example = "PA"))]
    pub kind: String,
    /// Number given by the hospital.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "LOC-0042"))]
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
    /// Body of the post, a code of `statuses`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corps: Option<String>,
    /// Time of the post.
    pub quotity: Quotity,
    /// The structure to which it is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself.
    #[serde(default)]
    pub attached_to_establishment: bool,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostEdit {
    /// Code of `post_kinds`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "PA"))]
    pub kind: Option<String>,
    /// Number given by the hospital.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "LOC-0042"))]
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
    /// Body of the post, a code of `statuses`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub corps: Option<Option<String>>,
    /// Time of the post.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Quotity))]
    pub quotity: Option<Quotity>,
    /// The structure to which it is attached.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub structure: Option<Option<StructureId>>,
    /// Whether it is attached to the establishment itself.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub attached_to_establishment: Option<bool>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A new practitioner of an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PractitionerCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Number in the hospital's HR software, unique in it.
    #[cfg_attr(feature = "openapi", schema(example = "0012345"))]
    pub matricule: String,
    /// Number in the shared directory of health professionals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "10001234566"))]
    pub rpps: Option<String>,
    /// Name at birth.
    #[cfg_attr(feature = "openapi", schema(example = "MARTIN"))]
    pub birth_name: String,
    /// Name in use.
    #[cfg_attr(feature = "openapi", schema(example = "MARTIN"))]
    pub usual_name: String,
    /// First names.
    #[cfg_attr(feature = "openapi", schema(example = "Camille"))]
    pub first_names: String,
    /// `F`, `M` or `X`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "F"))]
    pub sex: Option<String>,
    /// Birth day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// Code of `specialities`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speciality: Option<String>,
    /// Why the person left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_reason: Option<String>,
    /// Codes of `diplomas`.
    #[serde(default)]
    pub diplomas: Vec<String>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PractitionerEdit {
    /// Number in the hospital's HR software, unique in it.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0012345"))]
    pub matricule: Option<String>,
    /// Number in the shared directory of health professionals.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "10001234566"))]
    pub rpps: Option<Option<String>>,
    /// Name at birth.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "MARTIN"))]
    pub birth_name: Option<String>,
    /// Name in use.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "MARTIN"))]
    pub usual_name: Option<String>,
    /// First names.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "Camille"))]
    pub first_names: Option<String>,
    /// `F`, `M` or `X`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "F"))]
    pub sex: Option<Option<String>>,
    /// Birth day.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Day>))]
    pub birth_date: Option<Option<Day>>,
    /// Code of `specialities`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub speciality: Option<Option<String>>,
    /// Why the person left.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub exit_reason: Option<Option<String>>,
    /// Codes of `diplomas`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub diplomas: Option<Vec<String>>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A new employment of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusCreate {
    /// Code of `statuses`.
    #[cfg_attr(feature = "openapi", schema(example = "PH"))]
    pub status: String,
    /// The hospital's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_code: Option<String>,
    /// Whole time of the employment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotity: Option<Quotity>,
    /// FINESS of the employer when it is another establishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of an employment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusEdit {
    /// Code of `statuses`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "PH"))]
    pub status: Option<String>,
    /// The hospital's own code.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub local_code: Option<Option<String>>,
    /// Whole time of the employment.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Quotity>))]
    pub quotity: Option<Option<Quotity>>,
    /// FINESS of the employer when it is another establishment.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub employer: Option<Option<String>>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A new position of a practitioner, other than activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PositionCreate {
    /// Code of `positions`.
    #[cfg_attr(feature = "openapi", schema(example = "RECH_AFF"))]
    pub position: String,
    /// The hospital's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_code: Option<String>,
    /// First day of the whole position as granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_from: Option<Day>,
    /// Last day of the whole position as granted, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_until: Option<Day>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PositionEdit {
    /// Code of `positions`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "RECH_AFF"))]
    pub position: Option<String>,
    /// The hospital's own code.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub local_code: Option<Option<String>>,
    /// First day of the whole position as granted.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Day>))]
    pub granted_from: Option<Option<Day>>,
    /// Last day of the whole position as granted, included.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Day>))]
    pub granted_until: Option<Option<Day>>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A new line of time of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AffectationCreate {
    /// Who.
    pub practitioner: PractitionerId,
    /// Status under which the time is worked, a code of `statuses`.
    #[cfg_attr(feature = "openapi", schema(example = "PH"))]
    pub status: String,
    /// Main or secondary.
    pub rank: Rank,
    /// Service or pole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<StructureId>,
    /// Unit inside the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<StructureId>,
    /// The post on which the time is worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// Time.
    pub quotity: Quotity,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// What may be changed of an affectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AffectationEdit {
    /// Status under which the time is worked, a code of `statuses`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "PH"))]
    pub status: Option<String>,
    /// Main or secondary.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Rank))]
    pub rank: Option<Rank>,
    /// Service or pole.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub service: Option<Option<StructureId>>,
    /// Unit inside the service.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<StructureId>))]
    pub unit: Option<Option<StructureId>>,
    /// The post on which the time is worked.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PostId>))]
    pub post: Option<Option<PostId>>,
    /// Time.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Quotity))]
    pub quotity: Option<Quotity>,
    /// When it takes effect, and why.
    pub effect: Effect,
}
