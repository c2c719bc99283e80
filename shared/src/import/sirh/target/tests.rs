//! What stays, what closes and what comes back, over careers drawn at random and over the cases of `domain.md` 16.5.

use proptest::prelude::*;

use super::super::testing::{HEADINGS, day, errors, hospital, plan, plan_of, table};
use super::*;
use crate::plan::Plan;

/// Careers of several people, without a mistake: lines one after the other, some places, statuses, absences.
fn careers() -> impl Strategy<Value = Vec<String>> {
    let line = (0..4_u32, 1..30_u32, 0..3_u32, 2..11_u32, any::<bool>());
    let person = prop::collection::vec(line, 1..5);
    prop::collection::vec(person, 1..5).prop_map(|people| {
        let mut lines = Vec::new();
        for (who, career) in people.into_iter().enumerate() {
            let mut from = day("2018-01-01");
            let last = career.len() - 1;
            for (at, (gap, months, place, time, ends)) in career.into_iter().enumerate() {
                from = from.add_months(gap);
                let to = from.add_months(months);
                let end = if at < last || ends { to.to_string() } else { String::new() };
                let where_to = ["146;1461", "152;", "146;"][place as usize];
                let position = if time == 2 { "CMO" } else { "ACTIVITE" };
                lines
                    .push(format!("{who};;NOM{who};P;PA;{position};10;;;;P;{where_to};;{time};{from};{end}"));
                from = to.next();
            }
        }
        lines
    })
}

fn of(known: &Facts, lines: &[String]) -> Plan {
    plan(known, &lines.join("\n"))
}

proptest! {
    /// Planning what was just planned changes nothing, whatever the order of the lines.
    #[test]
    fn planning_again_is_empty(lines in careers(), turn in 0..20_usize) {
        let first = of(&hospital(), &lines);
        prop_assert_eq!(errors(&first), []);
        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        prop_assert!(of(&first.target, &lines).is_empty());
        prop_assert!(of(&first.target, &turned).is_empty());
    }

    /// A refused line closes nothing: neither its person nor what is known of its days.
    #[test]
    fn a_refused_line_closes_nothing(lines in careers(), which in any::<prop::sample::Index>(), how in 0..6_usize) {
        let known = of(&hospital(), &lines).target;
        let at = which.index(lines.len());
        let mut wrong = lines.clone();
        let mut cells: Vec<&str> = lines[at].split(';').collect();
        let (column, text) = [(0, ""), (4, "XX"), (5, "XX"), (11, "999"), (14, "x"), (15, "2021-02-29")][how];
        cells[column] = text;
        wrong[at] = cells.join(";");
        let plan = of(&known, &wrong);
        prop_assert!(!errors(&plan).is_empty());
        prop_assert!(plan.closed.is_empty());
        prop_assert!(plan.is_empty());
    }

    /// Whoever is absent is closed on the extraction day, and nobody else.
    #[test]
    fn who_is_absent_is_closed(lines in careers()) {
        let known = of(&hospital(), &lines).target;
        let kept: Vec<String> = lines.iter().filter(|line| !line.starts_with("0;")).cloned().collect();
        prop_assume!(!kept.is_empty());
        let plan = of(&known, &kept);
        for (id, segment) in known.practitioners.segments() {
            let absent = segment.value.matricule == "0";
            let after = plan.target.practitioners.get(id).and_then(Timeline::span).unwrap();
            prop_assert_eq!(absent, !after.is_open());
        }
    }
}

const OLD: &str = "1;99011126481;A;B;PH;;10;;;;P;146;;P1;10;2020-01-01;2022-12-31";
const NOW: &str = "1;99011126481;A;B;PH;;10;;;;P;152;;P3;10;2023-01-01;";

fn affectations(facts: &Facts) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = facts
        .affectations
        .segments()
        .map(|(_, segment)| (segment.period.from().to_string(), segment.period.to().to_string()))
        .collect();
    found.sort();
    found
}

#[test]
fn a_corrected_first_day_replaces_the_wrong_one() {
    let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
    let corrected = OLD.replace("2020-01-01", "2020-02-01");
    let plan = plan(&known, &format!("{corrected}\n{NOW}"));
    assert_eq!(affectations(&plan.target)[0].0, "2020-02-01");
    assert_eq!(plan.target.affectations.len(), 2);
}

/// Extracts forget: what ended before the first day that a file states of a person stays.
#[test]
fn what_an_extract_forgets_stays() {
    let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
    assert!(plan(&known, NOW).is_empty());
}

/// A file about the present says nothing of the past: the new line ends the one it follows.
#[test]
fn a_file_about_the_present_keeps_the_past() {
    let known = plan(&hospital(), &OLD.replace("2022-12-31", "")).target;
    let plan = plan(&known, NOW);
    let expected = [("2020-01-01", "2023-01-01"), ("2023-01-01", "9999-12-31")];
    assert_eq!(affectations(&plan.target), expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
}

#[test]
fn a_person_numbered_again_is_the_same_person() {
    let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
    let plan = plan(&known, &format!("{OLD}\n{NOW}").replace("1;99", "N1;99"));
    assert_eq!(plan.target.practitioners.len(), 1);
    assert!(plan.closed.is_empty());
}

#[test]
fn a_file_without_matricule_finds_people_by_rpps() {
    let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
    let mut without = table(&format!("{HEADINGS}\n{OLD}\n{NOW}"));
    without.iter_mut().for_each(|row| drop(row.remove(0)));
    let plan = plan_of(&known, &without, Vec::new());
    assert_eq!(errors(&plan), []);
    assert_eq!(plan.target.practitioners.len(), 1);
    assert_eq!(plan.target.affectations.len(), 2);
}

/// A column that the file does not have changes nothing.
#[test]
fn a_file_without_positions_keeps_those_known() {
    let lines =
        "1;;A;B;PH;DISPO;10;;;;P;;;;0;2020-01-01;2020-12-31\n1;;A;B;PH;;10;;;;P;146;;P1;10;2021-01-01;";
    let known = plan(&hospital(), lines).target;
    assert_eq!(known.positions.len(), 1);
    let mut without = table(&format!("{HEADINGS}\n{lines}"));
    without.iter_mut().for_each(|row| drop(row.remove(5)));
    assert_eq!(plan_of(&known, &without, Vec::new()).target.positions, known.positions);
}

#[test]
fn the_same_file_after_a_split_changes_nothing_and_puts_nobody_back_on_the_whole() {
    use crate::post_split::division::{Division, Part};
    let file = "1;;DURAND;Alix;PH;ACTIVITE;10;;;;P;146;;P1;6;2020-01-01;";
    let known = plan(&hospital(), file).target;
    let line = known.affectations.iter().next().unwrap().0;
    let part = |half_days: u32, place: u128| Part {
        id: None,
        local_number: None,
        quotity: crate::quotity::Quotity::new(half_days * 1_000).unwrap(),
        structure: Some(uuid::Uuid::from_u128(place).into()),
        attached_to_establishment: false,
    };
    let whole = known.posts.iter().find(|(_, one)| one.last().unwrap().value.number() == "P1").unwrap().0;
    let division = Division {
        post: whole,
        from: day("2026-03-01"),
        parts: vec![part(6, 3), part(4, 2)],
        lines: [(line, 0)].into(),
    };
    let mut next = 700_u128;
    let mut ids = || {
        next += 1;
        uuid::Uuid::from_u128(next)
    };
    let divided = division.apply(&known, &mut ids).unwrap();
    let again = plan(&divided.facts, file);
    assert_eq!(errors(&again), []);
    assert!(again.is_empty(), "the person stays on the part");
    // Somebody new on the whole number goes to the part of the service, or nowhere.
    let newcomer = |service: &str| {
        plan(&divided.facts, &format!("{file}\n2;;BRUN;Lou;PA;ACTIVITE;4;;;;P;{service};;P1;4;2026-04-01;"))
    };
    let placed = newcomer("146");
    assert_eq!(errors(&placed), []);
    let on = placed.target.affectations.on(day("2026-04-01")).filter_map(|(_, one)| one.value.post);
    assert_eq!(on.collect::<std::collections::BTreeSet<_>>(), divided.parts.iter().copied().collect());
    let lost = plan(&divided.facts, &format!("{file}\n2;;BRUN;Lou;PA;ACTIVITE;4;;;;P;01;;P1;4;2026-04-01;"));
    assert_eq!(errors(&lost), [(3, "post.split".into())]);
    // The number of the part says it.
    let said =
        plan(&divided.facts, &format!("{file}\n2;;BRUN;Lou;PA;ACTIVITE;4;;;;P;01;;P1-B;4;2026-04-01;"));
    assert_eq!(errors(&said), []);
}
