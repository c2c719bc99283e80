//! One step of a tour: what it does, what it asks, why it was refused.

use leptos::prelude::*;
use shared::catalogue::screens::{tours as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::TourView;
use shared::habilitation::{Perimeter, Profile};
use shared::time::Day;
use shared::tour::calendar::Milestone;
use shared::workflow::tour::TourAction;

use super::holds;
use super::refusal::Refused;
use crate::client::field_error;
use crate::client::tours::{SaidOfTour, step_tour};
use crate::format::end_of_day;
use crate::pages::lists::region_choices;
use crate::session::Session;
use crate::ui::prelude::*;

/// What is being done, with the tour as it was read, and the hospital when it is about one.
pub type Chosen = RwSignal<Option<(TourAction, TourView, Option<String>)>>;

/// The dialog, open while a step is chosen.
#[component]
pub fn TourStepDialog(
    /// What is being done.
    chosen: Chosen,
    /// What follows.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = open_while(chosen);
    let title = Signal::derive(move || {
        let action = chosen.with(|chosen| chosen.as_ref().map(|(action, ..)| *action));
        action.map(|action| words::action(action).to_owned()).unwrap_or_default()
    });
    view! {
        <Dialog open title>
            {move || {
                let (action, tour, establishment) = chosen.get()?;
                Some(view! { <StepForm action tour establishment open on_done /> })
            }}
        </Dialog>
    }
}

/// The regions of the person; `None` for the whole nation.
fn my_regions() -> Option<Vec<String>> {
    if holds(&[Profile::CngManager]) {
        return None;
    }
    let me = Session::here().me()?;
    let regions = me.habilitations.iter().filter_map(|one| match &one.perimeter {
        Perimeter::Region(code) => Some(code.to_string()),
        _ => None,
    });
    Some(regions.collect())
}

/// Steps that are refused without a reason.
const fn wants_reason(action: TourAction) -> bool {
    matches!(action, TourAction::MoveDeadline | TourAction::Cancel | TourAction::ReopenHospital)
}

#[component]
fn StepForm(
    action: TourAction,
    tour: TourView,
    establishment: Option<String>,
    open: RwSignal<bool>,
    on_done: Callback<()>,
) -> impl IntoView {
    let moves = action == TourAction::MoveDeadline;
    let regions = my_regions();
    let first = regions.as_ref().and_then(|regions| regions.first().cloned()).unwrap_or_default();
    let (milestone, region) = (RwSignal::new(Milestone::HospitalDeadline), RwSignal::new(first));
    let (comment, day) = (RwSignal::new(String::new()), RwSignal::new(None::<Day>));
    let tried = RwSignal::new(false);
    let (id, version) = (tour.id, tour.stamp.version);
    let toasts = Toasts::here();
    let take = Action::new_local(move |said: &SaidOfTour| {
        let said = said.clone();
        async move {
            let taken = step_tour(id, action, version, &said).await;
            if let Ok(tour) = &taken {
                open.set(false);
                if let Some(toasts) = toasts {
                    toasts.push(Kind::Success, words::done(tour.state));
                }
                on_done.run(());
            }
            taken
        }
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let silent = Signal::derive(move || wants_reason(action) && comment.with(|text| text.trim().is_empty()));
    let no_day = Signal::derive(move || moves && day.with(Option::is_none));
    let submit = move |()| {
        tried.set(true);
        if silent.get_untracked() || no_day.get_untracked() || take.pending().get_untracked() {
            return;
        }
        let text = comment.with_untracked(|text| text.trim().to_owned());
        let place = region.get_untracked();
        take.dispatch(SaidOfTour {
            comment: Some(text).filter(|text| !text.is_empty()),
            milestone: moves.then(|| milestone.get_untracked()),
            region: Some(place).filter(|place| moves && !place.is_empty()),
            to: day.get_untracked().filter(|_| moves).map(end_of_day),
            establishment: establishment.clone(),
        });
    };
    let error = move |lacks: Signal<bool>, pointer: &'static str, said: &'static str| {
        Signal::derive(move || {
            let told = || problem.with(|problem| field_error(problem.as_ref()?, pointer));
            (tried.get() && lacks.get()).then(|| said.to_owned()).or_else(told)
        })
    };
    let read_again = move |()| {
        open.set(false);
        on_done.run(());
    };
    let kind = match action {
        TourAction::Cancel => ButtonKind::Danger,
        _ => ButtonKind::Primary,
    };
    let label = match wants_reason(action) {
        true => words::COMMENT.to_owned(),
        false => format!("{} ({})", words::COMMENT, ui::OPTIONAL),
    };
    let deadlines = move || {
        moves.then(|| {
            let centre = holds(&[Profile::CngManager]);
            let all = [Milestone::HospitalDeadline, Milestone::ArsDeadline];
            // An agency moves the deadline of its hospitals only.
            let own = all.into_iter().filter(|one| centre || *one == Milestone::HospitalDeadline);
            let choices = own.map(|one| Choice::new(one.name(), texts::milestone(one))).collect::<Vec<_>>();
            let named = region_choices(my_regions());
            let places = Signal::derive(move || {
                let everywhere = centre.then(|| Choice::new("", words::EVERYWHERE));
                everywhere.into_iter().chain(named.get()).collect::<Vec<_>>()
            });
            view! {
                <Field label=words::DEADLINE>
                    <Select
                        value=Signal::derive(move || milestone.get().name().to_owned())
                        choices=Signal::stored(choices)
                        on_change=move |value: String| {
                            if let Some(one) = Milestone::from_name(&value) {
                                milestone.set(one);
                            }
                        }
                    />
                </Field>
                <Field label=words::REGION>
                    <Select value=region choices=places on_change=move |value| region.set(value) />
                </Field>
                <Field label=words::NEW_DAY error=error(no_day, "/to", ui::REQUIRED) required=true>
                    <DateInput value=day on_change=move |one| day.set(one) />
                </Field>
            }
        })
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=read_again /> })}
                <p>{words::consequence(action)}</p>
                {deadlines()}
                <Field label hint=words::COMMENT_HINT error=error(silent, "/comment", words::SAY_WHY)>
                    <TextArea value=comment max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::action(action) kind submit=true busy=take.pending() />
                </Line>
            </Stack>
        </Form>
    }
}
