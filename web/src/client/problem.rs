//! Refusals: the problem sent by the server, or one of ours when no answer came or made sense.

use gloo_net::http::Response;
use shared::catalogue::screens::gates;
use shared::problem::{Code, Problem};

/// Whether the answer is a success; else the problem it carries.
pub(super) async fn of(response: Response) -> Result<Response, Problem> {
    if response.ok() || response.status() == 304 {
        return Ok(response);
    }
    let status = response.status();
    let text = super::text(response).await?;
    Err(read(status, &text))
}

/// The problem that a refusal carries.
pub(super) fn read(status: u16, text: &str) -> Problem {
    super::json::read(text).unwrap_or_else(|_| ours(status, gates::UNREADABLE_TITLE, gates::UNREADABLE))
}

/// No answer came.
pub(super) fn unreachable() -> Problem {
    ours(0, gates::UNREACHABLE_TITLE, gates::UNREACHABLE)
}

/// The answer makes no sense.
pub(super) fn unreadable() -> Problem {
    ours(0, gates::UNREADABLE_TITLE, gates::UNREADABLE)
}

fn ours(status: u16, title: &str, detail: &str) -> Problem {
    Problem {
        kind: String::new(),
        code: "client.answer".to_owned(),
        status,
        title: title.to_owned(),
        detail: detail.to_owned(),
        request_id: String::new(),
        errors: Vec::new(),
        allowed_actions: None,
        more: serde_json::Map::new(),
    }
}

/// Whether the problem has this code.
pub fn is_refused(problem: &Problem, code: Code) -> bool {
    problem.code == code.wire()
}

/// What the server says of one field, by its JSON pointer (`/email`).
pub fn field_error(problem: &Problem, pointer: &str) -> Option<String> {
    let error = problem.errors.iter().find(|error| error.pointer == pointer);
    error.map(|error| error.detail.clone())
}
