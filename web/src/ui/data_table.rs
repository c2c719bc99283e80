//! The table: real table roles, a caption, sorted headings, sticky ones; thousands of rows when virtual.
//!
//! Keyboard: the frame takes the focus and scrolls with arrows and pages; links and buttons of rows follow. When
//! virtual, only the rows in view are on the page, with their index said, and the row that holds the focus stays
//! while it is scrolled away; on paper they all are. A cell is text, or a link and a badge; nothing that is edited.
//!
//! Pages see the type of their rows; below, it is forgotten, so that the table is compiled once for all of them.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use shared::catalogue::screens::ui;
use wasm_bindgen::JsCast;

use super::icon::{Icon, IconView};
use super::terms::Absent;
use crate::query::Sort;

/// How a column is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    #[default]
    Text,
    /// Words on one line.
    Short,
    /// A number: aligned at the end.
    Number,
    /// A number that identifies: fixed width.
    Code,
    /// A day or a period.
    Date,
    /// Buttons.
    Actions,
}

impl Cell {
    const fn name(self) -> Option<&'static str> {
        match self {
            Cell::Text => None,
            Cell::Short => Some("short"),
            Cell::Number => Some("number"),
            Cell::Code => Some("code"),
            Cell::Date => Some("date"),
            Cell::Actions => Some("actions"),
        }
    }
}

/// What a row is about, its type forgotten.
type Thing = Arc<dyn Any + Send + Sync>;
/// Draws a cell of a thing.
type Show = Arc<dyn Fn(&Thing) -> AnyView + Send + Sync>;

/// One column.
pub struct Column<T> {
    drawn: Drawn,
    of: PhantomData<fn(&T)>,
}

/// A column, whatever it is about.
#[derive(Clone)]
struct Drawn {
    label: String,
    cell: Cell,
    sort: Option<&'static str>,
    heads_row: bool,
    pinned: bool,
    show: Show,
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        Column { drawn: self.drawn.clone(), of: PhantomData }
    }
}

impl<T: Send + Sync + 'static> Column<T> {
    /// A column of views: a link, a badge, buttons.
    pub fn view<V: IntoView + 'static>(
        label: impl Into<String>,
        show: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Column<T> {
        // A table gives its columns things of its own type and no other.
        let show = move |thing: &Thing| match thing.downcast_ref::<T>() {
            Some(row) => show(row).into_any(),
            None => ().into_any(),
        };
        let drawn = Drawn {
            label: label.into(),
            cell: Cell::Text,
            sort: None,
            heads_row: false,
            pinned: false,
            show: Arc::new(show),
        };
        Column { drawn, of: PhantomData }
    }

    /// A column of texts; an empty one is a dash, said to screen readers.
    pub fn text(label: impl Into<String>, show: impl Fn(&T) -> String + Send + Sync + 'static) -> Column<T> {
        Column::view(label, move |row| text_cell(show(row)))
    }

    /// How it is set.
    #[must_use]
    pub fn cell(self, cell: Cell) -> Self {
        Column { drawn: Drawn { cell, ..self.drawn }, ..self }
    }

    /// Numbers.
    #[must_use]
    pub fn number(self) -> Self {
        self.cell(Cell::Number)
    }

    /// Sorted by the server on this field.
    #[must_use]
    pub fn sorted(self, field: &'static str) -> Self {
        Column { drawn: Drawn { sort: Some(field), ..self.drawn }, ..self }
    }

    /// Names the row: read before each cell.
    #[must_use]
    pub fn heads_row(self) -> Self {
        Column { drawn: Drawn { heads_row: true, ..self.drawn }, ..self }
    }

    /// Stays in view while the others scroll sideways. For the first column.
    #[must_use]
    pub fn pinned(self) -> Self {
        Column { drawn: Drawn { pinned: true, ..self.drawn }, ..self }
    }
}

/// The words of a cell, on two lines at most; all of them as a tip, read aloud, and in the row that has the focus.
pub fn text_cell(text: String) -> AnyView {
    if text.is_empty() {
        return view! { <Absent /> }.into_any();
    }
    let tip = text.clone();
    view! { <span class="table__words" title=tip>{text}</span> }.into_any()
}

/// What a row is besides its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Unique, and other when the content changes: id and version.
    pub key: String,
    /// A subtotal: 1 is the widest.
    pub level: Option<u8>,
    /// Whether it is the one chosen.
    pub selected: bool,
    /// How many columns the first cell takes; 0 and 1: its own.
    pub span: usize,
}

impl Row {
    /// A plain row.
    pub fn new(key: impl Into<String>) -> Row {
        Row { key: key.into(), ..Row::default() }
    }
}

/// Rows drawn above and below those in view.
const MARGIN: usize = 12;

/// A table. See the head of the file.
#[component]
pub fn DataTable<T>(
    /// What it shows; read aloud, not drawn.
    #[prop(into)]
    caption: Signal<String>,
    /// Columns, in order.
    #[prop(into)]
    columns: Signal<Vec<Column<T>>>,
    /// Rows, in order.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// What each row is besides its cells.
    #[prop(into)]
    row: Callback<T, Row>,
    /// How it is sorted.
    #[prop(optional, into)]
    sort: Signal<Option<Sort>>,
    /// Sorts by a field.
    #[prop(optional, into)]
    on_sort: Option<Callback<String>>,
    /// Whether newer rows are being read.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Only the rows in view are on the page: for hundreds of rows, all of the same height.
    #[prop(optional)]
    virtual_rows: bool,
    /// A frame that scrolls by itself, as high as the window: heading and foot stay in view.
    #[prop(optional)]
    tall: bool,
    /// The foot: `<tr>` of `<th>` and `<td>`.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let columns = Signal::derive(move || {
        columns.with(|columns| columns.iter().map(|column| column.drawn.clone()).collect())
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let lines = Callback::new(move |indexes: Vec<usize>| {
        rows.with(|rows| {
            let found = indexes.into_iter().filter_map(|index| Some((index, rows.get(index)?)));
            let line = |(index, one): (usize, &T)| {
                let thing: Thing = Arc::new(one.clone());
                Line { index, row: row.run(one.clone()), thing }
            };
            found.map(line).collect()
        })
    });
    drawn(Table { caption, columns, count, lines, sort, on_sort, busy, virtual_rows, tall, foot })
}

/// A row to draw.
#[derive(Clone)]
struct Line {
    index: usize,
    row: Row,
    thing: Thing,
}

/// A table, whatever it is about.
struct Table {
    caption: Signal<String>,
    columns: Signal<Vec<Drawn>>,
    count: Signal<usize>,
    /// The rows of these places.
    lines: Callback<Vec<usize>, Vec<Line>>,
    sort: Signal<Option<Sort>>,
    on_sort: Option<Callback<String>>,
    busy: Signal<bool>,
    virtual_rows: bool,
    tall: bool,
    foot: Option<ViewFn>,
}

fn drawn(table: Table) -> AnyView {
    let Table { caption, columns, count, lines, sort, on_sort, busy, virtual_rows, tall, foot } = table;
    let frame = NodeRef::<html::Div>::new();
    let window = Window::new(frame);
    let count = Memo::new(move |_| count.get());
    let indexes = move || if virtual_rows { window.indexes(count.get()) } else { (0..count.get()).collect() };
    let shown = Memo::new_with_compare(move |_| lines.run(indexes()), |_, _| true);
    let (above, below) = (
        Signal::derive(move || window.above(count.get())),
        Signal::derive(move || window.below(count.get())),
    );
    let head = Callback::new(move |column: Drawn| heading(column, sort, on_sort).into_any());
    view! {
        <div
            class="table-frame"
            node_ref=frame
            tabindex="0"
            role="region"
            aria-label=move || caption.get()
            aria-busy=move || busy.get().then_some("true")
            data-tall=(tall || virtual_rows).then_some("true")
            on:scroll=move |_| if virtual_rows { window.follow() }
            on:focusin=move |event| if virtual_rows { window.keep(&event) }
        >
            <table
                class="table"
                aria-rowcount=move || virtual_rows.then(|| (count.get() + 1).to_string())
                data-fixed-rows=virtual_rows.then_some("true")
            >
                <caption class="table__caption">{move || caption.get()}</caption>
                <thead>
                    <tr aria-rowindex=virtual_rows.then_some("1")>
                        {move || columns.get().into_iter().map(|column| head.run(column)).collect_view()}
                    </tr>
                </thead>
                {move || {
                    let columns = columns.get();
                    let width = columns.len().to_string();
                    let (all, wide) = (columns.clone(), width.clone());
                    view! {
                        <tbody>
                            {virtual_rows.then(|| spacer(above, wide))}
                            <For
                                each=move || shown.get()
                                key=|line| (line.index, line.row.key.clone(), line.row.selected)
                                children=move |line| body_row(line, &all, virtual_rows)
                            />
                            {virtual_rows.then(|| spacer(below, width))}
                        </tbody>
                    }
                }}
                {foot.map(|foot| view! { <tfoot>{foot.run()}</tfoot> })}
            </table>
        </div>
    }
    .into_any()
}

fn heading(column: Drawn, sort: Signal<Option<Sort>>, on_sort: Option<Callback<String>>) -> impl IntoView {
    let Drawn { label, cell, sort: field, pinned, .. } = column;
    let order = move || {
        let field = field?;
        sort.with(|sort| sort.as_ref().filter(|sort| sort.field == field).map(|sort| sort.descending))
    };
    let said = move || order().map(|descending| if descending { "descending" } else { "ascending" });
    let content = match (field, on_sort) {
        (Some(field), Some(on_sort)) => {
            let tip = ui::sort_by(&label);
            view! {
                <button class="table__sort" type="button" title=tip on:click=move |_| on_sort.run(field.to_owned())>
                    <span>{label}</span>
                    {move || {
                        let icon = match order() {
                            None => Icon::Sort,
                            Some(false) => Icon::SortUp,
                            Some(true) => Icon::SortDown,
                        };
                        view! { <IconView icon /> }
                    }}
                </button>
            }
            .into_any()
        }
        _ if cell == Cell::Actions => view! { <span class="visually-hidden">{label}</span> }.into_any(),
        _ => label.into_any(),
    };
    view! {
        <th scope="col" data-kind=cell.name() data-pinned=pinned.then_some("true") aria-sort=said>
            {content}
        </th>
    }
}

fn body_row(line: Line, columns: &[Drawn], is_virtual: bool) -> impl IntoView + use<> {
    let Line { index, row, thing } = line;
    let span = row.span.max(1);
    let cells = columns
        .iter()
        .enumerate()
        .filter(|(place, _)| *place == 0 || *place >= span)
        .map(|(place, column)| {
            let content = (column.show)(&thing);
            let (kind, pinned) = (column.cell.name(), column.pinned.then_some("true"));
            if place == 0 && span > 1 {
                view! { <GroupTitle span>{content}</GroupTitle> }.into_any()
            } else if column.heads_row {
                view! { <th scope="row" data-kind=kind data-pinned=pinned>{content}</th> }.into_any()
            } else {
                view! { <td data-kind=kind data-pinned=pinned>{content}</td> }.into_any()
            }
        })
        .collect_view();
    view! {
        <tr
            aria-rowindex=is_virtual.then(|| (index + 2).to_string())
            data-index=is_virtual.then(|| index.to_string())
            data-level=row.level.map(|level| level.to_string())
            aria-selected=row.selected.then_some("true")
        >
            {cells}
        </tr>
    }
}

/// The title of a row of totals, over the columns before the totals. Its cell is only the first column, which stays in
/// view when the table is scrolled sideways: a cell as wide as all of them would leave with them.
#[component]
fn GroupTitle(
    /// How many columns it takes.
    span: usize,
    /// The title.
    children: Children,
) -> impl IntoView {
    let rest = span.saturating_sub(1);
    view! {
        <th scope="row" data-pinned="true" data-title=(rest > 0).then_some("true")>
            <span class="table__group">{children()}</span>
        </th>
        {(rest > 0).then(|| view! { <td colspan=rest.to_string()></td> })}
    }
}

/// A row of totals for the foot: its title takes the first columns, each of the others has its total.
#[component]
pub fn TotalRow(
    /// What is added up.
    #[prop(into)]
    title: String,
    /// How many columns the title takes.
    #[prop(into)]
    span: Signal<usize>,
    /// The others; empty where nothing is added up.
    #[prop(into)]
    cells: Signal<Vec<String>>,
) -> impl IntoView {
    view! {
        <tr>
            {
                let title = StoredValue::new(title);
                move || view! { <GroupTitle span=span.get()>{title.get_value()}</GroupTitle> }
            }
            {move || cells.get().into_iter().map(|cell| view! { <td data-kind="number">{cell}</td> }).collect_view()}
        </tr>
    }
}

/// The height of rows that are not on the page. Set through the style of the element, which the policy allows.
fn spacer(height: Signal<usize>, columns: String) -> impl IntoView {
    view! {
        <tr class="table__spacer" aria-hidden="true">
            <td colspan=columns style:height=move || format!("{}px", height.get())></td>
        </tr>
    }
}

/// Which rows are in view.
#[derive(Clone, Copy)]
struct Window {
    frame: NodeRef<html::Div>,
    top: RwSignal<usize>,
    view: RwSignal<usize>,
    row: RwSignal<usize>,
    focused: RwSignal<Option<usize>>,
    printing: RwSignal<bool>,
}

impl Window {
    fn new(frame: NodeRef<html::Div>) -> Window {
        let window = Window {
            frame,
            top: RwSignal::new(0),
            view: RwSignal::new(0),
            row: RwSignal::new(36),
            focused: RwSignal::new(None),
            printing: RwSignal::new(false),
        };
        Effect::new(move |_| {
            if frame.get().is_some() {
                // A few rows first; those of the whole view once the few are seen.
                request_animation_frame(move || set_timeout(move || window.follow(), Duration::ZERO));
            }
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| window.follow());
        let before = window_event_listener(leptos::ev::beforeprint, move |_| window.printing.set(true));
        let after = window_event_listener(leptos::ev::afterprint, move |_| window.printing.set(false));
        on_cleanup(move || {
            resized.remove();
            before.remove();
            after.remove();
        });
        window
    }

    /// Reads where the frame is scrolled, how high it is, and how high a row really is.
    fn follow(self) {
        let Some(frame) = self.frame.try_get_untracked().flatten() else { return };
        let held = held_in(&frame);
        // Lengths of elements are never below zero.
        self.top.set(usize::try_from(frame.scroll_top()).unwrap_or_default());
        self.view.set(usize::try_from(frame.client_height()).unwrap_or_default());
        let row = frame.query_selector("tbody tr[data-index]").ok().flatten();
        let height = row.map_or(0, |row| row.client_height());
        let height = usize::try_from(height).unwrap_or_default();
        if height > 1 && height != self.row.get_untracked() {
            self.row.set(height);
        }
        if let Some(held) = held {
            request_animation_frame(move || give_back(&held));
        }
    }

    fn keep(self, event: &web_sys::FocusEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let row = target.and_then(|target| target.closest("tr[data-index]").ok().flatten());
        self.focused.set(row.and_then(|row| row.get_attribute("data-index")?.parse().ok()));
    }

    fn range(self, count: usize) -> (usize, usize) {
        if self.printing.get() {
            return (0, count);
        }
        let row = self.row.get().max(1);
        let first = self.top.get() / row;
        let visible = self.view.get().div_ceil(row).max(1);
        let start = first.saturating_sub(MARGIN).min(count);
        (start, (first + visible + MARGIN).min(count))
    }

    fn focused(self, count: usize) -> Option<usize> {
        self.focused.get().filter(|index| *index < count)
    }

    fn indexes(self, count: usize) -> Vec<usize> {
        let (start, end) = self.range(count);
        let focused = self.focused(count);
        let before = focused.filter(|index| *index < start);
        let after = focused.filter(|index| *index >= end);
        before.into_iter().chain(start..end).chain(after).collect()
    }

    fn above(self, count: usize) -> usize {
        let (start, _) = self.range(count);
        let kept = usize::from(self.focused(count).is_some_and(|index| index < start));
        (start - kept) * self.row.get()
    }

    fn below(self, count: usize) -> usize {
        let (_, end) = self.range(count);
        let kept = usize::from(self.focused(count).is_some_and(|index| index >= end));
        (count - end).saturating_sub(kept) * self.row.get()
    }
}

/// What has the focus in a row of the frame.
fn held_in(frame: &web_sys::Element) -> Option<web_sys::HtmlElement> {
    let active = document().active_element()?;
    let in_row = active.closest("tr[data-index]").ok().flatten().is_some();
    (in_row && frame.contains(Some(&active))).then(|| active.dyn_into().ok()).flatten()
}

/// Gives the focus back to what had it before the rows were drawn. A jump may take the row that is kept out of the page
/// and put it back at its new place among the others: the browser then forgets what had the focus.
fn give_back(held: &web_sys::HtmlElement) {
    let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    if is_lost && held.is_connected() {
        let options = web_sys::FocusOptions::new();
        // The person chose another place to look at: it stays in view.
        options.set_prevent_scroll(true);
        // An element that may not take the focus leaves it where it is.
        drop(held.focus_with_options(&options));
    }
}
