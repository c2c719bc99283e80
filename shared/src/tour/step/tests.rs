use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::habilitation::{Habilitation, Perimeter, Place, Profile};
use crate::id::AccountId;
use crate::time::Period;
use crate::time::paris::start_in_paris;
use crate::tour::calendar::{Calendar, Deadline, application_closing};
use crate::tour::guard::tests::lists;
use crate::tour::tour_step::TourGiven;
use crate::tour::undo::NotUndone;
use crate::workflow::entry::EntryAction as A;
use crate::workflow::tour::{Tour as TourMachine, TourAction};
use crate::workflow::{Machine, Program, Stays, Step, allowed, step};

pub(crate) fn at(day: &str) -> Instant {
    start_in_paris(day.parse().unwrap())
}

pub(crate) fn tour(state: TourState) -> Tour {
    let calendar = Calendar {
        opening: at("2026-06-15"),
        hospital_deadline: Deadline::everywhere(at("2026-08-20")),
        ars_deadline: Deadline::everywhere(at("2026-09-18")),
        publication: at("2026-10-15"),
        application_closing: Some(application_closing("2026-10-15".parse().unwrap(), 15)),
        opinions: Some("2026-11-15".parse().unwrap()),
        appointment: "2027-01-01".parse().unwrap(),
    };
    let kind = "automne".into();
    Tour { kind, year: 2026, number: 1, state, calendar, published_at: None, reason: None }
}

fn today() -> Day {
    "2026-08-01".parse().unwrap()
}

fn account(number: u128) -> AccountId {
    Uuid::from_u128(number).into()
}

fn complete() -> Known {
    let quotity = 10_000;
    let (attached, has_speciality, has_structure_number, has_profile) = (true, true, true, true);
    Known { attached, has_speciality, quotity, has_structure_number, has_profile, ..Known::default() }
}

fn fresh(decision: Decision) -> TourEntry {
    let nature = (decision == Decision::Publish).then_some(Nature::Vacant);
    TourEntry { decision, nature, ..TourEntry::new(Uuid::from_u128(1).into(), Uuid::from_u128(2).into()) }
}

type Taken = Result<TourEntry, NotTaken<EntryState, Blocked>>;

/// Everything a step may ask for.
fn full(by: u128) -> Given<'static> {
    Given {
        by: Some(account(by)),
        motive: None,
        text: Some("Ce qu’il faut dire ici"),
        expected: Some(today()),
        until: Some(today()),
        order_number: Some("2026-1234"),
        order_date: Some(today()),
        appointee: Some("Alix Martin"),
        installed_on: Some(today()),
    }
}

fn take(
    entry: &TourEntry,
    action: A,
    given: Given<'_>,
    who: Who,
    tour: &Tour,
    now: Instant,
    reopened: bool,
) -> Taken {
    let lists = lists();
    let list = TourList { reopened, ..TourList::new(entry.tour) };
    let setting = Setting { lists: &lists, tour, list: &list, region: "84", now, today: today() };
    let (held, place) = (who.held(), Place::default());
    let given = Given { by: given.by.filter(|_| matches!(who, Who::Person(_))), ..given };
    entry.after(action, given, &complete(), who.actor(&held, &place), &setting)
}

#[derive(Debug, Clone, Copy)]
enum Who {
    Person(Profile),
    Program(Program),
}

impl Who {
    fn held(self) -> Vec<Habilitation> {
        match self {
            Who::Person(profile) => {
                vec![Habilitation::of_profile(profile, Perimeter::National, Period::ALWAYS)]
            }
            Who::Program(_) => Vec::new(),
        }
    }

    fn actor<'a>(self, held: &'a [Habilitation], place: &'a Place) -> Actor<'a> {
        match self {
            Who::Person(_) => Actor::Person { held, today: today(), place },
            Who::Program(program) => Actor::Program(program),
        }
    }

    /// Somebody who may take a step of a table.
    fn of<S, B>(step: &Step<S, B>) -> Who {
        match (step.people.first(), step.program) {
            (Some((profile, _)), _) => Who::Person(*profile),
            (None, Some(program)) => Who::Program(program),
            (None, None) => unreachable!("a step that nobody takes"),
        }
    }

    fn any(number: usize) -> Who {
        match Program::ALL.get(number) {
            Some(program) => Who::Program(*program),
            None => Who::Person(Profile::ALL[(number - Program::ALL.len()) % Profile::ALL.len()]),
        }
    }
}

/// The motive that a step wants.
fn motive(action: A) -> Option<&'static str> {
    match action {
        A::Freeze => Some("GEL_DISPO"),
        A::Force => Some("FORCE_DEPART"),
        A::Ask => Some("ARS_PROFIL"),
        A::Refuse => Some("REF_BUDGET"),
        _ => None,
    }
}

#[test]
fn from_the_proposal_to_the_installation() {
    use TourState as T;
    let mut entry = fresh(Decision::None);
    for (action, by, state, now) in [
        (A::Force, 1, T::OpenToHospitals, "2026-07-01"),
        (A::Propose, 1, T::OpenToHospitals, "2026-07-01"),
        (A::SignOff, 2, T::OpenToHospitals, "2026-07-02"),
        (A::Ask, 3, T::OpenToHospitals, "2026-07-03"),
        (A::Answer, 1, T::OpenToArs, "2026-09-01"),
        (A::Validate, 4, T::OpenToArs, "2026-09-02"),
        (A::Send, 0, T::OpenToArs, "2026-09-02"),
        (A::Acknowledge, 0, T::Sent, "2026-09-20"),
        (A::Publish, 5, T::Published, "2026-10-15"),
        (A::CloseApplications, 0, T::ApplicationsClosed, "2026-10-31"),
        (A::Appoint, 5, T::Appointing, "2026-12-01"),
        (A::Install, 1, T::Closed, "2027-01-05"),
    ] {
        let who = Who::of(step::<Entry>(Some(entry.state), action).unwrap());
        let given = Given { motive: motive(action), ..full(by) };
        entry = take(&entry, action, given, who, &tour(state), at(now), false).unwrap();
    }
    assert_eq!((entry.state, entry.decision), (EntryState::Installed, Decision::Force));
    assert_eq!((entry.motive.as_deref(), entry.expected), (Some("FORCE_DEPART"), Some(today())));
    assert_eq!(
        (entry.proposed_by, entry.signed_by, entry.settled_by),
        (Some(account(1)), Some(account(2)), Some(account(4)))
    );
    assert_eq!(
        (entry.order_number.as_deref(), entry.appointee.as_deref()),
        (Some("2026-1234"), Some("Alix Martin"))
    );
    assert_eq!((entry.order_date, entry.installed_on), (Some(today()), Some(today())));
    assert_eq!(entry.nature, Some(Nature::LikelyVacant));
}

fn missing(taken: Taken) -> Vec<&'static str> {
    match taken {
        Err(NotTaken::Blocked(missing)) => missing.iter().map(Blocked::code).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn steps_have_their_moment() {
    use TourState as T;
    let manager = Who::Person(Profile::HospitalManager);
    let propose = |state, now, reopened| {
        take(&fresh(Decision::Publish), A::Propose, full(1), manager, &tour(state), at(now), reopened)
    };
    assert!(propose(T::OpenToHospitals, "2026-08-19", false).is_ok());
    assert_eq!(missing(propose(T::OpenToHospitals, "2026-08-20", false)), ["tour.too_late"]);
    assert_eq!(missing(propose(T::Planned, "2026-06-01", false)), ["tour.state"]);
    assert_eq!(missing(propose(T::OpenToArs, "2026-09-01", false)), ["tour.state"]);
    assert!(propose(T::OpenToArs, "2026-09-17", true).is_ok(), "given back: it has the agency's time");
    assert_eq!(missing(propose(T::OpenToArs, "2026-09-18", true)), ["tour.too_late"]);
    let lapse = |now| {
        let entry = fresh(Decision::Publish);
        take(
            &entry,
            A::Lapse,
            Given::default(),
            Who::Program(Program::Clock),
            &tour(T::OpenToHospitals),
            at(now),
            false,
        )
    };
    assert_eq!(missing(lapse("2026-08-19")), ["tour.too_early"]);
    assert_eq!(lapse("2026-08-20").unwrap().state, EntryState::NotProposed);
    let at_ars =
        TourEntry { state: EntryState::AtArs, proposed_by: Some(account(1)), ..fresh(Decision::Publish) };
    let validate = |by, state, now| {
        take(&at_ars, A::Validate, full(by), Who::Person(Profile::ArsApprover), &tour(state), at(now), false)
    };
    assert!(validate(2, T::OpenToHospitals, "2026-07-01").is_ok(), "also before the hospitals' deadline");
    assert_eq!(missing(validate(1, T::OpenToArs, "2026-09-18")), ["tour.own_proposal", "tour.too_late"]);
    let appointed = TourEntry { state: EntryState::ClosedForApplications, ..fresh(Decision::Publish) };
    let centre = Who::Person(Profile::CngManager);
    let bare = Given { by: Some(account(5)), ..Given::default() };
    let appoint = take(&appointed, A::Appoint, bare, centre, &tour(T::Appointing), at("2026-12-01"), false);
    assert_eq!(missing(appoint), ["tour.no_order"]);
    let held = TourEntry { state: EntryState::Appointed, ..fresh(Decision::Publish) };
    let install = take(&held, A::Install, bare, manager, &tour(T::Appointing), at("2027-01-01"), false);
    assert_eq!(missing(install), ["tour.no_installation"]);
    let nobody = take(
        &held,
        A::Install,
        Given { by: None, ..full(0) },
        manager,
        &tour(T::Closed),
        at("2027-01-01"),
        false,
    );
    assert_eq!(missing(nobody), ["tour.no_account"]);
}

/// Decision 0020.
#[test]
fn a_step_is_taken_back_while_it_could_still_be_taken_and_by_who_may_take_it() {
    let place = Place::default();
    let (lists, list) = (lists(), TourList::new(Uuid::from_u128(1).into()));
    let back = |tour: &Tour, now: Instant, who: Who, action: A, to: EntryState| {
        let held = who.held();
        let setting = Setting { lists: &lists, tour, list: &list, region: "84", now, today: today() };
        let before = fresh(Decision::Publish);
        let after = TourEntry { state: to, ..before.clone() };
        after.taken_back(&before, action, who.actor(&held, &place), &setting).map(|post| post == before)
    };
    let (open, manager) = (tour(TourState::OpenToHospitals), Who::Person(Profile::HospitalManager));
    let agency = Who::Person(Profile::ArsApprover);
    let proposed = EntryState::PendingSignOff;
    assert_eq!(back(&open, at("2026-08-01"), manager, A::Propose, proposed), Ok(true));
    let late = NotUndone::Blocked(Blocked::TooLate);
    assert_eq!(back(&open, at("2026-08-21"), manager, A::Propose, proposed), Err(late));
    let moved = NotUndone::Blocked(Blocked::Tour(TourState::OpenToArs));
    assert_eq!(
        back(&tour(TourState::OpenToArs), at("2026-08-01"), manager, A::Propose, proposed),
        Err(moved)
    );
    let other = NotUndone::Stays(Stays::Actor);
    assert_eq!(back(&open, at("2026-08-01"), agency, A::Propose, proposed), Err(other));
    let left = NotUndone::Stays(Stays::Left);
    assert_eq!(back(&open, at("2026-08-01"), manager, A::Propose, EntryState::AtArs), Err(left.clone()));
    assert_eq!(back(&open, at("2026-08-01"), manager, A::Validate, EntryState::Validated), Err(left));
}

#[test]
fn a_list_given_back_is_proposed_and_signed_off_again() {
    let agency = Who::Person(Profile::ArsApprover);
    let open = tour(TourState::OpenToArs);
    for state in
        [EntryState::NotProposed, EntryState::PendingSignOff, EntryState::AtArs, EntryState::InfoRequested]
    {
        let entry = TourEntry {
            state,
            proposed_by: Some(account(1)),
            signed_by: Some(account(2)),
            motive: Some("GEL_DISPO".into()),
            ..fresh(Decision::Freeze)
        };
        let back = take(&entry, A::Reopen, full(4), agency, &open, at("2026-09-01"), false).unwrap();
        assert_eq!((back.state, back.decision), (EntryState::Preparing, Decision::Freeze));
        assert_eq!((back.proposed_by, back.signed_by, &back.motive), (None, None, &entry.motive));
        assert_eq!(back.said.as_deref(), full(4).text);
        let mute = Given { text: None, ..full(4) };
        assert_eq!(
            missing(take(&entry, A::Reopen, mute, agency, &open, at("2026-09-01"), false)),
            ["tour.no_comment"]
        );
        assert_eq!(
            missing(take(&entry, A::Reopen, full(4), agency, &open, at("2026-09-18"), false)),
            ["tour.too_late"]
        );
    }
    let settled = TourEntry { state: EntryState::Validated, ..fresh(Decision::Publish) };
    let refused = take(&settled, A::Reopen, full(4), agency, &open, at("2026-09-01"), false);
    assert!(matches!(refused, Err(NotTaken::Refused(Refused::State(_)))));
}

/// What is true of a post in a tour, whatever was done with it.
fn check(entry: &TourEntry) -> Result<(), TestCaseError> {
    use EntryState as S;
    let decision = entry.decision;
    let with_hospital = matches!(entry.state, S::Preparing | S::NotProposed);
    match entry.state {
        S::Preparing | S::NotProposed => {}
        S::PendingSignOff | S::AtArs | S::InfoRequested | S::NotSettled | S::Refused => {
            prop_assert!(decision != Decision::None);
        }
        S::Recorded => prop_assert_eq!(decision, Decision::Freeze),
        _ => prop_assert!(matches!(decision, Decision::Publish | Decision::Force), "{:?}", entry),
    }
    prop_assert!(with_hospital || entry.proposed_by.is_some());
    prop_assert!(with_hospital || entry.state == S::PendingSignOff || entry.signed_by.is_some());
    for other in [entry.signed_by, entry.settled_by].into_iter().flatten() {
        let refused =
            entry.state == S::Refused && entry.settled_by == Some(other) && entry.signed_by != Some(other);
        prop_assert!(entry.proposed_by != Some(other) || refused, "R2: {:?}", entry);
    }
    let begins = |prefix: &str| entry.motive.as_ref().is_some_and(|motive| motive.starts_with(prefix));
    match decision {
        Decision::Freeze => prop_assert!(begins("GEL_") && entry.expected.is_none()),
        Decision::Force => prop_assert!(begins("FORCE_") && entry.expected.is_some()),
        Decision::Publish | Decision::None => {
            prop_assert!(entry.motive.is_none() && entry.expected.is_none())
        }
    }
    prop_assert_eq!(entry.nature.is_none(), decision == Decision::None);
    if matches!(entry.state, S::InfoRequested | S::Refused) {
        prop_assert!(entry.said_motive.is_some());
    }
    if matches!(entry.state, S::Withdrawn | S::SigmedRejected) {
        prop_assert!(entry.said.is_some());
    }
    if matches!(entry.state, S::Appointed | S::Installed) {
        prop_assert!(entry.order_number.is_some() && entry.order_date.is_some() && entry.appointee.is_some());
    }
    prop_assert_eq!(entry.state == S::Installed, entry.installed_on.is_some());
    Ok(())
}

/// One move of a walk: of which post (or the tour), a likely step or any, by whom, with what, how many days later.
type Move = (usize, bool, usize, usize, u128, usize, u64);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one =
        (0_usize..4, prop::bool::weighted(0.8), 0_usize..64, 0_usize..32, 0_u128..6, 0_usize..6, 0_u64..5);
    prop::collection::vec(one, 1..160)
}

fn given(action: A, by: u128, with: usize) -> Given<'static> {
    let full = Given { motive: motive(action), ..full(by) };
    match with {
        0 => Given { by: full.by, ..Given::default() },
        1 => Given { motive: Some("GEL_AUTRE"), text: Some("court"), ..full },
        _ => full,
    }
}

proptest! {
    /// Any people, with any profiles, each account with several, do anything at any moment of a tour.
    #[test]
    fn whatever_is_done_a_post_in_a_tour_stays_consistent(moves in moves()) {
        let lists = lists();
        let mut tour = tour(TourState::OpenToHospitals);
        let mut list = TourList::new(Uuid::from_u128(1).into());
        let mut entries = [fresh(Decision::Publish), fresh(Decision::None), fresh(Decision::Publish)];
        let mut now = at("2026-06-15");
        let place = Place::default();
        for (which, likely, number, who, by, with, days) in moves {
            now = Instant::from(now.naive() + chrono::Days::new(days));
            let Some(entry) = entries.get_mut(which) else {
                let steps: Vec<_> = TourMachine::STEPS.iter().filter(|one| one.from == Some(tour.state)).collect();
                // A walk that begins by giving up goes nowhere.
                let Some(step) = steps.get(number % steps.len().max(1)).filter(|one| one.action != TourAction::Cancel) else { continue };
                let who = Who::of(step);
                let (held, given) = (who.held(), TourGiven { reason: Some("Parce que"), region: Some("84"), ..TourGiven::default() });
                if let Ok(after) = tour.after(step.action, given, who.actor(&held, &place), &lists, now) {
                    prop_assert_eq!(after.state, step.to);
                    if step.action == TourAction::ReopenHospital {
                        list = list.given_back();
                    }
                    tour = after;
                }
                continue;
            };
            let steps: Vec<_> = Entry::STEPS.iter().filter(|one| one.from == Some(entry.state)).collect();
            let (action, who) = match steps.get(number % steps.len().max(1)) {
                Some(step) if likely => (step.action, Who::of(step)),
                _ => (A::ALL[number % A::ALL.len()], Who::any(who)),
            };
            let held = who.held();
            let actor = who.actor(&held, &place);
            let given = Given { by: Some(account(by)).filter(|_| matches!(who, Who::Person(_))), ..given(action, by, with) };
            let setting = Setting { lists: &lists, tour: &tour, list: &list, region: "84", now, today: today() };
            let before = entry.clone();
            let known = if with == 2 { Known::default() } else { complete() };
            match entry.after(action, given, &known, actor, &setting) {
                Ok(after) => {
                    prop_assert_eq!(Some(after.state), step::<Entry>(Some(before.state), action).map(|one| one.to));
                    prop_assert_eq!((after.tour, after.post, after.reason), (before.tour, before.post, before.reason));
                    prop_assert!(allowed::<Entry>(Some(before.state), actor).contains(&action));
                    if with == 2 && action == A::Propose {
                        prop_assert_eq!(after.decision, Decision::Freeze, "an incomplete post is not published");
                    }
                    check(&after)?;
                    let back = after.taken_back(&before, action, actor, &setting);
                    let inside = Entry::TAKEN_BACK.contains(&action);
                    prop_assert_eq!(back, if inside { Ok(before) } else { Err(NotUndone::Stays(Stays::Left)) });
                    *entry = after;
                }
                Err(NotTaken::Refused(_)) => prop_assert!(!allowed::<Entry>(Some(before.state), actor).contains(&action)),
                Err(NotTaken::Blocked(missing)) => prop_assert!(!missing.is_empty()),
            }
            prop_assert!(entry.signed_by.is_none() || entry.signed_by != entry.proposed_by);
        }
    }
}
