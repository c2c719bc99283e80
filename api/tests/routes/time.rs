//! The point from which facts are read is told by every answer about them, and is no part of what they are.

use serde_json::{Value, json};

use super::reading::NOUNS;
use super::{header, on_both, path, today};
use crate::authz::nation::{HOME, Thing};

/// Things that are read one at a time, and what is read whole on a day.
fn places() -> Vec<String> {
    let mut places: Vec<String> = NOUNS.map(|(noun, thing)| path(noun, thing)).to_vec();
    places.push(format!("/establishments/{}", HOME.finess));
    places.push(format!("/sites/{}9", &HOME.finess[..8]));
    places
}

/// What has no version of its own, or many.
fn others() -> Vec<String> {
    vec![
        format!("{}/occupants", path("posts", Thing::Post)),
        format!("{}/timeline", path("practitioners", Thing::Practitioner)),
        format!("/staffing_table?establishment={}", HOME.finess),
        format!("/code_mappings/status?establishment={}", HOME.finess),
        "/nomenclatures".to_owned(),
        "/nomenclatures/statuses".to_owned(),
        "/posts".to_owned(),
    ]
}

fn with(place: &str, query: &str) -> String {
    format!("{place}{}{query}", if place.contains('?') { '&' } else { '?' })
}

#[test]
fn every_answer_about_facts_says_when_it_was_read() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for place in places().iter().chain(&others()) {
            let now = manager.read(place);
            assert_eq!(now["time"]["as_of"], today().to_string(), "{place}: {now}");
            let known_at = now["time"]["known_at"].as_str().unwrap_or_else(|| panic!("{place}: {now}"));
            let asked = json!({ "as_of": "2026-02-03", "known_at": known_at });
            let then = manager.read(&with(place, &format!("as_of=2026-02-03&known_at={known_at}")));
            assert_eq!(then["time"], asked, "{place}");
        }
    });
}

#[test]
fn a_whole_past_says_as_it_was_known_when() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for place in places() {
            let past = manager.read(&format!("{place}/history"));
            let known_at = past["time"]["known_at"].as_str().unwrap_or_else(|| panic!("{place}: {past}"));
            assert_eq!(past["time"], json!({ "known_at": known_at }), "{place}");
            let again = manager.read(&format!("{place}/history?known_at={known_at}"));
            assert_eq!(again, past, "{place}");
        }
    });
}

/// Or no reader would ever hear that what they have is still good.
#[test]
fn the_time_that_is_told_does_not_change_the_tag() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let tagged = |place: &str| header(&manager.get(place), "etag").starts_with("\"v");
        let histories = places().into_iter().map(|place| format!("{place}/history"));
        let all: Vec<String> = places().into_iter().chain(others()).chain(histories).collect();
        let mut known = 0;
        for place in all.iter().filter(|place| tagged(place)) {
            let first = manager.get(place);
            let later = manager.get(place);
            let time = |answer: &crate::support::app::Answer| answer.json()["time"].clone();
            assert_ne!(time(&first), time(&later), "{place}: the clock has moved");
            let tag = header(&first, "etag");
            assert_eq!(header(&later, "etag"), tag, "{place}");
            let again = manager.send("GET", place, &[("If-None-Match", tag)], None);
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{place}");
            known += 1;
        }
        assert_eq!(known, 19, "things, their pasts, nomenclatures, codes");
    });
}

/// The tag of what was read is the version that a write was made from, whatever the day it was read at.
#[test]
fn the_tag_of_a_read_opens_a_write() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let line = path("affectations", Thing::Affectation);
        let read = manager.get(&with(&line, "as_of=2026-02-03"));
        let end = json!({ "valid_to": "2027-06-01", "reason": "Départ" });
        let tag = [("If-Match", header(&read, "etag"))];
        let ended = manager.send("POST", &format!("{line}/end"), &tag, Some(&end));
        assert_eq!(ended.status, 200, "{}", ended.body);
        // A write answers the thing alone: it was read at no point that somebody chose.
        assert_eq!(ended.json().get("time"), None::<&Value>);
        let after = header(&manager.get(&line), "etag").to_owned();
        assert!(after.starts_with("\"v2-"), "{after}");
    });
}

/// A line of a past is about what its change made of the thing, not about what the thing is now.
#[test]
fn each_line_of_a_past_has_the_version_that_its_change_made() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let post = json!({ "establishment": HOME.finess, "local_number": "LOC-7", "kind": "LOC", "quotity": 8_000,
            "effect": { "valid_from": "2026-01-01" } });
        let made = manager.create("/posts", &post);
        assert_eq!(made.status, 201, "{}", made.body);
        let place = format!("/posts/{}", made.json()["id"].as_str().unwrap());
        let edit = json!({ "quotity": 5_000, "effect": { "valid_from": "2026-03-01" } });
        assert_eq!(manager.change("PATCH", &place, 1, &edit).status, 200);
        let end = json!({ "valid_to": "2026-06-01", "reason": "Fermeture" });
        assert_eq!(manager.change("POST", &format!("{place}/end"), 2, &end).status, 200);

        let versions = |past: &Value| -> Vec<(String, i64)> {
            let lines = past["items"].as_array().unwrap().iter();
            lines
                .map(|one| {
                    let version = one["fact"]["version"].as_i64().unwrap();
                    (one["valid_from"].as_str().unwrap().to_owned(), version)
                })
                .collect()
        };
        let line = |day: &str, version| (day.to_owned(), version);
        let past = manager.read(&format!("{place}/history"));
        let whole =
            [line("2026-01-01", 1), line("2026-01-01", 2), line("2026-03-01", 2), line("2026-03-01", 3)];
        assert_eq!((versions(&past).as_slice(), &past["version"]), (&whole[..], &3.into()), "{past}");
        for one in past["items"].as_array().unwrap() {
            // As it was read then, on its first day.
            let (day, known_at) = (one["valid_from"].as_str().unwrap(), one["recorded_at"].as_str().unwrap());
            let then = manager.read(&format!("{place}?as_of={day}&known_at={known_at}"));
            for name in ["version", "quotity", "valid_to", "recorded_at", "change_id"] {
                assert_eq!(one["fact"][name], then[name], "{name}: {one}");
            }
        }
        let first = past["items"][0]["recorded_at"].as_str().unwrap();
        let then = manager.read(&format!("{place}/history?known_at={first}"));
        assert_eq!((versions(&then), &then["version"]), (vec![line("2026-01-01", 1)], &1.into()));
    });
}
