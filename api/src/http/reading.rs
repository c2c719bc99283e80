//! Reading a dated noun over HTTP: a page of its list, one thing, its past. One way for all nouns.

use actix_web::HttpRequest;
use shared::catalogue::requests as texts;
use shared::contract::AsRead;
use shared::contract::lists::Test;
use shared::id::PractitionerId;
use shared::problem::Code;

use super::caller::Caller;
use super::etag::tagged;
use super::feed;
use super::format;
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::sparse::Fields;
use crate::app::list_files::{self, Exported};
use crate::app::listing::Condition;
use crate::app::practitioners::{self, OWN};
use crate::app::reading::{self, Shown};
use crate::app::{Ctx, Failure};

/// A page of a list.
///
/// # Errors
/// The codes of `request.*` with status 400; `right.missing`.
pub(super) async fn list<T: Shown>(request: &HttpRequest, caller: &Caller, params: Params) -> Answer {
    let asked = ListRequest::read(request, caller, params, T::LISTING).await?;
    page::<T>(caller, asked).await
}

async fn page<T: Shown>(caller: &Caller, asked: ListRequest) -> Answer {
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || reading::list::<T>(&ctx, &query)).await?;
    asked.answer(caller, page)
}

/// What is asked of pages alone: a file is the whole list in one form.
const OF_PAGES: [&str; 5] = ["limit", "cursor", "include", "total", "fields"];

/// A page of a list, or all of it as a file.
///
/// # Errors
/// As [`list`]; `request.not_acceptable`; `request.unknown_parameter` for what is asked of pages alone.
pub(super) async fn list_or_file<T: Exported>(
    request: &HttpRequest,
    caller: &Caller,
    params: Params,
) -> Answer {
    list_or_file_within::<T>(request, caller, params, None).await
}

/// The same, of the part of the list that an address names.
///
/// # Errors
/// As [`list_or_file`].
pub(super) async fn list_or_file_within<T: Exported>(
    request: &HttpRequest,
    caller: &Caller,
    mut params: Params,
    within: Option<Condition>,
) -> Answer {
    let Some(format) = format::asked(request, &mut params)? else {
        let mut asked = ListRequest::read(request, caller, params, T::LISTING).await?;
        asked.asked.filters.extend(within);
        return page::<T>(caller, asked).await;
    };
    if let Some((name, _)) = params.pairs().iter().find(|(name, _)| OF_PAGES.contains(&name.as_str())) {
        return Err(ApiError::about(Code::UnknownParameter, name, texts::of_pages_alone(name)));
    }
    let mut asked = ListRequest::read(request, caller, params, T::LISTING).await?;
    asked.asked.filters.extend(within);
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    // Before the rows are read: what is recorded meanwhile is told again by the feed, and never missed.
    let changes = feed::token_at(caller, query.view.known_at).await?;
    let file = blocking(move || list_files::file::<T>(&ctx, &query, format, &changes)).await?;
    format::attachment(file, format)
}

/// A page of the part of a list that is about one practitioner. The request is read before the person is looked for: a
/// bad one is refused alike wherever the person is.
///
/// # Errors
/// As [`list`]; `request.not_found`.
pub(super) async fn list_of_practitioner<T: Shown>(
    request: &HttpRequest,
    caller: &Caller,
    id: PractitionerId,
) -> Answer {
    let mut asked = ListRequest::read(request, caller, Params::of(request)?, T::LISTING).await?;
    asked.asked.filters.push(Condition { field: OWN, test: Test::Among(vec![id.to_string()]) });
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || {
        practitioners::demand(&ctx, id)?;
        reading::list::<T>(&ctx, &query)
    })
    .await?;
    asked.answer(caller, page)
}

/// The thing that an address names by its id. Others are named by a number, which has to be looked for.
pub(super) fn by_id<I>(id: I) -> impl FnOnce(&Ctx) -> Result<I, Failure> {
    move |_| Ok(id)
}

/// One thing on a day. It is looked for once the whole request is read: what is outside the perimeter is refused as what
/// nobody has, with the same bytes, however badly it is asked.
///
/// # Errors
/// The codes of `request.*` with status 400; `right.missing`, `request.not_found`.
pub(super) async fn item<T: Shown>(
    request: &HttpRequest,
    caller: &Caller,
    find: impl FnOnce(&Ctx) -> Result<T::Id, Failure> + Send + 'static,
) -> Answer {
    let mut params = Params::of(request)?;
    let view = params.view(caller.ctx()).await?;
    let fields = Fields::read(request, caller, &mut params, T::LISTING)?;
    params.finish()?;
    let ctx = caller.owned();
    let (version, item) = blocking(move || reading::get::<T>(&ctx, find(&ctx)?, view)).await?;
    tagged(request, version, &AsRead { thing: fields.of(item)?, time: view })
}

/// The past of a thing along the axes that are asked, which is looked for as by [`item`].
///
/// # Errors
/// As [`item`].
pub(super) async fn history<T: Shown>(
    request: &HttpRequest,
    caller: &Caller,
    find: impl FnOnce(&Ctx) -> Result<T::Id, Failure> + Send + 'static,
) -> Answer {
    let mut params = Params::of(request)?;
    let asked = params.retrospect(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let past = blocking(move || reading::history::<T>(&ctx, find(&ctx)?, asked)).await?;
    tagged(request, past.version, &past)
}
