//! Requests to create, transform or close a post (`domain.md` 7.1, 8.1): what is asked, where it stands, and what becomes
//! of the post once it is done.
//!
//! Who may act from which state is in [`crate::workflow::request`]. A request holds from the day it was opened, without
//! end; a step says the whole of it anew, since nobody takes a step in the past: recorded time keeps what stood before.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{AccountId, PostId, RequestId, StructureId};
use crate::names::names;
use crate::quotity::Quotity;
use crate::time::Day;
use crate::workflow::is_final;
use crate::workflow::request::{Request as Machine, RequestState};

/// What the post becomes.
mod outcome;
/// What a step asks beyond the table, and what it changes.
mod step;

pub use outcome::{Outcome, outcome};
pub use step::{Blocked, Given, after, blocked, purpose, wants_comment};

names! {
    /// What is asked of a post.
    RequestKind {
        /// A new one.
        Create = "create",
        /// Another speciality, time or place.
        Transform = "transform",
        /// Its end.
        Close = "close",
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// What is asked.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// The post; the one that was made, once a creation is done.
    pub post: Option<PostId>,
    /// Code of `workflow_motives`.
    pub motive: SmolStr,
    /// Text that goes with the motive.
    pub text: Option<SmolStr>,
    /// First day of the effect; for a closing, the first day without the post.
    pub day: Day,
    /// Code of `post_kinds`, for a creation.
    pub post_kind: Option<SmolStr>,
    /// Number given by the hospital.
    pub local_number: Option<SmolStr>,
    /// Discipline of SIGMED.
    pub discipline: Option<SmolStr>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Code of `cnu_sections`.
    pub cnu_section: Option<SmolStr>,
    /// Time of the post.
    pub quotity: Option<Quotity>,
    /// The structure to which it is attached.
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself.
    pub attached_to_establishment: bool,
    /// Budget line, `PST`, regional fund: text of the hospital.
    pub funding: Option<SmolStr>,
    /// Number that SIGMED gave to the post that was made.
    pub sigmed_number: Option<SmolStr>,
    /// Who submitted it last: never who signs it off or accepts it (`domain.md` R2).
    pub submitted_by: Option<AccountId>,
    /// Motive of the last question or refusal, a code of `workflow_motives`.
    pub said_motive: Option<SmolStr>,
    /// What was said with the last step.
    pub said: Option<SmolStr>,
}

impl Request {
    /// Whether nothing will happen to it any more.
    pub fn is_over(&self) -> bool {
        is_final::<Machine>(self.state)
    }
}

impl Fact for Request {
    type Id = RequestId;
    const NOUN: Noun = Noun::Requests;

    /// A request that is over needs nothing any more: the post that it closed may be closed.
    fn references(&self) -> Vec<Uuid> {
        if self.is_over() {
            return Vec::new();
        }
        self.post.map(Uuid::from).into_iter().chain(self.structure.map(Uuid::from)).collect()
    }

    fn key(&self, from: Day, names: &dyn Names) -> SmolStr {
        let post = self.post.map(|id| names.post(id)).unwrap_or_default();
        format_smolstr!("{post}|{}|{}|{from}", self.kind, self.motive)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            kind: self.kind,
            state: self.state,
            post: self.post.map(|id| names.post(id)),
            motive: self.motive,
            text: self.text,
            day: self.day,
            post_kind: self.post_kind,
            local_number: self.local_number,
            discipline: self.discipline,
            speciality: self.speciality,
            cnu_section: self.cnu_section,
            quotity: self.quotity,
            structure: self.structure.map(|id| names.structure(id)),
            attached_to_establishment: self.attached_to_establishment,
            funding: self.funding,
            sigmed_number: self.sigmed_number,
            said_motive: self.said_motive,
            said: self.said,
        }
    }
}

#[cfg(test)]
mod tests;
