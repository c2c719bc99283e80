//! The time held in law over a period is that of each day.

use proptest::prelude::*;

use super::hospital::{Hospital, day, days};
use crate::staffing_table::{held_over, occupations_on};
use crate::time::Day;

/// First and last month of 2026, of a line or a position.
fn months((first, last): (u32, u32)) -> String {
    let (first, last) = (first.min(last), first.max(last));
    format!("2026-{first:02}-01..2026-{last:02}-28")
}

proptest! {
    #[test]
    fn what_is_held_is_that_of_each_day(
        post in (1_u32..=12, 1_u32..=12),
        lines in prop::collection::vec((0_usize..3, 0_usize..2, 1_u32..=6, 1_u32..=12, 1_u32..=12), 1..5),
        positions in prop::collection::vec((0_usize..3, 0_usize..6, 1_u32..=12, 1_u32..=12), 0..4),
    ) {
        let mut hospital = Hospital::new();
        let post = hospital.post("1", "PH", 10, Some(hospital.service), &months(post));
        let other = hospital.post("2", "PH", 10, Some(hospital.far_service), "2020-01-01..");
        let people: Vec<_> =
            (0..3).map(|number| hospital.person(&format!("P{number}"), "2020-01-01..2026-10-31", None)).collect();
        for (index, (who, status, quotity, first, last)) in lines.into_iter().enumerate() {
            let on = if index % 4 == 3 { other } else { post };
            hospital.line(people[who], ["PH", "PC"][status], Some(on), quotity, &months((first, last)));
        }
        let codes = ["MAD", "CONGE_MAT", "SURNOMBRE", "RECH_AFF", "DISPO_CONV", "CLM"];
        for (who, code, first, last) in positions {
            hospital.position(people[who], codes[code], &months((first, last)));
        }
        let lists = hospital.nomenclatures();
        let span = days("2026-01-01..2027-12-31");
        let held = held_over(&hospital.facts, &lists, post, span);
        let mut one: Day = span.from();
        while one < span.to() {
            let told = held.iter().find(|(days, _)| days.contains(one)).map(|(_, time)| i64::from(*time));
            let alone = occupations_on(&hospital.facts, &lists, one);
            let expected = alone.get(&post).map(|occupation| occupation.shares.held());
            prop_assert_eq!(told, expected, "{}", one);
            one = one.next();
        }
        prop_assert_eq!(held_over(&hospital.facts, &lists, post, days("2030-01-01..")).len(), 0);
        prop_assert!(held.iter().all(|(days, _)| days.from() >= day("2026-01-01")));
    }
}
