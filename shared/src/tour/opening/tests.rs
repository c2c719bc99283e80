use uuid::Uuid;

use super::*;
use crate::staffing_table::tests::hospital::{Hospital, day};
use crate::workflow::entry::EntryState;

fn hospital() -> Hospital {
    let mut hospital = Hospital::new();
    hospital.code("post_kinds", "PH", &[("sigmed", "yes"), ("in_tour", "yes")]);
    hospital.code("post_kinds", "HU", &[("sigmed", "yes"), ("in_tour", "no")]);
    hospital.code("post_kinds", "LOCAL", &[("sigmed", "no"), ("in_tour", "no")]);
    hospital
}

fn opened(hospital: &Hospital, kind: &str, left: &[PostId]) -> Vec<TourEntry> {
    let left_vacant = left.iter().copied().collect();
    let opening = Opening {
        tour: Uuid::from_u128(7).into(),
        kind,
        appointment: day("2027-01-01"),
        day: day("2026-06-15"),
        left_vacant: &left_vacant,
    };
    entries(&hospital.facts, &hospital.nomenclatures(), &opening)
}

type Proposed = (Decision, ProposalReason, Option<Nature>, Option<Day>);

/// What is proposed of a post of ten half-days on which somebody is until a day.
fn proposed(quotity: u32, last: Option<&str>) -> Proposed {
    let mut hospital = hospital();
    hospital.post("1", "PH", 10, Some(hospital.service), "2010-01-01..");
    let post = hospital.facts.posts.iter().next().unwrap().0;
    if let Some(last) = last {
        let holder = hospital.person("A", "2010-01-01..", None);
        hospital.line(holder, "PH", Some(post), quotity, &format!("2020-01-01..{last}"));
    }
    let entries = opened(&hospital, "automne", &[]);
    assert_eq!(entries.len(), 1);
    let entry = &entries[0];
    assert_eq!((entry.post, entry.state, entry.proposed_by), (post, EntryState::Preparing, None));
    (entry.decision, entry.reason, entry.nature, entry.vacant_from)
}

#[test]
fn what_is_free_by_the_day_of_the_appointments_is_published() {
    let (publish, none) = (Decision::Publish, Decision::None);
    let (vacant, likely) = (Some(Nature::Vacant), Some(Nature::LikelyVacant));
    let on = |text: &str| Some(day(text));
    assert_eq!(proposed(10, None), (publish, ProposalReason::Vacant, vacant, None));
    assert_eq!(proposed(10, Some("2026-06-14")), (publish, ProposalReason::Vacant, vacant, on("2026-06-15")));
    assert_eq!(
        proposed(10, Some("2026-06-15")),
        (publish, ProposalReason::LikelyVacant, likely, on("2026-06-16"))
    );
    assert_eq!(
        proposed(10, Some("2026-12-31")),
        (publish, ProposalReason::LikelyVacant, likely, on("2027-01-01"))
    );
    assert_eq!(proposed(10, Some("2027-01-01")), (none, ProposalReason::FreeTooLate, None, on("2027-01-02")));
    assert_eq!(proposed(10, Some("")), (none, ProposalReason::Occupied, None, None));
    assert_eq!(proposed(5, Some("")), (publish, ProposalReason::PartlyVacant, vacant, None));
    assert_eq!(proposed(6, Some("")), (none, ProposalReason::TooLittleFree, None, None));
}

#[test]
fn only_posts_that_tours_publish_and_that_are_open_have_an_entry() {
    let mut hospital = hospital();
    let service = Some(hospital.service);
    hospital.post("1", "HU", 10, service, "2010-01-01..");
    hospital.post("2", "LOCAL", 10, service, "2010-01-01..");
    hospital.post("3", "UNKNOWN", 10, service, "2010-01-01..");
    hospital.post("4", "PH", 10, service, "2010-01-01..2026-06-14");
    hospital.post("5", "PH", 10, service, "2027-01-02..");
    let closing = hospital.post("6", "PH", 10, service, "2010-01-01..2026-09-30");
    let coming = hospital.post("7", "PH", 10, service, "2026-09-01..");
    let entries = opened(&hospital, "automne", &[]);
    let told: Vec<_> = entries.iter().map(|one| (one.post, one.decision, one.reason, one.nature)).collect();
    let expected = [
        (closing, Decision::None, ProposalReason::NotOpen, None),
        (coming, Decision::Publish, ProposalReason::Vacant, Some(Nature::LikelyVacant)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_post_used_by_another_status_is_vacant_all_the_same() {
    let mut hospital = hospital();
    let post = hospital.post("1", "PH", 10, Some(hospital.service), "2010-01-01..");
    let user = hospital.person("A", "2010-01-01..", None);
    hospital.line(user, "PC", Some(post), 10, "2020-01-01..");
    let entry = &opened(&hospital, "automne", &[])[0];
    assert_eq!((entry.decision, entry.reason), (Decision::Publish, ProposalReason::VacantUsed));
    assert_eq!(entry.nature, Some(Nature::Vacant));
}

#[test]
fn a_tour_of_leftovers_offers_nothing_else() {
    let mut hospital = hospital();
    let left = hospital.post("1", "PH", 10, Some(hospital.service), "2010-01-01..");
    hospital.post("2", "PH", 10, Some(hospital.service), "2010-01-01..");
    let reasons = |kind| {
        let entries = opened(&hospital, kind, &[left]);
        entries.iter().map(|entry| (entry.post == left, entry.reason)).collect::<Vec<_>>()
    };
    assert_eq!(reasons("printemps"), [(true, ProposalReason::LeftVacant), (false, ProposalReason::Vacant)]);
    assert_eq!(reasons(LEFTOVERS), [(true, ProposalReason::LeftVacant)]);
}
