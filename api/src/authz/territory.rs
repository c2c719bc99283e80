//! Which establishment is in which region and group, day by day: what turns a perimeter into establishments.
//!
//! Read from the national reference. On a past day, an establishment counts where it was that day (`domain.md` R8).

use std::collections::{BTreeMap, BTreeSet};

use shared::establishment::Establishment;
use shared::habilitation::{Perimeter, Place};
use shared::id::EstablishmentId;
use shared::knowledge::Tracks;
use shared::time::{Day, Timeline};
use smol_str::SmolStr;

/// Establishments by id and by number.
#[derive(Debug, Clone, Default)]
pub struct Territory {
    tracks: Tracks<Establishment>,
    by_finess: BTreeMap<SmolStr, EstablishmentId>,
}

/// An establishment and what the register says of it on a day.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// Id.
    pub id: EstablishmentId,
    /// What the register says; on a day it does not speak of, what it said last before, or first after.
    pub establishment: &'a Establishment,
}

impl Territory {
    /// From the timelines of the reference.
    pub fn new(tracks: Tracks<Establishment>) -> Territory {
        let by_finess =
            tracks.segments().map(|(id, segment)| (segment.value.finess_ej.clone(), id)).collect();
        Territory { tracks, by_finess }
    }

    /// An establishment by its FINESS number.
    pub fn by_finess(&self, finess: &str) -> Option<EstablishmentId> {
        self.by_finess.get(finess).copied()
    }

    /// What is said of an establishment on a day.
    pub fn on(&self, id: EstablishmentId, day: Day) -> Option<&Establishment> {
        nearest(self.tracks.get(id)?, day)
    }

    /// FINESS number of an establishment.
    pub fn finess(&self, id: EstablishmentId) -> Option<&SmolStr> {
        self.tracks.get(id)?.last().map(|segment| &segment.value.finess_ej)
    }

    /// All establishments on a day.
    pub fn all(&self, day: Day) -> impl Iterator<Item = Located<'_>> {
        self.tracks
            .iter()
            .filter_map(move |(id, timeline)| Some(Located { id, establishment: nearest(timeline, day)? }))
    }

    /// The place of an establishment on a day, for a decision on rights.
    pub fn place(&self, id: EstablishmentId, day: Day) -> Place {
        let Some(establishment) = self.on(id, day) else { return Place::default() };
        place_of(establishment)
    }

    /// The establishments that a perimeter holds on a day; none for the structures and persons, which are not whole
    /// establishments.
    pub fn within(&self, perimeter: &Perimeter, day: Day) -> BTreeSet<EstablishmentId> {
        self.all(day)
            .filter(|located| perimeter.contains(&place_of(located.establishment)))
            .map(|located| located.id)
            .collect()
    }
}

fn place_of(establishment: &Establishment) -> Place {
    Place {
        establishment: Some(establishment.finess_ej.clone()),
        region: Some(establishment.region.clone()),
        ght: establishment.ght.clone(),
        structures: Vec::new(),
        own: false,
    }
}

fn nearest(timeline: &Timeline<Establishment>, day: Day) -> Option<&Establishment> {
    let before = timeline.iter().rev().find(|segment| segment.period.from() <= day);
    before.or_else(|| timeline.first()).map(|segment| &segment.value)
}
