//! Pages of lists that `app` makes itself, and plain answers.

use std::str::FromStr;

use actix_web::HttpResponse;
use serde::Serialize;
use shared::problem::Code;

use super::problem::{Answer, ApiError};
use crate::app::Failure;
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
    match &asked.after {
        Some(after) if after.len() != keys => Err(ApiError::code(Code::BadCursor)),
        after => Ok(after.clone()),
    }
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
    let next = items.last().filter(|_| more).map(keys);
    Paged { items, next, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_only_when_there_is_more() {
        let page = |items: Vec<u32>| paged(items, 2, None, |one| vec![one.to_string()]);
        assert_eq!(page(vec![1, 2]).next, None);
        assert_eq!(page(vec![1, 2, 3]).next, Some(vec!["2".to_owned()]));
        assert_eq!(page(vec![1, 2, 3]).items, [1, 2]);
        assert_eq!(page(vec![]).next, None);
    }
}
