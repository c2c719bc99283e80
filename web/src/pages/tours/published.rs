//! The list that was published: how many posts, the way to them, and the same as files for who may take them away.

use leptos::prelude::*;
use shared::catalogue::screens::tour_lists as words;
use shared::habilitation::{Right, Rubric};
use shared::workflow::entry::EntryState;

use super::refusal::Refused;
use crate::client::tours::{export_tour_entries, list_tour_entries};
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// What was published, whatever became of it since.
const STATES: [EntryState; 5] = [
    EntryState::Published,
    EntryState::ClosedForApplications,
    EntryState::Appointed,
    EntryState::Installed,
    EntryState::RemainedVacant,
];

/// What is asked of the posts of a tour to have those that were published.
pub fn of_published(pairs: Pairs) -> Pairs {
    pairs.with("state.in", STATES.map(EntryState::name).join(","))
}

/// The card.
#[component]
pub fn Published(
    /// The tour.
    id: String,
) -> impl IntoView {
    let page = format!("/tours/{id}/publication");
    let id = StoredValue::new(id);
    let total = Fetched::new(move || async move {
        let asked = of_published(Pairs::default()).with("limit", "1").with("total", "exact");
        list_tour_entries(&id.get_value(), &asked).await
    });
    let number = move || {
        let total = total.get().and_then(Result::ok).and_then(|page| page.total)?;
        Some(words::posts(usize::try_from(total).unwrap_or(usize::MAX)))
    };
    view! {
        <Card title=words::PUBLISHED>
            <Line>
                <Transition fallback=|| ()>{number}</Transition>
                <ButtonLink to=page label=words::SEE_PUBLISHED small=true />
            </Line>
        </Card>
    }
}

/// The files of what is asked, for who holds the right to take them away; the others read why not.
#[component]
pub fn Files(
    /// The tour.
    #[prop(into)]
    id: Signal<String>,
    /// What is asked of its posts.
    #[prop(into)]
    asked: Signal<Pairs>,
) -> impl IntoView {
    let export = Action::new_local(move |format: &&'static str| {
        let (format, id, asked) = (*format, id.get_untracked(), asked.get_untracked());
        async move { export_tour_entries(&id, &asked, format, words::FILE).await }
    });
    let problem = Signal::derive(move || export.value().get().and_then(Result::err));
    let button = move |label: &'static str, format: &'static str| {
        let press = move |()| {
            export.dispatch(format);
        };
        view! { <Button label icon=Icon::Export busy=export.pending() on_click=press /> }
    };
    let may = Session::here().allows_somewhere(Rubric::Tours, Right::Extract);
    view! {
        <Card>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=|()| () /> })}
                <Show when=move || may fallback=|| view! { <Quiet>{words::NO_FILES}</Quiet> }>
                    <Line>
                        {button(words::CSV, "csv")} {button(words::XLSX, "xlsx")}
                        {button(words::JSON_LINES, "ndjson")}
                    </Line>
                </Show>
            </Stack>
        </Card>
    }
}
