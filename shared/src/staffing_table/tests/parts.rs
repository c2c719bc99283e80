//! The table of a part: the structures that somebody reads, and nothing of the rest.

use super::hospital::{Hospital, day, half_days};
use crate::affectation::{Affectation, Rank};
use crate::headship::Headship;
use crate::id::StructureId;
use crate::staffing_table::occupation::PostState;
use crate::staffing_table::{Options, StaffingTable};
use crate::time::{Period, Segment};

const DAY: &str = "2026-04-01";

/// The first pole and its two services.
fn pole(hospital: &Hospital) -> [StructureId; 3] {
    [hospital.pole, hospital.service, hospital.other_service]
}

fn of(hospital: &Hospital, shown: &[StructureId]) -> StaffingTable {
    hospital.part_on(DAY, shown, &Options::default())
}

fn keys<V>(totals: &std::collections::BTreeMap<smol_str::SmolStr, V>) -> Vec<&str> {
    totals.keys().map(smol_str::SmolStr::as_str).collect()
}

/// A post and somebody on it in each pole.
fn two_poles() -> Hospital {
    let mut hospital = Hospital::new();
    for (number, place, name) in
        [("0001", hospital.service, "DURAND"), ("0002", hospital.far_service, "LOINTAIN")]
    {
        let post = hospital.post(number, "PH", 10, Some(place), "2020-01-01..");
        let person = hospital.person(name, "2020-01-01..", None);
        hospital.employment(person, "PH", None, "2020-01-01..");
        let line =
            Affectation { service: Some(place), post: Some(post), ..hospital.affectation(person, "PH", 8) };
        hospital.assert(line, "2020-01-01..");
    }
    hospital
}

#[test]
fn a_pole_is_read_as_the_whole_tells_it_and_alone() {
    let hospital = two_poles();
    let (whole, own) = (hospital.on(DAY), of(&hospital, &pole(&hospital)));
    assert_eq!((own.rows.len(), whole.rows.len()), (1, 2));
    assert_eq!(own.rows.first(), whole.rows.first());
    assert_eq!((keys(&own.by_pole), keys(&own.by_service)), (vec!["01"], vec!["0101"]));
    assert_eq!(own.by_pole.get("01"), whole.by_pole.get("01"));
    assert_eq!(own.by_service.get("0101"), whole.by_service.get("0101"));
    assert_eq!((own.totals.posts, own.totals.headcount), (1, 1));
    assert_eq!(own.by_status.get("PH").map(|status| status.people), Some(1));
    assert!(!format!("{own:?}").contains("LOINTAIN"));
}

#[test]
fn who_works_in_both_poles_counts_for_the_time_of_the_pole() {
    let mut hospital = two_poles();
    let person = hospital.person("PARTAGE", "2020-01-01..", None);
    hospital.line(person, "PC", None, 3, "2020-01-01..");
    let elsewhere = Affectation {
        service: Some(hospital.far_service),
        rank: Rank::Secondary,
        ..hospital.affectation(person, "PC", 6)
    };
    hospital.assert(elsewhere, "2020-01-01..");
    let own = of(&hospital, &pole(&hospital));
    assert_eq!((own.rows.len(), own.totals.headcount), (2, 2));
    assert_eq!(own.totals.amounts.effective_quotity, 11_000);
    assert_eq!(own.by_status.get("PC").map(|status| status.affected_quotity), Some(3_000));
}

/// A post has one state: it is not vacant because its holder works in another pole.
#[test]
fn a_post_held_from_another_pole_is_held_without_a_name() {
    let mut hospital = two_poles();
    let post = hospital.post("0003", "PH", 10, Some(hospital.service), "2020-01-01..");
    let person = hospital.person("AILLEURS", "2020-01-01..", None);
    let line = Affectation {
        service: Some(hospital.far_service),
        post: Some(post),
        ..hospital.affectation(person, "PH", 10)
    };
    hospital.assert(line, "2020-01-01..");
    let (whole, own) = (hospital.on(DAY), of(&hospital, &pole(&hospital)));
    let row =
        own.rows.iter().find(|row| row.post.as_ref().is_some_and(|post| post.number == "0003")).unwrap();
    assert!(row.line.is_none());
    assert_eq!(row.post.as_ref().map(|post| post.state), Some(PostState::Occupied));
    assert_eq!((own.totals.posts, own.totals.vacant_posts, own.totals.headcount), (2, 0, 1));
    assert_eq!(own.by_pole.get("01"), whole.by_pole.get("01"));
    assert!(!format!("{own:?}").contains("AILLEURS"));
}

#[test]
fn a_line_inside_tells_nothing_of_a_post_of_the_rest() {
    let mut hospital = two_poles();
    let post = hospital.post("0009", "PH", 10, Some(hospital.far_service), "2020-01-01..");
    let person = hospital.person("PRETE", "2020-01-01..", None);
    hospital.line(person, "PH", Some(post), 5, "2020-01-01..");
    let own = of(&hospital, &pole(&hospital));
    let row = own.rows.iter().find(|row| row.line.as_ref().is_some_and(|line| line.usual_name == "PRETE"));
    assert!(row.is_some_and(|row| row.post.is_none() && row.service == "0101"));
    assert_eq!((own.totals.posts, own.totals.headcount), (1, 2));
    assert!(!format!("{own:?}").contains("0009"));
}

/// A line is inside by its unit too, and then the service that is not is not said.
#[test]
fn a_line_is_inside_by_its_unit() {
    let mut hospital = two_poles();
    let unit = hospital.structure("UF", "U1", Some(hospital.service), "2010-01-01..");
    let person = hospital.person("UNITE", "2020-01-01..", None);
    let far = Some(hospital.far_service);
    let line = Affectation { service: far, unit: Some(unit), ..hospital.affectation(person, "PC", 4) };
    hospital.assert(line, "2020-01-01..");
    let own = of(&hospital, &[hospital.pole, hospital.service, hospital.other_service, unit]);
    let row = own.rows.iter().find(|row| row.line.as_ref().is_some_and(|line| line.usual_name == "UNITE"));
    assert!(row.is_some_and(|row| row.service == "0101" && row.unit.as_deref() == Some("U1")), "{row:?}");
    assert!(!format!("{own:?}").contains("0201"));
}

/// The head of a service, or of a unit, reads the name of what is above and no total of it.
#[test]
fn what_is_above_is_named_and_not_added_up() {
    let mut hospital = two_poles();
    let unit = hospital.structure("UF", "U1", Some(hospital.service), "2010-01-01..");
    hospital.post("0004", "PH", 5, Some(hospital.other_service), "2020-01-01..");
    hospital.post("0005", "PH", 5, Some(unit), "2020-01-01..");
    let service = of(&hospital, &[hospital.service, unit]);
    assert_eq!(service.rows.iter().map(|row| row.pole.as_deref()).collect::<Vec<_>>(), [Some("01"); 2]);
    assert_eq!((service.totals.posts, keys(&service.by_service)), (2, vec!["0101"]));
    assert!(service.by_pole.is_empty());
    let below = of(&hospital, &[unit]);
    assert_eq!((below.rows.len(), below.totals.posts), (1, 1));
    assert!(below.by_pole.is_empty() && below.by_service.is_empty());
    // A pole and a service may bear the same number.
    let same = hospital.structure("SERVICE", "01", Some(hospital.pole), "2010-01-01..");
    hospital.post("0006", "PH", 5, Some(same), "2020-01-01..");
    let own = of(&hospital, &[same]);
    assert_eq!((own.rows.len(), keys(&own.by_service)), (1, vec!["01"]));
    assert!(own.by_pole.is_empty(), "that of the pole is of more than this service");
}

/// Only the day counts: who has left, and what people do elsewhere, is not there.
#[test]
fn who_has_left_the_pole_is_not_in_it() {
    let mut hospital = two_poles();
    let person = hospital.person("PARTI", "2020-01-01..", None);
    hospital.line(person, "PH", None, 10, "2020-01-01..2025-12-31");
    hospital.outgoing(person, 4, "2026-01-01..");
    let shown = pole(&hospital);
    let own = of(&hospital, &shown);
    assert!(!format!("{own:?}").contains("PARTI"));
    assert_eq!(own.totals.amounts.outgoing_quotity, 0);
    let before = hospital.part_on("2025-12-31", &shown, &Options::default());
    assert_eq!((before.rows.len(), before.totals.headcount), (2, 2));
    assert_eq!(hospital.part_on("2009-12-31", &shown, &Options::default()).rows.len(), 0, "no pole yet");
}

#[test]
fn who_heads_another_structure_heads_none_here() {
    let mut hospital = two_poles();
    let who = hospital.facts.affectations.segments().map(|(_, line)| line.value.practitioner).min().unwrap();
    for (number, structure) in [(901, hospital.service), (902, hospital.far_service)] {
        let value = Headship { structure, practitioner: who, function: format!("CHEF_{number}").into() };
        let id = uuid::Uuid::from_u128(number).into();
        hospital.facts.headships.assert(id, Segment { period: Period::ALWAYS, value });
    }
    let own = of(&hospital, &pole(&hospital));
    let line = own.rows.first().and_then(|row| row.line.as_ref()).unwrap();
    assert_eq!(
        (line.headship.as_deref(), line.headship_structure.as_deref()),
        (Some("CHEF_901"), Some("0101"))
    );
}

#[test]
fn sensitive_leave_is_masked_in_a_part_as_in_the_whole() {
    let mut hospital = two_poles();
    let who = hospital.facts.affectations.segments().map(|(_, line)| line.value.practitioner).min().unwrap();
    hospital.position(who, "CLM", "2024-01-01..");
    let shown = pole(&hospital);
    let masked = Options { mask_sensitive: true };
    let own = hospital.part_on(DAY, &shown, &masked);
    assert_eq!(own.rows.first(), hospital.on_with(DAY, &masked).rows.first());
    assert!(!format!("{own:?}").contains("CLM"));
    let post = own.rows.first().and_then(|row| row.post.as_ref()).unwrap();
    assert_eq!((post.state, post.quotity), (PostState::Vacant, Some(half_days(10))), "vacant after a year");
    assert_eq!(post.vacancy_day, Some(day("2025-01-01")));
    assert!(format!("{:?}", of(&hospital, &shown)).contains("CLM"));
}
