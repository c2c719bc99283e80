//! Versions over HTTP: `ETag`, `If-Match`, `If-None-Match`.
//!
//! A tag is the version of the thing and a digest of the answer, `"v17-1a2b3c4d"`: what is derived from other facts may
//! change while the thing does not, and a 304 must never hide it. `If-Match` compares the version alone.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use shared::catalogue::requests as texts;
use shared::problem::Code;

use super::problem::{Answer, ApiError};
use crate::digest::sha256;

/// The version that a write was made from.
///
/// # Errors
/// `request.if_match_required` when it is absent, `request.stale_version` when it names no version.
pub fn if_match(request: &HttpRequest) -> Result<i64, ApiError> {
    let value = request.headers().get(header::IF_MATCH);
    let value = value.ok_or_else(|| ApiError::refused(Code::IfMatchRequired, texts::IF_MATCH_MISSING))?;
    let version = value.to_str().ok().and_then(version);
    version.ok_or_else(|| ApiError::refused(Code::StaleVersion, texts::STALE))
}

/// The number in `"v17"` or `"v17-1a2b3c4d"`.
fn version(tag: &str) -> Option<i64> {
    let inner = tag.trim().strip_prefix("\"v")?.strip_suffix('"')?;
    inner.split('-').next()?.parse().ok()
}

/// A JSON answer with its tag, or 304 when the caller has it already.
///
/// # Errors
/// `internal.error` when the answer cannot be written as JSON.
pub fn tagged<T: Serialize>(request: &HttpRequest, version: i64, body: &T) -> Answer {
    let bytes = super::json_bytes(body)?;
    let digest: String = sha256(&bytes).chars().take(8).collect();
    let tag = format!("\"v{version}-{digest}\"");
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
    fn versions_in_tags() {
        for (tag, expected) in [
            ("\"v17\"", Some(17)),
            ("\"v17-1a2b3c4d\"", Some(17)),
            ("v17", None),
            ("W/\"v17\"", None),
            ("\"17\"", None),
            ("*", None),
        ] {
            assert_eq!(version(tag), expected, "{tag}");
        }
    }
}
