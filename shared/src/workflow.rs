//! What passes from hand to hand: a request on a post, a tour, a post in a tour, a convention (`domain.md` 8). One constant table each,
//! from which the guard of the server, the buttons of the screen, `allowed_actions` and the page of the documentation come.
//!
//! A step says who may take it: a person, by a right **and** a profile (`domain.md` R9), the clock, the program or SIGMED. A
//! (state, action) that is not in the table is refused. Refuses to look at the thing itself: what a step asks of it is in
//! the `guard` of each machine.

/// A convention between establishments.
pub mod convention;
/// A post in a tour.
pub mod entry;
/// The page of the documentation.
mod page;
/// A request to create, transform or close a post.
pub mod request;
/// A reservation of a post.
pub mod reservation;
/// A tour.
pub mod tour;

pub use page::page;

use crate::habilitation::{Habilitation, Place, Profile, Right, Rubric};
use crate::names::names;
use crate::time::Day;

names! {
    /// Who takes a step without being a person.
    Program {
        /// The day or the instant has come.
        Clock = "clock",
        /// What follows at once from another step.
        System = "system",
        /// An acknowledgement or a rejection of SIGMED.
        Sigmed = "sigmed",
    }
}

/// One line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<S: 'static, A: 'static> {
    /// Where the thing stands; `None`: it does not exist yet.
    pub from: Option<S>,
    /// What is done.
    pub action: A,
    /// Where it stands after.
    pub to: S,
    /// Which people: the profile, and the right that it takes on the rubric of the machine.
    pub people: &'static [(Profile, Right)],
    /// Who else.
    pub program: Option<Program>,
}

impl<S, A> Step<S, A> {
    /// A step of people.
    const fn people(from: S, action: A, to: S, people: &'static [(Profile, Right)]) -> Step<S, A> {
        Step { from: Some(from), action, to, people, program: None }
    }

    /// A step that no person takes.
    const fn program(from: S, action: A, to: S, program: Program) -> Step<S, A> {
        Step { from: Some(from), action, to, people: &[], program: Some(program) }
    }
}

/// A table and its names.
pub trait Machine: 'static {
    /// States.
    type State: Copy + Eq + std::fmt::Display + 'static;
    /// Actions.
    type Action: Copy + Eq + std::fmt::Display + 'static;
    /// Its name in the documentation.
    const NAME: &'static str;
    /// Rubric of the rights.
    const RUBRIC: Rubric;
    /// All states, in the order of the work.
    const STATES: &'static [Self::State];
    /// All actions.
    const ACTIONS: &'static [Self::Action];
    /// Every legal step.
    const STEPS: &'static [Step<Self::State, Self::Action>];
    /// Actions whose effect stays between those who work on the thing, so that who took one may take it back while nobody
    /// built on it: nothing left for SIGMED nor for candidates (`domain.md` 8).
    const TAKEN_BACK: &'static [Self::Action] = &[];
}

/// The steps of a machine.
pub type Steps<M> = &'static [Step<<M as Machine>::State, <M as Machine>::Action>];

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// A person: what they hold, today, where the thing is.
    Person {
        /// Habilitations.
        held: &'a [Habilitation],
        /// The day on which they must hold.
        today: Day,
        /// Where the thing is.
        place: &'a Place,
    },
    /// Something else.
    Program(Program),
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused<S> {
    /// The table has no such step from there; the states from which it has one.
    State(Vec<S>),
    /// The step is for others; the profiles that may take it, none when only the program does.
    Actor(Vec<Profile>),
}

/// The step of an action from a state.
pub fn step<M: Machine>(
    from: Option<M::State>,
    action: M::Action,
) -> Option<&'static Step<M::State, M::Action>> {
    M::STEPS.iter().find(|step| step.from == from && step.action == action)
}

/// Where the thing stands after an action of somebody.
///
/// # Errors
/// `State` before `Actor`: who may not act at all learns nothing from the state, which is readable anyway.
pub fn advance<M: Machine>(
    from: Option<M::State>,
    action: M::Action,
    actor: Actor<'_>,
) -> Result<M::State, Refused<M::State>> {
    let Some(step) = step::<M>(from, action) else {
        let elsewhere = M::STEPS.iter().filter(|step| step.action == action);
        return Err(Refused::State(elsewhere.filter_map(|step| step.from).collect()));
    };
    if takes::<M>(step, actor) {
        Ok(step.to)
    } else {
        Err(Refused::Actor(step.people.iter().map(|(profile, _)| *profile).collect()))
    }
}

/// Why a step is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// What it did has left, or is not done by hand.
    Left,
    /// The person may not take that step any more.
    Actor,
}

/// Whether somebody who took a step may take it back, as far as the table tells.
///
/// # Errors
/// What it did has left; the step is not theirs to take any more.
pub fn take_back<M: Machine>(
    from: Option<M::State>,
    action: M::Action,
    to: M::State,
    actor: Actor<'_>,
) -> Result<(), Stays> {
    if !M::TAKEN_BACK.contains(&action) {
        return Err(Stays::Left);
    }
    match advance::<M>(from, action, actor) {
        Ok(reached) if reached == to => Ok(()),
        Ok(_) => Err(Stays::Left),
        Err(_) => Err(Stays::Actor),
    }
}

/// What somebody may do now, in the order of the table.
pub fn allowed<M: Machine>(from: Option<M::State>, actor: Actor<'_>) -> Vec<M::Action> {
    let steps = M::STEPS.iter().filter(|step| step.from == from && takes::<M>(step, actor));
    steps.map(|step| step.action).collect()
}

/// Whether nothing can happen any more.
pub fn is_final<M: Machine>(state: M::State) -> bool {
    M::STEPS.iter().all(|step| step.from != Some(state))
}

fn takes<M: Machine>(step: &Step<M::State, M::Action>, actor: Actor<'_>) -> bool {
    match actor {
        Actor::Program(program) => step.program == Some(program),
        Actor::Person { held, today, place } => held.iter().any(|one| {
            let named = step.people.iter().filter(|(profile, _)| *profile == one.profile);
            one.period.contains(today)
                && one.perimeter.contains(place)
                && named.into_iter().any(|(_, right)| one.rights(M::RUBRIC).has(*right))
        }),
    }
}

#[cfg(test)]
mod tests;
