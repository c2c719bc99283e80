//! Split posts: a post in parts from a day on, what it is then everywhere, and made whole again.

use serde_json::{Value, json};
use shared::habilitation::Profile;

use super::requests::{because, step, vacant_post};
use super::{Actor, code, header, on_both, pointers};
use crate::authz::nation::{HOME, Thing};

fn parts_of(day: &str) -> String {
    format!("/posts/{}/parts?as_of={day}", HOME.id(Thing::Post))
}

fn version(actor: &Actor<'_>) -> i64 {
    actor.read(&parts_of("2027-01-01"))["version"].as_i64().unwrap()
}

/// The post of ten half-days in two: eight where it is, on which its holder passes, two in the other service.
fn in_two(from: &str) -> Value {
    json!({ "valid_from": from, "reason": "Temps partagé entre deux services",
        "parts": [{ "quotity": 8_000, "structure": HOME.id(Thing::Service) },
            { "quotity": 2_000, "structure": HOME.id(Thing::Service2) }],
        "lines": [{ "affectation": HOME.id(Thing::Affectation), "part": 0 }] })
}

fn split(actor: &Actor<'_>, version: i64, body: &Value) -> super::Answer {
    actor.change("POST", &format!("/posts/{}/parts", HOME.id(Thing::Post)), version, body)
}

/// Number, time, structure and holders of each part.
fn told(parts: &Value) -> Vec<(String, u64, String, usize)> {
    let read = |part: &Value| {
        let text =
            |pointer: &str| part.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let holders = part.pointer("/occupation/holders").and_then(Value::as_array).map_or(0, Vec::len);
        (text("/number"), part["quotity"].as_u64().unwrap(), text("/structure/number"), holders)
    };
    parts["items"].as_array().unwrap().iter().map(read).collect()
}

#[test]
fn a_post_in_parts_is_one_post_everywhere() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let first = version(&manager);
        let place = format!("/posts/{}/parts?dry_run=true", HOME.id(Thing::Post));
        let rehearsed = manager.change("POST", &place, first, &in_two("2027-01-01"));
        assert_eq!((rehearsed.status, version(&manager)), (200, first), "{}", rehearsed.body);
        let made = split(&manager, first, &in_two("2027-01-01"));
        assert_eq!(made.status, 200, "{}", made.body);
        let expected =
            [("1A-A".to_owned(), 8_000, "SA".to_owned(), 1), ("1A-B".to_owned(), 2_000, "SB".to_owned(), 0)];
        assert_eq!(told(&made.json()), expected);
        assert_eq!(told(&manager.read(&parts_of("2027-01-01"))), expected);
        assert_eq!(told(&manager.read(&parts_of("2026-12-31"))), []);
        let held = |day: &str| {
            let line = manager.read(&format!("/affectations/{}?as_of={day}", HOME.id(Thing::Affectation)));
            line["post"]["number"].clone()
        };
        assert_eq!((held("2026-12-31"), held("2027-01-01")), ("1A".into(), "1A-A".into()));
        // The whole is held as before, its occupants are those of its parts.
        let post = manager.read(&format!("/posts/{}?as_of=2027-01-01", HOME.id(Thing::Post)));
        assert_eq!(post["occupation"]["holders"].as_array().unwrap().len(), 1);
        assert_eq!(post["parent_post"], Value::Null);
        let occupants = manager.read(&format!("/posts/{}/occupants", HOME.id(Thing::Post)));
        let on: Vec<&Value> =
            occupants["items"].as_array().unwrap().iter().map(|one| &one["part"]["number"]).collect();
        assert_eq!(on, [&Value::Null, &json!("1A-A")]);
        let table = |day: &str| {
            let table = manager.read(&format!("/staffing_table?establishment={}&as_of={day}", HOME.finess));
            let totals =
                ["posts", "posted_quotity", "occupied_quotity"].map(|name| table["totals"][name].clone());
            let rows =
                table["rows"].as_array().unwrap().iter().filter(|row| row["post_split"] == json!(true));
            let rows: Vec<[Value; 4]> = rows
                .map(|row| {
                    ["post", "parent_post", "post_quotity", "part_quotity"].map(|name| row[name].clone())
                })
                .collect();
            (totals, rows)
        };
        let (before, none) = table("2026-12-31");
        let (after, rows) = table("2027-01-01");
        assert_eq!((before, none.len()), (after, 0));
        let part = |number: &str, time: u32| [json!(number), json!("1A"), Value::Null, json!(time)];
        assert_eq!(
            rows,
            [
                [json!("1A"), Value::Null, json!(10_000), Value::Null],
                part("1A-A", 8_000),
                part("1A-B", 2_000),
            ]
        );
        let listed = manager.list(&format!("/posts?parent_post={}&as_of=2027-01-01", HOME.id(Thing::Post)));
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0]["parent_post"]["number"], "1A");
        let journal = manager.list("/journal");
        assert_eq!(journal[0]["summary"], "Décomposition d’un poste");
        let change = journal[0]["id"].as_str().unwrap().to_owned();
        let undone = manager.create(&format!("/changes/{change}/undo"), &json!({ "reason": "Essai" }));
        assert_eq!(undone.status, 201, "{}", undone.body);
        assert_eq!(
            (told(&manager.read(&parts_of("2027-01-01"))).len(), held("2027-01-01")),
            (0, "1A".into())
        );
    });
}

#[test]
fn a_post_is_divided_otherwise_then_made_whole_for_its_holder() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let made = split(&manager, version(&manager), &in_two("2027-01-01"));
        let parts: Vec<Value> =
            made.json()["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        // The second part passes to the first service, with one half-day more.
        let moved = json!({ "valid_from": "2027-06-01", "reason": "Nouveau partage",
            "parts": [{ "part": parts[0], "quotity": 8_000, "structure": HOME.id(Thing::Service) },
                { "part": parts[1], "local_number": "1A-2", "quotity": 2_000, "attached_to_establishment": true }] });
        let moved = split(&manager, version(&manager), &moved);
        assert_eq!(moved.status, 200, "{}", moved.body);
        assert_eq!(moved.json()["items"][0]["number"], "1A-2");
        assert_eq!(moved.json()["items"][0]["attached_to_establishment"], true);
        let whole = json!({ "valid_from": "2028-01-01", "parts": [], "reason": "Fin du partage" });
        let whole = split(&manager, version(&manager), &whole);
        assert_eq!((whole.status, told(&whole.json())), (200, vec![]), "{}", whole.body);
        let line = manager.read(&format!("/affectations/{}?as_of=2028-01-01", HOME.id(Thing::Affectation)));
        assert_eq!(line["post"]["number"], "1A");
        assert_eq!(told(&manager.read(&parts_of("2027-12-31"))).len(), 2);
    });
}

#[test]
fn what_is_not_divided_is_told() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let ask = |change: &dyn Fn(&mut Value)| {
            let mut body = in_two("2027-01-01");
            change(&mut body);
            split(&manager, version(&manager), &body)
        };
        for (change, pointer) in [
            (
                &(|body: &mut Value| body["parts"][1]["quotity"] = 1_000.into()) as &dyn Fn(&mut Value),
                "/parts",
            ),
            (&|body: &mut Value| body["parts"] = json!([]), "/parts"),
            (&|body: &mut Value| body["lines"] = json!([]), "/lines"),
            (&|body: &mut Value| body["lines"][0]["part"] = 7.into(), "/lines"),
            (&|body: &mut Value| body["valid_from"] = "1990-01-01".into(), "/valid_from"),
            (
                &|body: &mut Value| body["parts"][1]["structure"] = json!(HOME.id(Thing::Post)),
                "/parts/1/structure",
            ),
            (&|body: &mut Value| body["parts"][0]["local_number"] = "1B".into(), "/parts/0/local_number"),
            (&|body: &mut Value| body["parts"][0]["part"] = json!(HOME.id(Thing::Post2)), "/parts/0/part"),
            (&|body: &mut Value| body["reason"] = " ".into(), "/reason"),
        ] {
            let refused = ask(change);
            assert_eq!(
                (refused.status, pointers(&refused)),
                (422, vec![pointer.to_owned()]),
                "{}",
                refused.body
            );
        }
        // The holder has eight half-days: the part must have them.
        let narrow = ask(&|body| {
            body["parts"][0]["quotity"] = 5_000.into();
            body["parts"][1]["quotity"] = 5_000.into();
        });
        assert_eq!(
            (narrow.status, code(&narrow).as_str()),
            (409, "affectation.exceeds_post"),
            "{}",
            narrow.body
        );
        let stale = version(&manager);
        let made = split(&manager, stale, &in_two("2027-01-01"));
        assert_eq!(made.status, 200, "{}", made.body);
        let late = split(&manager, stale, &in_two("2027-03-01"));
        assert_eq!((late.status, code(&late).as_str()), (412, "request.stale_version"));
        assert_eq!(late.json()["current"]["items"].as_array().unwrap().len(), 2);
        // From then on: nobody on the whole, no part changed alone, no request on a part.
        let part = made.json()["items"][0]["id"].as_str().unwrap().to_owned();
        let line = json!({ "practitioner": HOME.id(Thing::Practitioner2), "status": "PH", "rank": "secondary",
            "service": HOME.id(Thing::Service2), "post": HOME.id(Thing::Post), "quotity": 1_000,
            "effect": { "valid_from": "2027-02-01" } });
        let whole = manager.create("/affectations", &line);
        assert_eq!((whole.status, pointers(&whole)), (422, vec!["/post".to_owned()]), "{}", whole.body);
        let edit = json!({ "quotity": 9_000, "effect": { "valid_from": "2027-02-01" } });
        let alone = manager.change("PATCH", &format!("/posts/{part}"), 1, &edit);
        assert_eq!((alone.status, code(&alone).as_str()), (409, "post.split"), "{}", alone.body);
        let end = json!({ "valid_to": "2027-05-01", "reason": "Fin" });
        let ended = manager.change("POST", &format!("/posts/{part}/end"), 1, &end);
        assert_eq!(ended.status, 409, "{}", ended.body);
        let request = json!({ "establishment": HOME.finess, "kind": "close", "post": part, "motive": "FER_POSTE",
            "day": "2027-06-01" });
        let asked = manager.create("/requests", &request);
        assert_eq!(asked.status, 422, "{}", asked.body);
        assert!(pointers(&asked).contains(&"/post".to_owned()), "{}", asked.body);
        let nested = manager.change("POST", &format!("/posts/{part}/parts"), 1, &in_two("2027-02-01"));
        assert_eq!((nested.status, code(&nested).as_str()), (409, "post.split"), "{}", nested.body);
    });
}

#[test]
fn time_is_kept_on_a_part_and_never_on_the_whole() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let post = vacant_post(app, "SPL-1");
        let keep = |post: &str, quotity: u32| {
            let body = json!({ "establishment": HOME.finess, "post": post, "reserved_from": "2027-02-01",
                "reserved_to": "2027-07-01", "quotity": quotity, "motive": "RES_CONTRACTUEL" });
            manager.create("/reservations", &body)
        };
        let place = format!("/posts/{post}/parts");
        let body = json!({ "valid_from": "2027-01-01", "reason": "Essai", "parts": [
            { "quotity": 5_000, "structure": HOME.id(Thing::Service) },
            { "quotity": 3_000, "structure": HOME.id(Thing::Service2) }] });
        let version = || manager.read(&format!("{place}?as_of=2027-02-01"))["version"].as_i64().unwrap();
        let kept = keep(&post, 4_000);
        let reservation = header(&kept, "location").strip_prefix("/api/v1").unwrap().to_owned();
        step(&manager, &reservation, "activate", &because("Contrat en cours de signature"));
        let refused = manager.change("POST", &place, version(), &body);
        assert_eq!((refused.status, code(&refused).as_str()), (409, "post.split"), "{}", refused.body);
        assert!(refused.json()["things"].to_string().contains("reservations"), "{}", refused.body);
        step(&manager, &reservation, "cancel", &because("Désistement"));
        let made = manager.change("POST", &place, version(), &body);
        assert_eq!(made.status, 200, "{}", made.body);
        let whole = keep(&post, 4_000);
        assert_eq!((whole.status, pointers(&whole)), (422, vec!["/post".to_owned()]), "{}", whole.body);
        let part = made.json()["items"][1]["id"].as_str().unwrap().to_owned();
        let kept = keep(&part, 3_000);
        assert_eq!(kept.status, 201, "{}", kept.body);
        let reservation = header(&kept, "location").strip_prefix("/api/v1").unwrap().to_owned();
        step(&manager, &reservation, "activate", &because("Contrat en cours de signature"));
        let state = |post: &str| {
            let read = manager.read(&format!("/posts/{post}?as_of=2027-03-01"));
            read["occupation"]["state"].clone()
        };
        assert_eq!((state(&part), state(&post)), ("vacant_reserved".into(), "vacant_reserved".into()));
        // The part does not go away under who is expected on it.
        let without = json!({ "valid_from": "2027-03-01", "parts": [], "reason": "Essai" });
        let held = manager.change("POST", &place, version(), &without);
        assert_eq!((held.status, code(&held).as_str()), (409, "thing.in_use"), "{}", held.body);
    });
}
