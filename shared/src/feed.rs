//! The change feed: what one change did to one thing, as one reader may be told.
//!
//! A reader sees a part of the country. What a change takes out of that part has gone for this reader, as what is
//! retracted has gone for all. Refuses to know what the thing is, and who reads.

/// Where a thing stands for a reader, at one knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing is known of it.
    Unknown,
    /// It is known, and out of reach.
    Outside,
    /// It is known and may be read.
    Inside,
}

/// What a change did to a thing, for a reader. Others may come: a program passes over what it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// It may be read from now on.
    Created,
    /// What is said of it has changed.
    Modified,
    /// Nothing is said of it any more, on any day.
    Retracted,
    /// It goes on, out of the reach of this reader.
    OutOfPerimeter,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 4] =
        [Operation::Created, Operation::Modified, Operation::Retracted, Operation::OutOfPerimeter];

    /// From where the thing stood just before a change and just after it; `None` when the reader is told nothing.
    pub const fn between(before: Standing, after: Standing) -> Option<Operation> {
        match (before, after) {
            (Standing::Inside, Standing::Inside) => Some(Operation::Modified),
            (Standing::Inside, Standing::Outside) => Some(Operation::OutOfPerimeter),
            (Standing::Inside, Standing::Unknown) => Some(Operation::Retracted),
            (_, Standing::Inside) => Some(Operation::Created),
            // Neither seen before nor after: that it moved elsewhere is nothing to this reader.
            _ => None,
        }
    }

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::Created => "created",
            Operation::Modified => "modified",
            Operation::Retracted => "retracted",
            Operation::OutOfPerimeter => "out_of_perimeter",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn standing() -> impl Strategy<Value = Standing> {
        prop_oneof![Just(Standing::Unknown), Just(Standing::Outside), Just(Standing::Inside)]
    }

    #[test]
    fn names_are_those_of_the_contract() {
        let names = Operation::ALL.map(Operation::name);
        assert_eq!(names, ["created", "modified", "retracted", "out_of_perimeter"]);
    }

    proptest! {
        /// Whoever began with what was in reach and does what the feed says holds what is in reach, at every step.
        #[test]
        fn who_follows_holds_what_may_be_read(
            first in proptest::collection::vec(standing(), 4),
            moves in proptest::collection::vec((0_usize..4, standing()), 0..40),
        ) {
            let mut things = first;
            let inside = |things: &[Standing]| -> BTreeSet<usize> {
                things.iter().enumerate().filter(|(_, one)| **one == Standing::Inside).map(|(at, _)| at).collect()
            };
            let mut held = inside(&things);
            for (thing, after) in moves {
                match Operation::between(things[thing], after) {
                    Some(Operation::Created) => prop_assert!(held.insert(thing), "created twice"),
                    Some(Operation::Modified) => prop_assert!(held.contains(&thing), "modified before it was created"),
                    Some(Operation::Retracted | Operation::OutOfPerimeter) => {
                        prop_assert!(held.remove(&thing), "gone before it was created");
                    }
                    None => {}
                }
                things[thing] = after;
                prop_assert_eq!(&held, &inside(&things));
            }
        }
    }
}
