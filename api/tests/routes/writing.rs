//! Writes: what they record, and each way of being refused.

use std::sync::mpsc;

use api::db::replays::{self, Key};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::habilitation::{Perimeter, Profile};

use super::{Actor, App, code, header, on_both, path, pointers};
use crate::authz::nation::{HOME, SENSITIVE, SIBLING, Thing};
use crate::support::app::Answer;

pub(super) fn local_post(number: &str) -> Value {
    json!({ "establishment": HOME.finess, "kind": "LOC", "local_number": number, "quotity": 8_000,
        "structure": HOME.id(Thing::Service), "effect": { "valid_from": "2026-01-01", "reason": "Ouverture" } })
}

#[test]
fn a_post_is_created_changed_ended_and_taken_back() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let made = manager.create("/posts", &local_post("LOC-1"));
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(header(&made, "etag"), "\"v1\"");
        let place = header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned();
        let read = manager.thing(&place);
        assert_eq!(read["number"], "LOC-1");
        assert_eq!(made.json(), read, "a write answers what a read would");

        let edit = json!({ "quotity": 5_000, "speciality": "CARDIO", "structure": null,
            "effect": { "valid_from": "2026-03-01" } });
        let changed = manager.change("PATCH", &place, 1, &edit);
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert_eq!(header(&changed, "etag"), "\"v2\"");
        let now = manager.read(&place);
        assert_eq!((&now["quotity"], &now["structure"]), (&5_000.into(), &Value::Null));
        assert_eq!(now["speciality"]["code"], "CARDIO");
        let then = manager.read(&format!("{place}?as_of=2026-02-28"));
        assert_eq!((&then["quotity"], &then["valid_to"]), (&8_000.into(), &"2026-03-01".into()));

        let end = json!({ "valid_to": "2026-06-01", "reason": "Fermeture" });
        assert_eq!(manager.change("POST", &format!("{place}/end"), 2, &end).status, 200);
        assert_eq!(manager.get(&format!("{place}?as_of=2026-06-01")).status, 404);
        assert_eq!(manager.get(&format!("{place}?as_of=2026-05-31")).status, 200);

        let all = json!({ "valid_from": "2026-01-01", "valid_to": "2026-06-01", "reason": "Erreur" });
        let gone = manager.change("POST", &format!("{place}/retract"), 3, &all);
        assert_eq!((gone.status, gone.body.as_str()), (204, ""));
        assert_eq!(manager.get(&format!("{place}?as_of=2026-02-01")).status, 404);
        // Nothing is deleted: its past remains.
        let past = manager.read(&format!("{place}/history"));
        assert_eq!(past["version"], 4);
        let operations: Vec<String> = manager
            .list("/journal")
            .iter()
            .take(4)
            .map(|entry| entry["operation"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(operations, ["post.retract", "post.end", "post.edit", "post.create"]);
    });
}

/// R10: the same creation sent twice has one effect.
#[test]
fn r10_a_creation_sent_again_has_one_effect() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let first = manager.create_with("/posts", "same", &local_post("LOC-2"));
        let again = manager.create_with("/posts", "same", &local_post("LOC-2"));
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!((&first.body, header(&again, "idempotency-replayed")), (&again.body, "true"));
        assert_eq!(manager.list("/posts?local_number=LOC-2").len(), 1);
        let other = manager.create_with("/posts", "same", &local_post("LOC-3"));
        assert_eq!((other.status, code(&other).as_str()), (422, "request.key_reused"));
        let none = manager.post("/posts", &local_post("LOC-3"));
        assert_eq!((none.status, code(&none).as_str()), (400, "request.key_required"));
    });
}

/// What was answered to somebody who held other rights is given to nobody.
#[test]
fn an_answer_kept_ends_with_the_rights() {
    on_both(|app| {
        let account = app.0.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()));
        let manager = || Actor { app, token: app.0.sign_in(account) };
        let made = manager().create_with("/posts", "same", &local_post("LOC-6"));
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(manager().create_with("/posts", "same", &local_post("LOC-6")).body, made.body);
        app.0.app.state.database.write(|tx| api::db::accounts::raise_rights(tx, account)).unwrap();
        app.0.app.state.authenticator.rights().forget(account);
        let again = manager().create_with("/posts", "same", &local_post("LOC-6"));
        assert_eq!((again.status, code(&again).as_str()), (422, "request.key_reused"), "{}", again.body);
        assert!(again.json()["detail"].as_str().unwrap().contains("droits"), "{}", again.body);
        assert_eq!(manager().list("/posts?local_number=LOC-6").len(), 1, "and nothing is done twice");
    });
}

/// Bodies hold passwords: what is kept of them is of no use to who reads the database.
#[test]
fn what_is_kept_of_a_body_is_no_hash_of_it() {
    on_both(|app| {
        let account = app.0.hire(Profile::CngAdmin, Perimeter::National);
        let admin = Actor { app, token: app.0.sign_in(account) };
        let body = json!({ "email": "c.durand@chu.example", "name": "Camille Durand",
            "password": "trois chevaux mangent une brioche",
            "habilitation": { "profile": "auditor", "perimeter": "national", "valid_from": "2026-01-01",
                "valid_to": "2998-01-01", "reason": "Contrôle" } });
        assert_eq!(admin.create_with("/users", "same", &body).status, 201);
        let key =
            Key { caller: account.to_string(), operation: "POST /api/v1/users".into(), key: "same".into() };
        let now = api::http::clock::now().0;
        let database = &app.0.app.state.database;
        let kept = database.read(|connection| replays::find(connection, &key, now)).unwrap().unwrap();
        let digest = Sha256::digest(body.to_string().as_bytes());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_ne!(kept.body_hash, digest);
        assert_eq!(admin.create_with("/users", "same", &body).status, 201, "it is known again");
    });
}

/// While another write lasts, nobody is told that a file or a field is wrong; the same request is told of itself.
#[test]
fn a_busy_database_is_told_as_such() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let database = &app.0.app.state.database;
        let (begun, has_begun) = mpsc::channel();
        let (end, may_end) = mpsc::channel::<()>();
        let (mut posts, sign_in) = std::thread::scope(|scope| {
            scope.spawn(move || {
                let lasting = database.write(|_| {
                    begun.send(()).unwrap();
                    may_end.recv().unwrap();
                    Ok::<_, api::db::Problem>(())
                });
                lasting.unwrap();
            });
            has_begun.recv().unwrap();
            let creations =
                [0, 1].map(|_| scope.spawn(|| manager.create_with("/posts", "same", &local_post("LOC-7"))));
            let sign_in = scope.spawn(|| {
                manager.post("/session", &json!({ "email": "nobody@chu.example", "password": "peu importe" }))
            });
            let answers = creations.map(|sent| sent.join().unwrap());
            let sign_in = sign_in.join().unwrap();
            end.send(()).unwrap();
            (answers, sign_in)
        });
        posts.sort_by_key(|answer| answer.status);
        let told = posts.each_ref().map(|answer| (answer.status, code(answer)));
        let expected = [(409, "request.key_in_progress"), (503, "service.overloaded")];
        assert_eq!(told, expected.map(|(status, code)| (status, code.to_owned())));
        assert_eq!(
            (sign_in.status, code(&sign_in).as_str()),
            (503, "service.overloaded"),
            "{}",
            sign_in.body
        );
        assert!(header(&sign_in, "retry-after").parse::<u32>().is_ok());
        // The key is free again.
        assert_eq!(manager.create_with("/posts", "same", &local_post("LOC-7")).status, 201);
    });
}

#[test]
fn a_rehearsal_writes_nothing() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let made = manager.create("/posts?dry_run=true", &local_post("LOC-4"));
        assert_eq!((made.status, header(&made, "dry-run")), (201, "true"));
        assert!(manager.list("/posts?local_number=LOC-4").is_empty());
        let wrong = manager.create(
            "/posts?dry_run=true",
            &json!({ "establishment": HOME.finess, "kind": "NO",
            "quotity": 8_000, "effect": { "valid_from": "2026-01-01" } }),
        );
        assert_eq!(wrong.status, 422, "the same rules");
    });
}

/// What a rehearsal read of itself is gone with it, whatever is written next.
#[test]
fn a_rehearsal_is_not_remembered() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        // Reads the facts of the hospital, and who sits on the post, with what the rehearsal would have written.
        let rehearsed = manager.create("/posts?dry_run=true", &local_post("LOC-4"));
        assert_eq!(rehearsed.json()["occupation"]["state"], "vacant", "{}", rehearsed.body);
        // The number of the change that was rehearsed is given to this one.
        let made = manager.create("/posts", &local_post("LOC-5"));
        assert_eq!(made.json()["occupation"]["state"], "vacant", "{}", made.body);
        let place = header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned();
        assert_eq!(manager.thing(&place), made.json());
        let table = manager.get(&format!("/staffing_table?establishment={}", HOME.finess));
        assert!(table.body.contains("LOC-5") && !table.body.contains("LOC-4"), "{}", table.body);
    });
}

#[test]
fn a_stale_version_is_told_what_changed() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let pole = path("structures", Thing::Pole);
        let label = |text: &str| json!({ "label": text, "effect": { "valid_from": "2026-01-01" } });
        assert_eq!(manager.change("PATCH", &pole, 1, &label("Pôle mère")).status, 200);
        let stale = manager.change("PATCH", &pole, 1, &label("Pôle enfant"));
        assert_eq!((stale.status, code(&stale).as_str()), (412, "request.stale_version"));
        let told = stale.json();
        assert_eq!((&told["version"], &told["current"]["label"]), (&2.into(), &"Pôle mère".into()));
        assert!(told["changed_fields"].as_array().unwrap().contains(&"label".into()), "{told}");
        let none = manager.send("PATCH", &pole, &[], Some(&label("Pôle enfant")));
        assert_eq!((none.status, code(&none).as_str()), (428, "request.if_match_required"));
    });
}

/// Who sits on a post is derived, and its structure bears a name of its own: neither is a field that somebody changed.
#[test]
fn a_stale_version_is_told_nothing_but_what_changed() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let from = json!({ "valid_from": "2026-01-01", "reason": "Essai" });
        let post = path("posts", Thing::Post);
        let seen = manager.read(&post);
        assert!(seen["occupation"].is_object(), "{seen}");
        let edit = json!({ "speciality": "CARDIO", "effect": from });
        let written = manager.change("PATCH", &post, 1, &edit);
        assert_eq!(written.status, 200, "{}", written.body);
        let service = path("structures", Thing::Service);
        let renamed = manager.change("PATCH", &service, 1, &json!({ "label": "Renommé", "effect": from }));
        assert_eq!(renamed.status, 200, "{}", renamed.body);
        let stale = manager.change("PATCH", &post, 1, &edit);
        assert_eq!(stale.status, 412, "{}", stale.body);
        let told = stale.json();
        assert_eq!(told["changed_fields"], json!(["speciality"]), "{told}");
        assert_eq!(told["current"], manager.thing(&post), "the whole of it, as a read gives it");
        assert_eq!(told["current"]["structure"]["label"], "Renommé");
    });
}

#[test]
fn fields_are_named_when_they_are_wrong() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let day = json!({ "valid_from": "2026-01-01" });
        let wrong = manager.create(
            "/posts",
            &json!({ "establishment": HOME.finess, "kind": "NO",
            "quotity": 0, "speciality": "NO", "structure": uuid::Uuid::nil(), "effect": day }),
        );
        assert_eq!(wrong.status, 422);
        assert_eq!(pointers(&wrong), ["/kind", "/quotity", "/local_number", "/speciality", "/structure"]);
        let born = manager.create(
            "/posts",
            &json!({ "establishment": HOME.finess, "kind": "SIG",
            "local_number": "X", "quotity": 8_000, "effect": day }),
        );
        assert_eq!(pointers(&born), ["/kind"], "{}", born.body);
        let person = manager.create(
            "/practitioners",
            &json!({ "establishment": HOME.finess,
            "matricule": "M1A", "rpps": "10001234567", "birth_name": "", "usual_name": "X",
            "first_names": "Y", "sex": "Z", "effect": day }),
        );
        assert_eq!(pointers(&person), ["/matricule", "/birth_name", "/rpps", "/sex"]);
        let empty = json!({ "valid_from": "2026-01-01", "valid_to": "2026-01-01" });
        let mut post = local_post("LOC-5");
        post["effect"] = empty;
        assert_eq!(pointers(&manager.create("/posts", &post)), ["/effect/valid_to"]);
        let structure = manager.create(
            "/structures",
            &json!({ "establishment": HOME.finess, "kind": "UF",
            "number": "1", "label": "Unité", "parent": HOME.id(Thing::Pole), "effect": day }),
        );
        assert_eq!(pointers(&structure), ["/parent"], "a unit is under a service: {}", structure.body);
        let typo = manager.create("/posts", &json!({ "establishement": HOME.finess }));
        assert_eq!((typo.status, code(&typo).as_str()), (400, "request.unknown_field"));
    });
}

/// A new practitioner at a hospital, from a day on.
fn person(finess: &str, matricule: &str, rpps: &str, from: &str) -> Value {
    json!({ "establishment": finess, "matricule": matricule, "rpps": rpps, "birth_name": "AUBIN",
        "usual_name": "AUBIN", "first_names": "Lise", "effect": { "valid_from": from } })
}

const RPPS: &str = "99011126481";

#[test]
fn one_rpps_under_two_matricules_is_refused_on_the_same_days_only() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let first = manager.create("/practitioners", &person(HOME.finess, "R1", RPPS, "2026-01-01"));
        assert_eq!(first.status, 201, "{}", first.body);
        let first = format!("/practitioners/{}", first.json()["id"].as_str().unwrap());
        let two = person(HOME.finess, "R2", RPPS, "2026-06-01");
        for path in ["/practitioners", "/practitioners?dry_run=true"] {
            let refused = manager.create(path, &two);
            assert_eq!(refused.status, 422, "{path}: {}", refused.body);
            assert_eq!(refused.json()["errors"][0]["pointer"], "/rpps");
            assert_eq!(refused.json()["errors"][0]["code"], "rpps.two_matricules");
            assert_eq!(refused.json()["errors"][0]["detail"], shared::catalogue::rules::RPPS_TWO_MATRICULES);
        }
        // Nor does a correction bring it under a second matricule.
        let mut without = person(HOME.finess, "R3", RPPS, "2026-06-01");
        without["rpps"] = Value::Null;
        let third = manager.create("/practitioners", &without);
        assert_eq!(third.status, 201, "{}", third.body);
        let third = format!("/practitioners/{}", third.json()["id"].as_str().unwrap());
        let given = json!({ "rpps": RPPS, "effect": { "valid_from": "2026-06-01" } });
        assert_eq!(pointers(&manager.change("PATCH", &third, 1, &given)), ["/rpps"]);
        // The first leaves: the same person may come back under another number.
        let end = json!({ "valid_to": "2026-06-01", "reason": "Départ" });
        let ended = manager.change("POST", &format!("{first}/end"), 1, &end);
        assert_eq!(ended.status, 200, "{}", ended.body);
        let second = manager.create("/practitioners", &two);
        assert_eq!(second.status, 201, "{}", second.body);
    });
}

#[test]
fn nothing_tells_that_another_hospital_knows_an_rpps() {
    on_both(|app| {
        let (home, sibling) = (app.manager(HOME.finess), app.manager(SIBLING.finess));
        let known = sibling.create("/practitioners", &person(SIBLING.finess, "S1", RPPS, "2026-01-01"));
        assert_eq!(known.status, 201, "{}", known.body);
        let shared = home.create("/practitioners", &person(HOME.finess, "H1", RPPS, "2026-01-01"));
        let alone = home.create("/practitioners", &person(HOME.finess, "H2", "99011205673", "2026-01-01"));
        for made in [&shared, &alone] {
            assert_eq!(made.status, 201, "{}", made.body);
            let own = made.json();
            assert_eq!(own.get("person"), None, "{own}");
            let path = format!("/practitioners/{}", own["id"].as_str().unwrap());
            assert_eq!(home.read(&path).get("person"), None);
            let past = home.read(&format!("{path}/history"));
            assert_eq!(past["items"][0]["fact"].get("person"), None, "{past}");
        }
        for one in home.list("/practitioners") {
            assert_eq!(one.get("person"), None, "{one}");
        }
        // Who reads the whole country counts one person.
        let nation = app.actor(Profile::CngManager);
        let of = |made: &Answer| {
            let path = format!("/practitioners/{}", made.json()["id"].as_str().unwrap());
            nation.read(&path)["person"].as_str().unwrap().to_owned()
        };
        assert_eq!(of(&shared), of(&known));
        assert_ne!(of(&alone), of(&known));
    });
}

#[test]
fn a_structure_is_never_under_itself_and_its_number_is_its_own() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let below = json!({ "parent": HOME.id(Thing::Service), "effect": { "valid_from": "2026-01-01" } });
        let looped = manager.change("PATCH", &path("structures", Thing::Pole), 1, &below);
        assert_eq!(looped.status, 422);
        assert!(pointers(&looped).contains(&"/parent".to_owned()), "{}", looped.body);
        let taken = json!({ "number": "PB", "effect": { "valid_from": "2026-01-01" } });
        let taken = manager.change("PATCH", &path("structures", Thing::Pole), 1, &taken);
        assert_eq!(pointers(&taken), ["/number"]);
    });
}

#[test]
fn time_never_exceeds_the_post_nor_the_employment() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let line = |post: Thing, quotity: u32| {
            json!({ "practitioner": HOME.id(Thing::Practitioner2), "status": "PH", "rank": "secondary",
                "service": HOME.id(Thing::Service), "post": HOME.id(post), "quotity": quotity,
                "effect": { "valid_from": "2026-01-01", "valid_to": "2026-02-01" } })
        };
        let beyond = manager.create("/affectations", &line(Thing::Post, 3_000));
        assert_eq!((beyond.status, code(&beyond).as_str()), (409, "affectation.exceeds_post"));
        assert_eq!(beyond.json()["things"].as_array().unwrap().len(), 2);
        let free = manager.create("/posts", &local_post("LOC-6")).json()["id"].clone();
        let mut other = line(Thing::Post, 3_000);
        other["post"] = free;
        let beyond = manager.create("/affectations", &other);
        assert_eq!((beyond.status, code(&beyond).as_str()), (409, "affectation.overlaps"), "{}", beyond.body);
        // On days when the main line has ended there is room.
        let end = json!({ "valid_to": "2026-01-01", "reason": "Départ" });
        let ended =
            manager.change("POST", &format!("{}/end", path("affectations", Thing::Affectation2)), 1, &end);
        assert_eq!(ended.status, 200, "{}", ended.body);
        let made = manager.create("/affectations", &other);
        assert_eq!(made.status, 201, "{}", made.body);
        // A post is not made smaller than what is on it.
        let small = json!({ "quotity": 500, "effect": { "valid_from": "2026-01-01" } });
        let post = format!("/posts/{}", other["post"].as_str().unwrap());
        assert_eq!(pointers(&manager.change("PATCH", &post, 1, &small)), ["/quotity"]);
    });
}

#[test]
fn what_is_in_use_does_not_end() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let end = json!({ "valid_to": "2026-01-01", "reason": "Fermeture" });
        for (noun, thing) in
            [("structures", Thing::Service), ("posts", Thing::Post), ("practitioners", Thing::Practitioner)]
        {
            let refused = manager.change("POST", &format!("{}/end", path(noun, thing)), 1, &end);
            assert_eq!((refused.status, code(&refused).as_str()), (409, "thing.in_use"), "{noun}");
            assert!(!refused.json()["things"].as_array().unwrap().is_empty(), "{noun}");
        }
        let early = json!({ "valid_to": "2019-01-01", "reason": "Erreur" });
        let refused = manager.change("POST", &format!("{}/end", path("posts", Thing::Post)), 1, &early);
        assert_eq!(pointers(&refused), ["/valid_to"]);
        let mute = json!({ "valid_to": "2026-01-01", "reason": " " });
        let refused = manager.change("POST", &format!("{}/end", path("posts", Thing::Post)), 1, &mute);
        assert_eq!(pointers(&refused), ["/reason"]);
    });
}

/// `null` takes away: what may not be absent is refused, where it stands, instead of being left in silence.
#[test]
fn what_may_not_be_absent_is_not_taken_away() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let effect = json!({ "valid_from": "2026-06-01" });
        for (noun, thing, fields) in [
            ("structures", Thing::Service, &["kind", "number", "label"][..]),
            ("posts", Thing::Post, &["kind", "quotity", "attached_to_establishment"]),
            ("practitioners", Thing::Practitioner, &["matricule", "usual_name", "first_names", "diplomas"]),
            ("statuses", Thing::Status, &["status"]),
            ("positions", Thing::Position, &["position"]),
            ("affectations", Thing::Affectation, &["status", "rank", "quotity"]),
        ] {
            let place = path(noun, thing);
            let before = manager.thing(&place);
            for field in fields {
                let mut edit = json!({ "effect": effect });
                edit[*field] = Value::Null;
                let version = before["version"].as_i64().unwrap();
                let refused = manager.change("PATCH", &place, version, &edit);
                assert_eq!((refused.status, code(&refused).as_str()), (422, "request.invalid"), "{edit}");
                assert_eq!(pointers(&refused), [format!("/{field}")], "{noun}: {}", refused.body);
            }
            assert_eq!(manager.thing(&place), before);
        }
    });
}

#[test]
fn a_field_that_is_missing_is_named() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let mut without_day = local_post("LOC-9");
        without_day["effect"] = json!({});
        let mut of_text = local_post("LOC-9");
        of_text["quotity"] = json!("abc");
        for (body, pointer, words) in [
            (json!({}), "/establishment", "« establishment »"),
            (json!({ "establishment": HOME.finess }), "/kind", "« kind »"),
            (without_day, "/effect/valid_from", "« valid_from »"),
            (of_text, "/quotity", "type"),
        ] {
            let refused = manager.create("/posts", &body);
            assert_eq!((refused.status, code(&refused).as_str()), (400, "request.malformed"), "{body}");
            assert_eq!(pointers(&refused), [pointer], "{body}");
            let detail = refused.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(words), "{detail}");
        }
    });
}

#[test]
fn careers_are_written_under_the_practitioner() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let person = path("practitioners", Thing::Practitioner2);
        let status = json!({ "status": "PA", "quotity": 5_000, "effect": { "valid_from": "2026-05-01" } });
        let made = manager.create(&format!("{person}/statuses"), &status);
        assert_eq!(made.status, 201, "{}", made.body);
        let place = format!("/statuses/{}", made.json()["id"].as_str().unwrap());
        let edit = json!({ "quotity": null, "effect": { "valid_from": "2026-06-01" } });
        assert_eq!(manager.change("PATCH", &place, 1, &edit).json()["quotity"], Value::Null);
        let second = json!({ "position": "DET", "effect": { "valid_from": "2026-05-01" } });
        let overlap = manager.create(&format!("{person}/positions"), &second);
        assert_eq!(pointers(&overlap), ["/effect"], "one position on a day: {}", overlap.body);
        let leave = path("positions", Thing::Position2);
        let end = json!({ "valid_to": "2026-05-01", "reason": "Retour" });
        assert_eq!(manager.change("POST", &format!("{leave}/end"), 1, &end).status, 200);
        assert_eq!(manager.create(&format!("{person}/positions"), &second).status, 201);
    });
}

#[test]
fn a_sensitive_position_is_written_by_whoever_may_read_it() {
    on_both(|app: &App| {
        let cng = app.actor(Profile::CngManager);
        let person = path("practitioners", Thing::Practitioner2);
        let leave = json!({ "position": SENSITIVE, "effect": { "valid_from": "2026-05-01" } });
        assert_eq!(cng.create(&format!("{person}/positions"), &leave).status, 403);
        let end = json!({ "valid_to": "2026-05-01", "reason": "Retour" });
        let ended = cng.change("POST", &format!("{}/end", path("positions", Thing::Position)), 1, &end);
        assert_eq!(ended.status, 403, "{}", ended.body);
    });
}

#[test]
fn writes_are_refused_to_readers_and_hidden_from_others() {
    on_both(|app| {
        let (reader, elsewhere) = (app.actor(Profile::HospitalReader), app.manager(SIBLING.finess));
        let label = json!({ "label": "Pôle", "effect": { "valid_from": "2026-01-01" } });
        let pole = path("structures", Thing::Pole);
        assert_eq!(reader.change("PATCH", &pole, 1, &label).status, 403);
        assert_eq!(reader.change("PATCH", &pole, 9, &label).status, 403, "before the version");
        assert_eq!(elsewhere.change("PATCH", &pole, 1, &label).status, 404);
        assert_eq!(elsewhere.create("/posts", &local_post("LOC-7")).status, 404);
        assert_eq!(reader.create("/posts", &local_post("LOC-7")).status, 403);
        assert_eq!(app.stranger("PATCH", &pole).status, 401);
    });
}
