//! Inconsistencies that a plan would create: warnings, whatever their level (`domain.md` 12 and 16.5).

use super::field::Field;
use super::problem::Problem;
use super::profile::Profile;
use super::resolve::{Nature, Resolved, latest};
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::plan::Finding;
use crate::time::Day;

/// Warns about lines that stand.
pub fn warn(
    lines: &[Resolved],
    known: &Facts,
    nomenclatures: &Nomenclatures,
    profile: &Profile,
    extracted_on: Day,
    findings: &mut Vec<Finding>,
) {
    let mut previous = smol_str::SmolStr::default();
    for line in lines.iter().filter(|line| line.stands) {
        let mut tell = |problem: Problem, field: Field| {
            let finding = problem.finding().on_line(line.line.line);
            findings.push(match profile.heading(field, line.line.group) {
                Some(heading) => finding.in_column(heading),
                None => finding,
            });
        };
        if let Some(post) = line.post.and_then(|post| latest(&known.posts, post)) {
            if !line.status.is_empty() && nomenclatures.holding(&line.status, &post.kind).is_none() {
                tell(
                    Problem::StatusOnKind { status: line.status.clone(), kind: post.kind.clone() },
                    Field::Post,
                );
            }
            let tenured = nomenclatures.holding(&line.status, &post.kind) == Some("tenured");
            if let (true, Some(own), Some(wanted)) = (tenured, &line.speciality, &post.speciality)
                && own != wanted
            {
                tell(
                    Problem::SpecialityDiffers { own: own.clone(), post: wanted.clone() },
                    Field::Speciality,
                );
            }
        }
        if line.nature == Nature::Time
            && let (Some(period), Some(entry)) = (line.period, nomenclatures.entry("statuses", &line.status))
            && let Some(since) = entry.attribute("closed_from").and_then(|day| day.parse::<Day>().ok())
            && line.line.contract.map_or(period.from(), |contract| contract.first) >= since
        {
            tell(Problem::StatusClosed { status: line.status.clone(), since }, Field::Status);
        }
        if *line.matricule() == previous {
            continue;
        }
        previous = line.matricule().clone();
        if let Some(birth) = line.line.person.birth_date {
            let years = extracted_on.year() - birth.year();
            if !(22..=75).contains(&years) {
                tell(Problem::AgeUnlikely { years }, Field::BirthDate);
            }
        }
        let student = matches!(line.status.as_str(), "FFI" | "STAG_ASSOC" | "INT" | "DJ");
        if line.line.person.rpps.is_none() && !student && !line.status.is_empty() {
            tell(Problem::RppsMissing, Field::Rpps);
        }
    }
}
