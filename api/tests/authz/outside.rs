//! Outside is absent: what is out of the perimeter is answered as what nobody has (R41), and a list is the national
//! one filtered (R42).

use std::collections::BTreeSet;

use api::http::clock;
use shared::habilitation::{Perimeter, Profile};
use uuid::Uuid;

use super::nation::{ELSEWHERE, HOME, Hospital, Nation, SIBLING, Thing};
use super::operations::{self, Operation, Subject};
use crate::support::app::Request;
use crate::support::{TestDatabase, on_postgres, on_sqlite, with_postgres};

const UNKNOWN: Uuid = Uuid::from_u128(0x0193_6f4e_7c3a_7b5e_8a1d_2f6c_9e0b_4d11);

fn subject(nation: &Nation, at: Hospital) -> Subject {
    let (job, session) = (at.id(Thing::Job), nation.app.open_session(at.id(Thing::Account).into()).id);
    let change = nation.changes[&at.number];
    Subject { at, job, session: session.into(), change, unknown: None, today: clock::now().1 }
}

/// Operations whose answer depends on a thing or on a hospital.
fn of_a_place(operation: &Operation) -> bool {
    let named = operation.is_by_id() || operation.takes("query", "establishment");
    named && !operation.path.starts_with("/nomenclatures")
}

/// Without the instant of the answer, which every list echoes.
fn without_clock(body: &str) -> String {
    let name = "\"known_at\":\"";
    let Some((before, after)) = body.split_once(name) else { return body.to_owned() };
    let rest = after.split_once('"').map_or("", |(_, rest)| rest);
    format!("{before}{name}…\"{rest}")
}

#[test]
fn r41_outside_is_absent_byte_for_byte() {
    let nation = Nation::on(on_sqlite());
    let mut compared = 0;
    // Who sees a hospital, a region, one's own file.
    for (profile, outside) in [
        (Profile::HospitalManager, SIBLING),
        (Profile::HospitalManager, ELSEWHERE),
        (Profile::HospitalApprover, SIBLING),
        (Profile::GhtReferent, SIBLING),
        (Profile::ArsManager, ELSEWHERE),
        (Profile::ArsApprover, ELSEWHERE),
        (Profile::Practitioner, SIBLING),
        (Profile::SirhClient, SIBLING),
    ] {
        let token = nation.caller(profile);
        for operation in operations::all(&nation.app.contract()).iter().filter(|one| of_a_place(one)) {
            let thing = subject(&nation, outside);
            let nobodys = Subject { unknown: Some(UNKNOWN), ..thing };
            if operation.id == "explain_right" {
                // FINESS numbers are public: the register says which ones exist.
                continue;
            }
            // Well made, then badly: the refusal of a parameter must not come after a look at the thing.
            for badly in ["", "zz=1", "as_of=zz", "known_at=zz"] {
                let answer = |about: &Subject| {
                    let mut request = operation.request(about);
                    if !badly.is_empty() {
                        let sign = if request.path.contains('?') { '&' } else { '?' };
                        request.path = format!("{}{sign}{badly}", request.path);
                    }
                    let (status, headers, body) = nation.app.send(&request, Some(&token)).masked();
                    // A bulk repeats the posts that it was asked about.
                    let body = body.replace(&about.id(Thing::Post), "…");
                    (status, headers, without_clock(&body))
                };
                assert_eq!(answer(&thing), answer(&nobodys), "{} by {profile} with '{badly}'", operation.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 1200, "{compared} comparisons only");
}

/// The lists of facts, with the field that says the hospital of an item.
const LISTS: [(&str, &str); 12] = [
    ("/establishments", "finess"),
    ("/sites", "establishment"),
    ("/structures", "establishment"),
    ("/posts", "establishment"),
    ("/practitioners", "establishment"),
    ("/statuses", "establishment"),
    ("/positions", "establishment"),
    ("/affectations", "establishment"),
    ("/headships", "establishment"),
    ("/import_profiles", "establishment"),
    ("/reservations", "establishment"),
    ("/requests", "establishment"),
];

fn hospitals(profile: Profile) -> Vec<Hospital> {
    match profile {
        Profile::CngManager | Profile::CngAdmin => vec![HOME, SIBLING, ELSEWHERE],
        Profile::ArsManager | Profile::ArsApprover => vec![HOME, SIBLING],
        _ => vec![HOME],
    }
}

fn lists_are_the_national_ones_filtered(database: TestDatabase) {
    let nation = Nation::on(database);
    let everything = nation.caller(Profile::CngAdmin);
    for (path, field) in LISTS {
        let all = nation.app.send(&Request::get(path), Some(&everything)).items();
        for profile in [
            Profile::HospitalManager,
            Profile::HospitalApprover,
            Profile::ArsManager,
            Profile::ArsApprover,
            Profile::CngManager,
            Profile::SirhClient,
        ] {
            let answer = nation.app.send(&Request::get(path), Some(&nation.caller(profile)));
            if answer.status == 403 {
                let reads_nothing =
                    [("/import_profiles", Profile::ArsApprover), ("/requests", Profile::SirhClient)];
                assert!(reads_nothing.contains(&(path, profile)), "{path} {profile}");
                continue;
            }
            let own: Vec<&'static str> = hospitals(profile).iter().map(|at| at.finess).collect();
            let key = |item: &serde_json::Value| item["id"].as_str().map(str::to_owned).unwrap_or_default();
            let inside = |item: &&serde_json::Value| own.iter().any(|finess| item[field] == *finess);
            let expected: Vec<String> = all.iter().filter(inside).map(key).collect();
            let seen: Vec<String> = answer.items().iter().map(key).collect();
            assert_eq!(seen, expected, "{path} by {profile}");
            assert!(!seen.is_empty(), "{path} by {profile}: a filter that keeps nothing proves nothing");
        }
    }
}

#[test]
fn r42_a_list_is_the_national_one_filtered() {
    lists_are_the_national_ones_filtered(on_sqlite());
    if with_postgres() {
        lists_are_the_national_ones_filtered(on_postgres());
    }
}

/// Ids of a list, for one caller.
fn ids(nation: &Nation, token: &str, path: &str) -> BTreeSet<String> {
    let answer = nation.app.send(&Request::get(path), Some(token));
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn things(at: Hospital, wanted: &[Thing]) -> BTreeSet<String> {
    wanted.iter().map(|thing| at.id(*thing).to_string()).collect()
}

#[test]
fn the_head_of_a_pole_sees_the_pole_and_nothing_else() {
    let nation = Nation::on(on_sqlite());
    let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
    let token = nation.sign_in(nation.hire(Profile::HospitalReader, pole));
    for (path, expected) in [
        ("/structures", vec![Thing::Pole, Thing::Service]),
        ("/posts", vec![Thing::Post]),
        ("/practitioners", vec![Thing::Practitioner]),
        ("/statuses", vec![Thing::Status]),
        ("/positions", vec![Thing::Position]),
        ("/affectations", vec![Thing::Affectation]),
        ("/headships", vec![Thing::Headship]),
    ] {
        assert_eq!(ids(&nation, &token, path), things(HOME, &expected), "{path}");
        for (thing, status) in [(expected[0], 200), (second(expected[0]), 404)] {
            let request = Request::get(format!("{path}/{}", HOME.id(thing)));
            assert_eq!(nation.app.send(&request, Some(&token)).status, status, "{path} {thing:?}");
        }
    }
}

/// The pole of the head is in an establishment, which has a name; what is counted there is what the head may read.
#[test]
fn the_head_of_a_pole_reads_the_register_of_the_establishment() {
    let nation = Nation::on(on_sqlite());
    let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
    let token = nation.sign_in(nation.hire(Profile::HospitalManager, pole));
    assert_eq!(ids(&nation, &token, "/establishments"), things(HOME, &[Thing::Establishment]));
    let read = |path: &str, token: &str| nation.app.send(&Request::get(path), Some(token));
    let path = format!("/establishments/{}", HOME.finess);
    let own = read(&path, &token).json();
    let whole = read(&path, &nation.caller(Profile::HospitalManager)).json();
    assert_eq!(own["name"], whole["name"]);
    let counts = ["structures", "posts", "practitioners", "affectations"];
    assert_eq!(counts.map(|name| own["state"][name].as_u64()), [2, 1, 1, 1].map(Some), "{own}");
    assert_eq!(counts.map(|name| whole["state"][name].as_u64()), [4, 2, 2, 2].map(Some));
    assert_eq!((&own["state"]["open_imports"], &whole["state"]["open_imports"]), (&0.into(), &1.into()));
    assert_eq!(own["state"]["freshness"], whole["state"]["freshness"], "as fresh for everybody");
    for other in [SIBLING, ELSEWHERE] {
        assert_eq!(read(&format!("/establishments/{}", other.finess), &token).status, 404);
    }
    // A list narrowed to the establishment, as screens ask it, is the same.
    let narrowed = format!("/posts?establishment={}", HOME.finess);
    assert_eq!(ids(&nation, &token, &narrowed), things(HOME, &[Thing::Post]));
}

/// Who sits on a post of the pole is told as the staffing table of the pole tells it.
#[test]
fn the_head_of_a_pole_reads_who_sits_on_its_posts() {
    let nation = Nation::on(on_sqlite());
    let of =
        |profile| nation.sign_in(nation.hire(profile, Perimeter::Structure(HOME.id(Thing::Pole).into())));
    let post = format!("/posts/{}", HOME.id(Thing::Post));
    let occupation =
        |token: &str| nation.app.send(&Request::get(&post), Some(token)).json()["occupation"].clone();
    let whole = occupation(&nation.caller(Profile::HospitalManager));
    assert_eq!(whole["holders"].as_array().map(Vec::len), Some(1), "{whole}");
    assert_eq!(occupation(&of(Profile::HospitalManager)), whole);
    let own = occupation(&of(Profile::HospitalReader));
    assert_eq!((&own["state"], &own["holders"]), (&whole["state"], &whole["holders"]));
    // The own file of a practitioner tells nothing of those who share the post.
    assert_eq!(occupation(&nation.caller(Profile::Practitioner)), serde_json::Value::Null);
}

/// The same thing of the other pole.
fn second(thing: Thing) -> Thing {
    match thing {
        Thing::Pole => Thing::Pole2,
        Thing::Service => Thing::Service2,
        Thing::Post => Thing::Post2,
        Thing::Practitioner => Thing::Practitioner2,
        Thing::Status => Thing::Status2,
        Thing::Position => Thing::Position2,
        Thing::Affectation => Thing::Affectation2,
        Thing::Headship => Thing::Headship2,
        other => panic!("{other:?} has no second"),
    }
}

#[test]
fn a_practitioner_sees_the_own_file_and_nothing_else() {
    let nation = Nation::on(on_sqlite());
    let token = nation.caller(Profile::Practitioner);
    for (path, thing) in [
        ("/structures", Thing::Service),
        ("/posts", Thing::Post),
        ("/practitioners", Thing::Practitioner),
        ("/statuses", Thing::Status),
        ("/positions", Thing::Position),
        ("/affectations", Thing::Affectation),
        ("/headships", Thing::Headship),
    ] {
        assert_eq!(ids(&nation, &token, path), things(HOME, &[thing]), "{path}");
        for (at, thing, status) in [(HOME, thing, 200), (HOME, second(thing), 404), (SIBLING, thing, 404)] {
            let request = Request::get(format!("{path}/{}", at.id(thing)));
            assert_eq!(nation.app.send(&request, Some(&token)).status, status, "{path} {thing:?}");
        }
    }
}
