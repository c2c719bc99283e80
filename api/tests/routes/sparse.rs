//! `fields=`: what was asked for and nothing else, in lists, in searches and one by one.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::habilitation::Profile;

use super::reading::NOUNS;
use super::{Actor, code, header, on_both, path, pointers};
use crate::authz::nation::{HOME, Thing};

fn keys(thing: &Value) -> BTreeSet<&str> {
    thing.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Items and one of them, with the fields that were asked for.
fn has(manager: &Actor<'_>, list: &str, item: &str, asked: &str, expected: &[&str]) {
    let mut expected: BTreeSet<&str> = expected.iter().copied().collect();
    let items = manager.list(&format!("{list}?fields={asked}"));
    assert!(!items.is_empty(), "{list}");
    let whole = manager.list(list);
    for (item, whole) in items.iter().zip(&whole) {
        assert_eq!(keys(item), expected, "{list}?fields={asked}");
        assert!(keys(item).iter().all(|key| item[*key] == whole[*key]), "{list}: {item} of {whole}");
    }
    let one = manager.read(&format!("{item}?fields={asked}"));
    // When it was read is no field of the thing.
    expected.extend(one.get("time").map(|_| "time"));
    assert_eq!(keys(&one), expected, "{item}?fields={asked}");
}

#[test]
fn only_the_fields_that_are_asked_are_told() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for (noun, thing) in NOUNS {
            let (list, item) = (format!("/{noun}"), path(noun, thing));
            has(&manager, &list, &item, "establishment", &["establishment", "id", "version"]);
            let stamped = ["change_id", "id", "valid_from", "version"];
            has(&manager, &list, &item, "valid_from,id,change_id", &stamped);
            has(&manager, &list, &item, "valid_from&fields=change_id", &stamped);
        }
        let home = format!("/establishments/{}", HOME.finess);
        has(&manager, "/establishments", &home, "finess,name", &["finess", "id", "name", "version"]);
        let site = format!("/sites/{}9", &HOME.finess[..8]);
        has(&manager, "/sites", &site, "name", &["id", "name", "version"]);
        let import = manager.list("/imports")[0]["id"].as_str().unwrap().to_owned();
        has(&manager, "/imports", &format!("/imports/{import}"), "state", &["id", "state", "version"]);
        let administrator = app.actor(Profile::CngAdmin);
        let user = administrator.list("/users?limit=1")[0]["id"].as_str().unwrap().to_owned();
        has(&administrator, "/users", &format!("/users/{user}"), "email", &["email", "id", "version"]);
        let under = format!("{}/statuses", path("practitioners", Thing::Practitioner));
        let status = &manager.list(&format!("{under}?fields=status"))[0];
        assert_eq!(keys(status), BTreeSet::from(["id", "status", "version"]));
        let searched = manager.post("/practitioners/search?fields=usual_name", &json!({ "name": "MARTIN" }));
        assert_eq!(searched.status, 200, "{}", searched.body);
        assert_eq!(keys(&searched.items()[0]), BTreeSet::from(["id", "usual_name", "version"]));
    });
}

#[test]
fn what_has_to_be_included_is_by_its_name() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let told = |query: &str| keys(&manager.list(&format!("/posts?{query}"))[0]).len();
        assert_eq!(told("fields=number"), 3);
        let expected = BTreeSet::from(["id", "number", "occupation", "version"]);
        for query in ["fields=number,occupation", "fields=number&include=occupation"] {
            assert_eq!(keys(&manager.list(&format!("/posts?{query}"))[0]), expected, "{query}");
        }
        assert_eq!(keys(&manager.list("/practitioners?fields=present")[0]).len(), 3);
    });
}

#[test]
fn a_field_that_is_not_listed_is_refused() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let post = path("posts", Thing::Post);
        let refused = |place: &str| {
            let answer = manager.get(place);
            assert_eq!(
                (answer.status, code(&answer).as_str()),
                (400, "request.unknown_parameter"),
                "{place}"
            );
            pointers(&answer)
        };
        // Of no post, of what is inside a field, of the answer and not of the thing, of nothing.
        for name in ["colour", "kind.code", "time", "items", "", "number,", "Number"] {
            for place in ["/posts", &post] {
                assert_eq!(refused(&format!("{place}?fields={name}")), ["fields"], "{name}");
            }
        }
        // What has no things to choose the fields of.
        for place in [format!("{post}/history"), format!("{post}/occupants"), "/nomenclatures".to_owned()] {
            refused(&format!("{place}?fields=id"));
        }
        // A file has all its columns.
        for format in ["csv", "csv_raw", "xlsx", "ndjson", "parquet"] {
            assert_eq!(refused(&format!("/posts?format={format}&fields=number")), ["fields"], "{format}");
        }
        assert_eq!(keys(&manager.list("/posts?format=json&fields=number")[0]).len(), 3);
    });
}

#[test]
fn a_walk_keeps_its_fields() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let first = manager.read("/practitioners?limit=1&fields=matricule&total=exact");
        let next = first["next"].as_str().unwrap();
        let second =
            manager.read(&format!("/practitioners?limit=1&fields=matricule&total=exact&cursor={next}"));
        for page in [&first, &second] {
            assert_eq!(keys(&page["items"][0]), BTreeSet::from(["id", "matricule", "version"]), "{page}");
            assert_eq!((&page["limit"], &page["total"]), (&1.into(), &2.into()), "{page}");
            assert!(page["time"]["known_at"].is_string(), "{page}");
        }
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        for query in ["", "&fields=sex", "&fields=matricule,sex"] {
            let other = manager.get(&format!("/practitioners?limit=1&total=exact{query}&cursor={next}"));
            assert_eq!(code(&other), "request.bad_cursor", "{query}");
        }
    });
}

/// Strong: what is told under one tag is the same bytes. The version in it is that of the thing.
#[test]
fn a_part_has_a_tag_of_its_own_that_opens_a_write() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let line = path("affectations", Thing::Affectation);
        let part = format!("{line}?fields=quotity");
        let (whole_tag, part_answer) = (header(&manager.get(&line), "etag").to_owned(), manager.get(&part));
        let tag = header(&part_answer, "etag");
        assert!(tag.starts_with("\"v1-") && tag != whole_tag, "{tag} {whole_tag}");
        let status =
            |place: &str, tag: &str| manager.send("GET", place, &[("If-None-Match", tag)], None).status;
        assert_eq!((status(&part, tag), status(&line, &whole_tag)), (304, 304));
        assert_eq!((status(&part, &whole_tag), status(&line, tag)), (200, 200), "not each other's");
        let end = json!({ "valid_to": "2027-06-01", "reason": "Départ" });
        let ended = manager.send("POST", &format!("{line}/end"), &[("If-Match", tag)], Some(&end));
        assert_eq!(ended.status, 200, "{}", ended.body);
    });
}
