//! The posts and the lines of a day, each with the place where it is counted.
//!
//! Rows and totals are made from this, each on its own, so that their agreement proves something (T7).

use std::collections::HashMap;

use smol_str::SmolStr;

use super::holders::{Holders, Occupation};
use super::occupation::{PostState, state_when_not_open};
use super::people::{ACTIVITY, People, Person};
use super::places::Places;
use crate::affectation::Affectation;
use crate::fact::Names as _;
use crate::id::{PersonId, PostId};
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::post::Post;
use crate::post_split::Wholes;
use crate::quotity::Quotity;
use crate::time::{Day, Segment};

/// Bodies of university hospitals whose time is shared with the university (P7).
const UNIVERSITY_BODIES: [&str; 6] = ["PUPH", "MCUPH", "MCUPH_STAG", "PHU", "CCUAH", "AHU"];

/// Kinds of university posts (P7).
const UNIVERSITY_POSTS: [&str; 2] = ["HU", "HUNT"];

/// A post on the day.
#[derive(Debug)]
pub struct PostOfDay<'a> {
    /// Which.
    pub id: PostId,
    /// What it is; its last statement when it is closed, its first when it is to come.
    pub post: &'a Post,
    /// Discipline: its own, else that of its speciality (`domain.md` 4.3).
    pub discipline: Option<&'a SmolStr>,
    /// Where it is counted.
    pub place: usize,
    /// Number of the unit that it is attached to, when it is one.
    pub unit: Option<SmolStr>,
    /// Its state.
    pub state: PostState,
    /// Who holds it; `None` when it is not open.
    pub occupation: Option<Occupation>,
    /// Whether somebody has a line on it.
    pub has_line: bool,
    /// Time of its lines that none of its rows shows, with whether it is that of university staff: those in structures out of
    /// the table, and those on its parts.
    pub unseen: Vec<(i64, bool)>,
    /// Whether time on it is shared with another establishment by convention.
    pub is_shared: bool,
    /// Whether it is split on the day.
    pub is_split: bool,
    /// Number of the split post of which it is a part.
    pub whole: Option<SmolStr>,
}

/// A line of time on the day.
#[derive(Debug)]
pub struct Line<'a> {
    /// The affectation.
    pub segment: &'a Segment<Affectation>,
    /// Who, as an index in the list of people.
    pub practitioner: usize,
    /// The person behind.
    pub person: PersonId,
    /// Where it is counted: its service, else the place of its post.
    pub place: usize,
    /// Number of its unit.
    pub unit: Option<SmolStr>,
    /// Whether it has a service (or a unit): the others count in no effective time nor headcount.
    pub in_service: bool,
    /// The post, in the list of posts.
    pub post: Option<usize>,
    /// Whether the position is worked here.
    pub is_effective: bool,
    /// Time worked here, in hundredths of a percent.
    pub effective: i64,
    /// Time worked elsewhere because of the position (T2).
    pub elsewhere: i64,
}

impl Line<'_> {
    /// Time, in hundredths of a percent.
    pub fn quotity(&self) -> i64 {
        self.segment.value.quotity.into()
    }
}

/// Everything of a day.
#[derive(Debug)]
pub struct Situation<'a> {
    /// All facts.
    pub facts: &'a Facts,
    /// The lists.
    pub nomenclatures: &'a Nomenclatures,
    /// The day.
    pub day: Day,
    /// Places.
    pub places: &'a Places,
    /// People.
    pub people: &'a People<'a>,
    /// Open posts, and those that are not but have a line.
    pub posts: Vec<PostOfDay<'a>>,
    /// Lines.
    pub lines: Vec<Line<'a>>,
    /// The part of the time of university staff that counts in ETP (P7).
    pub hospital_share: Quotity,
    /// Where the time of people in activity, nearly all of them, is worked.
    activity_time: Option<&'a str>,
}

impl<'a> Situation<'a> {
    /// Reads the facts on the day.
    pub fn new(
        facts: &'a Facts,
        nomenclatures: &'a Nomenclatures,
        places: &'a Places,
        people: &'a People<'a>,
        holders: &Holders<'_>,
        day: Day,
    ) -> Self {
        let percent = nomenclatures.parameter("HU_HOSPITAL_SHARE", day);
        let hospital_share = percent.and_then(|percent| Quotity::new(percent.saturating_mul(100)).ok());
        let mut situation = Self {
            facts,
            nomenclatures,
            day,
            places,
            people,
            posts: Vec::with_capacity(facts.posts.len()),
            lines: Vec::with_capacity(facts.affectations.len()),
            hospital_share: hospital_share.unwrap_or(Quotity::FULL_TIME),
            activity_time: nomenclatures.position_time(ACTIVITY),
        };
        let mut posts = HashMap::with_capacity(facts.posts.len());
        for (id, segment) in facts.posts.on(day) {
            let occupation = Some(holders.occupation(id, &segment.value));
            posts.insert(id, situation.add_post((id, &segment.value), occupation, None));
        }
        let parts = facts.posts.on(day).filter_map(|(_, one)| one.value.parent_post);
        for whole in parts.filter_map(|id| posts.get(&id).copied()).collect::<Vec<usize>>() {
            if let Some(post) = situation.posts.get_mut(whole) {
                post.is_split = true;
            }
        }
        for (_, segment) in facts.affectations.on(day) {
            situation.add_line(segment, &mut posts);
        }
        situation
    }

    /// Counts on open posts the lines that are not shown: a post is not vacant because its holder works in a structure that
    /// the reader does not see.
    pub fn add_lines_unseen(&mut self, all: &Facts, everybody: &People<'_>) {
        let wholes = Wholes::of(all);
        let open = self.posts.iter_mut().filter(|post| post.occupation.is_some());
        let mut posts: HashMap<PostId, &mut PostOfDay<'a>> = open.map(|post| (post.id, post)).collect();
        for (id, segment) in all.affectations.on(self.day) {
            let line = &segment.value;
            let post = line.post.filter(|_| self.facts.affectations.get(id).is_none());
            for post in post.into_iter().flat_map(|post| wholes.with_whole(post)) {
                let Some(post) = posts.get_mut(&post) else { continue };
                post.unseen.push((line.quotity.into(), is_university_body(&line.status)));
                post.is_shared |=
                    line.is_incoming() || !everybody.by_id(line.practitioner).outgoing.is_empty();
            }
        }
    }

    /// Who wrote a line.
    pub fn person(&self, line: &Line<'_>) -> &Person<'a> {
        self.people.get(line.practitioner)
    }

    /// Time in ETP terms: the hospital share for university staff and posts, the whole for the others (T3).
    pub fn hospital_time(&self, quotity: i64, is_university: bool) -> i64 {
        if !is_university {
            return quotity;
        }
        // Half up, as `Quotity::share_of`: a sum of several people may exceed one full time.
        (quotity * i64::from(self.hospital_share) + i64::from(Quotity::FULL_TIME) / 2)
            / i64::from(Quotity::FULL_TIME)
    }

    fn add_post(
        &mut self,
        (id, post): (PostId, &'a Post),
        occupation: Option<Occupation>,
        closed: Option<PostState>,
    ) -> usize {
        let place = post.structure.map_or(Places::ROOT, |structure| self.places.of(structure));
        let unit = post.structure.and_then(|structure| self.places.unit(structure));
        let open = occupation.as_ref().map(|occupation| occupation.state);
        let state = open.or(closed).unwrap_or(PostState::Closed);
        let discipline = post.discipline.as_ref().or_else(|| {
            let speciality = self.nomenclatures.entry("specialities", post.speciality.as_deref()?)?;
            speciality.attribute("discipline_code")
        });
        let (has_line, is_shared) = (false, false);
        self.posts.push(PostOfDay {
            id,
            post,
            discipline,
            place,
            unit,
            state,
            occupation,
            has_line,
            unseen: Vec::new(),
            is_shared,
            is_split: false,
            whole: post.parent_post.map(|id| self.facts.post(id)),
        });
        self.posts.len() - 1
    }

    /// A post on which a line sits although it is not open.
    fn add_closed_post(&mut self, id: PostId) -> Option<usize> {
        let timeline = self.facts.posts.get(id)?;
        let started = timeline.segments().partition_point(|segment| segment.period.from() <= self.day);
        let segment = timeline.segments().get(started.saturating_sub(1))?;
        let state = state_when_not_open(timeline.span(), self.day);
        Some(self.add_post((id, &segment.value), None, Some(state)))
    }

    fn add_line(&mut self, segment: &'a Segment<Affectation>, posts: &mut HashMap<PostId, usize>) {
        let line = &segment.value;
        let post = line.post.and_then(|id| {
            posts.get(&id).copied().or_else(|| {
                let added = self.add_closed_post(id)?;
                posts.insert(id, added);
                Some(added)
            })
        });
        let practitioner = self.people.index(line.practitioner);
        let person = self.people.get(practitioner);
        let structure = line.service.or(line.unit);
        let mut place = structure.map_or(Places::ROOT, |structure| self.places.of(structure));
        let mut unit = line.unit.or(line.service).and_then(|structure| self.places.unit(structure));
        let is_shared = line.is_incoming() || !person.outgoing.is_empty();
        let mut whole = None;
        if let Some(post) = post.and_then(|post| self.posts.get_mut(post)) {
            post.has_line = true;
            post.is_shared |= is_shared;
            whole = post.post.parent_post;
            if structure.is_none() {
                place = post.place;
                unit.clone_from(&post.unit);
            }
        }
        let whole = whole.and_then(|id| posts.get(&id)).and_then(|whole| self.posts.get_mut(*whole));
        if let Some(whole) = whole.filter(|whole| whole.occupation.is_some()) {
            whole.unseen.push((line.quotity.into(), is_university_body(&line.status)));
            whole.is_shared |= is_shared;
        }
        let time = if structure.is_some() { i64::from(line.quotity) } else { 0 };
        let worked = person
            .position
            .map_or(self.activity_time, |position| self.nomenclatures.position_time(&position.value.code));
        let (effective, elsewhere) = match worked {
            Some("yes") => (time, 0),
            Some("elsewhere") => (0, time),
            _ => (0, 0),
        };
        let unknown = || PersonId::from(uuid::Uuid::from(line.practitioner));
        let person = person.record.map_or_else(unknown, |record| record.person);
        let (in_service, is_effective) = (structure.is_some(), worked == Some("yes"));
        self.lines.push(Line {
            segment,
            practitioner,
            person,
            place,
            unit,
            in_service,
            post,
            is_effective,
            effective,
            elsewhere,
        });
    }
}

/// Whether the time of a status is shared with the university.
pub fn is_university_body(status: &str) -> bool {
    UNIVERSITY_BODIES.contains(&status)
}

/// Whether a post is shared with the university.
pub fn is_university_post(kind: &str) -> bool {
    UNIVERSITY_POSTS.contains(&kind)
}
