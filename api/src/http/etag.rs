//! Versions over HTTP: `ETag`, `If-Match`, `If-None-Match`.
//!
//! A tag is the version of the thing and a digest of the answer, `"v17-1a2b3c4d"`: what is derived from other facts may
//! change while the thing does not, and a 304 must never hide it. The `time` that the answer echoes is left out of the
//! digest: now is another instant at each read. `If-Match` compares the version alone.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Map, Value};
use shared::catalogue::requests as texts;
use shared::problem::Code;

use super::problem::{Answer, ApiError};
use crate::app::writing::version_of;
use crate::digest::sha256;

/// The version that a write was made from.
///
/// # Errors
/// `request.if_match_required` when it is absent, `request.stale_version` when it names no version.
pub fn if_match(request: &HttpRequest) -> Result<i64, ApiError> {
    let value = request.headers().get(header::IF_MATCH);
    let value = value.ok_or_else(|| ApiError::refused(Code::IfMatchRequired, texts::IF_MATCH_MISSING))?;
    let version = value.to_str().ok().and_then(version_of);
    version.ok_or_else(|| ApiError::refused(Code::StaleVersion, texts::STALE))
}

/// A JSON answer with its tag, or 304 when the caller has it already.
///
/// # Errors
/// `internal.error` when the answer cannot be written as JSON.
pub fn tagged<T: Serialize>(request: &HttpRequest, version: i64, body: &T) -> Answer {
    let bytes = super::json_bytes(body)?;
    let tag = tag(version, &bytes);
    let asked = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = asked.is_some_and(|asked| asked.split(',').any(|one| is_same(one.trim(), &tag)));
    if known {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .content_type("application/json; charset=utf-8")
        .body(bytes))
}

/// The tag of an answer, whatever the `time` that it echoes.
fn tag(version: i64, answer: &[u8]) -> String {
    // An answer that is no object, or that has no time, is told as it is: there is no failure to lose.
    let timeless = serde_json::from_slice::<Map<String, Value>>(answer).ok().and_then(|mut members| {
        members.remove("time")?;
        serde_json::to_vec(&members).ok()
    });
    let digest: String = sha256(timeless.as_deref().unwrap_or(answer)).chars().take(8).collect();
    format!("\"v{version}-{digest}\"")
}

/// Whether a tag of `If-None-Match` is this one. The comparison is weak (RFC 9110, 13.1.2): whoever compressed the answer
/// on its way weakened its tag, and what they keep is still good.
fn is_same(asked: &str, tag: &str) -> bool {
    asked == "*" || asked.strip_prefix("W/").unwrap_or(asked) == tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_compared_weakly() {
        for (asked, same) in [
            ("\"v1-a\"", true),
            ("W/\"v1-a\"", true),
            ("*", true),
            ("\"v1-b\"", false),
            ("W/\"v1-b\"", false),
            ("v1-a", false),
        ] {
            assert_eq!(is_same(asked, "\"v1-a\""), same, "{asked}");
        }
    }

    #[test]
    fn a_tag_tells_the_answer_and_not_when_it_was_read() {
        let tag = |text: &str| tag(3, text.as_bytes());
        let first = tag(r#"{"label":"A","inner":{"time":1},"time":{"known_at":1}}"#);
        assert!(first.starts_with("\"v3-"), "{first}");
        assert_eq!(first, tag(r#"{"label":"A","inner":{"time":1},"time":{"known_at":2}}"#));
        for other in [
            r#"{"label":"B","inner":{"time":1},"time":{"known_at":1}}"#,
            r#"{"label":"A","inner":{"time":2},"time":{"known_at":1}}"#,
            r#"{"label":"A"}"#,
        ] {
            assert_ne!(first, tag(other), "{other}");
        }
    }

    #[test]
    fn versions_in_tags() {
        for (tag, expected) in [
            ("\"v17\"", Some(17)),
            ("\"v17-1a2b3c4d\"", Some(17)),
            ("v17", None),
            ("W/\"v17\"", None),
            ("\"17\"", None),
            ("*", None),
        ] {
            assert_eq!(version_of(tag), expected, "{tag}");
        }
    }
}
