//! A request to create, transform or close a post, from the hospital to SIGMED (`domain.md` 8.1).

use super::{Machine, Program, Step};
use crate::habilitation::{Profile, Right, Rubric};
use crate::names::names;

names! {
    /// Where a request stands.
    RequestState {
        /// The manager writes it.
        Draft = "draft",
        /// The approver of the hospital reads it.
        PendingSignOff = "pending_sign_off",
        /// The agency reads it.
        AtArs = "at_ars",
        /// The agency asked something.
        InfoRequested = "info_requested",
        /// The agency agrees.
        Accepted = "accepted",
        /// It left for SIGMED.
        SentToSigmed = "sent_to_sigmed",
        /// SIGMED sent it back.
        SigmedRejected = "sigmed_rejected",
        /// The post is as it asked.
        Applied = "applied",
        /// The agency said no.
        Refused = "refused",
        /// The hospital gave it up.
        Withdrawn = "withdrawn",
    }
}

names! {
    /// What may be done with a request.
    RequestAction {
        /// Begins it.
        Open = "open",
        /// Gives it to the approver.
        Submit = "submit",
        /// Gives it back to the manager.
        Return = "return",
        /// Sends it to the agency.
        SignOff = "sign_off",
        /// Asks for a complement.
        Ask = "ask",
        /// Answers.
        Answer = "answer",
        /// Agrees.
        Accept = "accept",
        /// Says no.
        Refuse = "refuse",
        /// Gives it up.
        Withdraw = "withdraw",
        /// Does it, for a post that SIGMED does not know.
        Apply = "apply",
        /// Sends it to SIGMED.
        Send = "send",
        /// SIGMED did it.
        Acknowledge = "acknowledge",
        /// SIGMED sends it back.
        Reject = "reject",
        /// Mends what SIGMED sent back.
        Correct = "correct",
        /// Sends it again unchanged, after a technical failure.
        Resend = "resend",
    }
}

impl RequestState {
    /// Whether it ended without being done.
    pub const fn is_given_up(self) -> bool {
        matches!(self, RequestState::Refused | RequestState::Withdrawn)
    }
}

/// The machine of requests.
#[derive(Debug, Clone, Copy)]
pub struct Request;

use RequestAction as A;
use RequestState as S;

const MANAGER: &[(Profile, Right)] = &[(Profile::HospitalManager, Right::Modify)];
const APPROVER: &[(Profile, Right)] = &[(Profile::HospitalApprover, Right::Validate)];
const AGENCY: &[(Profile, Right)] =
    &[(Profile::ArsManager, Right::Modify), (Profile::ArsApprover, Right::Validate)];
const AGENCY_APPROVER: &[(Profile, Right)] = &[(Profile::ArsApprover, Right::Validate)];
const CENTRE: &[(Profile, Right)] = &[(Profile::CngManager, Right::Modify)];

const fn sigmed_or_centre(from: S, action: A, to: S) -> Step<S, A> {
    Step { from: Some(from), action, to, people: CENTRE, program: Some(Program::Sigmed) }
}

impl Machine for Request {
    type State = S;
    type Action = A;
    const NAME: &'static str = "Request";
    const RUBRIC: Rubric = Rubric::Requests;
    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = A::ALL;
    const STEPS: &'static [Step<S, A>] = &[
        Step { from: None, action: A::Open, to: S::Draft, people: MANAGER, program: None },
        Step::people(S::Draft, A::Submit, S::PendingSignOff, MANAGER),
        Step::people(S::Draft, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::PendingSignOff, A::Return, S::Draft, APPROVER),
        Step::people(S::PendingSignOff, A::SignOff, S::AtArs, APPROVER),
        Step::people(S::PendingSignOff, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::AtArs, A::Ask, S::InfoRequested, AGENCY),
        Step::people(S::AtArs, A::Accept, S::Accepted, AGENCY_APPROVER),
        Step::people(S::AtArs, A::Refuse, S::Refused, AGENCY_APPROVER),
        Step::people(S::AtArs, A::Withdraw, S::Withdrawn, MANAGER),
        Step::people(S::InfoRequested, A::Answer, S::AtArs, MANAGER),
        Step::people(S::InfoRequested, A::Withdraw, S::Withdrawn, MANAGER),
        Step::program(S::Accepted, A::Apply, S::Applied, Program::System),
        Step::program(S::Accepted, A::Send, S::SentToSigmed, Program::System),
        sigmed_or_centre(S::SentToSigmed, A::Acknowledge, S::Applied),
        sigmed_or_centre(S::SentToSigmed, A::Reject, S::SigmedRejected),
        Step::people(S::SigmedRejected, A::Correct, S::AtArs, MANAGER),
        Step::people(S::SigmedRejected, A::Resend, S::SentToSigmed, CENTRE),
    ];
    const TAKEN_BACK: &'static [A] =
        &[A::Submit, A::Return, A::SignOff, A::Ask, A::Answer, A::Refuse, A::Withdraw, A::Correct];
}
