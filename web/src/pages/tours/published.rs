//! The list that was published: how many posts, and the same as a file.

use leptos::prelude::*;
use shared::catalogue::screens::tour_lists as words;
use shared::workflow::entry::EntryState;

use super::refusal::Refused;
use crate::client::tours::{export_tour_entries, list_tour_entries};
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// What was published, whatever became of it since.
const STATES: [EntryState; 5] = [
    EntryState::Published,
    EntryState::ClosedForApplications,
    EntryState::Appointed,
    EntryState::Installed,
    EntryState::RemainedVacant,
];

fn asked() -> Pairs {
    Pairs::default().with("state.in", STATES.map(EntryState::name).join(","))
}

/// The card.
#[component]
pub fn Published(
    /// The tour.
    id: String,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let total = Fetched::new(move || async move {
        let asked = asked().with("limit", "1").with("total", "exact");
        list_tour_entries(&id.get_value(), &asked).await
    });
    let export = Action::new_local(move |format: &&'static str| {
        let format = *format;
        async move { export_tour_entries(&id.get_value(), &asked(), format, words::FILE).await }
    });
    let problem = Signal::derive(move || export.value().get().and_then(Result::err));
    let number = move || {
        let total = total.get().and_then(Result::ok).and_then(|page| page.total)?;
        Some(words::posts(usize::try_from(total).unwrap_or(usize::MAX)))
    };
    let button = move |label: &'static str, format: &'static str| {
        let press = move |()| {
            export.dispatch(format);
        };
        view! { <Button label icon=Icon::Export busy=export.pending() on_click=press /> }
    };
    view! {
        <Card title=words::PUBLISHED>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=|()| () /> })}
                <Line>
                    <Transition fallback=|| ()>{number}</Transition>
                    {button(words::CSV, "csv")}
                    {button(words::XLSX, "xlsx")}
                </Line>
            </Stack>
        </Card>
    }
}
