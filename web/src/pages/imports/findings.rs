//! What is said of the lines, the columns and the file: errors first, by weight.

use leptos::prelude::*;
use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{FindingCounts, FindingView};
use shared::id::ImportId;

use super::control::Control;
use crate::client::imports::list_import_findings;
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Remarks on a page.
const PAGE: usize = 20;

/// Among the weights, the remark on the lines that stand of people who have refused ones too: who answers for them
/// must be able to see which they are.
pub const PARTLY_REFUSED: &str = "practitioner.partly_refused";

/// The card.
#[component]
pub fn Findings(
    /// The import.
    id: ImportId,
    /// How many of each weight.
    counts: FindingCounts,
    /// Whether people have lines that stand and refused ones.
    partly: bool,
    /// The wizard.
    control: Control,
) -> impl IntoView {
    let all = counts.errors.saturating_add(counts.warnings).saturating_add(counts.infos);
    if all == 0 {
        return view! { <Card title=words::FINDINGS><Quiet>{words::NO_FINDING}</Quiet></Card> }.into_any();
    }
    let first = if counts.errors > 0 { "error" } else { "" };
    let asked = control.value("severity");
    let severity = Memo::new(move |_| match asked.get().as_str() {
        "" => first.to_owned(),
        "all" => String::new(),
        other => other.to_owned(),
    });
    let cursor = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        severity.track();
        cursor.set(None);
    });
    let page = Fetched::new(move || {
        let mut pairs = Pairs::default().with("limit", PAGE.to_string()).with("total", "exact");
        let asked = severity.get();
        pairs.set(if asked == PARTLY_REFUSED { "code" } else { "severity" }, Some(asked));
        pairs.set("cursor", cursor.get());
        async move { list_import_findings(id, &pairs).await }
    });
    let again = Callback::new(move |()| cursor.notify());
    let read = move || page.get().and_then(Result::ok);
    let rows = Signal::derive(move || read().map_or(0, |page| page.items.len()));
    let next = Signal::derive(move || read().and_then(|page| page.next));
    let total = Signal::derive(move || read().and_then(|page| page.total));
    let mut choices = vec![
        Choice::new("all", words::severity("", all)),
        Choice::new("error", words::severity("error", counts.errors)),
        Choice::new("warning", words::severity("warning", counts.warnings)),
        Choice::new("info", words::severity("info", counts.infos)),
    ];
    if partly {
        choices.push(Choice::new(PARTLY_REFUSED, words::PARTLY_REFUSED));
    }
    let value = Signal::derive(move || match severity.get().as_str() {
        "" => "all".to_owned(),
        other => other.to_owned(),
    });
    view! {
        <Card title=words::FINDINGS>
            <Field label=words::SEVERITY>
                <Select value choices=Signal::stored(choices) on_change=move |name| control.set("severity", Some(name)) />
            </Field>
            <Transition fallback=|| view! { <Loading /> }>
                {move || {
                    page.get()
                        .map(|page| match page {
                            Err(problem) => view! { <ErrorState problem on_retry=again /> }.into_any(),
                            Ok(page) if page.items.is_empty() => view! { <Quiet>{words::NO_FINDING_MATCHES}</Quiet> }.into_any(),
                            Ok(page) => {
                                let items = page.items.into_iter().map(|finding| view! { <Remark finding /> }).collect_view();
                                view! { <Entries>{items}</Entries> }.into_any()
                            }
                        })
                }}
            </Transition>
            <Pagination label=words::FINDINGS_PAGES cursor next rows total limit=PAGE on_go=move |to| cursor.set(to) />
        </Card>
    }
    .into_any()
}

#[component]
fn Remark(finding: FindingView) -> impl IntoView {
    let place = finding.line.map_or_else(|| words::WHOLE_FILE.to_owned(), words::line);
    let title = match &finding.column {
        Some(column) => format!("{place} · {column}"),
        None => place,
    };
    let kind = match finding.severity.as_str() {
        "error" => Kind::Danger,
        "warning" => Kind::Warning,
        _ => Kind::Info,
    };
    let severity = words::severity_of(&finding.severity);
    let badge = move || view! { <Badge label=severity kind /> };
    let read = finding.value.as_deref().filter(|value| !value.is_empty()).map(words::read_value);
    let suggestion = finding.suggestion.as_deref().map(words::suggestion);
    let notes: Vec<String> = read.into_iter().chain(suggestion).chain([finding.code.clone()]).collect();
    view! { <Entry title text=finding.message notes badge=ViewFn::from(badge) /> }
}
