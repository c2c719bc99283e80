//! Practitioners as one establishment knows them: one record per matricule, tied to a person.
//!
//! Two records with the same RPPS are the same person. Never holds a national insurance number (NIR).

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{PersonId, PractitionerId};
use crate::time::Day;

/// What an establishment says of a person, from the day of entry to the day of exit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Practitioner {
    /// The person, the same for all records of one RPPS.
    pub person: PersonId,
    /// Number in the hospital's HR software, text with its leading zeros.
    pub matricule: SmolStr,
    /// Number in the shared directory of health professionals; absent for students.
    pub rpps: Option<SmolStr>,
    /// Name at birth.
    pub birth_name: SmolStr,
    /// Name in use.
    pub usual_name: SmolStr,
    /// First names.
    pub first_names: SmolStr,
    /// `F`, `M` or `X`.
    pub sex: Option<SmolStr>,
    /// Birth day.
    pub birth_date: Option<Day>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Why the person left, once the exit is known.
    pub exit_reason: Option<SmolStr>,
    /// Codes of `diplomas`, in the order of the file.
    pub diplomas: Vec<SmolStr>,
}

impl Fact for Practitioner {
    type Id = PractitionerId;
    const NOUN: Noun = Noun::Practitioners;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.matricule.clone()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            matricule: self.matricule,
            rpps: self.rpps,
            birth_name: self.birth_name,
            usual_name: self.usual_name,
            first_names: self.first_names,
            sex: self.sex,
            birth_date: self.birth_date,
            speciality: self.speciality,
            exit_reason: self.exit_reason,
            diplomas: self.diplomas,
        }
    }
}
