//! Post profiles (profils de poste): what a hospital says of a post to those who may apply (CSP, art. R. 6152-6).
//!
//! One thing for each edition of a post, not one for the post: the approved edition stays in force, on every day and at
//! every instant, while the next one is written beside it, and the editions of a post are simply the things that refer to
//! it. An approval ends the draft of the new edition and the reign of the former one on the same day, in one change. The
//! order of 5 February 2022 fixes the features; as long as its text has not been read, they are those of the CSP and of
//! published vacancies. Refuses to hold the name of a person: contacts are functions and professional addresses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, Printed, fields};
use crate::id::{AccountId, PostDocumentId, PostId, PostProfileId};
use crate::quotity::Quotity;
use crate::time::Day;

/// Largest document that goes with an edition, in bytes.
pub const LARGEST_DOCUMENT: usize = 10 << 20;

/// Where an edition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// Being written.
    Draft,
    /// The one that is shown to those who may apply.
    Approved,
    /// Replaced by a later edition.
    Superseded,
}

impl EditionState {
    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            EditionState::Draft => "draft",
            EditionState::Approved => "approved",
            EditionState::Superseded => "superseded",
        }
    }

    /// From the wire name.
    pub fn from_name(name: &str) -> Option<EditionState> {
        let all = [EditionState::Draft, EditionState::Approved, EditionState::Superseded];
        all.into_iter().find(|state| state.name() == name)
    }
}

impl Printed for EditionState {
    fn printed(&self) -> Value {
        self.name().into()
    }
}

/// The PDF that goes with an edition, by what tells it from any other. Its bytes are kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Under which its bytes are kept.
    pub id: PostDocumentId,
    /// Name of the file.
    pub name: SmolStr,
    /// Bytes.
    pub size: u32,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: SmolStr,
}

impl Printed for Document {
    fn printed(&self) -> Value {
        serde_json::json!({ "name": self.name.as_str(), "size": self.size, "hash": self.hash.as_str() })
    }
}

/// Whom to ask about a post: functions and professional addresses, never the name of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contacts {
    /// Head of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head_of_service: Option<SmolStr>,
    /// Head of the pole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head_of_pole: Option<SmolStr>,
    /// Medical affairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical_affairs: Option<SmolStr>,
}

/// Who approved an edition, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Who.
    pub by: AccountId,
    /// The day.
    pub on: Day,
}

/// One edition of the profile of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostProfile {
    /// The post it describes.
    pub post: PostId,
    /// Number of the edition: 1, 2, 3, ... in the order in which they were begun.
    pub edition: u32,
    /// Where it stands.
    pub state: EditionState,
    /// Code of `specialities`, of `cnu_sections` for a university post.
    pub speciality: Option<SmolStr>,
    /// Position in the pole or service.
    pub position: Option<SmolStr>,
    /// Time that is wanted, which may be less than that of the post.
    pub quotity: Option<Quotity>,
    /// Expected skills.
    pub skills: Option<SmolStr>,
    /// On-call duty.
    pub on_call: Option<SmolStr>,
    /// Place in the structure.
    pub place: Option<SmolStr>,
    /// Means and aims of the structure.
    pub means: Option<SmolStr>,
    /// Code of `vacancy_reasons`.
    pub vacancy_reason: Option<SmolStr>,
    /// Since when, or from when, the post is vacant.
    pub vacant_from: Option<Day>,
    /// Team and activity.
    pub team: Option<SmolStr>,
    /// Required diplomas.
    pub diplomas: Option<SmolStr>,
    /// Half-days that are not clinical, within the time that is wanted.
    pub non_clinical_time: Option<Quotity>,
    /// Time shared with another structure or establishment.
    pub shared_time: Option<SmolStr>,
    /// Activity in other establishments of the GHT.
    pub ght_activity: Option<SmolStr>,
    /// Whether the exclusivity allowance (IESPE) is possible.
    pub exclusivity_allowance: Option<bool>,
    /// Whether private practice is possible.
    pub private_practice: Option<bool>,
    /// Whom to ask.
    pub contacts: Contacts,
    /// The PDF that goes with it.
    pub document: Option<Document>,
    /// Who wrote it last.
    pub written_by: AccountId,
    /// Its approval; a draft has none.
    pub approval: Option<Approval>,
}

/// What an edition says and does not say yet, by the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// Mandatory fields that say nothing: it cannot be approved.
    pub missing: Vec<&'static str>,
    /// Other fields that say nothing.
    pub unfilled: Vec<&'static str>,
}

/// Why an edition is not approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// It is no draft.
    NotDraft,
    /// These mandatory fields say nothing.
    Incomplete(Vec<&'static str>),
    /// Who would approve it has written it (`domain.md`, R2).
    OwnVersion,
}

/// What is said and what is not. Speciality, position in the structure and time are mandatory (CSP, art. R. 6152-6); the
/// rest is what vacancies usually say.
pub fn completeness(edition: &PostProfile) -> Completeness {
    let silent = |fields: &[(&'static str, bool)]| {
        fields.iter().filter(|(_, said)| !said).map(|(name, _)| *name).collect::<Vec<_>>()
    };
    Completeness {
        missing: silent(&[
            ("speciality", edition.speciality.is_some()),
            ("position", edition.position.is_some()),
            ("quotity", edition.quotity.is_some_and(|time| time > Quotity::ZERO)),
        ]),
        unfilled: silent(&[
            ("skills", edition.skills.is_some()),
            ("on_call", edition.on_call.is_some()),
            ("place", edition.place.is_some()),
            ("means", edition.means.is_some()),
            ("vacancy_reason", edition.vacancy_reason.is_some()),
            ("vacant_from", edition.vacant_from.is_some()),
            ("team", edition.team.is_some()),
            ("diplomas", edition.diplomas.is_some()),
            ("non_clinical_time", edition.non_clinical_time.is_some()),
            ("shared_time", edition.shared_time.is_some()),
            ("ght_activity", edition.ght_activity.is_some()),
            ("exclusivity_allowance", edition.exclusivity_allowance.is_some()),
            ("private_practice", edition.private_practice.is_some()),
            ("head_of_service", edition.contacts.head_of_service.is_some()),
            ("head_of_pole", edition.contacts.head_of_pole.is_some()),
            ("medical_affairs", edition.contacts.medical_affairs.is_some()),
            ("document", edition.document.is_some()),
        ]),
    }
}

impl PostProfile {
    /// Whether somebody may approve it: a draft, complete, and not written by them. `writers` are all those who have
    /// written it since it was begun: whoever mends a comma after somebody does not make them a stranger to it.
    ///
    /// # Errors
    /// Why not.
    pub fn may_be_approved(&self, writers: &BTreeSet<AccountId>, by: AccountId) -> Result<(), Blocked> {
        if self.state != EditionState::Draft {
            return Err(Blocked::NotDraft);
        }
        if self.written_by == by || writers.contains(&by) {
            return Err(Blocked::OwnVersion);
        }
        let Completeness { missing, .. } = completeness(self);
        if missing.is_empty() { Ok(()) } else { Err(Blocked::Incomplete(missing)) }
    }

    /// The edition once it is approved.
    ///
    /// # Errors
    /// Why it may not be.
    pub fn approved(
        &self,
        writers: &BTreeSet<AccountId>,
        by: AccountId,
        on: Day,
    ) -> Result<PostProfile, Blocked> {
        self.may_be_approved(writers, by)?;
        let approval = Some(Approval { by, on });
        Ok(PostProfile { state: EditionState::Approved, approval, ..self.clone() })
    }

    /// The approved edition once a later one is approved; what is not approved cannot be replaced.
    pub fn superseded(&self) -> Option<PostProfile> {
        let is_in_force = self.state == EditionState::Approved;
        is_in_force.then(|| PostProfile { state: EditionState::Superseded, ..self.clone() })
    }
}

impl Fact for PostProfile {
    type Id = PostProfileId;
    const NOUN: Noun = Noun::PostProfiles;

    fn references(&self) -> Vec<Uuid> {
        vec![self.post.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}", names.post(self.post), self.edition)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            post: names.post(self.post),
            edition: self.edition,
            state: self.state,
            speciality: self.speciality,
            position: self.position,
            quotity: self.quotity,
            skills: self.skills,
            on_call: self.on_call,
            place: self.place,
            means: self.means,
            vacancy_reason: self.vacancy_reason,
            vacant_from: self.vacant_from,
            team: self.team,
            diplomas: self.diplomas,
            non_clinical_time: self.non_clinical_time,
            shared_time: self.shared_time,
            ght_activity: self.ght_activity,
            exclusivity_allowance: self.exclusivity_allowance,
            private_practice: self.private_practice,
            head_of_service: self.contacts.head_of_service,
            head_of_pole: self.contacts.head_of_pole,
            medical_affairs: self.contacts.medical_affairs,
            document: self.document,
            approved_on: self.approval.map(|approval| approval.on),
        }
    }
}

#[cfg(test)]
mod tests;
