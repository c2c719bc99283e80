//! Every noun: list, item, past.

use shared::habilitation::{Perimeter, Profile, Rubric};
use uuid::Uuid;

use super::{Actor, App, code, header, on_both, path};
use crate::authz::nation::{self, HOME, SENSITIVE, SIBLING, Thing};
use crate::support::app::Request;

/// The nouns that are addressed by id, with a thing of each.
pub(super) const NOUNS: [(&str, Thing); 6] = [
    ("structures", Thing::Pole),
    ("posts", Thing::Post),
    ("practitioners", Thing::Practitioner),
    ("statuses", Thing::Status),
    ("positions", Thing::Position),
    ("affectations", Thing::Affectation),
];

#[test]
fn every_noun_is_listed_read_and_followed() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for (noun, thing) in NOUNS {
            let listed = manager.list(&format!("/{noun}"));
            assert!(listed.iter().any(|item| item["id"] == HOME.id(thing).to_string()), "{noun}");
            assert!(listed.iter().all(|item| item["establishment"] == HOME.finess), "{noun}");
            let item = manager.read(&path(noun, thing));
            assert_eq!((&item["version"], &item["valid_from"]), (&1.into(), &"2020-01-01".into()), "{noun}");
            let past = manager.read(&format!("{}/history", path(noun, thing)));
            assert_eq!(past["items"].as_array().unwrap().len(), 1, "{noun}");
            assert_eq!(past["items"][0]["fact"]["id"], item["id"], "{noun}");
        }
    });
}

#[test]
fn establishments_and_sites_are_addressed_by_number() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let one = manager.read(&format!("/establishments/{}", HOME.finess));
        assert_eq!(one["finess"], HOME.finess);
        assert_eq!(one["state"]["posts"], 2, "{one}");
        assert_eq!(one["state"]["practitioners"], 2);
        assert_eq!(one["state"]["open_imports"], 1);
        assert_ne!(one["state"]["freshness"], "empty");
        let listed = manager.list("/establishments?include=state");
        assert_eq!(listed.len(), 1, "only one's own");
        assert_eq!(listed[0]["state"], one["state"]);
        let fresh = one["state"]["freshness"].as_str().unwrap();
        for (asked, count) in [
            (format!("freshness={fresh}"), 1),
            (format!("freshness.in=empty,{fresh}"), 1),
            (format!("freshness.not={fresh}"), 0),
            ("freshness=empty".to_owned(), 0),
        ] {
            assert_eq!(manager.list(&format!("/establishments?{asked}")).len(), count, "{asked}");
        }
        assert_eq!(manager.get("/establishments?freshness=unheard").status, 400);
        assert_eq!(manager.get("/establishments?freshness.gte=empty").status, 400);
        let site = format!("{}9", &HOME.finess[..8]);
        assert_eq!(manager.read(&format!("/sites/{site}"))["establishment"], HOME.finess);
        assert_eq!(manager.list("/sites").len(), 1);
        assert_eq!(manager.get(&format!("/establishments/{}", SIBLING.finess)).status, 404);
        assert_eq!(manager.get("/establishments/000000000").status, 404);
        assert_eq!(manager.get(&format!("/establishments/{}/history", HOME.finess)).status, 200);
    });
}

#[test]
fn the_tree_of_structures_is_whole_and_ordered() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let tree = manager.list(&format!("/structures?tree=true&establishment={}", HOME.finess));
        let seen: Vec<(&str, u64)> = tree
            .iter()
            .map(|one| (one["number"].as_str().unwrap(), one["depth"].as_u64().unwrap()))
            .collect();
        assert_eq!(seen, [("PA", 0), ("SA", 1), ("PB", 0), ("SB", 1)]);
        assert_eq!(manager.get("/structures?tree=true").status, 400);
    });
}

#[test]
fn a_version_that_is_known_is_not_sent_again() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for (noun, thing) in NOUNS {
            let first = manager.get(&path(noun, thing));
            let tag = header(&first, "etag").to_owned();
            assert!(tag.starts_with("\"v1-"), "{noun}: {tag}");
            let again = manager.send("GET", &path(noun, thing), &[("If-None-Match", &tag)], None);
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{noun}");
        }
    });
}

#[test]
fn nobody_reads_without_signing_in_and_nothing_absent_is_found() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for (noun, _) in NOUNS {
            assert_eq!(app.stranger("GET", &format!("/{noun}")).status, 401, "{noun}");
            let absent = manager.get(&format!("/{noun}/{}", uuid::Uuid::nil()));
            assert_eq!((absent.status, code(&absent).as_str()), (404, "request.not_found"), "{noun}");
            assert_eq!(manager.get(&format!("/{noun}/nothing")).status, 404, "{noun}");
        }
    });
}

#[test]
fn a_day_before_everything_has_nothing() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        assert!(manager.list("/posts?as_of=2019-12-31").is_empty());
        assert_eq!(manager.get(&format!("{}?as_of=2019-12-31", path("posts", Thing::Post))).status, 404);
        let before = "known_at=2020-01-01T00:00:00Z";
        assert!(manager.list(&format!("/posts?{before}")).is_empty());
        assert_eq!(manager.get(&format!("{}?{before}", path("posts", Thing::Post))).status, 404);
    });
}

/// What a reader of careers who lacks sensitive absences gets.
#[test]
fn a_sensitive_position_is_an_absence_everywhere() {
    on_both(|app: &App| {
        let (manager, approver) = (app.manager(HOME.finess), app.actor(Profile::HospitalApprover));
        let (item, past) = (path("positions", Thing::Position), path("practitioners", Thing::Practitioner));
        assert_eq!(manager.read(&item)["position"]["code"], SENSITIVE);
        for text in [
            approver.get(&item).body,
            approver.get(&format!("{item}/history")).body,
            approver.get("/positions").body,
            approver.get(&format!("{past}/positions")).body,
            approver.get(&format!("{past}/timeline")).body,
            approver.get(&past).body,
        ] {
            assert!(!text.contains(SENSITIVE), "{text}");
        }
        assert_eq!(approver.read(&item)["position"]["code"], "ABSENT");
        assert_eq!(manager.list(&format!("/positions?position={SENSITIVE}")).len(), 1);
        assert!(approver.list(&format!("/positions?position={SENSITIVE}")).is_empty());
        assert!(approver.list("/positions?position=ABSENT").is_empty());
        assert_eq!(approver.list("/positions?position=DISPO").len(), 1);
        // By what it is not, nothing more is learnt.
        assert!(approver.list("/positions?position.not=DISPO").is_empty());
        assert_eq!(approver.get("/positions?position.gte=CL&position.lt=CM").status, 400);
        assert_eq!(approver.get("/positions?sort=position").status, 400);
    });
}

#[test]
fn the_line_of_time_shows_what_may_be_read() {
    on_both(|app| {
        let person = path("practitioners", Thing::Practitioner);
        let timeline = app.manager(HOME.finess).read(&format!("{person}/timeline"));
        let lanes: Vec<&str> =
            timeline["lanes"].as_array().unwrap().iter().map(|lane| lane["noun"].as_str().unwrap()).collect();
        assert_eq!(lanes, ["statuses", "positions", "affectations", "headships"]);
        assert_eq!(timeline["lanes"][2]["spans"][0]["label"], "SA SA du numéro 1");
    });
}

#[test]
fn a_post_says_who_has_held_it_and_what_is_free() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let post = path("posts", Thing::Post);
        let held = manager.read(&format!("{post}/occupants"));
        assert_eq!(held["items"][0]["practitioner"]["id"], HOME.id(Thing::Practitioner).to_string());
        let left = 10_000 - held["items"][0]["quotity"].as_i64().unwrap();
        assert_eq!(held["free"][0]["quotity"], left, "{held}");
        let item = manager.read(&path("affectations", Thing::Affectation));
        let end = serde_json::json!({ "valid_to": "2026-07-01", "reason": "Départ" });
        let ended = manager.change(
            "POST",
            &format!("{}/end", path("affectations", Thing::Affectation)),
            item["version"].as_i64().unwrap(),
            &end,
        );
        assert_eq!(ended.status, 200, "{}", ended.body);
        let held = manager.read(&format!("{post}/occupants"));
        assert_eq!(held["free"][1]["valid_from"], "2026-07-01", "{held}");
        assert_eq!(held["free"][1]["quotity"], 10_000);
    });
}

/// The head of a pole sees the lines of the pole on a day: what the others hold would pass for free.
#[test]
fn what_is_free_of_a_post_is_told_to_who_reads_the_whole_hospital() {
    on_both(|app| {
        let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
        let head = app.0.sign_in(app.0.hire(Profile::HospitalReader, pole));
        let path = format!("/posts/{}/occupants", HOME.id(Thing::Post));
        let held = app.0.app.send(&Request::get(path.clone()), Some(&head)).json();
        assert_eq!(held["items"].as_array().unwrap().len(), 1, "{held}");
        assert_eq!(held["free"], serde_json::json!([]), "{held}");
        assert!(held["next_free_day"].is_null(), "{held}");
        assert!(!app.manager(HOME.finess).read(&path)["free"].as_array().unwrap().is_empty());
    });
}

#[test]
fn lists_of_codes_may_be_kept() {
    on_both(|app| {
        let reader = app.actor(Profile::HospitalReader);
        let lists = reader.list("/nomenclatures");
        assert!(
            lists.iter().any(|list| list["code"] == "structure_kinds" && list["entries"].as_u64() > Some(3)),
            "{lists:?}"
        );
        let answer = reader.get("/nomenclatures/structure_kinds");
        assert!(header(&answer, "cache-control").contains("max-age"), "{:?}", answer.headers);
        let tag = header(&answer, "etag").to_owned();
        let again = reader.send("GET", "/nomenclatures/structure_kinds", &[("If-None-Match", &tag)], None);
        assert_eq!(again.status, 304);
        assert_eq!(reader.get("/nomenclatures/nothing").status, 404);
    });
}

#[test]
fn a_position_of_somebody_who_may_not_be_named_has_no_practitioner() {
    on_both(|app| {
        let id = Uuid::now_v7();
        let account = nation::account(id, "careers-alone");
        let place = Perimeter::Establishment(HOME.finess.into());
        let mut held = nation::granted(Uuid::now_v7(), account.id, Profile::HospitalReader, place, false);
        held.grants.retain(|(rubric, _)| *rubric == Rubric::Careers);
        let database = &app.0.app.state.database;
        database
            .write(|tx| {
                api::db::accounts::insert(tx, &account)?;
                api::db::habilitations::insert(tx, &held)
            })
            .unwrap();
        let reader = Actor { app, token: app.0.sign_in(account.id) };
        for item in [reader.list("/positions")[0].clone(), reader.read(&path("positions", Thing::Position))] {
            assert!(item.get("practitioner").is_none(), "absent, not empty: {item}");
            assert!(item["position"]["code"].is_string());
        }
        let named = app.manager(HOME.finess).read(&path("positions", Thing::Position));
        assert_eq!(named["practitioner"]["id"], HOME.id(Thing::Practitioner).to_string());
    });
}

#[test]
fn what_is_kept_under_a_weak_tag_is_still_good() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let post = path("posts", Thing::Post);
        let tag = header(&manager.get(&post), "etag").to_owned();
        for (asked, status) in
            [(format!("W/{tag}"), 304), (format!("\"v0\", W/{tag}"), 304), ("W/\"v0\"".to_owned(), 200)]
        {
            let answer = manager.send("GET", &post, &[("If-None-Match", &asked)], None);
            assert_eq!(answer.status, status, "{asked}");
        }
    });
}

#[test]
fn head_is_get_without_its_body() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let post = path("posts", Thing::Post);
        for (path, status) in [
            (post.as_str(), 200),
            ("/posts", 200),
            ("/posts?structur=1", 400),
            ("/nowhere", 404),
            ("/openapi.json", 200),
        ] {
            let (get, head) = (manager.get(path), manager.send("HEAD", path, &[], None));
            assert_eq!((get.status, head.status, head.body.as_str()), (status, status, ""), "{path}");
            for name in ["content-type", "content-length", "etag", "cache-control", "x-content-type-options"]
            {
                assert_eq!(super::header(&head, name), super::header(&get, name), "{path}: {name}");
            }
        }
        let tag = manager.get(&post);
        let known = manager.send("HEAD", &post, &[("If-None-Match", super::header(&tag, "etag"))], None);
        assert_eq!(known.status, 304);
        let compressed = manager.send("HEAD", "/posts", &[("Accept-Encoding", "gzip")], None);
        assert_eq!((compressed.status, compressed.body.as_str()), (200, ""));
        for (path, method, allowed) in
            [(post.as_str(), "PUT", "GET, HEAD, PATCH"), ("/practitioners/search", "HEAD", "POST")]
        {
            let refused = manager.send(method, path, &[], None);
            assert_eq!((refused.status, super::header(&refused, "allow")), (405, allowed), "{method} {path}");
        }
    });
}

#[test]
fn a_path_that_no_operation_has_is_absent_by_any_method() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            for path in ["/zzz", "/posts/1/2/3", "/../zzz"] {
                let answer = manager.send(method, path, &[], None);
                assert_eq!(answer.status, 404, "{method} {path}");
                assert_eq!(header(&answer, "content-type"), "application/problem+json", "{method} {path}");
            }
        }
    });
}
