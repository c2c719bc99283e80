//! The table of some structures of an establishment: what the head of a pole reads.
//!
//! Rows and totals are made from the facts of these structures alone, so that they cannot tell anything of the rest. One
//! thing is read from all facts: who holds the posts of the part, since a post has one state, the same for everybody who
//! reads it. Refuses to know who reads, and by what right.

use std::collections::BTreeSet;

use smol_str::SmolStr;
use uuid::Uuid;

use super::holders::Holders;
use super::people::People;
use super::places::Places;
use super::situation::Situation;
use super::{Options, StaffingTable, table_of};
use crate::affectation::Affectation;
use crate::establishment::{Establishment, Site};
use crate::fact::{Fact, Noun};
use crate::id::{PostId, PractitionerId, StructureId};
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::Nomenclatures;
use crate::post::Post;
use crate::structure::Structure;
use crate::time::{Day, Segment, Timeline, View};

/// Some structures on a day, and what is known of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The structures, those under them included.
    structures: BTreeSet<StructureId>,
    /// Their posts, the lines in them, the people of these lines; and the structures above, for their names.
    facts: Facts,
}

impl Part {
    /// The structures that are shown and are there on the day, with the posts and the lines in them that are shown. A line
    /// is in a structure by its service or by its unit; where else it is, and a post of the rest, are left out of it.
    pub fn of(facts: &Facts, day: Day, shown: impl Fn(Noun, Uuid) -> bool) -> Part {
        let structures: BTreeSet<StructureId> = facts
            .structures
            .on(day)
            .map(|(id, _)| id)
            .filter(|id| shown(Noun::Structures, (*id).into()))
            .collect();
        let inside = |id: &StructureId| structures.contains(id);
        let posts: BTreeSet<PostId> = facts
            .posts
            .iter()
            .filter(|(_, timeline)| {
                nearest(timeline, day).is_some_and(|post| post.structure.as_ref().is_some_and(inside))
            })
            .filter(|(id, timeline)| timeline.at(day).is_none() || shown(Noun::Posts, (*id).into()))
            .map(|(id, _)| id)
            .collect();
        let mut affectations: Tracks<Affectation> = Tracks::default();
        let mut people = BTreeSet::new();
        let lines = facts.affectations.on(day);
        for (id, line) in lines.filter(|(id, _)| shown(Noun::Affectations, (*id).into())) {
            let (service, unit) = (line.value.service.filter(inside), line.value.unit.filter(inside));
            if service.or(unit).is_some() {
                let post = line.value.post.filter(|post| posts.contains(post));
                let value = Affectation { service, unit, post, ..line.value.clone() };
                people.insert(value.practitioner);
                affectations.assert(id, Segment { period: line.period, value });
            }
        }
        let known = |id: PractitionerId| people.contains(&id);
        let named = with_those_above(facts, &structures);
        let facts = Facts {
            structures: kept(&facts.structures, |id, _| named.contains(&id)),
            posts: kept(&facts.posts, |id, _| posts.contains(&id)),
            practitioners: kept(&facts.practitioners, |id, _| known(id)),
            statuses: kept(&facts.statuses, |_, one| known(one.practitioner)),
            steps: kept(&facts.steps, |_, one| known(one.practitioner)),
            positions: kept(&facts.positions, |_, one| known(one.practitioner)),
            contracts: kept(&facts.contracts, |_, one| known(one.practitioner)),
            conventions: kept(&facts.conventions, |_, one| known(one.practitioner)),
            exercise_periods: kept(&facts.exercise_periods, |_, one| known(one.practitioner)),
            headships: kept(&facts.headships, |_, one| known(one.practitioner) && inside(&one.structure)),
            affectations,
            ..Facts::default()
        };
        Part { structures, facts }
    }

    /// The structures.
    pub fn structures(&self) -> &BTreeSet<StructureId> {
        &self.structures
    }

    /// Those that are under none of the others on the day: what the part is called by.
    pub fn tops(&self, day: Day) -> impl Iterator<Item = (StructureId, &Structure)> {
        let own =
            self.structures.iter().filter_map(move |id| Some((*id, self.facts.structures.at(*id, day)?)));
        own.filter(|(_, one)| one.parent.is_none_or(|parent| !self.structures.contains(&parent)))
    }

    /// Without the totals of places that are known in part only: those above the structures.
    fn without_places_above(&self, mut table: StaffingTable, day: Day) -> StaffingTable {
        let numbers = |is: fn(&Structure) -> bool| -> BTreeSet<SmolStr> {
            let own = self.structures.iter().filter_map(|id| self.facts.structures.at(*id, day));
            own.filter(|one| is(one)).map(|one| one.number.clone()).collect()
        };
        let (poles, services) = (numbers(Structure::is_pole), numbers(Structure::is_service));
        let units = numbers(Structure::is_unit);
        table.by_pole.retain(|number, _| poles.contains(number));
        table.by_service.retain(|number, place| match (&place.label, &place.pole) {
            (Some(_), _) => services.contains(number),
            (None, pole) => pole.as_ref().is_some_and(|pole| poles.contains(pole)),
        });
        table.by_unit.retain(|number, _| units.contains(number));
        table
    }
}

/// The table of a part of an establishment, as a reader may see it. `facts` are all those of the establishment.
pub fn staffing_table_of(
    part: &Part,
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    establishment: &Establishment,
    sites: &Tracks<Site>,
    view: View,
    options: &Options,
) -> StaffingTable {
    let table = added_up(part, facts, nomenclatures, establishment, sites, view, options);
    part.without_places_above(table, view.as_of)
}

/// The same, with what the part adds to the places above it.
pub(super) fn added_up(
    part: &Part,
    facts: &Facts,
    nomenclatures: &Nomenclatures,
    establishment: &Establishment,
    sites: &Tracks<Site>,
    view: View,
    options: &Options,
) -> StaffingTable {
    let day = view.as_of;
    let everywhere = Places::new(&facts.structures, sites, establishment, day);
    let everybody = People::new(facts, day);
    let holders = Holders::new(facts, nomenclatures, &everybody, &everywhere, day);
    let places = Places::new(&part.facts.structures, sites, establishment, day);
    let people = People::new(&part.facts, day);
    let mut situation = Situation::new(&part.facts, nomenclatures, &places, &people, &holders, day);
    situation.add_lines_unseen(facts, &everybody);
    table_of(&situation, establishment, view, options)
}

/// Structures, and all that have ever been above them.
fn with_those_above(facts: &Facts, structures: &BTreeSet<StructureId>) -> BTreeSet<StructureId> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<StructureId> = structures.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        // One that is met again is not followed again, so that a loop in the data ends.
        if found.insert(id) {
            let stated = facts.structures.get(id).into_iter().flat_map(Timeline::iter);
            waiting.extend(stated.filter_map(|segment| segment.value.parent));
        }
    }
    found
}

/// What a post is on a day; its last statement before, else its first.
fn nearest(timeline: &Timeline<Post>, day: Day) -> Option<&Post> {
    let begun = timeline.iter().rev().find(|segment| segment.period.from() <= day);
    begun.or_else(|| timeline.first()).map(|segment| &segment.value)
}

/// The statements that are wanted.
fn kept<T: Fact>(tracks: &Tracks<T>, wanted: impl Fn(T::Id, &T) -> bool) -> Tracks<T> {
    let mut kept = Tracks::default();
    for (id, segment) in tracks.segments().filter(|(id, segment)| wanted(*id, &segment.value)) {
        kept.assert(id, segment.clone());
    }
    kept
}
