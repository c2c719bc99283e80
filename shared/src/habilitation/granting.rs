//! Who may give what to whom (`domain.md` R1, R3).
//!
//! The letters of a seat differ on purpose: an approver signs off what a manager wrote, and holds no `modify`. So
//! "no more than one holds" is measured on the seat from which one administers, its level and its perimeter, not
//! letter by letter, or nobody could ever name a manager. Refuses to know accounts.

use super::{Habilitation, Perimeter, Profile, Right, Rubric};
use crate::time::Day;

/// The seats of a hospital. That of the practitioner is none: it opens one's file in every hospital, and is given from
/// the nation alone until a sign-in can prove who it is.
const HOSPITAL: &[Profile] =
    &[Profile::HospitalManager, Profile::HospitalApprover, Profile::HospitalReader, Profile::SirhClient];

/// The seats of an agency.
const AGENCY: &[Profile] =
    &[Profile::ArsManager, Profile::ArsApprover, Profile::ArsReader, Profile::GhtReferent];

impl Profile {
    /// Whether the profile may be held on such a perimeter (`domain.md` R1).
    pub const fn fits(self, perimeter: &Perimeter) -> bool {
        match self {
            Profile::HospitalManager | Profile::HospitalApprover | Profile::HospitalReader => {
                matches!(perimeter, Perimeter::Establishment(_) | Perimeter::Structure(_))
            }
            Profile::SirhClient => matches!(perimeter, Perimeter::Establishment(_)),
            Profile::GhtReferent => matches!(perimeter, Perimeter::Ght(_)),
            Profile::ArsManager | Profile::ArsApprover | Profile::ArsReader => {
                matches!(perimeter, Perimeter::Region(_))
            }
            Profile::CngManager | Profile::CngAdmin | Profile::MinistryReader | Profile::Auditor => {
                matches!(perimeter, Perimeter::National)
            }
            Profile::Practitioner => matches!(perimeter, Perimeter::Own),
        }
    }

    /// Whether the holder of this profile, where it administers habilitations, may give another.
    pub fn may_give(self, other: Profile) -> bool {
        match self {
            Profile::HospitalApprover => HOSPITAL.contains(&other),
            Profile::ArsApprover => HOSPITAL.contains(&other) || AGENCY.contains(&other),
            Profile::CngAdmin => true,
            _ => false,
        }
    }
}

/// Whether somebody may give a profile today, `inside` telling which of their perimeters hold the one given.
pub fn may_give(
    held: &[Habilitation],
    today: Day,
    profile: Profile,
    inside: impl Fn(&Perimeter) -> bool,
) -> bool {
    held.iter().any(|one| {
        one.period.contains(today)
            && one.rights(Rubric::Habilitations).has(Right::Administer)
            && one.profile.may_give(profile)
            && inside(&one.perimeter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Period;

    #[test]
    fn only_seats_that_administer_give() {
        for profile in Profile::ALL {
            let administers = profile.rights(Rubric::Habilitations).has(Right::Administer);
            let gives = Profile::ALL.iter().any(|other| profile.may_give(*other));
            assert_eq!(gives, administers, "{profile}");
        }
    }

    /// Nobody climbs: what a seat may give, gives nothing that the seat could not give itself.
    #[test]
    fn giving_never_reaches_further_than_the_giver() {
        for giver in Profile::ALL {
            for given in Profile::ALL.iter().filter(|given| giver.may_give(**given)) {
                for further in Profile::ALL.iter().filter(|further| given.may_give(**further)) {
                    assert!(giver.may_give(*further), "{giver} → {given} → {further}");
                }
            }
        }
    }

    #[test]
    fn each_profile_has_its_kind_of_perimeter() {
        let perimeters = [
            Perimeter::National,
            Perimeter::Region("84".into()),
            Perimeter::Ght("ARA-01".into()),
            Perimeter::Establishment("690780044".into()),
            Perimeter::Own,
        ];
        for profile in Profile::ALL {
            let fitting = perimeters.iter().filter(|perimeter| profile.fits(perimeter)).count();
            assert_eq!(fitting, 1, "{profile}");
        }
    }

    #[test]
    fn a_right_is_given_only_inside_and_while_it_lasts() {
        let day = |number| Day::new(2026, 11, number).unwrap();
        let perimeter = Perimeter::Establishment("690780044".into());
        let period = Period::new(day(1), day(20)).unwrap();
        let held = [Habilitation::of_profile(Profile::HospitalApprover, perimeter.clone(), period)];
        let own = |one: &Perimeter| *one == perimeter;
        assert!(may_give(&held, day(1), Profile::HospitalManager, own));
        assert!(!may_give(&held, day(20), Profile::HospitalManager, own));
        assert!(!may_give(&held, day(1), Profile::HospitalManager, |_| false));
        assert!(!may_give(&held, day(1), Profile::ArsReader, own));
        let manager = [Habilitation::of_profile(Profile::HospitalManager, perimeter.clone(), period)];
        assert!(!may_give(&manager, day(1), Profile::HospitalReader, own));
    }
}
