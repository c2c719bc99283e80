//! `GET /changes`: the change feed, and its tokens.
//!
//! A token is a [`Mark`] under a seal that only this server can make, bound to the caller. Refuses one that was changed or
//! is of somebody else; one that is no longer good says what to read again.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, get};
use shared::catalogue::requests as texts;
use shared::contract::changes::Changes;
use shared::fact::Noun;
use shared::problem::Code;
use shared::time::Instant;

use super::caller::Caller;
use super::cursor::{binding, sealed, unsealed};
use super::listing::limit;
use super::pages;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use crate::app::feed::{self, Asked, Followed, Mark, RESOURCES};

/// What tokens are bound to, beside the caller: they serve whatever the collections and the size of the page.
pub(super) const PATH: &str = "changes";

/// A mark as text.
fn close(caller: &Caller, mark: &Mark) -> String {
    sealed(mark, caller.secret(), &binding(&caller.name(), PATH, &[]))
}

/// The token from which the feed goes on after what was known at an instant: the last line of a dump tells it.
///
/// # Errors
/// Failures of the database.
pub(super) async fn token_at(caller: &Caller, known_at: Instant) -> Result<String, ApiError> {
    let ctx = caller.owned();
    let mark = blocking(move || feed::mark_at(&ctx, known_at)).await?;
    Ok(close(caller, &mark))
}

/// What changes touched since a token, in the order of commits.
///
/// Ids alone, each once for a change: what they hold is read with the rights of the moment. Without `after`: nothing, and a
/// token of now; the last line of a dump (`application/x-ndjson`) gives the token of what it holds, as `changes`. A token is
/// the caller's own and serves for 90 days, with any `resources`. Later, or once what the caller may read has changed, the
/// answer is 410 `feed.resync_required`: its `lists` say what to read again, its `next` from where to follow then. A page
/// may be empty while `more` is true. The feed tells what is recorded: that a day comes on which something begins or ends is
/// no change. Each collection needs the right `read` on its own rubric; those that may not be read are left out, and refused
/// (403) when they are named.
#[utoipa::path(operation_id = "follow_changes", tag = "journal",
    params(
        ("after" = Option<String>, Query, description = "`next` of the answer before, or `changes` of the last line of a dump."),
        ("resources" = Option<Vec<String>>, Query, description = "Collections: `establishments`, `sites`, `structures`, `posts`, `practitioners`, `statuses`, `positions`, `headships`, `affectations`, `reservations`, `requests`, `tours`. Repeated, or joined by commas; all of them when it is left out."),
        ("limit" = Option<u32>, Query, minimum = 1, description = "Size of the page, 50 when it is left out; above 500 it is lowered to 500."),
    ),
    responses((status = 200, description = "What was touched.", body = Changes)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-gone" = json!(true))))]
#[get("/changes")]
pub async fn follow_changes(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let resources = resources(params.all("resources"))?;
    let after = params.one("after")?;
    let limit = limit(&mut params)?;
    params.finish()?;
    let own = binding(&caller.name(), PATH, &[]);
    let open = |text: String| {
        let mark: Option<Mark> = unsealed(&text, caller.secret(), &own);
        mark.ok_or_else(|| ApiError::about(Code::BadCursor, "after", texts::BAD_TOKEN))
    };
    let asked = Asked { resources, limit, after: after.map(open).transpose()? };
    let ctx = caller.owned();
    match blocking(move || feed::follow(&ctx, &asked)).await? {
        Followed::Told(items, next, more) => {
            pages::json(&Changes { items, next: close(&caller, &next), more, limit })
        }
        Followed::Lost(lists, next) => {
            let mut lost = ApiError::refused(Code::ResyncRequired, texts::RESYNC);
            lost.0.more.insert("lists".to_owned(), lists.into());
            lost.0.more.insert("next".to_owned(), close(&caller, &next).into());
            Err(lost)
        }
    }
}

/// Collections by name, repeated or joined by commas.
fn resources(texts: Vec<String>) -> Result<BTreeSet<Noun>, ApiError> {
    let names = texts.iter().flat_map(|text| text.split(','));
    let noun = |name: &str| RESOURCES.into_iter().find(|noun| noun.name() == name);
    names.map(|name| noun(name).ok_or_else(|| ApiError::unreadable("resources"))).collect()
}
