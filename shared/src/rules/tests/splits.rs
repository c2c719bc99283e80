//! Split posts: what is written of the whole, of a part, and of who sits on them.

use super::*;
use crate::affectation::Affectation;

const FIRST: u128 = 61;
const SECOND: u128 = 62;
/// First day of the split.
const SPLIT: &str = "2022-01-01";

fn part(number: &str, time: u32) -> Post {
    Post { parent_post: Some(id(POST)), ..post("PH", number, half_days(time)) }
}

/// The PH post of ten half-days in two parts, and its holder on the first.
fn divided() -> Facts {
    let mut facts = hospital();
    put(&mut facts, FIRST, days(SPLIT, ""), part("P1-A", 6));
    put(&mut facts, SECOND, days(SPLIT, ""), part("P1-B", 4));
    let line = Affectation { post: Some(id(FIRST)), ..line(half_days(6)) };
    put(&mut facts, LINE, days(SPLIT, CLOSING), line);
    facts
}

/// What is refused when one more thing is stated of the divided post.
fn told<T: Ruled>(number: u128, period: Period, value: T) -> Vec<String> {
    let before = divided();
    let mut after = before.clone();
    put(&mut after, number, period, value);
    refused_from::<T>(&before, &after, number)
}

#[test]
fn the_division_itself_breaks_no_rule() {
    let (before, after) = (hospital(), divided());
    for number in [POST, FIRST, SECOND] {
        assert_eq!(refused_from::<Post>(&before, &after, number), NOTHING, "{number}");
    }
    assert_eq!(refused_from::<Affectation>(&before, &after, LINE), NOTHING);
}

#[test]
fn parts_make_up_their_post_on_every_day() {
    for (number, from, to, value, expected) in [
        (SECOND, SPLIT, "", part("P1-B", 4), vec![]),
        (SECOND, SPLIT, "", part("P1-B", 3), vec!["post.split"]),
        (SECOND, "2023-01-01", "2023-01-02", part("P1-B", 5), vec!["post.split"]),
        // A third part beside them is too much; one day before the split, it is too little.
        (NEW, SPLIT, "", part("P1-C", 1), vec!["post.split"]),
        (NEW, "2021-12-31", SPLIT, part("P1-C", 1), vec!["post.split"]),
        // The post itself, with less time from a day on, or of another kind than its parts.
        (POST, "2023-01-01", "", post("PH", "P1", half_days(9)), vec!["post.split"]),
        (POST, "2021-01-01", SPLIT, post("PH", "P1", half_days(9)), vec![]),
        (
            POST,
            "2023-01-01",
            "",
            Post { discipline: Some("CHI".into()), ..post("PH", "P1", half_days(10)) },
            vec!["post.split"],
        ),
    ] {
        assert_eq!(told(number, days(from, to), value.clone()), expected, "{} from {from}", value.number());
    }
    let without = |number, from, to| {
        let before = divided();
        let mut after = before.clone();
        let mut timeline = after.posts.get(id(number)).cloned().unwrap();
        timeline.retract(days(from, to));
        after.posts.put(id(number), timeline);
        refused_from::<Post>(&before, &after, number)
    };
    assert_eq!(without(SECOND, "2024-01-01", ""), ["post.split"]);
    // A part does not outlive its post.
    assert_eq!(without(POST, "2024-01-01", ""), ["thing.in_use"]);
}

#[test]
fn a_part_is_of_a_whole_post_and_as_small_as_wished() {
    let nested = Post { parent_post: Some(id(FIRST)), ..part("P1-A-A", 6) };
    assert_eq!(told(NEW, days(SPLIT, ""), nested), ["/parent_post post.part"]);
    let early = Post {
        parent_post: Some(id(LOCAL_POST)),
        structure: None,
        attached_to_establishment: true,
        ..post("LOCAL", "L1-A", half_days(4))
    };
    assert_eq!(told(NEW, days("2009-12-31", OPENING), early), ["/parent_post reference.not_open"]);
    let orphan = Post { parent_post: Some(id(777)), ..part("P9-A", 6) };
    assert_eq!(told(NEW, days(SPLIT, ""), orphan), ["/parent_post reference.unknown"]);
    // A PH post has five half-days at least; its part may have one.
    let mut before = hospital();
    put(&mut before, FIRST, days(SPLIT, ""), part("P1-A", 9));
    let mut after = before.clone();
    put(&mut after, SECOND, days(SPLIT, ""), part("P1-B", 1));
    assert_eq!(refused_from::<Post>(&before, &after, SECOND), NOTHING);
}

#[test]
fn nobody_sits_on_the_whole_while_it_is_split() {
    let on = |post| Affectation { post: Some(id(post)), ..line(half_days(2)) };
    for (post, from, to, expected) in [
        (POST, "2021-12-31", SPLIT, vec![]),
        (POST, "2021-12-31", "2022-01-02", vec!["/post post.split"]),
        (SECOND, SPLIT, CLOSING, vec![]),
        (SECOND, "2021-12-31", CLOSING, vec!["/post reference.not_open"]),
    ] {
        assert_eq!(told(NEW, days(from, to), on(post)), expected, "{post} from {from}");
    }
    // On the part, up to its time.
    let much = Affectation { post: Some(id(SECOND)), ..line(half_days(4)) };
    assert_eq!(told(LINE, days("2023-01-01", CLOSING), much), NOTHING);
    let more = Affectation { post: Some(id(SECOND)), ..line(half_days(5)) };
    assert_eq!(told(LINE, days("2023-01-01", CLOSING), more), ["affectation.exceeds_post"]);
}

/// What is refused of a post that a person writes.
fn told_by_hand(number: u128, value: Post) -> Vec<Breach> {
    let before = divided();
    let mut after = before.clone();
    put(&mut after, number, days("2023-01-01", ""), value);
    let (sites, nomenclatures) = (Tracks::default(), nomenclatures());
    let world = World {
        before: &before,
        after: &after,
        nomenclatures: &nomenclatures,
        sites: &sites,
        finess: FINESS,
    };
    crate::rules::check_by_hand::<Post>(&world, id(number))
}

#[test]
fn a_part_is_moved_and_numbered_by_hand_though_sigmed_holds_its_post() {
    assert_eq!(told_by_hand(FIRST, Post { structure: Some(id(POLE)), ..part("P1-1", 6) }), []);
    let told = told_by_hand(POST, post("PH", "P1", half_days(9)));
    assert!(matches!(told.first(), Some(Breach::Field(one)) if one.code == "post.by_request"), "{told:?}");
}
