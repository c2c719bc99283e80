//! The contract: the document that is checked in, the one that is served, and the routes say the same (R02).

use std::path::Path;

use api::http::server::contract;
use serde_json::Value;

use super::App;
use crate::support::app::Request;
use crate::support::on_sqlite;

#[test]
fn r02_the_document_checked_in_is_the_one_of_the_program() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(
        kept == contract().unwrap(),
        "openapi/openapi.json is not what the program says: write it again with \
         `cargo run -q -p api -- contract >openapi/openapi.json`, read the difference, and tell it in \
         openapi/CHANGELOG.md"
    );
}

/// A path that nobody serves is answered 404 before anybody is asked who they are; an operation asks first.
#[test]
fn r02_every_operation_of_the_document_is_served() {
    let app = App::on(on_sqlite());
    let document = contract().unwrap();
    let nothing = app.stranger("GET", "/nothing");
    assert_eq!(nothing.status, 404);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let path = path.replace("{finess}", "690780044").replace("{code}", "statuses");
            let mut concrete = String::new();
            for part in path.split('/').skip(1) {
                concrete.push('/');
                let id = part.starts_with('{').then(|| uuid::Uuid::nil().to_string());
                concrete.push_str(id.as_deref().unwrap_or(part));
            }
            let request = Request {
                method: method.to_uppercase(),
                path: concrete.clone(),
                headers: Vec::new(),
                body: (method != "get").then(|| ("application/json".to_owned(), "{}".to_owned())),
            };
            let answer = app.0.app.send(&request, None);
            let public = operation["security"] == serde_json::json!([]);
            if public {
                assert_ne!(answer.status, 405, "{method} {concrete}");
                assert!(answer.status != 404 || answer.body != nothing.body, "{method} {concrete}");
            } else {
                assert_eq!(answer.status, 401, "{method} {concrete}: {}", answer.body);
            }
        }
    }
}

#[test]
fn r02_every_operation_says_what_it_is() {
    let document = contract().unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let about = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{about}: no name"));
            assert!(ids.insert(id.to_owned()), "{about}: {id} is taken");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{about}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{about}");
            for mark in ["x-rubric", "x-right", "x-stability"] {
                assert!(operation[mark].is_string(), "{about}: {mark}");
            }
            for hidden in ["x-list", "x-time", "x-write", "x-public", "x-tag", "x-gone", "x-fields"] {
                assert!(operation.get(hidden).is_none(), "{about}: {hidden}");
            }
        }
    }
}
