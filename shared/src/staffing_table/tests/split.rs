//! Split posts: one post counted once, its parts shown (`domain.md` 10, T5).

use super::hospital::{Hospital, half_days};
use crate::id::PostId;
use crate::staffing_table::occupation::PostState;
use crate::staffing_table::{StaffingTable, held_over};
use crate::time::Period;

/// A post of ten half-days in the first service, split from March 2026 on: six there, on which its holder passes, and four in
/// another service of another pole, which nobody holds until May.
fn split() -> (Hospital, PostId) {
    let mut hospital = Hospital::new();
    let whole = hospital.post("0001", "PH", 10, Some(hospital.service), "2020-01-01..");
    let first = hospital.post("0001-A", "PH", 6, Some(hospital.service), "2026-03-01..");
    let second = hospital.post("0001-B", "PH", 4, Some(hospital.far_service), "2026-03-01..");
    hospital.make_part(first, whole);
    hospital.make_part(second, whole);
    let holder = hospital.person("DURAND", "2020-01-01..", None);
    hospital.line(holder, "PH", Some(whole), 6, "2020-01-01..2026-02-28");
    hospital.line(holder, "PH", Some(first), 6, "2026-03-01..");
    let other = hospital.person("BRUN", "2020-01-01..", None);
    let line = crate::affectation::Affectation {
        service: Some(hospital.far_service),
        post: Some(second),
        ..hospital.affectation(other, "PC", 3)
    };
    hospital.assert(line, "2026-05-01..");
    (hospital, whole)
}

/// Posts, posts without anybody, then posted, occupied, tenured, used and free time, in half-days.
fn read(table: &StaffingTable) -> [i64; 7] {
    let (totals, amounts) = (&table.totals, &table.totals.amounts);
    let time = [
        amounts.posted_quotity,
        amounts.occupied_quotity,
        amounts.tenured_quotity,
        amounts.used_quotity,
        amounts.free_quotity,
    ];
    let [posted, occupied, tenured, used, free] = time.map(|time| time / 1_000);
    [totals.posts.into(), totals.vacant_posts.into(), posted, occupied, tenured, used, free]
}

#[test]
fn the_post_is_counted_once_before_and_after_its_split() {
    let (hospital, _) = split();
    for (day, expected) in [
        ("2026-02-28", [1, 0, 10, 6, 6, 0, 4]),
        ("2026-03-01", [1, 0, 10, 6, 6, 0, 4]),
        ("2026-05-01", [1, 0, 10, 9, 6, 3, 1]),
    ] {
        assert_eq!(read(&hospital.on(day)), expected, "{day}");
    }
    // What is worked on a part is counted where it is worked, the post where it is.
    let table = hospital.on("2026-05-01");
    let far =
        table.by_service.iter().find(|(_, place)| place.totals.amounts.effective_quotity == 3_000).unwrap();
    assert_eq!((far.1.totals.posts, far.1.totals.amounts.occupied_quotity), (0, 0));
}

#[test]
fn the_post_has_its_row_then_its_parts_each_where_it_is() {
    let (hospital, _) = split();
    let table = hospital.on("2026-03-01");
    let rows: Vec<_> = table
        .rows
        .iter()
        .filter_map(|row| {
            let (post, who) = (row.post.as_ref()?, row.line.as_ref().map(|line| line.usual_name.as_str()));
            let whole = post.whole.as_deref();
            Some((post.number.as_str(), post.quotity, whole, post.part_quotity, who))
        })
        .collect();
    let (whole, none) = (Some("0001"), None);
    assert_eq!(
        rows,
        [
            ("0001", Some(half_days(10)), none, None, None),
            ("0001-A", None, whole, Some(half_days(6)), Some("DURAND")),
            ("0001-B", None, whole, Some(half_days(4)), None),
        ]
    );
    assert!(table.rows.iter().filter_map(|row| row.post.as_ref()).all(|post| post.is_split));
    assert!(!hospital.on("2026-02-28").rows[0].post.as_ref().unwrap().is_split);
}

#[test]
fn the_state_of_the_post_is_that_of_all_its_parts() {
    let (mut hospital, whole) = split();
    let states = |hospital: &Hospital, day: &str| -> Vec<PostState> {
        hospital.on(day).rows.iter().filter_map(|row| Some(row.post.as_ref()?.state)).collect()
    };
    let (partly, held, none) = (PostState::PartlyVacant, PostState::Occupied, PostState::Vacant);
    assert_eq!(states(&hospital, "2026-02-28"), [partly]);
    assert_eq!(states(&hospital, "2026-03-01"), [partly, held, none]);
    assert_eq!(states(&hospital, "2026-05-01"), [partly, held, PostState::VacantUsed]);
    // To pass from the post to its part is no departure.
    let post = |hospital: &Hospital, day: &str| hospital.on(day).rows[0].post.clone().unwrap();
    assert_eq!(post(&hospital, "2026-03-01").vacancy_day, None);
    let held = held_over(&hospital.facts, &hospital.nomenclatures(), whole, Period::ALWAYS);
    let at = |day: &str| {
        let day = day.parse().unwrap();
        held.iter().find(|(days, _)| days.contains(day)).map(|(_, time)| *time)
    };
    assert_eq!((at("2026-02-28"), at("2026-03-01")), (Some(half_days(6)), Some(half_days(6))));
    // The holder leaves: the post is vacant from the same day as the part.
    let person = hospital.facts.practitioners.iter().next().unwrap().0;
    let last = hospital.facts.affectations.iter().nth(1).unwrap().0;
    let mut line = hospital.facts.affectations.get(last).unwrap().clone();
    assert_eq!(line.first().unwrap().value.practitioner, person);
    line.cut("2026-04-01".parse().unwrap());
    hospital.facts.affectations.put(last, line);
    assert_eq!(states(&hospital, "2026-04-01"), [none, none, none]);
    assert_eq!(post(&hospital, "2026-04-01").vacancy_day, Some("2026-04-01".parse().unwrap()));
}
