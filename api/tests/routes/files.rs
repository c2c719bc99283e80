//! What is taken away: the staffing table and lists as files.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::Value;
use shared::habilitation::{Perimeter, Profile, Right, Rubric};

use super::{Actor, code, header, on_both};
use crate::authz::nation::{ELSEWHERE, HOME, SENSITIVE, SIBLING, Thing};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[test]
fn the_staffing_table_is_read_and_taken_away() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let table = format!("/staffing_table?establishment={}&as_of=2026-04-01", HOME.finess);
        let read = manager.read(&table);
        assert_eq!(read["rows"].as_array().unwrap().len(), 2);
        assert_eq!(read["totals"]["posts"], 2);
        let file = manager.get(&format!("{table}&format=csv"));
        assert_eq!(file.status, 200);
        assert!(header(&file, "content-type").starts_with("text/csv"));
        let name = format!("attachment; filename*=UTF-8''tableau-des-emplois_{}_2026-04-01.csv", HOME.finess);
        assert_eq!(header(&file, "content-disposition"), name);
        assert_eq!(file.body.lines().count(), 3);
        assert_eq!(manager.get_as(&table, "text/csv; profile=raw").body.lines().count(), 3);
        assert_eq!(header(&manager.get_as(&table, XLSX), "content-type"), XLSX);
        assert_eq!(code(&manager.get_as(&table, "application/pdf")), "request.not_acceptable");
        assert_eq!(manager.get(&format!("{table}&format=pdf")).status, 400);
        let traces = manager.list("/journal?operation=staffing_table.extract");
        assert_eq!(traces.len(), 3);
        assert_eq!(
            (&traces[2]["details"]["rows"], &traces[2]["details"]["format"]),
            (&2.into(), &"csv".into())
        );
    });
}

#[test]
fn the_staffing_table_of_one_pole() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let table = format!("/staffing_table?establishment={}", HOME.finess);
        for thing in [Thing::Pole, Thing::Service] {
            let part = manager.read(&format!("{table}&structure={}", HOME.id(thing)));
            assert_eq!((part["rows"].as_array().unwrap().len(), &part["totals"]["posts"]), (1, &1.into()));
        }
        let unit = serde_json::json!({ "establishment": HOME.finess, "kind": "UF", "number": "UA", "label": "Unité",
            "parent": HOME.id(Thing::Service), "effect": { "valid_from": "2020-01-01" } });
        let unit = manager.create("/structures", &unit).json()["id"].as_str().unwrap().to_owned();
        let of_unit = manager.read(&format!("{table}&structure={unit}"));
        assert_eq!((of_unit["rows"].as_array().unwrap().len(), &of_unit["totals"]["posts"]), (0, &0.into()));
        let inside = serde_json::json!({ "unit": unit, "effect": { "valid_from": "2020-01-01" } });
        let line = super::path("affectations", Thing::Affectation);
        assert_eq!(manager.change("PATCH", &line, 1, &inside).status, 200);
        let of_unit = manager.read(&format!("{table}&structure={unit}"));
        assert_eq!(
            (of_unit["rows"].as_array().unwrap().len(), &of_unit["totals"]["headcount"]),
            (1, &1.into())
        );
        let nothing = manager.get(&format!("{table}&structure={}", uuid::Uuid::nil()));
        assert_eq!(nothing.status, 422);
        assert_eq!(manager.get(&format!("/staffing_table?establishment={}", SIBLING.finess)).status, 404);
        assert_eq!(manager.get("/staffing_table").status, 400);
    });
}

fn keys(totals: &Value) -> Vec<&str> {
    totals.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The head of a pole reads the pole: rows, totals and files say nothing of the other one, nor of another hospital.
#[test]
fn the_staffing_table_of_a_head_of_pole_is_that_of_the_pole() {
    on_both(|app| {
        let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
        let table = format!("/staffing_table?establishment={}&as_of=2026-04-01", HOME.finess);
        let whole = app.manager(HOME.finess).read(&table);
        assert_eq!(whole["rows"].as_array().unwrap().len(), 2, "there is something to hide");
        for profile in [Profile::HospitalManager, Profile::HospitalReader] {
            let head = Actor { app, token: app.0.sign_in(app.0.hire(profile, pole.clone())) };
            let answer = head.get(&table);
            assert_eq!(answer.status, 200, "{profile}: {}", answer.body);
            for other in ["PB", "SB", "1B", "M1B", "MARTIN-1B"] {
                assert!(!answer.body.contains(&format!("\"{other}\"")), "{other}: {}", answer.body);
            }
            let own = answer.json();
            let rows = own["rows"].as_array().unwrap();
            assert_eq!((rows.len(), &own["totals"]["posts"]), (1, &1.into()), "{own}");
            let post = HOME.id(Thing::Post).to_string();
            assert_eq!((&rows[0]["post_id"], &rows[0]["pole"]), (&post.into(), &"PA".into()));
            let sees_leave = profile == Profile::HospitalManager;
            assert_eq!(rows[0]["position"], if sees_leave { SENSITIVE } else { "ABSENT" });
            assert_eq!(own["totals"]["headcount"], 1);
            assert_eq!((keys(&own["by_pole"]), keys(&own["by_service"])), (vec!["PA"], vec!["SA"]));
            assert_eq!(own["by_pole"]["PA"], whole["by_pole"]["PA"], "what both read is the same");
            let service = head.read(&format!("{table}&structure={}", HOME.id(Thing::Service)));
            assert_eq!(service["rows"].as_array().unwrap().len(), 1);
            // The other pole is as one that is not there.
            let refused = |structure: uuid::Uuid| {
                let answer = head.get(&format!("{table}&structure={structure}")).masked();
                (answer.0, answer.2)
            };
            let nobodys = refused(uuid::Uuid::nil());
            assert_eq!(nobodys.0, 422, "{}", nobodys.1);
            for other in [HOME.id(Thing::Pole2), HOME.id(Thing::Service2), SIBLING.id(Thing::Pole)] {
                assert_eq!(refused(other), nobodys);
            }
            assert_eq!(head.get(&format!("/staffing_table?establishment={}", SIBLING.finess)).status, 404);
            let before =
                head.read(&format!("/staffing_table?establishment={}&as_of=2019-12-31", HOME.finess));
            assert_eq!(
                (before["rows"].as_array().unwrap().len(), &before["totals"]["posts"]),
                (0, &0.into())
            );
            let may_extract = profile.rights(Rubric::StaffingTable).has(Right::Extract);
            let file = head.get(&format!("{table}&format=csv_raw"));
            assert_eq!(file.status, if may_extract { 200 } else { 403 }, "{profile}: {}", file.body);
            if may_extract {
                assert_eq!(file.body.lines().count(), 2, "{}", file.body);
                assert!(file.body.contains("MARTIN-1A") && !file.body.contains("1B"), "{}", file.body);
            }
        }
        let traces = app.manager(HOME.finess).list("/journal?operation=staffing_table.extract");
        assert_eq!(traces.len(), 1);
        assert_eq!(traces[0]["details"]["structure"], HOME.id(Thing::Pole).to_string());
    });
}

/// A right held elsewhere gives nothing in the pole.
#[test]
fn a_head_of_two_poles_reads_what_both_seats_read() {
    on_both(|app| {
        let of = |thing| Perimeter::Structure(HOME.id(thing).into());
        let account = app.0.hire(Profile::HospitalManager, of(Thing::Pole2));
        app.0.also(account, Profile::HospitalReader, of(Thing::Pole));
        app.0.also(account, Profile::HospitalManager, Perimeter::Establishment(SIBLING.finess.into()));
        let head = Actor { app, token: app.0.sign_in(account) };
        let table = format!("/staffing_table?establishment={}", HOME.finess);
        let both = head.get(&table);
        assert_eq!(both.json()["rows"].as_array().unwrap().len(), 2);
        assert!(both.body.contains("ABSENT") && !both.body.contains(SENSITIVE), "{}", both.body);
        let file = head.get(&format!("{table}&format=csv"));
        assert_eq!((file.status, code(&file).as_str()), (403, "right.missing"));
    });
}

#[test]
fn the_staffing_table_hides_what_may_not_be_read() {
    on_both(|app| {
        let table = format!("/staffing_table?establishment={}", HOME.finess);
        let approver = app.actor(Profile::HospitalApprover).get(&table);
        assert!(!approver.body.contains(SENSITIVE) && approver.body.contains("ABSENT"), "{}", approver.body);
        assert!(approver.body.contains("MARTIN"));
        let agency = app.actor(Profile::ArsReader).get(&table);
        assert_eq!(agency.status, 200);
        assert!(!agency.body.contains("MARTIN") && !agency.body.contains("M1A"), "{}", agency.body);
        let file = app.actor(Profile::HospitalReader).get(&format!("{table}&format=csv"));
        assert_eq!((file.status, code(&file).as_str()), (403, "right.missing"));
    });
}

#[test]
fn lists_are_taken_away_whole() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for noun in ["structures", "posts", "practitioners", "affectations"] {
            let rows = manager.list(&format!("/{noun}")).len();
            let people = manager.get(&format!("/{noun}?format=csv"));
            assert_eq!(people.status, 200, "{noun}: {}", people.body);
            assert_eq!(people.body.lines().count(), rows + 1, "{noun}: a file has no pages");
            let heading = people.body.lines().next().unwrap();
            assert!(heading.split(';').all(|name| !name.trim().is_empty()), "{noun}: {heading}");
            let programs = manager.get(&format!("/{noun}?format=csv_raw"));
            assert!(programs.body.lines().next().unwrap().ends_with(",valid_from,valid_to,id"), "{noun}");
            assert!(!manager.get(&format!("/{noun}?format=xlsx")).body.is_empty(), "{noun}");
        }
        // A file is the whole list: what is asked of pages is refused, not forgotten.
        for (asked, name) in [
            ("/posts?format=csv&limit=1", "limit"),
            ("/posts?format=xlsx&include=occupation", "include"),
            ("/structures?format=csv_raw&total=exact", "total"),
            ("/practitioners?format=csv&cursor=AAAA", "cursor"),
        ] {
            let refused = manager.get(asked);
            assert_eq!(
                (refused.status, code(&refused).as_str()),
                (400, "request.unknown_parameter"),
                "{asked}"
            );
            assert_eq!(super::pointers(&refused), [name], "{asked}");
        }
        let by_kind = manager.get_as("/posts?limit=1", "text/csv");
        assert_eq!((by_kind.status, code(&by_kind).as_str()), (400, "request.unknown_parameter"));
        let traces = manager.list("/journal?operation=list.extract");
        assert_eq!(traces.len(), 12);
        assert_eq!(traces[0]["details"]["list"], "affectations");
        let reader = app.actor(Profile::HospitalReader).get("/posts?format=csv");
        assert_eq!((reader.status, code(&reader).as_str()), (403, "right.missing"));
    });
}

#[test]
fn a_workbook_says_its_filters_in_words() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let service = HOME.id(Thing::Service);
        let nobody = uuid::Uuid::nil();
        for (asked, said) in [
            (
                "posts?kind=PH&quotity.gte=5000",
                "Type : PH – Libellé PH ; Temps : au moins 5,0 demi-journées".to_owned(),
            ),
            (
                &format!("posts?establishment={}", HOME.finess),
                format!("Établissement : CH numéro 1 ({})", HOME.finess),
            ),
            // Of what no row names, nothing is told but what was asked.
            (
                &format!("posts?establishment={}", ELSEWHERE.finess),
                format!("Établissement : {}", ELSEWHERE.finess),
            ),
            (&format!("affectations?service={nobody}"), format!("Service : identifiant {nobody}")),
            (
                "affectations?valid_from.lt=2026-01-01&rank=main",
                "Début : avant le 01/01/2026 ; Rang : Principale".to_owned(),
            ),
            (
                "structures?kind.in=POLE,SERVICE",
                "Type : POLE – Libellé POLE ou SERVICE – Libellé SERVICE".to_owned(),
            ),
            (
                &format!("structures?parent.not={service},"),
                format!("Structure de rattachement : ni identifiant {service} ni aucune valeur"),
            ),
            ("posts", "Aucun".to_owned()),
        ] {
            let joint = if asked.contains('?') { '&' } else { '?' };
            let answer = manager.get(&format!("/{asked}{joint}format=xlsx"));
            assert_eq!(answer.status, 200, "{asked}: {}", answer.body);
            let mut book = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
            let about = book.worksheet_range("À propos").unwrap();
            let told = about.rows().find(|line| line[0] == "Filtres").unwrap()[1].to_string();
            assert_eq!(told.replace('\u{a0}', " "), said, "{asked}");
        }
    });
}

#[test]
fn rows_of_the_staffing_table_lead_to_their_post_and_to_their_practitioner() {
    on_both(|app| {
        let table = format!("/staffing_table?establishment={}", HOME.finess);
        let row = |profile: Profile| {
            let rows = app.actor(profile).read(&table)["rows"].as_array().unwrap().clone();
            rows.into_iter().find(|row| row["post"] == "1A").unwrap()
        };
        let own = row(Profile::HospitalManager);
        assert_eq!(own["post_id"], HOME.id(Thing::Post).to_string(), "{own}");
        assert_eq!(own["practitioner_id"], HOME.id(Thing::Practitioner).to_string(), "{own}");
        // Who may not read people gets no way to them.
        let masked = row(Profile::ArsReader);
        assert_eq!(masked["post_id"], HOME.id(Thing::Post).to_string());
        assert_eq!(masked["practitioner_id"], serde_json::Value::Null, "{masked}");
        assert!(
            !app.actor(Profile::GhtReferent)
                .get(&table)
                .body
                .contains(&HOME.id(Thing::Practitioner).to_string())
        );
    });
}
