//! A tour de recrutement, from the plan of the national centre to the last appointment (`domain.md` 8.2).

use super::{Machine, Program, Step};
use crate::habilitation::{Profile, Right, Rubric};
use crate::names::names;

names! {
    /// Where a tour stands.
    TourState {
        /// The calendar is written.
        Planned = "planned",
        /// Hospitals prepare their lists.
        OpenToHospitals = "open_to_hospitals",
        /// Agencies settle them.
        OpenToArs = "open_to_ars",
        /// Everything that was validated has left.
        Sent = "sent",
        /// The list is public.
        Published = "published",
        /// Candidates may not apply any more.
        ApplicationsClosed = "applications_closed",
        /// Outcomes are recorded.
        Appointing = "appointing",
        /// Every post has its outcome.
        Closed = "closed",
        /// It will not take place.
        Cancelled = "cancelled",
    }
}

names! {
    /// What may be done with a tour.
    TourAction {
        /// Writes the calendar.
        Plan = "plan",
        /// Opens it: the list of each hospital is computed.
        Open = "open",
        /// Ends the time of hospitals.
        CloseHospitals = "close_hospitals",
        /// Gives one hospital its list back.
        ReopenHospital = "reopen_hospital",
        /// Ends the time of agencies.
        CloseArs = "close_ars",
        /// Publishes.
        Publish = "publish",
        /// Ends the time of candidates.
        CloseApplications = "close_applications",
        /// Begins to record outcomes.
        RecordAppointments = "record_appointments",
        /// Ends it.
        Close = "close",
        /// Moves a deadline that has not passed.
        MoveDeadline = "move_deadline",
        /// Gives it up.
        Cancel = "cancel",
    }
}

/// The machine of tours.
#[derive(Debug, Clone, Copy)]
pub struct Tour;

use TourAction as A;
use TourState as S;

const CENTRE: &[(Profile, Right)] = &[(Profile::CngManager, Right::Modify)];
const PUBLISHER: &[(Profile, Right)] = &[(Profile::CngManager, Right::Validate)];
const PLANNER: &[(Profile, Right)] = &[(Profile::CngManager, Right::Administer)];
const ADMINISTRATOR: &[(Profile, Right)] = &[(Profile::CngAdmin, Right::Administer)];
const AGENCY: &[(Profile, Right)] = &[(Profile::ArsApprover, Right::Validate)];
/// An agency moves the deadline of its own hospitals; the guard looks at which deadline it is.
const CENTRE_OR_AGENCY: &[(Profile, Right)] =
    &[(Profile::CngManager, Right::Modify), (Profile::ArsApprover, Right::Validate)];

const fn centre_or_clock(from: S, action: A, to: S) -> Step<S, A> {
    Step { from: Some(from), action, to, people: CENTRE, program: Some(Program::Clock) }
}

impl Machine for Tour {
    type State = S;
    type Action = A;
    const NAME: &'static str = "Tour";
    const RUBRIC: Rubric = Rubric::Tours;
    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = A::ALL;
    const STEPS: &'static [Step<S, A>] = &[
        Step { from: None, action: A::Plan, to: S::Planned, people: PLANNER, program: None },
        centre_or_clock(S::Planned, A::Open, S::OpenToHospitals),
        Step::people(S::Planned, A::MoveDeadline, S::Planned, CENTRE_OR_AGENCY),
        Step::people(S::Planned, A::Cancel, S::Cancelled, ADMINISTRATOR),
        centre_or_clock(S::OpenToHospitals, A::CloseHospitals, S::OpenToArs),
        Step::people(S::OpenToHospitals, A::MoveDeadline, S::OpenToHospitals, CENTRE_OR_AGENCY),
        Step::people(S::OpenToHospitals, A::Cancel, S::Cancelled, ADMINISTRATOR),
        Step::people(S::OpenToArs, A::ReopenHospital, S::OpenToArs, AGENCY),
        centre_or_clock(S::OpenToArs, A::CloseArs, S::Sent),
        Step::people(S::OpenToArs, A::MoveDeadline, S::OpenToArs, CENTRE_OR_AGENCY),
        Step::people(S::OpenToArs, A::Cancel, S::Cancelled, ADMINISTRATOR),
        Step::people(S::Sent, A::Publish, S::Published, PUBLISHER),
        Step::people(S::Sent, A::MoveDeadline, S::Sent, CENTRE_OR_AGENCY),
        centre_or_clock(S::Published, A::CloseApplications, S::ApplicationsClosed),
        Step::people(S::ApplicationsClosed, A::RecordAppointments, S::Appointing, CENTRE),
        Step::people(S::Appointing, A::Close, S::Closed, CENTRE),
    ];
}
