//! A post in a tour as it is recorded (`domain.md` 8.4): what the hospital wants of it, where it stands, who brought it
//! there and what was said.
//!
//! It holds on one open period from the day the tour opened, as the tour itself does ([`super::round`]). What a step makes
//! of it is in [`super::step`].

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use super::proposal::ProposalReason;
use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{AccountId, PostId, TourEntryId, TourId};
use crate::names::names;
use crate::time::Day;
use crate::workflow::entry::{Decision, EntryState};

names! {
    /// How a post is published (CNG practice).
    Nature {
        /// V: vacant when the tour opened.
        Vacant = "vacant",
        /// SV: likely to be by the day of the appointments (susceptible d'être vacant).
        LikelyVacant = "likely_vacant",
    }
}

/// A post in a tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TourEntry {
    /// The tour.
    pub tour: TourId,
    /// The post.
    pub post: PostId,
    /// What the hospital wants.
    pub decision: Decision,
    /// Where it stands.
    pub state: EntryState,
    /// Why it was proposed, or not, when the tour opened.
    pub reason: ProposalReason,
    /// How it is published; `None` while nothing is to be published of it.
    pub nature: Option<Nature>,
    /// From when it is vacant, when that is known.
    pub vacant_from: Option<Day>,
    /// Motive of the freeze or of the force.
    pub motive: Option<SmolStr>,
    /// Its text.
    pub text: Option<SmolStr>,
    /// Day on which a forced post is expected to be vacant.
    pub expected: Option<Day>,
    /// Last day of a freeze that ends.
    pub frozen_until: Option<Day>,
    /// Who proposed it.
    pub proposed_by: Option<AccountId>,
    /// Who signed it off.
    pub signed_by: Option<AccountId>,
    /// Who settled it for the agency.
    pub settled_by: Option<AccountId>,
    /// Motive of the last question, refusal, return, rejection, withdrawal or answer.
    pub said_motive: Option<SmolStr>,
    /// Its text.
    pub said: Option<SmolStr>,
    /// Number of the order of appointment.
    pub order_number: Option<SmolStr>,
    /// Its day.
    pub order_date: Option<Day>,
    /// Who is appointed, as the order names the person: the hospital may not know them yet.
    pub appointee: Option<SmolStr>,
    /// When the person was installed.
    pub installed_on: Option<Day>,
}

impl TourEntry {
    /// The decision that stands on a day: signed off by the hospital, neither given back nor taken out, and for a freeze
    /// until its last day.
    pub fn standing(&self, day: Day) -> Option<Decision> {
        use EntryState as S;
        let stands = match self.state {
            S::AtArs
            | S::InfoRequested
            | S::Validated
            | S::SentToSigmed
            | S::SigmedRejected
            | S::Ready
            | S::Published
            | S::ClosedForApplications
            | S::Appointed
            | S::Recorded => true,
            S::Preparing
            | S::PendingSignOff
            | S::NotProposed
            | S::NotSettled
            | S::Refused
            | S::Withdrawn
            | S::RemainedVacant
            | S::Installed => false,
        };
        let over = self.decision == Decision::Freeze && self.frozen_until.is_some_and(|last| last < day);
        (stands && !over && self.decision != Decision::None).then_some(self.decision)
    }
}

impl Fact for TourEntry {
    type Id = TourEntryId;
    const NOUN: Noun = Noun::TourEntries;

    fn references(&self) -> Vec<Uuid> {
        vec![self.tour.into(), self.post.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        format_smolstr!("{}|{}", names.tour(self.tour), names.post(self.post))
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            tour: names.tour(self.tour),
            post: names.post(self.post),
            decision: self.decision,
            state: self.state,
            reason: self.reason,
            nature: self.nature,
            vacant_from: self.vacant_from,
            motive: self.motive,
            text: self.text,
            expected: self.expected,
            frozen_until: self.frozen_until,
            proposed_by: self.proposed_by,
            signed_by: self.signed_by,
            settled_by: self.settled_by,
            said_motive: self.said_motive,
            said: self.said,
            order_number: self.order_number,
            order_date: self.order_date,
            appointee: self.appointee,
            installed_on: self.installed_on,
        }
    }
}
