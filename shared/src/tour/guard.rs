//! What a step of a post in a tour asks beyond the table (`domain.md` 8.4): each missing thing is told at once, before
//! anything is sent, so that nothing comes back from the agency for want of it.

use smol_str::SmolStr;

use super::motive::{self, BadMotive, Purpose};
use crate::id::AccountId;
use crate::nomenclature::Nomenclatures;
use crate::time::Day;
use crate::workflow::entry::{Decision, EntryAction};
use crate::workflow::tour::TourState;

/// What is known of a post in a tour when a step is asked.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the hospital wants.
    pub decision: Option<Decision>,
    /// Whether the post has its place.
    pub attached: bool,
    /// Whether its speciality is known.
    pub has_speciality: bool,
    /// Its time, in hundredths of a percent.
    pub quotity: u32,
    /// Whether the structure it is attached to has a number in SIGMED (`domain.md` 3).
    pub has_structure_number: bool,
    /// Whether its profile is approved.
    pub has_profile: bool,
    /// Who proposed it.
    pub proposed_by: Option<AccountId>,
}

/// What comes with a step.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Who asks; `None`: the program.
    pub by: Option<AccountId>,
    /// Motive.
    pub motive: Option<&'a str>,
    /// Text, comment.
    pub text: Option<&'a str>,
    /// Day on which a forced post is expected to be vacant.
    pub expected: Option<Day>,
    /// Last day of a freeze that ends.
    pub until: Option<Day>,
    /// Number of the order of appointment.
    pub order_number: Option<&'a str>,
    /// Its day.
    pub order_date: Option<Day>,
    /// Who is appointed, as the order names the person.
    pub appointee: Option<&'a str>,
    /// When the person was installed.
    pub installed_on: Option<Day>,
}

/// Why a step is not taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// The hospital wants something else of the post.
    Decision(Decision),
    /// The post has no place.
    NotAttached,
    /// No speciality.
    NoSpeciality,
    /// Less than five half-days, or more than ten.
    Quotity(u32),
    /// The structure has no number in SIGMED.
    NoStructureNumber,
    /// No approved profile.
    NoProfile,
    /// The motive is not right.
    Motive(BadMotive),
    /// A forced post says when it will be vacant.
    NoExpectedDay,
    /// Who gives back says why.
    NoComment,
    /// R2: who proposed does not sign off nor validate.
    OwnProposal,
    /// An appointment has its order: number, day, person.
    NoOrder,
    /// An installation has its day.
    NoInstallation,
    /// A person acts by an account.
    NoAccount,
    /// The tour stands where this is not done.
    Tour(TourState),
    /// The deadline has passed.
    TooLate,
    /// The deadline has not passed.
    TooEarly,
}

/// The time that a post must have to be published (CSP, art. R. 6152-26).
const PUBLISHED: std::ops::RangeInclusive<u32> = 5_000..=10_000;

/// What the hospital must want of a post for an action to make sense; nothing when any will do.
pub const fn wanted(action: EntryAction) -> &'static [Decision] {
    use EntryAction as A;
    match action {
        A::Freeze => &[Decision::Publish],
        A::Unfreeze | A::RecordFreeze => &[Decision::Freeze],
        A::Force => &[Decision::None],
        A::Unforce => &[Decision::Force],
        A::Propose => &[Decision::Publish, Decision::Freeze, Decision::Force],
        A::Validate => &[Decision::Publish, Decision::Force],
        _ => &[],
    }
}

/// What keeps a step from being taken; nothing when it may be.
pub fn blocked(
    lists: &Nomenclatures,
    action: EntryAction,
    known: &Known,
    given: Given<'_>,
    day: Day,
) -> Vec<Blocked> {
    use EntryAction as A;
    let decision = known.decision.unwrap_or(Decision::None);
    let allowed = wanted(action);
    let fits = allowed.is_empty() || allowed.contains(&decision);
    let other = (!fits).then_some(Blocked::Decision(decision)).into_iter().collect::<Vec<_>>();
    let motive = |purpose| {
        let checked = motive::check(lists, purpose, given.motive, given.text, day);
        checked.err().map(Blocked::Motive)
    };
    let own = known.proposed_by.is_some() && known.proposed_by == given.by;
    let own = own.then_some(Blocked::OwnProposal);
    let comment = given.text.unwrap_or_default().trim().is_empty().then_some(Blocked::NoComment);
    match action {
        A::Freeze => chain(other, motive(Purpose::Freeze)),
        A::Unfreeze | A::Unforce => other,
        A::Force => {
            let day = given.expected.is_none().then_some(Blocked::NoExpectedDay);
            chain(chain(other, motive(Purpose::Force)), day)
        }
        A::Propose => match decision {
            Decision::None => other,
            Decision::Freeze => Vec::new(),
            Decision::Publish | Decision::Force => incomplete(known),
        },
        A::Return | A::Reopen | A::WithdrawPost | A::Reject => comment.into_iter().collect(),
        A::SignOff => own.into_iter().collect(),
        A::Ask => motive(Purpose::Ask).into_iter().collect(),
        A::Validate | A::RecordFreeze => chain(other, own),
        A::Refuse => motive(Purpose::Refuse).into_iter().collect(),
        A::Lapse
        | A::Answer
        | A::Send
        | A::Acknowledge
        | A::Correct
        | A::Publish
        | A::CloseApplications
        | A::LeaveVacant
        | A::Drop => Vec::new(),
        A::Appoint => {
            let blank = |text: Option<&str>| text.unwrap_or_default().trim().is_empty();
            let is_short = blank(given.order_number) || blank(given.appointee) || given.order_date.is_none();
            is_short.then_some(Blocked::NoOrder).into_iter().collect()
        }
        A::Install => given.installed_on.is_none().then_some(Blocked::NoInstallation).into_iter().collect(),
    }
}

/// What a post lacks to be published: the three things an application wants (SIGMED structure number, post number,
/// quotity: CNG practice) and what the agency asks for.
pub fn incomplete(known: &Known) -> Vec<Blocked> {
    let checks = [
        (!known.attached).then_some(Blocked::NotAttached),
        (!known.has_speciality).then_some(Blocked::NoSpeciality),
        (!PUBLISHED.contains(&known.quotity)).then_some(Blocked::Quotity(known.quotity)),
        (!known.has_structure_number).then_some(Blocked::NoStructureNumber),
        (!known.has_profile).then_some(Blocked::NoProfile),
    ];
    checks.into_iter().flatten().collect()
}

fn chain(mut found: Vec<Blocked>, more: Option<Blocked>) -> Vec<Blocked> {
    found.extend(more);
    found
}

impl Blocked {
    /// Stable code of the reason, `tour.<rule>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Blocked::Decision(_) => "tour.decision",
            Blocked::NotAttached => "tour.not_attached",
            Blocked::NoSpeciality => "tour.no_speciality",
            Blocked::Quotity(_) => "tour.quotity",
            Blocked::NoStructureNumber => "tour.no_structure_number",
            Blocked::NoProfile => "tour.no_profile",
            Blocked::Motive(BadMotive::Missing) => "tour.motive_missing",
            Blocked::Motive(BadMotive::Unknown(_)) => "tour.motive_unknown",
            Blocked::Motive(BadMotive::TextTooShort(_)) => "tour.text_too_short",
            Blocked::NoExpectedDay => "tour.no_expected_day",
            Blocked::NoComment => "tour.no_comment",
            Blocked::OwnProposal => "tour.own_proposal",
            Blocked::NoOrder => "tour.no_order",
            Blocked::NoInstallation => "tour.no_installation",
            Blocked::NoAccount => "tour.no_account",
            Blocked::Tour(_) => "tour.state",
            Blocked::TooLate => "tour.too_late",
            Blocked::TooEarly => "tour.too_early",
        }
    }

    /// The motive that is concerned, for the sentence.
    pub const fn motive(&self) -> Option<&SmolStr> {
        match self {
            Blocked::Motive(BadMotive::Unknown(code) | BadMotive::TextTooShort(code)) => Some(code),
            _ => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
