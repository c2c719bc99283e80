//! What lists of facts share: one page of the server, its states, its pages before and after, the choice of columns.

use leptos::prelude::*;
use shared::catalogue::screens::{lists as words, ui};
use shared::contract::Page;
use shared::problem::Problem;

use crate::fetched::Fetched;
use crate::here::{Here, ListControl};
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// What the server answered; `None` while nothing could be asked (no establishment in view).
pub type Answer<T> = Option<Result<Page<T>, Problem>>;

/// What is said when a list is empty.
#[derive(Debug, Clone, Copy)]
pub struct Nothing {
    /// A drawing.
    pub icon: Icon,
    /// What is absent.
    pub title: &'static str,
    /// Why, and what to do.
    pub text: &'static str,
}

/// Where a list stands: which page, how to go to another, how to ask again.
#[derive(Clone, Copy)]
pub struct Paging {
    /// The page in view; `None`: the first.
    pub cursor: Signal<Option<String>>,
    /// Goes to a page.
    pub go: Callback<Option<String>>,
    /// Asks again.
    pub retry: Callback<()>,
}

impl Paging {
    /// Pages of the address.
    pub fn of(list: ListControl, retry: Callback<()>) -> Paging {
        Paging {
            cursor: Signal::derive(move || list.state.with(|state| state.cursor.clone())),
            go: Callback::new(move |cursor| list.page(cursor)),
            retry,
        }
    }
}

/// What is asked of a list of facts: what the address says, and more; nothing without an establishment in view.
pub fn of_establishment(list: ListControl, more: &[(&str, &str)]) -> Option<Pairs> {
    Here::get().and_then(Here::finess)?;
    let mut pairs = list.query();
    pairs.set("columns", None);
    Some(more.iter().fold(pairs, |pairs, (name, value)| pairs.with(name, *value)))
}

/// One page of a list, asked again when what is asked changes or the reader retries; `None` asks nothing.
pub fn read<T, F>(
    list: ListControl,
    asked: impl Fn() -> Option<Pairs> + Send + Sync + 'static,
    call: impl Fn(Pairs) -> F + Copy + 'static,
) -> (Fetched<Answer<T>>, Paging)
where
    T: Clone + 'static,
    F: Future<Output = Result<Page<T>, Problem>> + 'static,
{
    read_live(list, asked, call, Signal::stored(0))
}

/// The same, asked again when what is shown was changed by somebody.
pub fn read_live<T, F>(
    list: ListControl,
    asked: impl Fn() -> Option<Pairs> + Send + Sync + 'static,
    call: impl Fn(Pairs) -> F + Copy + 'static,
    changed: Signal<u32>,
) -> (Fetched<Answer<T>>, Paging)
where
    T: Clone + 'static,
    F: Future<Output = Result<Page<T>, Problem>> + 'static,
{
    let asked = Memo::new(move |_| asked());
    let again = RwSignal::new(0_u32);
    let page = Fetched::new(move || {
        again.track();
        changed.track();
        let pairs = asked.get();
        async move { Some(call(pairs?).await) }
    });
    (page, Paging::of(list, Callback::new(move |()| again.update(|times| *times += 1))))
}

/// Takes the filters away, while there are some.
#[component]
pub fn ClearFilters(
    /// The state of the list.
    list: ListControl,
) -> impl IntoView {
    view! {
        <Show when=move || list.is_filtered()>
            <Button label=ui::CLEAR_FILTERS kind=ButtonKind::Quiet on_click=move |()| list.clear() />
        </Show>
    }
}

/// The table of one page, and the way to the others.
#[component]
pub fn PagedTable<T>(
    /// What was answered.
    page: Fetched<Answer<T>>,
    /// Order, from the address.
    list: ListControl,
    /// Pages.
    paging: Paging,
    /// What it shows; read aloud.
    caption: &'static str,
    /// Columns, in order.
    #[prop(into)]
    columns: Signal<Vec<Column<T>>>,
    /// The key of a row: other when its content is.
    key: fn(&T) -> String,
    /// When there is nothing.
    nothing: Nothing,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let last = RwSignal::new((0_usize, None::<String>, None::<u64>));
    Effect::new(move |_| match page.get() {
        Some(Some(Ok(page))) => last.set((page.items.len(), page.next.clone(), page.total)),
        Some(_) => last.set((0, None, None)),
        None => {}
    });
    let row = move |one: T| Row::new(key(&one));
    let rows = Signal::derive(move || match page.get() {
        Some(Some(Ok(page))) => page.items,
        _ => Vec::new(),
    });
    // The table stays while its rows change: the heading that was pressed keeps the focus.
    let state = move || {
        Memo::new(move |_| match page.get() {
            None | Some(None) => State::Waiting,
            Some(Some(Err(problem))) => State::Refused(Box::new(problem)),
            Some(Some(Ok(page))) if page.items.is_empty() => State::Empty,
            Some(Some(Ok(_))) => State::Rows,
        })
    };
    view! {
        <Transition fallback=|| view! { <Card><Loading lines=10 /></Card> }>
            {
                let state = state();
                move || match state.get() {
                    State::Waiting => ().into_any(),
                    State::Refused(problem) => {
                        view! { <Card><ErrorState problem=*problem on_retry=paging.retry /></Card> }.into_any()
                    }
                    State::Empty => view! { <Card><Empty nothing list /></Card> }.into_any(),
                    State::Rows => {
                        view! {
                            <DataTable
                                caption
                                columns
                                rows
                                row
                                sort=Signal::derive(move || list.state.with(|state| state.sort.clone()))
                                on_sort=move |field: String| list.sort(&field)
                            />
                        }
                            .into_any()
                    }
                }
            }
        </Transition>
        <Pagination
            cursor=paging.cursor
            next=Signal::derive(move || last.with(|(_, next, _)| next.clone()))
            rows=Signal::derive(move || last.with(|(rows, _, _)| *rows))
            total=Signal::derive(move || last.with(|(_, _, total)| *total))
            on_go=move |cursor| {
                paging.go.run(cursor);
                // A page begins at its first row.
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        />
    }
}

/// What the table of a page is replaced by.
#[derive(Clone, PartialEq)]
enum State {
    Waiting,
    Refused(Box<Problem>),
    Empty,
    Rows,
}

/// No row: because of the filters, which may be taken away, or because there is none.
#[component]
fn Empty(nothing: Nothing, list: ListControl) -> impl IntoView {
    let Nothing { icon, title, text } = nothing;
    let clear = move || view! { <Button label=ui::CLEAR_FILTERS on_click=move |()| list.clear() /> };
    if list.is_filtered() {
        view! { <EmptyState icon=Icon::Filter title text=words::NOTHING_FOUND actions=ViewFn::from(clear) /> }
            .into_any()
    } else {
        view! { <EmptyState icon title text actions=ViewFn::from(|| view! { <BackToToday /> }) /> }.into_any()
    }
}

/// A column that may be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Optional {
    /// Name in the address.
    pub name: &'static str,
    /// Heading.
    pub label: &'static str,
    /// Whether it is shown until the reader chooses.
    pub usual: bool,
}

/// Name in the address of a column that holds people; it is there for who may read of them.
pub const PEOPLE: &str = "holders";

fn is_there(one: &Optional) -> bool {
    one.name != PEOPLE || Session::here().reads_people()
}

/// The columns shown to this person, of those that may be hidden.
pub fn shown_here(all: &'static [Optional], text: Option<&str>) -> impl Iterator<Item = &'static Optional> {
    let names = shown(all, text);
    all.iter().filter(move |one| names.contains(&one.name) && is_there(one))
}

/// The names shown: those of the address, else the usual ones.
fn shown(all: &[Optional], text: Option<&str>) -> Vec<&'static str> {
    let names: Option<Vec<&str>> = text.map(|text| text.split(',').collect());
    let kept = all.iter().filter(|one| names.as_ref().map_or(one.usual, |names| names.contains(&one.name)));
    kept.map(|one| one.name).collect()
}

/// The names to an address; `None` for the usual ones.
pub fn to_text(all: &[Optional], chosen: &[&str]) -> Option<String> {
    // A name that is no column stands for none at all: an empty value would mean the usual ones.
    let text = if chosen.is_empty() { "-".to_owned() } else { chosen.join(",") };
    (shown(all, None) != chosen).then_some(text)
}

/// The menu of columns of a list, kept in the address under `columns`.
#[component]
pub fn ColumnMenu(
    /// The state of the list.
    list: ListControl,
    /// Columns that may be hidden.
    all: &'static [Optional],
) -> impl IntoView {
    let now = Memo::new(move |_| shown(all, list.state.with(|state| state.filter("columns")).as_deref()));
    let set = move |name: &'static str, on: bool| {
        let before = now.get_untracked();
        let kept = all.iter().map(|one| one.name);
        let kept: Vec<&str> =
            kept.filter(|one| if *one == name { on } else { before.contains(one) }).collect();
        list.filter("columns", to_text(all, &kept));
    };
    view! {
        <Menu label=words::COLUMNS button=MenuButton::Words(Some(Icon::Columns))>
            {all
                .iter()
                .filter(|one| is_there(one))
                .map(|one| {
                    let name = one.name;
                    let checked = Signal::derive(move || now.with(|now| now.contains(&name)));
                    view! { <Checkbox label=one.label checked on_change=move |on| set(name, on) /> }
                })
                .collect_view()}
            <MenuLine />
            <MenuAction
                label=words::USUAL_COLUMNS
                icon=Icon::Undo
                on_click=move |()| list.filter("columns", None)
            />
        </Menu>
    }
}

/// The regions of the country, by their names; those of `among` alone when it is given. Nothing while they are read.
pub fn region_choices(among: Option<Vec<String>>) -> Signal<Vec<Choice>> {
    let regions = Fetched::new(|| async {
        // A list that cannot be read leaves the field with its first choice.
        crate::client::nomenclatures::list_entries("regions_ars").await.unwrap_or_default()
    });
    Signal::derive(move || {
        let read = regions.get().unwrap_or_default().into_iter();
        let kept = read.filter(|one| among.as_ref().is_none_or(|among| among.contains(&one.code)));
        kept.map(|one| Choice::new(one.code, one.label)).collect()
    })
}

/// `Tous`, then the entries of a dated list, once read.
pub fn coded_choices(list: &'static str) -> Signal<Vec<Choice>> {
    coded_choices_after(list, ui::ALL)
}

/// The same, after another first choice.
pub fn coded_choices_after(list: &'static str, first: &'static str) -> Signal<Vec<Choice>> {
    let entries = Fetched::new(move || async move {
        // Without the list the filter offers nothing: the page itself says what is wrong.
        crate::client::nomenclatures::list_entries(list).await.unwrap_or_default()
    });
    Signal::derive(move || {
        let read = entries.get().unwrap_or_default().into_iter();
        let named = read.map(|entry| {
            let said = shared::catalogue::staffing_table::code_and_label(&entry.code, &entry.label);
            Choice::new(entry.code, said)
        });
        std::iter::once(Choice::new("", first)).chain(named).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[Optional] =
        &[Optional { name: "a", label: "A", usual: true }, Optional { name: "b", label: "B", usual: false }];

    #[test]
    fn columns_of_the_address_are_inverses() {
        for chosen in [vec!["a"], vec!["b"], vec!["a", "b"], vec![]] {
            assert_eq!(shown(ALL, to_text(ALL, &chosen).as_deref()), chosen);
        }
        assert_eq!(to_text(ALL, &["a"]), None);
    }
}
