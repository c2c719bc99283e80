use super::super::guard::{Blocked, incomplete};
use super::*;
use crate::staffing_table::tests::hospital::{Hospital, day};

fn lacks(hospital: &Hospital, post: PostId) -> Vec<Blocked> {
    let on = day("2026-06-15");
    incomplete(&known(&hospital.facts, &with_profile(&hospital.facts, on), post, on))
}

#[test]
fn a_post_has_the_number_of_the_pole_it_is_in() {
    let mut hospital = Hospital::new();
    hospital.post("1", "PH", 10, Some(hospital.service), "2010-01-01..");
    let post = hospital.facts.posts.iter().next().unwrap().0;
    assert!(lacks(&hospital, post).contains(&Blocked::NoStructureNumber));
    let mut timeline = hospital.facts.structures.get(hospital.pole).unwrap().clone();
    let mut last = timeline.last().unwrap().clone();
    last.value.sigmed_number = Some("P01".into());
    timeline.assert(last.period, last.value);
    hospital.facts.structures.put(hospital.pole, timeline);
    let left = lacks(&hospital, post);
    assert!(!left.contains(&Blocked::NoStructureNumber), "{left:?}");
    assert!(left.contains(&Blocked::NoProfile), "nobody wrote a profile");
    assert!(!left.contains(&Blocked::NotAttached));
}

#[test]
fn a_post_that_nobody_knows_lacks_everything() {
    let hospital = Hospital::new();
    let nobody = uuid::Uuid::from_u128(404).into();
    assert_eq!(lacks(&hospital, nobody).len(), 5);
}
