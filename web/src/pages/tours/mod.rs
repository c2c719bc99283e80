//! Tours de recrutement: the cockpit, a tour with its lists of hospitals, the list of one hospital.

mod bulk;
mod calendar;
mod cockpit;
mod entries;
mod lists;
mod outcome;
mod panel;
mod plan;
mod preparation;
mod publication;
mod published;
mod refusal;
mod review;
mod sheet;
mod step;
mod undo;
mod waiting;
mod whole;

pub use cockpit::TourList;
pub use preparation::TourPreparation;
pub use publication::TourPublication;
pub use sheet::TourSheet;

use leptos::prelude::*;
use shared::catalogue::screens::tours as words;
use shared::catalogue::tours as texts;
use shared::contract::tours::TourView;
use shared::habilitation::{Profile, Right, Rubric};
use shared::tour::list::ListState;
use shared::workflow::entry::EntryState;
use shared::workflow::tour::TourState;

use crate::session::Session;
use crate::ui::prelude::*;

/// The name of a tour.
fn title_of(tour: &TourView) -> String {
    words::title(&tour.kind.label, tour.year, tour.number)
}

/// Whether the person holds one of these profiles somewhere. The server decides again for each step.
fn holds(profiles: &[Profile]) -> bool {
    Session::here().me().is_some_and(|me| me.habilitations.iter().any(|one| profiles.contains(&one.profile)))
}

/// Whether the person gives roles, for some days, to who has none.
fn may_delegate() -> bool {
    Session::here().allows_somewhere(Rubric::Habilitations, Right::Administer)
}

/// Where a tour stands.
#[component]
fn TourBadge(
    /// The state.
    state: TourState,
) -> impl IntoView {
    let kind = match state {
        TourState::Planned | TourState::Closed => Kind::Neutral,
        TourState::OpenToHospitals | TourState::OpenToArs => Kind::Accent,
        TourState::Sent | TourState::ApplicationsClosed | TourState::Appointing => Kind::Info,
        TourState::Published => Kind::Success,
        TourState::Cancelled => Kind::Danger,
    };
    view! { <Badge label=texts::tour_state(state) kind /> }
}

/// Where a post stands.
#[component]
fn EntryBadge(
    /// The state.
    state: EntryState,
) -> impl IntoView {
    use EntryState as S;
    let kind = match state {
        S::Preparing | S::Withdrawn | S::NotProposed | S::NotSettled | S::ClosedForApplications => {
            Kind::Neutral
        }
        S::PendingSignOff | S::AtArs | S::SentToSigmed => Kind::Info,
        S::InfoRequested => Kind::Warning,
        S::SigmedRejected | S::Refused => Kind::Danger,
        S::Validated | S::Ready | S::Published | S::Recorded | S::Appointed | S::Installed => Kind::Success,
        S::RemainedVacant => Kind::Warning,
    };
    view! { <Badge label=texts::entry_state(state) kind /> }
}

/// Where the list of a hospital stands.
#[component]
fn ListBadge(
    /// The state.
    state: ListState,
) -> impl IntoView {
    let kind = match state {
        ListState::Preparing => Kind::Neutral,
        ListState::PendingSignOff | ListState::AtArs => Kind::Info,
        ListState::InfoRequested => Kind::Warning,
        ListState::Settled => Kind::Success,
    };
    view! { <Badge label=texts::list_state(state) kind /> }
}
