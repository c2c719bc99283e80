//! Heads of poles, services and units (CSP, art. L. 6146-1, R. 6146-4), and structures taken in by others, over the wire.

use serde::{Deserialize, Serialize};

use super::facts::kept;
use super::writing::Effect;
use super::{Coded, PractitionerRef, Stamp, StructureRef};
use crate::id::{HeadshipId, PractitionerId, StructureId};
use crate::time::Day;

/// One mandate at the head of a structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadshipView {
    /// Id.
    pub id: HeadshipId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// What is headed; `null` once nothing is known of it.
    pub structure: Option<StructureRef>,
    /// Who; absent for who may not read practitioners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// Code and label of `headship_functions`.
    pub function: Coded,
    /// Days and version: `valid_to` is the end of the mandate, planned or real.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A new mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HeadshipCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// What is headed.
    pub structure: StructureId,
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of `headship_functions`.
    #[cfg_attr(feature = "openapi", schema(example = "CHEF_SERVICE"))]
    pub function: String,
    /// When it begins and ends, and why; without `valid_to`, as long as the function may last.
    pub effect: Effect,
}

/// What may be changed of a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HeadshipEdit {
    /// Code of `headship_functions`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "CHEF_SERVICE"))]
    pub function: Option<String>,
    /// When it takes effect, and why.
    pub effect: Effect,
}

/// A structure is taken in by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StructureMerger {
    /// The structure of the same kind that takes in what it holds.
    pub into: StructureId,
    /// First day without the absorbed structure.
    pub valid_from: Day,
    /// Why, for the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// What passed from a structure to the one that took it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StructureMerged {
    /// The structure that has ended.
    pub absorbed: StructureRef,
    /// The one that stays.
    pub into: StructureRef,
    /// First day without the absorbed one.
    pub valid_from: Day,
    /// Structures that were directly under it.
    #[cfg_attr(feature = "openapi", schema(example = 3))]
    pub structures: u32,
    /// Posts attached to it.
    #[cfg_attr(feature = "openapi", schema(example = 12))]
    pub posts: u32,
    /// Lines of time in it.
    #[cfg_attr(feature = "openapi", schema(example = 31))]
    pub affectations: u32,
    /// Mandates of its heads, which have ended.
    #[cfg_attr(feature = "openapi", schema(example = 1))]
    pub headships: u32,
}
