//! A structure taken in by another from a day on: all that it holds passes to the other, its heads leave it, and it ends.
//!
//! A pure change of what is known; what the result breaks is told by the rules, thing by thing. Nothing before the day is
//! touched. Refuses to move what others hold: a request on a post that names the structure is settled first.

use std::collections::BTreeSet;

use super::Structure;
use crate::affectation::Affectation;
use crate::headship::Headship;
use crate::id::{AffectationId, HeadshipId, PostId, StructureId};
use crate::knowledge::{Facts, Tracked};
use crate::post::Post;
use crate::time::{Day, Period, Segment};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merger {
    /// The structure that ends.
    pub absorbed: StructureId,
    /// The one that takes it in.
    pub into: StructureId,
    /// First day without the absorbed one.
    pub from: Day,
}

/// Why it is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMerged {
    /// Into itself.
    Itself,
    /// One of them is not there on the day, or the absorbed one begins on it.
    NotThere,
    /// A pole with a service.
    OtherKind,
    /// Into a structure that it holds.
    Under,
}

/// What passed from one structure to the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Structures that were directly under it.
    pub structures: BTreeSet<StructureId>,
    /// Posts attached to it.
    pub posts: BTreeSet<PostId>,
    /// Lines of time in it.
    pub affectations: BTreeSet<AffectationId>,
    /// Mandates of its heads, which end.
    pub headships: BTreeSet<HeadshipId>,
}

impl Merger {
    /// What would be known, and what moved.
    ///
    /// # Errors
    /// Why the two structures do not merge.
    pub fn apply(&self, facts: &Facts) -> Result<(Facts, Moved), NotMerged> {
        let Merger { absorbed, into, from } = *self;
        if absorbed == into {
            return Err(NotMerged::Itself);
        }
        let own = facts.structures.at(absorbed, from).ok_or(NotMerged::NotThere)?;
        let other = facts.structures.at(into, from).ok_or(NotMerged::NotThere)?;
        if first_day(facts, absorbed).is_none_or(|day| day >= from) {
            return Err(NotMerged::NotThere);
        }
        if own.kind != other.kind {
            return Err(NotMerged::OtherKind);
        }
        if is_under(facts, into, absorbed, from) {
            return Err(NotMerged::Under);
        }
        let mut target = facts.clone();
        let moved = Moved {
            structures: turn::<Structure>(facts, &mut target, from, |one| {
                (one.parent == Some(absorbed)).then(|| Structure { parent: Some(into), ..one.clone() })
            }),
            posts: turn::<Post>(facts, &mut target, from, |one| {
                (one.structure == Some(absorbed)).then(|| Post { structure: Some(into), ..one.clone() })
            }),
            affectations: turn::<Affectation>(facts, &mut target, from, |one| {
                let passed =
                    |place: Option<StructureId>| if place == Some(absorbed) { Some(into) } else { place };
                let after =
                    Affectation { service: passed(one.service), unit: passed(one.unit), ..one.clone() };
                (after != *one).then_some(after)
            }),
            headships: end_mandates(facts, &mut target, absorbed, from),
        };
        let mut ended = target.structures.get(absorbed).cloned().unwrap_or_default();
        ended.cut(from);
        target.structures.put(absorbed, ended);
        // Made for it: it follows what it takes in. Another was there before, and follows nothing by it.
        if other.follows.is_none() && first_day(facts, into) == Some(from) {
            follow(&mut target, into, absorbed);
        }
        Ok((target, moved))
    }
}

/// Changes some statements from a day on, and says of which things.
fn turn<T: Tracked + Clone>(
    facts: &Facts,
    target: &mut Facts,
    from: Day,
    change: impl Fn(&T) -> Option<T>,
) -> BTreeSet<T::Id> {
    let mut moved = BTreeSet::new();
    for (id, segment) in T::tracks(facts).segments() {
        let days = segment.period.intersection(&Period::since(from));
        if let Some((days, value)) = days.zip(change(&segment.value)) {
            T::tracks_mut(target).assert(id, Segment { period: days, value });
            moved.insert(id);
        }
    }
    moved
}

/// A structure says which one it follows, on all its days.
fn follow(target: &mut Facts, into: StructureId, absorbed: StructureId) {
    let mut timeline = target.structures.get(into).cloned().unwrap_or_default();
    let statements: Vec<Segment<Structure>> = timeline.iter().cloned().collect();
    for Segment { period, value } in statements {
        timeline.assert(period, Structure { follows: value.follows.or(Some(absorbed)), ..value });
    }
    target.structures.put(into, timeline);
}

fn first_day(facts: &Facts, id: StructureId) -> Option<Day> {
    facts.structures.get(id)?.span().map(|span| span.from())
}

/// The heads of a structure that ends are its heads no more.
fn end_mandates(facts: &Facts, target: &mut Facts, absorbed: StructureId, from: Day) -> BTreeSet<HeadshipId> {
    let mut ended = BTreeSet::new();
    for (id, timeline) in facts.headships.iter() {
        let mut left = timeline.clone();
        let days = timeline.iter().filter(|one: &&Segment<Headship>| one.value.structure == absorbed);
        for days in days.filter_map(|one| one.period.intersection(&Period::since(from))) {
            left.retract(days);
        }
        if left != *timeline {
            target.headships.put(id, left);
            ended.insert(id);
        }
    }
    ended
}

/// Whether a structure is under another on a day.
fn is_under(facts: &Facts, one: StructureId, above: StructureId, day: Day) -> bool {
    let mut met = BTreeSet::new();
    let mut at = facts.structures.at(one, day).and_then(|one| one.parent);
    while let Some(id) = at.filter(|id| met.insert(*id)) {
        if id == above {
            return true;
        }
        at = facts.structures.at(id, day).and_then(|one| one.parent);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affectation::Rank;
    use crate::quotity::Quotity;
    use crate::time::testing::{DAYS, day, period};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    fn structure(kind: &str, parent: Option<u128>) -> Structure {
        Structure {
            kind: kind.into(),
            number: "1".into(),
            label: "Une structure".into(),
            parent: parent.map(id),
            site: None,
            sigmed_number: None,
            follows: None,
        }
    }

    fn post(place: u128) -> Post {
        Post {
            kind: "PH".into(),
            sigmed_number: Some("1".into()),
            local_number: None,
            sigmed_type: None,
            discipline: None,
            speciality: None,
            cnu_section: None,
            corps: None,
            quotity: Quotity::FULL_TIME,
            structure: Some(id(place)),
            attached_to_establishment: false,
            parent_post: None,
        }
    }

    fn line(service: u128, unit: Option<u128>) -> Affectation {
        Affectation {
            practitioner: id(500),
            status: "PH".into(),
            rank: Rank::Main,
            service: Some(id(service)),
            unit: unit.map(id),
            post: None,
            quotity: Quotity::FULL_TIME,
            convention: None,
            partner: None,
        }
    }

    /// A pole (1) with two services (2, 3) and a unit (4) under the first, then posts, lines and heads in any of them.
    fn hospital(held: &[(usize, usize, u8)]) -> Facts {
        let mut facts = Facts::default();
        let whole = period(0, DAYS);
        for (number, kind, parent) in
            [(1, "POLE", None), (2, "SERVICE", Some(1)), (3, "SERVICE", Some(1)), (4, "UF", Some(2))]
        {
            facts.structures.assert(id(number), Segment { period: whole, value: structure(kind, parent) });
        }
        for (number, (from, to, what)) in (100_u128..).zip(held) {
            let (period, place) = (period(*from, *to), 2 + u128::from(what % 2));
            match what / 2 % 3 {
                0 => facts.posts.assert(id(number), Segment { period, value: post(place) }),
                1 => {
                    let unit = (place == 2).then_some(4);
                    facts.affectations.assert(id(number), Segment { period, value: line(place, unit) });
                }
                _ => {
                    let head = Headship { practitioner: id(500), structure: id(place), function: "A".into() };
                    facts.headships.assert(id(number), Segment { period, value: head });
                }
            }
        }
        facts
    }

    /// How much is in a structure on a day: structures under it, posts, lines, mandates.
    fn content(facts: &Facts, place: StructureId, day: Day) -> [usize; 4] {
        [
            facts.structures.on(day).filter(|(_, one)| one.value.parent == Some(place)).count(),
            facts.posts.on(day).filter(|(_, one)| one.value.structure == Some(place)).count(),
            facts.affectations.on(day).filter(|(_, one)| one.value.service == Some(place)).count(),
            facts.headships.on(day).filter(|(_, one)| one.value.structure == place).count(),
        ]
    }

    proptest! {
        #[test]
        fn all_passes_on_the_day_and_nothing_before_it(
            held in prop::collection::vec(
                (0..DAYS).prop_flat_map(|from| (Just(from), from + 1..=DAYS, 0_u8..6)), 0..12),
            at in 1..DAYS,
        ) {
            let facts = hospital(&held);
            let merger = Merger { absorbed: id(2), into: id(3), from: day(at) };
            let (after, moved) = merger.apply(&facts).unwrap();
            for today in (0..DAYS).map(day) {
                let before = [content(&facts, id(2), today), content(&facts, id(3), today)];
                let now = [content(&after, id(2), today), content(&after, id(3), today)];
                if today < day(at) {
                    prop_assert_eq!(now, before);
                    continue;
                }
                let [absorbed, into] = before;
                let sum = std::array::from_fn(|place| if place == 3 { into[3] } else { absorbed[place] + into[place] });
                prop_assert_eq!(now, [[0; 4], sum]);
                prop_assert!(after.structures.at(id(2), today).is_none());
                prop_assert_eq!(after.structures.at(id(3), today).unwrap().follows, None);
            }
            let differs = facts.difference(&after);
            let named = [moved.posts.len(), moved.affectations.len(), moved.headships.len()];
            prop_assert_eq!([differs.posts.len(), differs.affectations.len(), differs.headships.len()], named);
            prop_assert_eq!(moved.structures, BTreeSet::from([id(4)]));
        }
    }

    #[test]
    fn one_that_is_made_for_it_follows_what_it_takes_in() {
        let mut facts = hospital(&[]);
        facts
            .structures
            .assert(id(5), Segment { period: period(20, DAYS), value: structure("SERVICE", None) });
        let follows = |absorbed, facts: &Facts| {
            let merger = Merger { absorbed: id(absorbed), into: id(5), from: day(20) };
            let (after, _) = merger.apply(facts).unwrap();
            (after.structures.at(id(5), day(20)).unwrap().follows, after)
        };
        let (first, after) = follows(2, &facts);
        assert_eq!(first, Some(id(2)));
        // The second one that it takes in changes nothing of that.
        assert_eq!(follows(3, &after).0, Some(id(2)));
    }

    #[test]
    fn what_does_not_merge() {
        let mut facts = hospital(&[]);
        let ask = |facts: &Facts, absorbed, into, from| {
            Merger { absorbed: id(absorbed), into: id(into), from: day(from) }.apply(facts).err()
        };
        assert_eq!(ask(&facts, 2, 2, 5), Some(NotMerged::Itself));
        assert_eq!(ask(&facts, 2, 9, 5), Some(NotMerged::NotThere));
        assert_eq!(ask(&facts, 2, 3, 0), Some(NotMerged::NotThere), "nothing of it would be left");
        assert_eq!(ask(&facts, 2, 1, 5), Some(NotMerged::OtherKind));
        assert_eq!(ask(&facts, 2, 3, 1), None);
        facts
            .structures
            .assert(id(3), Segment { period: period(0, DAYS), value: structure("SERVICE", Some(2)) });
        assert_eq!(ask(&facts, 2, 3, 5), Some(NotMerged::Under));
    }
}
