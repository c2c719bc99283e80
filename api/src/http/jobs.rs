//! `/jobs`: long work, looked at, followed as it goes, given up.

use std::collections::VecDeque;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use futures_util::stream;
use shared::contract::Page;
use shared::contract::imports::JobView;
use shared::id::JobId;

use super::body::Optional;
use super::caller::Caller;
use super::clock;
use super::etag::{if_match, tagged};
use super::imports::Nothing;
use super::listing::ListRequest;
use super::problem::{Answer, blocking};
use super::query::{self, Params};
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::jobs;
use crate::authn::rights::Standing;

/// How often new events are looked for.
const LOOKED_FOR: Duration = Duration::from_millis(400);
/// How often something is sent when nothing happens, in lookings: fifteen seconds.
const HEARTBEAT: u32 = 37;

/// Your long work, newest first.
#[utoipa::path(operation_id = "list_jobs", tag = "jobs",
    responses((status = 200, description = "One page of jobs.", body = Page<JobView>)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("jobs"))))]
#[get("/jobs")]
pub async fn list_jobs(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &jobs::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || jobs::list(&ctx, &query)).await?;
    asked.answer(&caller, page)
}

/// One piece of long work.
#[utoipa::path(operation_id = "get_job", tag = "jobs", params(("id" = JobId, Path, description = "Id of the job.")),
    responses((status = 200, description = "The job.", body = JobView)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/jobs/{id}")]
pub async fn get_job(request: HttpRequest, caller: Caller, id: web::Path<JobId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &jobs::LISTING)?;
    let ctx = caller.owned();
    let job = blocking(move || jobs::find(&ctx, *id)).await?;
    tagged(&request, job.version, &fields.of(job)?)
}

/// Give it up: at once when it waits, between two batches when it runs.
#[utoipa::path(operation_id = "cancel_job", tag = "jobs", params(("id" = JobId, Path, description = "Id of the job.")),
    responses((status = 200, description = "The job.", body = JobView)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/jobs/{id}/cancel")]
pub async fn cancel_job(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<JobId>,
    _: Optional<Nothing>,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        let job = jobs::cancel(ctx, tx, *id, Some(version))?;
        Written::changed(job.version, &job)
    })
    .await
}

/// Follow it as it goes: server-sent events, each the job as it then was.
///
/// `Last-Event-ID` takes up after an event, also after a restart of the server. Ends with the job, when your rights
/// change, and with the session.
#[utoipa::path(operation_id = "follow_job", tag = "jobs",
    params(("id" = JobId, Path, description = "Id of the job."), ("Last-Event-ID" = Option<i64>, Header, description = "The last event that was read.")),
    responses((status = 200, description = "Events.", body = String, content_type = "text/event-stream")),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/jobs/{id}/events")]
pub async fn follow_job(request: HttpRequest, caller: Caller, id: web::Path<JobId>) -> Answer {
    query::none(&request)?;
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok());
    let after = last.and_then(|value| value.trim().parse().ok()).unwrap_or(0);
    let (ctx, job) = (caller.owned(), *id);
    // Refused before the stream begins when it is not the caller's.
    blocking(move || jobs::find(&ctx, job)).await?;
    let follower = Follower { caller, job, after, silent: 0, ended: false, ready: VecDeque::new() };
    let events = stream::unfold((follower, true), |(mut follower, is_first)| async move {
        if is_first {
            return Some((Ok::<_, actix_web::Error>("retry: 2000\n\n".into()), (follower, false)));
        }
        let next = follower.next().await?;
        Some((Ok(web::Bytes::from(next)), (follower, false)))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // Compressed events would wait in a buffer.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(events))
}

/// Somebody who follows a job.
struct Follower {
    caller: Caller,
    job: JobId,
    after: i64,
    silent: u32,
    ended: bool,
    ready: VecDeque<String>,
}

impl Follower {
    /// What to send next; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some(text) = self.ready.pop_front() {
                return Some(text);
            }
            if self.ended {
                return None;
            }
            let (caller, job, after) = (self.caller.clone(), self.job, self.after);
            let found = blocking(move || {
                let mut ctx = caller.owned();
                (ctx.now, ctx.today) = clock::now();
                // Rights are those of now, also in a stream that is open.
                let (held, session) = (&caller.session().held, caller.session().session);
                let rights = caller.state().authenticator.rights();
                match rights.standing(&ctx.database, held.account, ctx.now)? {
                    Standing::Active(now, open) if now.version == held.version && open.contains(&session) => {
                    }
                    _ => return Ok(None),
                }
                let events = jobs::events(&ctx, job, after)?;
                Ok(Some((events, jobs::find(&ctx, job)?.state.has_ended())))
            });
            // A failure closes the stream: whoever reads it takes it up again, and is then told why.
            let (events, ended) = found.await.ok()??;
            self.ended = ended && events.is_empty();
            for event in events {
                self.after = event.seq;
                self.ready.push_back(format!("id: {}\nevent: job\ndata: {}\n\n", event.seq, event.body));
            }
            if self.ready.is_empty() && !self.ended {
                tokio::time::sleep(LOOKED_FOR).await;
                self.silent += 1;
                if self.silent >= HEARTBEAT {
                    self.silent = 0;
                    return Some(": \n\n".to_owned());
                }
            } else {
                self.silent = 0;
            }
        }
    }
}
