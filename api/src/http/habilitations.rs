//! `/habilitations`: who may do what, where, until when.

use actix_web::{HttpRequest, get, post, web};
use shared::contract::Page;
use shared::contract::access::{
    Explanation, HabilitationCreate, HabilitationEnd, HabilitationView, ProfileView,
};
use shared::habilitation::{Perimeter, Profile, Right, Rubric};
use shared::id::{AccountId, HabilitationId};

use super::body::Body;
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, ApiError, blocking};
use super::query::{self, Params};
use super::sparse::Fields;
use super::writing::{Asked, Written, write};
use crate::app::habilitations::{self, HabilitationFilter};

/// Habilitations of the perimeter, in the order in which they were given.
#[utoipa::path(operation_id = "list_habilitations", tag = "habilitations",
    params(("account" = Option<AccountId>, Query, description = "Of one account."),
        ("profile" = Option<Profile>, Query, description = "Of one profile."),
        ("perimeter" = Option<String>, Query, description = "On one perimeter: `ej:690781810`."),
        ("holding" = Option<bool>, Query, description = "`true`: only those that hold today.")),
    responses((status = 200, description = "One page of habilitations.", body = Page<HabilitationView>)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("habilitations"))))]
#[get("/habilitations")]
pub async fn list_habilitations(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let profile = params.one("profile")?;
    let filter = HabilitationFilter {
        account: params.read("account")?,
        profile: profile
            .map(|name| Profile::from_name(&name).ok_or_else(|| ApiError::unreadable("profile")))
            .transpose()?,
        perimeter: params.read::<Perimeter>("perimeter")?,
        holding: params.read("holding")?.unwrap_or_default(),
    };
    let asked = ListRequest::read(&request, &caller, params, &habilitations::LISTING).await?;
    let (ctx, query) = (caller.owned(), asked.asked.clone());
    let page = blocking(move || habilitations::list(&ctx, &filter, &query)).await?;
    asked.answer(&caller, page)
}

/// One habilitation.
#[utoipa::path(operation_id = "get_habilitation", tag = "habilitations",
    params(("id" = HabilitationId, Path, description = "Id of the habilitation.")),
    responses((status = 200, description = "The habilitation.", body = HabilitationView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/habilitations/{id}")]
pub async fn get_habilitation(request: HttpRequest, caller: Caller, id: web::Path<HabilitationId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &habilitations::LISTING)?;
    let ctx = caller.owned();
    let found = blocking(move || habilitations::find(&ctx, *id)).await?;
    tagged(&request, found.version, &fields.of(found)?)
}

/// Give a habilitation to an account.
///
/// Its tokens are refused from then on (`auth.token_superseded`): a new one carries the new rights.
#[utoipa::path(operation_id = "create_habilitation", tag = "habilitations", request_body = HabilitationCreate,
    responses((status = 201, description = "The habilitation.", body = HabilitationView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/habilitations")]
pub async fn create_habilitation(
    request: HttpRequest,
    caller: Caller,
    body: Body<HabilitationCreate>,
) -> Answer {
    let asked = Asked::creation(&request, &caller, Params::of(&request)?, &body.hash)?;
    let account = body.value.account;
    let answer = write(&caller, asked, move |ctx, tx| {
        let given = habilitations::create(ctx, tx, &body.value)?;
        Written::created(format!("/api/v1/habilitations/{}", given.id), given.version, &given)
    })
    .await;
    caller.state().authenticator.rights().forget(account);
    answer
}

/// End a habilitation before its time; today ends it at once.
#[utoipa::path(operation_id = "end_habilitation", tag = "habilitations",
    params(("id" = HabilitationId, Path, description = "Id of the habilitation.")),
    request_body = HabilitationEnd, responses((status = 200, description = "The habilitation.", body = HabilitationView)),
    extensions(("x-rubric" = json!("habilitations")), ("x-right" = json!("administer")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/habilitations/{id}/end")]
pub async fn end_habilitation(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<HabilitationId>,
    body: Body<HabilitationEnd>,
) -> Answer {
    let asked = Asked::change(Params::of(&request)?)?;
    let (id, version) = (*id, if_match(&request)?);
    let (sender, holder) = std::sync::mpsc::channel();
    let answer = write(&caller, asked, move |ctx, tx| {
        let ended = habilitations::end(ctx, tx, id, version, &body.value)?;
        // Nobody listens any more only when the request is gone: what is kept then lives its second.
        let _ = sender.send(ended.account);
        Written::changed(ended.version, &ended)
    })
    .await;
    if let Ok(account) = holder.try_recv() {
        caller.state().authenticator.rights().forget(account);
    }
    answer
}

/// All profiles with their default rights.
#[utoipa::path(operation_id = "list_profiles", tag = "habilitations",
    responses((status = 200, description = "The profiles.", body = Vec<ProfileView>)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[get("/habilitations/profiles")]
pub async fn list_profiles(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let ctx = caller.owned();
    let all = blocking(move || habilitations::profiles(&ctx)).await?;
    pages::json(&all)
}

/// Why I may do something, or not.
#[utoipa::path(operation_id = "explain_right", tag = "habilitations",
    params(("rubric" = Rubric, Query, description = "`x-rubric` of the operation."),
        ("right" = Right, Query, description = "`x-right` of the operation."),
        ("establishment" = Option<String>, Query, description = "FINESS EJ of the place; left out: anywhere.")),
    responses((status = 200, description = "The decision and its reason.", body = Explanation)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[get("/habilitations/explain")]
pub async fn explain_right(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let rubric =
        Rubric::from_name(&params.required("rubric")?).ok_or_else(|| ApiError::unreadable("rubric"))?;
    let right = Right::from_name(&params.required("right")?).ok_or_else(|| ApiError::unreadable("right"))?;
    let establishment = params.one("establishment")?;
    params.finish()?;
    let ctx = caller.owned();
    let explained =
        blocking(move || habilitations::explain(&ctx, rubric, right, establishment.as_deref())).await?;
    pages::json(&explained)
}
