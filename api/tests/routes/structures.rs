//! Heads of structures, and structures taken in by others: what is asked, what moves, what is refused.

use serde_json::{Value, json};
use shared::habilitation::Profile;

use super::writing::local_post;
use super::{Actor, code, header, on_both, pointers};
use crate::authz::nation::{HOME, Thing};

fn mandate(function: &str, (from, to): (&str, Option<&str>)) -> Value {
    json!({ "establishment": HOME.finess, "structure": HOME.id(Thing::Service2),
        "practitioner": HOME.id(Thing::Practitioner), "function": function,
        "effect": { "valid_from": from, "valid_to": to, "reason": "Décision du directeur" } })
}

fn version(actor: &Actor<'_>, place: &str) -> i64 {
    actor.read(place)["version"].as_i64().unwrap()
}

#[test]
fn one_head_for_a_function_on_a_day() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let whole = mandate("CHEF_SERVICE", ("2027-01-01", Some("2028-01-01")));
        let taken = manager.create("/headships", &whole);
        assert_eq!((taken.status, code(&taken).as_str()), (409, "headship.taken"), "{}", taken.body);
        assert!(taken.body.contains("MARTIN-1B"), "who is there is named: {}", taken.body);
        let head = format!("/headships/{}", HOME.id(Thing::Headship2));
        let end = json!({ "valid_to": "2027-01-01", "reason": "Fin du mandat" });
        let ended = manager.change("POST", &format!("{head}/end"), version(&manager, &head), &end);
        assert_eq!(ended.status, 200, "{}", ended.body);
        let made = manager.create("/headships", &whole);
        assert_eq!(made.status, 201, "{}", made.body);
        let place = header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned();
        let of_service = format!("/headships?structure={}&as_of=2027-02-01", HOME.id(Thing::Service2));
        let listed = manager.list(&of_service);
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["practitioner"]["id"], HOME.id(Thing::Practitioner).to_string());
        // Somebody for a time beside the head; an interim says its end.
        let endless = manager.create("/headships", &mandate("INTERIM", ("2027-01-01", None)));
        assert_eq!((endless.status, pointers(&endless)), (422, vec!["/effect/valid_to".to_owned()]));
        let interim = manager.create("/headships", &mandate("INTERIM", ("2027-01-01", Some("2027-03-01"))));
        assert_eq!(interim.status, 201, "{}", interim.body);
        // A change of function that would make two heads is refused too.
        let second = header(&interim, "location").strip_prefix("/api/v1").unwrap().to_owned();
        let body = json!({ "function": "CHEF_SERVICE", "effect": { "valid_from": "2027-02-01" } });
        let same = manager.change("PATCH", &second, 1, &body);
        assert_eq!((same.status, code(&same).as_str()), (409, "headship.taken"));
        let past = manager.read(&format!("{place}/history"));
        assert_eq!(past["items"].as_array().unwrap().len(), 1);
    });
}

fn into_the_second(from: &str) -> Value {
    json!({ "into": HOME.id(Thing::Service2), "valid_from": from, "reason": "Regroupement" })
}

#[test]
fn a_structure_is_taken_in_by_another_and_given_back() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let absorbed = format!("/structures/{}", HOME.id(Thing::Service));
        let merge = format!("{absorbed}/merge");
        let first = version(&manager, &absorbed);
        let asked = into_the_second("2027-01-01");
        let rehearsed = manager.change("POST", &format!("{merge}?dry_run=true"), first, &asked);
        assert_eq!(rehearsed.status, 200, "{}", rehearsed.body);
        assert_eq!(version(&manager, &absorbed), first, "a rehearsal changes nothing");
        let merged = manager.change("POST", &merge, first, &asked);
        assert_eq!(merged.status, 200, "{}", merged.body);
        assert_eq!(merged.json(), rehearsed.json(), "the rehearsal said what was done");
        let told = merged.json();
        let counts = ["structures", "posts", "affectations", "headships"].map(|name| told[name].clone());
        assert_eq!(counts, [json!(0), json!(1), json!(1), json!(1)]);
        let service = |day: &str| {
            let post = manager.read(&format!("/posts/{}?as_of={day}", HOME.id(Thing::Post)));
            let line = manager.read(&format!("/affectations/{}?as_of={day}", HOME.id(Thing::Affectation)));
            (post["structure"]["number"].clone(), line["service"]["number"].clone())
        };
        assert_eq!(service("2026-12-31"), ("SA".into(), "SA".into()));
        assert_eq!(service("2027-01-01"), ("SB".into(), "SB".into()));
        assert_eq!(manager.get(&format!("{absorbed}?as_of=2027-01-01")).status, 404);
        let stays = manager.read(&format!("/structures/{}?as_of=2027-01-01", HOME.id(Thing::Service2)));
        assert_eq!((&stays["follows"], &stays["valid_to"]), (&Value::Null, &json!("9999-12-31")));
        let journal = manager.list("/journal");
        assert_eq!(journal[0]["summary"], "Fusion de deux structures");
        // One change, taken back whole.
        let change = journal[0]["id"].as_str().unwrap().to_owned();
        let undone = manager.create(&format!("/changes/{change}/undo"), &json!({ "reason": "Essai" }));
        assert_eq!(undone.status, 201, "{}", undone.body);
        assert_eq!(service("2027-01-01"), ("SA".into(), "SA".into()));
        let head = manager.read(&format!("/headships/{}?as_of=2027-01-01", HOME.id(Thing::Headship)));
        assert_eq!(head["function"]["code"], "CHEF_SERVICE");
    });
}

#[test]
fn one_that_is_made_for_it_follows_what_it_takes_in() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let made = manager.create(
            "/structures",
            &json!({ "establishment": HOME.finess, "kind": "SERVICE", "number": "SC", "label": "Service commun",
                "parent": HOME.id(Thing::Pole), "effect": { "valid_from": "2027-01-01" } }),
        );
        assert_eq!(made.status, 201, "{}", made.body);
        let into = made.json()["id"].as_str().unwrap().to_owned();
        for (absorbed, follows) in [(Thing::Service, Thing::Service), (Thing::Service2, Thing::Service)] {
            let place = format!("/structures/{}", HOME.id(absorbed));
            let body = json!({ "into": into, "valid_from": "2027-01-01", "reason": "Regroupement" });
            let merged = manager.change("POST", &format!("{place}/merge"), version(&manager, &place), &body);
            assert_eq!(
                (merged.status, &merged.json()["into"]["number"]),
                (200, &json!("SC")),
                "{}",
                merged.body
            );
            let own = manager.read(&format!("/structures/{into}?as_of=2027-01-01"));
            assert_eq!(own["follows"], HOME.id(follows).to_string());
        }
    });
}

#[test]
fn what_does_not_merge_is_told() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let absorbed = format!("/structures/{}", HOME.id(Thing::Service));
        let merge = format!("{absorbed}/merge");
        let ask = |body: &Value| manager.change("POST", &merge, version(&manager, &absorbed), body);
        for (into, from, pointer) in [
            (Thing::Service, "2027-01-01", "/into"),
            (Thing::Pole2, "2027-01-01", "/into"),
            (Thing::Post, "2027-01-01", "/valid_from"),
            (Thing::Service2, "2020-01-01", "/valid_from"),
        ] {
            let refused = ask(&json!({ "into": HOME.id(into), "valid_from": from, "reason": "Essai" }));
            assert_eq!(
                (refused.status, pointers(&refused)),
                (422, vec![pointer.to_owned()]),
                "{}",
                refused.body
            );
        }
        let silent = json!({ "into": HOME.id(Thing::Service2), "valid_from": "2027-01-01", "reason": " " });
        let silent = ask(&silent);
        assert_eq!((silent.status, pointers(&silent)), (422, vec!["/reason".to_owned()]));
        // A request that names the structure is settled first.
        let place = super::requests::open(&manager, &super::requests::creation("PH"));
        let held = ask(&into_the_second("2027-01-01"));
        assert_eq!((held.status, code(&held).as_str()), (409, "thing.in_use"), "{}", held.body);
        assert!(held.json()["things"].to_string().contains("requests"), "{}", held.body);
        super::requests::step(&manager, &place, "withdraw", &super::requests::nothing());
        // What another wrote meanwhile is not overwritten.
        let stale = version(&manager, &absorbed);
        let post = manager.create("/posts", &local_post("MERGE-1"));
        assert_eq!(post.status, 201, "{}", post.body);
        let label = json!({ "label": "Autre nom", "effect": { "valid_from": "2026-01-01" } });
        assert_eq!(manager.change("PATCH", &absorbed, stale, &label).status, 200);
        let late = manager.change("POST", &merge, stale, &into_the_second("2027-01-01"));
        assert_eq!((late.status, code(&late).as_str()), (412, "request.stale_version"));
        let merged = ask(&into_the_second("2027-01-01"));
        assert_eq!(merged.status, 200, "{}", merged.body);
        assert_eq!(merged.json()["posts"], 2);
    });
}
