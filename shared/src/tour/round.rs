//! A tour de recrutement as it is recorded: its kind and year, where it stands, its calendar (`domain.md` 8.2).
//!
//! It belongs to the nation. It holds on one open period from the day it was planned: a step replaces what is said over the
//! whole of it, because a step is never backdated; recorded time keeps what was said before.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::{SmolStr, format_smolstr};
use uuid::Uuid;

use super::calendar::Calendar;
use crate::fact::{Fact, Names, Noun, Printed, fields};
use crate::id::TourId;
use crate::time::{Day, Instant};
use crate::workflow::tour::TourState;

/// A tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tour {
    /// Code of `tour_kinds`.
    pub kind: SmolStr,
    /// Year that it is named after.
    pub year: i32,
    /// From 1, among those of its kind in the year.
    pub number: i32,
    /// Where it stands.
    pub state: TourState,
    /// When things happen.
    pub calendar: Calendar,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// What was said with the last step that wants a reason.
    pub reason: Option<SmolStr>,
}

impl Tour {
    /// How people name it in keys: `automne 2026`, and its number from the second of its kind on.
    pub fn name(&self) -> SmolStr {
        match self.number {
            1 => format_smolstr!("{} {}", self.kind, self.year),
            number => format_smolstr!("{} {} {number}", self.kind, self.year),
        }
    }
}

impl Fact for Tour {
    type Id = TourId;
    const NOUN: Noun = Noun::Tours;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.name()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            kind: self.kind,
            year: self.year,
            number: self.number,
            state: self.state,
            calendar: self.calendar,
            published_at: self.published_at,
            reason: self.reason,
        }
    }
}

impl Printed for Calendar {
    fn printed(&self) -> Value {
        // Days, instants and texts: nothing that JSON cannot say.
        serde_json::to_value(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Facts;
    use crate::tour::calendar::Deadline;

    #[test]
    fn the_second_of_a_kind_in_a_year_has_its_number() {
        let at: Instant = "2026-06-15".parse().unwrap();
        let calendar = Calendar {
            opening: at,
            hospital_deadline: Deadline::everywhere(at),
            ars_deadline: Deadline::everywhere(at),
            publication: at,
            application_closing: None,
            opinions: None,
            appointment: "2027-01-01".parse().unwrap(),
        };
        let first = Tour {
            kind: "additive".into(),
            year: 2026,
            number: 1,
            state: TourState::Planned,
            calendar,
            published_at: None,
            reason: None,
        };
        assert_eq!(first.name(), "additive 2026");
        assert_eq!(Tour { number: 2, ..first.clone() }.name(), "additive 2026 2");
        let printed = first.describe(&Facts::default());
        assert_eq!(printed["state"], "planned");
        assert_eq!(printed["calendar"]["appointment"], "2027-01-01");
        assert_eq!(printed["calendar"]["ars_deadline"]["national"], "2026-06-15T00:00:00.000000Z");
    }
}
