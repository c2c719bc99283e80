//! Affectations: the time of a practitioner in a structure, on a post or not.
//!
//! Sums against employments and posts are sweeps over all days; nothing here adds two ends.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, Printed, fields};
use crate::id::{AffectationId, PostId, PractitionerId, StructureId};
use crate::quotity::Quotity;
use crate::time::Day;

/// Main or secondary affectation; one main at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Principale.
    Main,
    /// Secondaire.
    Secondary,
}

impl Rank {
    /// One letter, as files write it: `P` or `S`.
    pub const fn letter(self) -> &'static str {
        match self {
            Rank::Main => "P",
            Rank::Secondary => "S",
        }
    }

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Rank::Main => "main",
            Rank::Secondary => "secondary",
        }
    }

    /// From the wire name.
    pub fn from_name(name: &str) -> Option<Rank> {
        match name {
            "main" => Some(Rank::Main),
            "secondary" => Some(Rank::Secondary),
            _ => None,
        }
    }
}

impl Printed for Rank {
    fn printed(&self) -> Value {
        self.name().into()
    }
}

/// One line of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Affectation {
    /// Who.
    pub practitioner: PractitionerId,
    /// Status under which the time is worked, a code of `statuses`.
    pub status: SmolStr,
    /// Main or secondary.
    pub rank: Rank,
    /// Service (or pole) where the time is spent.
    pub service: Option<StructureId>,
    /// Unit inside the service.
    pub unit: Option<StructureId>,
    /// Post held, if any.
    pub post: Option<PostId>,
    /// Time.
    pub quotity: Quotity,
    /// Number of the convention by which the time comes in from another establishment.
    pub convention: Option<SmolStr>,
    /// FINESS of the establishment which lends the time.
    pub partner: Option<SmolStr>,
}

impl Affectation {
    /// Whether the time comes from another establishment by convention (`shared_in`).
    pub fn is_incoming(&self) -> bool {
        self.convention.is_some() || self.partner.is_some()
    }

    /// Kind of affectation, derived: `shared_in`, `on_post` or `no_post`.
    pub fn kind(&self) -> &'static str {
        if self.is_incoming() {
            "shared_in"
        } else if self.post.is_some() {
            "on_post"
        } else {
            "no_post"
        }
    }
}

impl Fact for Affectation {
    type Id = AffectationId;
    const NOUN: Noun = Noun::Affectations;

    fn references(&self) -> Vec<Uuid> {
        let structures = self.service.into_iter().chain(self.unit).map(Uuid::from);
        std::iter::once(self.practitioner.into()).chain(structures).chain(self.post.map(Uuid::from)).collect()
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!(
            "{}|{}|{}|{}|{}|{}",
            names.practitioner(self.practitioner),
            from,
            self.rank.letter(),
            self.service.map(|id| names.structure(id)).unwrap_or_default(),
            self.unit.map(|id| names.structure(id)).unwrap_or_default(),
            self.post.map(|id| names.post(id)).unwrap_or_default(),
        )
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            status: self.status,
            rank: self.rank,
            service: self.service.map(|id| names.structure(id)),
            unit: self.unit.map(|id| names.structure(id)),
            post: self.post.map(|id| names.post(id)),
            quotity: self.quotity,
            kind: self.kind(),
            convention: self.convention,
            partner: self.partner,
        }
    }
}
