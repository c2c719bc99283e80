//! The program has no other route than those of the contract (R02); the rest is in `routes/contract.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use api::http::server::contract;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|item| item.as_object().unwrap().values());
    operations.map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect()
}

/// Handlers are registered by `service` alone and named as their operation, so the names of the route list are the
/// operations of the document, and conversely.
#[test]
fn r02_every_route_is_in_the_document_and_conversely() {
    let list = fs::read_to_string(root().join("api/src/http/mod.rs")).unwrap();
    let routes: BTreeSet<String> = list
        .split(".service(")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap().rsplit("::").next().unwrap().to_owned())
        .collect();
    assert!(routes.len() > 90, "{}", routes.len());
    assert_eq!(routes, operations(&contract().unwrap()));
    // What stands outside of the contract is named here, and nothing else may be.
    let mut outside = BTreeSet::new();
    for entry in fs::read_dir(root().join("api/src/http")).unwrap() {
        let path = entry.unwrap().path();
        // Examples are in a folder, and are no routes.
        let text = if path.is_file() { fs::read_to_string(path).unwrap() } else { continue };
        outside
            .extend(text.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
    }
    let known = ["/.well-known/jwks.json", "/api/v1/openapi.json", "/docs/errors", "/health", "/ready"];
    assert_eq!(outside.iter().map(String::as_str).collect::<Vec<_>>(), known);
}
