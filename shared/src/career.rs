//! Careers: the status under which a practitioner is employed, the step, positions, contracts, exercise.
//!
//! No pay is computed. A position is stored only when it is not activity: `ACTIVITE` fills every gap.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{ContractId, ExercisePeriodId, PositionId, PractitionerId, StatusId, StepId};
use crate::quotity::Quotity;
use crate::time::Day;

/// An employment: one practitioner under one status, with its time, while it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of `statuses`.
    pub status: SmolStr,
    /// The hospital's own code, when it differs.
    pub local_code: Option<SmolStr>,
    /// Whole time of the employment; unknown when the file does not give it for these days.
    pub quotity: Option<Quotity>,
    /// FINESS of the employer when it is another establishment (incoming by convention).
    pub employer: Option<SmolStr>,
}

impl Fact for Status {
    type Id = StatusId;
    const NOUN: Noun = Noun::Statuses;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}", names.practitioner(self.practitioner), self.status)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            status: self.status,
            local_code: self.local_code,
            quotity: self.quotity,
            employer: self.employer,
        }
    }
}

/// The step (échelon) reached by a practitioner (CSP, art. R. 6152-20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who.
    pub practitioner: PractitionerId,
    /// Number of the step, as text.
    pub step: SmolStr,
}

impl Fact for Step {
    type Id = StepId;
    const NOUN: Noun = Noun::Steps;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        names.practitioner(self.practitioner)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! { practitioner: names.practitioner(self.practitioner), step: self.step }
    }
}

/// A statutory position other than activity, over the days it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of `positions`.
    pub code: SmolStr,
    /// The hospital's own code, when it differs.
    pub local_code: Option<SmolStr>,
    /// First day of the whole position as granted, when the file gives it.
    pub granted_from: Option<Day>,
    /// Last day of the whole position as granted, inclusive.
    pub granted_until: Option<Day>,
}

impl Fact for Position {
    type Id = PositionId;
    const NOUN: Noun = Noun::Positions;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}|{}", names.practitioner(self.practitioner), self.code, from)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            code: self.code,
            local_code: self.local_code,
            granted_from: self.granted_from,
            granted_until: self.granted_until,
        }
    }
}

/// A contract of a practitioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contract {
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of `statuses` under which it is signed.
    pub status: SmolStr,
    /// Code of `contract_motives` (CSP, art. R. 6152-338), for a status that has motives.
    pub motive: Option<SmolStr>,
    /// Signature; the first day stands in when an import does not give it.
    pub signed_on: Option<Day>,
    /// Time of the contract.
    pub quotity: Option<Quotity>,
}

impl Fact for Contract {
    type Id = ContractId;
    const NOUN: Noun = Noun::Contracts;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}|{}", names.practitioner(self.practitioner), from, self.status)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            practitioner: names.practitioner(self.practitioner),
            status: self.status,
            motive: self.motive,
            signed_on: self.signed_on,
            quotity: self.quotity,
        }
    }
}

/// A period of private practice or of the exclusivity allowance (CSP, art. L. 6154-1 s., D. 6152-23-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExercisePeriod {
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of `exercise_modalities`: `ACT_LIB`, `IESPE`, ...
    pub code: SmolStr,
}

impl Fact for ExercisePeriod {
    type Id = ExercisePeriodId;
    const NOUN: Noun = Noun::ExercisePeriods;

    fn references(&self) -> Vec<Uuid> {
        vec![self.practitioner.into()]
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}|{}", names.practitioner(self.practitioner), self.code, from)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! { practitioner: names.practitioner(self.practitioner), code: self.code }
    }
}
