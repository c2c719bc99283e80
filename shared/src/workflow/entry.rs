//! A post in a tour, from the proposal of the hospital to the installation (`domain.md` 8.4).

use super::{Machine, Program, Step};
use crate::habilitation::{Profile, Right, Rubric};
use crate::names::names;

names! {
    /// Where a post stands in a tour.
    EntryState {
        /// The manager decides.
        Preparing = "preparing",
        /// The approver of the hospital reads it.
        PendingSignOff = "pending_sign_off",
        /// The agency reads it.
        AtArs = "at_ars",
        /// The agency asked something.
        InfoRequested = "info_requested",
        /// The agency agrees with the publication.
        Validated = "validated",
        /// It left for SIGMED.
        SentToSigmed = "sent_to_sigmed",
        /// SIGMED sent it back.
        SigmedRejected = "sigmed_rejected",
        /// SIGMED has it.
        Ready = "ready",
        /// Candidates see it.
        Published = "published",
        /// They may not apply any more.
        ClosedForApplications = "closed_for_applications",
        /// Somebody is appointed.
        Appointed = "appointed",
        /// Somebody holds it.
        Installed = "installed",
        /// The agency took note that it is frozen.
        Recorded = "recorded",
        /// The hospital proposed nothing in time.
        NotProposed = "not_proposed",
        /// The agency settled nothing in time.
        NotSettled = "not_settled",
        /// The agency said no.
        Refused = "refused",
        /// It was taken out.
        Withdrawn = "withdrawn",
        /// Nobody was appointed.
        RemainedVacant = "remained_vacant",
    }
}

names! {
    /// What may be done with a post in a tour.
    EntryAction {
        /// Keeps a vacant post out.
        Freeze = "freeze",
        /// Takes that back.
        Unfreeze = "unfreeze",
        /// Brings an occupied post in.
        Force = "force",
        /// Takes that back.
        Unforce = "unforce",
        /// Gives it to the approver.
        Propose = "propose",
        /// Gives it back to the manager.
        Return = "return",
        /// Sends it to the agency.
        SignOff = "sign_off",
        /// Gives the list of the hospital back after its deadline.
        Reopen = "reopen",
        /// Its time is over.
        Lapse = "lapse",
        /// Asks for a complement.
        Ask = "ask",
        /// Answers.
        Answer = "answer",
        /// Agrees with the publication.
        Validate = "validate",
        /// Takes note of the freeze.
        RecordFreeze = "record_freeze",
        /// Says no.
        Refuse = "refuse",
        /// Sends it to SIGMED.
        Send = "send",
        /// SIGMED has it.
        Acknowledge = "acknowledge",
        /// SIGMED sends it back.
        Reject = "reject",
        /// Mends what SIGMED sent back.
        Correct = "correct",
        /// Publishes it.
        Publish = "publish",
        /// Takes it out.
        WithdrawPost = "withdraw_post",
        /// Ends the time of candidates.
        CloseApplications = "close_applications",
        /// Records who is appointed.
        Appoint = "appoint",
        /// Records that nobody is.
        LeaveVacant = "leave_vacant",
        /// Installs who was appointed.
        Install = "install",
        /// Records that the person renounces.
        Drop = "drop",
    }
}

names! {
    /// What the hospital wants of a post in a tour.
    Decision {
        /// Published: it is vacant or will be.
        Publish = "publish",
        /// Kept out although it is vacant, with a motive `GEL_*`.
        Freeze = "freeze",
        /// Published although it is occupied, with a motive `FORCE_*`.
        Force = "force",
        /// Nothing: it is occupied.
        None = "none",
    }
}

/// The machine of posts in a tour.
#[derive(Debug, Clone, Copy)]
pub struct Entry;

use EntryAction as A;
use EntryState as S;

const MANAGER: &[(Profile, Right)] = &[(Profile::HospitalManager, Right::Modify)];
const APPROVER: &[(Profile, Right)] = &[(Profile::HospitalApprover, Right::Validate)];
const AGENCY: &[(Profile, Right)] =
    &[(Profile::ArsManager, Right::Modify), (Profile::ArsApprover, Right::Validate)];
const AGENCY_APPROVER: &[(Profile, Right)] = &[(Profile::ArsApprover, Right::Validate)];
const CENTRE: &[(Profile, Right)] = &[(Profile::CngManager, Right::Modify)];
const PUBLISHER: &[(Profile, Right)] = &[(Profile::CngManager, Right::Validate)];

const fn sigmed_or_centre(from: S, action: A, to: S) -> Step<S, A> {
    Step { from: Some(from), action, to, people: CENTRE, program: Some(Program::Sigmed) }
}

impl Machine for Entry {
    type State = S;
    type Action = A;
    const NAME: &'static str = "Post in a tour";
    const RUBRIC: Rubric = Rubric::Tours;
    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = A::ALL;
    const STEPS: &'static [Step<S, A>] = &[
        Step::people(S::Preparing, A::Freeze, S::Preparing, MANAGER),
        Step::people(S::Preparing, A::Unfreeze, S::Preparing, MANAGER),
        Step::people(S::Preparing, A::Force, S::Preparing, MANAGER),
        Step::people(S::Preparing, A::Unforce, S::Preparing, MANAGER),
        Step::people(S::Preparing, A::Propose, S::PendingSignOff, MANAGER),
        Step::program(S::Preparing, A::Lapse, S::NotProposed, Program::Clock),
        Step::people(S::PendingSignOff, A::Return, S::Preparing, APPROVER),
        Step::people(S::PendingSignOff, A::SignOff, S::AtArs, APPROVER),
        Step::program(S::PendingSignOff, A::Lapse, S::NotProposed, Program::Clock),
        Step::people(S::PendingSignOff, A::Reopen, S::Preparing, AGENCY_APPROVER),
        Step::people(S::NotProposed, A::Reopen, S::Preparing, AGENCY_APPROVER),
        Step::people(S::AtArs, A::Reopen, S::Preparing, AGENCY_APPROVER),
        Step::people(S::AtArs, A::Ask, S::InfoRequested, AGENCY),
        Step::people(S::AtArs, A::Validate, S::Validated, AGENCY_APPROVER),
        Step::people(S::AtArs, A::RecordFreeze, S::Recorded, AGENCY_APPROVER),
        Step::people(S::AtArs, A::Refuse, S::Refused, AGENCY_APPROVER),
        Step::program(S::AtArs, A::Lapse, S::NotSettled, Program::Clock),
        Step::people(S::InfoRequested, A::Answer, S::AtArs, MANAGER),
        Step::people(S::InfoRequested, A::Reopen, S::Preparing, AGENCY_APPROVER),
        Step::program(S::InfoRequested, A::Lapse, S::NotSettled, Program::Clock),
        Step::program(S::Validated, A::Send, S::SentToSigmed, Program::System),
        Step::people(S::Validated, A::WithdrawPost, S::Withdrawn, CENTRE),
        sigmed_or_centre(S::SentToSigmed, A::Acknowledge, S::Ready),
        sigmed_or_centre(S::SentToSigmed, A::Reject, S::SigmedRejected),
        Step::people(S::SentToSigmed, A::WithdrawPost, S::Withdrawn, CENTRE),
        Step::people(S::SigmedRejected, A::Correct, S::Validated, AGENCY_APPROVER),
        Step::people(S::Ready, A::Publish, S::Published, PUBLISHER),
        Step::people(S::Ready, A::WithdrawPost, S::Withdrawn, CENTRE),
        Step::program(S::Published, A::CloseApplications, S::ClosedForApplications, Program::Clock),
        Step::people(S::Published, A::WithdrawPost, S::Withdrawn, CENTRE),
        Step::people(S::ClosedForApplications, A::Appoint, S::Appointed, CENTRE),
        Step::people(S::ClosedForApplications, A::LeaveVacant, S::RemainedVacant, CENTRE),
        Step::people(S::Appointed, A::Install, S::Installed, MANAGER),
        Step::people(S::Appointed, A::Drop, S::RemainedVacant, CENTRE),
    ];
    const TAKEN_BACK: &'static [A] = &[
        A::Freeze,
        A::Unfreeze,
        A::Force,
        A::Unforce,
        A::Propose,
        A::Return,
        A::SignOff,
        A::Ask,
        A::Answer,
        A::RecordFreeze,
        A::Refuse,
        A::Appoint,
        A::LeaveVacant,
        A::Install,
        A::Drop,
    ];
}
