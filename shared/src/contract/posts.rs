//! Posts.

use serde::{Deserialize, Serialize};

use super::{Coded, PractitionerRef, Stamp, StructureRef};
use crate::affectation::Rank;
use crate::id::{AffectationId, PostId};
use crate::quotity::Quotity;
use crate::time::{Day, View};

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostView {
    /// Id.
    pub id: PostId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Number people use: SIGMED's, else the local one.
    #[cfg_attr(feature = "openapi", schema(example = "00412"))]
    pub number: String,
    /// Number in SIGMED.
    #[cfg_attr(feature = "openapi", schema(example = "00412"))]
    pub sigmed_number: Option<String>,
    /// Number given by the hospital.
    #[cfg_attr(feature = "openapi", schema(example = "LOC-0042"))]
    pub local_number: Option<String>,
    /// Code and label of `post_kinds`.
    pub kind: Coded,
    /// Type as SIGMED writes it.
    #[cfg_attr(feature = "openapi", schema(example = "PH TEMPS PLEIN"))]
    pub sigmed_type: Option<String>,
    /// Discipline of SIGMED.
    #[cfg_attr(feature = "openapi", schema(example = "CHI"))]
    pub discipline: Option<String>,
    /// Code and label of `specialities`.
    pub speciality: Option<Coded>,
    /// Code of `cnu_sections`.
    #[cfg_attr(feature = "openapi", schema(example = "48-01"))]
    pub cnu_section: Option<String>,
    /// Body of the post.
    #[cfg_attr(feature = "openapi", schema(example = "PH"))]
    pub corps: Option<String>,
    /// Time of the post.
    pub quotity: Quotity,
    /// The structure to which it is attached.
    pub structure: Option<StructureRef>,
    /// Whether it is attached to the establishment itself.
    pub attached_to_establishment: bool,
    /// Who sits on it, derived; with `include=occupation`, and always on one post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<Occupation>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// Whether a post is vacant on the day, never typed in: derived from dated facts (`domain.md` 4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occupation {
    /// State, as in the staffing table (`occupied`, `vacant`, ...).
    #[cfg_attr(feature = "openapi", schema(example = "vacant"))]
    pub state: String,
    /// Code of `vacancy_reasons`.
    #[cfg_attr(feature = "openapi", schema(example = "RETRAITE"))]
    pub vacancy_reason: Option<String>,
    /// First vacant day, past or expected.
    pub vacant_from: Option<Day>,
    /// Those who hold time on it that day, as far as the caller may read their affectations; absent for who may not read
    /// practitioners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holders: Option<Vec<Holder>>,
}

/// Somebody who holds time on a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    /// Who.
    pub practitioner: PractitionerRef,
    /// Time.
    pub quotity: Quotity,
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
}

/// Who has held which part of a post over time, as known at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occupants {
    /// Those who hold, have held or will hold time on it, by first day.
    pub items: Vec<Occupant>,
    /// The days on which part of its time is held by nobody, with that part. Empty for who does not read all the
    /// affectations of the establishment.
    pub free: Vec<FreeTime>,
    /// First day from today on which part of it is free; `null`: none is known.
    pub next_free_day: Option<Day>,
    /// The point from which facts were read.
    pub time: View,
}

/// Somebody who holds time on a post between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occupant {
    /// The affectation.
    pub affectation: AffectationId,
    /// Who.
    pub practitioner: PractitionerRef,
    /// Status under which the time is worked.
    pub status: Coded,
    /// Main or secondary.
    pub rank: Rank,
    /// Time.
    pub quotity: Quotity,
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
}

/// Time of a post that nobody holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FreeTime {
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
    /// Time.
    pub quotity: Quotity,
}
