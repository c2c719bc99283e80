//! Local codes of a hospital beside the national ones (transcodage), and the profile by which its files are read.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{CodeMappingId, ImportProfileId};
use crate::time::Day;

/// What a local code means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeMapping {
    /// `status`, `position`, `structure`, `speciality`, `contract_motive`, `exit_reason` or `headship`.
    pub domain: SmolStr,
    /// The hospital's code.
    pub local_code: SmolStr,
    /// The hospital's label.
    pub local_label: Option<SmolStr>,
    /// The national code, or the number of the structure.
    pub national_code: SmolStr,
    /// Contract motive folded in the local code.
    pub motive: Option<SmolStr>,
}

impl Fact for CodeMapping {
    type Id = CodeMappingId;
    const NOUN: Noun = Noun::CodeMappings;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}", self.domain, self.local_code)
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            domain: self.domain,
            local_code: self.local_code,
            local_label: self.local_label,
            national_code: self.national_code,
            motive: self.motive,
        }
    }
}

/// How the files of an establishment are read; a new version is a new fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportProfile {
    /// Name, unique per establishment (`sirh` by default).
    pub name: SmolStr,
    /// Columns, formats and units, as JSON with sorted keys.
    pub definition: SmolStr,
}

impl Fact for ImportProfile {
    type Id = ImportProfileId;
    const NOUN: Noun = Noun::ImportProfiles;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.name.clone()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! { name: self.name, definition: self.definition }
    }
}
