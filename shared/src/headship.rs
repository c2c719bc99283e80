//! Headships (chefferies): who heads a pole or a service, and for how long (CSP, art. R. 6146-4: four years).

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{HeadshipId, PractitionerId, StructureId};
use crate::time::Day;

/// One mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headship {
    /// Who.
    pub practitioner: PractitionerId,
    /// What.
    pub structure: StructureId,
    /// Code of `headship_functions`.
    pub function: SmolStr,
}

impl Fact for Headship {
    type Id = HeadshipId;
    const NOUN: Noun = Noun::Headships;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into(), self.structure.into()]
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        let (who, what) = (names.practitioner(self.practitioner), names.structure(self.structure));
        format_smolstr!("{who}|{}|{what}|{from}", self.function)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            structure: names.structure(self.structure),
            function: self.function,
        }
    }
}
