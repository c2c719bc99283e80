//! A JSON body: its kind, size and encoding checked, unknown fields refused, the wrong one named by a pointer.

use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use shared::catalogue::requests as texts;
use shared::problem::Code;

use super::problem::ApiError;
use crate::app::Failure;
use crate::digest::sha256;

/// Largest body that is not an upload.
pub const LIMIT: usize = 1 << 20;

/// A body read as a type of the contract, with the hash of its bytes.
pub struct Body<T> {
    /// What was sent.
    pub value: T,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = check_kind(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            kind?;
            let bytes = bytes.await.map_err(|error| {
                // The limit of the payload is the only refusal that has a status of its own.
                if error.as_response_error().status_code().as_u16() == 413 {
                    ApiError::code(Code::TooLarge)
                } else {
                    ApiError::code(Code::RequestMalformed)
                }
            })?;
            Ok(Body { value: read(&bytes)?, hash: sha256(&bytes) })
        })
    }
}

/// A JSON body that may be left out.
pub struct Optional<T>(pub Option<T>);

impl<T: DeserializeOwned + 'static> FromRequest for Optional<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = request.headers();
        let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let empty = length.unwrap_or("0") == "0" && !headers.contains_key(header::TRANSFER_ENCODING);
        if empty {
            return Box::pin(async { Ok(Optional(None)) });
        }
        let body = Body::<T>::from_request(request, payload);
        Box::pin(async move { Ok(Optional(Some(body.await?.value))) })
    }
}

fn check_kind(request: &HttpRequest) -> Result<(), ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let mut parts = kind.split(';').map(str::trim);
    let json = matches!(parts.next(), Some("application/json" | "application/merge-patch+json"));
    let utf8 =
        parts.all(|part| part.strip_prefix("charset=").is_none_or(|name| name.trim_matches('"') == "utf-8"));
    if json && utf8 && !request.headers().contains_key(header::CONTENT_ENCODING) {
        Ok(())
    } else {
        Err(ApiError::refused(Code::MediaType, texts::JSON_EXPECTED))
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        let text = inner.to_string();
        if text.starts_with("unknown field") {
            return ApiError::about(Code::UnknownField, &pointer, texts::UNKNOWN_FIELD);
        }
        if text.starts_with(texts::NOT_TAKEN_AWAY) {
            let error = crate::app::wrong(&pointer, "field.required", texts::NOT_TAKEN_AWAY);
            return ApiError::from(Failure::invalid(vec![error]));
        }
        if let Some(name) = missing_field(&text) {
            let pointer = format!("{pointer}/{}", escaped(name));
            return ApiError::about(Code::RequestMalformed, &pointer, texts::missing_field(name));
        }
        if inner.is_data() {
            ApiError::about(Code::RequestMalformed, &pointer, texts::WRONG_TYPE)
        } else {
            ApiError::refused(Code::RequestMalformed, texts::NOT_JSON)
        }
    })?;
    if holds_nul(bytes) {
        return Err(ApiError::refused(Code::Invalid, texts::NUL_IN_TEXT));
    }
    reader.end().map_err(|_| ApiError::refused(Code::RequestMalformed, texts::NOT_JSON))?;
    Ok(value)
}

/// The name of the field without which a body cannot be read: the reader tells it in its sentence alone.
fn missing_field(text: &str) -> Option<&str> {
    text.strip_prefix("missing field `")?.split('`').next()
}

/// Whether some text holds the character NUL, which is in no name and which a database cannot keep.
fn holds_nul(bytes: &[u8]) -> bool {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        if escaped {
            escaped = false;
            if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"u0000")) {
                return true;
            }
        } else {
            escaped = *byte == b'\\';
        }
    }
    false
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            serde_path_to_error::Segment::Seq { index } => format!("/{index}"),
            serde_path_to_error::Segment::Map { key } => {
                format!("/{}", escaped(key))
            }
            _ => String::new(),
        })
        .collect()
}

/// A name inside a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
