//! The bar over the table: what is shown, how it is grouped, which columns, and the way out (files, paper).

use std::sync::Arc;

use leptos::prelude::*;
use shared::catalogue::screens::{staffing_table as words, ui};
use shared::habilitation::{Right, Rubric};
use shared::screen::staffing_table::{self as screen, COLUMNS, Document, Grouping, columns_to_text};

use super::{Choices, may_read};
use crate::client::staffing_table::export_staffing_table;
use crate::here::{Here, allows};
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Filters, groups and columns.
#[component]
pub(super) fn Tools(
    document: StoredValue<Arc<Document>>,
    choices: Choices,
    columns: Memo<Vec<screen::Column>>,
    filtered: Memo<bool>,
) -> impl IntoView {
    let list = choices.list;
    let (services, states, statuses) = document.with_value(|document| {
        let services = screen::services(document).into_iter();
        let services = services.map(|(number, label, pole)| {
            let said = words::service_choice(&number, label.as_deref(), pole.as_deref());
            Choice::new(number, said)
        });
        let states = screen::states(document).into_iter();
        let states = states.map(|state| Choice::new(state.as_str(), words::state(&state)));
        let statuses = screen::statuses(document).into_iter();
        let statuses = statuses.map(|(code, label)| {
            Choice::new(code.as_str(), shared::catalogue::staffing_table::code_and_label(&code, &label))
        });
        (all_and(services), all_and(states), all_and(statuses))
    });
    let select = move |label: &'static str, name: &'static str, choices: Vec<Choice>| {
        view! {
            <Field label=label>
                <Select
                    value=list.value(name)
                    choices=Signal::stored(choices)
                    on_change=move |value| list.filter(name, Some(value))
                />
            </Field>
        }
    };
    let vacant = Signal::derive(move || !list.value("vacant").get().is_empty());
    let groupings = [
        (Grouping::Service, words::BY_SERVICE),
        (Grouping::Pole, words::BY_POLE),
        (Grouping::Status, words::BY_STATUS),
        (Grouping::None, words::UNGROUPED),
    ];
    let groupings =
        groupings.into_iter().map(|(one, label)| Choice::new(one.name(), label)).collect::<Vec<_>>();
    view! {
        <Filters>
            <Field label=words::SEARCH grow=true>
                <SearchInput value=Signal::derive(move || choices.text.get()) on_change=move |text| choices.text.set(text) />
            </Field>
            {select(words::SERVICE, "service", services)}
            {select(words::STATE, "state", states)}
            {select(words::STATUS, "status", statuses)}
        </Filters>
        <Toolbar actions=ViewFn::from(move || view! { <ColumnChoice choices columns /> })>
            <Segments
                legend=words::GROUPING
                value=list.value("group")
                choices=groupings
                on_change=move |value| list.filter("group", Some(value))
            />
            <Checkbox
                label=words::VACANT_ONLY
                checked=vacant
                on_change=move |on: bool| list.filter("vacant", on.then(|| "true".to_owned()))
            />
            <Show when=move || filtered.get()>
                <Button label=ui::CLEAR_FILTERS kind=ButtonKind::Quiet small=true on_click=move |()| choices.clear() />
            </Show>
        </Toolbar>
    }
}

fn all_and(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ui::ALL)).chain(choices).collect()
}

#[component]
fn ColumnChoice(choices: Choices, columns: Memo<Vec<screen::Column>>) -> impl IntoView {
    let list = choices.list;
    let set = move |column: screen::Column, on: bool| {
        let chosen = columns.get_untracked();
        let kept = COLUMNS.iter().copied();
        let kept = kept.filter(|one| if *one == column { on } else { chosen.contains(one) });
        list.filter("columns", columns_to_text(&kept.collect::<Vec<_>>()));
    };
    view! {
        <Menu label=words::COLUMNS button=MenuButton::Words(Some(Icon::Columns)) wide=true>
            {COLUMNS
                .iter()
                .copied()
                .filter(|column| *column != screen::Column::Post && may_read(*column))
                .map(|column| {
                    let on = Signal::derive(move || columns.with(|columns| columns.contains(&column)));
                    view! { <Checkbox label=column.heading() checked=on on_change=move |on| set(column, on) /> }
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

/// Files, for who may extract; paper, for all.
#[component]
pub(super) fn Exports(
    /// Establishment and times asked.
    asked: Memo<Option<Pairs>>,
) -> impl IntoView {
    let toasts = Toasts::here();
    let open = RwSignal::new(false);
    let here = Here::get();
    let export = Action::new_local(move |format: &&'static str| {
        let (format, pairs) = (*format, asked.get_untracked());
        let day = here.map(|here| here.as_of().to_string()).unwrap_or_default();
        async move {
            let Some(pairs) = pairs else { return };
            let name = words::file_name(pairs.get("establishment").unwrap_or_default(), &day);
            let done = export_staffing_table(&pairs, format, &name).await;
            let Some(toasts) = toasts else { return };
            match done {
                Ok(()) => toasts.push(Kind::Success, words::EXPORTED.to_owned()),
                Err(problem) => toasts.push(Kind::Danger, problem.detail),
            }
        }
    });
    let start = move |format: &'static str| {
        open.set(false);
        export.dispatch(format);
    };
    let print = move |()| {
        if let Some(window) = web_sys::window() {
            // The browser may refuse to print: nothing was promised.
            drop(window.print());
        }
    };
    let may = move || asked.get().is_some() && allows(Rubric::StaffingTable, Right::Extract);
    view! {
        <Show when=move || asked.get().is_some() && allows(Rubric::StaffingTable, Right::Read)>
            <Button label=words::PRINT icon=Icon::Print on_click=print />
        </Show>
        <Show when=may>
            <Menu label=words::EXPORT button=MenuButton::Words(Some(Icon::Export)) open>
                <MenuAction label=words::EXPORT_XLSX icon=Icon::Table on_click=move |()| start("xlsx") />
                <MenuAction label=words::EXPORT_CSV icon=Icon::File on_click=move |()| start("csv") />
                <MenuLine />
                <MenuText title=words::EXPORT text=words::EXPORT_NOTE />
            </Menu>
        </Show>
    }
}
