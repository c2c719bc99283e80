//! The rows: groups with the totals of the document, the establishment at the foot.

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::staffing_table as words;
use shared::screen::staffing_table::{self as screen, COLUMNS, Document, Line, half_days};

use crate::here::ListControl;
use crate::pages::posts::StateBadge;
use crate::query;
use crate::ui::data_table::{TotalRow, text_cell};
use crate::ui::prelude::*;

/// The order of the address, when it names a column of this table.
pub(super) fn sort_of(sort: Option<&query::Sort>) -> Option<screen::Sort> {
    let sort = sort?;
    let column = COLUMNS.iter().copied().find(|column| column.name() == sort.field)?;
    Some(screen::Sort { column, descending: sort.descending })
}

/// The table.
#[component]
pub(super) fn Table(
    document: StoredValue<Arc<Document>>,
    lines: Memo<Vec<Line>>,
    columns: Memo<Vec<screen::Column>>,
    list: ListControl,
) -> impl IntoView {
    // A title takes the columns before the first one that has totals.
    let span = Memo::new(move |_| columns.with(|columns| title_span(columns)));
    let row = move |line: Line| match line {
        Line::Row(index, row) => {
            // The same row is drawn again only when its content is another.
            let version = (&row.post, &row.matricule, &row.rank);
            Row::new(format!("{index} {version:?}"))
        }
        Line::Group { level, key, .. } => Row { key, level: Some(level), span: span.get(), ..Row::default() },
    };
    let drawn = Signal::derive(move || {
        columns.with(|columns| columns.iter().map(|column| drawn(*column, document)).collect::<Vec<_>>())
    });
    let foot = move || {
        let totals = document.with_value(|document| document.totals);
        let cells = move || {
            let columns = columns.get();
            let rest = columns.into_iter().skip(span.get());
            rest.map(|column| column.of_counts(&totals).map(half_days).unwrap_or_default())
                .collect::<Vec<_>>()
        };
        let title = format!("{} · {}", words::TOTAL, words::counts_line(&totals));
        view! { <TotalRow title span cells=Signal::derive(cells) /> }
    };
    view! {
        <DataTable
            caption=words::CAPTION
            columns=drawn
            rows=lines
            row
            sort=Signal::derive(move || list.state.with(|state| state.sort.clone()))
            on_sort=move |field: String| list.sort(&field)
            virtual_rows=true
            foot=ViewFn::from(foot)
        />
    }
}

/// How many columns come before the first one with totals; at least one.
fn title_span(columns: &[screen::Column]) -> usize {
    columns.iter().position(|column| column.is_time()).unwrap_or(columns.len()).max(1)
}

fn drawn(column: screen::Column, document: StoredValue<Arc<Document>>) -> Column<Line> {
    use screen::Column as Of;
    let made = Column::view(column.heading(), move |line: &Line| cell(column, line, document));
    let made = match column {
        Of::Post => made.cell(Cell::Code).heads_row().pinned(),
        Of::Rpps | Of::Matricule => made.cell(Cell::Code),
        Of::VacantFrom | Of::From | Of::End => made.cell(Cell::Date),
        column if column.is_time() => made.cell(Cell::Number),
        _ => made.cell(Cell::Short),
    };
    made.sorted(column.name())
}

/// The sheet of what a cell names; none for what the reader may not open.
fn sheet(column: screen::Column, row: &screen::Row) -> Option<String> {
    match column {
        screen::Column::Post => row.post_id.map(|id| format!("/postes/{id}")),
        screen::Column::Name => row.practitioner_id.map(|id| format!("/praticiens/{id}")),
        _ => None,
    }
}

fn cell(column: screen::Column, line: &Line, document: StoredValue<Arc<Document>>) -> AnyView {
    match line {
        Line::Group { group, .. } if column == screen::Column::Post => {
            let (title, counts) = (words::group(group), words::group_counts(group));
            view! { {title} " " <Quiet>{counts}</Quiet> }.into_any()
        }
        Line::Group { group, .. } => column.of_group(group).map(half_days).into_any(),
        Line::Row(_, row) => {
            let value = document.with_value(|document| column.of_row(row, document)).shown();
            match (column, row.post_state.as_deref()) {
                (screen::Column::State, Some(state)) => view! { <StateBadge state /> }.into_any(),
                (screen::Column::Name, _) if value.is_empty() && row.is_split_whole() => {
                    view! { <Quiet>{words::SPLIT_SEAT}</Quiet> }.into_any()
                }
                // A line without a name is one whose name may not be read.
                (screen::Column::Name, _) if value.is_empty() && row.kind.is_none() => {
                    view! { <Quiet>{words::VACANT_SEAT}</Quiet> }.into_any()
                }
                _ => match sheet(column, row).filter(|_| !value.is_empty()) {
                    Some(to) => view! { <Link to label=value /> }.into_any(),
                    None => text_cell(value),
                },
            }
        }
    }
}
