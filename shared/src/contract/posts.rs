//! Posts.

use serde::{Deserialize, Serialize};

use super::{Coded, PostRef, PractitionerRef, Stamp, StructureRef};
use crate::affectation::Rank;
use crate::id::{AffectationId, PostId, StructureId};
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
    /// The split post of which it is a part; `null` for a whole post.
    pub parent_post: Option<PostRef>,
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
    /// The part of the post on which it is; `null`: the whole post.
    pub part: Option<PostRef>,
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

/// The parts of a split post on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostParts {
    /// The post.
    pub post: PostRef,
    /// Its parts, with who sits on each; together they have its time. None: it is whole.
    pub items: Vec<PostView>,
    /// For `If-Match`: it moves with the post and with any of its parts.
    #[cfg_attr(feature = "openapi", schema(example = 3))]
    pub version: i64,
    /// The point from which facts were read.
    pub time: View,
}

/// A post divided into parts from a day on, divided otherwise, or made whole again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostSplit {
    /// First day of the division.
    pub valid_from: Day,
    /// All its parts from then on, two at least, which together have the time of the post; none: the post is whole again.
    pub parts: Vec<PartWanted>,
    /// Where the affectations of the post go. One on a part that stays is left there; without parts, all go back to the post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LinePlaced>,
    /// Why, for the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// A part of a split post, as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartWanted {
    /// A part that the post has and keeps; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PostId>,
    /// Its number; absent: the one it has, else that of the post with a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "00412-A"))]
    pub local_number: Option<String>,
    /// Its time.
    pub quotity: Quotity,
    /// The structure to which it is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself.
    #[serde(default)]
    pub attached_to_establishment: bool,
}

/// On which part an affectation goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinePlaced {
    /// The affectation.
    pub affectation: AffectationId,
    /// Place of the part in `parts`, from 0.
    #[cfg_attr(feature = "openapi", schema(example = 0))]
    pub part: u32,
}
