//! `/code_mappings`: local codes and their national meaning, and the queue of those that wait for one.

use actix_web::{HttpRequest, get, put, web};
use shared::contract::imports::{CodeDomainPut, CodeDomainView, CodeMappingItem};
use shared::contract::{AsRead, Page};

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::listing::ListRequest;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::writing::{self, Written, write};
use crate::app::code_mappings::{self, LISTING};
use crate::app::listing::Paged;

/// Local codes of the perimeter; with `state=unmapped`, those that open imports of an establishment ask for.
#[utoipa::path(operation_id = "list_code_mappings", tag = "imports",
    params(("state" = Option<String>, Query, description = "`mapped` (default), or `unmapped`: the queue, which needs `establishment`.")),
    responses((status = 200, description = "One page of codes.", body = Page<CodeMappingItem>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("code_mappings"))))]
#[get("/code_mappings")]
pub async fn list_code_mappings(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let is_queue = match params.one("state")?.as_deref() {
        None | Some("mapped") => false,
        Some("unmapped") => true,
        Some(_) => {
            return Err(ApiError::unreadable("state"));
        }
    };
    let finess = is_queue.then(|| params.clone().required("establishment")).transpose()?;
    let asked = ListRequest::read(&request, &caller, params, &LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || {
        if let Some(finess) = finess {
            return code_mappings::waiting(&ctx, &finess, &query);
        }
        let page = code_mappings::list(&ctx, &query)?;
        let items = page.items.into_iter().map(CodeMappingItem::Mapped).collect();
        Ok(Paged { items, next: page.next, total: page.total })
    })
    .await?;
    asked.answer(&caller, page)
}

/// The codes of one domain of an establishment on a day, as one document.
#[utoipa::path(operation_id = "get_code_domain", tag = "imports",
    params(("domain" = String, Path, description = "Domain: `status`, `position`, `structure`, `speciality`, `contract_motive`, `exit_reason` or `headship`."), ("establishment" = String, Query, description = "FINESS EJ.")),
    responses((status = 200, description = "The document.", body = AsRead<CodeDomainView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true))))]
#[get("/code_mappings/{domain}")]
pub async fn get_code_domain(request: HttpRequest, caller: Caller, domain: web::Path<String>) -> Answer {
    let mut params = Params::of(&request)?;
    let establishment = params.required("establishment")?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let found = blocking(move || code_mappings::domain(&ctx, &establishment, &domain, view)).await?;
    tagged(&request, found.version, &AsRead { thing: found, time: view })
}

/// Write the codes of one domain of an establishment: those left out are ended.
#[utoipa::path(operation_id = "put_code_domain", tag = "imports",
    params(("domain" = String, Path, description = "Domain."), ("establishment" = String, Query, description = "FINESS EJ.")),
    request_body = CodeDomainPut, responses((status = 200, description = "The document.", body = CodeDomainView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[put("/code_mappings/{domain}")]
pub async fn put_code_domain(
    request: HttpRequest,
    caller: Caller,
    domain: web::Path<String>,
    body: Body<CodeDomainPut>,
) -> Answer {
    let mut params = Params::of(&request)?;
    let establishment = params.required("establishment")?;
    let asked = writing::Asked::change(params)?;
    let version = if_match(&request)?;
    write(&caller, asked, move |ctx, tx| {
        let written = code_mappings::put(ctx, tx, (&establishment, &domain), version, &body.value)?;
        Written::changed(written.version, &written)
    })
    .await
}
