//! Requests on posts.

use serde::Serialize;
use shared::contract::requests::{RequestCreate, RequestEdit, RequestView};
use shared::contract::{History, Page};
use shared::id::RequestId;
use shared::problem::Problem;
use shared::workflow::request::RequestAction;

use super::{get, patch, post};
use crate::query::Pairs;

/// A page of requests.
pub async fn list_requests(query: &Pairs) -> Result<Page<RequestView>, Problem> {
    get("/requests").query(query).send().await
}

/// One request, with what the person may do with it now.
pub async fn get_request(id: &str, query: &Pairs) -> Result<RequestView, Problem> {
    get(format!("/requests/{id}")).query(query).send().await
}

/// Everything stated about a request.
pub async fn get_request_history(id: &str, query: &Pairs) -> Result<History<RequestView>, Problem> {
    get(format!("/requests/{id}/history")).query(query).send().await
}

/// Begins a draft.
pub async fn create_request(body: &RequestCreate) -> Result<RequestView, Problem> {
    post("/requests").once().json(body).send().await
}

/// Changes what is asked.
pub async fn edit_request(id: RequestId, version: i64, body: &RequestEdit) -> Result<RequestView, Problem> {
    patch(format!("/requests/{id}")).if_match(version).json(body).send().await
}

/// What comes with a step: only what its body has.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Said {
    /// Code of `workflow_motives`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motive: Option<String>,
    /// What is said with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Number that SIGMED gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sigmed_number: Option<String>,
}

/// Takes a step: each action has the path of its name.
pub async fn step_request(
    id: RequestId,
    action: RequestAction,
    version: i64,
    said: &Said,
) -> Result<RequestView, Problem> {
    post(format!("/requests/{id}/{action}")).if_match(version).json(said).send().await
}

/// Takes back the caller's last step.
pub async fn undo_request(id: RequestId, version: i64) -> Result<RequestView, Problem> {
    post(format!("/requests/{id}/undo")).if_match(version).json(&Said::default()).send().await
}
