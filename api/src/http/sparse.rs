//! `fields=a,b`: things with some of their fields alone, in lists and one by one.
//!
//! The contract lists the fields of each operation, from the schema of its answer, and what it does not list is refused:
//! so is a field of a rubric that the caller may read nowhere, with the same words, as if it did not exist. A tag stays
//! strong: the address with its `fields` is a resource of its own, and the digest is that of the answer as it is given.
//! Whoever asks for nothing pays for nothing. Refuses to look inside a field: those of the first level are whole or absent.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, web};
use serde::Serialize;
use serde_json::{Map, Value, json};
use shared::catalogue::requests as texts;
use shared::problem::Code;

use super::caller::Caller;
use super::listing::visible;
use super::problem::ApiError;
use super::promise::Promises;
use super::query::Params;
use crate::app::listing::Listing;

/// What is always told where it is: without them a thing can be neither read again nor changed.
const ALWAYS: [&str; 2] = ["id", "version"];
/// What says how an answer was read, and is no field of the thing.
const OF_THE_READING: &str = "time";
/// Mark of an operation whose things have fields to choose.
const MARK: &str = "x-fields";

const ABOUT: &str = "Only these fields of each thing, joined by commas; `id` and `version`, where a thing has them, are always there. The others are \
    absent, required or not by the schema. A field that has to be included is, by its name alone. A field that the \
    caller may not read is unknown: 400. A file has all its columns: there it is unknown too. `ETag` is that of this address, `fields` \
    included: its version is the one for `If-Match` all the same.";

/// The fields that were asked for; none: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Option<BTreeSet<String>>);

/// A thing, whole or with some of its fields.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Told<T> {
    /// All of it.
    Whole(T),
    /// Some of it.
    Part(Map<String, Value>),
}

impl Fields {
    /// Those of a request, among the ones that the contract lists for it and that the caller may read.
    ///
    /// # Errors
    /// `request.unknown_parameter`.
    pub fn read(
        request: &HttpRequest,
        caller: &Caller,
        params: &mut Params,
        listing: &Listing,
    ) -> Result<Fields, ApiError> {
        let asked = params.all("fields");
        if asked.is_empty() {
            return Ok(Fields(None));
        }
        let promises = request.app_data::<web::Data<Promises>>();
        let offered = promises.map(|promises| promises.fields(request)).unwrap_or_default();
        let hidden = listing.guarded.iter().filter(|(_, rubric)| !visible(caller, listing, *rubric));
        let hidden: BTreeSet<&str> = hidden.map(|(name, _)| *name).collect();
        let mut kept = BTreeSet::from(ALWAYS.map(str::to_owned));
        for name in asked.iter().flat_map(|text| text.split(',')) {
            if hidden.contains(name) || !offered.iter().any(|own| own == name) {
                let detail = texts::unknown_answer_field(name);
                return Err(ApiError::about(Code::UnknownParameter, "fields", detail));
            }
            kept.insert(name.to_owned());
        }
        Ok(Fields(Some(kept)))
    }

    /// Those of a request that may ask for nothing else.
    ///
    /// # Errors
    /// `request.unknown_parameter`, `request.malformed`.
    pub fn alone(request: &HttpRequest, caller: &Caller, listing: &Listing) -> Result<Fields, ApiError> {
        let mut params = Params::of(request)?;
        let fields = Fields::read(request, caller, &mut params, listing)?;
        params.finish()?;
        Ok(fields)
    }

    /// Adds what is included by its name alone to what is included, and keeps what was asked to be included.
    pub fn agree(&mut self, include: &mut BTreeSet<String>, includes: &[&str]) {
        let Some(kept) = &mut self.0 else { return };
        include.extend(includes.iter().filter(|name| kept.contains(**name)).map(|name| (*name).to_owned()));
        kept.extend(include.iter().cloned());
    }

    /// What is told of a thing.
    ///
    /// # Errors
    /// `internal.error` when it cannot be written as JSON.
    pub fn of<T: Serialize>(&self, thing: T) -> Result<Told<T>, ApiError> {
        let Some(kept) = &self.0 else { return Ok(Told::Whole(thing)) };
        match serde_json::to_value(&thing) {
            Ok(Value::Object(mut members)) => {
                members.retain(|name, _| kept.contains(name));
                Ok(Told::Part(members))
            }
            // A thing is an object: there is nothing to choose in anything else.
            Ok(_) => Ok(Told::Whole(thing)),
            Err(error) => {
                tracing::error!(%error, "a thing cannot be written");
                Err(ApiError::code(Code::Internal))
            }
        }
    }
}

/// Marks an operation whose answer is a page: its things have fields to choose.
pub(super) fn mark(operation: &mut Map<String, Value>) {
    operation.insert(MARK.to_owned(), true.into());
}

/// Adds to each marked operation the parameter, with the fields of the schema of its answer.
pub(super) fn offer(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    let mut offered: BTreeMap<Vec<String>, Value> = BTreeMap::new();
    let items = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for operation in items.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten()) {
        let Some(operation) = operation.1.as_object_mut() else { continue };
        if operation.remove(MARK).is_none() {
            continue;
        }
        let answer =
            operation.get("responses").and_then(|all| all.pointer("/200/content/application~1json/schema"));
        let Some(answer) = answer else { continue };
        let own = properties(&schemas, answer);
        let own = match own.get("items").and_then(|items| items.get("items")) {
            Some(item) => properties(&schemas, item),
            None => own,
        };
        let names: Vec<String> = own.keys().filter(|name| *name != OF_THE_READING).cloned().collect();
        let parameter = offered.entry(names).or_insert_with_key(|names| {
            json!({ "name": "fields", "in": "query", "required": false, "description": ABOUT, "style": "form", "explode": false,
                "schema": { "type": "array", "items": { "type": "string", "enum": names } } })
        });
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(parameter.clone());
        }
    }
}

/// The properties of a schema, of those that it refers to, is made of, or may be.
fn properties(schemas: &Value, schema: &Value) -> BTreeMap<String, Value> {
    let named = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    let referred = named.and_then(|name| schemas.get(name));
    let parts = ["allOf", "oneOf"].into_iter().filter_map(|form| schema.get(form)?.as_array()).flatten();
    let mut found: BTreeMap<String, Value> =
        parts.chain(referred).flat_map(|part| properties(schemas, part)).collect();
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    found.extend(own.map(|(name, property)| (name.clone(), property.clone())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Fields {
        Fields(Some(names.iter().copied().chain(ALWAYS).map(str::to_owned).collect()))
    }

    #[test]
    fn what_is_asked_is_kept_in_the_order_of_the_thing() {
        let thing =
            json!({ "version": 3, "number": "12", "id": "x", "inner": { "number": 1, "label": "l" } });
        let told = |fields: &Fields| serde_json::to_string(&fields.of(&thing).unwrap()).unwrap();
        assert_eq!(told(&Fields(None)), thing.to_string());
        assert_eq!(told(&fields(&["number"])), r#"{"version":3,"number":"12","id":"x"}"#);
        assert_eq!(told(&fields(&["inner"])), r#"{"version":3,"id":"x","inner":{"number":1,"label":"l"}}"#);
    }

    #[test]
    fn what_is_included_and_what_is_asked_agree() {
        let agreed = |names: &[&str], included: &[&str]| {
            let (mut fields, mut include) =
                (fields(names), included.iter().map(|name| (*name).to_owned()).collect());
            fields.agree(&mut include, &["occupation", "state"]);
            (fields, include.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(agreed(&["number"], &[]), (fields(&["number"]), vec![]));
        let whole = (fields(&["number", "occupation"]), vec!["occupation".to_owned()]);
        assert_eq!(agreed(&["number", "occupation"], &[]), whole);
        assert_eq!(agreed(&["number"], &["occupation"]), whole);
        let (mut all, mut include) = (Fields(None), BTreeSet::from(["state".to_owned()]));
        all.agree(&mut include, &["occupation", "state"]);
        assert_eq!((all, include.len()), (Fields(None), 1));
    }
}
