//! `/session`: sign in, go on, sign out, who am I. The only place that reads a cookie.
//!
//! A call that bears the cookie must come from our own page: it says `X-LogimedH: 1`, which no form and no other
//! site can send, and its origin is this server. Nothing else reads a cookie, so there is nothing to forge elsewhere.

use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use shared::catalogue::access as texts;
use shared::change::Origin;
use shared::contract::access::{AccessToken, Me, PasswordChange, SignIn};
use shared::id::AccountId;
use shared::problem::{Code, Problem};
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, Newcomer, trail};
use super::clock;
use super::problem::{Answer, ApiError, blocking};
use super::query;
use super::state::State;
use crate::app::Ctx;
use crate::app::session::{self, Opened};
use crate::authn::refresh;
use crate::authz::{Authority, Held};

const COOKIE: &str = "__Host-refresh";
const OWN_PAGE: &str = "x-logimedh";

/// The context of who has not signed in: nobody, who holds nothing.
fn anonymous(request: &HttpRequest, state: &State) -> Ctx {
    let (now, today) = clock::now();
    let nobody = Held {
        account: AccountId::from(Uuid::nil()),
        name: texts::NOBODY.to_owned(),
        email: String::new(),
        habilitations: Vec::new(),
        version: 0,
        person: None,
        password_given: false,
    };
    let origin = if request.headers().contains_key(OWN_PAGE) { Origin::Screen } else { Origin::Api };
    Ctx {
        database: Arc::clone(&state.database),
        shelf: Arc::clone(&state.shelf),
        author: nobody.name.clone(),
        authority: Authority::Account(Arc::new(nobody)),
        trail: trail(request),
        origin,
        now,
        today,
    }
}

fn presented(request: &HttpRequest) -> Option<String> {
    request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}

/// A header that may be there once; `None` is not there, `Some("")` is there and wrong.
fn once<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name);
    let value = values.next()?.to_str().unwrap_or_default();
    Some(if values.next().is_none() { value } else { "" })
}

/// Whether a browser says that the call comes from a page of this server; `None` when it says nothing.
fn same_origin(request: &HttpRequest) -> Option<bool> {
    let site = once(request, "sec-fetch-site").map(|site| site == "same-origin");
    let host = request.connection_info().host().to_ascii_lowercase();
    let origin = once(request, "origin")
        .map(|origin| origin.split_once("://").is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(&host)));
    match (site, origin) {
        (None, None) => None,
        (site, origin) => Some(site.unwrap_or(true) && origin.unwrap_or(true)),
    }
}

/// Refuses a call that bears the cookie, or would set it, from anywhere but our own page.
fn own_page(request: &HttpRequest) -> Result<(), ApiError> {
    let said = once(request, OWN_PAGE) == Some("1") && same_origin(request) == Some(true);
    if said { Ok(()) } else { Err(ApiError::code(Code::CrossSite)) }
}

fn cookie(value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .path("/")
        .max_age(Duration::seconds(seconds))
        .finish()
}

fn answer(opened: Opened) -> Answer {
    let body = super::json_bytes(&opened.access)?;
    Ok(HttpResponse::Ok()
        .cookie(cookie(opened.refresh.value().to_owned(), refresh::ABSOLUTE.num_seconds()))
        .content_type("application/json; charset=utf-8")
        .body(body))
}

/// Sign in with a local account.
///
/// Gives an access token in the body, to keep in memory only, and a refresh token in the cookie `__Host-refresh`.
/// Known or unknown, an account costs the same work and gets the same answer.
#[utoipa::path(operation_id = "sign_in", tag = "session", request_body = SignIn,
    params(("X-LogimedH" = Option<String>, Header, description = "`1` from the browser application; required when the cookie is sent.")),
    responses((status = 200, description = "Signed in.", body = AccessToken,
        headers(("Set-Cookie" = String, description = "`__Host-refresh`, the refresh token."))),
        (status = 401, description = "Problem: `auth.bad_credentials`.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Problem: `request.cross_site`.", body = Problem, content_type = "application/problem+json")),
    extensions(("x-public" = json!(true)), ("x-rubric" = json!("public")), ("x-right" = json!("public")), ("x-stability" = json!("stable"))))]
#[post("/session")]
pub async fn sign_in(request: HttpRequest, state: web::Data<State>, body: Body<SignIn>) -> Answer {
    query::none(&request)?;
    let former = presented(&request);
    if former.is_some() {
        own_page(&request)?;
    } else if same_origin(&request) == Some(false) {
        // Signing somebody in under another name, from another site, is an attack too.
        return Err(ApiError::code(Code::CrossSite));
    }
    let ctx = anonymous(&request, &state);
    let authenticator = Arc::clone(&state.authenticator);
    answer(blocking(move || session::sign_in(&ctx, &authenticator, &body.value, former.as_deref())).await?)
}

/// A new pair of tokens for the cookie of the session.
///
/// A refresh token serves once. Presented again within ten seconds of its use, it gives another one of the same
/// generation; later, the session ends: somebody else has it.
#[utoipa::path(operation_id = "refresh_session", tag = "session",
    params(("X-LogimedH" = String, Header, description = "`1`.")),
    responses((status = 200, description = "A new access token; the cookie is replaced.", body = AccessToken,
        headers(("Set-Cookie" = String, description = "`__Host-refresh`, the next refresh token."))),
        (status = 401, description = "Problem: `auth.required`, `auth.refresh_reused`.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Problem: `request.cross_site`.", body = Problem, content_type = "application/problem+json")),
    extensions(("x-public" = json!(true)), ("x-rubric" = json!("public")), ("x-right" = json!("public")), ("x-stability" = json!("internal"))))]
#[post("/session/refresh")]
pub async fn refresh_session(request: HttpRequest, state: web::Data<State>) -> Answer {
    query::none(&request)?;
    own_page(&request)?;
    let presented = presented(&request).ok_or_else(|| ApiError::code(Code::AuthRequired))?;
    let ctx = anonymous(&request, &state);
    let authenticator = Arc::clone(&state.authenticator);
    answer(blocking(move || session::refresh(&ctx, &authenticator, &presented)).await?)
}

/// Sign out: the session of the cookie ends, and its access tokens with it.
#[utoipa::path(operation_id = "sign_out", tag = "session",
    params(("X-LogimedH" = String, Header, description = "`1`.")),
    responses((status = 204, description = "Signed out; the browser forgets what it kept.", headers(
            ("Set-Cookie" = String, description = "`__Host-refresh`, ended."),
            ("Clear-Site-Data" = String, description = "What the browser forgets."))),
        (status = 403, description = "Problem: `request.cross_site`.", body = Problem, content_type = "application/problem+json")),
    extensions(("x-public" = json!(true)), ("x-rubric" = json!("public")), ("x-right" = json!("public")), ("x-stability" = json!("internal"))))]
#[delete("/session")]
pub async fn sign_out(request: HttpRequest, state: web::Data<State>) -> Answer {
    query::none(&request)?;
    own_page(&request)?;
    let presented = presented(&request);
    let ctx = anonymous(&request, &state);
    let authenticator = Arc::clone(&state.authenticator);
    blocking(move || session::sign_out(&ctx, &authenticator, presented.as_deref())).await?;
    Ok(HttpResponse::NoContent()
        .cookie(cookie(String::new(), 0))
        .insert_header((
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"cookies\", \"storage\"",
        ))
        .finish())
}

/// Who am I: the same as `GET /me`.
#[utoipa::path(operation_id = "get_session", tag = "session",
    responses((status = 200, description = "The caller.", body = Me)),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[get("/session")]
pub async fn get_session(request: HttpRequest, Newcomer(caller): Newcomer) -> Answer {
    super::me::answer(&request, &caller).await
}

/// Change one's own password. The other sessions end.
///
/// The one thing that may be done with a password that somebody else gave: other operations then answer 403
/// `auth.password_to_choose`. The rights come with the next access token.
#[utoipa::path(operation_id = "change_password", tag = "session", request_body = PasswordChange,
    responses((status = 204, description = "Changed.")),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[post("/session/password")]
pub async fn change_password(
    request: HttpRequest,
    Newcomer(caller): Newcomer,
    body: Body<PasswordChange>,
) -> Answer {
    query::none(&request)?;
    let (ctx, current) = (caller.owned(), caller.session().session);
    let authenticator = Arc::clone(&caller.state().authenticator);
    blocking(move || session::change_password(&ctx, &authenticator, current, &body.value)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Close one's other sessions.
#[utoipa::path(operation_id = "close_other_sessions", tag = "session",
    responses((status = 204, description = "Closed.")),
    extensions(("x-rubric" = json!("self")), ("x-right" = json!("self")), ("x-stability" = json!("stable"))))]
#[delete("/session/others")]
pub async fn close_other_sessions(request: HttpRequest, caller: Caller) -> Answer {
    query::none(&request)?;
    let (ctx, current) = (caller.owned(), caller.session().session);
    let authenticator = Arc::clone(&caller.state().authenticator);
    blocking(move || session::close_others(&ctx, &authenticator, current)).await?;
    Ok(HttpResponse::NoContent().finish())
}
