//! The cards of home: what waits, the last extract, the last changes.

use leptos::prelude::*;
use shared::catalogue::screens::{home as words, imports, journal};
use shared::contract::imports::{ImportState, ImportView};
use shared::contract::organisation::{EstablishmentState, LastExtract};
use shared::habilitation::{Right, Rubric};
use shared::problem::Problem;

use crate::client::journal::list_journal;
use crate::fetched::Fetched;
use crate::format;
use crate::here;
use crate::pages::imports::ImportBadge;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// Changes shown on home.
const SHOWN: &str = "6";

/// Imports that wait, codes nobody explained, lines refused, posts attached nowhere.
#[component]
pub fn Waiting(
    /// Imports that wait; `None` when they may not be read: their number is known all the same.
    open: Option<Vec<ImportView>>,
    /// What is loaded.
    state: EstablishmentState,
) -> impl IntoView {
    let unread = (open.is_none() && state.open_imports > 0)
        .then(|| view! { <Entry title=words::imports_wait(state.open_imports) /> });
    let open = open.unwrap_or_default();
    let nothing = open.is_empty() && unread.is_none() && state.posts_unattached == 0;
    let imports = open
        .into_iter()
        .map(|one| {
            let to = format!("/imports/{}", one.id);
            let action = move || view! { <ButtonLink to=to.clone() label=words::OPEN small=true /> };
            let (state, working) = (one.state, one.working);
            let badge = move || view! { <ImportBadge state working /> };
            let mut notes = vec![imports::about(one.kind, one.mode, one.extracted_on)];
            if !one.unknown_codes.is_empty() {
                notes.push(words::unknown_codes(one.unknown_codes.len()));
            }
            if one.refused_rows > 0 {
                notes.push(words::refused_lines(one.refused_rows));
            }
            if let (ImportState::Failed, Some(failure)) = (one.state, one.failure) {
                notes.push(failure.message);
            }
            view! { <Entry title=one.file_name notes badge=ViewFn::from(badge) action=ViewFn::from(action) /> }
        })
        .collect_view();
    let posts = (state.posts_unattached > 0 && state.posts > 0).then(|| {
        let action = || view! { <ButtonLink to="/postes" label=words::SEE_POSTS small=true /> };
        view! { <Entry title=words::posts_unattached(state.posts_unattached) action=ViewFn::from(action) /> }
    });
    view! {
        <Card title=words::WAITING>
            {if nothing {
                view! { <Quiet>{words::NOTHING_WAITS}</Quiet> }.into_any()
            } else {
                view! { <Entries>{imports}{unread}{posts}</Entries> }.into_any()
            }}
        </Card>
    }
}

/// Where the data come from.
#[component]
pub fn LastExtractCard(
    /// The last extract applied and not undone.
    extract: Option<LastExtract>,
) -> impl IntoView {
    let content = match extract {
        None => view! { <Quiet>{words::NO_EXTRACT}</Quiet> }.into_any(),
        Some(extract) => {
            let today = Session::here().today();
            let day = extract.extracted_on.map(|day| words::day_and_age(day, today.days_since(day)));
            let refused = extract.refused_lines.map(|count| format::count(u64::from(count)));
            let report = extract.import_id.map(|id| {
                let to = format!("/imports/{id}");
                view! { <Line><ButtonLink to label=words::SEE_REPORT small=true /></Line> }
            });
            view! {
                <Terms>
                    <Term label=words::EXTRACTED_ON><Known value=day /></Term>
                    <Term label=words::FILE><Known value=extract.file_name /></Term>
                    <Term label=words::APPLIED value=format::day(format::instant_day(extract.applied_at)) />
                    <Term label=words::BY><Known value=extract.author.as_deref().map(journal::author) /></Term>
                    <Term label=words::REFUSED_LINES><Known value=refused /></Term>
                </Terms>
                {report}
            }
            .into_any()
        }
    };
    view! { <Card title=words::LAST_EXTRACT>{content}</Card> }
}

/// The last changes, for those who may read the journal.
#[component]
pub fn LastChanges(
    /// FINESS of the establishment.
    finess: String,
) -> impl IntoView {
    // A reading of the journal from outside the hospital is itself written in it: home is not a reason to.
    let reads = Memo::new(move |_| here::allows(Rubric::Journal, Right::Read) && !Session::here().is_wide());
    let finess = StoredValue::new(finess);
    view! { <Show when=move || reads.get()><Changes finess=finess.get_value() /></Show> }
}

#[component]
fn Changes(finess: String) -> impl IntoView {
    let page = Fetched::new(move || {
        let pairs = Pairs::default().with("establishment", finess.clone());
        let pairs = pairs.with("facts", "true").with("limit", SHOWN);
        async move { Ok::<_, Problem>(list_journal(&pairs).await?.items) }
    });
    let see_all =
        || view! { <ButtonLink to="/journal" label=words::SEE_JOURNAL kind=ButtonKind::Quiet small=true /> };
    view! {
        <Card title=words::LAST_CHANGES actions=ViewFn::from(see_all)>
            <Transition fallback=|| view! { <Loading lines=4 /> }>
                {move || {
                    page.get()
                        .map(|page| match page {
                            Err(problem) => view! { <Quiet>{problem.detail}</Quiet> }.into_any(),
                            Ok(changes) if changes.is_empty() => view! { <Quiet>{words::NO_CHANGE}</Quiet> }.into_any(),
                            Ok(changes) => {
                                let entries = changes
                                    .into_iter()
                                    .map(|one| {
                                        let who = words::by_at(&journal::author(&one.author), &format::instant(one.at));
                                        let notes = std::iter::once(who).chain(one.reason).collect::<Vec<_>>();
                                        view! { <Entry title=shared::catalogue::screens::ui::bound(&one.summary) notes /> }
                                    })
                                    .collect_view();
                                view! { <Entries>{entries}</Entries> }.into_any()
                            }
                        })
                }}
            </Transition>
        </Card>
    }
}
