//! States of posts, and since when they are vacant (`domain.md` 4.3, P1 to P4).

use super::hospital::{Hospital, half_days};
use crate::affectation::Affectation;
use crate::id::{PostId, PractitionerId};
use crate::staffing_table::PostCells;
use crate::staffing_table::occupation::{PostState, Shares};

/// A full-time post whose holder has been on it since 2020, until the last day given.
fn held_until(last: &str, stay: &str, exit_reason: Option<&str>) -> (Hospital, PostId, PractitionerId) {
    let mut hospital = Hospital::new();
    let post = hospital.post("0001", "PH", 10, Some(hospital.service), "2010-01-01..");
    let holder = hospital.person("DURAND", stay, exit_reason);
    hospital.line(holder, "PH", Some(post), 10, &format!("2020-01-01..{last}"));
    (hospital, post, holder)
}

fn post(hospital: &Hospital, day: &str) -> PostCells {
    let table = hospital.on(day);
    table.rows.into_iter().find_map(|row| row.post).unwrap()
}

/// State, day and reason of the vacancy.
fn vacancy(hospital: &Hospital, day: &str) -> (PostState, String, String) {
    let post = post(hospital, day);
    let day = post.vacancy_day.map(|day| day.to_string()).unwrap_or_default();
    (post.state, day, post.vacancy_reason.unwrap_or_default().to_string())
}

fn expected(state: PostState, day: &str, reason: &str) -> (PostState, String, String) {
    (state, day.to_owned(), reason.to_owned())
}

#[test]
fn shares_add_up_to_the_post() {
    for ((tenured, regular, temporary), (held, used, free, state)) in [
        ((0, 0, 0), (0, 0, 10, PostState::Vacant)),
        ((10, 0, 0), (10, 0, 0, PostState::Occupied)),
        ((6, 0, 0), (6, 0, 4, PostState::PartlyVacant)),
        ((6, 0, 3), (6, 3, 1, PostState::PartlyVacant)),
        ((10, 0, 8), (10, 0, 0, PostState::Occupied)),
        ((0, 0, 8), (0, 8, 2, PostState::VacantUsed)),
        ((0, 10, 0), (10, 10, 0, PostState::Occupied)),
        ((7, 7, 7), (10, 3, 0, PostState::Occupied)),
    ] {
        let shares = Shares::new(10, tenured, regular, temporary, 0);
        assert_eq!(
            (shares.held(), shares.used, shares.free, shares.state(10, false)),
            (held, used, free, state)
        );
        assert_eq!(shares.tenured + shares.used + shares.free, 10);
    }
}

#[test]
fn an_availability_empties_the_post_after_six_months() {
    // CSP, art. R. 6152-59 and the column vacancy_threshold_months of positions.csv.
    let (mut hospital, ..) = held_until("2025-12-31", "2010-01-01..", None);
    let holder = hospital.facts.practitioners.iter().next().unwrap().0;
    hospital.position(holder, "DISPO_CONV", "2026-01-01..2026-12-31");
    let likely = expected(PostState::LikelyVacant, "2026-07-01", "DISPO");
    assert_eq!(vacancy(&hospital, "2025-12-31"), likely, "known in advance");
    assert_eq!(vacancy(&hospital, "2026-01-01"), likely);
    assert_eq!(vacancy(&hospital, "2026-06-30"), likely);
    assert_eq!(vacancy(&hospital, "2026-07-01"), expected(PostState::Vacant, "2026-07-01", "DISPO"));
}

#[test]
fn a_short_availability_keeps_the_post() {
    let (mut hospital, _, holder) = held_until("2025-12-31", "2010-01-01..", None);
    hospital.position(holder, "DISPO_CONV", "2026-01-01..2026-06-30");
    assert_eq!(
        vacancy(&hospital, "2026-06-30"),
        expected(PostState::Occupied, "", ""),
        "back on the very day"
    );
    assert_eq!(
        vacancy(&hospital, "2026-07-01"),
        expected(PostState::Vacant, "2026-07-01", ""),
        "did not come back"
    );
}

#[test]
fn absences_that_follow_each_other_add_up() {
    let (mut hospital, _, holder) = held_until("2025-12-31", "2010-01-01..", None);
    hospital.position(holder, "DISPO_CONV", "2026-01-01..2026-03-31");
    hospital.position(holder, "DISPO_CONV", "2026-04-01..2026-09-30");
    assert_eq!(vacancy(&hospital, "2026-05-01"), expected(PostState::LikelyVacant, "2026-07-01", "DISPO"));
    assert_eq!(vacancy(&hospital, "2026-08-01"), expected(PostState::Vacant, "2026-07-01", "DISPO"));
}

#[test]
fn a_sick_leave_of_one_year_empties_the_post_under_its_holder() {
    let (mut hospital, _, holder) = held_until("2027-12-31", "2010-01-01..", None);
    hospital.position(holder, "CLM", "2026-01-01..2027-12-31");
    assert_eq!(
        vacancy(&hospital, "2026-12-31"),
        expected(PostState::LikelyVacant, "2027-01-01", "CONGE_1AN")
    );
    assert_eq!(vacancy(&hospital, "2027-01-01"), expected(PostState::Vacant, "2027-01-01", "CONGE_1AN"));
    let totals = hospital.on("2027-01-01").totals;
    assert_eq!(
        (totals.vacant_posts, totals.amounts.occupied_quotity),
        (0, 10_000),
        "somebody still has a line"
    );
    assert_eq!(
        (totals.amounts.tenured_quotity, totals.amounts.free_quotity),
        (0, 10_000),
        "nobody holds it in law"
    );
    let options = crate::staffing_table::Options { mask_sensitive: true };
    let masked = hospital.on_with("2027-01-01", &options);
    assert_eq!(masked.rows[0].post.as_ref().unwrap().vacancy_reason, None, "the reason would tell the leave");
}

#[test]
fn a_maternity_leave_keeps_the_post_even_when_the_line_stops() {
    let (mut hospital, post, holder) = held_until("2025-12-31", "2010-01-01..", None);
    hospital.position(holder, "CONGE_MAT", "2026-01-01..2026-06-30");
    let replacement = hospital.person("PETIT", "2026-01-01..", None);
    hospital.line(replacement, "PC", Some(post), 10, "2026-01-01..2026-06-30");
    assert_eq!(vacancy(&hospital, "2026-03-01"), expected(PostState::Occupied, "", ""));
    let amounts = hospital.on("2026-03-01").totals.amounts;
    assert_eq!(
        (amounts.occupied_quotity, amounts.tenured_quotity, amounts.used_quotity),
        (10_000, 10_000, 0)
    );
}

#[test]
fn positions_that_leave_the_post_at_once() {
    for (code, reason) in [("RECH_AFF", "RECH_AFF"), ("SURNOMBRE", "")] {
        let (mut hospital, _, holder) = held_until("2025-12-31", "2010-01-01..", None);
        hospital.position(holder, code, "2026-01-01..");
        assert_eq!(
            vacancy(&hospital, "2026-01-01"),
            expected(PostState::Vacant, "2026-01-01", reason),
            "{code}"
        );
        assert_eq!(vacancy(&hospital, "2025-12-31").0, PostState::LikelyVacant, "{code}");
    }
}

#[test]
fn a_departure_gives_its_reason() {
    for (exit_reason, reason) in [
        ("RETRAITE", "RETRAITE"),
        ("MUTATION", "MUTATION_EXT"),
        ("DEMISSION", "DEMISSION"),
        ("FIN_CONTRAT", ""),
    ] {
        let (hospital, ..) = held_until("2025-12-31", "2010-01-01..2025-12-31", Some(exit_reason));
        let vacant = expected(PostState::Vacant, "2026-01-01", reason);
        assert_eq!(vacancy(&hospital, "2026-01-01"), vacant);
        let likely = if reason.is_empty() { "SUSCEPTIBLE" } else { reason };
        assert_eq!(vacancy(&hospital, "2025-12-31"), expected(PostState::LikelyVacant, "2026-01-01", likely));
    }
}

#[test]
fn a_move_inside_the_establishment() {
    for (far, status, reason) in
        [(true, "PH", "MUTATION_INT"), (false, "PH", ""), (false, "PUPH", "NOMINATION_HU")]
    {
        let (mut hospital, _, holder) = held_until("2025-12-31", "2010-01-01..", None);
        let service = Some(if far { hospital.far_service } else { hospital.other_service });
        let line = Affectation { service, ..hospital.affectation(holder, status, 10) };
        hospital.assert(line, "2026-01-01..");
        assert_eq!(
            post_row(&hospital, "2026-01-01"),
            (PostState::Vacant, reason.to_owned()),
            "{status} {far}"
        );
    }
}

fn post_row(hospital: &Hospital, day: &str) -> (PostState, String) {
    let (state, _, reason) = vacancy(hospital, day);
    (state, reason)
}

#[test]
fn a_new_holder_ends_the_vacancy() {
    let (mut hospital, post, _) = held_until("2024-12-31", "2010-01-01..2024-12-31", Some("RETRAITE"));
    let next = hospital.person("PETIT", "2026-01-01..", None);
    hospital.line(next, "PH", Some(post), 10, "2026-01-01..");
    assert_eq!(vacancy(&hospital, "2025-12-31"), expected(PostState::Vacant, "2025-01-01", "RETRAITE"));
    assert_eq!(vacancy(&hospital, "2026-01-01"), expected(PostState::Occupied, "", ""));
}

#[test]
fn an_absent_holder_keeps_only_what_the_others_leave() {
    let (mut hospital, post, holder) = held_until("2025-12-31", "2010-01-01..", None);
    hospital.position(holder, "CONGE_MAT", "2026-01-01..2026-06-30");
    let next = hospital.person("PETIT", "2026-01-01..", None);
    let line = Affectation { post: Some(post), quotity: half_days(7), ..hospital.affectation(next, "PH", 7) };
    hospital.assert(line, "2026-01-01..");
    assert_eq!(hospital.on("2026-03-01").totals.amounts.tenured_quotity, 10_000);
}

#[test]
fn lines_that_continue_on_the_post_are_no_end() {
    let (mut hospital, post, holder) = held_until("2026-06-30", "2010-01-01..", None);
    hospital.line(holder, "PH", Some(post), 10, "2026-07-01..");
    assert_eq!(vacancy(&hospital, "2026-01-01"), expected(PostState::Occupied, "", ""));
}

#[test]
fn other_statuses_on_posts() {
    let mut hospital = Hospital::new();
    let posts = [("0001", "PH"), ("L001", "LOCAL")]
        .map(|(number, kind)| hospital.post(number, kind, 10, Some(hospital.service), "2010-01-01.."));
    for post in posts {
        let person = hospital.person("DURAND", "2020-01-01..", None);
        hospital.line(person, "PC", Some(post), 10, "2020-01-01..");
    }
    let table = hospital.on("2026-01-01");
    let states: Vec<_> = table.rows.iter().map(|row| row.post.as_ref().unwrap().state).collect();
    assert_eq!(states, [PostState::VacantUsed, PostState::Occupied]);
    let amounts = table.totals.amounts;
    assert_eq!((amounts.tenured_quotity, amounts.used_quotity, amounts.regular_quotity), (0, 20_000, 10_000));
}
