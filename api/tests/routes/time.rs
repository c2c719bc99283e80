//! The point from which facts are read is told by every answer about them, and is no part of what they are.

use serde_json::{Value, json};

use super::reading::NOUNS;
use super::{Actor, code, header, on_both, path, today};
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
            // Something else is written down: the present knowledge is that of another instant.
            assert_eq!(manager.get("/structures?format=csv").status, 200);
            let later = manager.get(place);
            let time = |answer: &crate::support::app::Answer| answer.json()["time"].clone();
            assert_ne!(time(&first), time(&later), "{place}: time has moved");
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

/// A post that was stated, corrected from March on, then for March alone.
fn corrected_twice(manager: &Actor<'_>) -> String {
    let post = json!({ "establishment": HOME.finess, "local_number": "LOC-8", "kind": "LOC", "quotity": 8_000,
        "effect": { "valid_from": "2026-01-01" } });
    let made = manager.create("/posts", &post);
    assert_eq!(made.status, 201, "{}", made.body);
    let place = format!("/posts/{}", made.json()["id"].as_str().unwrap());
    for (version, quotity, until) in [(1, 5_000, None), (2, 6_000, Some("2026-04-01"))] {
        let edit = json!({ "quotity": quotity, "effect": { "valid_from": "2026-03-01", "valid_to": until } });
        let edited = manager.change("PATCH", &place, version, &edit);
        assert_eq!(edited.status, 200, "{}", edited.body);
    }
    place
}

/// First day and quotity of each line of a past.
fn lines(past: &Value) -> Vec<(&str, i64)> {
    let items = past["items"].as_array().unwrap().iter();
    items.map(|one| (one["valid_from"].as_str().unwrap(), one["fact"]["quotity"].as_i64().unwrap())).collect()
}

#[test]
fn a_past_is_told_along_one_axis_or_both() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let place = format!("{}/history", corrected_twice(&manager));
        let whole = manager.read(&place);
        let (january, march, april) = ("2026-01-01", "2026-03-01", "2026-04-01");
        let stated = [(january, 8_000), (january, 8_000), (march, 5_000), (march, 6_000), (april, 5_000)];
        assert_eq!(lines(&whole), stated);
        assert_eq!(manager.read(&format!("{place}?axis=both"))["items"], whole["items"]);

        // The days, as they are known.
        let days = manager.read(&format!("{place}?axis=effective"));
        assert_eq!(lines(&days), [(january, 8_000), (march, 6_000), (april, 5_000)]);
        let is_believed = |one: &Value| one["superseded_at"].is_null() && one["superseded_by"].is_null();
        assert!(days["items"].as_array().unwrap().iter().all(is_believed), "{days}");
        assert_eq!(days["time"].get("as_of"), None, "{days}");
        // And as they were known before the last correction.
        let then = whole["items"][2]["recorded_at"].as_str().unwrap();
        let known = manager.read(&format!("{place}?axis=effective&known_at={then}"));
        assert_eq!(lines(&known), [(january, 8_000), (march, 5_000)]);

        // What was said of one day, one statement after the other.
        let said = manager.read(&format!("{place}?axis=recorded&as_of=2026-03-15"));
        assert_eq!(lines(&said), [(january, 8_000), (march, 5_000), (march, 6_000)]);
        assert_eq!(said["time"]["as_of"], "2026-03-15");
        let said_of = said["items"].as_array().unwrap();
        for pair in said_of.windows(2) {
            assert_eq!(pair[0]["superseded_at"], pair[1]["recorded_at"], "{said}");
            assert_eq!(pair[0]["superseded_by"], pair[1]["change_id"], "{said}");
        }
        let until = manager.read(&format!("{place}?axis=recorded&as_of=2026-03-15&known_at={then}"));
        assert_eq!(lines(&until), [(january, 8_000), (march, 5_000)]);
        assert!(until["items"][1]["superseded_at"].is_null(), "it was believed then: {until}");
        // Nothing was ever said of that day: nothing is told, of a thing that is there.
        let nothing = manager.read(&format!("{place}?axis=recorded&as_of=2019-12-31"));
        assert_eq!((lines(&nothing), &nothing["version"]), (Vec::new(), &3.into()));
    });
}

#[test]
fn every_past_has_both_axes_and_no_third() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for place in places() {
            let past = format!("{place}/history");
            for (axis, as_of) in
                [("both", None), ("effective", None), ("recorded", Some(today().to_string()))]
            {
                let told = manager.read(&format!("{past}?axis={axis}"));
                assert_eq!(told["items"].as_array().map(Vec::len), Some(1), "{past} {axis}");
                assert_eq!(told["time"]["as_of"].as_str(), as_of.as_deref(), "{past} {axis}");
            }
            for (query, refusal) in [
                ("axis=sideways", "request.malformed"),
                ("axis=", "request.malformed"),
                ("axis=both&axis=both", "request.malformed"),
                ("axis=recorded&as_of=hier", "request.bad_time"),
                // It would change nothing, in silence.
                ("as_of=2026-02-03", "request.unknown_parameter"),
                ("axis=both&as_of=2026-02-03", "request.unknown_parameter"),
                ("axis=effective&as_of=2026-02-03", "request.unknown_parameter"),
            ] {
                let refused = manager.get(&format!("{past}?{query}"));
                assert_eq!((refused.status, code(&refused).as_str()), (400, refusal), "{past}?{query}");
            }
        }
    });
}
