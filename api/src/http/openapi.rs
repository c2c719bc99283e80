//! The document of the contract: what the handlers declare, completed once for all of them.
//!
//! Handlers say what is their own (path, body, answer, rubric, right). What every operation shares is added here from
//! small marks: `x-list` (page, filters and order of a [`Listing`]), `x-time` (`both`, `history`), `x-write`
//! (`create`: `Idempotency-Key`; `change`: `If-Match`), `x-tag` (`ETag`, `If-None-Match`, 304), `x-gone` (410), `x-public`
//! (no sign-in), `x-fields` (fields to choose, by themselves in lists).
//! The marks are not published.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use shared::contract::lists::Kind;
use shared::problem::Code;
use utoipa::OpenApi;

use super::examples::Examples;
use super::openapi_headers::{self, Marks};
use super::promise;
use super::sparse;
use crate::app::listing::{Listing, Meaning};

/// What each axis of a past gives.
const AXIS: &str = "Along which axis the past is told. `effective`: the timeline as known at `known_at`, that is the \
    statements believed at that instant, by first day; `superseded_at` is `null` in each. `recorded`: what was said of \
    the day `as_of`, that is the statements recorded until `known_at` whose period holds that day, in the order in which \
    they were recorded, each superseded before or when the next one is recorded; none when nothing was ever said of that \
    day. `both`: all that was stated until `known_at`, by first day then by instant. The `version` of the thing is the \
    same along any axis, and what is outside the axis is left out whole.";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "logimedh",
        version = "1.0.0",
        description = "Posts, practitioners and affectations of public hospitals: dated facts read at any day and as known at \
                       any instant, imports as reversible plans, staffing tables, journal.\n\nEvery answer carries \
                       `X-Request-Id`, which problems repeat as `request_id`, and `Content-Language: fr`: what is \
                       written for people is in French.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    servers((url = "/api/v1", description = "This server.")),
    // What only a parameter refers to is not found by itself.
    components(schemas(shared::problem::Problem, shared::contract::imports::SkeletonFile)),
    tags(
        (name = "session", description = "Sign in and out, who am I."),
        (name = "users", description = "Accounts."),
        (name = "habilitations", description = "Who may do what, where, when."),
        (name = "establishments", description = "Legal entities and their sites."),
        (name = "structures", description = "Poles, services, units."),
        (name = "headships", description = "Heads of poles, services and units."),
        (name = "posts", description = "Posts and who sits on them."),
        (name = "reservations", description = "Time of a post that is kept for somebody to come."),
        (name = "requests", description = "Requests to create, transform or close a post."),
        (name = "notifications", description = "What the caller was told of what others did, and how they want to be told."),
        (name = "comments", description = "What the hospital and its agency say to each other on posts, requests, lists and posts of tours."),
        (name = "tours", description = "Tours de recrutement: the tour, the list of each hospital, each post in it."),
        (name = "sigmed", description = "What leaves for SIGMED, and what comes back."),
        (name = "practitioners", description = "People, their statuses and positions."),
        (name = "affectations", description = "The time of people in structures and on posts."),
        (name = "imports", description = "Files of hospitals: read, map, plan, apply, undo."),
        (name = "staffing_table", description = "The staffing table (tableau des emplois)."),
        (name = "nomenclatures", description = "Dated lists of codes."),
        (name = "journal", description = "Changes and accesses, sealed."),
        (name = "jobs", description = "Long work and its progress."),
    )
)]
struct Base;

/// What the whole document begins with.
pub fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// The listing of a noun, by the name its handler gives in `x-list`.
fn listing(name: &str) -> Option<&'static Listing> {
    super::LISTINGS.iter().find(|(noun, _)| *noun == name).map(|(_, listing)| *listing)
}

/// The document with everything that operations share.
///
/// # Errors
/// When the document cannot be written as JSON.
pub fn complete(document: &utoipa::openapi::OpenApi) -> serde_json::Result<Value> {
    let mut document = serde_json::to_value(document)?;
    if let Some(schemes) = document.pointer_mut("/components").and_then(Value::as_object_mut) {
        schemes.insert(
            "securitySchemes".into(),
            json!({ "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "at+jwt",
                "description": "Access token of `POST /session`." } }),
        );
        schemes.insert("headers".into(), openapi_headers::components());
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).map(std::mem::take);
    let examples = Examples::read()?;
    let mut relative = Map::new();
    for (path, mut item) in paths.unwrap_or_default() {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            if let Some(operation) = operation.as_object_mut() {
                finish(operation);
                examples.show(operation);
            }
        }
        relative.insert(path.strip_prefix("/api/v1").unwrap_or(&path).to_owned(), item);
    }
    relative.sort_keys();
    if let Some(document) = document.as_object_mut() {
        document.insert("paths".into(), Value::Object(relative));
        document.insert("openapi".into(), "3.1.0".into());
    }
    refer_to_what_is_held(&mut document);
    sparse::offer(&mut document);
    keep_what_is_used(&mut document);
    Ok(document)
}

/// A body of bytes: what is no text of ours is told as binary, never as an array of numbers.
fn tell_binary(content: &mut Value) {
    let kinds = content.as_object_mut().into_iter().flatten();
    let binary = |kind: &str| {
        matches!(kind, "application/octet-stream" | "application/pdf") || kind.starts_with("application/vnd.")
    };
    for (_, media) in kinds.filter(|(kind, _)| binary(kind)) {
        if let Some(media) = media.as_object_mut() {
            media.insert("schema".into(), json!({ "type": "string", "format": "binary" }));
        }
    }
}

/// A page of posts, a post as read, a statement about a post refer to the one schema of posts instead of repeating it: a
/// client that is generated has one type of posts.
fn refer_to_what_is_held(document: &mut Value) {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let Some(schemas) = schemas else { return };
    let names: Vec<(String, String)> = schemas
        .keys()
        .filter_map(|name| name.split_once('_').map(|(_, held)| (name.clone(), held.to_owned())))
        .collect();
    for (name, held) in names {
        let Some(own) = schemas.get(&held).cloned() else { continue };
        let reference = json!({ "$ref": format!("#/components/schemas/{held}") });
        if let Some(schema) = schemas.get_mut(&name) {
            replace(schema, &own, &reference);
        }
    }
}

/// Puts a value in the place of another, wherever it is.
fn replace(value: &mut Value, old: &Value, new: &Value) {
    if value == old {
        *value = new.clone();
        return;
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, old, new)),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, old, new)),
        _ => {}
    }
}

/// Takes away the schemas that nothing refers to: types of pages made for one list only.
fn keep_what_is_used(document: &mut Value) {
    loop {
        let mut used = BTreeSet::new();
        references(document, &mut used);
        let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
        let Some(schemas) = schemas else { return };
        let before = schemas.len();
        schemas.retain(|name, _| used.contains(&format!("#/components/schemas/{name}")));
        schemas.sort_keys();
        if schemas.len() == before {
            return;
        }
    }
}

fn references(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            used.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, used));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, used)),
        _ => {}
    }
}

/// Adds to one operation what its marks ask, and the problems that any operation may answer.
fn finish(operation: &mut Map<String, Value>) {
    let mark = |operation: &mut Map<String, Value>, name: &str| {
        operation.remove(name).and_then(|value| value.as_str().map(str::to_owned))
    };
    let list = mark(operation, "x-list");
    let time = mark(operation, "x-time");
    let write = mark(operation, "x-write");
    let tagged = operation.remove("x-tag").is_some();
    let public = operation.remove("x-public").is_some();
    let gone = operation.remove("x-gone").is_some();
    let mut parameters = Vec::new();
    let mut statuses = vec![400, 429, 500, 503];
    statuses.extend(gone.then_some(410));
    if let Some(listing) = list.as_deref().and_then(listing) {
        parameters.extend(list_parameters(listing));
        sparse::mark(operation);
    }
    let timed = time.as_deref().or(list.as_deref().and_then(listing).filter(|one| one.timed).map(|_| "both"));
    if timed == Some("both") {
        parameters.push(query("as_of", "The day to read at; today in Europe/Paris by default.", day()));
    }
    if timed == Some("history") {
        let axes = json!({ "type": "string", "enum": ["effective", "recorded", "both"], "default": "both" });
        parameters.push(query("axis", AXIS, axes));
        let about = "The one day that `axis=recorded` tells of; today in Europe/Paris by default. Unknown with another axis.";
        parameters.push(query("as_of", about, day()));
    }
    if timed.is_some() {
        let about = "The instant of the knowledge to read with; by default what is known now, which is told as the instant of the last change.";
        parameters.push(query("known_at", about, json!({ "type": "string", "format": "date-time" })));
    }
    match write.as_deref() {
        Some("create") => {
            parameters.push(header(
                "Idempotency-Key",
                "Makes the request safe to send again: the same key and body give the same answer.",
                json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" }),
            ));
            statuses.extend([409, 422]);
        }
        Some("change") => {
            parameters.push(header(
                "If-Match",
                "The version that was read, from `ETag` or `version`: `\"v17\"`.",
                json!({ "type": "string", "pattern": "^\"v[0-9]+(-[0-9a-f]+)?\"$", "examples": ["\"v17\""] }),
            ));
            statuses.extend([409, 412, 422, 428]);
        }
        _ => {}
    }
    if tagged {
        let about = "The tag of what the caller has: 304 when it is still good.";
        let mut asked = header("If-None-Match", about, json!({ "type": "string" }));
        if let Some(asked) = asked.as_object_mut() {
            asked.insert("required".into(), false.into());
        }
        parameters.push(asked);
    }
    if write.is_some() {
        let about = "Same rights, same rules, same answer, nothing written.";
        parameters.push(query("dry_run", about, json!({ "type": "boolean", "default": false })));
    }
    if !public {
        statuses.extend([401, 403]);
        operation.insert("security".into(), json!([{ "bearer": [] }]));
    } else {
        operation.insert("security".into(), json!([]));
    }
    if !parameters.is_empty() {
        let own = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(own) = own.as_array_mut() {
            own.extend(parameters);
        }
    }
    describe_right(operation);
    if let Some(content) = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")) {
        tell_binary(content);
    }
    let answers = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
    answers.filter_map(|(_, answer)| answer.get_mut("content")).for_each(tell_binary);
    // What a path names, or a query without which nothing is answered, may be nobody's.
    let names_a_thing = |one: &Value| match one.get("in").and_then(Value::as_str) {
        Some("path") => true,
        Some("query") => one.get("required") == Some(&json!(true)),
        _ => false,
    };
    let own = operation.get("parameters").and_then(Value::as_array);
    if own.is_some_and(|own| own.iter().any(names_a_thing)) {
        statuses.push(404);
    }
    if operation.contains_key("requestBody") {
        statuses.extend([413, 415, 422]);
    }
    if promise::represents(&Value::Object(operation.clone())) {
        statuses.push(406);
    }
    add_problems(operation, statuses);
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        openapi_headers::tell(responses, &Marks { tagged, write: write.as_deref() });
        responses.sort_keys();
    }
    // Marks come in no order: without this the document would differ from itself.
    operation.sort_keys();
}

/// Says in words which right an operation needs, after what it says of itself.
fn describe_right(operation: &mut Map<String, Value>) {
    let named = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let sentence = match (named("x-rubric"), named("x-right")) {
        (_, right) if right == "public" => "Needs no sign-in.".to_owned(),
        (_, right) if right == "self" => "Open to every account, for its own.".to_owned(),
        (rubric, right) => format!(
            "Needs the right `{right}` on `{rubric}`. What is outside the perimeter of the caller does not exist: 404."
        ),
    };
    let own = named("description");
    let whole = if own.is_empty() { sentence } else { format!("{own}\n\n{sentence}") };
    operation.insert("description".into(), whole.into());
}

/// One line of answers for every problem, from the table of codes.
fn add_problems(operation: &mut Map<String, Value>, mut statuses: Vec<u16>) {
    statuses.sort_unstable();
    statuses.dedup();
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for status in statuses {
        let codes: Vec<&str> =
            Code::ALL.iter().filter(|code| code.status() == status).map(|code| code.wire()).collect();
        responses.entry(status.to_string()).or_insert_with(|| {
            json!({
                "description": format!("Problem: one of `{}`.", codes.join("`, `")),
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
            })
        });
    }
    responses.sort_keys();
}

fn list_parameters(listing: &Listing) -> Vec<Value> {
    let limit = json!({ "type": "integer", "minimum": 1, "default": 50 });
    let mut parameters = vec![
        query("limit", "Size of the page; above 500 it is lowered to 500.", limit),
        query("cursor", "`next` of the page before; bound to the same query.", json!({ "type": "string" })),
        query(
            "total",
            "Asks for the number of items of all pages.",
            json!({ "type": "string", "enum": ["exact", "estimate"] }),
        ),
    ];
    if !listing.search.is_empty() {
        let about = "Text to look for, whatever the case.";
        parameters.push(query("q", about, json!({ "type": "string", "maxLength": 200 })));
    }
    let sortable: Vec<&str> =
        listing.fields.iter().filter(|field| field.sortable).map(|field| field.name).collect();
    if !sortable.is_empty() {
        let about = format!(
            "Order: names joined by commas, `-` before a name for the greatest first. Names: `{}`.",
            sortable.join("`, `")
        );
        parameters.push(query("sort", &about, json!({ "type": "string" })));
    }
    if !listing.includes.is_empty() {
        let about = "What to add to each item.";
        let schema = json!({ "type": "string", "enum": listing.includes });
        parameters.push(query("include", about, schema));
    }
    for field in listing.fields {
        let schema = match field.kind() {
            Kind::Text => json!({ "type": "string" }),
            Kind::Number => json!({ "type": "integer" }),
            Kind::Day => day(),
            Kind::Flag => json!({ "type": "boolean" }),
        };
        let schema = match field.words {
            Some(words) => json!({ "type": "string", "enum": words() }),
            None => schema,
        };
        let about = format!("{}. Repeated: any of them.", field.about);
        parameters.push(query(field.name, &about, schema.clone()));
        let text = json!({ "type": "string" });
        let several = |name: &str, about: &str| query(&format!("{}.{name}", field.name), about, text.clone());
        parameters.push(several("in", "Any of these, joined by commas."));
        parameters.push(several("not", "None of these, joined by commas."));
        if field.meaning == Meaning::Plain && field.kind() != Kind::Flag && field.words.is_none() {
            parameters.push(query(&format!("{}.gte", field.name), "This or more.", schema.clone()));
            parameters.push(query(&format!("{}.lt", field.name), "Less than this.", schema));
        }
    }
    parameters
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn query(name: &str, about: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

fn header(name: &str, about: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": true, "description": about, "schema": schema })
}
