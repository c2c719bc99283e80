//! What a step makes of a post in a tour: the table says who and from where, [`super::guard`] what is missing, and the
//! moment has to be right (`domain.md` 8.2, 8.4). Then, and only then, the new value.
//!
//! Nothing is changed in place: a step that is refused leaves what was there.

use smol_str::SmolStr;

use super::clock;
use super::entry::{Nature, TourEntry};
use super::guard::{self, Blocked, Given, Known};
use super::round::Tour;
use super::signed_list::TourList;
use crate::nomenclature::Nomenclatures;
use crate::time::{Day, Instant};
use crate::workflow::entry::{Decision, Entry, EntryAction, EntryState};
use crate::workflow::tour::TourState;
use crate::workflow::{Actor, Refused, advance};

/// Where and when a step is asked.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The lists of codes.
    pub lists: &'a Nomenclatures,
    /// The tour.
    pub tour: &'a Tour,
    /// The list of the hospital.
    pub list: &'a TourList,
    /// Region of the hospital.
    pub region: &'a str,
    /// The instant.
    pub now: Instant,
    /// Its day.
    pub today: Day,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken<S, B> {
    /// The table refuses it.
    Refused(Refused<S>),
    /// The table allows it, and this is missing: everything at once.
    Blocked(Vec<B>),
}

impl TourEntry {
    /// The post after a step.
    ///
    /// # Errors
    /// The table refuses the step, or something is missing.
    pub fn after(
        &self,
        action: EntryAction,
        given: Given<'_>,
        known: &Known,
        actor: Actor<'_>,
        setting: &Setting<'_>,
    ) -> Result<TourEntry, NotTaken<EntryState, Blocked>> {
        let state = advance::<Entry>(Some(self.state), action, actor).map_err(NotTaken::Refused)?;
        let known = Known { decision: Some(self.decision), proposed_by: self.proposed_by, ..known.clone() };
        let mut missing = guard::blocked(setting.lists, action, &known, given, setting.today);
        missing.extend(self.untimely(action, setting));
        // Without an account, nobody could say that who signs is not who proposed.
        let is_person = matches!(actor, Actor::Person { .. });
        missing.extend((is_person && given.by.is_none()).then_some(Blocked::NoAccount));
        if !missing.is_empty() {
            return Err(NotTaken::Blocked(missing));
        }
        let mut next = TourEntry { state, ..self.clone() };
        next.take(action, given);
        Ok(next)
    }

    /// What keeps the step from being taken at this moment of the tour.
    pub(super) fn untimely(&self, action: EntryAction, setting: &Setting<'_>) -> Option<Blocked> {
        use EntryAction as A;
        use TourState as T;
        let (tour, now) = (setting.tour, setting.now);
        let within = |states: &[T], until: Option<Instant>| {
            if !states.contains(&tour.state) {
                Some(Blocked::Tour(tour.state))
            } else if until.is_some_and(|until| until <= now) {
                Some(Blocked::TooLate)
            } else {
                None
            }
        };
        let agency = Some(tour.calendar.ars_deadline.of(setting.region));
        let open = [T::OpenToHospitals, T::OpenToArs];
        let before_publication = [T::OpenToHospitals, T::OpenToArs, T::Sent];
        match action {
            A::Freeze | A::Unfreeze | A::Force | A::Unforce | A::Propose | A::Return | A::SignOff => {
                let deadline = Some(setting.list.deadline(&tour.calendar, setting.region));
                within(if setting.list.reopened { &open } else { &open[..1] }, deadline)
            }
            A::Ask | A::Answer | A::Validate | A::RecordFreeze | A::Refuse => within(&open, agency),
            A::Reopen => within(&[T::OpenToArs], agency),
            A::Lapse => {
                let is_over = clock::lapses(tour, setting.list, setting.region, self.state, now);
                (!is_over).then_some(Blocked::TooEarly)
            }
            A::Send | A::Acknowledge | A::Reject | A::Correct => within(&before_publication, None),
            A::Publish => within(&[T::Published], None),
            A::CloseApplications => within(&[T::ApplicationsClosed], None),
            A::Appoint | A::LeaveVacant => within(&[T::Appointing], None),
            // People come after the tour is over.
            A::Install | A::Drop => within(&[T::Appointing, T::Closed], None),
            A::WithdrawPost => None,
        }
    }

    /// What the step leaves on the post, beside its state.
    fn take(&mut self, action: EntryAction, given: Given<'_>) {
        use EntryAction as A;
        match action {
            A::Freeze => {
                (self.decision, self.frozen_until) = (Decision::Freeze, given.until);
                (self.motive, self.text) = (said(given.motive), said(given.text));
            }
            A::Force => {
                (self.decision, self.nature) = (Decision::Force, Some(Nature::LikelyVacant));
                (self.motive, self.text) = (said(given.motive), said(given.text));
                self.expected = given.expected;
            }
            A::Unfreeze => {
                (self.decision, self.frozen_until) = (Decision::Publish, None);
                (self.motive, self.text) = (None, None);
            }
            A::Unforce => {
                (self.decision, self.nature, self.expected) = (Decision::None, None, None);
                (self.motive, self.text) = (None, None);
            }
            A::Propose => self.proposed_by = given.by,
            A::SignOff => self.signed_by = given.by,
            A::Return | A::Reopen => {
                // Both propose and sign off again.
                (self.proposed_by, self.signed_by) = (None, None);
                self.say(given);
            }
            A::Validate | A::RecordFreeze => self.settled_by = given.by,
            A::Refuse => {
                self.settled_by = given.by;
                self.say(given);
            }
            A::Ask | A::Answer | A::Reject | A::WithdrawPost | A::Drop => self.say(given),
            A::Appoint => {
                self.order_number = said(given.order_number);
                self.order_date = given.order_date;
                self.appointee = said(given.appointee);
            }
            A::Install => self.installed_on = given.installed_on,
            A::Lapse
            | A::Send
            | A::Acknowledge
            | A::Correct
            | A::Publish
            | A::CloseApplications
            | A::LeaveVacant => {}
        }
    }

    fn say(&mut self, given: Given<'_>) {
        (self.said_motive, self.said) = (said(given.motive), said(given.text));
    }
}

/// A text that says something.
pub(super) fn said(text: Option<&str>) -> Option<SmolStr> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(SmolStr::new)
}

#[cfg(test)]
pub(crate) mod tests;
