//! The staffing table: two times, filters, groups, columns, thousands of rows, exports, paper.
//!
//! The document is read once for a day and a knowledge; filters and groups are worked out here
//! (`shared::screen::staffing_table`) and never change a total.

mod table;
mod tools;

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::{staffing_table as words, ui};
use shared::habilitation::{Right, Rubric};
use shared::screen::staffing_table::{
    Column, Criteria, Document, Grouping, columns_of, half_days, lines, matching,
};

use self::table::Table;
use self::tools::{Exports, Tools};
use crate::client::staffing_table::get_staffing_table;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, ListControl, SearchedText, allows};
use crate::pages::gates::InEstablishment;
use crate::ui::prelude::*;

/// What the address says besides establishment and times. The text searched never goes there: it may be a name
/// (see `SearchedText`).
const FILTERS: &[&str] = &["service", "state", "status", "vacant", "group", "columns"];

/// What the reader chose to see.
#[derive(Clone, Copy)]
struct Choices {
    list: ListControl,
    /// The text searched.
    text: SearchedText,
}

impl Choices {
    fn criteria(self) -> Criteria {
        let value = |name| self.list.state.with(|state| state.filter(name)).unwrap_or_default();
        Criteria {
            text: self.text.get(),
            service: value("service"),
            state: value("state"),
            status: value("status"),
            vacant_only: !value("vacant").is_empty(),
        }
    }

    fn grouping(self) -> Grouping {
        self.list
            .state
            .with(|state| state.filter("group"))
            .map_or(Grouping::default(), |text| Grouping::parse(&text))
    }

    fn clear(self) {
        let mut state = self.list.state.get_untracked();
        for name in ["service", "state", "status", "vacant"] {
            state = state.with_filter(name, None);
        }
        self.list.set(state);
        self.text.set(String::new());
    }
}

/// The page.
#[component]
pub fn StaffingTablePage() -> impl IntoView {
    let here = Here::get();
    let choices = Choices { list: ListControl::of(FILTERS), text: SearchedText::of_page() };
    let asked = Memo::new(move |_| {
        let standing = here.map(Here::standing).unwrap_or_default();
        standing.establishment.is_some().then(|| standing.to_query())
    });
    let retry = RwSignal::new(0_u32);
    let table = Fetched::new(move || {
        let pairs = asked.get();
        retry.track();
        async move { Some(get_staffing_table(&pairs?).await.map(Arc::new)) }
    });
    let actions = move || view! { <Exports asked /> };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(actions) />
        <InEstablishment rubric=Rubric::StaffingTable>
            <TimeBar />
            <Transition fallback=|| view! { <Card><Loading lines=12 /></Card> }>
                {move || match table.get() {
                    None | Some(None) => ().into_any(),
                    Some(Some(Err(problem))) => {
                        let again = Callback::new(move |()| retry.update(|tries| *tries += 1));
                        view! { <Card><ErrorState problem on_retry=again /></Card> }.into_any()
                    }
                    Some(Some(Ok(document))) if document.rows.is_empty() => {
                        view! { <Card><EmptyState icon=Icon::Table title=words::EMPTY_TITLE text=words::EMPTY actions=ViewFn::from(|| view! { <BackToToday /> }) /></Card> }
                            .into_any()
                    }
                    Some(Some(Ok(document))) => view! { <Full document choices /> }.into_any(),
                }}
            </Transition>
        </InEstablishment>
    }
}

/// Whether the person may read what a column shows.
fn may_read(column: Column) -> bool {
    column.rubric().is_none_or(|rubric| allows(rubric, Right::Read))
}

/// Numbers, filters and rows of one document.
#[component]
fn Full(document: Arc<Document>, choices: Choices) -> impl IntoView {
    let document = StoredValue::new(document);
    let all = document.with_value(|document| document.rows.len());
    let columns = Memo::new(move |_| {
        let mut columns = choices.list.state.with(|state| columns_of(state.filter("columns").as_deref()));
        columns.retain(|column| may_read(*column));
        columns
    });
    let shown = Memo::new(move |_| {
        let sort = choices.list.state.with(|state| table::sort_of(state.sort.as_ref()));
        let criteria = choices.criteria();
        document.with_value(|document| lines(document, &criteria, choices.grouping(), sort))
    });
    let count = Memo::new(move |_| {
        let criteria = choices.criteria();
        document.with_value(|document| matching(document, &criteria).len())
    });
    let filtered = Memo::new(move |_| !choices.criteria().is_empty());
    let note = move || {
        let rows = words::shown(count.get(), all);
        let totals = if filtered.get() { words::TOTALS_NOTE } else { "" };
        format!("{rows}. {} {totals}", words::UNIT_NOTE)
    };
    view! {
        <Numbers document />
        <Stack gap=StackGap::Small>
            <Tools document choices columns filtered=filtered />
        </Stack>
        <Show
            when=move || count.get() != 0
            fallback=move || {
                view! {
                    <Card>
                        <EmptyState
                            icon=Icon::Filter
                            title=words::NO_MATCH_TITLE
                            text=words::NO_MATCH
                            actions=ViewFn::from(move || view! { <Button label=ui::CLEAR_FILTERS on_click=move |()| choices.clear() /> })
                        />
                    </Card>
                }
            }
        >
            <Table document lines=shown columns list=choices.list />
        </Show>
        <p role="status"><Quiet>{note}</Quiet></p>
    }
}

/// The numbers that matter, as the document says them.
#[component]
fn Numbers(document: StoredValue<Arc<Document>>) -> impl IntoView {
    let totals = document.with_value(|document| document.totals);
    let count = |number: u32| format::count(u64::from(number));
    // ETP: ten half-days, after the hospital share.
    let fte = |time: i64| shared::screen::staffing_table::fte(time);
    let vacant = if totals.vacant_posts == 0 { Kind::Neutral } else { Kind::Warning };
    let free = words::free(&half_days(totals.time.free_quotity));
    let away = totals.effective_headcount != totals.headcount;
    let present = MaybeProp::from(away.then(|| words::present(totals.effective_headcount)));
    view! {
        <Grid cells=GridCells::Small>
            <Stat label=words::POSTS value=count(totals.posts) />
            <Stat label=words::VACANT_POSTS value=count(totals.vacant_posts) kind=vacant note=free />
            <Stat label=words::HEADCOUNT value=count(totals.headcount) note=present />
            <Stat label=words::POSTED value=fte(totals.hospital.posted_quotity) />
            <Stat label=words::EFFECTIVE value=fte(totals.hospital.effective_quotity) />
        </Grid>
    }
}
