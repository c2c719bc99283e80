//! The page of workflows, written from the tables.

use std::fmt::Write as _;

use super::convention::Convention;
use super::entry::Entry;
use super::request::Request;
use super::reservation::Reservation;
use super::tour::Tour;
use super::{Machine, Step, is_final};

/// The page that shows every table, for `docs/workflows.md`, which a test compares with it.
pub fn page() -> String {
    let mut page = String::from(
        "# Workflows\n\nWho may do what from which state. A (state, action) that is not here is refused. This page is made \
         from the tables of\n`shared/src/workflow`; a test compares them. Besides what the table says, the guard of a step may \
         refuse it and says why.\n",
    );
    machine::<Request>(&mut page);
    machine::<Tour>(&mut page);
    machine::<Entry>(&mut page);
    machine::<Reservation>(&mut page);
    machine::<Convention>(&mut page);
    page
}

fn machine<M: Machine>(page: &mut String) {
    // Writing to a text never fails.
    let _ = write!(page, "\n## {}\n\nRights on `{}`.\n\n```mermaid\nstateDiagram-v2\n", M::NAME, M::RUBRIC);
    for line in arrows::<M>() {
        let _ = writeln!(page, "    {line}");
    }
    page.push_str("```\n\n| From | Action | Who | To |\n| --- | --- | --- | --- |\n");
    for step in M::STEPS {
        let from = step.from.map_or_else(|| "-".to_owned(), |from| format!("`{from}`"));
        let to = if step.from == Some(step.to) { "unchanged".to_owned() } else { format!("`{}`", step.to) };
        let _ = writeln!(page, "| {from} | `{}` | {} | {to} |", step.action, who(step));
    }
    let last = M::STATES.iter().filter(|state| is_final::<M>(**state));
    let last: Vec<String> = last.map(|state| format!("`{state}`")).collect();
    let _ = writeln!(page, "\nFinal: {}.", last.join(", "));
}

/// One arrow for all actions between two states.
fn arrows<M: Machine>() -> Vec<String> {
    let mut arrows: Vec<(String, String, Vec<String>)> = Vec::new();
    for step in M::STEPS {
        let from = step.from.map_or_else(|| "[*]".to_owned(), |from| from.to_string());
        let (to, action) = (step.to.to_string(), step.action.to_string());
        match arrows.iter_mut().find(|(a, b, _)| *a == from && *b == to) {
            Some((_, _, actions)) => actions.push(action),
            None => arrows.push((from, to, vec![action])),
        }
    }
    let ends =
        M::STATES.iter().filter(|state| is_final::<M>(**state)).map(|state| format!("{state} --> [*]"));
    let arrows =
        arrows.into_iter().map(|(from, to, actions)| format!("{from} --> {to}: {}", actions.join(", ")));
    arrows.chain(ends).collect()
}

fn who<S, A>(step: &Step<S, A>) -> String {
    let people = step.people.iter().map(|(profile, right)| format!("{profile} ({right})"));
    people.chain(step.program.map(|program| program.to_string())).collect::<Vec<_>>().join(", ")
}
