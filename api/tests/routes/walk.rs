//! Lists of a nation: a walk over a hundred thousand rows, and what is too much for one file.

use std::collections::HashSet;

use api::authz::{Permit, System};
use api::db::changes::{self, NewChange};
use api::db::facts::FactSet;
use api::http::clock;
use diesel::{RunQueryDsl as _, sql_query};
use serde_json::json;
use shared::change::{Origin, Trail};
use shared::habilitation::Profile;
use shared::knowledge::Facts;
use shared::time::Instant;

use super::{Actor, App, code, on_both, today};
use crate::authz::nation::{ELSEWHERE, HOME, Thing};

/// Rows of the list.
const ROWS: u32 = 100_000;

/// Writes by statements of the database, since files of so many things would be long to read: structures numbered
/// `W000001` and so on, which one change states.
pub(super) fn state(app: &App, series: u32, rows: u32) {
    state_asked(app, series, rows, clock::now().0);
}

/// The same, by a change that was asked for at an instant.
fn state_asked(app: &App, series: u32, rows: u32, at: Instant) {
    write(app, at, |change| {
        format!(
            "INSERT INTO structures (id, subject_id, establishment_id, valid_from, valid_to, recorded_at, superseded_at, \
             change_id, kind, number, label) \
             WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}) \
             SELECT '0000{series:04}-0000-7000-9000-' || substr(CAST(1000000000000 + n AS TEXT), 2), \
                    '0000{series:04}-0000-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2), \
                    '{}', '2020-01-01', '9999-12-31', at, '9999-12-31 00:00:00', '{change}', 'SERVICE', \
                    'W' || substr(CAST(1000000 + n AS TEXT), 2), 'Service' \
             FROM numbers, changes WHERE changes.id = '{change}'",
            ELSEWHERE.id(Thing::Establishment)
        )
    });
}

/// What the structures of these numbers say is taken back by a change.
pub(super) fn retract(app: &App, numbers: &[u32]) {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("'W{number:06}'")).collect();
    write(app, clock::now().0, |change| {
        format!(
            "UPDATE structures SET superseded_by = '{change}', superseded_at = (SELECT at FROM changes WHERE id = '{change}') \
             WHERE number IN ({}) AND superseded_by IS NULL",
            numbers.join(", ")
        )
    });
}

fn write(app: &App, at: Instant, statement: impl Fn(String) -> String) {
    let permit = Permit::anything(&System::on_this_machine());
    let set = FactSet::Establishment(ELSEWHERE.id(Thing::Establishment).into());
    let change = NewChange {
        author: "test".into(),
        origin: Origin::CommandLine,
        operation: "structures.apply".into(),
        reason: None,
        undoes: None,
        source_name: None,
        source_hash: None,
        extracted_on: None,
        trail: Trail::default(),
    };
    let nothing = Facts::default().difference(&Facts::default());
    let database = &app.0.app.state.database;
    database
        .write(|tx| {
            let change = changes::record(tx, &permit, set, None, change, &nothing, at)?;
            sql_query(statement(change.id.to_string())).execute(&mut **tx)?;
            Ok::<_, api::db::Problem>(())
        })
        .unwrap();
}

/// A service of the first hospital, made by its manager; its path.
fn make(manager: &Actor<'_>, number: &str) -> String {
    let body = json!({ "establishment": HOME.finess, "kind": "SERVICE", "number": number, "label": "Service",
        "effect": { "valid_from": "2026-01-01" } });
    let made = manager.create("/structures", &body);
    assert_eq!(made.status, 201, "{}", made.body);
    format!("/structures/{}", made.json()["id"].as_str().unwrap())
}

#[test]
fn r08_a_walk_over_a_hundred_thousand_rows_sees_each_once_while_rows_come_and_go() {
    on_both(|app| {
        let (manager, nation) = (app.manager(HOME.finess), app.actor(Profile::CngManager));
        // Some at the start of the order and some at its end, which will be no more before they are reached.
        let own: Vec<String> = (0..6)
            .map(|number| make(&manager, &format!("{}{number}", if number < 3 { "A" } else { "X" })))
            .collect();
        state(app, 1, ROWS);
        let count = || nation.read("/structures?limit=1&total=exact")["total"].as_u64().unwrap();
        let (mut path, mut pages, total) = ("/structures?limit=500&sort=number".to_owned(), 0_u32, count());
        let mut seen = HashSet::new();
        loop {
            let page = nation.read(&path);
            for item in page["items"].as_array().unwrap() {
                let number = item["number"].as_str().unwrap();
                assert!(!number.starts_with('Z') && !number.starts_with("A9"), "made since: {item}");
                assert!(seen.insert(item["id"].as_str().unwrap().to_owned()), "twice: {item}");
            }
            pages += 1;
            // Before the cursor, after it, and around it: some come, some go, some change.
            match pages % 40 {
                1 => {
                    let at = pages * 500;
                    retract(app, &[at / 2, at, at + 1, at + 2, ROWS.saturating_sub(at)]);
                    state(app, 1 + pages, 3);
                }
                2 => drop(make(&manager, &format!("A9{pages}"))),
                3 => drop(make(&manager, &format!("Z9{pages}"))),
                _ => {}
            }
            if pages == 5 {
                let end = json!({ "valid_to": today().to_string(), "reason": "Fermé" });
                assert_eq!(manager.change("POST", &format!("{}/end", own[0]), 1, &end).status, 200);
                assert_eq!(manager.change("POST", &format!("{}/end", own[3]), 1, &end).status, 200);
                let why = json!({ "valid_from": "2026-01-01", "valid_to": "9999-12-31", "reason": "Erreur" });
                assert_eq!(manager.change("POST", &format!("{}/retract", own[4]), 1, &why).status, 204);
                let other = json!({ "number": "A0BIS", "effect": { "valid_from": "2026-01-01" } });
                assert_eq!(manager.change("PATCH", &own[5], 1, &other).status, 200);
            }
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/structures?limit=500&sort=number&cursor={next}");
        }
        assert_eq!(seen.len() as u64, total, "each once");
        for number in 1..=ROWS {
            assert!(seen.contains(&format!("00000001-0000-7000-8000-{number:012}")), "W{number:06}");
        }
        assert!(own.iter().all(|path| seen.contains(path.rsplit('/').next().unwrap())));
        let series = |one: &String| one.starts_with("0000") && !one.starts_with("00000001");
        assert!(!seen.iter().any(series), "what came since is not of this walk");
        assert_ne!(count(), total, "and things did move");
    });
}

/// A long write bears the instant at which it was asked for, and may be there only when a walk that began after that is
/// under way.
#[test]
fn r08_what_was_asked_for_before_a_walk_and_is_there_during_it_is_not_of_the_walk() {
    on_both(|app| {
        let nation = app.actor(Profile::CngManager);
        state(app, 1, 20);
        let asked = clock::now().0;
        let (mut page, mut seen) = (nation.read("/structures?limit=5&sort=number&number.gte=W"), Vec::new());
        state_asked(app, 2, 20, asked);
        loop {
            let ids =
                page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
            seen.extend(ids);
            let Some(next) = page["next"].as_str() else { break };
            page = nation.read(&format!("/structures?limit=5&sort=number&number.gte=W&cursor={next}"));
        }
        assert!(seen.iter().all(|id| id.starts_with("00000001")), "{seen:?}");
        assert_eq!(seen.len(), 20);
        let now = nation.read("/structures?limit=1&number.gte=W&total=exact");
        assert_eq!(now["total"], 40, "and it is there");
    });
}

#[test]
fn r08_a_cursor_that_was_changed_by_one_sign_is_refused() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let next = manager.read("/structures?limit=1")["next"].as_str().unwrap().to_owned();
        assert_eq!(manager.get(&format!("/structures?limit=1&cursor={next}")).status, 200);
        for at in 0..next.len() {
            let mut signs = next.clone().into_bytes();
            signs[at] = if signs[at] == b'A' { b'B' } else { b'A' };
            let tampered = String::from_utf8(signs).unwrap();
            let answer = manager.get(&format!("/structures?limit=1&cursor={tampered}"));
            let told = (answer.status, code(&answer));
            assert_eq!(told, (400, "request.bad_cursor".to_owned()), "sign {at} of {next}");
        }
        for cursor in [&next[1..], &next[..next.len() - 1], "", "%00", "a.b"] {
            assert_eq!(manager.get(&format!("/structures?limit=1&cursor={cursor}")).status, 400, "{cursor}");
        }
    });
}

#[test]
fn a_list_of_more_than_ten_thousand_rows_is_not_taken_away_in_one_file() {
    on_both(|app| {
        state(app, 1, 10_001);
        let manager = app.manager(ELSEWHERE.finess);
        for format in ["csv", "csv_raw", "xlsx"] {
            let refused = manager.get(&format!("/structures?number.gte=W&format={format}"));
            assert_eq!((refused.status, code(&refused).as_str()), (422, "request.invalid"), "{format}");
            let told = refused.json();
            assert_eq!(told["rows"], 10_001, "{told}");
            assert!(told["detail"].as_str().unwrap().contains("10001"), "{told}");
        }
        assert!(manager.list("/journal?operation=list.extract").is_empty(), "nothing was taken away");
        // One less is not too many.
        let file = manager.get("/structures?number.gte=W&number.lt=W010001&format=csv_raw");
        assert_eq!((file.status, file.body.lines().count()), (200, 10_001), "{}", &file.body[..200]);
        assert_eq!(manager.list("/journal?operation=list.extract")[0]["details"]["rows"], 10_000);
    });
}
