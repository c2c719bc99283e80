//! Sending a file: what it is, the file, its day; then it is read.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalogue::screens::{imports as words, ui};
use shared::contract::imports::{ImportKind, ImportMode};
use shared::habilitation::{Right, Rubric};
use shared::problem::Problem;
use shared::time::Day;
use web_sys::File;

use crate::client::field_error;
use crate::client::imports::{Sending, create_import};
use crate::here::{self, Here, address};
use crate::pages::gates::{NoEstablishment, Refused, Seen};
use crate::session::Session;
use crate::ui::prelude::*;

/// Endings that the window of the browser shows.
const ACCEPT: &str = ".csv,.txt,.tsv,.xlsx,.xls,.ods,.gz,.zip";

/// The page.
#[component]
pub fn NewImport() -> impl IntoView {
    let here = Here::get();
    let finess = Memo::new(move |_| here.and_then(|here| here.finess()));
    let allowed = Memo::new(move |_| here::allows(Rubric::Imports, Right::Modify));
    let crumbs = vec![Crumb::new(words::TITLE, "/imports")];
    move || match (allowed.get(), finess.get()) {
        (false, _) => view! { <Refused /> }.into_any(),
        (true, finess) => view! {
            <PageHeader title=words::NEW_TITLE lead=words::NEW_LEAD crumbs=Signal::stored(crumbs.clone()) />
            {match finess {
                Some(finess) => view! { <Seen><FileForm finess=finess.clone() /></Seen> }.into_any(),
                None => view! { <Card><NoEstablishment /></Card> }.into_any(),
            }}
        }
        .into_any(),
    }
}

#[component]
fn FileForm(finess: String) -> impl IntoView {
    let pairs = address();
    let wanted = pairs.with_untracked(|pairs| pairs.get("kind").and_then(ImportKind::from_name));
    let kind = RwSignal::new(wanted.unwrap_or(ImportKind::Sirh));
    let mode = RwSignal::new(ImportMode::Full);
    let day = RwSignal::new(None::<Day>);
    let file = RwSignal::new_local(None::<File>);
    let gone = RwSignal::new((0_u64, 0_u64));
    let tried = RwSignal::new(false);
    let refused = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let here = Here::get();
    let send = move |()| {
        tried.set(true);
        let Some(chosen) = file.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        let is_sirh = kind.get_untracked() == ImportKind::Sirh;
        let sending = Sending {
            file: chosen,
            establishment: finess.clone(),
            kind: kind.get_untracked(),
            mode: if is_sirh { mode.get_untracked() } else { ImportMode::Full },
            extracted_on: day.get_untracked().filter(|_| is_sirh),
        };
        busy.set(true);
        refused.set(None);
        gone.set((0, 0));
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let answer = create_import(&sending, Callback::new(move |told| gone.set(told))).await;
            busy.set(false);
            match answer {
                Ok(import) => {
                    let step = if import.kind == ImportKind::Sirh { "colonnes" } else { "plan" };
                    let path = format!("/imports/{}", import.id);
                    let pairs = here.map(|here| untrack(|| here.standing().to_query())).unwrap_or_default();
                    navigate(&pairs.with("etape", step).after(&path), NavigateOptions::default());
                }
                Err(problem) => refused.set(Some(problem)),
            }
        });
    };
    let is_sirh = Memo::new(move |_| kind.get() == ImportKind::Sirh);
    let kinds = ImportKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.name(), words::kind(kind)))
        .collect::<Vec<_>>();
    let file_error = Signal::derive(move || {
        let missing = tried.get() && file.with(Option::is_none);
        let said = refused.with(|refused| refused.as_ref().and_then(|problem| field_error(problem, "/file")));
        missing.then(|| words::FILE_MISSING.to_owned()).or(said)
    });
    let label = Signal::derive(move || {
        let (done, total) = gone.get();
        if total > 0 && done >= total { words::SENT.to_owned() } else { words::SENDING.to_owned() }
    });
    view! {
        <Form on_submit=send>
            <Stack>
                <Card>
                    <RadioGroup
                        legend=words::KIND
                        value=Signal::derive(move || kind.get().name().to_owned())
                        choices=kinds
                        on_change=move |name: String| kind.set(ImportKind::from_name(&name).unwrap_or(ImportKind::Sirh))
                    />
                    <Quiet>{move || words::kind_hint(kind.get())}</Quiet>
                </Card>
                <Card>
                    <Field label=words::FILE error=file_error required=true>
                        <FileDrop file accept=ACCEPT note=words::FILE_HINT />
                    </Field>
                    <Show when=move || is_sirh.get()>
                        <SirhFields mode day />
                    </Show>
                    <Show when=move || busy.get()>
                        <ProgressBar
                            label
                            done=Signal::derive(move || gone.get().0)
                            total=Signal::derive(move || Some(gone.get().1).filter(|total| *total > 0))
                        />
                    </Show>
                </Card>
                {move || {
                    refused
                        .get()
                        .map(|problem| view! { <Alert kind=Kind::Danger title=title_of(&problem)>{ui::bound(&said(&problem))}</Alert> })
                }}
                <Line align=LineAlign::End>
                    <ButtonLink to="/imports" label=ui::CANCEL />
                    <Button label=words::SEND kind=ButtonKind::Primary icon=Icon::Import submit=true busy />
                </Line>
            </Stack>
        </Form>
    }
}

/// Over a refusal: the file was looked at, or it never arrived.
fn title_of(problem: &Problem) -> String {
    if (400..500).contains(&problem.status) {
        words::SEND_REFUSED.to_owned()
    } else {
        ui::bound(&problem.title)
    }
}

/// What the server says: of each field when it names some, of the whole otherwise.
fn said(problem: &Problem) -> String {
    let details: Vec<&str> = problem.errors.iter().map(|error| error.detail.as_str()).collect();
    if details.is_empty() { problem.detail.clone() } else { details.join(" ") }
}

/// What only an HR extract has: whole or partial, and its day.
#[component]
fn SirhFields(mode: RwSignal<ImportMode>, day: RwSignal<Option<Day>>) -> impl IntoView {
    let modes = vec![
        Choice::new(ImportMode::Full.name(), words::MODE_FULL),
        Choice::new(ImportMode::Delta.name(), words::MODE_DELTA),
    ];
    let hint = move || match mode.get() {
        ImportMode::Full => words::MODE_FULL_HINT,
        ImportMode::Delta => words::MODE_DELTA_HINT,
    };
    let today = Session::here().today();
    view! {
        <Grid cells=GridCells::Large>
            <Stack gap=StackGap::Small>
                <RadioGroup
                    legend=words::MODE
                    value=Signal::derive(move || mode.get().name().to_owned())
                    choices=modes
                    on_change=move |name: String| mode.set(ImportMode::from_name(&name).unwrap_or_default())
                />
                <Quiet>{hint}</Quiet>
            </Stack>
            <Field label=words::DAY hint=words::DAY_HINT optional=true>
                <DateInput value=day on_change=move |new| day.set(new) last=today />
            </Field>
        </Grid>
    }
}
