use super::*;
use crate::habilitation::{Habilitation, Perimeter, Place};
use crate::time::Period;
use crate::tour::calendar::Milestone;
use crate::tour::guard::tests::lists;
use crate::tour::step::tests::{at, tour};
use crate::workflow::Program;
use crate::workflow::tour::{TourAction as A, TourState as S};

fn take(from: S, action: A, given: TourGiven<'_>, profile: Profile, now: &str) -> Result<Tour, Refusal> {
    let held = [Habilitation::of_profile(profile, Perimeter::National, Period::ALWAYS)];
    let (today, place) = ("2026-08-01".parse().unwrap(), Place::default());
    tour(from).after(action, given, Actor::Person { held: &held, today, place: &place }, &lists(), at(now))
}

fn missing(from: S, action: A, given: TourGiven<'_>, profile: Profile, now: &str) -> Vec<&'static str> {
    match take(from, action, given, profile, now) {
        Err(NotTaken::Blocked(missing)) => missing.iter().map(TourBlocked::code).collect(),
        other => panic!("{other:?}"),
    }
}

const PLAIN: TourGiven<'static> =
    TourGiven { reason: None, milestone: None, to: None, region: None, waiting: 0 };

#[test]
fn a_tour_is_planned_with_its_kind_and_a_calendar_in_order() {
    let held = [Habilitation::of_profile(Profile::CngManager, Perimeter::National, Period::ALWAYS)];
    let (today, place) = ("2026-05-01".parse().unwrap(), Place::default());
    let plan = |kind, calendar| {
        let actor = Actor::Person { held: &held, today, place: &place };
        Tour::planned((kind, 2026, 1), calendar, &lists(), actor, today)
    };
    let calendar = tour(S::Planned).calendar;
    assert_eq!(plan("automne", calendar.clone()).unwrap().state, S::Planned);
    let mut late = calendar;
    late.publication = at("2026-01-01");
    let Err(NotTaken::Blocked(missing)) = plan("hiver", late) else { panic!() };
    let codes: Vec<_> = missing.iter().map(TourBlocked::code).collect();
    assert_eq!(codes, ["tour.unknown_kind", "tour.calendar_disorder"], "all is told at once");
}

#[test]
fn steps_wait_for_their_instant_whoever_takes_them() {
    let (centre, early) = (Profile::CngManager, ["tour.too_early"]);
    for (from, action, before, then, to) in [
        (S::Planned, A::Open, "2026-06-14", "2026-06-15", S::OpenToHospitals),
        (S::OpenToHospitals, A::CloseHospitals, "2026-08-19", "2026-08-20", S::OpenToArs),
        (S::OpenToArs, A::CloseArs, "2026-09-17", "2026-09-18", S::Sent),
        (S::Published, A::CloseApplications, "2026-10-30", "2026-10-31", S::ApplicationsClosed),
    ] {
        assert_eq!(missing(from, action, PLAIN, centre, before), early, "{action}");
        assert_eq!(take(from, action, PLAIN, centre, then).unwrap().state, to, "{action}");
        let clock = Actor::Program(Program::Clock);
        let ticked = tour(from).after(action, PLAIN, clock, &lists(), at(before));
        assert!(matches!(ticked, Err(NotTaken::Blocked(_))), "{action}");
    }
}

/// CSP, art. R. 6152-6: fifteen days from the publication, whenever that is; leftovers have no end.
#[test]
fn applications_close_fifteen_days_after_the_real_publication() {
    let published = take(S::Sent, A::Publish, PLAIN, Profile::CngManager, "2026-10-20").unwrap();
    assert_eq!(published.published_at, Some(at("2026-10-20")));
    assert_eq!(published.calendar.application_closing, Some(at("2026-11-05")));
    let waiting = TourGiven { waiting: 2, ..PLAIN };
    assert_eq!(
        missing(S::Sent, A::Publish, waiting, Profile::CngManager, "2026-10-20"),
        ["tour.posts_waiting"]
    );
    let held = [Habilitation::of_profile(Profile::CngManager, Perimeter::National, Period::ALWAYS)];
    let (today, place) = ("2026-08-01".parse().unwrap(), Place::default());
    let leftovers = Tour { kind: "reste_vacant".into(), ..tour(S::Sent) };
    let actor = Actor::Person { held: &held, today, place: &place };
    let published = leftovers.after(A::Publish, PLAIN, actor, &lists(), at("2026-10-20")).unwrap();
    assert_eq!(published.calendar.application_closing, None);
}

#[test]
fn an_agency_moves_the_deadline_of_its_hospitals_and_nothing_else() {
    let given = TourGiven {
        reason: Some("Canicule"),
        milestone: Some(Milestone::HospitalDeadline),
        to: Some(at("2026-08-27")),
        region: Some("84"),
        ..PLAIN
    };
    let (agency, now) = (Profile::ArsApprover, "2026-08-01");
    let moved = take(S::OpenToHospitals, A::MoveDeadline, given, agency, now).unwrap();
    assert_eq!(moved.calendar.hospital_deadline.of("84"), at("2026-08-27"));
    assert_eq!((moved.state, moved.reason.as_deref()), (S::OpenToHospitals, Some("Canicule")));
    let asked = |given, profile| missing(S::OpenToHospitals, A::MoveDeadline, given, profile, now);
    assert_eq!(asked(TourGiven { region: None, ..given }, agency), ["tour.other_region"]);
    let of_agencies = TourGiven { milestone: Some(Milestone::ArsDeadline), ..given };
    assert_eq!(asked(of_agencies, agency), ["tour.other_region"]);
    assert_eq!(asked(TourGiven { reason: Some(" "), ..given }, agency), ["tour.no_reason"]);
    let centre = Profile::CngManager;
    assert_eq!(asked(TourGiven { to: None, ..given }, centre), ["tour.no_deadline"]);
    let passed = TourGiven { to: Some(at("2026-07-01")), ..given };
    assert_eq!(asked(passed, centre), ["tour.deadline_not_moved"]);
    let everywhere = TourGiven { region: None, ..given };
    let moved = take(S::OpenToHospitals, A::MoveDeadline, everywhere, centre, now).unwrap();
    assert_eq!(moved.calendar.hospital_deadline.national, at("2026-08-27"));
}

#[test]
fn giving_back_and_giving_up_want_a_reason() {
    let back = TourGiven { region: Some("84"), reason: Some("Oubli"), ..PLAIN };
    let agency = Profile::ArsApprover;
    assert_eq!(
        take(S::OpenToArs, A::ReopenHospital, back, agency, "2026-09-01").unwrap().state,
        S::OpenToArs
    );
    assert_eq!(missing(S::OpenToArs, A::ReopenHospital, back, agency, "2026-09-18"), ["tour.too_late"]);
    let nothing = missing(S::OpenToArs, A::ReopenHospital, PLAIN, agency, "2026-09-01");
    assert_eq!(nothing, ["tour.no_reason", "tour.other_region"]);
    assert_eq!(missing(S::Planned, A::Cancel, PLAIN, Profile::CngAdmin, "2026-05-01"), ["tour.no_reason"]);
    let waiting = TourGiven { waiting: 1, ..PLAIN };
    let end = |given| take(S::Appointing, A::Close, given, Profile::CngManager, "2027-01-01");
    assert!(matches!(end(waiting), Err(NotTaken::Blocked(_))));
    assert_eq!(end(PLAIN).unwrap().state, S::Closed);
}
