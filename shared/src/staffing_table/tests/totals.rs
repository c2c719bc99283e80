//! Each total on its boundary days, and the agreement of rows and totals for any hospital.

use proptest::prelude::*;

use super::hospital::{Hospital, half_days};
use crate::affectation::{Affectation, Rank};
use crate::staffing_table::occupation::PostState;
use crate::staffing_table::{Options, StaffingTable, Totals};

/// Posts, vacant posts, posted, occupied, effective, outgoing, incoming (half-days), headcount, effective headcount.
fn read(totals: &Totals) -> [i64; 9] {
    let amounts = &totals.amounts;
    [
        totals.posts.into(),
        totals.vacant_posts.into(),
        amounts.posted_quotity / 1_000,
        amounts.occupied_quotity / 1_000,
        amounts.effective_quotity / 1_000,
        amounts.outgoing_quotity / 1_000,
        amounts.incoming_quotity / 1_000,
        totals.headcount.into(),
        totals.effective_headcount.into(),
    ]
}

fn service(table: &StaffingTable, key: &str) -> [i64; 9] {
    table.by_service.get(key).map_or([0; 9], |place| read(&place.totals))
}

/// Names in the order of the rows; empty for a post that nobody is on.
fn names(table: &StaffingTable) -> Vec<&str> {
    table.rows.iter().map(|row| row.line.as_ref().map_or("", |line| line.usual_name.as_str())).collect()
}

#[test]
fn a_post_and_a_line_on_their_first_and_last_days() {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2025-01-01..2025-12-31");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PH", Some(post), 8, "2025-03-01..2025-06-30");
    for (day, expected) in [
        ("2024-12-31", [0; 9]),
        ("2025-01-01", [1, 1, 10, 0, 0, 0, 0, 0, 0]),
        ("2025-02-28", [1, 1, 10, 0, 0, 0, 0, 0, 0]),
        ("2025-03-01", [1, 0, 10, 8, 8, 0, 0, 1, 1]),
        ("2025-06-30", [1, 0, 10, 8, 8, 0, 0, 1, 1]),
        ("2025-07-01", [1, 1, 10, 0, 0, 0, 0, 0, 0]),
        ("2025-12-31", [1, 1, 10, 0, 0, 0, 0, 0, 0]),
        ("2026-01-01", [0; 9]),
    ] {
        let table = hospital.on(day);
        assert_eq!(read(&table.totals), expected, "{day}");
        assert_eq!(service(&table, "0101"), expected, "{day}");
        let of_pole = table.by_pole.get("01").map_or([0; 9], |place| read(&place.totals));
        assert_eq!(of_pole, expected, "{day}");
    }
}

#[test]
fn someone_on_availability_counts_only_under_the_status() {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.employment(person, "PH", None, "2020-01-01..");
    hospital.line(person, "PH", Some(post), 10, "2020-01-01..2025-12-31");
    hospital.position(person, "DISPO_CONV", "2026-01-01..2026-12-31");
    let table = hospital.on("2026-01-01");
    assert_eq!(read(&table.totals), [1, 1, 10, 0, 0, 0, 0, 0, 0]);
    assert_eq!(names(&table), [""], "the post keeps a row, the person has none");
    let status = &table.by_status["PH"];
    assert_eq!((status.people, status.affected_quotity), (1, 0));
    // The holder keeps the post in law for six months, so the time is neither free nor vacant yet.
    assert_eq!((table.totals.amounts.tenured_quotity, table.totals.amounts.free_quotity), (10_000, 0));
}

#[test]
fn incoming_time_is_effective_and_its_people_are_counted_apart() {
    let mut hospital = Hospital::new();
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.employment(person, "PH", Some("690780044"), "2026-01-01..2026-03-31");
    let line = Affectation {
        convention: Some("CV1".into()),
        partner: Some("690780044".into()),
        ..hospital.affectation(person, "PH", 2)
    };
    hospital.assert(line, "2026-01-01..2026-03-31");
    let table = hospital.on("2026-03-31");
    assert_eq!(read(&table.totals), [0, 0, 0, 0, 2, 0, 2, 1, 1]);
    let status = &table.by_status["PH"];
    assert_eq!((status.people, status.incoming, status.affected_quotity), (0, 1, 2_000));
    assert_eq!(read(&hospital.on("2026-04-01").totals), [0; 9]);
}

#[test]
fn outgoing_time_is_in_no_other_total() {
    let mut hospital = Hospital::new();
    let [split, whole] = ["DURAND", "PETIT"].map(|name| hospital.person(name, "2020-01-01..", None));
    hospital.line(split, "PH", None, 8, "2026-01-01..");
    let secondary = Affectation {
        rank: Rank::Secondary,
        service: Some(hospital.far_service),
        ..hospital.affectation(split, "PH", 1)
    };
    hospital.assert(secondary, "2026-01-01..");
    hospital.outgoing(split, 1, "2026-01-01..2026-03-31");
    hospital.outgoing(whole, 10, "2026-01-01..2026-03-31");
    let table = hospital.on("2026-03-31");
    assert_eq!(read(&table.totals), [0, 0, 0, 0, 9, 11, 0, 1, 1]);
    assert_eq!(
        service(&table, "0101"),
        [0, 0, 0, 0, 8, 1, 0, 1, 1],
        "outgoing time is at the main line, once"
    );
    assert_eq!(service(&table, "EJ"), [0, 0, 0, 0, 0, 10, 0, 0, 0]);
    assert_eq!(table.by_status["PH"].outgoing_quotity, 11_000);
    assert_eq!(names(&table), ["DURAND", "DURAND", "PETIT"], "someone given away altogether keeps a row");
    assert_eq!(read(&hospital.on("2026-04-01").totals), [0, 0, 0, 0, 9, 0, 0, 1, 1]);
}

#[test]
fn posts_of_a_pole_or_of_the_establishment_are_counted_there() {
    let mut hospital = Hospital::new();
    let of_pole = hospital.post("0001", "PH", 10, Some(hospital.pole), "2020-01-01..");
    hospital.post("0002", "PH", 5, None, "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PH", Some(of_pole), 10, "2020-01-01..");
    let table = hospital.on("2026-01-01");
    assert_eq!(service(&table, "POLE 01"), [1, 0, 10, 10, 0, 0, 0, 0, 0], "occupied where the post is");
    assert_eq!(service(&table, "0101"), [0, 0, 0, 0, 10, 0, 0, 1, 1], "effective where the line is");
    assert_eq!(service(&table, "EJ"), [1, 1, 5, 0, 0, 0, 0, 0, 0]);
    assert_eq!(read(&table.by_pole["EJ"].totals), [1, 1, 5, 0, 0, 0, 0, 0, 0]);
    assert_eq!(read(&table.by_pole["01"].totals), [1, 0, 10, 10, 10, 0, 0, 1, 1]);
}

#[test]
fn a_line_in_a_pole_or_in_a_unit() {
    let mut hospital = Hospital::new();
    let unit = hospital.structure("UF", "9001", Some(hospital.other_service), "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    for place in [hospital.pole, unit] {
        let line = Affectation { service: Some(place), ..hospital.affectation(person, "PH", 5) };
        hospital.assert(line, "2026-01-01..");
    }
    let table = hospital.on("2026-01-01");
    assert_eq!(service(&table, "POLE 01"), [0, 0, 0, 0, 5, 0, 0, 1, 1]);
    assert_eq!(service(&table, "0102"), [0, 0, 0, 0, 5, 0, 0, 1, 1]);
    assert_eq!(
        (table.totals.headcount, table.by_pole["01"].totals.headcount),
        (1, 1),
        "one person, two places"
    );
    assert_eq!(table.rows[1].unit.as_deref(), Some("9001"));
}

#[test]
fn two_half_time_holders_write_the_post_once() {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    for name in ["DURAND", "PETIT"] {
        let person = hospital.person(name, "2020-01-01..", None);
        hospital.line(person, "PH", Some(post), 5, "2020-01-01..");
    }
    let table = hospital.on("2026-01-01");
    assert_eq!(read(&table.totals), [1, 0, 10, 10, 10, 0, 0, 2, 2]);
    let quotities: Vec<_> = table.rows.iter().map(|row| row.post.as_ref().unwrap().quotity).collect();
    assert_eq!(quotities, [Some(half_days(10)), None]);
    assert!(table.rows.iter().all(|row| row.post.as_ref().unwrap().state == PostState::Occupied));
}

#[test]
fn a_line_on_a_post_that_is_not_open_occupies_nothing() {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2025-01-01..2025-12-31");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PH", Some(post), 10, "2024-12-01..");
    for (day, state) in [
        ("2024-12-31", PostState::Future),
        ("2025-12-31", PostState::Occupied),
        ("2026-01-01", PostState::Closed),
    ] {
        let table = hospital.on(day);
        assert_eq!(table.rows[0].post.as_ref().unwrap().state, state, "{day}");
        let open = i64::from(state == PostState::Occupied);
        assert_eq!(read(&table.totals), [open, 0, 10 * open, 10 * open, 10, 0, 0, 1, 1], "{day}");
    }
}

#[test]
fn a_service_followed_by_another() {
    let mut hospital = Hospital::new();
    let old = hospital.structure("SERVICE", "0301", Some(hospital.pole), "2010-01-01..2025-12-31");
    let new = hospital.structure("SERVICE", "0302", Some(hospital.pole), "2026-01-01..");
    hospital.change_structure(new, "SERVICE", "0302", Some(hospital.pole), Some(old), "2026-01-01..");
    hospital.post("0001", "PH", 10, Some(new), "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    let line = Affectation { service: Some(old), ..hospital.affectation(person, "PH", 10) };
    hospital.assert(line, "2020-01-01..");
    let table = hospital.on("2025-12-31");
    assert_eq!(
        service(&table, "0301"),
        [1, 1, 10, 0, 10, 0, 0, 1, 1],
        "before its first day, what it follows"
    );
    let table = hospital.on("2026-01-01");
    assert_eq!(service(&table, "0302"), [1, 1, 10, 0, 0, 0, 0, 0, 0]);
    assert_eq!(
        service(&table, "0301"),
        [0, 0, 0, 0, 10, 0, 0, 1, 1],
        "a line left in a closed service stays there"
    );
    assert_eq!(table.by_service["0301"].pole.as_deref(), Some("01"), "with its last known pole");
}

#[test]
fn a_position_worked_elsewhere_or_not_at_all() {
    let mut hospital = Hospital::new();
    let [lent, away] = ["DURAND", "PETIT"].map(|name| hospital.person(name, "2020-01-01..", None));
    hospital.line(lent, "PH", None, 10, "2020-01-01..");
    hospital.line(away, "PH", None, 6, "2020-01-01..");
    hospital.position(lent, "MAD", "2026-01-01..2026-06-30");
    hospital.position(away, "CONGE_MAT", "2026-01-01..2026-06-30");
    assert_eq!(read(&hospital.on("2025-12-31").totals), [0, 0, 0, 0, 16, 0, 0, 2, 2]);
    let table = hospital.on("2026-06-30");
    assert_eq!(read(&table.totals), [0, 0, 0, 0, 0, 0, 0, 2, 0]);
    assert_eq!(table.totals.amounts.elsewhere_quotity, 10_000);
    assert_eq!(table.by_status["PH"].affected_quotity, 16_000);
}

#[test]
fn university_time_counts_for_half_in_etp_only() {
    let mut hospital = Hospital::new();
    let post = hospital.post("HU1", "HU", 10, Some(hospital.service), "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PUPH", Some(post), 10, "2020-01-01..");
    let totals = hospital.on("2026-01-01").totals;
    assert_eq!((totals.amounts.effective_quotity, totals.hospital.effective_quotity), (10_000, 5_000));
    assert_eq!((totals.amounts.tenured_quotity, totals.hospital.tenured_quotity), (10_000, 5_000));
}

#[test]
fn the_order_of_rows() {
    let mut hospital = Hospital::new();
    let posts = ["0002", "0001"]
        .map(|number| hospital.post(number, "PH", 10, Some(hospital.service), "2020-01-01.."));
    hospital.post("0009", "PH", 10, Some(hospital.pole), "2020-01-01..");
    let people = ["MARTIN", "PETIT", "ADAM"].map(|name| hospital.person(name, "2020-01-01..", None));
    hospital.line(people[0], "PH", Some(posts[0]), 10, "2020-01-01..");
    let secondary = Affectation {
        rank: Rank::Secondary,
        post: Some(posts[1]),
        ..hospital.affectation(people[2], "PH", 2)
    };
    hospital.assert(secondary, "2020-01-01..");
    hospital.line(people[1], "PH", Some(posts[1]), 8, "2020-01-01..");
    hospital.line(people[2], "PH", None, 8, "2020-01-01..");
    let table = hospital.on("2026-01-01");
    let services: Vec<&str> = table.rows.iter().map(|row| row.service.as_str()).collect();
    assert_eq!(services, ["POLE 01", "0101", "0101", "0101", "0101"]);
    assert_eq!(names(&table), ["", "PETIT", "ADAM", "MARTIN", "ADAM"]);
}

#[test]
fn the_first_known_end_is_shown() {
    let mut hospital = Hospital::new();
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PC", None, 10, "2026-01-01..");
    hospital.contract(person, "PC1", "2026-01-01..2026-09-30");
    let row = &hospital.on("2026-01-01").rows[0];
    let line = row.line.as_ref().unwrap();
    assert_eq!(line.expected_end.map(|day| day.to_string()).as_deref(), Some("2026-09-30"));
    assert_eq!(line.motive.as_deref(), Some("PC1"));
}

#[test]
fn sensitive_positions_are_hidden_on_demand() {
    let mut hospital = Hospital::new();
    let person = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(person, "PH", None, 10, "2020-01-01..");
    hospital.position(person, "CLM", "2026-01-01..2026-06-30");
    let open = hospital.on("2026-03-01");
    assert_eq!(open.rows[0].line.as_ref().unwrap().position, "CLM");
    let masked = hospital.on_with("2026-03-01", &Options { mask_sensitive: true });
    assert_eq!(masked.rows[0].line.as_ref().unwrap().position, crate::staffing_table::ABSENT);
    assert!(!serde_json::to_string(&masked).unwrap().contains("CLM"), "neither in rows nor in labels");
    assert_eq!(open.totals, masked.totals);
}

#[test]
fn the_document_names_what_programs_read() {
    let mut hospital = Hospital::new();
    hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    let document = serde_json::to_value(hospital.on("2026-01-01")).unwrap();
    assert_eq!(document["establishment"], serde_json::json!({ "finess": "690781810", "name": "CH d'essai" }));
    assert_eq!(document["totals"]["posted_quotity"], 10_000);
    assert_eq!(document["by_service"]["0101"]["vacant_posts"], 1);
    assert_eq!(document["rows"][0]["post_quotity"], 10_000);
    assert_eq!(document["rows"][0]["matricule"], serde_json::Value::Null);
}

/// A post: its place among five, its half-days, its first and last month of 2026.
type AnyPost = (usize, u32, u32, u32);
/// A line: who, status, post, place, half-days, first and last month, incoming.
type AnyLine = (usize, usize, Option<usize>, usize, u32, u32, u32, bool);

fn months((first, last): (u32, u32)) -> String {
    let (first, last) = (first.min(last), first.max(last));
    format!("2026-{first:02}-01..2026-{last:02}-28")
}

proptest! {
    /// Any hospital, however wrong: rows and totals agree, and the shares of posts add up (T1, T7).
    #[test]
    fn rows_always_agree_with_totals(
        posts in prop::collection::vec((0_usize..5, 5_u32..=10, 1_u32..=12, 1_u32..=12), 0..6),
        parts in prop::collection::vec((0_usize..6, 0_usize..6), 0..4),
        lines in prop::collection::vec(
            (0_usize..5, 0_usize..3, prop::option::of(0_usize..6), 0_usize..6, 1_u32..=10, 1_u32..=12, 1_u32..=12, any::<bool>()),
            0..12,
        ),
        positions in prop::collection::vec((0_usize..5, 0_usize..7, 1_u32..=12, 1_u32..=12), 0..5),
        shares in prop::collection::vec((0_usize..5, 1_u32..=10, 1_u32..=12, 1_u32..=12), 0..3),
        month in 1_u32..=12,
    ) {
        let mut hospital = Hospital::new();
        let places = [None, Some(hospital.pole), Some(hospital.service), Some(hospital.other_service), Some(hospital.far_service)];
        let posts: Vec<_> = posts
            .into_iter()
            .enumerate()
            .map(|(number, (place, quotity, first, last)): (usize, AnyPost)| {
                let kind = ["PH", "LOCAL", "HU"][number % 3];
                hospital.post(&number.to_string(), kind, quotity, places[place], &months((first, last)))
            })
            .collect();
        for (part, whole) in parts.into_iter().filter(|(part, whole)| whole < part) {
            if let (Some(part), Some(whole)) = (posts.get(part), posts.get(whole)) {
                hospital.make_part(*part, *whole);
            }
        }
        let people: Vec<_> = (0..5).map(|number| hospital.person(&format!("P{number}"), "2020-01-01..", None)).collect();
        for (who, status, post, place, quotity, first, last, is_incoming) in lines as Vec<AnyLine> {
            let line = Affectation {
                service: places.get(place).copied().flatten(),
                post: post.and_then(|post| posts.get(post).copied()),
                convention: is_incoming.then(|| "CV1".into()),
                ..hospital.affectation(people[who], ["PH", "PC", "PUPH"][status], quotity)
            };
            hospital.assert(line, &months((first, last)));
        }
        let codes = ["ACTIVITE", "MAD", "CONGE_MAT", "SURNOMBRE", "RECH_AFF", "DISPO_CONV", "CLM"];
        for (who, code, first, last) in positions {
            hospital.position(people[who], codes[code], &months((first, last)));
        }
        for (who, quotity, first, last) in shares {
            hospital.outgoing(people[who], quotity, &months((first, last)));
        }
        // Checks the agreement.
        let table = hospital.on(&format!("2026-{month:02}-15"));
        let amounts = table.totals.amounts;
        prop_assert!(amounts.free_quotity >= 0 && amounts.used_quotity >= amounts.regular_quotity);
    }
}
