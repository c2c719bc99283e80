//! The sheet of one practitioner: who, what they do, their way through statuses, positions and affectations.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, practitioners as words, shell};
use shared::contract::people::{PractitionerTimeline, PractitionerView};
use shared::time::Day;

use crate::client::practitioners::{get_practitioner, get_practitioner_history, get_practitioner_timeline};
use crate::fetched::Fetched;
use crate::format;
use crate::pages::history::PastCard;
use crate::pages::sheet::{Asked, Sheet};
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn PractitionerSheet() -> impl IntoView {
    let asked = Asked::of_page();
    let person = Fetched::new(move || {
        let (id, time) = asked.thing();
        async move { get_practitioner(&id, &time).await }
    });
    let timeline = Fetched::new(move || {
        let (id, time) = (asked.id.get(), asked.time.get());
        async move { get_practitioner_timeline(&id, &time).await }
    });
    let history = Fetched::new(move || {
        let (id, known) = (asked.id.get(), asked.known.get());
        async move { get_practitioner_history(&id, &known).await }
    });
    let title = Signal::derive(move || match person.get() {
        Some(Ok(one)) => format!("{} {}", one.usual_name, one.first_names),
        _ => shell::PRACTITIONERS.to_owned(),
    });
    let lead = Signal::derive(move || {
        let person = person.get()?.ok()?;
        person.present.and_then(|now| now.status).map(|status| status.label)
    });
    let crumbs = vec![Crumb::new(shell::PRACTITIONERS, "/praticiens")];
    view! {
        <PageHeader title lead=MaybeProp::derive(move || lead.get()) crumbs=Signal::stored(crumbs) />
        <Sheet asked thing=person cards>
            <Card title=words::TIMELINE>
                <Transition fallback=|| view! { <Loading lines=5 /> }>
                    {move || {
                        timeline
                            .get()
                            .map(|found| match found {
                                Err(problem) => view! { <ErrorState problem /> }.into_any(),
                                Ok(found) if found.lanes.is_empty() => {
                                    view! { <Quiet>{words::NO_TIMELINE}</Quiet> }.into_any()
                                }
                                Ok(found) => lanes(&found, asked.day.get()).into_any(),
                            })
                    }}
                </Transition>
            </Card>
            <PastCard history say day=asked.day />
        </Sheet>
    }
}

/// Who it is, and what they do.
fn cards(one: &PractitionerView) -> AnyView {
    view! { {identity(one)} {present(one)} }.into_any()
}

fn lanes(found: &PractitionerTimeline, day: Day) -> impl IntoView + use<> {
    let lanes = found.lanes.iter().enumerate().map(|(index, lane)| {
        let spans = lane.spans.iter().map(|span| {
            let time = span.quotity.map(format::percent);
            let label =
                [Some(span.label.clone()), time].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            ChartSpan {
                from: span.valid_from,
                to: span.valid_to,
                label,
                details: span.details.join(" · "),
                superseded: false,
            }
        });
        // Four colours take turns: the names of the lanes tell them apart.
        let colour = u8::try_from(index % 4 + 1).unwrap_or(1);
        ChartLane { label: words::lane(&lane.noun).to_owned(), colour, spans: spans.collect() }
    });
    view! {
        <TimelineChart
            caption=words::TIMELINE
            columns=words::TIMELINE_COLUMNS.map(str::to_owned)
            lanes=lanes.collect()
            day
        />
    }
}

fn identity(one: &PractitionerView) -> impl IntoView + use<> {
    let born = match (one.birth_date, one.birth_year) {
        (Some(day), _) => Some((words::BIRTH_DATE, format::day(day))),
        (None, Some(year)) => Some((words::BIRTH_YEAR, year.to_string())),
        (None, None) => None,
    };
    let diplomas = Some(one.diplomas.join(", ")).filter(|text| !text.is_empty());
    let others = [
        (words::RPPS, one.rpps.clone()),
        (words::BIRTH_NAME, Some(one.birth_name.clone()).filter(|name| *name != one.usual_name)),
        (words::SEX, one.sex.as_deref().map(|sex| words::sex(sex).to_owned())),
        (lists::SPECIALITY, one.speciality.as_ref().map(|one| one.label.clone())),
        (words::DIPLOMAS, diplomas),
        (words::EXIT_REASON, one.exit_reason.clone()),
    ];
    let others = others.into_iter().filter_map(|(label, value)| Some((label, value?))).chain(born);
    let others = others.map(|(label, value)| view! { <Term label value /> }).collect_view();
    let period = format::period(one.stamp.valid_from, one.stamp.valid_to);
    let matricule = one.matricule.clone();
    view! {
        <Card title=words::IDENTITY>
            <Terms lines=true>
                <Term label=words::MATRICULE value=matricule />
                {others}
                <Term label=words::PERIOD value=period />
            </Terms>
        </Card>
    }
}

fn present(one: &PractitionerView) -> impl IntoView + use<> {
    let now = one.present.clone().unwrap_or_default();
    let position = super::position(&now).unwrap_or_default();
    let post = now.post.map(|post| {
        view! { <Link to=format!("/postes/{}", post.id) label=post.number /> }
    });
    let post = post.map_or_else(|| view! { <Absent /> }.into_any(), IntoAny::into_any);
    view! {
        <Card title=words::PRESENT>
            <Terms lines=true>
                <Term label=lists::STATUS value=now.status.map(|one| one.label).unwrap_or_default() />
                <Term label=words::TIME value=now.quotity.map(format::half_days).unwrap_or_default() />
                <Term label=words::POSITION value=position />
                <Term
                    label=words::STRUCTURE
                    value=now.structure.map(|one| lists::structure(&one.number, &one.label)).unwrap_or_default()
                />
                <Term label=lists::POST>{post}</Term>
            </Terms>
        </Card>
    }
}

/// What a statement about a practitioner says.
fn say(one: &PractitionerView) -> (String, String) {
    let speciality = one.speciality.as_ref().map(|one| one.label.as_str()).unwrap_or_default();
    let label = format!("{} {}", one.usual_name, one.first_names);
    (label, format!("{} {} {speciality}", words::MATRICULE, one.matricule).trim_end().to_owned())
}
