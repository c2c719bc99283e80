//! The calendar of a tour, and the dates that some regions have for themselves.

use leptos::prelude::*;
use shared::catalogue::screens::tours as words;
use shared::contract::tours::TourView;
use shared::habilitation::Profile;
use shared::tour::calendar::Milestone;
use shared::workflow::tour::TourState;

use super::holds;
use crate::format;
use crate::ui::prelude::*;

/// The card.
#[component]
pub fn CalendarCard(
    /// The tour.
    tour: TourView,
    /// Set when the person changes it.
    on_edit: RwSignal<bool>,
) -> impl IntoView {
    let may_edit = tour.state == TourState::Planned && holds(&[Profile::CngManager]);
    let actions = move || {
        may_edit
            .then(|| view! { <Button label=words::EDIT small=true on_click=move |()| on_edit.set(true) /> })
    };
    let calendar = tour.calendar;
    let own = |milestone: Milestone| match milestone {
        Milestone::HospitalDeadline => !calendar.hospital_deadline.regions.is_empty(),
        Milestone::ArsDeadline => !calendar.ars_deadline.regions.is_empty(),
        _ => false,
    };
    let dates = Milestone::ALL.iter().filter_map(|one| Some((*one, calendar.at(*one, "")?)));
    let terms = dates.map(|(milestone, at)| {
        let is_day = matches!(milestone, Milestone::Opinions | Milestone::Appointment);
        let at = if is_day { format::day(format::instant_day(at)) } else { format::instant(at) };
        let value = if own(milestone) { format!("{at} ({})", words::OWN_DATES) } else { at };
        view! { <Term label=words::milestone(milestone) value /> }
    });
    let terms = terms.collect_view();
    view! {
        <Card title=words::CALENDAR actions=ViewFn::from(actions)>
            <Terms lines=true>{terms}</Terms>
        </Card>
    }
}
