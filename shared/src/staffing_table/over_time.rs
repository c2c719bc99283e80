//! The time of a post that is held in law, over a period: by tenured holders, and by those of kinds that nobody holds as
//! tenured.
//!
//! The rules of a day are those of `holders`; here they are asked on each day on which the answer may change, over the
//! facts of the post and of its people alone.

use std::collections::{BTreeMap, BTreeSet};

use super::occupation::PostEffect;
use super::occupations_on;
use crate::career::Position;
use crate::id::{PostId, PractitionerId};
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::post_split::Wholes;
use crate::reservation::Amount;
use crate::time::{Day, Period, Segment, Timeline};

/// Who holds the post in law over these days: periods that follow each other, each with the time held.
pub fn held_over(facts: &Facts, nomenclatures: &Nomenclatures, post: PostId, days: Period) -> Vec<Amount> {
    let facts = about(facts, post);
    let mut starts = BTreeSet::from([days.from()]);
    let mut turns = |period: Period| starts.extend([period.from(), period.to()]);
    facts.posts.segments().for_each(|(_, one)| turns(one.period));
    facts.affectations.segments().for_each(|(_, one)| turns(one.period));
    facts.practitioners.segments().for_each(|(_, one)| turns(one.period));
    let mut absences: BTreeMap<PractitionerId, Vec<&Segment<Position>>> = BTreeMap::new();
    for (_, position) in facts.positions.segments() {
        turns(position.period);
        absences.entry(position.value.practitioner).or_default().push(position);
    }
    for positions in absences.values() {
        starts.extend(thresholds(nomenclatures, positions));
    }
    let starts: Vec<Day> = starts.into_iter().filter(|day| days.contains(*day)).collect();
    let ends = starts.iter().skip(1).copied().chain([days.to()]);
    let held = starts.iter().zip(ends).filter_map(|(from, to)| {
        let occupation = occupations_on(&facts, nomenclatures, *from).remove(&post)?;
        let time = u32::try_from(occupation.shares.held()).ok()?.try_into().ok()?;
        Some((Period::new(*from, to).ok()?, time))
    });
    held.collect()
}

/// The post with its parts, the lines on them, and the positions of those who have one.
fn about(facts: &Facts, post: PostId) -> Facts {
    let mut own = Facts::default();
    if let Some(timeline) = facts.posts.get(post) {
        own.posts.put(post, timeline.clone());
    }
    let mut people = BTreeSet::new();
    let wholes = Wholes::of(facts);
    for part in wholes.parts_of(post) {
        own.posts.put(part, facts.posts.get(part).cloned().unwrap_or_default());
    }
    let is_on = |seat: PostId| wholes.is_on(seat, post);
    for (id, line) in facts.affectations.segments().filter(|(_, line)| line.value.post.is_some_and(is_on)) {
        people.insert(line.value.practitioner);
        own.affectations.assert(id, line.clone());
    }
    for (id, position) in
        facts.positions.segments().filter(|(_, one)| people.contains(&one.value.practitioner))
    {
        own.positions.assert(id, position.clone());
    }
    for who in people {
        own.practitioners.put(who, facts.practitioners.get(who).cloned().unwrap_or_else(Timeline::default));
    }
    own
}

/// The days on which the absences of a person may empty a post, or stop to: thresholds, counted from each beginning, and the
/// ends that were granted.
fn thresholds(nomenclatures: &Nomenclatures, positions: &[&Segment<Position>]) -> Vec<Day> {
    let begins = |one: &&Segment<Position>| one.value.granted_from.into_iter().chain([one.period.from()]);
    let firsts: Vec<Day> = positions.iter().flat_map(begins).collect();
    let lengths = positions.iter().filter_map(|one| match PostEffect::of(nomenclatures, &one.value.code) {
        PostEffect::VacantAfter(months) => Some(months),
        _ => None,
    });
    let reached = lengths.flat_map(|months| firsts.iter().map(move |first| first.add_months(months)));
    let granted = positions.iter().filter_map(|one| one.value.granted_until.map(Day::next));
    reached.chain(granted).collect()
}
