//! A convention between establishments (`domain.md` 8.6), drafted by the employer, answered by each other party.
//!
//! One step is told by the table only for the last of several: a version is accepted when **every** other party has
//! accepted it ([`crate::convention::agreement`]), and stays proposed until then. Taking back an amendment leaves the
//! version that is in force: the same place says where that leads.

use super::{Machine, Program, Step};
use crate::habilitation::{Profile, Right, Rubric};
use crate::names::names;

names! {
    /// Where a convention stands.
    ConventionState {
        /// Written by the employer; the others do not see it yet.
        Draft = "draft",
        /// The other parties have it in hand.
        Proposed = "proposed",
        /// All of them agree.
        Accepted = "accepted",
        /// Signed: in force during its period.
        Signed = "signed",
        /// A party ends it before its last day.
        Denounced = "denounced",
        /// Its last day has passed.
        Ended = "ended",
        /// Given up before it was signed.
        Withdrawn = "withdrawn",
    }
}

names! {
    /// What may be done with a convention.
    ConventionAction {
        /// Begins it.
        Draft = "draft",
        /// A file says that it exists, without its document.
        Declare = "declare",
        /// Writes it otherwise.
        Change = "change",
        /// Gives it to the other parties.
        Propose = "propose",
        /// A party agrees.
        Accept = "accept",
        /// A party does not, and says why.
        Refuse = "refuse",
        /// Puts it in force.
        Sign = "sign",
        /// Proposes other terms; those signed stay in force until these are.
        Amend = "amend",
        /// Ends it from a day on.
        Denounce = "denounce",
        /// Its last day has passed.
        End = "end",
        /// Gives up what is not signed.
        Withdraw = "withdraw",
    }
}

/// The machine of conventions.
#[derive(Debug, Clone, Copy)]
pub struct Convention;

use ConventionAction as A;
use ConventionState as S;

/// The employer's; the table cannot say which hospital is the employer: the place of the actor does.
const MANAGER: &[(Profile, Right)] = &[(Profile::HospitalManager, Right::Modify)];
/// A party's.
const APPROVER: &[(Profile, Right)] = &[(Profile::HospitalApprover, Right::Validate)];

impl Machine for Convention {
    type State = S;
    type Action = A;
    const NAME: &'static str = "Convention";
    const RUBRIC: Rubric = Rubric::Conventions;
    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = A::ALL;
    const STEPS: &'static [Step<S, A>] = &[
        Step { from: None, action: A::Draft, to: S::Draft, people: MANAGER, program: None },
        Step { from: None, action: A::Declare, to: S::Signed, people: &[], program: Some(Program::System) },
        Step::people(S::Draft, A::Change, S::Draft, MANAGER),
        Step::people(S::Draft, A::Propose, S::Proposed, MANAGER),
        Step::people(S::Draft, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::Proposed, A::Accept, S::Accepted, APPROVER),
        Step::people(S::Proposed, A::Refuse, S::Draft, APPROVER),
        Step::people(S::Proposed, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::Accepted, A::Sign, S::Signed, MANAGER),
        Step::people(S::Accepted, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::Signed, A::Amend, S::Proposed, MANAGER),
        Step::people(S::Signed, A::Denounce, S::Denounced, APPROVER),
        Step::program(S::Signed, A::End, S::Ended, Program::Clock),
    ];
}
