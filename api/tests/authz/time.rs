//! Rights are those of now (R44): what is withdrawn is refused in less than a second, in open streams too. That a job
//! asks again for the rights of who wanted it is proved in `imports/jobs.rs`.

use std::io::Read as _;
use std::time::{Duration, Instant};

use api::db::facts::FactSet;
use api::db::{accounts, habilitations, jobs};
use shared::affectation::Affectation;
use shared::contract::imports::JobState;
use shared::habilitation::{Perimeter, Profile};
use shared::id::AccountId;
use shared::time::{Day, Period, Segment};
use uuid::Uuid;

use super::nation::{self, HOME, Nation, Thing};
use crate::support::app::{Answer, Request};
use crate::support::on_sqlite;

const A_SECOND: Duration = Duration::from_secs(1);

fn manager(nation: &Nation) -> AccountId {
    nation.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()))
}

fn posts(nation: &Nation, token: &str) -> Answer {
    nation.app.send(&Request::get("/posts"), Some(token))
}

/// Ends what an account holds, as an administrator does.
fn revoke(nation: &Nation, account: AccountId) {
    let held = nation.app.state.database.read(|connection| habilitations::of_account(connection, account));
    let id = held.unwrap()[0].id;
    let today = api::http::clock::now().1;
    let request = Request {
        method: "POST".into(),
        path: format!("/habilitations/{id}/end"),
        headers: vec![("If-Match".into(), "\"v1\"".into())],
        body: Some(("application/json".into(), format!(r#"{{"valid_to":"{today}","reason":"Essai"}}"#))),
    };
    let answer = nation.app.send(&request, Some(&nation.caller(Profile::CngAdmin)));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[test]
fn r44_what_is_withdrawn_is_refused_at_once() {
    let nation = Nation::on(on_sqlite());
    let account = manager(&nation);
    let token = nation.sign_in(account);
    assert_eq!(posts(&nation, &token).status, 200);
    revoke(&nation, account);
    let refused = posts(&nation, &token);
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("auth.token_superseded")));
    // A new token says the truth, and the truth is that nothing is held.
    assert_eq!(posts(&nation, &nation.sign_in(account)).status, 403);
}

#[test]
fn r44_what_another_process_withdraws_is_refused_within_a_second() {
    let nation = Nation::on(on_sqlite());
    let account = manager(&nation);
    let token = nation.sign_in(account);
    assert_eq!(posts(&nation, &token).status, 200);
    // Nobody tells this server: it finds out by itself.
    nation.app.state.database.write(|tx| accounts::raise_rights(tx, account)).unwrap();
    let begun = Instant::now();
    while posts(&nation, &token).status == 200 {
        assert!(begun.elapsed() < 2 * A_SECOND, "still let in");
        std::thread::yield_now();
    }
    let refused = posts(&nation, &token);
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("auth.token_superseded")));
    assert!(begun.elapsed() < A_SECOND + Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[test]
fn r44_an_open_stream_ends_with_the_rights() {
    ends_with(revoke);
}

#[test]
fn r44_an_open_stream_ends_with_its_session() {
    ends_with(|nation, account| {
        let others = nation.sign_in(account);
        let request =
            Request { method: "DELETE".into(), path: "/session/others".into(), ..Request::default() };
        assert_eq!(nation.app.send(&request, Some(&others)).status, 204);
    });
}

/// A stream that is open ends within a second of what happens to who reads it.
fn ends_with(happens: impl Fn(&Nation, AccountId)) {
    let nation = Nation::on(on_sqlite());
    let account = manager(&nation);
    let id = Uuid::now_v7();
    let mut waiting = nation::job(id, account, JobState::Queued);
    nation.app.state.database.write(|tx| jobs::insert(tx, &mut waiting)).unwrap();
    let token = nation.sign_in(account);
    let mut stream = nation.app.connect(&Request::get(format!("/jobs/{id}/events")), Some(&token));
    let mut first = [0; 512];
    let read = stream.read(&mut first).unwrap();
    assert!(String::from_utf8_lossy(&first[..read]).starts_with("HTTP/1.1 200"), "the stream is open");
    happens(&nation, account);
    let begun = Instant::now();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(begun.elapsed() < A_SECOND, "open {:?} longer", begun.elapsed());
}

/// Who has left a pole is out of sight of its head from that day, and what the head read before is still read.
#[test]
fn a_head_of_pole_reads_who_is_there_that_day() {
    let nation = Nation::on(on_sqlite());
    let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
    let head = nation.sign_in(nation.hire(Profile::HospitalReader, pole));
    let read = |day: &str| {
        let person = HOME.id(Thing::Practitioner);
        nation.app.send(&Request::get(format!("/practitioners/{person}{day}")), Some(&head)).status
    };
    let listed = || nation.app.send(&Request::get("/affectations"), Some(&head)).items().len();
    assert_eq!((read(""), listed()), (200, 1));
    let today = api::http::clock::now().1;
    let request = Request {
        method: "POST".into(),
        path: format!("/affectations/{}/end", HOME.id(Thing::Affectation)),
        headers: vec![("If-Match".into(), "\"v1\"".into())],
        body: Some(("application/json".into(), format!(r#"{{"valid_to":"{today}","reason":"Départ"}}"#))),
    };
    let ended = nation.app.send(&request, Some(&nation.sign_in(manager(&nation))));
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!((read(""), listed()), (404, 0));
    assert_eq!(read("?as_of=2026-01-15"), 200, "the perimeter of the day asked about");
}

#[test]
fn a_head_of_pole_reads_the_time_of_a_person_in_the_pole_and_not_elsewhere() {
    let nation = Nation::on(on_sqlite());
    let elsewhere = Uuid::from_u128(0x0193_6f4e_7c3a_7b5e_8a1d_0000_0000_fffe);
    let home = FactSet::Establishment(HOME.id(Thing::Establishment).into());
    nation.restate_in(home, |facts| {
        let own =
            facts.affectations.get(HOME.id(Thing::Affectation).into()).unwrap().first().unwrap().clone();
        let value = Affectation { service: Some(HOME.id(Thing::Service2).into()), unit: None, ..own.value };
        facts.affectations.assert(elsewhere.into(), Segment { period: own.period, value });
    });
    let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
    let head = nation.sign_in(nation.hire(Profile::HospitalReader, pole));
    let read = |id: Uuid| {
        let path = |end: &str| format!("/affectations/{id}{end}");
        ["", "/history"].map(|end| nation.app.send(&Request::get(path(end)), Some(&head)).status)
    };
    assert_eq!(read(HOME.id(Thing::Affectation)), [200, 200]);
    assert_eq!(read(elsewhere), [404, 404], "of the same person, in another pole");
}

#[test]
fn r8_a_region_keeps_the_past_of_a_hospital_that_left_it_and_reads_none_of_what_it_gained() {
    let nation = Nation::on(on_sqlite());
    let moved = Day::new(2025, 1, 1).unwrap();
    nation.restate(|facts| {
        let id = HOME.id(nation::Thing::Establishment).into();
        let known = facts.establishments.get(id).unwrap().first().unwrap().clone();
        let mut value = known.value.clone();
        value.region = "32".into();
        facts.establishments.assert(id, Segment { period: Period::since(moved), value });
    });
    let agency =
        |region: &str| nation.sign_in(nation.hire(Profile::ArsManager, Perimeter::Region(region.into())));
    let (former, present) = (agency("84"), agency("32"));
    for (token, day, status) in [
        (&former, "2024-06-01", 200),
        (&former, "2025-06-01", 404),
        (&present, "2024-06-01", 404),
        (&present, "2025-06-01", 200),
    ] {
        for format in ["", "&format=csv"] {
            let path = format!("/staffing_table?establishment={}&as_of={day}{format}", HOME.finess);
            let answer = nation.app.send(&Request::get(path.clone()), Some(token));
            assert_eq!(answer.status, status, "{path}: {}", answer.body);
            // What the file of a region shows of people is the same on both sides of the move.
            assert_eq!(answer.body.contains("MARTIN"), status == 200, "{path}: {}", answer.body);
        }
        // The list of posts already said the same.
        let posts = nation.app.send(&Request::get(format!("/posts?as_of={day}")), Some(token));
        let own = posts.items().iter().any(|post| post["establishment"] == HOME.finess);
        assert_eq!(own, status == 200, "{day}");
    }
}

/// A hospital has the name of the day in the table of that day.
#[test]
fn a_staffing_table_of_the_past_bears_the_name_of_the_past() {
    let nation = Nation::on(on_sqlite());
    let renamed = Day::new(2025, 1, 1).unwrap();
    nation.restate(|facts| {
        let id = HOME.id(nation::Thing::Establishment).into();
        let known = facts.establishments.get(id).unwrap().first().unwrap().clone();
        let mut value = known.value.clone();
        value.name = "CH RENOMME".into();
        facts.establishments.assert(id, Segment { period: Period::since(renamed), value });
    });
    let reader = nation.sign_in(manager(&nation));
    let names_it_anew = |day: &str| {
        let path = format!("/staffing_table?establishment={}&as_of={day}", HOME.finess);
        let answer = nation.app.send(&Request::get(path), Some(&reader));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.contains("CH RENOMME")
    };
    assert!(!names_it_anew("2024-06-01"));
    assert!(names_it_anew("2025-06-01"));
}
