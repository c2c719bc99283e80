//! Where posts and lines are counted on a day: in a service, at a pole (`POLE nn`), or at the establishment (`EJ`).
//!
//! A structure is read as it stands on the day. Outside its own days it keeps the nearest known parent, and before its
//! first day it is the structure that it follows. Refuses to guess a pole: without one, the place counts under `EJ`.

use std::collections::HashMap;

use smol_str::{SmolStr, format_smolstr};

use crate::establishment::{Establishment, Site};
use crate::id::StructureId;
use crate::knowledge::Tracks;
use crate::structure::Structure;
use crate::time::{Day, Segment, Timeline};

/// Key of what is attached to the establishment itself, without pole nor service.
pub const ESTABLISHMENT: &str = "EJ";

/// More levels than any hospital has: a chain of parents that goes further is a loop.
const LEVELS: usize = 16;

/// One place where time and posts are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the service, `POLE nn`, or `EJ`.
    pub key: SmolStr,
    /// Label of the service; `None` at a pole or at the establishment.
    pub service_label: Option<SmolStr>,
    /// Number of the pole.
    pub pole: Option<SmolStr>,
    /// Label of the pole.
    pub pole_label: Option<SmolStr>,
    /// FINESS ET of the site.
    pub site: Option<SmolStr>,
    /// Name of the site.
    pub site_name: Option<SmolStr>,
}

impl Place {
    /// Key of the totals by pole: the number of the pole, else `EJ`.
    pub fn pole_key(&self) -> SmolStr {
        self.pole.clone().unwrap_or_else(|| ESTABLISHMENT.into())
    }
}

/// What a structure is on a day: its place, and the unit when it is one.
#[derive(Debug, Clone)]
struct Resolved {
    place: usize,
    unit: Option<SmolStr>,
}

/// The places of an establishment on a day.
#[derive(Debug)]
pub struct Places {
    list: Vec<Place>,
    by_structure: HashMap<StructureId, Resolved>,
}

impl Places {
    /// Index of the establishment itself.
    pub const ROOT: usize = 0;

    /// Reads every structure as it stands on the day.
    pub fn new(
        structures: &Tracks<Structure>,
        sites: &Tracks<Site>,
        establishment: &Establishment,
        day: Day,
    ) -> Self {
        let mut places = Self::without_sites(structures, day);
        places.name_sites(sites, establishment, day);
        places
    }

    /// The same without the names of sites, for who asks only where things are.
    pub fn without_sites(structures: &Tracks<Structure>, day: Day) -> Self {
        let root = Place { key: ESTABLISHMENT.into(), ..Place::default() };
        let mut places = Self { list: vec![root], by_structure: HashMap::new() };
        let mut by_key = HashMap::from([(SmolStr::new(ESTABLISHMENT), Self::ROOT)]);
        for (id, _) in structures.iter() {
            let (place, unit) = climb(structures, id, day);
            let place = *by_key.entry(place.key.clone()).or_insert_with(|| {
                places.list.push(place);
                places.list.len() - 1
            });
            places.by_structure.insert(id, Resolved { place, unit });
        }
        places
    }

    /// The place of a structure; that of the establishment when the structure is not known.
    pub fn of(&self, structure: StructureId) -> usize {
        self.by_structure.get(&structure).map_or(Self::ROOT, |resolved| resolved.place)
    }

    /// Number of the unit, when the structure is one.
    pub fn unit(&self, structure: StructureId) -> Option<SmolStr> {
        self.by_structure.get(&structure)?.unit.clone()
    }

    /// Numbers of all units, sorted.
    pub fn units(&self) -> Vec<SmolStr> {
        let mut units: Vec<SmolStr> =
            self.by_structure.values().filter_map(|resolved| resolved.unit.clone()).collect();
        units.sort();
        units.dedup();
        units
    }

    /// A place by its index; the establishment when there is none.
    pub fn get(&self, index: usize) -> &Place {
        static NOWHERE: Place = Place {
            key: SmolStr::new_inline(ESTABLISHMENT),
            service_label: None,
            pole: None,
            pole_label: None,
            site: None,
            site_name: None,
        };
        self.list.get(index).unwrap_or(&NOWHERE)
    }

    /// All places, by index.
    pub fn list(&self) -> &[Place] {
        &self.list
    }

    /// Gives the sites their names. Only the sites of this establishment are read.
    fn name_sites(&mut self, sites: &Tracks<Site>, establishment: &Establishment, day: Day) {
        if self.list.iter().all(|place| place.site.is_none()) {
            return;
        }
        let names: HashMap<SmolStr, SmolStr> = sites
            .iter()
            .filter_map(|(_, timeline)| nearest(timeline, day))
            .filter(|site| site.value.finess_ej == establishment.finess_ej)
            .map(|site| (site.value.finess_et.clone(), site.value.name.clone()))
            .collect();
        for place in &mut self.list {
            place.site_name = place.site.as_ref().and_then(|site| names.get(site).cloned());
        }
    }
}

/// From a structure up to its pole.
fn climb(structures: &Tracks<Structure>, id: StructureId, day: Day) -> (Place, Option<SmolStr>) {
    let (mut place, mut service, mut unit) = (Place::default(), None, None);
    let mut next = Some(id);
    for _ in 0..LEVELS {
        let Some(segment) = next.and_then(|id| nearest(structures.get(id)?, day)) else { break };
        let structure = &segment.value;
        if day < segment.period.from() && structure.follows.is_some() {
            next = structure.follows;
            continue;
        }
        if place.site.is_none() {
            place.site = structure.site.clone();
        }
        if structure.is_unit() && service.is_none() && unit.is_none() {
            unit = Some(structure.number.clone());
        }
        if structure.is_service() && service.is_none() {
            service = Some(structure.number.clone());
            place.service_label = Some(structure.label.clone());
        }
        if structure.is_pole() {
            place.pole = Some(structure.number.clone());
            place.pole_label = Some(structure.label.clone());
            break;
        }
        next = structure.parent;
    }
    place.key = match (service, &place.pole) {
        (Some(service), _) => service,
        (None, Some(pole)) => format_smolstr!("POLE {pole}"),
        (None, None) => ESTABLISHMENT.into(),
    };
    (place, unit)
}

/// What is known of a thing on a day, else just before, else just after.
fn nearest<T: Clone + PartialEq>(timeline: &Timeline<T>, day: Day) -> Option<&Segment<T>> {
    let segments = timeline.segments();
    let started = segments.partition_point(|segment| segment.period.from() <= day);
    segments.get(started.saturating_sub(1))
}
