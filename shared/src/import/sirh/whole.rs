//! All lines of a person stand or fall together, where that is asked (`valid_people`).
//!
//! A person held back is left exactly as known: nothing is written, and absence closes nothing. Refuses no line of
//! people whose lines all stand.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::field::Field;
use super::problem::Problem;
use super::resolve::{Resolved, latest};
use super::target::Target;
use crate::plan::Finding;

/// Number of people of whom some lines stand and some are refused.
pub(super) fn partly_refused(lines: &[Resolved]) -> u32 {
    let mut people: BTreeMap<&SmolStr, [bool; 2]> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.matricule().is_empty()) {
        let [standing, refused] = people.entry(line.matricule()).or_default();
        *standing |= line.stands;
        *refused |= !line.stands;
    }
    let partly = people.values().filter(|[standing, refused]| *standing && *refused).count();
    u32::try_from(partly).unwrap_or(u32::MAX)
}

/// Refuses the lines that stand of whoever has a refused one.
pub(super) fn hold(target: &Target<'_>, lines: &mut [Resolved], findings: &mut Vec<Finding>) {
    let refused = lines.iter().filter(|line| !line.stands).map(|line| line.matricule().clone());
    let mut held: BTreeSet<SmolStr> = refused.filter(|matricule| !matricule.is_empty()).collect();
    // A line without a matricule that anybody has, and that can only be about one person.
    for (_, meant) in target.meant_by_refused_lines(lines) {
        if let [id] = meant.as_slice() {
            held.extend(latest(&target.known.practitioners, *id).map(|own| own.matricule.clone()));
        }
    }
    let heading = target.profile.heading(Field::Matricule, 0);
    let mut fallen = BTreeSet::new();
    for line in lines.iter_mut().filter(|line| line.stands && held.contains(line.matricule())) {
        line.stands = false;
        line.line.refused = true;
        // A row with several affectations is several lines: it is told once.
        if fallen.insert(line.line.line) {
            let finding = Problem::HeldWithPerson.finding().on_line(line.line.line);
            findings.push(match &heading {
                Some(heading) => finding.in_column(heading.clone()),
                None => finding,
            });
        }
    }
    // The stronger word says it all.
    let told = Problem::RefusedElsewhere.code();
    findings.retain(|own| own.code != told || own.line.is_none_or(|line| !fallen.contains(&line)));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{errors, hospital, plan, plan_of_whole_people};
    use crate::fact::Noun;
    use crate::knowledge::Facts;
    use crate::plan::Plan;

    const GOOD: &str = "1;;A;B;PA;;5;;;;P;146;;;5;2020-01-01;2025-12-31";
    const REFUSED: &str = "1;;A;B;PA;;5;;;;P;999;;;5;2026-01-01;";
    const OTHER: &str = "2;;C;D;PA;;5;;;;P;146;;;5;2020-01-01;";

    fn people(plan: &Plan) -> Vec<&str> {
        plan.target.practitioners.segments().map(|(_, one)| one.value.matricule.as_str()).collect()
    }

    fn same_facts(one: &Facts, other: &Facts) -> bool {
        one.practitioners == other.practitioners
            && one.statuses == other.statuses
            && one.affectations == other.affectations
    }

    #[test]
    fn a_new_person_with_a_refused_line_is_not_written_and_the_others_are() {
        let file = format!("{GOOD}\n{REFUSED}\n{OTHER}");
        let by_line = plan(&hospital(), &file);
        assert_eq!((people(&by_line), by_line.partly_refused), (vec!["1", "2"], 1));
        let by_person = plan_of_whole_people(&hospital(), &file);
        assert_eq!((people(&by_person), by_person.partly_refused), (vec!["2"], 1));
        let told = errors(&by_person);
        assert_eq!(told, [(2, "practitioner.held".into()), (3, "structure.unknown".into())]);
        assert!(by_person.findings.iter().all(|one| one.code != "practitioner.partly_refused"));
    }

    #[test]
    fn a_known_person_with_a_refused_line_is_left_as_known_and_not_closed() {
        let known = plan(&hospital(), &format!("{GOOD}\n{OTHER}")).target;
        // The line that stands would end the affectation sooner.
        let sooner = GOOD.replace("2025-12-31", "2025-06-30");
        let file = format!("{sooner}\n{REFUSED}\n{OTHER}");
        assert!(!same_facts(&plan(&known, &file).target, &known));
        let held = plan_of_whole_people(&known, &file);
        assert!(same_facts(&held.target, &known));
        assert!(held.closed.is_empty());
    }

    #[test]
    fn a_line_without_matricule_that_can_only_be_about_one_person_holds_that_person() {
        let known = plan(&hospital(), &format!("{GOOD}\n{OTHER}")).target;
        let sooner = GOOD.replace("2025-12-31", "2025-06-30");
        let orphan = REFUSED.replacen('1', "", 1).replace("999", "146");
        let held = plan_of_whole_people(&known, &format!("{sooner}\n{orphan}\n{OTHER}"));
        assert_eq!(errors(&held), [(2, "practitioner.held".into()), (3, "matricule.missing".into())]);
        assert!(same_facts(&held.target, &known));
    }

    #[test]
    fn without_a_refused_line_both_policies_plan_the_same() {
        let file = format!("{GOOD}\n{OTHER}");
        let (by_line, by_person) = (plan(&hospital(), &file), plan_of_whole_people(&hospital(), &file));
        let counts = |plan: &Plan| plan.counts();
        assert_eq!(counts(&by_line), counts(&by_person));
        assert!(counts(&by_line).iter().any(|(noun, own)| *noun == Noun::Practitioners && own.create == 2));
        assert_eq!(by_line.partly_refused, 0);
    }
}
