use std::collections::BTreeSet;

use proptest::prelude::*;

use super::convention::{Convention, ConventionState};
use super::entry::{Entry, EntryAction, EntryState};
use super::request::{Request, RequestAction, RequestState};
use super::reservation::{Reservation, ReservationState};
use super::tour::Tour;
use super::*;
use crate::habilitation::Perimeter;
use crate::time::Period;

fn holder(profile: Profile) -> Vec<Habilitation> {
    vec![Habilitation::of_profile(profile, Perimeter::National, Period::ALWAYS)]
}

fn today() -> Day {
    "2026-10-15".parse().unwrap()
}

/// What must be true of any table.
fn sound<M: Machine>() {
    let mut seen = BTreeSet::new();
    for step in M::STEPS {
        let key = (step.from.map(|from| from.to_string()), step.action.to_string(), step.program);
        let twin = M::STEPS.iter().filter(|one| one.from == step.from && one.action == step.action).count();
        assert_eq!(twin, 1, "{key:?}: one line");
        assert!(seen.insert(key));
        assert!(!step.people.is_empty() || step.program.is_some(), "somebody takes {}", step.action);
        for (profile, right) in step.people {
            assert!(
                profile.rights(M::RUBRIC).has(*right),
                "{profile} takes {} without ever having {right} on {}",
                step.action,
                M::RUBRIC
            );
        }
    }
    for action in M::TAKEN_BACK {
        let steps = M::STEPS.iter().filter(|step| step.action == *action);
        assert!(
            steps.into_iter().all(|step| !step.people.is_empty()),
            "a person takes {action}, and may regret it"
        );
    }
    let used: BTreeSet<String> = M::STEPS.iter().map(|step| step.action.to_string()).collect();
    for action in M::ACTIONS {
        assert!(used.contains(&action.to_string()), "{action} does something");
    }
    // From every state there is a way to an end.
    let mut ends: Vec<M::State> = M::STATES.iter().copied().filter(|state| is_final::<M>(*state)).collect();
    loop {
        let more: Vec<M::State> = M::STATES
            .iter()
            .copied()
            .filter(|state| !ends.contains(state))
            .filter(|state| M::STEPS.iter().any(|step| step.from == Some(*state) && ends.contains(&step.to)))
            .collect();
        if more.is_empty() {
            break;
        }
        ends.extend(more);
    }
    assert_eq!(ends.len(), M::STATES.len(), "{}: every state has an end", M::NAME);
}

#[test]
fn tables_are_sound() {
    sound::<Request>();
    sound::<Tour>();
    sound::<Entry>();
    sound::<Reservation>();
    sound::<Convention>();
}

#[test]
fn the_page_of_workflows_is_that_of_the_tables() {
    let written = include_str!("../../../docs/workflows.md");
    assert!(written == page(), "docs/workflows.md is not that of the tables; write it again:\n{}", page());
}

#[test]
fn ends_are_those_of_the_domain() {
    let ends = |states: &[EntryState]| {
        let ends = states.iter().filter(|state| is_final::<Entry>(**state));
        ends.map(|state| state.name()).collect::<BTreeSet<_>>()
    };
    // `not_proposed` is one in the domain too, unless the agency gives the list back (decision 0020).
    let expected = ["recorded", "not_settled", "refused", "withdrawn", "remained_vacant", "installed"];
    assert_eq!(ends(EntryState::ALL), BTreeSet::from(expected));
    for state in RequestState::ALL {
        let last = matches!(state, RequestState::Refused | RequestState::Withdrawn | RequestState::Applied);
        assert_eq!(is_final::<Request>(*state), last, "{state}");
    }
    for state in ReservationState::ALL {
        let goes_on = matches!(state, ReservationState::Draft | ReservationState::Active);
        assert_eq!(is_final::<Reservation>(*state), !goes_on, "{state}");
        let takes = matches!(state, ReservationState::Active | ReservationState::Ended);
        assert_eq!(state.takes_room(), takes, "{state}");
    }
    for state in ConventionState::ALL {
        let last =
            matches!(state, ConventionState::Denounced | ConventionState::Ended | ConventionState::Withdrawn);
        assert_eq!(is_final::<Convention>(*state), last, "{state}");
    }
}

/// R9: the right is not enough, nor the profile.
#[test]
fn a_step_wants_the_profile_and_its_right() {
    let place = Place::default();
    let acts = |held: &[Habilitation], action| {
        let actor = Actor::Person { held, today: today(), place: &place };
        advance::<Entry>(Some(EntryState::AtArs), action, actor)
    };
    // A centre's manager has every right on tours, and validates no post.
    let centre = holder(Profile::CngManager);
    let refused = Refused::Actor(vec![Profile::ArsApprover]);
    assert_eq!(acts(&centre, EntryAction::Validate), Err(refused));
    assert_eq!(acts(&holder(Profile::ArsApprover), EntryAction::Validate), Ok(EntryState::Validated));
    // `ask` takes the right of either.
    assert_eq!(acts(&holder(Profile::ArsManager), EntryAction::Ask), Ok(EntryState::InfoRequested));
    assert_eq!(acts(&holder(Profile::ArsApprover), EntryAction::Ask), Ok(EntryState::InfoRequested));
    // The profile without its right, because fewer grants were given.
    let mut fewer = holder(Profile::ArsApprover);
    fewer[0].grants = vec![(Rubric::Tours, "r".parse().unwrap())];
    assert!(matches!(acts(&fewer, EntryAction::Ask), Err(Refused::Actor(_))));
    // Elsewhere, and at another time.
    let mut elsewhere = holder(Profile::ArsApprover);
    elsewhere[0].perimeter = Perimeter::Region("84".into());
    assert!(matches!(acts(&elsewhere, EntryAction::Ask), Err(Refused::Actor(_))));
    let mut over = holder(Profile::ArsApprover);
    over[0].period = Period::new("2025-01-01".parse().unwrap(), today()).unwrap();
    assert!(matches!(acts(&over, EntryAction::Ask), Err(Refused::Actor(_))));
}

#[test]
fn a_refusal_says_from_where_it_would_be_possible() {
    let held = holder(Profile::HospitalManager);
    let actor = Actor::Person { held: &held, today: today(), place: &Place::default() };
    let refused = advance::<Request>(Some(RequestState::Applied), RequestAction::Submit, actor);
    assert_eq!(refused, Err(Refused::State(vec![RequestState::Draft])));
}

fn actor_of(number: usize) -> (Vec<Habilitation>, Option<Program>) {
    let programs = Program::ALL.len();
    match Program::ALL.get(number) {
        Some(program) => (Vec::new(), Some(*program)),
        None => (holder(Profile::ALL[(number - programs) % Profile::ALL.len()]), None),
    }
}

/// Any actions by any actors: the table is obeyed, and what is offered is exactly what is accepted.
fn walk<M: Machine>(begin: Option<M::State>, steps: &[(usize, usize)]) {
    let place = Place::default();
    let mut now = begin;
    for (action, who) in steps {
        let action = M::ACTIONS[action % M::ACTIONS.len()];
        let (held, program) = actor_of(who % (Program::ALL.len() + Profile::ALL.len()));
        let actor = match program {
            Some(program) => Actor::Program(program),
            None => Actor::Person { held: &held, today: today(), place: &place },
        };
        let offered = allowed::<M>(now, actor).contains(&action);
        match advance::<M>(now, action, actor) {
            Ok(to) => {
                assert!(offered);
                assert!(now.is_none_or(|from| !is_final::<M>(from)));
                now = Some(to);
            }
            Err(_) => assert!(!offered),
        }
    }
}

proptest! {
    #[test]
    fn what_is_offered_is_what_is_accepted(steps in prop::collection::vec((0_usize..40, 0_usize..40), 1..200)) {
        walk::<Request>(None, &steps);
        walk::<Tour>(None, &steps);
        walk::<Reservation>(None, &steps);
        walk::<Convention>(None, &steps);
        walk::<Entry>(Some(EntryState::Preparing), &steps);
    }
}
