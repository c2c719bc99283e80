//! The plan of a tour: its kind, its year, its calendar in days. A day that ends something is included.

use leptos::prelude::*;
use shared::catalogue::screens::{tours as words, ui};
use shared::contract::tours::{TourEdit, TourPlan, TourView};
use shared::time::paris::start_in_paris;
use shared::time::{Day, Instant};
use shared::tour::calendar::{Calendar, Deadline};

use super::refusal::Refused;
use crate::client::field_error;
use crate::client::tours::{edit_tour, plan_tour};
use crate::format::{end_of_day, instant_day};
use crate::pages::lists::coded_choices_after;
use crate::session::Session;
use crate::ui::prelude::*;

/// The days of the form.
#[derive(Clone, Copy)]
struct Days {
    opening: RwSignal<Option<Day>>,
    hospitals: RwSignal<Option<Day>>,
    agencies: RwSignal<Option<Day>>,
    publication: RwSignal<Option<Day>>,
    applications: RwSignal<Option<Day>>,
    opinions: RwSignal<Option<Day>>,
    appointment: RwSignal<Option<Day>>,
}

impl Days {
    /// The days of a calendar; empty without one.
    fn of(calendar: Option<&Calendar>) -> Days {
        let day = |at: Option<Instant>| RwSignal::new(at.map(instant_day));
        Days {
            opening: day(calendar.map(|one| one.opening)),
            hospitals: day(calendar.map(|one| one.hospital_deadline.national)),
            agencies: day(calendar.map(|one| one.ars_deadline.national)),
            publication: day(calendar.map(|one| one.publication)),
            // It ends when the day after begins.
            applications: day(calendar.and_then(|one| one.application_closing).map(Instant::just_before)),
            opinions: RwSignal::new(calendar.and_then(|one| one.opinions)),
            appointment: RwSignal::new(calendar.map(|one| one.appointment)),
        }
    }

    /// The calendar, once each mandatory day is there; regions that had their own dates keep them.
    fn calendar(self, before: Option<&Calendar>) -> Option<Calendar> {
        let regions =
            |of: fn(&Calendar) -> &Deadline| before.map(|one| of(one).regions.clone()).unwrap_or_default();
        let day = |one: RwSignal<Option<Day>>| one.get_untracked();
        Some(Calendar {
            opening: start_in_paris(day(self.opening)?),
            hospital_deadline: Deadline {
                national: end_of_day(day(self.hospitals)?),
                regions: regions(|one| &one.hospital_deadline),
            },
            ars_deadline: Deadline {
                national: end_of_day(day(self.agencies)?),
                regions: regions(|one| &one.ars_deadline),
            },
            publication: start_in_paris(day(self.publication)?),
            application_closing: day(self.applications).map(|day| start_in_paris(day.next())),
            opinions: day(self.opinions),
            appointment: day(self.appointment)?,
        })
    }
}

/// The form, in its dialog.
#[component]
pub fn PlanForm(
    /// The dialog.
    open: RwSignal<bool>,
    /// What follows.
    on_done: Callback<()>,
    /// The tour whose calendar changes; a new one is planned without it.
    #[prop(optional)]
    tour: Option<TourView>,
) -> impl IntoView {
    let toasts = Toasts::here();
    let kind = RwSignal::new(String::new());
    let year = RwSignal::new(Session::here().today().year().to_string());
    let days = Days::of(tour.as_ref().map(|tour| &tour.calendar));
    let is_new = tour.is_none();
    let held = StoredValue::new(tour);
    let tried = RwSignal::new(false);
    let plan = Action::new_local(move |body: &TourPlan| {
        let body = body.clone();
        async move {
            let planned = match held.get_value() {
                None => plan_tour(&body).await,
                Some(tour) => {
                    let edit = TourEdit { calendar: Some(body.calendar) };
                    edit_tour(tour.id, tour.stamp.version, &edit).await
                }
            };
            if planned.is_ok() {
                open.set(false);
                if let Some(toasts) = toasts {
                    let said = if is_new { words::PLANNED } else { words::EDITED };
                    toasts.push(Kind::Success, said.to_owned());
                }
                on_done.run(());
            }
            planned
        }
    });
    let problem = Signal::derive(move || plan.value().get().and_then(Result::err));
    let asked_year =
        move || year.with(|text| text.trim().parse().ok()).filter(|year| (2000..=2100).contains(year));
    let submit = move |()| {
        tried.set(true);
        let body = untrack(|| {
            let calendar = held.with_value(|held| days.calendar(held.as_ref().map(|tour| &tour.calendar)))?;
            let named = held.with_value(|held| held.as_ref().map(|tour| (tour.kind.code.clone(), tour.year)));
            let (kind, year) = match named {
                Some(named) => named,
                None => (Some(kind.get()).filter(|kind| !kind.is_empty())?, asked_year()?),
            };
            Some(TourPlan { kind, year, calendar })
        });
        if let Some(body) = body.filter(|_| !plan.pending().get_untracked()) {
            plan.dispatch(body);
        }
    };
    let missing = move |is: Signal<bool>, pointer: &'static str, said: &'static str| {
        Signal::derive(move || {
            let told = || problem.with(|problem| field_error(problem.as_ref()?, pointer));
            (tried.get() && is.get()).then(|| said.to_owned()).or_else(told)
        })
    };
    let day_field = move |label: &'static str, value: RwSignal<Option<Day>>, pointer: &'static str| {
        let lacks = Signal::derive(move || value.with(Option::is_none));
        view! {
            <Field label error=missing(lacks, pointer, ui::REQUIRED) required=true>
                <DateInput value on_change=move |day| value.set(day) />
            </Field>
        }
    };
    let kinds = coded_choices_after("tour_kinds", ui::CHOOSE);
    let no_kind = Signal::derive(move || kind.with(String::is_empty));
    let no_year = Signal::derive(move || asked_year().is_none());
    let never = Signal::stored(false);
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=on_done /> })}
                <p>{words::PLAN_LEAD}</p>
                <Grid cells=GridCells::Large>
                    {is_new
                        .then(|| {
                            view! {
                                <Field
                                    label=words::KIND
                                    error=missing(no_kind, "/kind", ui::REQUIRED)
                                    required=true
                                >
                                    <Select value=kind choices=kinds on_change=move |value| kind.set(value) />
                                </Field>
                                <Field
                                    label=words::YEAR
                                    error=missing(no_year, "/year", words::NOT_A_YEAR)
                                    required=true
                                >
                                    <TextInput value=year kind=InputKind::Code max_length=4u32 />
                                </Field>
                            }
                        })}
                    {day_field(words::OPENING, days.opening, "/calendar/opening")}
                    {day_field(words::HOSPITAL_LAST, days.hospitals, "/calendar/hospital_deadline")}
                    {day_field(words::ARS_LAST, days.agencies, "/calendar/ars_deadline")}
                    {day_field(words::PUBLICATION, days.publication, "/calendar/publication")}
                    <Field
                        label=words::APPLICATIONS_LAST
                        hint=words::APPLICATIONS_HINT
                        error=missing(never, "/calendar/application_closing", "")
                        optional=true
                    >
                        <DateInput
                            value=days.applications
                            on_change=move |day| days.applications.set(day)
                        />
                    </Field>
                    <Field
                        label=words::OPINIONS
                        error=missing(never, "/calendar/opinions", "")
                        optional=true
                    >
                        <DateInput value=days.opinions on_change=move |day| days.opinions.set(day) />
                    </Field>
                    {day_field(words::APPOINTMENT, days.appointment, "/calendar/appointment")}
                </Grid>
                <p><Quiet>{words::APPOINTMENT_HINT}</Quiet></p>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button
                        label=if is_new { words::PLAN } else { ui::SAVE }
                        kind=ButtonKind::Primary
                        submit=true
                        busy=plan.pending()
                    />
                </Line>
            </Stack>
        </Form>
    }
}
