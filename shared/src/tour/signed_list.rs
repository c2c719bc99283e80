//! What is recorded of the list of a hospital in a tour, beside its posts (`domain.md` 8.3): who signed it off when it is
//! empty, whether the agency gave it back. Its state is not here: it is derived by [`super::list::state`].

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use super::calendar::Calendar;
use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{AccountId, TourId};
use crate::time::{Day, Instant};

/// The list of one establishment in one tour: one of each pair. The establishment is that of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TourList {
    /// The tour.
    pub tour: TourId,
    /// Who proposed it empty.
    pub proposed_by: Option<AccountId>,
    /// Who signed it off empty.
    pub signed_by: Option<AccountId>,
    /// Whether the agency gave it back: it then has until the deadline of the agency.
    pub reopened: bool,
}

impl TourList {
    /// A list that nobody touched.
    pub const fn new(tour: TourId) -> TourList {
        TourList { tour, proposed_by: None, signed_by: None, reopened: false }
    }

    /// The list that the agency gives back: what was signed off empty is signed off again.
    pub const fn given_back(&self) -> TourList {
        TourList { reopened: true, ..TourList::new(self.tour) }
    }

    /// Until when the hospital may work on it.
    pub fn deadline(&self, calendar: &Calendar, region: &str) -> Instant {
        if self.reopened { calendar.ars_deadline.of(region) } else { calendar.hospital_deadline.of(region) }
    }
}

impl Fact for TourList {
    type Id = crate::id::TourListId;
    const NOUN: Noun = Noun::TourLists;

    fn references(&self) -> Vec<Uuid> {
        vec![self.tour.into()]
    }

    fn key(&self, _from: Day, names: &dyn Names) -> SmolStr {
        names.tour(self.tour)
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            tour: names.tour(self.tour),
            proposed_by: self.proposed_by,
            signed_by: self.signed_by,
            reopened: self.reopened,
        }
    }
}
