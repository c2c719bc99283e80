//! The headers of answers in the contract: which answers carry which, and what each says.
//!
//! The headers of every answer whatever it is (security, id of the request) are of the border and are not told here.

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
    let text = |about: &str, example: &str| json!({ "description": about, "schema": { "type": "string" }, "example": example });
    json!({
        "ETag": text("Version and digest of the answer: for `If-Match` and `If-None-Match`.", "\"v17-1a2b3c4d\""),
        "Location": text(
            "Where what was made is read; for work that goes on (202), the job.",
            "/api/v1/posts/01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11"
        ),
        "RetryAfter": {
            "description": "Seconds to wait before asking again.",
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

/// Adds 304 to an operation that answers a tag, and to each answer the headers that it carries.
pub(super) fn tell(responses: &mut Map<String, Value>, marks: &Marks<'_>) {
    if marks.tagged {
        let told = json!({ "description": "What the caller has under this tag is still good." });
        responses.insert("304".to_owned(), told);
    }
    for (status, answer) in responses.iter_mut() {
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
        if is_written {
            carries("Dry-Run", "DryRun");
            if marks.write == Some("create") {
                carries("Idempotency-Replayed", "IdempotencyReplayed");
            }
        }
        if let Some(answer) = answer.as_object_mut().filter(|_| !own.is_empty()) {
            answer.insert("headers".to_owned(), Value::Object(own));
        }
    }
}
