//! `/nomenclatures`.

use actix_web::http::header;
use actix_web::{HttpRequest, get, web};
use shared::contract::Page;
use shared::contract::organisation::{NomenclatureEntryView, NomenclatureView};
use shared::time::View;

use super::caller::Caller;
use super::etag::tagged;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use crate::app::nomenclatures;

/// Seconds for which a list may be kept: a decree is known days before it applies.
const MAX_AGE: &str = "private, max-age=300";

/// Names of the dated lists, with the number of their codes on the day.
#[utoipa::path(operation_id = "list_nomenclatures", tag = "nomenclatures",
    responses((status = 200, description = "All lists, in one page.", body = Page<NomenclatureView>)),
    extensions(("x-rubric" = json!("reference_data")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true))))]
#[get("/nomenclatures")]
pub async fn list_nomenclatures(request: HttpRequest, caller: Caller) -> Answer {
    let view = view(&request, &caller).await?;
    let ctx = caller.owned();
    let items = blocking(move || nomenclatures::list(&ctx, view)).await?;
    kept(&request, 0, items, view)
}

/// The codes of one list on the day.
#[utoipa::path(operation_id = "get_nomenclature", tag = "nomenclatures", params(("code" = String, Path, description = "Name of the list.", example = "statuses")),
    responses((status = 200, description = "All its codes, in one page.", body = Page<NomenclatureEntryView>)),
    extensions(("x-rubric" = json!("reference_data")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true))))]
#[get("/nomenclatures/{code}")]
pub async fn get_nomenclature(request: HttpRequest, caller: Caller, code: web::Path<String>) -> Answer {
    let view = view(&request, &caller).await?;
    let ctx = caller.owned();
    let (version, items) = blocking(move || nomenclatures::entries(&ctx, &code, view)).await?;
    kept(&request, version, items, view)
}

async fn view(request: &HttpRequest, caller: &Caller) -> Result<View, ApiError> {
    let mut params = Params::of(request)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    Ok(view)
}

/// An answer that may be kept.
fn kept<T: serde::Serialize>(request: &HttpRequest, version: i64, items: Vec<T>, view: View) -> Answer {
    let limit = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let page = Page { items, next: None, total: None, limit, time: Some(view) };
    let mut answer = tagged(request, version, &page)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(MAX_AGE));
    Ok(answer)
}
