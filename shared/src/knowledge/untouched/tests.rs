//! Named cases; the property over random batches is with the databases.

use super::*;
use crate::affectation::{Affectation, Rank};
use crate::career::Status;
use crate::post::Post;
use crate::practitioner::Practitioner;
use crate::quotity::Quotity;
use crate::structure::Structure;
use crate::time::{Day, Period};

const SERVICE: u128 = 1;
const POST: u128 = 11;
const ANNE: u128 = 21;
const PAUL: u128 = 22;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn always() -> Period {
    Period::since(Day::new(2020, 1, 1).unwrap())
}

fn half_days(number: u32) -> Quotity {
    Quotity::new(number * 1_000).unwrap()
}

fn person(facts: &mut Facts, number: u128, name: &str) {
    let value = Practitioner {
        person: id(number),
        matricule: format!("{number:05}").into(),
        rpps: None,
        birth_name: name.into(),
        usual_name: name.into(),
        first_names: "A".into(),
        sex: None,
        birth_date: None,
        speciality: None,
        exit_reason: None,
        diplomas: Vec::new(),
    };
    facts.practitioners.put(id(number), Timeline::single(always(), value));
}

/// Time of somebody in the service, on the post or not.
fn line(facts: &mut Facts, number: u128, who: u128, post: bool, time: u32) {
    let value = Affectation {
        practitioner: id(who),
        status: "PH".into(),
        rank: Rank::Main,
        service: Some(id(SERVICE)),
        unit: None,
        post: post.then(|| id(POST)),
        quotity: half_days(time),
        convention: None,
        partner: None,
    };
    facts.affectations.put(id(number), Timeline::single(always(), value));
}

fn status(facts: &mut Facts, number: u128, who: u128, time: u32) {
    let value = Status {
        practitioner: id(who),
        status: "PH".into(),
        local_code: None,
        quotity: Some(half_days(time)),
        employer: None,
    };
    facts.statuses.put(id(number), Timeline::single(always(), value));
}

/// A service with a post of ten half-days, and two people who work there beside it.
fn hospital() -> Facts {
    let mut facts = Facts::default();
    let service = Structure {
        kind: "SERVICE".into(),
        number: "146".into(),
        label: "Service".into(),
        parent: None,
        site: None,
        sigmed_number: None,
        follows: None,
    };
    facts.structures.put(id(SERVICE), Timeline::single(always(), service));
    let post = Post {
        kind: "PH".into(),
        sigmed_number: Some("P1".into()),
        local_number: None,
        sigmed_type: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        corps: None,
        quotity: half_days(10),
        structure: Some(id(SERVICE)),
        attached_to_establishment: false,
        parent_post: None,
    };
    facts.posts.put(id(POST), Timeline::single(always(), post));
    for (who, name) in [(ANNE, "Anne"), (PAUL, "Paul")] {
        person(&mut facts, who, name);
        status(&mut facts, 100 + who, who, 10);
        line(&mut facts, 200 + who, who, false, 10);
    }
    facts
}

fn kept(untouched: &Untouched) -> Vec<String> {
    untouched.kept.iter().map(|(noun, key)| format!("{} {key}", noun.name())).collect()
}

/// What is known once a change of `now` is made.
fn after(now: &Facts, untouched: &Untouched, before: &Facts) -> Facts {
    // Each thing of the difference is whole as before: nothing else is ever restored.
    let mut reached = now.clone();
    for revision in &untouched.facts.affectations {
        reached
            .affectations
            .put(revision.id, before.affectations.get(revision.id).cloned().unwrap_or_default());
    }
    for revision in &untouched.facts.practitioners {
        let former = before.practitioners.get(revision.id).cloned().unwrap_or_default();
        reached.practitioners.put(revision.id, former);
    }
    for revision in &untouched.facts.statuses {
        reached.statuses.put(revision.id, before.statuses.get(revision.id).cloned().unwrap_or_default());
    }
    assert_eq!(now.difference(&reached), untouched.facts);
    reached
}

#[test]
fn nothing_touched_is_the_whole_undo() {
    let before = hospital();
    let mut now = before.clone();
    line(&mut now, 221, ANNE, true, 10);
    person(&mut now, 23, "Zoé");
    let untouched = undo_untouched(&before, &now, &now);
    assert_eq!(kept(&untouched), Vec::<String>::new());
    assert_eq!(after(&now, &untouched, &before), before);
}

#[test]
fn a_person_touched_since_stays_whole_and_the_others_are_taken_back() {
    let before = hospital();
    let mut applied = before.clone();
    for who in [ANNE, PAUL] {
        line(&mut applied, 200 + who, who, false, 8);
        status(&mut applied, 100 + who, who, 8);
    }
    let mut now = applied.clone();
    line(&mut now, 221, ANNE, false, 7);
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), ["statuses 00021|PH", "affectations 00021|2020-01-01|P|146||"]);
    let reached = after(&now, &untouched, &before);
    assert_eq!(reached.statuses.get(id(121)), now.statuses.get(id(121)));
    assert_eq!(reached.statuses.get(id(122)), before.statuses.get(id(122)));
    assert_eq!(reached.affectations.get(id(222)), before.affectations.get(id(222)));
}

#[test]
fn whom_something_made_since_refers_to_stays() {
    let before = hospital();
    let mut applied = before.clone();
    person(&mut applied, 23, "Zoé");
    person(&mut applied, 24, "Luc");
    let mut now = applied.clone();
    line(&mut now, 300, 23, false, 5);
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), ["practitioners 00023"]);
    let reached = after(&now, &untouched, &before);
    assert!(reached.practitioners.get(id(23)).is_some() && reached.practitioners.get(id(24)).is_none());
}

#[test]
fn who_held_a_post_that_was_given_since_to_another_stays() {
    // Anne held the post; the change takes her off it; somebody then puts Paul there by hand.
    let mut before = hospital();
    line(&mut before, 221, ANNE, true, 10);
    let mut applied = before.clone();
    line(&mut applied, 221, ANNE, false, 10);
    let mut now = applied.clone();
    line(&mut now, 222, PAUL, true, 1);
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), ["affectations 00021|2020-01-01|P|146||"]);
    assert!(untouched.facts.is_empty());
    // Where there is room for both, she is brought back.
    line(&mut before, 221, ANNE, true, 9);
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), Vec::<String>::new());
    assert_eq!(after(&now, &untouched, &before).affectations.get(id(221)), before.affectations.get(id(221)));
}

#[test]
fn who_was_given_other_time_since_is_not_brought_back_beyond_the_employment() {
    let before = hospital();
    let mut applied = before.clone();
    line(&mut applied, 221, ANNE, false, 6);
    let mut now = applied.clone();
    line(&mut now, 300, ANNE, true, 4);
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), ["affectations 00021|2020-01-01|P|146||"]);
    assert!(untouched.facts.is_empty());
}

#[test]
fn what_refers_to_something_that_is_no_more_stays() {
    let mut before = hospital();
    line(&mut before, 221, ANNE, true, 10);
    let mut applied = before.clone();
    line(&mut applied, 221, ANNE, false, 10);
    let mut now = applied.clone();
    now.posts.put(id(POST), Timeline::new());
    assert!(super::super::undo(&before, &applied, &now).is_err());
    let untouched = undo_untouched(&before, &applied, &now);
    assert_eq!(kept(&untouched), ["affectations 00021|2020-01-01|P|146||"]);
}

#[test]
fn an_excess_that_was_there_before_comes_back_with_the_rest() {
    let mut before = hospital();
    line(&mut before, 221, ANNE, true, 10);
    line(&mut before, 222, PAUL, true, 10);
    let mut now = before.clone();
    line(&mut now, 222, PAUL, false, 10);
    let untouched = undo_untouched(&before, &now, &now);
    assert_eq!(after(&now, &untouched, &before), before);
}
