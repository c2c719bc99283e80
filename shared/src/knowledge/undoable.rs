//! Whether changes could be undone, asked of many at once: the answer of [`super::undo`], without its list of what is in
//! the way, from no more of each change than the things it touched.
//!
//! Refuses to know who may undo what.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::Facts;
use crate::fact::Fact;
use crate::with_nouns;

/// The present knowledge, ready to be asked.
pub struct Undoable<'a> {
    now: &'a Facts,
    known: BTreeSet<Uuid>,
    /// What refers to each thing.
    referring: HashMap<Uuid, Vec<Uuid>>,
}

/// What a change did to things: those it touched, those it made, what the former statements referred to.
#[derive(Default)]
struct Moved {
    touched: BTreeSet<Uuid>,
    made: BTreeSet<Uuid>,
    brought_back: BTreeSet<Uuid>,
    needed: Vec<(Uuid, Uuid)>,
}

macro_rules! walks {
    ($($field:ident: $type:ty),+ $(,)?) => {
        fn known(now: &Facts) -> (BTreeSet<Uuid>, HashMap<Uuid, Vec<Uuid>>) {
            let (mut known, mut referring) = (BTreeSet::new(), HashMap::<Uuid, Vec<Uuid>>::new());
            $(for (id, timeline) in now.$field.iter() {
                let own = Uuid::from(id);
                known.insert(own);
                for referred in timeline.iter().flat_map(|segment| segment.value.references()) {
                    referring.entry(referred).or_default().push(own);
                }
            })+
            (known, referring)
        }

        /// What a change did; `None` when one of its things is not as the change left it.
        fn moved(before: &Facts, after: &Facts, now: &Facts) -> Option<Moved> {
            let mut moved = Moved::default();
            $(for (id, former, latter) in before.$field.beside(&after.$field) {
                if former == latter {
                    continue;
                }
                if now.$field.get(id) != latter {
                    return None;
                }
                let own = Uuid::from(id);
                moved.touched.insert(own);
                match former {
                    None => drop(moved.made.insert(own)),
                    Some(former) => {
                        moved.brought_back.insert(own);
                        let needed = former.iter().flat_map(|segment| segment.value.references());
                        moved.needed.extend(needed.map(|referred| (referred, own)));
                    }
                }
            })+
            Some(moved)
        }
    };
}

with_nouns!(walks);

impl<'a> Undoable<'a> {
    /// From what is known now.
    pub fn new(now: &'a Facts) -> Undoable<'a> {
        let (known, referring) = known(now);
        Undoable { now, known, referring }
    }

    /// What is in the way of the undo of a change. `before` and `after` are what was known just before and just after it,
    /// of the things that it touched at least.
    pub fn answer(&self, before: &Facts, after: &Facts) -> Answer {
        let Some(moved) = moved(before, after, self.now) else { return Answer::Refused };
        let nothing = Vec::new();
        let referring = |id: &Uuid| self.referring.get(id).unwrap_or(&nothing);
        // What the change made goes, unless something that stays refers to it.
        let needed = |id: &Uuid| referring(id).iter().any(|by| !moved.touched.contains(by));
        if moved.made.iter().any(needed) || moved.needed.iter().any(|(id, _)| moved.made.contains(id)) {
            return Answer::Refused;
        }
        // What comes back finds what it refers to, unless that is gone since.
        let stays = |id: &Uuid| self.known.contains(id) || moved.brought_back.contains(id);
        let gone = moved.needed.iter().filter(|(id, by)| !stays(id) && !referring(id).contains(by));
        let gone: BTreeSet<Uuid> = gone.map(|(id, _)| *id).collect();
        if gone.is_empty() { Answer::Accepted } else { Answer::UnlessKnown(gone) }
    }
}

/// Whether the undo of a change would be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accepted,
    /// No: something was built on it since.
    Refused,
    /// Yes, unless one of these things was known before the change: what comes back would refer to it. It is rare, and
    /// takes the whole of that knowledge to tell.
    UnlessKnown(BTreeSet<Uuid>),
}

impl Answer {
    /// The answer, with all that was known before the change for when it is needed.
    ///
    /// # Errors
    /// Those of reading it.
    pub fn settled<E>(self, before: impl FnOnce() -> Result<Facts, E>) -> Result<bool, E> {
        match self {
            Answer::Accepted => Ok(true),
            Answer::Refused => Ok(false),
            Answer::UnlessKnown(gone) => Ok(before()?.subjects().is_disjoint(&gone)),
        }
    }
}
