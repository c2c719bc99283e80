//! From any failure, the framework's own included, to one `application/problem+json` (RFC 9457).
//!
//! A failure of the machine is logged once with its causes, and shown as nothing but the id of the request. The body
//! is written by the outermost layer ([`super::border`]), which alone knows that id.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use shared::catalogue::{commands, problems, requests};
use shared::problem::Code;

use crate::app::{Failure, Refusal, chain};

/// What every handler answers.
pub type Answer = Result<HttpResponse, ApiError>;

/// A failure on its way to the caller.
#[derive(Debug)]
pub struct ApiError(pub Box<Refusal>);

impl ApiError {
    /// A refusal whose title says everything.
    pub fn code(code: Code) -> ApiError {
        ApiError::from(Failure::code(code))
    }

    /// A refusal with its own sentence.
    pub fn refused(code: Code, detail: impl Into<String>) -> ApiError {
        ApiError::from(Failure::refused(code, detail))
    }

    /// A parameter or a field that is wrong.
    pub fn about(code: Code, pointer: &str, detail: impl Into<String>) -> ApiError {
        ApiError::from(Failure::about(code, pointer, detail))
    }

    /// A parameter whose value cannot be read.
    pub fn unreadable(name: &str) -> ApiError {
        ApiError::about(Code::RequestMalformed, name, requests::unreadable_value(name))
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.wire())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code()).finish();
        response.extensions_mut().insert(Refused(self.0.clone()));
        response
    }
}

/// Left on a response for the outermost layer, which writes the body.
pub(super) struct Refused(pub(super) Box<Refusal>);

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> ApiError {
        match failure {
            Failure::Refused(refusal) => ApiError(refusal),
            Failure::NothingDone { code, message } => match Code::from_wire(&code) {
                Some(code) => ApiError::refused(code, message),
                // A file or a row that the pipeline refuses with a code of its own.
                None if is_of_a_file(&code) => {
                    let mut error = ApiError::refused(Code::FileRefused, message);
                    error.0.more.insert("cause".to_owned(), code.into());
                    error
                }
                None if code.ends_with(".unknown") => ApiError::refused(Code::NotFound, message),
                // A code of the command line that should not come here: nobody could do anything with it.
                None => {
                    tracing::error!(code, "a refusal that has no code of the table");
                    ApiError::refused(Code::Internal, problems::INTERNAL_DETAIL)
                }
            },
            Failure::Busy(cause) => {
                tracing::warn!(cause = %chain(&cause), "database busy");
                ApiError::refused(Code::Overloaded, commands::BUSY)
            }
            Failure::Unreachable(cause) => {
                tracing::error!(cause = %chain(&cause), "database unavailable");
                ApiError::code(Code::DatabaseUnavailable)
            }
            Failure::Database(cause) => internal(&cause),
            Failure::Machine { doing, source } => {
                tracing::error!(doing, cause = %chain(source.as_ref()), "internal error");
                ApiError::refused(Code::Internal, problems::INTERNAL_DETAIL)
            }
        }
    }
}

/// Whether a code is of the reading of a file: a family of `reader/error.rs` or of the findings, or a rule (`RAT-01`).
fn is_of_a_file(code: &str) -> bool {
    let family = code.split_once('.').map(|(family, _)| family);
    family.is_none_or(|family| matches!(family, "file" | "codes" | "column" | "line" | "cell" | "attachment"))
}

fn internal(cause: &(dyn std::error::Error + 'static)) -> ApiError {
    tracing::error!(cause = %chain(cause), "internal error");
    ApiError::refused(Code::Internal, problems::INTERNAL_DETAIL)
}

/// Runs blocking work (the database, hashing, files) away from the threads that answer.
///
/// # Errors
/// What the work says; `internal.error` when it panicked.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, ApiError> {
    match actix_web::web::block(work).await {
        Ok(done) => done.map_err(ApiError::from),
        // The work panicked, or the pool is gone: both are ours.
        Err(_) => Err(ApiError::refused(Code::Internal, problems::INTERNAL_DETAIL)),
    }
}
