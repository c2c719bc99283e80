//! The tours, and what waits for the person in them.

use leptos::prelude::*;
use shared::catalogue::screens::tours as words;
use shared::contract::tours::TourView;
use shared::habilitation::{Profile, Rubric};

use super::plan::PlanForm;
use super::waiting::Waiting;
use super::{TourBadge, holds, title_of};
use crate::client::tours::list_tours;
use crate::fetched::Fetched;
use crate::format;
use crate::pages::gates::Opened;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn TourList() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let planning = RwSignal::new(false);
    let tours = Fetched::new(move || {
        again.track();
        async move { list_tours().await.map(|page| page.items) }
    });
    let actions = move || {
        view! {
            <Show when=|| holds(&[Profile::CngManager])>
                <Button
                    label=words::PLAN
                    kind=ButtonKind::Primary
                    icon=Icon::Add
                    on_click=move |()| planning.set(true)
                />
            </Show>
        }
    };
    let retry = Callback::new(move |()| again.update(|times| *times += 1));
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(actions) />
        <Opened rubric=Rubric::Tours>
            <Transition fallback=|| view! { <Card><Loading lines=8 /></Card> }>
                {move || {
                    tours
                        .get()
                        .map(|tours| match tours {
                            Err(problem) => {
                                view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                            }
                            Ok(tours) if tours.is_empty() => {
                                view! {
                                    <Card>
                                        <EmptyState
                                            icon=Icon::Calendar
                                            title=words::EMPTY_TITLE
                                            text=words::EMPTY
                                        />
                                    </Card>
                                }
                                    .into_any()
                            }
                            Ok(tours) => view! { <Stack><Waiting tours=tours.clone() />{table(tours)}</Stack> }.into_any(),
                        })
                }}
            </Transition>
        </Opened>
        <Dialog open=planning large=true title=Signal::stored(words::PLAN.to_owned())>
            <PlanForm open=planning on_done=retry />
        </Dialog>
    }
}

fn table(tours: Vec<TourView>) -> impl IntoView {
    let columns = vec![
        Column::view(words::TOUR, |one: &TourView| {
            view! { <Link to=format!("/tours/{}", one.id) label=title_of(one) /> }
        })
        .heads_row()
        .pinned(),
        Column::view(words::STATE, |one: &TourView| view! { <TourBadge state=one.state /> })
            .cell(Cell::Short),
        Column::text(words::NEXT, |one: &TourView| {
            one.next_step.map(|step| words::next_step(step.action)).unwrap_or_default()
        }),
        Column::text(words::WHEN, |one: &TourView| {
            one.next_step.map(|step| format::instant(step.at)).unwrap_or_default()
        })
        .cell(Cell::Date),
    ];
    let row = |one: TourView| Row::new(format!("{}-{}", one.id, one.stamp.version));
    view! { <DataTable caption=words::CAPTION columns=Signal::stored(columns) rows=Signal::stored(tours) row /> }
}
