//! The access token: kept in memory only, renewed in silence, once for all calls that wait.
//!
//! Only a refusal of the server ends a session. A call that found nobody, or that was cut because the page was being
//! left, says nothing about it: the next page tries again with the same cookie.

use std::cell::RefCell;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use gloo_net::http::RequestBuilder;
use leptos::prelude::{Callable, Callback, window};
use shared::problem::{Code, Problem};

/// What the session must know of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// No new token could be had: the person must sign in.
    Ended,
    /// Rights have changed: what the screen shows must be asked again.
    RightsChanged,
}

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static RENEWAL: RefCell<Option<Shared<LocalBoxFuture<'static, Renewed>>>> = const { RefCell::new(None) };
    static LISTENER: RefCell<Option<Callback<Event>>> = const { RefCell::new(None) };
}

/// Says who must know.
pub fn on_event(listener: Callback<Event>) {
    LISTENER.with(|place| *place.borrow_mut() = Some(listener));
}

/// Keeps a token for the next calls.
pub fn keep_token(token: String) {
    TOKEN.with(|place| *place.borrow_mut() = Some(token));
}

/// Forgets the token.
pub fn forget_token() {
    TOKEN.with(|place| *place.borrow_mut() = None);
}

pub(super) fn with_token(builder: RequestBuilder) -> RequestBuilder {
    match token() {
        Some(token) => builder.header("Authorization", &format!("Bearer {token}")),
        None => builder,
    }
}

/// Says in this browser that somebody is signed in, or no longer. Not a secret: it spares a first visit a refusal.
pub fn remember(signed_in: bool) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    // A browser that keeps nothing asks once more at each visit: nothing else is lost.
    let _ = if signed_in { storage.set_item(SIGNED_IN, "1") } else { storage.remove_item(SIGNED_IN) };
}

/// Whether somebody was signed in here; a browser that keeps nothing may have a cookie all the same.
pub fn may_be_signed_in() -> bool {
    match window().local_storage() {
        Ok(Some(storage)) => storage.get_item(SIGNED_IN).ok().flatten().is_some(),
        _ => true,
    }
}

const SIGNED_IN: &str = "signed_in";

/// The token in force.
pub(super) fn token() -> Option<String> {
    TOKEN.with(|place| place.borrow().clone())
}

/// Whether a new token could change the answer.
pub(super) fn could_help(problem: &Problem) -> bool {
    let code = Code::from_wire(&problem.code);
    matches!(code, Some(Code::TokenExpired | Code::TokenSuperseded | Code::AuthRequired)) && has_token()
}

fn has_token() -> bool {
    TOKEN.with(|place| place.borrow().is_some())
}

/// What asking for a new token gave: the problem is that of the server, or of the line.
pub type Renewed = Result<(), Problem>;

/// Renews after this refusal. An error is what to show in its place. Tells the session what happened.
pub(super) async fn renew_after(problem: &Problem) -> Renewed {
    let renewed = renew().await;
    match &renewed {
        Err(refusal) if ends(refusal) => tell(Event::Ended),
        Err(_) => {}
        Ok(()) if problem.code == Code::TokenSuperseded.wire() => tell(Event::RightsChanged),
        Ok(()) => {}
    }
    renewed
}

/// Whether a refused renewal means that there is no session any more, and not only that nobody answered.
pub fn ends(refusal: &Problem) -> bool {
    matches!(Code::from_wire(&refusal.code), Some(Code::AuthRequired | Code::RefreshReused))
}

/// Asks for a new token with the cookie of the session.
pub async fn renew() -> Renewed {
    let running = RENEWAL.with(|place| {
        let mut place = place.borrow_mut();
        place.get_or_insert_with(|| ask().boxed_local().shared()).clone()
    });
    let renewed = running.await;
    RENEWAL.with(|place| *place.borrow_mut() = None);
    renewed
}

async fn ask() -> Renewed {
    match super::session::refresh().await {
        Ok(token) => {
            keep_token(token.access_token);
            remember(true);
            Ok(())
        }
        Err(refusal) => {
            if ends(&refusal) {
                forget_token();
                remember(false);
            }
            Err(refusal)
        }
    }
}

fn tell(event: Event) {
    if let Some(listener) = LISTENER.with(|place| *place.borrow()) {
        listener.run(event);
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::unreachable;
    use super::*;

    fn problem(code: Code) -> Problem {
        Problem { code: code.wire().to_owned(), ..unreachable() }
    }

    #[test]
    fn only_a_refusal_ends_a_session() {
        assert!(ends(&problem(Code::AuthRequired)));
        assert!(ends(&problem(Code::RefreshReused)));
        assert!(!ends(&problem(Code::Overloaded)));
        assert!(!ends(&unreachable()));
    }
}
