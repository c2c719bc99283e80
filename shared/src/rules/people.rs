//! Practitioners, employments, positions, affectations.

use super::organisation::is_finess;
use super::{Breach, Checking, FREE, Ruled, World, on, splits, sums};
use crate::affectation::Affectation;
use crate::career::{Position, Status};
use crate::catalogue::rules as texts;
use crate::code::Rpps;
use crate::id::{AffectationId, PositionId, PractitionerId, StatusId};
use crate::post::Post;
use crate::practitioner::Practitioner;
use crate::quotity::Quotity;
use crate::structure::Structure;
use crate::time::{Segment, Timeline};

/// Longest matricule (`domain.md` 3).
const MATRICULE: usize = 32;
/// Longest name of a person.
const NAME: usize = 120;
/// The position that fills every gap and is never written.
const ACTIVITY: &str = "ACTIVITE";

impl Ruled for Practitioner {
    fn check(checking: &mut Checking<'_>, id: PractitionerId, segment: &Segment<Practitioner>) {
        let (days, own) = (segment.period, &segment.value);
        checking.text("/matricule", &own.matricule, MATRICULE);
        let matricule = own.matricule.clone();
        checking.unique::<Practitioner>("/matricule", id, days, |other| other.matricule == matricule);
        checking.text("/birth_name", &own.birth_name, NAME);
        checking.text("/usual_name", &own.usual_name, NAME);
        checking.text("/first_names", &own.first_names, NAME);
        if own.rpps.as_ref().is_some_and(|rpps| rpps.parse::<Rpps>().is_err()) {
            checking.refuse("/rpps", "rpps.invalid", texts::RPPS_INVALID);
        }
        if is_under_two_matricules(&checking.world, id, segment) {
            checking.refuse("/rpps", "rpps.two_matricules", texts::RPPS_TWO_MATRICULES);
        }
        if own.sex.as_ref().is_some_and(|sex| !matches!(sex.as_str(), "F" | "M" | "X")) {
            checking.refuse("/sex", "code.unknown", texts::SEX);
        }
        if own.birth_date.is_some_and(|birth| birth >= days.from()) {
            checking.refuse("/birth_date", "practitioner.born_later", texts::BORN_LATER);
        }
        if let Some(speciality) = &own.speciality {
            checking.code("/speciality", "specialities", speciality, days.from());
        }
        checking.bounded("/exit_reason", own.exit_reason.as_deref().unwrap_or_default(), FREE);
        for diploma in &own.diplomas {
            checking.code("/diplomas", "diplomas", diploma, days.from());
        }
    }
}

/// Whether another record of the establishment carries the same RPPS on one of the days on which this one begins to
/// (`domain.md` 16.5). One record after the other is one person, whom the law lets come back under a new matricule; two
/// that were already there together stop no correction of anything else.
fn is_under_two_matricules(world: &World<'_>, id: PractitionerId, segment: &Segment<Practitioner>) -> bool {
    let Some(rpps) = &segment.value.rpps else { return false };
    let carries = |one: &Segment<Practitioner>| one.value.rpps.as_ref() == Some(rpps);
    let mut fresh = Timeline::single(segment.period, ());
    let before = world.before.practitioners.get(id);
    for held in before.into_iter().flat_map(Timeline::iter).filter(|held| carries(held)) {
        fresh.retract(held.period);
    }
    let mut others = world.after.practitioners.segments();
    others.any(|(other, one)| {
        other != id && carries(one) && fresh.iter().any(|days| days.period.overlaps(&one.period))
    })
}

impl Ruled for Status {
    fn check(checking: &mut Checking<'_>, _: StatusId, segment: &Segment<Status>) {
        let (days, own) = (segment.period, &segment.value);
        checking.covered::<Practitioner>("/effect", own.practitioner, days);
        checking.code("/status", "statuses", &own.status, days.from());
        checking.bounded("/local_code", own.local_code.as_deref().unwrap_or_default(), FREE);
        if own.quotity == Some(Quotity::ZERO) {
            checking.refuse("/quotity", "quotity.out_of_range", texts::ZERO_TIME);
        }
        if own.employer.as_ref().is_some_and(|employer| !is_finess(employer)) {
            checking.refuse("/employer", "finess.invalid", texts::FINESS_INVALID);
        }
    }

    fn sums(world: &World<'_>, id: StatusId) -> Option<Breach> {
        let of = |facts: &crate::knowledge::Facts| {
            facts.statuses.get(id)?.last().map(|one| one.value.practitioner)
        };
        sums::of_person(world, of(world.after).or_else(|| of(world.before))?)
    }
}

impl Ruled for Position {
    fn check(checking: &mut Checking<'_>, id: PositionId, segment: &Segment<Position>) {
        let (days, own) = (segment.period, &segment.value);
        checking.covered::<Practitioner>("/effect", own.practitioner, days);
        checking.code("/position", "positions", &own.code, days.from());
        checking.bounded("/local_code", own.local_code.as_deref().unwrap_or_default(), FREE);
        if own.code == ACTIVITY {
            checking.refuse("/position", "position.activity", texts::ACTIVITY);
        }
        let other = checking.world.after.positions.segments().any(|(other, one)| {
            other != id && one.value.practitioner == own.practitioner && one.period.overlaps(&days)
        });
        if other {
            checking.refuse("/effect", "position.overlaps", texts::POSITION_OVERLAPS);
        }
        if let (Some(from), Some(until)) = (own.granted_from, own.granted_until)
            && until < from
        {
            checking.refuse("/granted_until", "period.empty", texts::PERIOD_EMPTY);
        }
    }
}

impl Ruled for Affectation {
    fn check(checking: &mut Checking<'_>, _: AffectationId, segment: &Segment<Affectation>) {
        let (days, own) = (segment.period, &segment.value);
        checking.covered::<Practitioner>("/practitioner", own.practitioner, days);
        checking.code("/status", "statuses", &own.status, days.from());
        if own.quotity == Quotity::ZERO {
            checking.refuse("/quotity", "quotity.out_of_range", texts::ZERO_TIME);
        }
        if let Some(service) = own.service {
            checking.covered::<Structure>("/service", service, days);
            let known = on::<Structure>(&checking.world, service, days.from());
            if known.is_some_and(|one| one.is_unit()) {
                checking.refuse("/service", "affectation.unit_as_service", texts::UNIT_AS_SERVICE);
            }
        }
        if let Some(unit) = own.unit {
            checking.covered::<Structure>("/unit", unit, days);
            let known = on::<Structure>(&checking.world, unit, days.from());
            if known.as_ref().is_some_and(|one| !one.is_unit()) {
                checking.refuse("/unit", "affectation.not_a_unit", texts::NOT_A_UNIT);
            } else if known.is_some_and(|one| own.service.is_some() && one.parent != own.service) {
                checking.refuse("/unit", "affectation.unit_elsewhere", texts::UNIT_ELSEWHERE);
            }
        }
        if let Some(post) = own.post {
            checking.covered::<Post>("/post", post, days);
            splits::not_on_whole(checking, post, days);
        }
        if own.service.is_none() && own.unit.is_none() && own.post.is_none() {
            checking.refuse("/service", "field.required", texts::NOWHERE);
        }
    }

    fn sums(world: &World<'_>, id: AffectationId) -> Option<Breach> {
        let line = |facts: &crate::knowledge::Facts| facts.affectations.get(id).cloned();
        let held = line(world.after)?;
        let posts = held.iter().filter_map(|one| one.value.post);
        let exceeded = posts.into_iter().find_map(|post| sums::on_post(world, post));
        let who = held.last().map(|one| one.value.practitioner)?;
        exceeded.or_else(|| sums::of_person(world, who))
    }
}
