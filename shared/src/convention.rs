//! Shares of a practitioner's time between establishments by convention (CSP, art. R. 6152-4).
//!
//! A file declares a share; the full convention with its parties and documents comes with its own screens.

/// Who agreed to which version.
pub mod agreement;
/// What must be in hand before the signature.
pub mod papers;
/// What the parties agree to.
pub mod terms;

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, Printed, fields};
use crate::id::{ConventionId, PractitionerId};
use crate::quotity::Quotity;
use crate::time::Day;

/// Which way the time goes, seen from the establishment of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Ours, spent elsewhere (sortant).
    Outgoing,
    /// Theirs, spent here (entrant).
    Incoming,
}

impl Direction {
    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::Outgoing => "outgoing",
            Direction::Incoming => "incoming",
        }
    }

    /// From the wire name.
    pub fn from_name(name: &str) -> Option<Direction> {
        match name {
            "outgoing" => Some(Direction::Outgoing),
            "incoming" => Some(Direction::Incoming),
            _ => None,
        }
    }
}

impl Printed for Direction {
    fn printed(&self) -> Value {
        self.name().into()
    }
}

/// The time of one practitioner under one convention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConventionShare {
    /// Who.
    pub practitioner: PractitionerId,
    /// Status of the person on these days, a code of `statuses`.
    pub status: SmolStr,
    /// Number of the convention, as the file gives it; empty when the file gives none (IN-19).
    pub number: SmolStr,
    /// FINESS of the other establishment.
    pub partner: SmolStr,
    /// Which way.
    pub direction: Direction,
    /// Time shared.
    pub quotity: Quotity,
}

impl Fact for ConventionShare {
    type Id = ConventionId;
    const NOUN: Noun = Noun::Conventions;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        let matricule = names.practitioner(self.practitioner);
        format_smolstr!("{}|{}|{}|{matricule}", self.number, self.partner, self.direction.name())
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            status: self.status,
            number: self.number,
            partner: self.partner,
            direction: self.direction,
            quotity: self.quotity,
        }
    }
}
