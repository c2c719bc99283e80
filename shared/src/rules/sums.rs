//! Sums of time, on every day: those on a post against the post, those of a person against the employment.

use smol_str::SmolStr;

use super::{Breach, World};
use crate::catalogue::rules as texts;
use crate::fact::{Fact as _, Noun};
use crate::id::{PostId, PractitionerId};
use crate::knowledge::Facts;
use crate::problem::Code;
use crate::quotity::Quotity;
use crate::time::{Period, Sweep};

/// More time on a post than it has, on days when it was not so before.
pub(super) fn on_post(world: &World<'_>, id: PostId) -> Option<Breach> {
    let day = fresh(&beyond_post(world.after, id), &beyond_post(world.before, id))?;
    let things = world.after.affectations.segments();
    let things = things.filter(|(_, one)| one.value.post == Some(id) && one.period.overlaps(&day));
    let things: Vec<(Noun, SmolStr)> =
        things.map(|(_, one)| (Noun::Affectations, one.value.key(one.period.from(), world.after))).collect();
    let number = world.after.posts.get(id).and_then(|one| one.last()).map(|one| one.value.number());
    let detail = texts::exceeds_post(&number.unwrap_or_default(), &day.in_french());
    Some(Breach::State { code: Code::ExceedsPost, detail, things })
}

/// The days on which the lines of a post exceed it, each with by how much.
fn beyond_post(facts: &Facts, id: PostId) -> Vec<(Period, i64)> {
    let Some(post) = facts.posts.get(id) else { return Vec::new() };
    let mut time = Sweep::new();
    for one in post.iter() {
        time.add(one.period, -i64::from(one.value.quotity));
        for (_, line) in facts.affectations.segments().filter(|(_, line)| line.value.post == Some(id)) {
            if let Some(days) = line.period.intersection(&one.period) {
                time.add(days, line.value.quotity.into());
            }
        }
    }
    time.steps().into_iter().filter(|(_, beyond)| *beyond > 0).collect()
}

/// Whether a post has more time than it can hold, on days when it was not so before.
pub(crate) fn worsens_post(before: &Facts, after: &Facts, id: PostId) -> bool {
    fresh(&beyond_post(after, id), &beyond_post(before, id)).is_some()
}

/// Whether a person has more time than the employment, on days when it was not so before.
pub(crate) fn worsens_person(before: &Facts, after: &Facts, who: PractitionerId) -> bool {
    fresh(&beyond_employment(after, who), &beyond_employment(before, who)).is_some()
}

/// More time affected than employed, on days when it was not so before.
pub(super) fn of_person(world: &World<'_>, who: PractitionerId) -> Option<Breach> {
    let day = fresh(&beyond_employment(world.after, who), &beyond_employment(world.before, who))?;
    let things = world.after.affectations.segments();
    let things = things.filter(|(_, one)| one.value.practitioner == who && one.period.overlaps(&day));
    let things =
        things.map(|(_, one)| (Noun::Affectations, one.value.key(one.period.from(), world.after))).collect();
    let detail = texts::exceeds_employment(&day.in_french());
    Some(Breach::State { code: Code::AffectationOverlaps, detail, things })
}

/// The days on which the lines of a person exceed what the person is employed for, each with by how much. One full time
/// where no employment says its time.
fn beyond_employment(facts: &Facts, who: PractitionerId) -> Vec<(Period, i64)> {
    let full = i64::from(Quotity::FULL_TIME);
    let mut employed = Sweep::new();
    for (_, one) in facts.statuses.segments().filter(|(_, one)| one.value.practitioner == who) {
        employed.add(one.period, one.value.quotity.map_or(full, i64::from));
    }
    let employed = employed.steps();
    let mut time = Sweep::new();
    for (_, line) in facts.affectations.segments().filter(|(_, line)| line.value.practitioner == who) {
        time.add(line.period, line.value.quotity.into());
    }
    let mut beyond = Vec::new();
    for (days, sum) in time.steps() {
        let mut rest = crate::time::Timeline::single(days, full);
        for (held, quotity) in &employed {
            if let Some(common) = days.intersection(held) {
                rest.assert(common, (*quotity).min(full));
            }
        }
        beyond.extend(rest.iter().filter(|one| sum > one.value).map(|one| (one.period, sum - one.value)));
    }
    beyond
}

/// The first days that are worse than they were.
fn fresh(after: &[(Period, i64)], before: &[(Period, i64)]) -> Option<Period> {
    worse(after, before).map(|(days, _)| days)
}

/// The same, with by how much: too much or, below nothing, too little.
pub(super) fn worse(after: &[(Period, i64)], before: &[(Period, i64)]) -> Option<(Period, i64)> {
    after.iter().find_map(|(days, beyond)| {
        let mut left = crate::time::Timeline::single(*days, ());
        for (same, then) in before {
            if then.signum() == beyond.signum()
                && then.abs() >= beyond.abs()
                && let Some(common) = days.intersection(same)
            {
                left.retract(common);
            }
        }
        left.first().map(|one| (one.period, *beyond))
    })
}
