//! The witness of a write: that the caller may write one rubric in one set of facts.

use shared::habilitation::{Place, Right, Rubric};
use shared::time::Day;

use super::{Authority, System};
use crate::db::facts::FactSet;

/// Leave to write the facts of one set. Only this module makes one; it is good for one set alone.
#[derive(Debug, Clone)]
pub struct Permit {
    set: Option<FactSet>,
    rubric: Option<Rubric>,
}

impl Permit {
    /// Everything, for the machine itself.
    pub fn anything(_: &System) -> Permit {
        Permit { set: None, rubric: None }
    }

    /// Leave for a set, when the right is held at its place today.
    pub(crate) fn of(
        authority: &Authority,
        today: Day,
        (rubric, right): (Rubric, Right),
        set: FactSet,
        place: &Place,
    ) -> Option<Permit> {
        match authority {
            Authority::System(system) => Some(Permit::anything(system)),
            Authority::Account(_) => authority
                .allows(today, rubric, right, place)
                .then_some(Permit { set: Some(set), rubric: Some(rubric) }),
        }
    }

    /// Whether it is good for a set.
    pub(crate) fn covers(&self, set: FactSet) -> bool {
        self.set.is_none_or(|own| own == set)
    }

    /// The rubric it was given for; `None` for the machine itself.
    pub fn rubric(&self) -> Option<Rubric> {
        self.rubric
    }
}
