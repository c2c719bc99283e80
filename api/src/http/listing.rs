//! From the query string of a list to what is asked of the database, and from rows to a page.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use shared::catalogue::requests as texts;
use shared::contract::Page;
use shared::contract::lists::Test;
use shared::habilitation::Right;
use shared::problem::Code;

use super::caller::Caller;
use super::cursor::{Cursor, binding};
use super::problem::{Answer, ApiError};
use super::query::{self, Params};
use super::sparse::Fields;
use crate::app::listing::{Asked, Condition, Listing, Meaning, Paged};

/// Size of a page when none is asked.
const DEFAULT_LIMIT: u32 = 50;
/// Largest page.
const MAX_LIMIT: u32 = 500;

/// A list as asked, with what closes the cursor of the next page.
pub struct ListRequest {
    /// What is asked.
    pub asked: Asked,
    binding: [u8; 32],
    begun_at: shared::time::Instant,
    timed: bool,
    fields: Fields,
}

impl ListRequest {
    /// Reads the query string of a list; the parameters that are not of lists must have been taken before.
    ///
    /// # Errors
    /// The codes of `request.*` with status 400.
    pub async fn read(
        request: &HttpRequest,
        caller: &Caller,
        mut params: Params,
        listing: &'static Listing,
    ) -> Result<ListRequest, ApiError> {
        let all = Params::of(request)?;
        let ctx = caller.ctx();
        let binding = binding(&caller.name(), request.path(), all.pairs());
        if !listing.timed
            && let Some((name, _)) =
                all.pairs().iter().find(|(name, _)| matches!(name.as_str(), "as_of" | "known_at"))
        {
            // What has no effective time is read as it is now: a day asked about would be ignored in silence.
            return Err(query::unknown(name));
        }
        let mut view = params.view(ctx).await?;
        let mut begun_at = ctx.now;
        let mut after = None;
        if let Some(text) = params.one("cursor")? {
            let cursor = Cursor::open(&text, caller.secret(), &binding, ctx.now)?;
            view = cursor.view;
            begun_at = cursor.begun_at;
            after = Some(cursor.after);
        }
        let limit = limit(&mut params)?;
        let total = match params.one("total")?.as_deref() {
            None => false,
            Some("exact" | "estimate") => true,
            Some(_) => {
                return Err(ApiError::unreadable("total"));
            }
        };
        let search = params.one("q")?.filter(|text| !text.trim().is_empty());
        if search.is_some() && listing.search.is_empty() {
            return Err(query::unknown("q"));
        }
        let sort = params.one("sort")?;
        let sort = listing.order(sort.as_deref(), |rubric| visible(caller, listing, rubric));
        let sort =
            sort.map_err(|name| ApiError::about(Code::UnknownSort, "sort", texts::unknown_sort(name)))?;
        let mut include = include(&mut params, listing)?;
        let mut fields = Fields::read(request, caller, &mut params, listing)?;
        fields.agree(&mut include, listing.includes);
        let mut filters = Vec::new();
        for (name, value) in params.rest() {
            filters.push(filter(caller, listing, &name, value)?);
        }
        let asked = Asked { view, filters, search, sort, after, limit, total, include };
        Ok(ListRequest { asked, binding, begun_at, timed: listing.timed, fields })
    }

    /// Reads a list that is asked by body: the query string says the time, what to include and the fields alone. The cursor is
    /// bound to the words too.
    ///
    /// # Errors
    /// As [`ListRequest::read`].
    pub async fn searched(
        request: &HttpRequest,
        caller: &Caller,
        listing: &'static Listing,
        (limit, cursor): (Option<u32>, Option<String>),
        words: String,
    ) -> Result<ListRequest, ApiError> {
        let ctx = caller.ctx();
        let mut params = Params::of(request)?;
        let mut bound = params.pairs().to_vec();
        bound.push(("body".to_owned(), words));
        let binding = binding(&caller.name(), request.path(), &bound);
        let mut view = params.view(ctx).await?;
        let mut include = include(&mut params, listing)?;
        let mut fields = Fields::read(request, caller, &mut params, listing)?;
        fields.agree(&mut include, listing.includes);
        params.finish()?;
        let (mut begun_at, mut after) = (ctx.now, None);
        if let Some(text) = cursor {
            let cursor = Cursor::open(&text, caller.secret(), &binding, ctx.now)?;
            (view, begun_at, after) = (cursor.view, cursor.begun_at, Some(cursor.after));
        }
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if limit == 0 {
            return Err(ApiError::about(Code::RequestMalformed, "/limit", texts::unreadable_value("limit")));
        }
        let (filters, sort) = (Vec::new(), listing.default_sort.to_vec());
        let limit = limit.min(MAX_LIMIT);
        let asked = Asked { view, filters, search: None, sort, after, limit, total: false, include };
        Ok(ListRequest { asked, binding, begun_at, timed: listing.timed, fields })
    }

    /// The page as an answer.
    ///
    /// # Errors
    /// `internal.error`.
    pub fn answer<T: Serialize>(&self, caller: &Caller, paged: Paged<T>) -> Answer {
        let next = paged.next.map(|after| {
            let cursor = Cursor { after, view: self.asked.view, begun_at: self.begun_at };
            cursor.close(caller.secret(), &self.binding)
        });
        let items = paged.items.into_iter().map(|item| self.fields.of(item));
        let page = Page {
            items: items.collect::<Result<Vec<_>, _>>()?,
            next,
            total: paged.total,
            limit: self.asked.limit,
            time: self.timed.then_some(self.asked.view),
        };
        let body = super::json_bytes(&page)?;
        Ok(HttpResponse::Ok().content_type("application/json; charset=utf-8").body(body))
    }
}

/// The size of a page: what is asked, at most [`MAX_LIMIT`]. Takes `limit` from the parameters.
///
/// # Errors
/// `request.malformed`.
pub(super) fn limit(params: &mut Params) -> Result<u32, ApiError> {
    match params.read::<u32>("limit")?.unwrap_or(DEFAULT_LIMIT) {
        0 => Err(ApiError::unreadable("limit")),
        limit => Ok(limit.min(MAX_LIMIT)),
    }
}

fn include(params: &mut Params, listing: &Listing) -> Result<BTreeSet<String>, ApiError> {
    let mut include = BTreeSet::new();
    for text in params.all("include") {
        for name in text.split(',') {
            if !listing.includes.contains(&name) {
                return Err(ApiError::about(
                    Code::UnknownParameter,
                    "include",
                    texts::unknown_parameter(name),
                ));
            }
            include.insert(name.to_owned());
        }
    }
    Ok(include)
}

fn filter(caller: &Caller, listing: &Listing, name: &str, value: String) -> Result<Condition, ApiError> {
    let (field_name, operator) = name.split_once('.').unwrap_or((name, ""));
    let field = listing.field(field_name).filter(|field| visible(caller, listing, field.rubric));
    let field = field.ok_or_else(|| query::unknown(name))?;
    let test = Test::asked(operator, value).ok_or_else(|| query::unknown(name))?;
    if !test.values().iter().all(|value| field.reads(value)) {
        return Err(ApiError::unreadable(name));
    }
    // The contract lists no comparison where the value given only stands for what the column holds.
    let is_compared = field.meaning == Meaning::Plain && field.words.is_none();
    if !is_compared && !matches!(test, Test::Among(_) | Test::NotAmong(_)) {
        return Err(query::unknown(name));
    }
    Ok(Condition { field: *field, test })
}

/// A field of another rubric, which the caller may read nowhere, does not exist for the caller. For the list's own rubric
/// the list itself is refused, by its name.
pub(super) fn visible(caller: &Caller, listing: &Listing, rubric: shared::habilitation::Rubric) -> bool {
    rubric == listing.rubric
        || caller.ctx().authority.allows_somewhere(caller.ctx().today, rubric, Right::Read)
}
