//! Finds who holds each post in law, from the affectations of all days and the positions of their holders.
//!
//! The rules are in `occupation`; here they are applied to facts. A holder whose line has ended because of an absence
//! that keeps the post still holds it, within what the holders present leave free. Who sits on a part of a split post sits on
//! the post as well: passing from the one to the other is no departure.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Options;
use super::occupation::{
    Absence, HEALTH_LEAVE, Holding, Holdings, PostEffect, PostState, Shares, reason_of_absence,
    reason_of_exit,
};
use super::people::People;
use super::places::Places;
use crate::affectation::Affectation;
use crate::id::{PostId, PractitionerId};
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::post::Post;
use crate::post_split::Wholes;
use crate::reservation::Reservation;
use crate::time::{Day, Segment};
use crate::workflow::entry::Decision;

type Line<'a> = &'a Segment<Affectation>;

/// Since when, or from when, a post is vacant, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy {
    /// First vacant day.
    pub day: Day,
    /// Code of `vacancy_reasons`, when the facts tell it.
    pub reason: Option<SmolStr>,
}

impl Vacancy {
    /// The reason, without the one that tells of sensitive leave when the reader may not know it (R4).
    pub fn reason_for(&self, options: &Options) -> Option<SmolStr> {
        self.reason.clone().filter(|reason| !(options.mask_sensitive && reason == HEALTH_LEAVE))
    }

    fn new(day: Day, reason: Option<&str>) -> Self {
        Self { day, reason: reason.map(SmolStr::new) }
    }
}

/// What an open post is on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    /// How its time is shared.
    pub shares: Shares,
    /// Its state.
    pub state: PostState,
    /// Its vacancy, present or expected.
    pub vacancy: Option<Vacancy>,
    /// What stands of it in its last tour.
    pub decision: Option<Decision>,
}

/// The holders of posts, past, present and to come.
#[derive(Debug)]
pub struct Holders<'a> {
    nomenclatures: &'a Nomenclatures,
    holdings: Holdings<'a>,
    people: &'a People<'a>,
    places: &'a Places,
    by_post: Vec<(PostId, Line<'a>)>,
    by_practitioner: Vec<(PractitionerId, Line<'a>)>,
    /// Reservations that take time on the day.
    reserved: Vec<(PostId, &'a Reservation)>,
    /// What stands in the last tour of each post.
    decisions: HashMap<PostId, (Day, Option<Decision>)>,
    day: Day,
}

impl<'a> Holders<'a> {
    /// Sorts the affectations of all days by post and by practitioner.
    pub fn new(
        facts: &'a Facts,
        nomenclatures: &'a Nomenclatures,
        people: &'a People<'a>,
        places: &'a Places,
        day: Day,
    ) -> Self {
        let lines = || facts.affectations.segments().map(|(_, segment)| segment);
        let wholes = Wholes::of(facts);
        let mut by_post: Vec<_> = lines()
            .filter_map(|line| Some((line, line.value.post?)))
            .flat_map(|(line, post)| wholes.with_whole(post).map(move |post| (post, line)))
            .collect();
        by_post.sort_by_key(|(post, line)| (*post, line.period));
        let mut by_practitioner: Vec<_> = lines().map(|line| (line.value.practitioner, line)).collect();
        by_practitioner.sort_by_key(|(practitioner, line)| (*practitioner, line.period));
        let takes =
            |one: &Segment<Reservation>| Reservation::taken(one).is_some_and(|(days, _)| days.contains(day));
        let reserved = facts.reservations.on(day).filter(|(_, segment)| takes(segment));
        let mut reserved: Vec<_> = reserved
            .flat_map(|(_, one)| wholes.with_whole(one.value.post).map(move |post| (post, &one.value)))
            .collect();
        reserved.sort_by_key(|(post, _)| *post);
        let mut decisions: HashMap<PostId, (Day, Option<Decision>)> = HashMap::new();
        for (id, segment) in facts.tour_entries.on(day) {
            let opened =
                facts.tour_entries.get(id).and_then(|all| all.span()).map_or(day, |span| span.from());
            let last = decisions.entry(segment.value.post).or_insert((opened, None));
            if opened >= last.0 {
                *last = (opened, segment.value.standing(day));
            }
        }
        let holdings = Holdings::new(nomenclatures);
        Self { nomenclatures, holdings, people, places, by_post, by_practitioner, reserved, decisions, day }
    }

    /// Who holds an open post, in law, on the day.
    pub fn occupation(&self, id: PostId, post: &Post) -> Occupation {
        let quotity = i64::from(post.quotity);
        let (mut tenured, mut regular, mut temporary) = (0, 0, 0);
        let mut vacancies = Vec::new();
        let lines = of(&self.by_post, id);
        for (_, line) in lines.iter().filter(|(_, line)| line.period.contains(self.day)) {
            match self.holdings.of(&line.value.status, &post.kind) {
                Holding::Tenured => {
                    let vacancy = self.end_of_holding(line, post, lines);
                    if vacancy.as_ref().is_none_or(|vacancy| vacancy.day > self.day) {
                        tenured += i64::from(line.value.quotity);
                    }
                    vacancies.extend(vacancy);
                }
                Holding::Regular => regular += i64::from(line.value.quotity),
                Holding::Temporary => temporary += i64::from(line.value.quotity),
            }
        }
        for line in self.last_lines_of_others(post, lines) {
            let vacancy = self.departure(line, line.period.to(), post);
            if vacancy.as_ref().is_none_or(|vacancy| vacancy.day > self.day) {
                tenured += i64::from(line.value.quotity).min(quotity - tenured.min(quotity));
            }
            vacancies.extend(vacancy);
        }
        let shares = Shares::new(quotity, tenured, regular, temporary, self.reserved(id, lines));
        let expected =
            vacancies.iter().filter(|vacancy| vacancy.day > self.day).min_by_key(|vacancy| vacancy.day);
        let state = shares.state(quotity, expected.is_some());
        let vacancy = match state {
            PostState::LikelyVacant => expected.cloned(),
            PostState::Occupied => None,
            _ => vacancies
                .into_iter()
                .filter(|vacancy| vacancy.day <= self.day)
                .max_by_key(|vacancy| vacancy.day),
        };
        let decision = self.decisions.get(&id).and_then(|(_, decision)| *decision);
        Occupation { shares, state, vacancy, decision }
    }

    /// Time reserved on the day for people who do not use it yet.
    fn reserved(&self, id: PostId, lines: &[(PostId, Line<'a>)]) -> i64 {
        let there = |who: PractitionerId| {
            let lines = lines.iter().filter(|(_, line)| line.period.contains(self.day));
            let own = lines.filter(|(_, line)| line.value.practitioner == who);
            own.map(|(_, line)| i64::from(line.value.quotity)).sum::<i64>()
        };
        let kept = of(&self.reserved, id)
            .iter()
            .map(|(_, one)| (i64::from(one.quotity) - one.practitioner.map_or(0, there)).max(0));
        kept.sum()
    }

    /// The last line of each tenured holder who is not on the post any more.
    fn last_lines_of_others<'l>(
        &'l self,
        post: &'l Post,
        lines: &'l [(PostId, Line<'a>)],
    ) -> impl Iterator<Item = Line<'a>> + 'l {
        let started = lines.get(..lines.partition_point(|(_, line)| line.period.from() <= self.day));
        let started = started.unwrap_or_default();
        started.iter().enumerate().filter_map(move |(place, (_, line))| {
            let after = started.get(place + 1..).unwrap_or_default();
            let is_last = after.iter().all(|(_, later)| later.value.practitioner != line.value.practitioner);
            let is_over = line.period.to() <= self.day;
            let is_tenured = self.holdings.of(&line.value.status, &post.kind) == Holding::Tenured;
            (is_over && is_last && is_tenured).then_some(*line)
        })
    }

    /// The vacancy that a holder present on the day leaves, if one is known: at once, past a threshold, or at the end
    /// of the line and of those that continue it on the same post.
    fn end_of_holding(&self, line: Line<'a>, post: &Post, lines: &[(PostId, Line<'a>)]) -> Option<Vacancy> {
        let person = self.people.by_id(line.value.practitioner);
        if let Some(position) = person.position {
            let code = position.value.code.as_str();
            match PostEffect::of(self.nomenclatures, code) {
                PostEffect::Vacant | PostEffect::NoPost => {
                    return Some(Vacancy::new(position.period.from(), reason_of_absence(code)));
                }
                PostEffect::VacantAfter(months) => {
                    let reached =
                        self.absence(line, self.day).and_then(|absence| absence.vacancy_day(months));
                    if let Some(day) = reached {
                        return Some(Vacancy::new(day, reason_of_absence(code)));
                    }
                }
                PostEffect::Kept => {}
            }
        }
        let mut end = line.period.to();
        for (_, later) in lines {
            let same = later.value.practitioner == line.value.practitioner && later.period.from() == end;
            if same && self.holdings.of(&later.value.status, &post.kind) == Holding::Tenured {
                end = later.period.to();
            }
        }
        if end.is_open() { None } else { self.departure(line, end, post) }
    }

    /// The vacancy that a holder leaves when the lines on the post stop at `end`, the first day without; `None` when
    /// the holder keeps the post.
    fn departure(&self, line: Line<'a>, end: Day, post: &Post) -> Option<Vacancy> {
        let person = self.people.by_id(line.value.practitioner);
        let Some(position) = person.positions.iter().find(|position| position.period.contains(end)) else {
            return Some(self.left(line, end, post));
        };
        let code = position.value.code.as_str();
        let reason = reason_of_absence(code);
        match PostEffect::of(self.nomenclatures, code) {
            PostEffect::Vacant => Some(Vacancy::new(position.period.from(), reason)),
            PostEffect::NoPost => Some(Vacancy::new(end, None)),
            PostEffect::VacantAfter(months) => {
                let absence = self.absence(line, end)?;
                match absence.vacancy_day(months) {
                    Some(day) => Some(Vacancy::new(day, reason)),
                    None => (absence.until <= self.day).then(|| self.left(line, absence.until, post)),
                }
            }
            PostEffect::Kept => {
                let until = position.period.to();
                (until <= self.day).then(|| self.left(line, until, post))
            }
        }
    }

    /// The run of absences of the holder around a day.
    fn absence(&self, line: Line<'a>, day: Day) -> Option<Absence> {
        let positions = &self.people.by_id(line.value.practitioner).positions;
        let index = positions.iter().position(|position| position.period.contains(day))?;
        Absence::around(positions, index, |code| {
            matches!(PostEffect::of(self.nomenclatures, code), PostEffect::VacantAfter(_))
        })
    }

    /// The vacancy of a post that its holder left on `end`: out of the establishment, or for another post.
    fn left(&self, line: Line<'a>, end: Day, post: &Post) -> Vacancy {
        let person = self.people.by_id(line.value.practitioner);
        let is_out = person.stay.is_some_and(|stay| stay.to() <= end);
        let reason = if is_out {
            person.record.and_then(|record| reason_of_exit(record.exit_reason.as_deref()?))
        } else {
            self.reason_of_move(line.value.practitioner, end, post)
        };
        let reason = if end > self.day { reason.or(Some("SUSCEPTIBLE")) } else { reason };
        Vacancy::new(end, reason)
    }

    /// Why someone who is still here left a post, from what the person does on the first day without it.
    fn reason_of_move(&self, practitioner: PractitionerId, end: Day, post: &Post) -> Option<&'static str> {
        let lines = of(&self.by_practitioner, practitioner);
        let (_, next) = lines.iter().find(|(_, line)| line.period.contains(end))?;
        if post.kind != "HU" && self.holdings.of(&next.value.status, "HU") == Holding::Tenured {
            return Some("NOMINATION_HU");
        }
        let pole = |place: usize| self.places.get(place).pole.as_ref();
        let here = pole(post.structure.map_or(Places::ROOT, |structure| self.places.of(structure)));
        let there = pole(self.places.of(next.value.service?));
        (here != there).then_some("MUTATION_INT")
    }
}

/// The lines of one key in a sorted list.
fn of<K: Ord + Copy, V>(sorted: &[(K, V)], key: K) -> &[(K, V)] {
    let from = sorted.partition_point(|(other, _)| *other < key);
    let to = sorted.partition_point(|(other, _)| *other <= key);
    sorted.get(from..to).unwrap_or_default()
}
