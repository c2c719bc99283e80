//! Practitioners, statuses, positions, affectations.

use serde::{Deserialize, Serialize};

use super::{Coded, PostRef, PractitionerRef, Stamp, StructureRef};
use crate::affectation::Rank;
use crate::id::{AffectationId, PersonId, PositionId, PractitionerId, StatusId};
use crate::quotity::Quotity;
use crate::time::Day;

/// A practitioner as one establishment knows the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PractitionerView {
    /// Id.
    pub id: PractitionerId,
    /// The person, the same for all records of one RPPS in the country; absent for who does not read the whole of it,
    /// since an id older than the record would tell that another hospital knows the person. Use `rpps` instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Number in the hospital's HR software.
    #[cfg_attr(feature = "openapi", schema(example = "0008539"))]
    pub matricule: String,
    /// Number in the shared directory of health professionals.
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
    #[cfg_attr(feature = "openapi", schema(example = "F"))]
    pub sex: Option<String>,
    /// Birth day; absent for who may not read careers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Code and label of `specialities`.
    pub speciality: Option<Coded>,
    /// Why the person left.
    #[cfg_attr(feature = "openapi", schema(example = "RETRAITE"))]
    pub exit_reason: Option<String>,
    /// Codes of `diplomas`.
    pub diplomas: Vec<String>,
    /// What the person does on the day; with `include=present`, and always on one practitioner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Present>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// What a person does on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// Status.
    pub status: Option<Coded>,
    /// Whole time of the employment.
    pub quotity: Option<Quotity>,
    /// Position other than activity; `ABSENT` when its reason is hidden.
    pub position: Option<Coded>,
    /// Where the main affectation is.
    pub structure: Option<StructureRef>,
    /// The post of the main affectation.
    pub post: Option<PostRef>,
}

/// An employment under one status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusView {
    /// Id.
    pub id: StatusId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Who.
    pub practitioner: PractitionerRef,
    /// Code and label of `statuses`.
    pub status: Coded,
    /// The hospital's own code.
    #[cfg_attr(feature = "openapi", schema(example = "10"))]
    pub local_code: Option<String>,
    /// Whole time of the employment.
    pub quotity: Option<Quotity>,
    /// FINESS of the employer when it is another establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690781810"))]
    pub employer: Option<String>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A statutory position other than activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PositionView {
    /// Id.
    pub id: PositionId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Who; absent for who may not read practitioners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Code and label of `positions`; `ABSENT` when the caller may not know the reason.
    pub position: Coded,
    /// The hospital's own code; absent when the reason is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "10"))]
    pub local_code: Option<String>,
    /// First day of the whole position as granted.
    pub granted_from: Option<Day>,
    /// Last day of the whole position as granted, included.
    pub granted_until: Option<Day>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// One line of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AffectationView {
    /// Id.
    pub id: AffectationId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Who; absent for who may not read practitioners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Status under which the time is worked.
    pub status: Coded,
    /// Main or secondary.
    pub rank: Rank,
    /// Service or pole.
    pub service: Option<StructureRef>,
    /// Unit inside the service.
    pub unit: Option<StructureRef>,
    /// The post on which the time is worked.
    pub post: Option<PostRef>,
    /// Time.
    pub quotity: Quotity,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Everything about one practitioner on one line, for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PractitionerTimeline {
    /// The lanes that have something, in order: `statuses`, `positions`, `steps`, `contracts`, `affectations`,
    /// `conventions`, `exercise`, `headships`.
    pub lanes: Vec<Lane>,
}

/// One kind of fact on the timeline of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lane {
    /// Plural noun.
    #[cfg_attr(feature = "openapi", schema(example = "affectations"))]
    pub noun: String,
    /// What it shows, by first day.
    pub spans: Vec<Span>,
}

/// One stretch of a lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    /// Id of the thing.
    #[cfg_attr(feature = "openapi", schema(example = "0193a7c2-7c3a-7b5e-8a1d-000000000001"))]
    pub id: String,
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
    /// What people read on it: a label of the list, the service and its number.
    #[cfg_attr(feature = "openapi", schema(example = "Anesthésie-réanimation"))]
    pub label: String,
    /// Time, when it has one.
    pub quotity: Option<Quotity>,
    /// Post number, rank, local code: what a closer look shows.
    pub details: Vec<String>,
}

/// What is looked for in practitioners. Sent by POST, so that names stay out of addresses. All that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PractitionerSearch {
    /// Words of any name, in any order; case, accents and hyphens do not count, beginnings are enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120, example = "lefevre jean"))]
    pub name: Option<String>,
    /// Number in the shared directory of health professionals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{11}$", example = "10001234566"))]
    pub rpps: Option<String>,
    /// Birth day; only for who may read careers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// FINESS EJ of the establishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: Option<String>,
    /// Size of the page: 50 when left out, at most 500.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, example = 50))]
    pub limit: Option<u32>,
    /// `next` of the page before, with the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
