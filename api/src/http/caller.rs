//! Who calls: from `Authorization: Bearer` to the [`Ctx`] of an operation. Without it, 401; with a password that
//! somebody else gave, 403 but where another one is chosen ([`Newcomer`]).

use std::sync::Arc;

use actix_web::http::header::{self, X_FORWARDED_FOR};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;
use shared::catalogue::access as texts;
use shared::change::{Origin, Trail};
use shared::problem::Code;

use super::border::RequestId;
use super::clock;
use super::problem::{ApiError, blocking};
use super::refusals::Asking;
use super::state::State;
use crate::app::Ctx;
use crate::authn::Session;
use crate::authz::Authority;

/// A caller who signed in.
#[derive(Clone)]
pub struct Caller {
    ctx: Ctx,
    session: Session,
    state: State,
}

impl Caller {
    /// The context of an operation.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// The same, to take into another thread.
    pub fn owned(&self) -> Ctx {
        self.ctx.clone()
    }

    /// The session of the token.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What every request needs.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What distinguishes callers in cursors and replays.
    pub fn name(&self) -> String {
        self.session.held.account.to_string()
    }

    pub(super) fn secret(&self) -> &[u8; 64] {
        &self.state.secret
    }
}

/// By what way a request came.
pub fn trail(request: &HttpRequest) -> Trail {
    let proxies = request.app_data::<web::Data<State>>().map(|state| Arc::clone(&state.proxies));
    let address = request.peer_addr().map(|peer| {
        let told = request.headers().get_all(X_FORWARDED_FOR).map(|value| value.to_str().unwrap_or_default());
        proxies.unwrap_or_default().client(peer.ip(), told).to_string()
    });
    Trail {
        account: None,
        address,
        request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()),
    }
}

/// The browser application says so; everything else is a program.
fn origin(request: &HttpRequest) -> Origin {
    if request.headers().contains_key("x-logimedh") { Origin::Screen } else { Origin::Api }
}

/// A caller who may still have to choose a password of their own.
pub struct Newcomer(pub Caller);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let newcomer = Newcomer::from_request(request, payload);
        Box::pin(async move {
            let Newcomer(caller) = newcomer.await?;
            if caller.session.held.password_given {
                return Err(ApiError::refused(Code::PasswordToChoose, texts::PASSWORD_TO_CHOOSE));
            }
            Ok(caller)
        })
    }
}

impl FromRequest for Newcomer {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<State>>().map(|state| State::clone(state));
        let mut values = request.headers().get_all(header::AUTHORIZATION);
        let authorization = values.next().and_then(|value| value.to_str().ok()).map(str::to_owned);
        let several = values.next().is_some();
        let (origin, mut trail) = (origin(request), trail(request));
        let request = request.clone();
        Box::pin(async move {
            let state = state.ok_or_else(|| ApiError::code(Code::Internal))?;
            // Two credentials: which one counts would be a guess.
            let authorization = authorization.filter(|_| !several);
            let authorization = authorization.ok_or_else(|| ApiError::code(Code::AuthRequired))?;
            let (now, today) = clock::now();
            let session = match state.authenticator.authenticate_at_once(&authorization, now) {
                Some(known) => known.map_err(ApiError::code)?,
                None => {
                    let own = state.clone();
                    blocking(move || {
                        let authenticated =
                            own.authenticator.authenticate(&own.database, &authorization, now);
                        authenticated.map_err(crate::app::Failure::code)
                    })
                    .await?
                }
            };
            trail.account = Some(session.held.account);
            let ctx = Ctx {
                database: Arc::clone(&state.database),
                shelf: Arc::clone(&state.shelf),
                authority: Authority::Account(Arc::clone(&session.held)),
                author: session.held.name.clone(),
                trail,
                origin,
                now,
                today,
            };
            request.extensions_mut().insert(Asking(ctx.clone()));
            Ok(Newcomer(Caller { ctx, session, state }))
        })
    }
}
