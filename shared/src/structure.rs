//! Structures of an establishment: poles, services, units, each with its parent and its period.
//!
//! The establishment itself (kind `EJ`) is the root and is not a structure row. Refuses to guess a parent.

/// One structure taken in by another.
pub mod merger;

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::StructureId;
use crate::time::Day;

/// A pole, a service or a unit during a period (CSP, art. L. 6146-1: each hospital organises itself).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Structure {
    /// Code of `structure_kinds`: `POLE`, `SERVICE`, `UF`, ...
    pub kind: SmolStr,
    /// Number given by the hospital, text up to 20; unique per kind.
    pub number: SmolStr,
    /// Name as the hospital writes it.
    pub label: SmolStr,
    /// The structure above; `None` when directly under the establishment.
    pub parent: Option<StructureId>,
    /// FINESS number of the site where it stands.
    pub site: Option<SmolStr>,
    /// Number of the structure in SIGMED, mostly on poles.
    pub sigmed_number: Option<SmolStr>,
    /// The structure that this one replaces from its first day.
    pub follows: Option<StructureId>,
}

impl Structure {
    /// Whether it is a pole.
    pub fn is_pole(&self) -> bool {
        self.kind == "POLE"
    }

    /// Whether it is a service: the level at which time is counted (services, departments, sectors).
    pub fn is_service(&self) -> bool {
        matches!(self.kind.as_str(), "SERVICE" | "DEPARTEMENT" | "SECTEUR")
    }

    /// Whether it is a unit below a service.
    pub fn is_unit(&self) -> bool {
        self.kind == "UF"
    }
}

impl Fact for Structure {
    type Id = StructureId;
    const NOUN: Noun = Noun::Structures;

    fn references(&self) -> Vec<Uuid> {
        self.parent.into_iter().chain(self.follows).map(Uuid::from).collect()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        smol_str::format_smolstr!("{}|{}", self.kind, self.number)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            kind: self.kind,
            number: self.number,
            label: self.label,
            parent: self.parent.map(|id| names.structure(id)),
            site: self.site,
            sigmed_number: self.sigmed_number,
            follows: self.follows.map(|id| names.structure(id)),
        }
    }
}
