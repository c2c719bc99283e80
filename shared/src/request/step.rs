//! What a step of a request asks beyond the table (`domain.md` 8.1), each missing thing told at once, and what it changes.
//!
//! Refuses to look at the post itself: whether it may become what is asked is the business of `rules`, on its
//! [`super::outcome`].

use smol_str::SmolStr;

use super::{Request, RequestKind};
use crate::id::AccountId;
use crate::nomenclature::Nomenclatures;
use crate::time::Day;
use crate::tour::motive::{self, BadMotive, Purpose};
use crate::workflow::request::{RequestAction as A, RequestState as S};

/// What comes with a step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Who asks; `None`: the program.
    pub by: Option<AccountId>,
    /// Motive, of a question or a refusal.
    pub motive: Option<&'a str>,
    /// What is said.
    pub text: Option<&'a str>,
    /// Number that SIGMED gave.
    pub number: Option<&'a str>,
}

/// Why a step is not taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// The motive of the step is not right.
    Motive(BadMotive),
    /// The motive of the request itself is not right (any more).
    OwnMotive(BadMotive),
    /// Who gives back, or gives up after it was signed off, says why.
    NoComment,
    /// SIGMED made a post and no number is told.
    NoNumber,
    /// R2: who submitted it neither signs it off nor accepts it.
    OwnSubmission,
}

/// What keeps a step from being taken; nothing when it may be.
pub fn blocked(
    lists: &Nomenclatures,
    action: A,
    request: &Request,
    given: Given<'_>,
    today: Day,
) -> Vec<Blocked> {
    let motive =
        |purpose| motive::check(lists, purpose, given.motive, given.text, today).err().map(Blocked::Motive);
    let own = request.submitted_by.is_some() && request.submitted_by == given.by;
    let own = own.then_some(Blocked::OwnSubmission);
    let comment = given.text.unwrap_or_default().trim().is_empty().then_some(Blocked::NoComment);
    let found = match action {
        A::Submit => own_motive(lists, request, today).map(Blocked::OwnMotive),
        A::SignOff | A::Accept => own,
        A::Return | A::Answer | A::Reject | A::Resend | A::Withdraw => {
            comment.filter(|_| wants_comment(action, request.state))
        }
        A::Ask => motive(Purpose::Ask),
        A::Refuse => motive(Purpose::Refuse),
        A::Acknowledge => {
            let told = given.number.unwrap_or_default().trim();
            (request.kind == RequestKind::Create && told.is_empty()).then_some(Blocked::NoNumber)
        }
        A::Open | A::Apply | A::Send | A::Correct => None,
    };
    found.into_iter().collect()
}

/// Whether who takes the step says why: who gives back, answers, or gives up what was signed off.
pub fn wants_comment(action: A, from: S) -> bool {
    match action {
        A::Return | A::Answer | A::Reject | A::Resend => true,
        A::Withdraw => from != S::Draft && from != S::PendingSignOff,
        _ => false,
    }
}

/// What the motive of a request is for.
pub const fn purpose(kind: RequestKind) -> Purpose {
    match kind {
        RequestKind::Create => Purpose::Create,
        RequestKind::Transform => Purpose::Transform,
        RequestKind::Close => Purpose::Close,
    }
}

/// What is wrong with the motive of the request itself.
pub(crate) fn own_motive(lists: &Nomenclatures, request: &Request, day: Day) -> Option<BadMotive> {
    motive::check(lists, purpose(request.kind), Some(&request.motive), request.text.as_deref(), day).err()
}

/// The request after a step that the table and the guard allow.
pub fn after(request: &Request, action: A, to: S, given: Given<'_>) -> Request {
    let said =
        |text: Option<&str>| text.map(|text| SmolStr::from(text.trim())).filter(|text| !text.is_empty());
    let mut next =
        Request { state: to, said_motive: said(given.motive), said: said(given.text), ..request.clone() };
    match action {
        A::Submit => next.submitted_by = given.by,
        A::Acknowledge if request.kind == RequestKind::Create => next.sigmed_number = said(given.number),
        _ => {}
    }
    next
}
