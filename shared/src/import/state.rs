//! Where an import stands, and what may happen next: one table, from which the guard of the server, the buttons of
//! the screen and `allowed_actions` come.
//!
//! Decides by look-up only. Refuses to know who holds a right: the column says which one is needed.

use crate::contract::imports::ImportState;
use crate::habilitation::Right;

/// What happens to an import: by people, then by the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportAction {
    /// A person says what columns mean.
    Map,
    /// A person says what local codes mean.
    AnswerCodes,
    /// A person asks for the plan again.
    Replan,
    /// A person has the plan written.
    Apply,
    /// A person takes it back.
    Undo,
    /// A person gives it up.
    Discard,
    /// Read: a mandatory column is not known.
    NeedMapping,
    /// Read: the plan is ready.
    Plan,
    /// Read: the plan asks a question first.
    Question,
    /// The file cannot be read.
    Fail,
    /// What the plan was made from has moved.
    Outdate,
}

impl ImportAction {
    /// All of them.
    pub const ALL: [ImportAction; 11] = [
        ImportAction::Map,
        ImportAction::AnswerCodes,
        ImportAction::Replan,
        ImportAction::Apply,
        ImportAction::Undo,
        ImportAction::Discard,
        ImportAction::NeedMapping,
        ImportAction::Plan,
        ImportAction::Question,
        ImportAction::Fail,
        ImportAction::Outdate,
    ];

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            ImportAction::Map => "map",
            ImportAction::AnswerCodes => "answer_codes",
            ImportAction::Replan => "replan",
            ImportAction::Apply => "apply",
            ImportAction::Undo => "undo",
            ImportAction::Discard => "discard",
            ImportAction::NeedMapping => "need_mapping",
            ImportAction::Plan => "plan",
            ImportAction::Question => "question",
            ImportAction::Fail => "fail",
            ImportAction::Outdate => "outdate",
        }
    }
}

impl ImportAction {
    /// From the wire name.
    pub fn from_name(name: &str) -> Option<ImportAction> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether the file itself is read for it.
    pub const fn needs_original(self) -> bool {
        matches!(
            self,
            ImportAction::Map | ImportAction::AnswerCodes | ImportAction::Replan | ImportAction::Apply
        )
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// State before.
    pub from: ImportState,
    /// What happens.
    pub action: ImportAction,
    /// State after.
    pub to: ImportState,
    /// Right on `imports` that a person needs; `None`: only the program does it.
    pub right: Option<Right>,
}

const fn person(from: ImportState, action: ImportAction, to: ImportState) -> Transition {
    Transition { from, action, to, right: Some(Right::Modify) }
}

const fn program(from: ImportState, action: ImportAction, to: ImportState) -> Transition {
    Transition { from, action, to, right: None }
}

use ImportAction as A;
use ImportState as S;

/// Every legal step. What is not here is refused.
pub const TRANSITIONS: &[Transition] = &[
    // Received: the program reads. A reading that was cancelled can be asked again.
    program(S::Received, A::NeedMapping, S::NeedsMapping),
    program(S::Received, A::Plan, S::Planned),
    program(S::Received, A::Question, S::AwaitingConfirmation),
    program(S::Received, A::Fail, S::Failed),
    person(S::Received, A::Replan, S::Received),
    person(S::Received, A::Discard, S::Discarded),
    // Needs mapping.
    person(S::NeedsMapping, A::Map, S::Received),
    person(S::NeedsMapping, A::AnswerCodes, S::Received),
    person(S::NeedsMapping, A::Replan, S::Received),
    person(S::NeedsMapping, A::Discard, S::Discarded),
    // Planned.
    person(S::Planned, A::Map, S::Received),
    person(S::Planned, A::AnswerCodes, S::Received),
    person(S::Planned, A::Replan, S::Received),
    person(S::Planned, A::Apply, S::Applied),
    person(S::Planned, A::Discard, S::Discarded),
    program(S::Planned, A::Outdate, S::Stale),
    // Planned, with a question.
    person(S::AwaitingConfirmation, A::Map, S::Received),
    person(S::AwaitingConfirmation, A::AnswerCodes, S::Received),
    person(S::AwaitingConfirmation, A::Replan, S::Received),
    person(S::AwaitingConfirmation, A::Apply, S::Applied),
    person(S::AwaitingConfirmation, A::Discard, S::Discarded),
    program(S::AwaitingConfirmation, A::Outdate, S::Stale),
    // Stale: read again.
    person(S::Stale, A::Map, S::Received),
    person(S::Stale, A::AnswerCodes, S::Received),
    person(S::Stale, A::Replan, S::Received),
    person(S::Stale, A::Discard, S::Discarded),
    // Applied.
    person(S::Applied, A::Undo, S::Undone),
    // Failed: what was missing (the reference, a later import undone) may be there now.
    person(S::Failed, A::Replan, S::Received),
    person(S::Failed, A::Discard, S::Discarded),
];

/// The state after an action; `None` when it is refused.
pub fn after(from: ImportState, action: ImportAction) -> Option<ImportState> {
    TRANSITIONS.iter().find(|step| step.from == from && step.action == action).map(|step| step.to)
}

/// What a person with a right on `imports` may do now. While the program works on the import, nothing.
pub fn allowed_actions(from: ImportState, working: bool, has: impl Fn(Right) -> bool) -> Vec<String> {
    let steps = TRANSITIONS.iter().filter(|step| step.from == from && !working);
    steps.filter(|step| step.right.is_some_and(&has)).map(|step| step.action.name().to_owned()).collect()
}

impl ImportState {
    /// All of them.
    pub const ALL: [ImportState; 9] = [
        ImportState::Received,
        ImportState::NeedsMapping,
        ImportState::Planned,
        ImportState::AwaitingConfirmation,
        ImportState::Stale,
        ImportState::Applied,
        ImportState::Undone,
        ImportState::Discarded,
        ImportState::Failed,
    ];

    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            ImportState::Received => "received",
            ImportState::NeedsMapping => "needs_mapping",
            ImportState::Planned => "planned",
            ImportState::AwaitingConfirmation => "awaiting_confirmation",
            ImportState::Stale => "stale",
            ImportState::Applied => "applied",
            ImportState::Undone => "undone",
            ImportState::Discarded => "discarded",
            ImportState::Failed => "failed",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<ImportState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether the file may still become facts: the same bytes sent again find this import.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            ImportState::Received
                | ImportState::NeedsMapping
                | ImportState::Planned
                | ImportState::AwaitingConfirmation
                | ImportState::Stale
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// States × actions, to be read and signed by somebody who knows the work of a hospital.
    #[test]
    fn every_state_and_action_is_legal_or_refused() {
        let mut table = String::new();
        for from in ImportState::ALL {
            let steps = ImportAction::ALL.iter().filter_map(|action| {
                after(from, *action).map(|to| format!("{}>{}", action.name(), to.name()))
            });
            table.push_str(&format!("{}: {}\n", from.name(), steps.collect::<Vec<_>>().join(" ")));
        }
        assert_eq!(
            table,
            "received: replan>received discard>discarded need_mapping>needs_mapping plan>planned \
             question>awaiting_confirmation fail>failed\n\
             needs_mapping: map>received answer_codes>received replan>received discard>discarded\n\
             planned: map>received answer_codes>received replan>received apply>applied discard>discarded \
             outdate>stale\n\
             awaiting_confirmation: map>received answer_codes>received replan>received apply>applied \
             discard>discarded outdate>stale\n\
             stale: map>received answer_codes>received replan>received discard>discarded\n\
             applied: undo>undone\nundone: \ndiscarded: \n\
             failed: replan>received discard>discarded\n"
        );
    }

    #[test]
    fn people_never_do_what_the_program_does_and_nothing_while_it_works() {
        let all = |_: Right| true;
        assert_eq!(allowed_actions(ImportState::Received, false, all), ["replan", "discard"]);
        assert!(allowed_actions(ImportState::Planned, true, all).is_empty());
        assert!(allowed_actions(ImportState::Planned, false, |right| right == Right::Read).is_empty());
        assert_eq!(allowed_actions(ImportState::Applied, false, all), ["undo"]);
    }
}
