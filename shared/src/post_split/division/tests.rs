//! Posts divided, divided otherwise, and made whole again.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::affectation::Rank;
use crate::time::testing::{DAYS, day, period};

const POST: u128 = 1;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn time(half_days: u32) -> Quotity {
    Quotity::new(half_days * 1_000).unwrap()
}

/// A post of eight half-days then ten, and lines on it: who, from when to when, how long.
fn hospital(change: usize, lines: &[(u128, usize, usize, u32)]) -> Facts {
    let mut facts = Facts::default();
    for (from, to, half_days) in [(0, change, 8), (change, DAYS, 10)] {
        let value = Post {
            kind: "PH".into(),
            sigmed_number: Some("00412".into()),
            local_number: None,
            sigmed_type: Some("PH TEMPS PLEIN".into()),
            discipline: Some("CHI".into()),
            speciality: Some("18".into()),
            cnu_section: None,
            corps: None,
            quotity: time(half_days),
            structure: Some(id(20)),
            attached_to_establishment: false,
            parent_post: None,
        };
        facts.posts.assert(id(POST), Segment { period: period(from, to), value });
    }
    for (number, (who, from, to, half_days)) in (100..).zip(lines) {
        let value = Affectation {
            practitioner: id(*who),
            status: "PH".into(),
            rank: Rank::Main,
            service: Some(id(20)),
            unit: None,
            post: Some(id(POST)),
            quotity: time(*half_days),
            convention: None,
            partner: None,
        };
        facts.affectations.assert(id(number), Segment { period: period(*from, *to), value });
    }
    facts
}

fn part(own: Option<u128>, half_days: u32, place: u128) -> Part {
    Part {
        id: own.map(id),
        local_number: None,
        quotity: time(half_days),
        structure: Some(id(place)),
        attached_to_establishment: false,
    }
}

fn split(
    facts: &Facts,
    from: usize,
    parts: Vec<Part>,
    lines: &[(u128, usize)],
) -> Result<Divided, NotDivided> {
    let lines = lines.iter().map(|(line, place)| (id(*line), *place)).collect();
    let mut next = 499 + u128::try_from(facts.posts.len()).unwrap();
    let mut ids = || {
        next += 1;
        Uuid::from_u128(next)
    };
    Division { post: id(POST), from: day(from), parts, lines }.apply(facts, &mut ids)
}

fn sum(facts: &Facts, day: Day) -> u32 {
    let parts = facts.posts.on(day).filter(|(_, one)| one.value.parent_post == Some(id(POST)));
    parts.map(|(_, one)| one.value.quotity.hundredths()).sum()
}

proptest! {
    #[test]
    fn from_the_day_on_the_parts_make_up_the_post_and_nobody_is_lost(
        from in 1..DAYS,
        change in 1..DAYS,
        cut in 1_u32..10,
        lines in prop::collection::vec(
            (30_u128..33, (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS)), 1_u32..4), 0..4),
        places in prop::collection::vec(0_usize..2, 4),
    ) {
        let lines: Vec<_> = lines.into_iter().map(|(who, (from, to), time)| (who, from, to, time)).collect();
        let facts = hospital(change, &lines);
        let running: Vec<(u128, usize)> = (100..)
            .zip(&lines)
            .filter(|(_, (_, _, to, _))| *to > from)
            .zip(&places)
            .map(|((number, _), place)| (number, *place))
            .collect();
        let parts = vec![part(None, cut, 21), part(None, 10 - cut, 22)];
        match split(&facts, from, parts, &running) {
            // The post has eight half-days until the change: ten do not make it up.
            Err(why) => prop_assert_eq!(
                why, NotDivided::Unequal(Unequal { day: day(from), beyond: 2_000 }), "from {} {}", from, change),
            Ok(divided) => {
                prop_assert!(from >= change);
                for today in (0..DAYS).map(day) {
                    let whole = facts.posts.at(id(POST), today).unwrap().quotity.hundredths();
                    prop_assert_eq!(sum(&divided.facts, today), if today < day(from) { 0 } else { whole });
                    prop_assert_eq!(divided.facts.posts.at(id(POST), today), facts.posts.at(id(POST), today));
                    let there = |facts: &Facts| -> BTreeMap<AffectationId, (Quotity, Option<PostId>)> {
                        let lines = facts.affectations.on(today);
                        lines.map(|(id, one)| (id, (one.value.quotity, one.value.post))).collect()
                    };
                    let (before, after) = (there(&facts), there(&divided.facts));
                    prop_assert_eq!(before.len(), after.len());
                    for (line, (quotity, post)) in after {
                        prop_assert_eq!(Some(quotity), before.get(&line).map(|one| one.0));
                        let on_part = post.is_some_and(|post| divided.parts.contains(&post));
                        prop_assert_eq!(on_part, today >= day(from));
                    }
                }
            }
        }
    }
}

#[test]
fn parts_take_what_the_post_is_and_letters_after_its_number() {
    let facts = hospital(10, &[(30, 0, DAYS, 6)]);
    let divided = split(&facts, 20, vec![part(None, 6, 21), part(None, 4, 22)], &[(100, 0)]).unwrap();
    let [first, second] = divided.parts.as_slice() else { panic!("two parts") };
    let own = divided.facts.posts.at(*first, day(20)).unwrap();
    assert_eq!(
        (own.number().as_str(), own.sigmed_number.as_ref(), own.structure),
        ("00412-A", None, Some(id(21)))
    );
    assert_eq!(
        (own.kind.as_str(), own.speciality.as_deref(), own.sigmed_type.as_ref()),
        ("PH", Some("18"), None)
    );
    assert_eq!(own.parent_post, Some(id(POST)));
    assert_eq!(divided.facts.posts.at(*second, day(20)).unwrap().number(), "00412-B");
    assert_eq!(divided.lines, BTreeSet::from([id(100)]));
    assert_eq!(divided.facts.affectations.at(id(100), day(19)).unwrap().post, Some(id(POST)));
    assert_eq!(divided.facts.affectations.at(id(100), day(20)).unwrap().post, Some(*first));
}

#[test]
fn a_post_is_divided_otherwise_then_made_whole() {
    let facts = hospital(10, &[(30, 0, DAYS, 6)]);
    let first = split(&facts, 20, vec![part(None, 6, 21), part(None, 4, 22)], &[(100, 0)]).unwrap();
    // 501 stays with less time, 502 ends, a new one comes: the line stays where it is.
    let second = split(&first.facts, 30, vec![part(Some(501), 5, 21), part(None, 5, 23)], &[]);
    let mut second = second.unwrap();
    assert_eq!(second.ended, BTreeSet::from([id(502)]));
    assert_eq!((second.parts.len(), second.lines.len()), (2, 0));
    assert_eq!(second.facts.posts.at(second.parts[1], day(30)).unwrap().number(), "00412-C");
    assert_eq!((sum(&second.facts, day(29)), sum(&second.facts, day(30))), (10_000, 10_000));

    let whole = split(&second.facts, 40, Vec::new(), &[]).unwrap();
    assert_eq!(sum(&whole.facts, day(40)), 0);
    assert_eq!(whole.facts.affectations.at(id(100), day(39)).unwrap().post, Some(id(501)));
    assert_eq!(whole.facts.affectations.at(id(100), day(40)).unwrap().post, Some(id(POST)));

    // Another person on the other part: the post is not made whole for two (D4).
    let other = Affectation { practitioner: id(31), post: Some(second.parts[1]), ..line_of(&facts) };
    second.facts.affectations.assert(id(110), Segment { period: period(30, DAYS), value: other });
    assert_eq!(split(&second.facts, 40, Vec::new(), &[]).unwrap_err(), NotDivided::SeveralHolders);
}

fn line_of(facts: &Facts) -> Affectation {
    facts.affectations.at(id(100), day(0)).unwrap().clone()
}

#[test]
fn what_is_not_divided() {
    let facts = hospital(10, &[(30, 0, DAYS, 6)]);
    let two = || vec![part(None, 6, 21), part(None, 4, 22)];
    let refused = |from, parts, lines: &[_]| split(&facts, from, parts, lines).unwrap_err();
    let unknown = Division { post: id(9), from: day(20), parts: two(), lines: BTreeMap::new() };
    assert_eq!(unknown.apply(&facts, &mut || Uuid::from_u128(900)).unwrap_err(), NotDivided::NotThere);
    assert_eq!(refused(20, Vec::new(), &[]), NotDivided::IsWhole);
    assert_eq!(refused(20, vec![part(None, 10, 21)], &[(100, 0)]), NotDivided::OnePart);
    assert_eq!(refused(20, two(), &[]), NotDivided::Unplaced(BTreeSet::from([id(100)])));
    assert_eq!(refused(20, two(), &[(100, 2)]), NotDivided::UnknownLine(id(100)));
    assert_eq!(refused(20, two(), &[(100, 0), (109, 0)]), NotDivided::UnknownLine(id(109)));
    let parts = vec![part(None, 6, 21), part(Some(77), 4, 22)];
    assert_eq!(refused(20, parts, &[(100, 0)]), NotDivided::UnknownPart(1));
    let short = vec![part(None, 5, 21), part(None, 4, 22)];
    let unequal = NotDivided::Unequal(Unequal { day: day(20), beyond: -1_000 });
    assert_eq!(refused(20, short, &[(100, 0)]), unequal);

    let divided = split(&facts, 20, two(), &[(100, 0)]).unwrap();
    let own = Division { post: divided.parts[0], from: day(20), parts: two(), lines: BTreeMap::new() };
    let nested = own.apply(&divided.facts, &mut || Uuid::from_u128(900));
    assert_eq!(nested.unwrap_err(), NotDivided::IsPart);
    let twice = vec![part(Some(501), 6, 21), part(Some(501), 4, 22)];
    assert_eq!(split(&divided.facts, 30, twice, &[]).unwrap_err(), NotDivided::UnknownPart(1));
}
