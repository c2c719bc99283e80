//! The change feed: order, completeness, who is told what, tokens that no longer serve.

use std::collections::BTreeSet;
use std::time::Instant as Clock;

use api::app::feed::Mark;
use api::db::facts::FactSet;
use api::http::cursor::{binding, sealed, unsealed};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::fact::Fact;
use shared::habilitation::{Perimeter, Profile};
use shared::knowledge::{Facts, Tracks};
use shared::time::{Day, Instant, Period, Segment};
use uuid::Uuid;

use super::walk::{retract, state};
use super::writing::local_post;
use super::{Actor, App, code, on_both, path, pointers, today};
use crate::authz::nation::{ELSEWHERE, HOME, Hospital, SIBLING, Thing};

/// A token of now.
pub(super) fn now(actor: &Actor<'_>) -> String {
    let told = actor.read("/changes");
    assert_eq!((&told["items"], &told["more"]), (&json!([]), &json!(false)), "{told}");
    told["next"].as_str().unwrap().to_owned()
}

/// All that is told from a token on, by pages, and the token where it ends.
pub(super) fn follow(actor: &Actor<'_>, token: &str, query: &str) -> (Vec<Value>, String) {
    let (mut items, mut token) = (Vec::new(), token.to_owned());
    loop {
        let told = actor.read(&format!("/changes?after={token}{query}"));
        let page = told["items"].as_array().unwrap();
        assert!(page.len() as u64 <= told["limit"].as_u64().unwrap(), "{told}");
        items.extend(page.iter().cloned());
        let next = told["next"].as_str().unwrap();
        if told["more"] == false {
            return (items, next.to_owned());
        }
        assert_ne!(next, token, "the feed goes on");
        token = next.to_owned();
    }
}

/// What is told of things: collection, id, operation, version.
pub(super) fn told(items: &[Value]) -> Vec<(String, String, String, i64)> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    items
        .iter()
        .map(|item| {
            let version = item["version"].as_i64().unwrap();
            (text(item, "resource"), text(item, "id"), text(item, "operation"), version)
        })
        .collect()
}

fn line(resource: &str, id: impl ToString, operation: &str, version: i64) -> (String, String, String, i64) {
    (resource.to_owned(), id.to_string(), operation.to_owned(), version)
}

#[test]
fn what_is_done_is_told_in_order_with_the_version_it_made() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let token = now(&manager);
        let made = manager.create("/posts", &local_post("LOC-1"));
        let post = made.json()["id"].as_str().unwrap().to_owned();
        let pole = path("structures", Thing::Pole);
        let rename = json!({ "label": "Pôle mère", "effect": { "valid_from": "2026-01-01" } });
        assert_eq!(manager.change("PATCH", &pole, 1, &rename).status, 200);
        let smaller = json!({ "quotity": 5_000, "effect": { "valid_from": "2026-02-01" } });
        assert_eq!(manager.change("PATCH", &format!("/posts/{post}"), 1, &smaller).status, 200);
        let why = json!({ "valid_from": "2026-01-01", "valid_to": "9999-12-31", "reason": "Erreur" });
        assert_eq!(manager.change("POST", &format!("/posts/{post}/retract"), 2, &why).status, 204);
        let (items, _) = follow(&manager, &token, "");
        assert_eq!(
            told(&items),
            [
                line("posts", &post, "created", 1),
                line("structures", HOME.id(Thing::Pole), "modified", 2),
                line("posts", &post, "modified", 2),
                line("posts", &post, "retracted", 3),
            ]
        );
        // Each names its change, which the journal knows, with its number and its instant.
        for item in &items {
            let entry = manager.read(&format!("/journal/{}", item["change_id"].as_str().unwrap()));
            assert_eq!((&entry["seq"], &entry["at"]), (&item["seq"], &item["at"]), "{item}");
            assert!(item.get("finess").is_none(), "{item}");
        }
        let (posts, _) = follow(&manager, &token, "&resources=posts");
        assert_eq!(posts.len(), 3, "the token serves whatever the collections");
        let (both, _) = follow(&manager, &token, "&resources=posts,sites&resources=structures");
        assert_eq!(both, items);
    });
}

#[test]
fn the_question_is_read_strictly() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        assert_eq!(manager.read("/changes")["limit"], 50);
        assert_eq!(manager.read("/changes?limit=501")["limit"], 500);
        for (query, refused, field) in [
            ("limit=0", "request.malformed", "limit"),
            ("resources=posts,nothing", "request.malformed", "resources"),
            ("resources=", "request.malformed", "resources"),
            ("resources=import_profiles", "request.malformed", "resources"),
            ("after=", "request.bad_cursor", "after"),
            ("after=zz", "request.bad_cursor", "after"),
            ("as_of=2026-01-01", "request.unknown_parameter", "as_of"),
            ("cursor=zz", "request.unknown_parameter", "cursor"),
        ] {
            let answer = manager.get(&format!("/changes?{query}"));
            let told = (answer.status, code(&answer), pointers(&answer));
            assert_eq!(told, (400, refused.to_owned(), vec![field.to_owned()]), "{query}");
        }
    });
}

#[test]
fn a_token_that_was_changed_or_is_of_somebody_else_is_refused() {
    on_both(|app| {
        let (manager, other) = (app.manager(HOME.finess), app.manager(HOME.finess));
        let token = now(&manager);
        let refused = |actor: &Actor<'_>, token: &str| {
            let answer = actor.get(&format!("/changes?after={token}"));
            assert_eq!((answer.status, code(&answer).as_str()), (400, "request.bad_cursor"), "{token}");
        };
        for at in (0..token.len()).step_by(7) {
            let mut signs = token.clone().into_bytes();
            signs[at] = if signs[at] == b'A' { b'B' } else { b'A' };
            refused(&manager, &String::from_utf8(signs).unwrap());
        }
        refused(&other, &token);
        let cursor = manager.read("/structures?limit=1")["next"].as_str().unwrap().to_owned();
        refused(&manager, &cursor);
        let answer = manager.get(&format!("/structures?limit=1&cursor={token}"));
        assert_eq!(code(&answer), "request.bad_cursor", "nor is a token a cursor");
    });
}

/// What no caller may read never appears, and is refused when it is named.
#[test]
fn collections_that_may_not_be_read_are_left_out_and_refused_by_name() {
    on_both(|app| {
        let agency = app.actor(Profile::ArsReader);
        let token = now(&agency);
        app.0.restate_in(FactSet::Establishment(HOME.id(Thing::Establishment).into()), |facts| {
            relabel(facts, HOME, Thing::Pole, "Autre");
            edit(&mut facts.practitioners, HOME.id(Thing::Practitioner), |one| {
                one.first_names = "Alix".into()
            });
        });
        let named = agency.get(&format!("/changes?after={token}&resources=structures,practitioners"));
        assert_eq!((named.status, code(&named).as_str()), (403, "right.missing"));
        let (items, _) = follow(&agency, &token, "");
        assert_eq!(told(&items), [line("structures", HOME.id(Thing::Pole), "modified", 2)]);
        let ministry = app.actor(Profile::MinistryReader).get("/changes");
        assert_eq!((ministry.status, code(&ministry).as_str()), (403, "right.missing"));
    });
}

pub(super) fn edit<T: Fact>(tracks: &mut Tracks<T>, id: Uuid, edit: impl FnOnce(&mut T)) {
    let Some(mut value) =
        tracks.get(id.into()).and_then(|timeline| timeline.last()).map(|one| one.value.clone())
    else {
        return;
    };
    edit(&mut value);
    tracks.assert(id.into(), Segment { period: since_ever(), value });
}

pub(super) fn since_ever() -> Period {
    Period::since(Day::new(2020, 1, 1).unwrap())
}

pub(super) fn relabel(facts: &mut Facts, at: Hospital, thing: Thing, label: &str) {
    edit(&mut facts.structures, at.id(thing), |one| one.label = label.into());
}

pub(super) fn move_line(facts: &mut Facts, at: Hospital, line: Thing, to: Thing) {
    edit(&mut facts.affectations, at.id(line), |one| one.service = Some(at.id(to).into()));
}

/// A service that goes to another pole takes along its posts, its people and all that is theirs.
#[test]
fn what_leaves_the_pole_of_its_head_is_told_as_gone_and_as_new_when_it_comes_back() {
    on_both(|app| {
        let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
        let account = app.0.hire(Profile::HospitalManager, pole.clone());
        let head = Actor { app, token: app.0.sign_in(account) };
        let home = FactSet::Establishment(HOME.id(Thing::Establishment).into());
        let token = now(&head);
        let reparent = |to: Thing| {
            app.0.restate_in(home, |facts| {
                edit(&mut facts.structures, HOME.id(Thing::Service), |one| {
                    one.parent = Some(HOME.id(to).into());
                });
            });
        };
        reparent(Thing::Pole2);
        let (items, token) = follow(&head, &token, "");
        let gone = |operation: &str, version: i64| {
            [
                line("structures", HOME.id(Thing::Service), operation, version),
                line("posts", HOME.id(Thing::Post), operation, 1),
                line("practitioners", HOME.id(Thing::Practitioner), operation, 1),
                line("statuses", HOME.id(Thing::Status), operation, 1),
                line("positions", HOME.id(Thing::Position), operation, 1),
                line("headships", HOME.id(Thing::Headship), operation, 1),
                line("affectations", HOME.id(Thing::Affectation), operation, 1),
            ]
        };
        assert_eq!(told(&items), gone("out_of_perimeter", 2));
        // What goes on elsewhere is nothing to the head.
        app.0.restate_in(home, |facts| relabel(facts, HOME, Thing::Service, "Ailleurs"));
        let (items, token) = follow(&head, &token, "");
        assert_eq!(told(&items), []);
        reparent(Thing::Pole);
        let (items, _) = follow(&head, &token, "&limit=1");
        assert_eq!(told(&items), gone("created", 4));
    });
}

#[test]
fn a_site_that_goes_to_another_hospital_is_gone_for_one_and_new_for_the_other() {
    on_both(|app| {
        let callers = [app.manager(HOME.finess), app.manager(SIBLING.finess), app.manager(ELSEWHERE.finess)];
        let tokens: Vec<String> = callers.iter().map(now).collect();
        app.0.restate(|facts| {
            edit(&mut facts.sites, HOME.id(Thing::Site), |one| one.finess_ej = SIBLING.finess.into());
        });
        let site = HOME.id(Thing::Site);
        let expected = [
            vec![line("sites", site, "out_of_perimeter", 2)],
            vec![line("sites", site, "created", 2)],
            vec![],
        ];
        for ((caller, token), expected) in callers.iter().zip(&tokens).zip(expected) {
            let (items, _) = follow(caller, token, "");
            assert_eq!(told(&items), expected);
            assert!(items.iter().all(|item| item["finess"] == HOME.site().as_str()), "{items:?}");
        }
    });
}

/// A mark of the past, by the key of the tests.
fn aged(app: &App, account: shared::id::AccountId, token: &str, days: i64) -> String {
    let own = binding(&account.to_string(), "changes", &[]);
    let secret = &app.0.app.state.secret;
    let mut mark: Mark = unsealed(token, secret, &own).expect("a token of this account");
    mark.given_at = Instant::from(mark.given_at.naive() - TimeDelta::days(days));
    sealed(&mark, secret, &own)
}

#[test]
fn a_token_of_more_than_ninety_days_says_what_to_read_again() {
    on_both(|app| {
        let account = app.0.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()));
        let manager = Actor { app, token: app.0.sign_in(account) };
        let token = now(&manager);
        assert_eq!(manager.get(&format!("/changes?after={}", aged(app, account, &token, 89))).status, 200);
        let old = aged(app, account, &token, 90);
        let lost = manager.get(&format!("/changes?after={old}&resources=posts,sites"));
        assert_eq!((lost.status, code(&lost).as_str()), (410, "feed.resync_required"), "{}", lost.body);
        let lost = lost.json();
        assert_eq!(lost["lists"], json!(["/api/v1/sites", "/api/v1/posts?format=ndjson"]));
        for list in lost["lists"].as_array().unwrap() {
            let list = list.as_str().unwrap().strip_prefix("/api/v1").unwrap();
            assert_eq!(manager.get(list).status, 200, "{list}");
        }
        let (items, _) = follow(&manager, lost["next"].as_str().unwrap(), "");
        assert_eq!(told(&items), []);
        // Who may not take away reads pages.
        let reader = app.0.hire(Profile::HospitalReader, Perimeter::Establishment(HOME.finess.into()));
        let own = Actor { app, token: app.0.sign_in(reader) };
        let lost = own.get(&format!("/changes?after={}&resources=posts", aged(app, reader, &now(&own), 91)));
        let list = lost.json()["lists"][0].as_str().unwrap().to_owned();
        assert_eq!(own.get(list.strip_prefix("/api/v1").unwrap()).status, 200, "{list}");
    });
}

#[test]
fn a_token_ends_with_the_rights_under_which_it_was_given_and_with_its_part_of_the_country() {
    on_both(|app| {
        let account = app.0.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()));
        let before = Actor { app, token: app.0.sign_in(account) };
        let token = now(&before);
        // The same again changes nothing of what may be read: nothing is to be read again.
        app.0.also(account, Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()));
        let same = Actor { app, token: app.0.sign_in(account) };
        assert_eq!(same.get(&format!("/changes?after={token}")).status, 200);
        app.0.also(account, Profile::HospitalReader, Perimeter::Establishment(SIBLING.finess.into()));
        let after = Actor { app, token: app.0.sign_in(account) };
        let lost = after.get(&format!("/changes?after={token}"));
        assert_eq!((lost.status, code(&lost).as_str()), (410, "feed.resync_required"));
        // A hospital that comes to the region brings all that is in it.
        let agency = app.actor(Profile::ArsManager);
        let token = now(&agency);
        app.0.restate(|facts| {
            edit(&mut facts.establishments, ELSEWHERE.id(Thing::Establishment), |one| {
                one.region = HOME.region.into();
            });
        });
        let lost = agency.get(&format!("/changes?after={token}"));
        assert_eq!((lost.status, code(&lost).as_str()), (410, "feed.resync_required"));
        let (nation, manager) = (app.actor(Profile::CngManager), app.manager(HOME.finess));
        assert_eq!(nation.get(&format!("/changes?after={}", now(&nation))).status, 200);
        assert_eq!(manager.get(&format!("/changes?after={}", now(&manager))).status, 200);
    });
}

/// A day that comes moves things in and out of a pole without any change: who follows the pole reads it again.
#[test]
fn a_day_that_moves_the_pole_ends_the_token_of_its_head_alone() {
    on_both(|app| {
        let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
        let account = app.0.hire(Profile::HospitalReader, pole);
        let head = Actor { app, token: app.0.sign_in(account) };
        let own = binding(&account.to_string(), "changes", &[]);
        let secret = &app.0.app.state.secret;
        let of_day = |token: &str, day: Day| {
            let mut mark: Mark = unsealed(token, secret, &own).unwrap();
            mark.day = day;
            sealed(&mark, secret, &own)
        };
        let day = Day::new(2021, 1, 1).unwrap();
        let token = of_day(&now(&head), day);
        assert_eq!(head.get(&format!("/changes?after={token}")).status, 200, "nothing moved since that day");
        app.0.restate_in(FactSet::Establishment(HOME.id(Thing::Establishment).into()), |facts| {
            let line = facts.affectations.get(HOME.id(Thing::Affectation2).into()).unwrap();
            let mut value = line.last().unwrap().value.clone();
            value.service = Some(HOME.id(Thing::Service).into());
            let period = Period::since(Day::new(2022, 1, 1).unwrap());
            facts.affectations.assert(HOME.id(Thing::Affectation2).into(), Segment { period, value });
        });
        let token = of_day(&now(&head), day);
        let lost = head.get(&format!("/changes?after={token}"));
        assert_eq!((lost.status, code(&lost).as_str()), (410, "feed.resync_required"));
        assert_eq!(head.get(&format!("/changes?after={}", of_day(&now(&head), today()))).status, 200);
    });
}

#[test]
fn the_undo_of_an_import_is_told_as_what_it_takes_back() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let token = now(&manager);
        let home = FactSet::Establishment(HOME.id(Thing::Establishment).into());
        let new = Uuid::now_v7();
        app.0.restate_in(home, |facts| {
            relabel(facts, HOME, Thing::Pole, "Importé");
            let mut value =
                facts.structures.get(HOME.id(Thing::Pole2).into()).unwrap().last().unwrap().value.clone();
            value.number = "PC".into();
            facts.structures.assert(new.into(), Segment { period: since_ever(), value });
        });
        let import = manager.list("/journal?operation=sirh.apply")[0]["id"].as_str().unwrap().to_owned();
        let undone =
            manager.create(&format!("/changes/{import}/undo"), &json!({ "reason": "Mauvais fichier" }));
        assert_eq!(undone.status, 201, "{}", undone.body);
        let (items, token) = follow(&manager, &token, "&limit=2");
        let pole = HOME.id(Thing::Pole);
        let expected = [
            line("structures", pole, "modified", 2),
            line("structures", new, "created", 1),
            line("structures", pole, "modified", 3),
            line("structures", new, "retracted", 2),
        ];
        assert_eq!(told(&items), expected);
        // The undo is undone: it is there again.
        let undo = undone.json()["id"].as_str().unwrap().to_owned();
        let again = manager.create(&format!("/changes/{undo}/undo"), &json!({ "reason": "Bon fichier" }));
        assert_eq!(again.status, 201, "{}", again.body);
        let (items, _) = follow(&manager, &token, "");
        assert_eq!(
            told(&items),
            [line("structures", pole, "modified", 4), line("structures", new, "created", 3)]
        );
    });
}

/// The last line of a dump gives the token of what it holds, whenever that was known.
#[test]
fn a_dump_is_followed_from_its_last_line() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let (pole, post) = (path("structures", Thing::Pole), path("posts", Thing::Post));
        let label = |text: &str| json!({ "label": text, "effect": { "valid_from": "2026-01-01" } });
        let dump = |query: &str| {
            let answer = manager.get(&format!("/structures?format=ndjson{query}"));
            assert_eq!(answer.status, 200, "{}", answer.body);
            let last: Value = serde_json::from_str(answer.body.lines().last().unwrap()).unwrap();
            let known_at = last["trailer"]["time"]["known_at"].as_str().unwrap().to_owned();
            (last["trailer"]["changes"].as_str().unwrap().to_owned(), known_at)
        };
        let (first, known_at) = dump("");
        assert_eq!(manager.change("PATCH", &pole, 1, &label("Un")).status, 200);
        let (second, _) = dump("");
        let (past, _) = dump(&format!("&known_at={known_at}"));
        let smaller = json!({ "quotity": 9_000, "effect": { "valid_from": "2026-02-01" } });
        assert_eq!(manager.change("PATCH", &post, 1, &smaller).status, 200);
        let renamed = line("structures", HOME.id(Thing::Pole), "modified", 2);
        let shrunk = line("posts", HOME.id(Thing::Post), "modified", 2);
        for (token, expected) in [
            (first, vec![renamed.clone(), shrunk.clone()]),
            (second, vec![shrunk.clone()]),
            (past, vec![renamed, shrunk]),
        ] {
            assert_eq!(told(&follow(&manager, &token, "").0), expected);
        }
        let table = manager.get(&format!("/staffing_table?establishment={}&format=ndjson", HOME.finess));
        let last: Value = serde_json::from_str(table.body.lines().last().unwrap()).unwrap();
        let (items, _) = follow(&manager, last["trailer"]["changes"].as_str().unwrap(), "");
        assert_eq!(told(&items), []);
    });
}

/// A large change ends, tells each thing once, and each page of it is read without the rest.
#[test]
fn a_change_of_twenty_thousand_things_is_walked_by_pages() {
    const MANY: u32 = 20_000;
    on_both(|app| {
        let (nation, other) = (app.actor(Profile::CngManager), app.manager(HOME.finess));
        let (token, others) = (now(&nation), now(&other));
        state(app, 1, MANY);
        retract(app, &(1..=MANY).collect::<Vec<_>>());
        let (mut seen, mut token, mut slowest) = (BTreeSet::new(), token, std::time::Duration::ZERO);
        let mut told = Vec::new();
        loop {
            let begun = Clock::now();
            let page = nation.read(&format!("/changes?limit=500&after={token}"));
            slowest = slowest.max(begun.elapsed());
            for item in page["items"].as_array().unwrap() {
                let (seq, id) = (item["seq"].as_i64().unwrap(), item["id"].as_str().unwrap().to_owned());
                told.push((seq, id.clone()));
                assert!(seen.insert((seq, id)), "twice: {item}");
                let made = item["operation"] == "created";
                assert_eq!(item["version"], if made { 1 } else { 2 }, "{item}");
            }
            token = page["next"].as_str().unwrap().to_owned();
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), 2 * MANY as usize);
        assert!(told.is_sorted(), "in the order of changes");
        // Not a measure: it would take seconds to read all of the change for each page of it.
        assert!(slowest.as_millis() < 2_000, "a page took {slowest:?}");
        println!("slowest page: {slowest:?}");
        assert_eq!(
            follow(&other, &others, "").0,
            [] as [Value; 0],
            "another hospital is nothing to this one"
        );
    });
}

/// While others write, who follows is told each change once, and none is passed over.
#[test]
fn who_follows_while_others_write_misses_nothing() {
    const WRITERS: usize = 4;
    const EACH: usize = 8;
    on_both(|app| {
        let nation = app.actor(Profile::CngManager);
        let first = now(&nation);
        let mut seen = Vec::new();
        let mut token = first.clone();
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    scope.spawn(move || {
                        let finess = [HOME, SIBLING, ELSEWHERE][writer % 3].finess;
                        let manager = app.manager(finess);
                        for number in 0..EACH {
                            let body = json!({ "establishment": finess,
                                "kind": "SERVICE", "number": format!("F{writer}{number}"), "label": "Service",
                                "effect": { "valid_from": "2026-01-01" } });
                            assert_eq!(manager.create("/structures", &body).status, 201);
                        }
                    })
                })
                .collect();
            while !writers.iter().all(|writer| writer.is_finished()) {
                let (items, next) = follow(&nation, &token, "&limit=2");
                seen.extend(items);
                token = next;
            }
            writers.into_iter().for_each(|writer| writer.join().unwrap());
        });
        let (items, _) = follow(&nation, &token, "");
        seen.extend(items);
        assert_eq!(seen.len(), WRITERS * EACH);
        assert_eq!(follow(&nation, &first, "&limit=500").0, seen, "as it is told afterwards");
    });
}
