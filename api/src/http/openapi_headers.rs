//! The headers of answers in the contract: which answers carry which, and what each says.
//!
//! A header that is always there under a status is told as `required`. The headers of every answer whatever it is
//! (security, id of the request) are of the border: the description of the document tells them once.

use serde_json::{Map, Value, json};

/// Marks of an operation that say which headers its answers carry.
pub(super) struct Marks<'a> {
    /// It answers a tag, and 304 to who has it.
    pub(super) tagged: bool,
    /// How it writes.
    pub(super) write: Option<&'a str>,
}

/// The headers that answers refer to, for `components`.
pub(super) fn components() -> Value {
    let text = |about: &str, required: bool, example: &str| json!({ "description": about, "required": required, "schema": { "type": "string" }, "example": example });
    json!({
        "ETag": text(
            "Version and digest of the answer, whatever its `time`: for `If-Match` and `If-None-Match`.",
            true,
            "\"v17-1a2b3c4d\""
        ),
        "Location": text(
            "Where what was made is read; for work that goes on (202), the job.",
            true,
            "/api/v1/posts/01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11"
        ),
        "ContentDisposition": text(
            "There when the answer is a file: its name (RFC 6266).",
            false,
            "attachment; filename*=UTF-8''postes_2026-10-15.csv"
        ),
        "WwwAuthenticate": text("How to sign in: with an access token.", true, "Bearer"),
        "RetryAfter": {
            "description": "Seconds to wait before asking again.",
            "required": true,
            "schema": { "type": "integer", "minimum": 0 },
            "example": 5
        },
        "IdempotencyReplayed": {
            "description": "There, and `true`, when the answer is that of the first request under the same key.",
            "schema": { "type": "string", "enum": ["true"] }
        },
        "DryRun": {
            "description": "There, and `true`, when nothing was written.",
            "schema": { "type": "string", "enum": ["true"] }
        }
    })
}

/// Whether a body of this kind is sent as a file, under a name.
fn is_file(kind: &str) -> bool {
    matches!(kind, "text/csv" | "application/x-ndjson" | "application/octet-stream" | "application/pdf")
        || kind.starts_with("application/vnd.")
}

/// Adds 304 to an operation that answers a tag, and to each answer the headers that it carries.
pub(super) fn tell(responses: &mut Map<String, Value>, marks: &Marks<'_>) {
    if marks.tagged {
        let told = json!({ "description": "What the caller has under this tag is still good." });
        responses.insert("304".to_owned(), told);
    }
    for (status, answer) in responses.iter_mut() {
        let Some(answer) = answer.as_object_mut() else { continue };
        let kinds = answer.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let has_file = kinds.into_iter().any(|kind| is_file(kind));
        let mut own = Map::new();
        let mut carries = |header: &str, name: &str| {
            own.insert(header.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
        };
        let is_written = marks.write.is_some() && status.starts_with('2');
        if (marks.tagged && matches!(status.as_str(), "200" | "304"))
            || (is_written && matches!(status.as_str(), "200" | "201"))
        {
            carries("ETag", "ETag");
        }
        if matches!(status.as_str(), "201" | "202") {
            carries("Location", "Location");
        }
        if matches!(status.as_str(), "202" | "429" | "503") {
            carries("Retry-After", "RetryAfter");
        }
        if status == "401" {
            carries("WWW-Authenticate", "WwwAuthenticate");
        }
        if has_file {
            carries("Content-Disposition", "ContentDisposition");
        }
        if is_written {
            carries("Dry-Run", "DryRun");
            if marks.write == Some("create") {
                carries("Idempotency-Replayed", "IdempotencyReplayed");
            }
        }
        // What the handler tells of its own answer stays.
        match answer.get_mut("headers").and_then(Value::as_object_mut) {
            Some(headers) => headers.extend(own),
            None if own.is_empty() => {}
            None => _ = answer.insert("headers".to_owned(), Value::Object(own)),
        }
    }
}
