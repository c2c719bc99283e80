//! Searching practitioners by what may not be in an address.

use serde_json::json;
use shared::habilitation::Profile;

use super::{code, on_both};
use crate::authz::nation::HOME;

#[test]
fn practitioners_are_found_whatever_the_spelling() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let body = json!({ "establishment": HOME.finess, "matricule": "M9", "birth_name": "Œuvrard-Lefèvre",
            "usual_name": "Lefèvre", "first_names": "Anaïs", "birth_date": "1980-02-03",
            "effect": { "valid_from": "2026-01-01" } });
        assert_eq!(manager.create("/practitioners", &body).status, 201);
        let found = |words: serde_json::Value| {
            let answer = manager.post("/practitioners/search", &words);
            assert_eq!(answer.status, 200, "{words}: {}", answer.body);
            answer.items().len()
        };
        for name in ["lefevre", "LEFÈVRE anais", "oeuvrard", "anaïs lef"] {
            assert_eq!(found(json!({ "name": name })), 1, "{name}");
        }
        assert_eq!(found(json!({ "name": "martin" })), 2);
        assert_eq!(found(json!({ "name": "nobody" })), 0);
        assert_eq!(found(json!({ "birth_date": "1980-02-03" })), 1);
        assert_eq!(found(json!({ "name": "lefevre", "birth_date": "1980-02-04" })), 0);
        assert_eq!(found(json!({ "name": "lefevre", "establishment": "600100713" })), 0);
    });
}

#[test]
fn a_search_goes_on_by_cursor_with_the_same_words_only() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let first = manager.post("/practitioners/search", &json!({ "name": "martin", "limit": 1 })).json();
        let next = first["next"].as_str().unwrap();
        let second = manager
            .post("/practitioners/search", &json!({ "name": "martin", "limit": 1, "cursor": next }))
            .json();
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert_eq!(second["next"], serde_json::Value::Null);
        let other = manager.post("/practitioners/search", &json!({ "name": "mart", "cursor": next }));
        assert_eq!((other.status, code(&other).as_str()), (400, "request.bad_cursor"));
    });
}

#[test]
fn a_search_is_refused_to_whoever_reads_no_practitioner() {
    on_both(|app| {
        let body = json!({ "name": "martin" });
        assert_eq!(app.actor(Profile::ArsReader).post("/practitioners/search", &body).status, 403);
        let typo = app.manager(HOME.finess).post("/practitioners/search", &json!({ "nam": "martin" }));
        assert_eq!((typo.status, code(&typo).as_str()), (400, "request.unknown_field"));
    });
}
