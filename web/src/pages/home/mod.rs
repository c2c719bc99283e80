//! Home of an establishment: what is loaded, how fresh, what waits, and the one thing to do next.

mod cards;
mod elsewhere;
mod first_steps;
mod next;

use leptos::prelude::*;
use shared::catalogue::screens::home as words;
use shared::contract::imports::{ImportState, ImportView};
use shared::contract::organisation::{EstablishmentState, EstablishmentView, Freshness};
use shared::habilitation::{Right, Rubric};
use shared::problem::{Code, Problem};

use crate::client::establishments::get_establishment_state;
use crate::client::imports::list_imports;
use crate::client::is_refused;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{self, Here};
use crate::pages::establishments::FreshnessBadge;
use crate::pages::gates::AbsentEstablishment;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

use cards::{LastChanges, LastExtractCard, Waiting};
use elsewhere::{Choosing, OwnFile, is_own};
use first_steps::FirstSteps;
use next::Next;

/// What the page shows, read at once.
#[derive(Clone)]
struct Shown {
    establishment: EstablishmentView,
    state: EstablishmentState,
    /// Imports that wait for somebody; `None` when they may not be read.
    open: Option<Vec<ImportView>>,
}

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let here = Here::get();
    let finess = Memo::new(move |_| here.and_then(|here| here.finess()));
    let own = Memo::new(move |_| Session::here().me().is_some_and(|me| is_own(&me)));
    let title = Signal::derive(move || {
        let read = here.and_then(|here| here.establishment());
        read.map_or_else(|| words::TITLE.to_owned(), |establishment| establishment.name)
    });
    view! {
        {move || match finess.get() {
            _ if own.get() => view! { <OwnFile /> }.into_any(),
            None => view! { <Choosing /> }.into_any(),
            Some(finess) => view! { <OfEstablishment finess title /> }.into_any(),
        }}
    }
}

#[component]
fn OfEstablishment(finess: String, title: Signal<String>) -> impl IntoView {
    let reads_imports = Memo::new(move |_| here::allows(Rubric::Imports, Right::Read));
    let again = RwSignal::new(0_u32);
    let shown = Fetched::new(move || {
        again.track();
        let (finess, reads_imports) = (finess.clone(), reads_imports.get());
        async move { read(&finess, reads_imports).await }
    });
    let freshness = move || {
        let shown = shown.get()?.ok()?;
        Some(view! { <FreshnessBadge freshness=shown.state.freshness /> })
    };
    view! {
        <PageHeader title lead=words::LEAD badge=ViewFn::from(move || freshness) />
        <Transition fallback=|| view! { <Card><Loading /></Card> }>
            {move || {
                shown
                    .get()
                    .map(|shown| match shown {
                        Err(problem) if is_refused(&problem, Code::NotFound) => {
                            view! { <AbsentEstablishment /> }.into_any()
                        }
                        Err(problem) => {
                            let retry = Callback::new(move |()| again.update(|times| *times += 1));
                            view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                        }
                        Ok(shown) if shown.begins() => view! { <Beginning shown /> }.into_any(),
                        Ok(shown) => view! { <Running shown /> }.into_any(),
                    })
            }}
        </Transition>
    }
}

/// The present state of an establishment: home is about now, whatever the day in view elsewhere.
async fn read(finess: &str, reads_imports: bool) -> Result<Shown, Problem> {
    let mut establishment = get_establishment_state(finess).await?;
    let state = establishment.state.take().unwrap_or_default();
    let open = if reads_imports { Some(open_imports(finess).await?) } else { None };
    Ok(Shown { establishment, state, open })
}

/// Imports that wait for somebody, newest first.
async fn open_imports(finess: &str) -> Result<Vec<ImportView>, Problem> {
    let pairs = Pairs::default().with("establishment", finess).with("limit", "50");
    let page = list_imports(&pairs).await?;
    let waits = |one: &ImportView| one.state.is_open() || one.working || one.state == ImportState::Failed;
    // A file that could not be read waits only until another one is sent.
    let newest = page.items.first().map(|one| one.id);
    let kept = page
        .items
        .into_iter()
        .filter(|one| waits(one) && (one.state != ImportState::Failed || Some(one.id) == newest));
    Ok(kept.collect())
}

impl Shown {
    /// Whether the hospital has no extract yet: first steps are shown.
    fn begins(&self) -> bool {
        matches!(self.state.freshness, Freshness::Empty | Freshness::Started)
    }
}

/// A hospital that begins.
#[component]
fn Beginning(shown: Shown) -> impl IntoView {
    let waits = shown.open.as_ref().is_some_and(|open| !open.is_empty());
    let started = shown.state.freshness == Freshness::Started;
    view! {
        <FirstSteps state=shown.state.clone() />
        {waits.then(|| view! { <Waiting open=shown.open.clone() state=shown.state.clone() /> })}
        {started.then(|| view! { <Numbers state=shown.state.clone() /> })}
    }
}

/// A hospital that works.
#[component]
fn Running(shown: Shown) -> impl IntoView {
    let Shown { establishment, state, open } = shown;
    view! {
        <Next state=state.clone() open=open.clone().unwrap_or_default() finess=establishment.finess.clone() />
        <Numbers state=state.clone() />
        <Grid cells=GridCells::Large>
            <Waiting open state=state.clone() />
            <LastExtractCard extract=state.last_extract.clone() />
        </Grid>
        <LastChanges finess=establishment.finess />
    }
}

/// The numbers that matter, each leading to its list.
#[component]
fn Numbers(state: EstablishmentState) -> impl IntoView {
    let count = |number: u32| Signal::stored(format::count(u64::from(number)));
    let lacks = if state.posts_unattached > 0 { Kind::Warning } else { Kind::Neutral };
    let note = (state.posts > 0).then(|| words::unattached(state.posts_unattached));
    view! {
        <Grid>
            <Stat label=words::STRUCTURES value=count(state.structures) to="/structures" />
            <Stat label=words::POSTS value=count(state.posts) note=note.unwrap_or_default() kind=lacks to="/postes" />
            <Stat label=words::PRACTITIONERS value=count(state.practitioners) to="/praticiens" />
            <Stat label=words::AFFECTATIONS value=count(state.affectations) to="/affectations" />
        </Grid>
    }
}
