//! Pages of lists that `app` makes itself, and plain answers.

use std::str::FromStr;

use actix_web::HttpResponse;
use serde::Serialize;
use shared::problem::Code;

use super::problem::{Answer, ApiError};
use crate::app::Failure;
pub use crate::app::listing::admits;
use crate::app::listing::{Asked, Paged};

/// An answer that has no version.
pub fn json<T: Serialize>(body: &T) -> Answer {
    let bytes = super::json_bytes(body)?;
    Ok(HttpResponse::Ok().content_type("application/json; charset=utf-8").body(bytes))
}

/// Where the page begins, in that many keys.
///
/// # Errors
/// `request.bad_cursor`.
pub fn after(asked: &Asked, keys: usize) -> Result<Option<Vec<String>>, ApiError> {
    let Some(after) = &asked.after else { return Ok(None) };
    let parts: Vec<String> = after.split(SEPARATOR).map(str::to_owned).collect();
    if parts.len() == keys { Ok(Some(parts)) } else { Err(ApiError::code(Code::BadCursor)) }
}

/// Stands between the keys of a place; in none of them.
const SEPARATOR: char = '\u{1f}';

/// Where the next page begins, by its keys.
pub fn place(keys: &[String]) -> String {
    keys.join(&SEPARATOR.to_string())
}

/// One key of where the page begins.
///
/// # Errors
/// `request.bad_cursor`.
pub fn key<T: FromStr>(keys: &[String], at: usize) -> Result<T, Failure> {
    let bad = || Failure::code(Code::BadCursor);
    keys.get(at).ok_or_else(bad)?.parse().map_err(|_| bad())
}

/// A page of what may hold one more than the limit.
pub fn paged<T>(
    mut items: Vec<T>,
    limit: usize,
    total: Option<u64>,
    keys: impl Fn(&T) -> Vec<String>,
) -> Paged<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| place(&keys(last)));
    Paged { items, next, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_only_when_there_is_more() {
        let page = |items: Vec<u32>| paged(items, 2, None, |one| vec![one.to_string()]);
        assert_eq!(page(vec![1, 2]).next, None);
        assert_eq!(page(vec![1, 2, 3]).next, Some("2".to_owned()));
        assert_eq!(page(vec![1, 2, 3]).items, [1, 2]);
        assert_eq!(page(vec![]).next, None);
    }
}
