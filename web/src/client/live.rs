//! What changed, as it happens.

use shared::contract::changes::{Changes, LiveEvent};
use shared::problem::Code;

use super::problem::is_refused;
use super::{events, get, json};
use crate::pause::pause;

/// Time before the stream is asked for again, in milliseconds, when the server does not say.
const BETWEEN: i32 = 5_000;

/// Time before the stream is asked for, in milliseconds: what the page shows comes first.
const AT_FIRST: i32 = 2_000;

/// What an open page is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Something changed.
    Changed(LiveEvent),
    /// What is shown may be old: all of it is to be read again.
    Resync,
}

/// Follows what changes in the perimeter, over and over, until nobody is told any more or it may not be followed.
pub async fn follow_events(mut told: impl FnMut(Option<News>) -> bool) {
    // The place from which to follow, before anything is read. Without it what happens before the stream begins is not told.
    let start = get("/changes").send::<Changes>().await;
    let (mut last, mut retry) = (start.ok().map(|start| start.next), Some(BETWEEN));
    pause(AT_FIRST).await;
    while told(None) {
        let mut call = get("/events").accept("text/event-stream");
        if let Some(last) = &last {
            call.headers.push(("Last-Event-ID", last.clone()));
        }
        match call.response().await {
            Ok(stream) => {
                let tell = |event: events::Event| {
                    last = event.id.or(last.take());
                    match (event.name.as_str(), json::read::<LiveEvent>(&event.data)) {
                        ("changed", Ok(event)) => told(Some(News::Changed(event))),
                        ("resync", _) => told(Some(News::Resync)),
                        // An event of a newer server.
                        _ => told(None),
                    }
                };
                if events::watch(&stream, &mut retry, tell).await.unwrap_or(false) {
                    return;
                }
            }
            Err(problem) if is_refused(&problem, Code::RightMissing) => return,
            // Signed out, or nobody answers: the page says so elsewhere, and this is asked again later.
            Err(_) => {}
        }
        pause(retry.unwrap_or(BETWEEN)).await;
    }
}
