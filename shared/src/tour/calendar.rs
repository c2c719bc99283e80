//! The calendar of a tour: seven days or instants in order, two of them with a date of their own for each region
//! (`domain.md` 8.2).
//!
//! Instants are stored, never computed again: the closing of applications is 0 h in Paris of the day after the fifteenth
//! day that follows the publication (CSP, art. R. 6152-6), as it was when the tour was published.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::names::names;
use crate::time::paris::start_in_paris;
use crate::time::{Day, Instant};

names! {
    /// A date of the calendar, in order.
    Milestone {
        /// Hospitals may prepare their lists.
        Opening = "opening",
        /// They may not any more.
        HospitalDeadline = "hospital_deadline",
        /// Agencies may settle nothing more.
        ArsDeadline = "ars_deadline",
        /// The list is public.
        Publication = "publication",
        /// Candidates may not apply any more.
        ApplicationClosing = "application_closing",
        /// Opinions of heads of service and of pole are in.
        Opinions = "opinions",
        /// Appointments take effect: what is vacant by then is proposed.
        Appointment = "appointment",
    }
}

/// A deadline of the nation, and of the regions that have their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// For all the others.
    pub national: Instant,
    /// By INSEE region code.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Instant>))]
    pub regions: BTreeMap<SmolStr, Instant>,
}

impl Deadline {
    /// The same everywhere.
    pub const fn everywhere(national: Instant) -> Deadline {
        Deadline { national, regions: BTreeMap::new() }
    }

    /// That of a region.
    pub fn of(&self, region: &str) -> Instant {
        self.regions.get(region).copied().unwrap_or(self.national)
    }

    /// The last of all: the nation waits for the slowest region.
    pub fn last(&self) -> Instant {
        self.regions.values().copied().fold(self.national, Instant::max)
    }
}

/// When things happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Hospitals begin.
    pub opening: Instant,
    /// Hospitals end.
    pub hospital_deadline: Deadline,
    /// Agencies end.
    pub ars_deadline: Deadline,
    /// Publication.
    pub publication: Instant,
    /// Candidates end; `None` for posts left vacant, offered without end.
    pub application_closing: Option<Instant>,
    /// Opinions, when a day was said.
    pub opinions: Option<Day>,
    /// Day by which a post must be vacant to be proposed.
    pub appointment: Day,
}

/// Two dates in the wrong order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disorder {
    /// What should come first.
    pub first: Milestone,
    /// And then.
    pub then: Milestone,
    /// In which region; `None`: everywhere.
    pub region: Option<SmolStr>,
}

/// Why a deadline may not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMoved {
    /// It is behind us, or would be.
    Passed,
    /// Only the two deadlines move once the tour is planned.
    NotADeadline,
    /// The calendar would be out of order.
    Disorder(Vec<Disorder>),
}

/// The instant at which applications close: 0 h in Paris of the day after that many days.
pub fn application_closing(published: Day, days: u32) -> Instant {
    let last = (0..=days).fold(published, |day, _| day.next());
    start_in_paris(last)
}

impl Calendar {
    /// When something happens in a region.
    pub fn at(&self, milestone: Milestone, region: &str) -> Option<Instant> {
        match milestone {
            Milestone::Opening => Some(self.opening),
            Milestone::HospitalDeadline => Some(self.hospital_deadline.of(region)),
            Milestone::ArsDeadline => Some(self.ars_deadline.of(region)),
            Milestone::Publication => Some(self.publication),
            Milestone::ApplicationClosing => self.application_closing,
            Milestone::Opinions => self.opinions.map(start_in_paris),
            Milestone::Appointment => Some(start_in_paris(self.appointment)),
        }
    }

    /// What is out of order, in the nation, then in each region that has a date of its own.
    pub fn disorder(&self) -> Vec<Disorder> {
        let own = self.hospital_deadline.regions.keys().chain(self.ars_deadline.regions.keys());
        let regions: std::collections::BTreeSet<&SmolStr> = own.collect();
        let nation = self.disorder_of("", None);
        let found = regions.into_iter().flat_map(|region| self.disorder_of(region, Some(region)));
        // What is wrong everywhere is said once.
        let more =
            found.filter(|one| !nation.iter().any(|said| (said.first, said.then) == (one.first, one.then)));
        let more: Vec<Disorder> = more.collect();
        nation.into_iter().chain(more).collect()
    }

    fn disorder_of(&self, region: &str, named: Option<&SmolStr>) -> Vec<Disorder> {
        let dates = Milestone::ALL.iter().filter_map(|one| Some((*one, self.at(*one, region)?)));
        let dates: Vec<(Milestone, Instant)> = dates.collect();
        let pairs = dates.iter().zip(dates.iter().skip(1));
        let wrong = pairs.filter(|((_, first), (_, then))| first >= then);
        wrong
            .map(|((first, _), (then, _))| Disorder { first: *first, then: *then, region: named.cloned() })
            .collect()
    }

    /// The calendar with a deadline moved, in a region or everywhere (regions that have their own keep it).
    ///
    /// # Errors
    /// The deadline has passed or would have; it is no deadline; the calendar would be out of order.
    pub fn moved(
        &self,
        milestone: Milestone,
        region: Option<&str>,
        to: Instant,
        now: Instant,
    ) -> Result<Calendar, NotMoved> {
        let mut calendar = self.clone();
        let deadline = match milestone {
            Milestone::HospitalDeadline => &mut calendar.hospital_deadline,
            Milestone::ArsDeadline => &mut calendar.ars_deadline,
            _ => return Err(NotMoved::NotADeadline),
        };
        let present = region.map_or(deadline.national, |region| deadline.of(region));
        if present <= now || to <= now {
            return Err(NotMoved::Passed);
        }
        match region {
            Some(region) => {
                deadline.regions.insert(region.into(), to);
            }
            None => deadline.national = to,
        }
        let disorder = calendar.disorder();
        if disorder.is_empty() { Ok(calendar) } else { Err(NotMoved::Disorder(disorder)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn instant(text: &str) -> Instant {
        start_in_paris(day(text))
    }

    fn autumn() -> Calendar {
        Calendar {
            opening: instant("2026-06-15"),
            hospital_deadline: Deadline::everywhere(instant("2026-08-20")),
            ars_deadline: Deadline::everywhere(instant("2026-09-18")),
            publication: instant("2026-10-15"),
            application_closing: Some(application_closing(day("2026-10-15"), 15)),
            opinions: Some(day("2026-11-15")),
            appointment: day("2027-01-01"),
        }
    }

    /// CNG, autumn 2022: published on 18 October, closed on 3 November at 0 h; the clocks change in between.
    #[test]
    fn applications_close_at_midnight_after_fifteen_days() {
        assert_eq!(application_closing(day("2022-10-18"), 15), instant("2022-11-03"));
        assert_eq!(application_closing(day("2022-10-18"), 15).to_string(), "2022-11-02T23:00:00.000000Z");
    }

    #[test]
    fn a_calendar_is_in_order_in_each_region() {
        assert_eq!(autumn().disorder(), []);
        let mut calendar = autumn();
        calendar.hospital_deadline.regions.insert("84".into(), instant("2026-09-19"));
        let wrong = Disorder {
            first: Milestone::HospitalDeadline,
            then: Milestone::ArsDeadline,
            region: Some("84".into()),
        };
        assert_eq!(calendar.disorder(), [wrong]);
        calendar.ars_deadline.regions.insert("84".into(), instant("2026-09-30"));
        assert_eq!(calendar.disorder(), [], "the agency of that region has more time too");
        calendar.publication = instant("2026-01-01");
        assert!(
            calendar.disorder().iter().all(|one| one.region.is_none()),
            "what is wrong everywhere is said once"
        );
        let mut leftover = autumn();
        (leftover.application_closing, leftover.opinions) = (None, None);
        assert_eq!(leftover.disorder(), []);
    }

    #[test]
    fn a_deadline_moves_while_it_is_to_come() {
        let now = instant("2026-08-01");
        let moved =
            autumn().moved(Milestone::HospitalDeadline, Some("84"), instant("2026-08-27"), now).unwrap();
        assert_eq!(moved.hospital_deadline.of("84"), instant("2026-08-27"));
        assert_eq!(moved.hospital_deadline.of("11"), instant("2026-08-20"));
        assert_eq!(moved.hospital_deadline.last(), instant("2026-08-27"));
        let refused =
            |milestone, to, now| autumn().moved(milestone, None, instant(to), instant(now)).unwrap_err();
        assert_eq!(refused(Milestone::HospitalDeadline, "2026-08-27", "2026-08-20"), NotMoved::Passed);
        assert_eq!(refused(Milestone::HospitalDeadline, "2026-07-31", "2026-08-01"), NotMoved::Passed);
        assert_eq!(refused(Milestone::Publication, "2026-10-20", "2026-08-01"), NotMoved::NotADeadline);
        let late = refused(Milestone::ArsDeadline, "2026-10-16", "2026-08-01");
        assert!(matches!(late, NotMoved::Disorder(wrong) if wrong[0].then == Milestone::Publication));
    }

    proptest! {
        /// Whatever is asked, a calendar in order stays in order, and only what was asked has moved.
        #[test]
        fn moving_keeps_the_order(
            moves in prop::collection::vec((0_usize..7, prop::option::of(0_u8..3), 0_u32..260), 1..20),
        ) {
            let mut calendar = autumn();
            let now = instant("2026-06-20");
            for (milestone, region, days) in moves {
                let region = region.map(|number| format!("8{number}"));
                let to = start_in_paris((0..days).fold(day("2026-06-01"), |day, _| day.next()));
                let milestone = Milestone::ALL[milestone];
                let before = calendar.clone();
                if let Ok(after) = calendar.moved(milestone, region.as_deref(), to, now) {
                    prop_assert_eq!(after.disorder(), []);
                    let here = region.as_deref().unwrap_or("none");
                    prop_assert_eq!(after.at(milestone, here), Some(to));
                    for other in Milestone::ALL.iter().filter(|other| **other != milestone) {
                        prop_assert_eq!(after.at(*other, here), before.at(*other, here));
                    }
                    calendar = after;
                }
            }
        }
    }
}
