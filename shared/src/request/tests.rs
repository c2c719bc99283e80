use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::habilitation::{Habilitation, Perimeter, Place, Profile};
use crate::post::Post;
use crate::time::{Period, Timeline};
use crate::tour::guard::tests::lists;
use crate::tour::motive::BadMotive;
use crate::workflow::request::{RequestAction as A, RequestState as S};
use crate::workflow::{Actor, Program, advance};

fn today() -> Day {
    "2026-08-01".parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn account(number: u128) -> AccountId {
    Uuid::from_u128(number).into()
}

fn request(kind: RequestKind, motive: &str) -> Request {
    Request {
        kind,
        state: S::Draft,
        post: (kind != RequestKind::Create).then(|| Uuid::from_u128(7).into()),
        motive: motive.into(),
        text: None,
        day: day("2027-01-01"),
        post_kind: (kind == RequestKind::Create).then(|| "PH".into()),
        local_number: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        quotity: None,
        structure: None,
        attached_to_establishment: false,
        funding: None,
        sigmed_number: None,
        submitted_by: None,
        said_motive: None,
        said: None,
    }
}

fn post() -> Post {
    Post {
        kind: "PH".into(),
        sigmed_number: Some("412".into()),
        local_number: None,
        sigmed_type: Some("PH TEMPS PLEIN".into()),
        discipline: None,
        speciality: Some("CARDIO".into()),
        cnu_section: None,
        corps: None,
        quotity: Quotity::FULL_TIME,
        structure: Some(Uuid::from_u128(3).into()),
        attached_to_establishment: false,
        parent_post: None,
    }
}

fn known() -> Timeline<Post> {
    Timeline::single(Period::since(day("2020-01-01")), post())
}

#[test]
fn a_creation_makes_a_post_with_the_number_that_sigmed_gave() {
    let new: PostId = Uuid::from_u128(9).into();
    let asked = Request { quotity: Some(Quotity::FULL_TIME), ..request(RequestKind::Create, "CRE_ACTIVITE") };
    let before = outcome(&asked, None, new, true).unwrap();
    assert_eq!(before.timeline.at(day("2027-01-01")).unwrap().number(), "?", "until SIGMED answers");
    let told = Given { number: Some(" 00500 "), ..Given::default() };
    let done = after(&asked, A::Acknowledge, S::Applied, told);
    let made = outcome(&done, None, new, true).unwrap();
    assert_eq!((made.post, made.timeline.at(day("2026-12-31"))), (new, None));
    assert_eq!(made.timeline.at(day("2030-01-01")).unwrap().number(), "00500");
    let local = Request { local_number: Some("LOC-1".into()), ..asked };
    let made = outcome(&local, None, new, false).unwrap();
    assert_eq!(made.timeline.at(day("2027-01-01")).unwrap().number(), "LOC-1");
}

#[test]
fn a_transformation_says_what_it_says_and_a_closing_ends() {
    let asked = Request {
        quotity: Some(Quotity::new(8_000).unwrap()),
        attached_to_establishment: true,
        ..request(RequestKind::Transform, "TRA_AUTRE")
    };
    let new: PostId = Uuid::from_u128(9).into();
    let then = outcome(&asked, Some(&known()), new, true).unwrap();
    assert_eq!(then.post, Uuid::from_u128(7).into());
    assert_eq!(then.timeline.at(day("2026-12-31")), Some(&post()), "nothing before its day");
    let own = then.timeline.at(day("2027-01-01")).unwrap();
    assert_eq!((own.structure, own.attached_to_establishment), (None, true));
    assert_eq!((own.quotity.hundredths(), own.speciality.as_deref()), (8_000, Some("CARDIO")));
    let closed = outcome(&request(RequestKind::Close, "FER_BUDGET"), Some(&known()), new, true).unwrap();
    assert_eq!(closed.timeline.span().unwrap().to(), day("2027-01-01"));
    assert_eq!(outcome(&request(RequestKind::Close, "FER_BUDGET"), None, new, true), None);
}

#[test]
fn each_step_says_what_it_wants() {
    let lists = lists();
    let said = |action, state, given| {
        blocked(
            &lists,
            action,
            &Request { state, ..request(RequestKind::Close, "FER_AUTRE") },
            given,
            today(),
        )
    };
    let text = |text| Given { text: Some(text), ..Given::default() };
    let short = Blocked::OwnMotive(BadMotive::TextTooShort("FER_AUTRE".into()));
    assert_eq!(said(A::Submit, S::Draft, Given::default()), [short]);
    assert_eq!(said(A::Return, S::PendingSignOff, text("  ")), [Blocked::NoComment]);
    assert_eq!(said(A::Return, S::PendingSignOff, text("Voir la quotité")), []);
    assert_eq!(said(A::Withdraw, S::Draft, Given::default()), [], "nobody has read it yet");
    assert_eq!(said(A::Withdraw, S::AtArs, Given::default()), [Blocked::NoComment]);
    assert_eq!(said(A::Ask, S::AtArs, Given::default()), [Blocked::Motive(BadMotive::Missing)]);
    let asks = Given { motive: Some("REF_BUDGET"), ..Given::default() };
    assert_eq!(said(A::Ask, S::AtArs, asks), [Blocked::Motive(BadMotive::Unknown("REF_BUDGET".into()))]);
    assert_eq!(said(A::Refuse, S::AtArs, asks), []);
    assert_eq!(said(A::Acknowledge, S::SentToSigmed, Given::default()), [], "no number for a closing");
    let made = Request { state: S::SentToSigmed, ..request(RequestKind::Create, "CRE_ACTIVITE") };
    assert_eq!(blocked(&lists, A::Acknowledge, &made, Given::default(), today()), [Blocked::NoNumber]);
    let mine = Request { submitted_by: Some(account(1)), ..made };
    let by = |who| Given { by: Some(account(who)), ..Given::default() };
    assert_eq!(blocked(&lists, A::SignOff, &mine, by(1), today()), [Blocked::OwnSubmission]);
    assert_eq!(blocked(&lists, A::Accept, &mine, by(2), today()), []);
}

#[test]
fn what_is_over_refers_to_nothing() {
    let asked =
        Request { structure: Some(Uuid::from_u128(3).into()), ..request(RequestKind::Close, "FER_BUDGET") };
    assert_eq!(asked.references().len(), 2);
    for state in [S::Applied, S::Refused, S::Withdrawn] {
        assert!(Request { state, ..asked.clone() }.references().is_empty());
    }
}

/// Somebody who tries something: a profile, one of two accounts.
fn actors() -> impl Strategy<Value = (Profile, u128, bool)> {
    let profiles = [
        Profile::HospitalManager,
        Profile::HospitalApprover,
        Profile::ArsManager,
        Profile::ArsApprover,
        Profile::CngManager,
        Profile::HospitalReader,
    ];
    (prop::sample::select(profiles.to_vec()), 1_u128..=2, prop::bool::weighted(0.2))
}

fn actions() -> impl Strategy<Value = (A, Option<&'static str>, Option<&'static str>)> {
    let motives = prop::option::of(prop::sample::select(vec!["ARS_PROFIL", "REF_BUDGET", "FER_BUDGET"]));
    let texts = prop::option::of(prop::sample::select(vec!["", "Le pôle a changé de nom"]));
    (prop::sample::select(A::ALL.to_vec()), motives, texts)
}

proptest! {
    /// R45: whatever people try, in whatever order, what is signed off was submitted by somebody else, what is over stays
    /// so, and what is refused changes nothing.
    #[test]
    fn r45_no_sequence_breaks_a_request(tries in prop::collection::vec((actors(), actions()), 1..60)) {
        let lists = lists();
        let place = Place { establishment: Some("690780044".into()), region: Some("84".into()), ..Place::default() };
        let mut now = request(RequestKind::Close, "FER_BUDGET");
        let mut signed_by = None;
        for ((profile, who, system), (action, motive, text)) in tries {
            let held = [Habilitation::of_profile(profile, Perimeter::National, Period::ALWAYS)];
            let person = Actor::Person { held: &held, today: today(), place: &place };
            let actor = if system { Actor::Program(Program::System) } else { person };
            let by = (!system).then(|| account(who));
            let given = Given { by, motive, text, number: None };
            let Ok(to) = advance::<Machine>(Some(now.state), action, actor) else { continue };
            if !blocked(&lists, action, &now, given, today()).is_empty() {
                continue;
            }
            prop_assert!(!now.is_over(), "nothing follows the end");
            let next = after(&now, action, to, given);
            match action {
                A::Submit => prop_assert_eq!(next.submitted_by, by),
                A::SignOff => { prop_assert_ne!(next.submitted_by, by); signed_by = by; }
                A::Accept => prop_assert_ne!(next.submitted_by, by),
                A::Return | A::Answer | A::Reject | A::Resend => prop_assert!(next.said.is_some()),
                A::Ask | A::Refuse => prop_assert!(next.said_motive.is_some()),
                _ => {}
            }
            if matches!(to, S::AtArs | S::Accepted | S::Applied | S::SentToSigmed) {
                prop_assert!(signed_by.is_some(), "the agency reads what was signed off");
            }
            // What is asked is never changed by a step.
            let asked = |one: &Request| (one.kind, one.post, one.motive.clone(), one.day, one.quotity);
            prop_assert_eq!(asked(&next), asked(&now));
            now = next;
        }
    }
}
