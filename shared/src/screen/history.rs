//! The past of a thing on both axes: what was believed at each moment somebody changed their mind.

use super::order;
use crate::contract::Statement;
use crate::time::Instant;

/// What was believed from one instant to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belief {
    /// From that instant.
    pub at: Instant,
    /// Until that one; `None`: it still is.
    pub until: Option<Instant>,
    /// The statements believed then, by their place in the history.
    pub statements: Vec<usize>,
}

/// The beliefs of a history, newest first. One begins each time something was recorded or ceased to be believed.
pub fn beliefs<T>(items: &[Statement<T>]) -> Vec<Belief> {
    let mut instants: Vec<Instant> = items.iter().map(|one| one.recorded_at).collect();
    instants.extend(items.iter().filter_map(|one| one.superseded_at));
    instants.sort_unstable();
    instants.dedup();
    let ends = instants.iter().skip(1).copied().map(Some).chain([None]);
    let mut all: Vec<Belief> = instants
        .iter()
        .zip(ends)
        .map(|(at, until)| Belief { at: *at, until, statements: believed(items, *at) })
        .collect();
    all.reverse();
    all
}

/// The statements believed at an instant, by first day.
fn believed<T>(items: &[Statement<T>], at: Instant) -> Vec<usize> {
    let is_believed =
        |one: &Statement<T>| one.recorded_at <= at && one.superseded_at.is_none_or(|end| at < end);
    let by_day = order(items.iter().map(|one| one.valid_from.to_string()).collect());
    by_day.into_iter().filter(|place| items.get(*place).is_some_and(is_believed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ChangeId;

    fn said(from: &str, to: &str, recorded: &str, superseded: Option<&str>) -> Statement<()> {
        let change: ChangeId = "0192d3a0-0000-7000-8000-000000000001".parse().unwrap();
        Statement {
            valid_from: from.parse().unwrap(),
            valid_to: to.parse().unwrap(),
            recorded_at: recorded.parse().unwrap(),
            superseded_at: superseded.map(|at| at.parse().unwrap()),
            change_id: change,
            superseded_by: None,
            operation: None,
            author: None,
            fact: (),
        }
    }

    #[test]
    fn each_change_of_mind_is_a_belief() {
        let items = [
            said("2026-01-01", "9999-12-31", "2026-01-10T08:00:00Z", Some("2026-03-10T08:00:00Z")),
            said("2026-02-01", "9999-12-31", "2026-03-10T08:00:00Z", None),
            said("2026-01-01", "2026-02-01", "2026-03-10T08:00:00Z", None),
        ];
        let found = beliefs(&items);
        let drawn: Vec<_> = found.iter().map(|one| (one.at.to_string(), one.statements.clone())).collect();
        assert_eq!(
            drawn,
            [
                ("2026-03-10T08:00:00.000000Z".to_owned(), vec![2, 1]),
                ("2026-01-10T08:00:00.000000Z".to_owned(), vec![0]),
            ]
        );
        assert_eq!((found[0].until, found[1].until), (None, Some(found[0].at)));
    }

    #[test]
    fn what_was_withdrawn_leaves_an_empty_belief() {
        let items = [said("2026-01-01", "9999-12-31", "2026-01-10T08:00:00Z", Some("2026-02-10T08:00:00Z"))];
        let found = beliefs(&items);
        assert_eq!(found.iter().map(|one| one.statements.len()).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn nothing_said_is_no_belief() {
        assert_eq!(beliefs::<()>(&[]), []);
    }
}
