//! What the contract promises of a path: its methods, the representations that each gives, the fields to choose in it.
//!
//! Read from the document itself, so that what is refused with 405 and 406 is exactly what is not in it. Refuses to
//! know any operation by name.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::header::{self, Accept, Header as _};
use serde_json::Value;
use shared::problem::Code;

/// What is promised by method, upper case.
type Methods = BTreeMap<String, Promise>;

/// What is promised of one operation.
#[derive(Debug, Default)]
struct Promise {
    /// The representations that it gives.
    kinds: Vec<String>,
    /// The fields that may be chosen in what it gives.
    fields: Vec<String>,
}

/// The paths of the contract.
#[derive(Debug, Default)]
pub struct Promises(Vec<(Vec<String>, Methods)>);

/// Why a request does not fit the contract.
#[derive(Debug, PartialEq, Eq)]
pub enum Unkept {
    /// The path has other methods: those of `Allow`.
    Method(String),
    /// It gives nothing that the caller accepts.
    Representation,
}

impl Unkept {
    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Unkept::Method(_) => Code::Method,
            Unkept::Representation => Code::NotAcceptable,
        }
    }
}

impl Promises {
    /// Those of a document.
    pub fn of(document: &Value) -> Promises {
        let base = document.pointer("/servers/0/url").and_then(Value::as_str).unwrap_or_default();
        let paths = document.get("paths").and_then(Value::as_object);
        let promises = paths.into_iter().flatten().map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            let methods = methods.map(|(method, own)| (method.to_uppercase(), Promise::of(own)));
            (segments(&format!("{base}{path}")), methods.collect())
        });
        Promises(promises.collect())
    }

    /// What a request asks that the contract does not promise; `None` when it fits, or when no path is like its own.
    pub fn unkept(&self, request: &HttpRequest) -> Option<Unkept> {
        let accepted = request.headers().contains_key(header::ACCEPT).then(|| Accept::parse(request));
        // What cannot be read asks for nothing in particular.
        let accepted = accepted.and_then(Result::ok);
        self.judge(request.path(), request.method().as_str(), accepted.as_ref())
    }

    /// The fields that may be chosen in the answer to a request.
    pub fn fields(&self, request: &HttpRequest) -> &[String] {
        let promise = self.methods(request.path()).and_then(|methods| methods.get(request.method().as_str()));
        promise.map(|promise| promise.fields.as_slice()).unwrap_or_default()
    }

    fn judge(&self, path: &str, method: &str, accepted: Option<&Accept>) -> Option<Unkept> {
        let methods = self.methods(path)?;
        let Some(given) = methods.get(method) else {
            let head = methods.contains_key("GET").then_some("HEAD");
            let mut allowed: Vec<&str> = methods.keys().map(String::as_str).chain(head).collect();
            allowed.sort_unstable();
            return Some(Unkept::Method(allowed.join(", ")));
        };
        let accepted = accepted?;
        let fits = |kind: &String| {
            accepted.0.iter().filter(|one| one.quality > header::Quality::ZERO).any(|one| {
                let (kind, sub) = kind.split_once('/').unwrap_or((kind, ""));
                let range = &one.item;
                (range.type_() == "*" || range.type_() == kind)
                    && (range.subtype() == "*" || essence(range.as_ref()) == format!("{kind}/{sub}"))
            })
        };
        (!given.kinds.is_empty() && !given.kinds.iter().any(fits)).then_some(Unkept::Representation)
    }

    /// The most literal path that fits wins: `/habilitations/profiles` before `/habilitations/{id}`.
    fn methods(&self, path: &str) -> Option<&Methods> {
        let asked = segments(path);
        let names = |pattern: &[String]| pattern.iter().filter(|one| one.starts_with('{')).count();
        let like = |pattern: &[String]| {
            pattern.len() == asked.len()
                && pattern.iter().zip(&asked).all(|(one, own)| one.starts_with('{') || one == own)
        };
        let found = self.0.iter().filter(|(pattern, _)| like(pattern));
        found.min_by_key(|(pattern, _)| names(pattern)).map(|(_, methods)| methods)
    }
}

impl Promise {
    fn of(operation: &Value) -> Promise {
        let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
        let names = parameters.filter(|one| one.get("name").is_some_and(|name| name == "fields"));
        let names = names.filter_map(|one| one.pointer("/schema/items/enum")).filter_map(Value::as_array);
        let fields = names.flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        Promise { kinds: representations(operation), fields }
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}

/// A media type without its parameters.
fn essence(kind: &str) -> &str {
    kind.split(';').next().unwrap_or(kind).trim()
}

/// Whether an operation may be refused for what its caller accepts: all its good answers have a body.
pub fn represents(operation: &Value) -> bool {
    !representations(operation).is_empty()
}

/// The media types of the good answers of an operation; none when some good answer has no body.
fn representations(operation: &Value) -> Vec<String> {
    let answers = operation.get("responses").and_then(Value::as_object);
    let good = answers.into_iter().flatten().filter(|(status, _)| status.starts_with('2'));
    let mut found = Vec::new();
    for (_, answer) in good {
        let Some(content) = answer.get("content").and_then(Value::as_object) else { return Vec::new() };
        found.extend(content.keys().map(|kind| essence(kind).to_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde_json::json;

    use super::*;

    fn promises() -> Promises {
        let json = json!({ "description": "…", "content": { "application/json": {} } });
        let table = json!({ "content": { "application/json": {}, "text/csv; profile=fr": {} } });
        Promises::of(&json!({
            "servers": [{ "url": "/api/v1" }],
            "paths": {
                "/posts/{id}": { "get": { "responses": { "200": json } }, "patch": { "responses": { "200": json } } },
                "/posts/search": { "post": { "responses": { "200": json } } },
                "/table": { "get": { "responses": { "200": table, "404": {} } } },
                "/me/{id}": { "delete": { "responses": { "204": { "description": "…" } } } },
            }
        }))
    }

    fn judged(method: &str, path: &str, accept: Option<&str>) -> Option<Unkept> {
        let mut request = TestRequest::with_uri(path).method(method.parse().unwrap());
        if let Some(accept) = accept {
            request = request.insert_header((header::ACCEPT, accept));
        }
        promises().unkept(&request.to_http_request())
    }

    #[test]
    fn methods_are_those_of_the_path() {
        assert_eq!(judged("GET", "/api/v1/posts/1", None), None);
        assert_eq!(judged("PUT", "/api/v1/posts/1", None), Some(Unkept::Method("GET, HEAD, PATCH".into())));
        assert_eq!(judged("GET", "/api/v1/posts/search", None), Some(Unkept::Method("POST".into())));
        assert_eq!(judged("BREW", "/api/v1/nowhere", None), None);
    }

    #[test]
    fn representations_are_those_of_the_good_answers() {
        for (accept, fits) in [
            ("application/json", true),
            ("application/*", true),
            ("text/html, */*;q=0.1", true),
            ("text/csv; profile=raw", true),
            ("image/png", false),
            ("application/json;q=0", false),
        ] {
            let found = judged("GET", "/api/v1/table", Some(accept));
            assert_eq!(found, (!fits).then_some(Unkept::Representation), "{accept}");
        }
        assert_eq!(judged("DELETE", "/api/v1/me/1", Some("image/png")), None);
    }
}
