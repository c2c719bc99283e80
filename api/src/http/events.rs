//! `GET /events`: what changed, told to open screens as it happens, by server-sent events.
//!
//! The id of an event is a token of the change feed: whoever was cut off takes up after it. Refuses
//! to keep more streams of one account than its screens need, and to go on past the end of the token.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use futures_util::stream;
use shared::id::AccountId;

use super::caller::Caller;
use super::cursor::{binding, sealed, unsealed};
use super::feed::PATH;
use super::problem::{Answer, blocking};
use super::{clock, query};
use crate::app::Failure;
use crate::app::events::{self, Next};
use crate::app::feed::Mark;
use crate::authn::rights::Standing;

/// How often new events are looked for.
const LOOKED_FOR: Duration = Duration::from_secs(1);
/// How often something is sent when nothing happens, in lookings: fifteen seconds.
const HEARTBEAT: u32 = 15;
/// How often rights are looked at when nothing happens, in lookings; what is told is always told with the rights of then.
const RIGHTS: u32 = 5;
/// Streams of one account at once: a browser keeps six connections to a server, and some people use two.
const MOST: usize = 12;
/// What a screen is told whose place a newer one takes: to come back in a minute.
const LATER: &str = "retry: 60000\n\n";

/// The streams that are open, by account, oldest first.
static OPEN: Mutex<BTreeMap<AccountId, VecDeque<u64>>> = Mutex::new(BTreeMap::new());
/// The number of the next stream.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// The place of one stream among those of its account. The newest always has one: a screen that was left is only found out
/// when something is sent to it.
struct Place(AccountId, u64);

impl Place {
    fn take(account: AccountId) -> Place {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.entry(account).or_default();
        own.push_back(number);
        if own.len() > MOST {
            own.pop_front();
        }
        Place(account, number)
    }

    fn is_kept(&self) -> bool {
        let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&self.0).is_some_and(|own| own.contains(&self.1))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.0) {
            own.retain(|number| *number != self.1);
            if own.is_empty() {
                open.remove(&self.0);
            }
        }
    }
}

/// What changed in your perimeter, as it happens: server-sent events, for open screens.
///
/// `event: changed` has a `LiveEvent` as JSON: `resource`, `id`, `establishment`, `operation`, and `subject` for a comment; ids
/// alone, only of what you may read. The first event is `started`. `resync` says that what you hold is to be read again: the
/// place where you were is no longer known, or what you may read has changed. `Last-Event-ID` takes up after an event, also
/// after a restart of the server; a token of `GET /changes` serves too: taken before a screen is read, it misses nothing. Something is sent every fifteen seconds. Ends with the token, the session, and when your
/// rights change. Twelve streams at once for an account: beyond,
/// the oldest ends.
#[utoipa::path(operation_id = "follow_events", tag = "journal",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event that was read.")),
    responses((status = 200, description = "Events.", body = String, content_type = "text/event-stream")),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("beta"))))]
#[get("/events")]
pub async fn follow_events(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok());
    let last = last.filter(|text| !text.is_empty());
    let own = binding(&caller.name(), PATH, &[]);
    let ctx = caller.owned();
    let now = blocking(move || events::begin(&ctx)).await?;
    let place = Place::take(caller.session().held.account);
    let known: Option<Mark> = last.and_then(|text| unsealed(text.trim(), caller.secret(), &own));
    // A mark that is none of ours says nothing of what the screen holds.
    let (mark, word) = match known {
        Some(mark) => (mark, None),
        None => (now, Some(if last.is_some() { "resync" } else { "started" })),
    };
    let mut follower =
        Follower { caller, own, mark, lookings: 0, ready: VecDeque::new(), ended: false, place };
    follower.ready.push_back("retry: 2000\n\n".to_owned());
    if let Some(word) = word {
        let text = follower.event(word, "{}", &follower.mark);
        follower.ready.push_back(text);
    }
    let told = stream::unfold(follower, |mut follower| async move {
        let next = follower.next().await?;
        Some((Ok::<_, actix_web::Error>(web::Bytes::from(next)), follower))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // Compressed events would wait in a buffer.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(told))
}

/// An open screen.
struct Follower {
    caller: Caller,
    own: [u8; 32],
    mark: Mark,
    lookings: u32,
    ready: VecDeque<String>,
    ended: bool,
    place: Place,
}

impl Follower {
    fn event(&self, name: &str, data: &str, mark: &Mark) -> String {
        let id = sealed(mark, self.caller.secret(), &self.own);
        format!("id: {id}\nevent: {name}\ndata: {data}\n\n")
    }

    /// What to send next; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some(text) = self.ready.pop_front() {
                return Some(text);
            }
            if self.ended {
                return None;
            }
            if !self.place.is_kept() {
                self.ended = true;
                return Some(LATER.to_owned());
            }
            let (caller, after) = (self.caller.clone(), self.mark.clone());
            let looks_at_rights = self.lookings.is_multiple_of(RIGHTS);
            let found = blocking(move || {
                let mut ctx = caller.owned();
                (ctx.now, ctx.today) = clock::now();
                if ctx.now >= caller.session().end {
                    return Ok(None);
                }
                let may_go_on = || {
                    let (held, session) = (&caller.session().held, caller.session().session);
                    let rights = caller.state().authenticator.rights();
                    let standing = rights.standing(&ctx.database, held.account, ctx.now)?;
                    let goes_on = matches!(standing, Standing::Active(now, open)
                        if now.version == held.version && open.contains(&session));
                    Ok::<_, Failure>(goes_on)
                };
                let next = events::next(&ctx, &after)?;
                let is_silent = matches!(&next, Next::Told(events, _) if events.is_empty());
                if (looks_at_rights || !is_silent) && !may_go_on()? {
                    return Ok(None);
                }
                Ok(Some(next))
            });
            // A failure closes the stream: whoever reads it takes it up again, and is then told why.
            match found.await.ok()?? {
                Next::Told(events, mark) => {
                    for event in events {
                        let data = serde_json::to_string(&event.told).ok()?;
                        let text = self.event("changed", &data, &event.mark);
                        self.ready.push_back(text);
                    }
                    self.mark = mark;
                }
                Next::Lost(mark) => {
                    self.mark = mark;
                    let text = self.event("resync", "{}", &self.mark);
                    self.ready.push_back(text);
                }
            }
            if self.ready.is_empty() {
                tokio::time::sleep(LOOKED_FOR).await;
                self.lookings = self.lookings.wrapping_add(1);
                if self.lookings.is_multiple_of(HEARTBEAT) {
                    return Some(": \n\n".to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_account_has_so_many_streams_and_the_newest_always_has_its_place() {
        let (own, other) = (AccountId::from(Uuid::now_v7()), AccountId::from(Uuid::now_v7()));
        let elsewhere = Place::take(other);
        let mut places: Vec<Place> = (0..MOST).map(|_| Place::take(own)).collect();
        assert!(places.iter().all(Place::is_kept));
        places.push(Place::take(own));
        let kept: Vec<bool> = places.iter().map(Place::is_kept).collect();
        assert!(!kept[0] && kept[1..].iter().all(|kept| *kept), "{kept:?}");
        assert!(elsewhere.is_kept(), "each account has its own");
        drop(places);
        assert!(!OPEN.lock().unwrap().contains_key(&own), "nothing is left of what ended");
    }
}
