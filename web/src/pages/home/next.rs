//! The one thing to do now, decided from what is loaded and what waits.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::catalogue::screens::{home as words, imports};
use shared::contract::imports::{ImportState, ImportView};
use shared::contract::organisation::{EstablishmentState, Freshness};
use shared::habilitation::{Right, Rubric};

use crate::client::imports::save_attachments_skeleton;
use crate::format;
use crate::here;
use crate::session::Session;
use crate::ui::prelude::*;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Todo {
    /// Go on with an import.
    Import,
    /// Attach posts.
    Attach,
    /// Send a newer extract.
    Refresh,
    /// Nothing: read.
    Read,
}

/// What comes first: what somebody began, then what is missing, then what is old. Who may not write only reads.
fn todo(state: &EstablishmentState, waits: bool, may_write: bool) -> Todo {
    let old = matches!(state.freshness, Freshness::Ageing | Freshness::Stale);
    match (may_write, waits) {
        (false, _) => Todo::Read,
        (true, true) => Todo::Import,
        (true, false) if old => Todo::Refresh,
        (true, false) if state.posts_unattached > 0 => Todo::Attach,
        (true, false) => Todo::Read,
    }
}

/// The surface.
#[component]
pub fn Next(
    /// What is loaded.
    state: EstablishmentState,
    /// What waits.
    open: Vec<ImportView>,
    /// FINESS of the establishment.
    finess: String,
) -> impl IntoView {
    let may_write = Memo::new(move |_| here::allows(Rubric::Imports, Right::Modify));
    let finess = StoredValue::new(finess);
    move || {
        let waiting = open.iter().find(|one| one.state != ImportState::Failed).cloned();
        match (todo(&state, waiting.is_some(), may_write.get()), waiting) {
            (Todo::Import, Some(import)) => {
                let title = if import.working { imports::WORKING } else { imports::state(import.state) };
                let to = format!("/imports/{}", import.id);
                view! {
                    <NextAction
                        eyebrow=words::NEXT
                        title=words::NEXT_IMPORT_TITLE
                        text=words::next_import(&import.file_name, title)
                        icon=Icon::Import
                    >
                        <ButtonLink to label=words::OPEN kind=ButtonKind::Primary />
                    </NextAction>
                }
                .into_any()
            }
            (Todo::Attach, _) => view! {
                <NextAction eyebrow=words::NEXT title=words::NEXT_ATTACH_TITLE text=words::NEXT_ATTACH icon=Icon::Post>
                    <Skeleton finess=finess.get_value() />
                    <ButtonLink to="/imports/nouveau?kind=attachments" label=words::SEND_FILE kind=ButtonKind::Primary icon=Icon::Import />
                </NextAction>
            }
            .into_any(),
            (Todo::Refresh, _) => {
                let today = Session::here().today();
                let day = state.last_extract.as_ref().and_then(|last| last.extracted_on).unwrap_or(today);
                let text = words::next_refresh(day, today.days_since(day));
                view! {
                    <NextAction eyebrow=words::NEXT title=words::NEXT_REFRESH_TITLE text icon=Icon::Clock>
                        <ButtonLink to="/imports/nouveau" label=words::SEND_FILE kind=ButtonKind::Primary icon=Icon::Import />
                    </NextAction>
                }
                .into_any()
            }
            _ => {
                let (eyebrow, title, text) = reading(&state);
                view! {
                    <NextAction eyebrow title text icon=Icon::Table calm=true>
                        <ButtonLink to="/tableau-des-emplois" label=words::SEE_TABLE kind=ButtonKind::Primary icon=Icon::Table />
                    </NextAction>
                }
                .into_any()
            }
        }
    }
}

/// What is said to somebody who has nothing to do but read: also when the data are old and others will renew them.
fn reading(state: &EstablishmentState) -> (&'static str, &'static str, String) {
    match (state.freshness, &state.last_extract) {
        (Freshness::Ageing | Freshness::Stale, Some(last)) => {
            let today = Session::here().today();
            let day = last.extracted_on.unwrap_or_else(|| format::instant_day(last.applied_at));
            (words::NEXT_KNOW, words::NEXT_OLD_TITLE, words::next_old(day, today.days_since(day)))
        }
        _ => (words::NEXT_NOTHING, words::NEXT_READ_TITLE, words::NEXT_READ.to_owned()),
    }
}

/// Saves the workbook of attachments.
#[component]
pub fn Skeleton(
    /// FINESS of the establishment.
    finess: String,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let save = move |()| {
        let finess = finess.clone();
        busy.set(true);
        spawn_local(async move {
            let saved = save_attachments_skeleton(&finess).await;
            busy.try_set(false);
            if let (Err(problem), Some(toasts)) = (saved, toasts) {
                toasts.push(Kind::Danger, problem.detail);
            }
        });
    };
    view! { <Button label=words::SKELETON icon=Icon::Export busy on_click=save /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(freshness: Freshness, posts_unattached: u32) -> EstablishmentState {
        EstablishmentState { freshness, posts_unattached, ..EstablishmentState::default() }
    }

    #[test]
    fn what_was_begun_comes_first_then_what_is_old_then_what_is_missing() {
        assert_eq!(todo(&state(Freshness::Stale, 3), true, true), Todo::Import);
        assert_eq!(todo(&state(Freshness::Stale, 3), false, true), Todo::Refresh);
        assert_eq!(todo(&state(Freshness::Fresh, 3), false, true), Todo::Attach);
        assert_eq!(todo(&state(Freshness::Fresh, 0), false, true), Todo::Read);
    }

    #[test]
    fn who_may_not_write_is_asked_nothing() {
        assert_eq!(todo(&state(Freshness::Stale, 3), true, false), Todo::Read);
    }
}
