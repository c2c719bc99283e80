//! Long work: look, follow, cancel.

use gloo_net::http::Response;
use shared::contract::imports::JobView;
use shared::id::JobId;
use shared::problem::Problem;
use wasm_bindgen::JsValue;

use super::{events, get, post};
use crate::pause::pause;

/// Time between two looks when the stream cannot be had, in milliseconds.
const BETWEEN_LOOKS: i32 = 1_200;

/// One job.
pub async fn get_job(id: JobId) -> Result<JobView, Problem> {
    get(format!("/jobs/{id}")).send().await
}

/// Gives it up.
pub async fn cancel_job(id: JobId, version: i64) -> Result<JobView, Problem> {
    post(format!("/jobs/{id}/cancel")).if_match(version).send().await
}

/// Follows a job to its end, by the stream of its events, and by looking again where the stream breaks. `told` says
/// whether anybody still watches.
pub async fn follow_job(id: JobId, mut told: impl FnMut(JobView) -> bool) -> Result<(), Problem> {
    let mut last = None;
    loop {
        // Whatever breaks the stream, the look below says where the job stands, or why it cannot be told.
        if let Ok(stream) = open(id, last.as_deref()).await
            && watch(&stream, &mut last, &mut told).await.unwrap_or(false)
        {
            return Ok(());
        }
        let job = get_job(id).await?;
        let ended = job.state.has_ended();
        if !told(job) || ended {
            return Ok(());
        }
        pause(BETWEEN_LOOKS).await;
    }
}

async fn open(id: JobId, last: Option<&str>) -> Result<Response, Problem> {
    let mut call = get(format!("/jobs/{id}/events")).accept("text/event-stream");
    if let Some(last) = last {
        call.headers.push(("Last-Event-ID", last.to_owned()));
    }
    call.response().await
}

/// Whether the end of the job was seen, or nobody watches any more.
async fn watch(
    answer: &Response,
    last: &mut Option<String>,
    told: &mut impl FnMut(JobView) -> bool,
) -> Result<bool, JsValue> {
    events::watch(answer, &mut None, |event| {
        *last = event.id.or(last.take());
        // What is not a job is an event of a newer server.
        let Ok(job) = super::json::read::<JobView>(&event.data) else { return true };
        let ended = job.state.has_ended();
        told(job) && !ended
    })
    .await
}
