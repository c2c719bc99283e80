//! `/sites`.

use actix_web::{HttpRequest, get, web};
use shared::contract::organisation::SiteView;
use shared::contract::{AsRead, History, Page};
use shared::establishment::Site;

use super::caller::Caller;
use super::problem::Answer;
use super::query::Params;
use super::reading;
use crate::app::sites;

/// Geographic sites of the perimeter on a day.
#[utoipa::path(operation_id = "list_sites", tag = "establishments",
    responses((status = 200, description = "One page of sites.", body = Page<SiteView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("sites"))))]
#[get("/sites")]
pub async fn list_sites(request: HttpRequest, caller: Caller) -> Answer {
    reading::list::<Site>(&request, &caller, Params::of(&request)?).await
}

/// One site on a day.
#[utoipa::path(operation_id = "get_site", tag = "establishments", params(("finess" = String, Path, description = "FINESS ET.", example = "690000401")),
    responses((status = 200, description = "The site.", body = AsRead<SiteView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/sites/{finess}")]
pub async fn get_site(request: HttpRequest, caller: Caller, finess: web::Path<String>) -> Answer {
    reading::item::<Site>(&request, &caller, move |ctx| sites::find(ctx, &finess)).await
}

/// The whole past of a site, on both axes or along one.
#[utoipa::path(operation_id = "get_site_history", tag = "establishments", params(("finess" = String, Path, description = "FINESS ET.", example = "690000401")),
    responses((status = 200, description = "Everything stated about it.", body = History<SiteView>)),
    extensions(("x-rubric" = json!("structures")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("history")), ("x-tag" = json!(true))))]
#[get("/sites/{finess}/history")]
pub async fn get_site_history(request: HttpRequest, caller: Caller, finess: web::Path<String>) -> Answer {
    reading::history::<Site>(&request, &caller, move |ctx| sites::find(ctx, &finess)).await
}
