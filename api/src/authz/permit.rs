//! The witness of a write: that the caller may write one rubric in one set of facts.

use shared::habilitation::{Place, Right, Rubric};
use shared::time::Day;

use super::{Authority, System};
use crate::db::facts::FactSet;

/// Leave to write the facts of one set. Only this module makes one; it is good for one set alone.
#[derive(Debug, Clone)]
pub struct Permit {
    set: Option<FactSet>,
}

impl Permit {
    /// Everything, for the machine itself.
    pub fn anything(_: &System) -> Permit {
        Permit { set: None }
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
            Authority::Account(_) => {
                authority.allows(today, rubric, right, place).then_some(Permit { set: Some(set) })
            }
        }
    }

    /// Whether it is good for a set.
    pub(crate) fn covers(&self, set: FactSet) -> bool {
        self.set.is_none_or(|own| own == set)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shared::habilitation::{Habilitation, Perimeter, Profile};
    use shared::id::EstablishmentId;
    use shared::time::Period;
    use uuid::Uuid;

    use super::*;
    use crate::authz::Held;

    #[test]
    fn r46_a_permit_is_good_for_its_own_set() {
        let today: Day = "2026-04-01".parse().unwrap();
        let hospital = |number: u128| FactSet::Establishment(EstablishmentId::from(Uuid::from_u128(number)));
        let place = |finess: &str| Place { establishment: Some(finess.into()), ..Place::default() };
        let held = |profile: Profile| {
            let perimeter = Perimeter::Establishment("690780044".into());
            Authority::Account(Arc::new(Held {
                account: Uuid::nil().into(),
                name: String::new(),
                email: String::new(),
                habilitations: vec![Habilitation::of_profile(profile, perimeter, Period::since(today))],
                version: 1,
                person: None,
                password_given: false,
            }))
        };
        let modify = (Rubric::Posts, Right::Modify);
        let asked = |profile, finess| Permit::of(&held(profile), today, modify, hospital(1), &place(finess));
        let permit = asked(Profile::HospitalManager, "690780044").unwrap();
        assert!(permit.covers(hospital(1)));
        assert!(!permit.covers(hospital(2)) && !permit.covers(FactSet::Reference));
        assert!(asked(Profile::HospitalManager, "690780045").is_none(), "the right is held elsewhere");
        assert!(asked(Profile::HospitalReader, "690780044").is_none(), "the right is not held");
        let system = System::on_this_machine();
        let all = [hospital(1), hospital(2), FactSet::Reference];
        assert!(all.into_iter().all(|set| Permit::anything(&system).covers(set)));
    }
}
