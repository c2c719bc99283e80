//! Writing a dated fact over HTTP: state, change, end, retract. One way for all nouns.

use actix_web::HttpRequest;
use serde::Serialize;
use shared::contract::writing::{End, Retraction};

use super::body::Body;
use super::caller::Caller;
use super::etag::if_match;
use super::problem::Answer;
use super::query::Params;
use super::writing::{Asked, Written, write};
use crate::app::facts::{self, Made, Stated};
use crate::app::writing::Transaction;
use crate::app::{Ctx, Failure};

/// A new thing, answered with 201 and its place.
///
/// # Errors
/// `request.key_required`, and what the work refuses.
pub(super) async fn create<B: Send + 'static, V: Serialize>(
    request: &HttpRequest,
    caller: &Caller,
    body: Body<B>,
    noun: &'static str,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>, B) -> Result<Made<V>, Failure> + Send + 'static,
) -> Answer {
    let Body { value, hash } = body;
    let asked = Asked::creation(request, caller, Params::of(request)?, &hash)?;
    write(caller, asked, move |ctx, tx| {
        let made = work(ctx, tx, value)?;
        Written::created(format!("/api/v1/{noun}/{}", made.id), made.version, &made.fact)
    })
    .await
}

/// A change of a thing, answered with the thing as it is then; with 204 when no day of it is left.
///
/// # Errors
/// `request.if_match_required`, `request.stale_version`, and what the work refuses.
pub(super) async fn change<B: Send + 'static, V: Serialize>(
    request: &HttpRequest,
    caller: &Caller,
    body: Body<B>,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>, i64, B) -> Result<Made<V>, Failure> + Send + 'static,
) -> Answer {
    let version = if_match(request)?;
    let asked = Asked::change(Params::of(request)?)?;
    write(caller, asked, move |ctx, tx| {
        let made = work(ctx, tx, version, body.value)?;
        match &made.fact {
            Some(fact) => Written::changed(made.version, fact),
            None => Ok(Written::nothing()),
        }
    })
    .await
}

/// The end of a thing.
///
/// # Errors
/// As [`change`].
pub(super) async fn end<T: Stated>(
    request: &HttpRequest,
    caller: &Caller,
    id: T::Id,
    body: Body<End>,
) -> Answer {
    change(request, caller, body, move |ctx, tx, version, end| facts::end::<T>(ctx, tx, id, version, &end))
        .await
}

/// What was stated of a thing by error.
///
/// # Errors
/// As [`change`].
pub(super) async fn retract<T: Stated>(
    request: &HttpRequest,
    caller: &Caller,
    id: T::Id,
    body: Body<Retraction>,
) -> Answer {
    let work = move |ctx: &Ctx, tx: &mut Transaction<'_>, version, retraction: Retraction| {
        facts::retract::<T>(ctx, tx, id, version, &retraction)
    };
    change(request, caller, body, work).await
}
