//! The outermost layer: gives each request its id, writes the body of every problem, and sets the headers that every
//! answer carries (`quality.md` 3.2), errors and assets too.

use std::panic::AssertUnwindSafe;
use std::time::Instant as Moment;

use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use futures_util::FutureExt as _;
use shared::catalogue::problems;
use shared::problem::Code;
use uuid::Uuid;

use super::problem::{ApiError, Refused};
use super::promise::{Promises, Unkept};
use super::refusals;
use crate::app::Refusal;

/// Id of a request, told in `X-Request-Id` and in problems.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// What each answer carries, whatever it is.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'; manifest-src 'self'",
    ),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// The layer.
///
/// # Errors
/// Failures that left no request to answer to, each with its whole answer inside.
pub async fn border(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Moment::now();
    let id = Uuid::now_v7().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    // The path may name nobody: people are searched by body, ids say nothing.
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let is_head = method == Method::HEAD;
    if is_head {
        // HEAD is GET without its body, wherever there is a GET.
        request.head_mut().method = Method::GET;
    }
    let promises = request.app_data::<web::Data<Promises>>().cloned();
    if let Some(unkept) = promises.and_then(|promises| promises.unkept(request.request())) {
        let mut refused = HttpResponse::from_error(ApiError::code(unkept.code()));
        if let Unkept::Method(allowed) = &unkept
            && let Ok(allowed) = HeaderValue::from_str(allowed)
        {
            refused.headers_mut().insert(header::ALLOW, allowed);
        }
        return Ok(request.into_response(finished(refused, &id, true)));
    }
    // The router needs the request for itself alone: nothing of it is kept here for the case of a failure.
    let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let (http_request, response) = match outcome {
        Ok(Ok(response)) => {
            let (request, response) = response.into_parts();
            let response = response.map_into_boxed_body();
            if refusals::is_refusal(&response) {
                refusals::tell(&request).await;
            }
            (Some(request), response)
        }
        Ok(Err(error)) => (None, HttpResponse::from_error(error)),
        Err(_) => {
            tracing::error!(request_id = id, "a handler panicked");
            let refused = ApiError::refused(Code::Internal, problems::INTERNAL_DETAIL);
            (None, HttpResponse::from_error(refused))
        }
    };
    let response = finished(response, &id, path.starts_with("/api/"));
    let response = if is_head { without_body(response) } else { response };
    let milliseconds = started.elapsed().as_millis();
    let status = response.status().as_u16();
    tracing::info!(request_id = id, %method, path, status, %milliseconds, "request");
    match http_request {
        Some(request) => Ok(ServiceResponse::new(request, response)),
        None => Err(InternalError::from_response("already answered", response).into()),
    }
}

/// The answer to HEAD. The connection tells the length of a body and does not send it; what would only be known by
/// making it, compressed or event after event, is made for nobody.
fn without_body(response: HttpResponse) -> HttpResponse {
    match response.body().size() {
        BodySize::Sized(_) => response,
        BodySize::None | BodySize::Stream => response.set_body(BoxBody::new(body::None::new())),
    }
}

/// The answer as it leaves: its problem written, the headers of every answer set.
fn finished(mut response: HttpResponse, id: &str, in_api: bool) -> HttpResponse {
    let status = response.status().as_u16();
    let refused = response.extensions_mut().remove::<Refused>().map(|refused| refused.0);
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM);
    if (refused.is_some() || status >= 400) && !told {
        let refusal = refused.unwrap_or_else(|| Box::new(by_status(status)));
        response = write_problem(&response, *refusal, id);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    default(headers, header::CACHE_CONTROL, "no-store");
    if in_api {
        default(headers, header::CONTENT_LANGUAGE, "fr");
    }
    response
}

const PROBLEM: &str = "application/problem+json";

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// What the framework refuses by itself.
fn by_status(status: u16) -> Refusal {
    let code = match status {
        401 => Code::AuthRequired,
        403 => Code::RightMissing,
        404 => Code::NotFound,
        405 => Code::Method,
        406 => Code::NotAcceptable,
        413 => Code::TooLarge,
        415 => Code::MediaType,
        503 => Code::Overloaded,
        400..=499 => Code::RequestMalformed,
        _ => Code::Internal,
    };
    Refusal {
        code,
        detail: code.title().to_owned(),
        errors: Vec::new(),
        allowed_actions: None,
        more: serde_json::Map::new(),
    }
}

fn write_problem(old: &HttpResponse, refusal: Refusal, id: &str) -> HttpResponse {
    let code = refusal.code;
    let problem = refusal.problem(id);
    let status = actix_web::http::StatusCode::from_u16(code.status()).unwrap_or(old.status());
    let mut answer = HttpResponse::build(status);
    for name in [header::ALLOW, header::SET_COOKIE] {
        for value in old.headers().get_all(&name) {
            answer.append_header((name.clone(), value.clone()));
        }
    }
    if code == Code::Method && !old.headers().contains_key(header::ALLOW) {
        // What is beside the contract is only read.
        answer.insert_header((header::ALLOW, "GET, HEAD"));
    }
    if status == actix_web::http::StatusCode::UNAUTHORIZED {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Some(seconds) = problem.more.get("retry_after").and_then(serde_json::Value::as_u64) {
        answer.insert_header((header::RETRY_AFTER, seconds));
    } else if matches!(code.status(), 429 | 503) {
        answer.insert_header((header::RETRY_AFTER, "5"));
    }
    let body = serde_json::to_string(&problem).unwrap_or_default();
    answer.content_type(PROBLEM).body(body)
}
