//! The file itself: who sent it, when, how it was understood.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;
use shared::catalogue::screens::{import_steps as words, imports, ui};
use shared::contract::imports::ImportView;

use crate::format;
use crate::ui::prelude::*;

/// A card.
#[component]
pub fn AboutFile(
    /// The import.
    import: Arc<ImportView>,
) -> impl IntoView {
    let day = import.extracted_on.map(format::day);
    let rows = (import.rows > 0).then(|| format::count(u64::from(import.rows)));
    view! {
        <Card title=words::ABOUT_FILE>
            <Terms>
                <Term label=imports::FILE value=import.file_name.clone() />
                <Term label=imports::KIND value=imports::kind(import.kind) />
                <Term label=imports::EXTRACTED_ON><Known value=day /></Term>
                <Term label=imports::ROWS><Known value=rows /></Term>
                <Term label=imports::SENT_AT value=format::instant(import.created_at) />
                <Term label=imports::AUTHOR value=import.author.clone() />
                <Term label=words::SIZE value=ui::size(import.file_size) />
                <Term label=words::FINGERPRINT><Fixed>{short(&import.file_hash)}</Fixed></Term>
            </Terms>
        </Card>
    }
}

/// How the file was understood, one pair for each thing that was recognised.
#[component]
pub fn Reading(
    /// The import.
    import: Arc<ImportView>,
) -> impl IntoView {
    let pairs: Vec<(String, String)> = match &import.reading {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, value)| Some((words::reading_term(name).to_owned(), said(value)?)))
            .collect(),
        _ => Vec::new(),
    };
    (!pairs.is_empty()).then(|| {
        let terms = pairs.into_iter().map(|(label, value)| view! { <Term label value /> }).collect_view();
        view! { <Details summary=words::READING_OF_FILE><Terms>{terms}</Terms></Details> }
    })
}

fn said(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Bool(yes) => Some(if *yes { words::YES } else { words::NO }.to_owned()),
        Value::String(text) => (!text.is_empty()).then(|| words::reading_value(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
    }
}

/// The first signs of a fingerprint, enough to compare two files by eye.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
