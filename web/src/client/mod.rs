//! Calls to the REST interface: the one place that knows headers, tokens and problems.
//!
//! A page calls a function of `client/<noun>.rs`, never this. The access token stays in the memory of the page; when
//! it ends, one silent renewal is shared by all calls that wait for it. Refuses to keep a token in storage.

pub mod affectations;
pub mod changes;
pub mod comments;
mod download;
pub mod establishments;
mod events;
pub mod headships;
pub mod imports;
pub mod jobs;
pub mod journal;
pub mod json;
pub mod live;
pub mod nomenclatures;
pub mod notices;
pub mod post_profiles;
pub mod posts;
pub mod practitioners;
mod problem;
mod renewal;
pub mod requests;
pub mod reservations;
pub mod session;
pub mod staffing_table;
pub mod structures;
pub mod tours;
mod upload;
pub mod users;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::Problem;

pub use problem::{field_error, is_refused};
pub use renewal::{Event, ends, forget_token, keep_token, may_be_signed_in, on_event, remember, renew};

use crate::query::Pairs;

/// Where the interface is.
const BASE: &str = "/api/v1";

/// The header that a page of another site cannot send; the journal then says that it was done on the screen.
const OWN_PAGE: &str = "X-LogimedH";

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// What is sent.
#[derive(Debug, Clone)]
enum Body {
    Empty,
    Json(String),
    File(web_sys::File),
}

/// One call, written step by step: `get("/posts").query(&pairs).send().await`.
#[derive(Debug, Clone)]
#[must_use]
pub struct Call {
    method: Method,
    path: String,
    query: Pairs,
    body: Body,
    headers: Vec<(&'static str, String)>,
    survives: bool,
}

/// Reads.
pub fn get(path: impl AsRef<str>) -> Call {
    Call::new(Method::Get, path.as_ref())
}

/// Creates, or starts an action.
pub fn post(path: impl AsRef<str>) -> Call {
    Call::new(Method::Post, path.as_ref())
}

/// Replaces a whole small document.
pub fn put(path: impl AsRef<str>) -> Call {
    Call::new(Method::Put, path.as_ref())
}

/// Changes some fields of a thing (JSON merge patch).
pub fn patch(path: impl AsRef<str>) -> Call {
    Call::new(Method::Patch, path.as_ref())
}

/// Takes away what is not a fact.
pub fn delete(path: impl AsRef<str>) -> Call {
    Call::new(Method::Delete, path.as_ref())
}

impl Call {
    fn new(method: Method, path: &str) -> Call {
        Call {
            method,
            path: format!("{BASE}{path}"),
            query: Pairs::default(),
            body: Body::Empty,
            headers: vec![(OWN_PAGE, "1".to_owned())],
            survives: false,
        }
    }

    /// With these parameters.
    pub fn query(mut self, pairs: &Pairs) -> Call {
        self.query.extend(pairs);
        self
    }

    /// With this parameter, when there is a value.
    pub fn parameter(mut self, name: &str, value: Option<String>) -> Call {
        self.query.set(name, value);
        self
    }

    /// With this JSON body.
    pub fn json<T: Serialize>(mut self, body: &T) -> Call {
        // The types of the contract always have a JSON form; an empty body would be refused with a clear problem.
        self.body = Body::Json(serde_json::to_string(body).unwrap_or_default());
        self
    }

    /// With this file, as it is, under its name.
    pub fn file(mut self, file: &web_sys::File) -> Call {
        let own = file.name();
        let name = percent_encoding::utf8_percent_encode(&own, percent_encoding::NON_ALPHANUMERIC);
        self.headers.push(("Content-Disposition", format!("attachment; filename*=UTF-8''{name}")));
        self.body = Body::File(file.clone());
        self
    }

    /// Only if the thing still has this version.
    pub fn if_match(mut self, version: i64) -> Call {
        self.headers.push(("If-Match", format!("\"v{version}\"")));
        self
    }

    /// With a new idempotency key: the server does it once, even if the answer is lost and the call repeated.
    pub fn once(mut self) -> Call {
        self.headers.push(("Idempotency-Key", random_key()));
        self
    }

    /// Comes to its end even if the page is left meanwhile: the browser keeps the cookie of the answer.
    pub fn surviving(mut self) -> Call {
        self.survives = true;
        self
    }

    /// In this form instead of JSON.
    pub fn accept(mut self, media_type: &str) -> Call {
        self.headers.push(("Accept", media_type.to_owned()));
        self
    }

    /// The JSON of the answer.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Problem> {
        json::read(&self.text().await?).map_err(|_| problem::unreadable())
    }

    /// The text of the answer. Behind a pointer: what waits for it does not hold the whole call.
    fn text(self) -> LocalBoxFuture<'static, Result<String, Problem>> {
        async move { text(self.response().await?).await }.boxed_local()
    }

    /// Nothing but the success.
    pub async fn send_empty(self) -> Result<(), Problem> {
        self.response().await.map(|_| ())
    }

    /// The answer as it comes: a file, a stream. A refusal is already a problem.
    pub async fn response(self) -> Result<Response, Problem> {
        let answer = self.attempt().await?;
        let refusal = match problem::of(answer).await {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        if !renewal::could_help(&refusal) {
            return Err(refusal);
        }
        renewal::renew_after(&refusal).await?;
        problem::of(self.attempt().await?).await
    }

    /// One try, whatever the status.
    async fn attempt(&self) -> Result<Response, Problem> {
        let builder = self.builder();
        let request = match &self.body {
            Body::Empty => builder.build(),
            Body::Json(text) => builder.header("Content-Type", "application/json").body(text.as_str()),
            Body::File(file) => builder.header("Content-Type", "application/pdf").body(file.clone()),
        };
        let mut request = request.map_err(|_| problem::unreachable())?;
        if self.survives {
            request = surviving(request);
        }
        request.send().await.map_err(|_| problem::unreachable())
    }

    fn builder(&self) -> RequestBuilder {
        let query = self.query.to_string();
        let address = if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) };
        let builder = match self.method {
            Method::Get => Request::get(&address),
            Method::Post => Request::post(&address),
            Method::Put => Request::put(&address),
            Method::Patch => Request::patch(&address),
            Method::Delete => Request::delete(&address),
        };
        let builder = renewal::with_token(builder);
        self.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value))
    }
}

/// The same request, that the browser does not cut when the page is left. What the browser cannot do is sent as it was.
fn surviving(request: Request) -> Request {
    let request = web_sys::Request::from(request);
    let options = web_sys::RequestInit::new();
    let set = js_sys::Reflect::set(&options, &"keepalive".into(), &true.into());
    let kept = set.and_then(|_| web_sys::Request::new_with_request_and_init(&request, &options));
    kept.unwrap_or(request).into()
}

/// The text of an answer.
pub(crate) async fn text(response: Response) -> Result<String, Problem> {
    response.text().await.map_err(|_| problem::unreachable())
}

/// A random key from the browser.
fn random_key() -> String {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // Without `crypto`, an empty key: the server refuses it with a clear problem.
    crypto.map(|crypto| crypto.random_uuid()).unwrap_or_default()
}
