//! What a step makes of a tour (`domain.md` 8.2): the table says who and from where; here is what each step asks, and the
//! value after it.
//!
//! Refuses to look at the posts: whoever takes the step counts those that still wait for something.

use super::calendar::{Calendar, Disorder, Milestone, NotMoved, application_closing};
use super::round::Tour;
use super::step::{NotTaken, said};
use crate::habilitation::{Profile, Right};
use crate::nomenclature::Nomenclatures;
use crate::time::paris::in_paris;
use crate::time::{Day, Instant};
use crate::workflow::tour::{Tour as TourMachine, TourAction, TourState};
use crate::workflow::{Actor, Machine, advance};

/// What comes with a step of a tour.
#[derive(Debug, Clone, Copy, Default)]
pub struct TourGiven<'a> {
    /// Why.
    pub reason: Option<&'a str>,
    /// The deadline to move.
    pub milestone: Option<Milestone>,
    /// Where to.
    pub to: Option<Instant>,
    /// Of which region; `None`: everywhere.
    pub region: Option<&'a str>,
    /// Posts that still wait: for SIGMED before a publication, for their outcome before the end.
    pub waiting: usize,
}

/// Why a step of a tour is not taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TourBlocked {
    /// No such kind of tour on this day.
    UnknownKind,
    /// The calendar is out of order.
    Disorder(Vec<Disorder>),
    /// Why is not said.
    NoReason,
    /// Its instant has not come.
    TooEarly(Instant),
    /// Its instant has passed.
    TooLate,
    /// Which deadline moves, and where to, is not said.
    NoDeadline,
    /// The deadline does not move.
    NotMoved(NotMoved),
    /// An agency moves the deadline of the hospitals of its region, and gives back their lists: nothing else.
    OtherRegion,
    /// That many posts still wait.
    Waiting(usize),
}

impl TourBlocked {
    /// Stable code of the reason, `tour.<rule>`.
    pub const fn code(&self) -> &'static str {
        match self {
            TourBlocked::UnknownKind => "tour.unknown_kind",
            TourBlocked::Disorder(_) => "tour.calendar_disorder",
            TourBlocked::NoReason => "tour.no_reason",
            TourBlocked::TooEarly(_) => "tour.too_early",
            TourBlocked::TooLate => "tour.too_late",
            TourBlocked::NoDeadline => "tour.no_deadline",
            TourBlocked::NotMoved(_) => "tour.deadline_not_moved",
            TourBlocked::OtherRegion => "tour.other_region",
            TourBlocked::Waiting(_) => "tour.posts_waiting",
        }
    }
}

type Refusal = NotTaken<TourState, TourBlocked>;

impl Tour {
    /// A tour that is planned.
    ///
    /// # Errors
    /// The table refuses it, its kind is not one, its calendar is out of order.
    pub fn planned(
        (kind, year, number): (&str, i32, i32),
        calendar: Calendar,
        lists: &Nomenclatures,
        actor: Actor<'_>,
        today: Day,
    ) -> Result<Tour, Refusal> {
        let state = advance::<TourMachine>(None, TourAction::Plan, actor).map_err(NotTaken::Refused)?;
        let mut missing = Vec::new();
        missing
            .extend(lists.entry_on("tour_kinds", kind, today).is_none().then_some(TourBlocked::UnknownKind));
        let disorder = calendar.disorder();
        missing.extend((!disorder.is_empty()).then_some(TourBlocked::Disorder(disorder)));
        if missing.is_empty() {
            Ok(Tour { kind: kind.into(), year, number, state, calendar, published_at: None, reason: None })
        } else {
            Err(NotTaken::Blocked(missing))
        }
    }

    /// The tour after a step.
    ///
    /// # Errors
    /// The table refuses the step, or something is missing.
    pub fn after(
        &self,
        action: TourAction,
        given: TourGiven<'_>,
        actor: Actor<'_>,
        lists: &Nomenclatures,
        now: Instant,
    ) -> Result<Tour, Refusal> {
        let state = advance::<TourMachine>(Some(self.state), action, actor).map_err(NotTaken::Refused)?;
        let missing = self.blocked(action, given, actor, now);
        if !missing.is_empty() {
            return Err(NotTaken::Blocked(missing));
        }
        let mut next = Tour { state, reason: said(given.reason), ..self.clone() };
        match action {
            TourAction::MoveDeadline => {
                next.calendar = self.moved(given, now).map_err(|one| NotTaken::Blocked(vec![one]))?
            }
            TourAction::Publish => {
                let day = Day::from(in_paris(now).date());
                let kind = lists.entry_on("tour_kinds", &self.kind, day);
                let days = kind.and_then(|kind| kind.number("application_days"));
                next.published_at = Some(now);
                // From the day it is really public (CSP, art. R. 6152-6), not from the day that was planned.
                next.calendar.application_closing = days.map(|days| application_closing(day, days));
            }
            _ => {}
        }
        Ok(next)
    }

    /// The instant before which a step is not taken, whoever asks; `None`: at any time.
    pub fn not_before(&self, action: TourAction) -> Option<Instant> {
        let calendar = &self.calendar;
        match action {
            TourAction::Open => Some(calendar.opening),
            TourAction::CloseHospitals => Some(calendar.hospital_deadline.last()),
            TourAction::CloseArs => Some(calendar.ars_deadline.last()),
            TourAction::CloseApplications => calendar.application_closing,
            _ => None,
        }
    }

    fn blocked(
        &self,
        action: TourAction,
        given: TourGiven<'_>,
        actor: Actor<'_>,
        now: Instant,
    ) -> Vec<TourBlocked> {
        let early = self.not_before(action).filter(|at| now < *at).map(TourBlocked::TooEarly);
        let no_reason = said(given.reason).is_none().then_some(TourBlocked::NoReason);
        let waiting = (given.waiting > 0).then_some(TourBlocked::Waiting(given.waiting));
        let found = match action {
            TourAction::Plan | TourAction::RecordAppointments => [None, None],
            TourAction::Open
            | TourAction::CloseHospitals
            | TourAction::CloseArs
            | TourAction::CloseApplications => [early, None],
            TourAction::Publish | TourAction::Close => [waiting, None],
            TourAction::Cancel => [no_reason, None],
            TourAction::ReopenHospital => {
                let place = match given.region {
                    None => Some(TourBlocked::OtherRegion),
                    Some(region) => {
                        (self.calendar.ars_deadline.of(region) <= now).then_some(TourBlocked::TooLate)
                    }
                };
                [no_reason, place]
            }
            TourAction::MoveDeadline => {
                let own = given.region.is_some() && given.milestone == Some(Milestone::HospitalDeadline);
                let other = (!own && !is_of_the_centre(actor)).then_some(TourBlocked::OtherRegion);
                // Whose deadline it is comes before what may be done with it.
                let moved = if other.is_some() { None } else { self.moved(given, now).err() };
                [no_reason, other.or(moved)]
            }
        };
        found.into_iter().flatten().collect()
    }

    fn moved(&self, given: TourGiven<'_>, now: Instant) -> Result<Calendar, TourBlocked> {
        let (Some(milestone), Some(to)) = (given.milestone, given.to) else {
            return Err(TourBlocked::NoDeadline);
        };
        self.calendar.moved(milestone, given.region, to, now).map_err(TourBlocked::NotMoved)
    }
}

/// Whether somebody acts for the national centre.
fn is_of_the_centre(actor: Actor<'_>) -> bool {
    let Actor::Person { held, today, place } = actor else { return true };
    held.iter().any(|one| {
        one.profile == Profile::CngManager
            && one.period.contains(today)
            && one.perimeter.contains(place)
            && one.rights(TourMachine::RUBRIC).has(Right::Modify)
    })
}

#[cfg(test)]
mod tests;
