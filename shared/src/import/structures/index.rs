//! Known structures by number, and where they sit: what the loads of posts ask.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::id::StructureId;
use crate::knowledge::Tracks;
use crate::structure::Structure;
use crate::time::{Day, Period, Timeline};

/// Structures by kind and number.
#[derive(Debug)]
pub struct StructureIndex<'a> {
    structures: &'a Tracks<Structure>,
    by_number: BTreeMap<(SmolStr, SmolStr), StructureId>,
}

impl<'a> StructureIndex<'a> {
    /// From what is known. A structure that was renumbered answers to all its numbers.
    pub fn new(structures: &'a Tracks<Structure>) -> Self {
        let mut by_number = BTreeMap::new();
        for (id, segment) in structures.segments() {
            by_number.insert((segment.value.kind.clone(), segment.value.number.clone()), id);
        }
        Self { structures, by_number }
    }

    /// The structure of a kind and number.
    pub fn find(&self, kind: &str, number: &str) -> Option<StructureId> {
        self.by_number.get(&(kind.into(), number.into())).copied()
    }

    /// The pole of a number.
    pub fn pole(&self, number: &str) -> Option<StructureId> {
        self.find("POLE", number)
    }

    /// The service (or department, or sector) of a number.
    pub fn service(&self, number: &str) -> Option<StructureId> {
        ["SERVICE", "DEPARTEMENT", "SECTEUR"].into_iter().find_map(|kind| self.find(kind, number))
    }

    /// The structure that another of a kind replaces: of the same kind first.
    pub fn replaced(&self, kind: &str, number: &str) -> Option<StructureId> {
        [kind, "SERVICE", "DEPARTEMENT", "SECTEUR", "POLE"]
            .into_iter()
            .find_map(|kind| self.find(kind, number))
    }

    /// The numbers of the pole and of the service above a structure (or its own) on a day; empty where there is none.
    pub fn numbers_of(&self, id: StructureId, day: Day) -> (SmolStr, SmolStr) {
        let number = |id: Option<StructureId>| {
            id.and_then(|id| self.get(id)).map(|structure| structure.number.clone()).unwrap_or_default()
        };
        (number(self.pole_of(id, day)), number(self.service_of(id, day)))
    }

    /// Whether a structure is a unit of that service on a day: a file that names the service says no more and no less.
    pub fn is_unit_of(&self, unit: Option<StructureId>, service: Option<StructureId>, day: Day) -> bool {
        let Some(unit) = unit.filter(|unit| service != Some(*unit)) else { return false };
        service.is_some() && self.service_of(unit, day) == service
    }

    /// All numbers of poles, or of services.
    pub fn numbers(&self, poles: bool) -> impl Iterator<Item = &SmolStr> {
        let is_wanted = move |kind: &str| {
            if poles { kind == "POLE" } else { matches!(kind, "SERVICE" | "DEPARTEMENT" | "SECTEUR") }
        };
        self.by_number.keys().filter(move |(kind, _)| is_wanted(kind)).map(|(_, number)| number)
    }

    /// The last statement about a structure.
    pub fn get(&self, id: StructureId) -> Option<&'a Structure> {
        self.structures.get(id)?.last().map(|segment| &segment.value)
    }

    /// From the first to the last day of a structure.
    pub fn span(&self, id: StructureId) -> Option<Period> {
        self.structures.get(id).and_then(Timeline::span)
    }

    /// Whether the structure has closed on that day. A structure that is still to open has not.
    pub fn is_closed(&self, id: StructureId, day: Day) -> bool {
        self.span(id).is_none_or(|span| span.to() <= day)
    }

    /// The pole above a structure (or itself) on a day, or on the nearest day on which something is known.
    pub fn pole_of(&self, id: StructureId, day: Day) -> Option<StructureId> {
        self.above(id, day, Structure::is_pole)
    }

    /// The service of a unit, or the service itself.
    pub fn service_of(&self, id: StructureId, day: Day) -> Option<StructureId> {
        self.above(id, day, Structure::is_service)
    }

    fn above(&self, id: StructureId, day: Day, wanted: impl Fn(&Structure) -> bool) -> Option<StructureId> {
        let mut at = Some(id);
        // Bounded: nothing is nested deeper than the kinds, and a circle must not hang.
        for _ in 0..16 {
            let here = at?;
            let structure = self.near(here, day)?;
            if wanted(structure) {
                return Some(here);
            }
            at = structure.parent;
        }
        None
    }

    fn near(&self, id: StructureId, day: Day) -> Option<&'a Structure> {
        let span = self.span(id)?;
        let day = day.clamp(span.from(), span.to().previous());
        self.structures.at(id, day).or_else(|| self.get(id))
    }

    /// Where something attached to a structure is on each day of a period: the structure from its first day;
    /// before, the structure that it follows, and so on. Days before the first of them are left out.
    pub fn succession(&self, id: StructureId, period: Period) -> Vec<(Period, StructureId)> {
        let mut places = Vec::new();
        let (mut here, mut end) = (Some(id), period.to());
        for _ in 0..16 {
            let Some((id, span)) = here.and_then(|id| Some((id, self.span(id)?))) else { break };
            if let Ok(days) = Period::new(period.from().max(span.from()), end) {
                places.push((days, id));
            }
            end = end.min(span.from());
            if end <= period.from() {
                break;
            }
            here = self.get(id).and_then(|structure| structure.follows);
        }
        places.reverse();
        places
    }
}
