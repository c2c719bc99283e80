//! The table of one unit: its rows, and totals added up from the facts.

use super::hospital::{Hospital, half_days};
use crate::affectation::Affectation;
use crate::id::StructureId;
use crate::staffing_table::StaffingTable;
use crate::structure::Structure;

/// Service 0101 with two units, each with a post; somebody in the first, half of that time elsewhere.
fn hospital() -> (Hospital, StructureId, StructureId) {
    let mut hospital = Hospital::new();
    let one = hospital.structure("UF", "1", Some(hospital.service), "2010-01-01..");
    let other = hospital.structure("UF", "2", Some(hospital.service), "2010-01-01..");
    let post = hospital.post("0001", "PH", 10, Some(one), "2020-01-01..");
    hospital.post("0002", "PH", 6, Some(other), "2020-01-01..");
    hospital.post("0003", "PH", 5, Some(hospital.service), "2020-01-01..");
    let person = hospital.person("DURAND", "2020-01-01..", None);
    let line = Affectation { unit: Some(one), post: Some(post), ..hospital.affectation(person, "PH", 8) };
    hospital.assert(line, "2025-01-01..2025-06-30");
    hospital.outgoing(person, 2, "2025-01-01..");
    (hospital, one, other)
}

fn of(hospital: &Hospital, unit: StructureId, day: &str) -> StaffingTable {
    let table = hospital.on(day);
    let known: &Structure = hospital.facts.structures.at(unit, table.view.as_of).unwrap();
    table.under(known).unwrap()
}

#[test]
fn a_unit_has_its_posts_and_its_lines_on_their_boundary_days() {
    let (hospital, one, other) = hospital();
    for (day, rows, posts, vacant, effective, outgoing, headcount) in [
        ("2024-12-31", 1, 1, 1, 0, 0, 0),
        ("2025-01-01", 1, 1, 0, 8_000, 2_000, 1),
        ("2025-06-30", 1, 1, 0, 8_000, 2_000, 1),
        ("2025-07-01", 1, 1, 1, 0, 0, 0),
    ] {
        let table = of(&hospital, one, day);
        let totals = &table.totals;
        let told = (table.rows.len(), totals.posts, totals.vacant_posts, totals.amounts.effective_quotity);
        assert_eq!(told, (rows, posts, vacant, effective), "{day}");
        assert_eq!((totals.amounts.outgoing_quotity, totals.headcount), (outgoing, headcount), "{day}");
        assert_eq!(totals.amounts.posted_quotity, i64::from(half_days(10)), "{day}");
        assert!(table.by_pole.is_empty() && table.by_service.is_empty() && table.by_status.is_empty());
    }
    let table = of(&hospital, other, "2025-01-01");
    assert_eq!((table.rows.len(), table.totals.vacant_posts, table.totals.headcount), (1, 1, 0));
    assert_eq!(
        table.rows.first().and_then(|row| row.unit.as_deref()),
        Some("2"),
        "a vacant post is in its unit"
    );
}

#[test]
fn units_of_a_service_add_up_to_no_more_than_the_service() {
    let (hospital, one, other) = hospital();
    let service = hospital.facts.structures.at(hospital.service, "2025-01-01".parse().unwrap()).unwrap();
    let whole = hospital.on("2025-01-01").under(service).unwrap().totals;
    let units = [one, other].map(|unit| of(&hospital, unit, "2025-01-01").totals);
    let sum = |amount: fn(&crate::staffing_table::Totals) -> i64| units.iter().map(amount).sum::<i64>();
    // The post of the service itself is in no unit.
    assert_eq!(whole.amounts.posted_quotity, sum(|totals| totals.amounts.posted_quotity) + 5_000);
    assert_eq!(whole.amounts.effective_quotity, sum(|totals| totals.amounts.effective_quotity));
    assert_eq!(i64::from(whole.headcount), sum(|totals| totals.headcount.into()));
}
