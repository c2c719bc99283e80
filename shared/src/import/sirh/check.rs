//! What refuses lines together: sums on a day, two main affectations, one RPPS under two matricules.
//!
//! Sums are sweeps over all days of all lines; every line that takes part in an excess is refused
//! (`domain.md` 16.5). Ten hundredths of excess are rounding, hence a warning.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::field::Field;
use super::problem::Problem;
use super::profile::Profile;
use super::resolve::{Nature, Resolved};
use crate::affectation::Rank;
use crate::id::PostId;
use crate::import::value::plain;
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::plan::{Finding, Severity};
use crate::post::Post;
use crate::quotity::Quotity;
use crate::time::{Period, Sweep, Timeline};

/// Excess taken as rounding, in hundredths of a percent.
const ROUNDING: i64 = 10;

/// Checks that need several lines.
pub struct Checks<'a> {
    /// Posts and their quotities.
    pub known: &'a Facts,
    /// Codes.
    pub nomenclatures: &'a Nomenclatures,
    /// Headings.
    pub profile: &'a Profile,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Checks<'_> {
    /// Runs all checks on lines; those refused no longer stand.
    pub fn run(&mut self, lines: &mut [Resolved]) {
        self.same_rpps(lines);
        self.homonyms(lines);
        let people =
            by(lines, |line| Some(line.matricule().clone()).filter(|matricule| !matricule.is_empty()));
        for indexes in people.values() {
            self.ranks(lines, indexes);
            self.time_of_person(lines, indexes);
            self.low_quotity(lines, indexes);
            self.positions(lines, indexes);
            self.contradictions(lines, indexes);
        }
        let posts = by(lines, |line| line.post);
        for (post, indexes) in &posts {
            self.time_on_post(lines, *post, indexes);
        }
        for indexes in people.values() {
            self.partly_refused(lines, indexes);
        }
    }

    fn tell(&mut self, line: &mut Resolved, problem: &Problem, field: Field, value: &str) {
        let mut finding = problem.finding().on_line(line.line.line).about(value);
        if let Some(heading) = self.profile.heading(field, line.line.group) {
            finding = finding.in_column(heading);
        }
        if finding.severity == Severity::Error {
            line.stands = false;
            line.line.refused = true;
        }
        self.findings.push(finding);
    }

    /// One RPPS under two matricules: refused on the same days, one person when one follows the other.
    fn same_rpps(&mut self, lines: &mut [Resolved]) {
        let people = by(lines, |line| line.line.person.rpps.clone());
        for (rpps, indexes) in &people {
            let matricules: BTreeSet<SmolStr> =
                indexes.iter().filter_map(|at| lines.get(*at)).map(|line| line.matricule().clone()).collect();
            if matricules.len() < 2 {
                continue;
            }
            for at in indexes {
                let Some(own) = lines.get(*at) else { continue };
                let others = indexes.iter().filter_map(|other| lines.get(*other));
                let mut others = others.filter(|other| other.matricule() != own.matricule());
                let clash =
                    others.clone().find(|other| overlap(own, other)).map(|other| other.matricule().clone());
                let successor = others.next().map(|other| other.matricule().clone());
                let problem = match (clash, successor) {
                    (Some(other), _) => Problem::RppsTwoMatricules { other },
                    (None, Some(other)) => Problem::RppsSuccessive { other },
                    (None, None) => continue,
                };
                if let Some(line) = lines.get_mut(*at) {
                    tell_on(self, line, &problem, Field::Rpps, rpps);
                }
            }
        }
    }

    /// Same names under another matricule: two people, a warning.
    fn homonyms(&mut self, lines: &mut [Resolved]) {
        let names = by(lines, |line| {
            let person = &line.line.person;
            let key = format!("{} {}", plain(&person.usual_name), plain(&person.first_names));
            (key.len() > 1).then_some(key)
        });
        for indexes in names.values() {
            let of = |at: &usize| {
                lines.get(*at).map(|line| (line.matricule().clone(), line.line.person.rpps.clone()))
            };
            let people: BTreeSet<(SmolStr, Option<SmolStr>)> = indexes.iter().filter_map(of).collect();
            let matricules: BTreeSet<&SmolStr> = people.iter().map(|(matricule, _)| matricule).collect();
            let rpps: BTreeSet<&SmolStr> = people.iter().filter_map(|(_, rpps)| rpps.as_ref()).collect();
            if matricules.len() < 2 || (rpps.len() < 2 && people.iter().all(|(_, rpps)| rpps.is_some())) {
                continue;
            }
            let owners: Vec<SmolStr> = matricules.into_iter().cloned().collect();
            for at in indexes {
                let Some(line) = lines.get_mut(*at) else { continue };
                let Some(other) = owners.iter().find(|owner| *owner != line.matricule()) else { continue };
                let problem = Problem::Homonym { other: other.clone() };
                tell_on(self, line, &problem, Field::UsualName, "");
            }
        }
    }

    /// Ranks left out by the file, then two main affectations on one day (IN-23).
    fn ranks(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        let mut mains: Vec<(usize, Period)> = Vec::new();
        for at in indexes {
            let Some(line) = lines.get_mut(*at) else { continue };
            let Some(period) = line.period.filter(|_| line.nature != Nature::Outgoing) else { continue };
            if line.line.rank.is_none() {
                let second = mains.iter().any(|(_, main)| main.overlaps(&period));
                line.rank = if second { Rank::Secondary } else { Rank::Main };
            }
            if line.rank == Rank::Main {
                mains.push((*at, period));
            }
        }
        let mut sweep = Sweep::new();
        for (_, period) in &mains {
            sweep.add(*period, 1);
        }
        for excess in sweep.above(1) {
            for (at, _) in mains.iter().filter(|(_, period)| period.overlaps(&excess)) {
                if let Some(line) = lines.get_mut(*at) {
                    let value = first_text(line);
                    tell_on(self, line, &Problem::TwoMain { period: excess }, Field::From, &value);
                }
            }
        }
    }

    /// The lines of a person against the contract (IN-02), or against full time on days whose contract the file
    /// does not give.
    fn time_of_person(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        let mut sweep = Sweep::new();
        let mut limits: Timeline<i64> = Timeline::default();
        let mut parts: Vec<(usize, Period)> = Vec::new();
        for at in indexes {
            let Some(line) = lines.get(*at) else { continue };
            let Some(period) = line.period.filter(|_| line.nature != Nature::Absence) else { continue };
            sweep.add(period, i64::from(line.line.quotity));
            parts.push((*at, period));
            let contract = line.line.contract_quotity.unwrap_or(Quotity::FULL_TIME);
            raise(&mut limits, period, i64::from(contract));
        }
        for (period, sum, limit) in excesses(&sweep, &limits) {
            let over = Problem::PersonOver { sum, limit, period };
            let rounding = Problem::PersonRounding { sum, limit };
            let problem = if sum - limit <= ROUNDING { rounding } else { over };
            for (at, _) in parts.iter().filter(|(_, part)| part.overlaps(&period)) {
                if let Some(line) = lines.get_mut(*at) {
                    tell_on(self, line, &problem, Field::Quotity, &sum.to_string());
                }
            }
        }
    }

    /// A PH employed under four half-days (IN-04; CSP, art. R. 6152-26; décret 2022-134, art. 12).
    fn low_quotity(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        for at in indexes {
            let Some(line) = lines.get_mut(*at) else { continue };
            let Some(quotity) = line.line.contract_quotity else { continue };
            let is_ph = matches!(line.status.as_str(), "PH" | "PH_PROB" | "PH_TP_ANC" | "PTP_ANC");
            if !is_ph || line.line.direction == Some(crate::convention::Direction::Incoming) {
                self.status_bounds(line, quotity);
                continue;
            }
            let value = quotity.hundredths().to_string();
            match quotity.hundredths() {
                0..4_000 => {
                    let problem = Problem::PhQuotityLow { quotity: i64::from(quotity) };
                    tell_on(self, line, &problem, Field::ContractQuotity, &value);
                }
                4_000 => tell_on(self, line, &Problem::PhQuotityDerogation, Field::ContractQuotity, &value),
                _ => {}
            }
        }
    }

    /// Two positions on the same days: the absence is kept.
    fn positions(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        let own: Vec<(usize, Period, SmolStr)> = indexes
            .iter()
            .filter_map(|at| {
                let line = lines.get(*at)?;
                // A file with one line per person tells its position once, not for each line.
                let told = !line.line.position.is_empty() && !line.position.is_empty();
                told.then_some((*at, line.period?, line.position.clone()))
            })
            .collect();
        for (at, period, position) in &own {
            let differs = own.iter().any(|(_, other, code)| code != position && other.overlaps(period));
            if let Some(line) = lines.get_mut(*at).filter(|_| differs) {
                tell_on(self, line, &Problem::TwoPositions, Field::Position, position);
            }
        }
    }

    /// Lines of one person that disagree about the person: the latest is kept, the others are told.
    fn contradictions(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        let latest = indexes.iter().filter_map(|at| lines.get(*at)).filter(|line| line.stands);
        let Some(latest) = latest.max_by_key(|line| line.period.map(Period::from)) else { return };
        let latest = std::sync::Arc::clone(&latest.line.person);
        for at in indexes {
            let Some(line) = lines.get_mut(*at).filter(|line| line.stands) else { continue };
            let own = std::sync::Arc::clone(&line.line.person);
            let checks = [
                (own.rpps != latest.rpps, Field::Rpps, "RPPS"),
                (plain(&own.usual_name) != plain(&latest.usual_name), Field::UsualName, "nom"),
                (plain(&own.first_names) != plain(&latest.first_names), Field::FirstNames, "prénom"),
                (own.sex != latest.sex, Field::Sex, "sexe"),
                (own.birth_date != latest.birth_date, Field::BirthDate, "date de naissance"),
                (own.exit != latest.exit, Field::Exit, "date de sortie"),
            ];
            for (_, field, name) in checks.into_iter().filter(|(differs, ..)| *differs) {
                tell_on(self, line, &Problem::PersonContradiction { field: name }, field, "");
            }
        }
    }

    /// The lines that stand of a person who has refused ones.
    fn partly_refused(&mut self, lines: &mut [Resolved], indexes: &[usize]) {
        let stands = |at: &&usize| lines.get(**at).is_some_and(|line| line.stands);
        let standing: Vec<usize> = indexes.iter().filter(stands).copied().collect();
        if standing.len() == indexes.len() {
            return;
        }
        for at in standing {
            if let Some(line) = lines.get_mut(at) {
                tell_on(self, line, &Problem::RefusedElsewhere, Field::Matricule, "");
            }
        }
    }

    /// Bounds of other statuses are a warning (IN-26).
    fn status_bounds(&mut self, line: &mut Resolved, quotity: Quotity) {
        let Some(entry) = self.nomenclatures.entry("statuses", &line.status) else { return };
        let half_days = |name: &str| entry.number(name).map(|number| number * 1_000);
        let low = half_days("quotite_min_dj").is_some_and(|low| quotity.hundredths() < low);
        let high = half_days("quotite_max_dj").is_some_and(|high| quotity.hundredths() > high);
        if low || high {
            let problem = Problem::QuotityOutOfBounds { status: line.status.clone() };
            tell_on(self, line, &problem, Field::ContractQuotity, &quotity.half_days());
        }
    }

    /// The lines on a post against its quotity (IN-03), and two tenured holders (IN-05). Whoever replaces an
    /// absent holder may sit on the same post: positions without effective time do not count.
    fn time_on_post(&mut self, lines: &mut [Resolved], post: PostId, indexes: &[usize]) {
        let Some(timeline) = self.known.posts.get(post) else { return };
        let number = timeline.last().map(|last| last.value.number()).unwrap_or_default();
        let kind = timeline.last().map(|last| last.value.kind.clone()).unwrap_or_default();
        let mut sweep = Sweep::new();
        let mut parts: Vec<(usize, Period)> = Vec::new();
        let mut tenured: Vec<(usize, Period)> = Vec::new();
        for at in indexes {
            let Some(line) = lines.get(*at) else { continue };
            let Some(period) = line.period.filter(|_| line.nature == Nature::Time) else { continue };
            if self.nomenclatures.position_time(&line.position) == Some("no") {
                continue;
            }
            sweep.add(period, i64::from(line.line.quotity));
            parts.push((*at, period));
            if self.nomenclatures.holding(&line.status, &kind) == Some("tenured") {
                tenured.push((*at, period));
            }
        }
        let limits = timeline.map(|post: &Post| i64::from(post.quotity));
        for (period, sum, limit) in excesses(&sweep, &limits) {
            let over = Problem::PostOver { sum, limit, period, post: number.clone() };
            let rounding = Problem::PostRounding { sum, limit };
            let problem = if sum - limit <= ROUNDING { rounding } else { over };
            for (at, _) in parts.iter().filter(|(_, part)| part.overlaps(&period)) {
                if let Some(line) = lines.get_mut(*at) {
                    tell_on(self, line, &problem, Field::Post, &number);
                }
            }
        }
        self.two_tenured(lines, &tenured, &limits, &number);
    }

    /// Two tenured holders, unless all are part-time and fit within the post: SIGMED has such posts.
    fn two_tenured(
        &mut self,
        lines: &mut [Resolved],
        tenured: &[(usize, Period)],
        limits: &Timeline<i64>,
        number: &SmolStr,
    ) {
        let (mut people, mut time) = (Sweep::new(), Sweep::new());
        for (at, period) in tenured {
            people.add(*period, 1);
            time.add(*period, lines.get(*at).map_or(0, |line| i64::from(line.line.quotity)));
        }
        for period in people.above(1) {
            let holders: Vec<usize> =
                tenured.iter().filter(|(_, part)| part.overlaps(&period)).map(|(at, _)| *at).collect();
            let full_time = holders
                .iter()
                .filter_map(|at| lines.get(*at))
                .any(|line| line.line.quotity == Quotity::FULL_TIME);
            let too_much = excesses(&time, limits)
                .iter()
                .any(|(excess, sum, limit)| excess.overlaps(&period) && sum - limit > ROUNDING);
            if !full_time && !too_much {
                continue;
            }
            let problem = Problem::TwoTenured { post: number.clone(), period };
            for at in holders {
                if let Some(line) = lines.get_mut(at) {
                    tell_on(self, line, &problem, Field::Post, number);
                }
            }
        }
    }
}

/// `Checks::tell` as a function, so that a line borrowed from the slice can be told about.
fn tell_on(checks: &mut Checks<'_>, line: &mut Resolved, problem: &Problem, field: Field, value: &str) {
    checks.tell(line, problem, field, value);
}

/// Indexes of lines by some key.
fn by<K: Ord>(lines: &[Resolved], key: impl Fn(&Resolved) -> Option<K>) -> BTreeMap<K, Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(key) = key(line) {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
}

fn overlap(a: &Resolved, b: &Resolved) -> bool {
    match (a.period, b.period) {
        (Some(a), Some(b)) => a.overlaps(&b),
        _ => false,
    }
}

fn first_text(line: &Resolved) -> String {
    line.line.first.map(|first| first.to_string()).unwrap_or_default()
}

/// Raises a limit over a period where it is lower or unknown.
fn raise(limits: &mut Timeline<i64>, period: Period, limit: i64) {
    let known: Vec<(Period, i64)> = limits
        .iter()
        .filter_map(|segment| Some((segment.period.intersection(&period)?, segment.value)))
        .filter(|(_, value)| *value > limit)
        .collect();
    limits.assert(period, limit);
    for (period, value) in known {
        limits.assert(period, value);
    }
}

/// The periods on which a sum is above its limit, with both.
fn excesses(sweep: &Sweep, limits: &Timeline<i64>) -> Vec<(Period, i64, i64)> {
    let mut found = Vec::new();
    for (period, sum) in sweep.steps() {
        for limit in limits.iter() {
            if let Some(common) = limit.period.intersection(&period)
                && sum > limit.value
            {
                found.push((common, sum, limit.value));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{errors, hospital, plan, told};
    use super::*;

    type Found = Vec<(u32, SmolStr)>;

    fn refused(lines: &str) -> Found {
        errors(&plan(&hospital(), lines))
    }

    fn warned(lines: &str) -> Found {
        let plan = plan(&hospital(), lines);
        assert_eq!(errors(&plan), []);
        told(&plan, Severity::Warning).into_iter().filter(|(_, code)| *code != "IN-09").collect()
    }

    fn on(lines: &[u32], code: &str) -> Found {
        lines.iter().map(|line| (*line, code.into())).collect()
    }

    /// IN-02: every line that takes part is refused; up to ten hundredths are rounding.
    #[test]
    fn more_time_than_the_person_has() {
        let lines = |second: &str| {
            format!(
                "1;;A;B;PH;;8;;;;P;146;;;6;2020-01-01;2020-12-31\n1;;A;B;PH;;8;;;;S;152;;;{second};2020-06-01;"
            )
        };
        assert_eq!(refused(&lines("2")), []);
        assert_eq!(warned(&lines("2.01")), on(&[2, 3], "affectation.rounding"));
        assert_eq!(refused(&lines("2.011")), on(&[2, 3], "affectation.exceeds_employment"));
    }

    /// IN-03: whoever replaces an absent holder may sit on the same post.
    #[test]
    fn more_time_than_the_post_has() {
        let lines = |position: &str| {
            format!(
                "1;;A;B;PH;{position};10;;;;P;146;;P1;10;2020-01-01;\n2;;C;D;PA;;10;;;;P;146;;P1;10;2020-06-01;"
            )
        };
        assert_eq!(refused(&lines("ACTIVITE")), on(&[2, 3], "affectation.exceeds_post"));
        assert_eq!(refused(&lines("CMO")), []);
    }

    /// IN-05: two tenured holders, unless both are part-time and fit.
    #[test]
    fn two_tenured_holders() {
        let lines = |one: &str, two: &str, status: &str| {
            format!(
                "1;;A;B;PH;;{one};;;;P;146;;P1;{one};2020-01-01;\n2;;C;D;{status};;{two};;;;P;146;;P1;{two};2020-06-01;"
            )
        };
        assert_eq!(refused(&lines("5", "5", "PH")), []);
        let both = [on(&[2], "affectation.exceeds_post"), on(&[2], "post.two_tenured")].concat();
        assert_eq!(refused(&lines("10", "5", "PH"))[..2], both);
        assert_eq!(refused(&lines("6", "6", "PH")).len(), 4);
        // A contract practitioner who exceeds the post is no second holder.
        assert_eq!(refused(&lines("10", "5", "PA")), on(&[2, 3], "affectation.exceeds_post"));
    }

    /// IN-23: last days are included.
    #[test]
    fn two_main_affectations() {
        let lines = |last: &str| {
            format!("1;;A;B;PA;;5;;;;P;146;;;2;2020-01-01;{last}\n1;;A;B;PA;;5;;;;P;152;;;2;2020-06-01;")
        };
        assert_eq!(refused(&lines("2020-05-31")), []);
        assert_eq!(refused(&lines("2020-06-01")), on(&[2, 3], "affectation.two_main"));
    }

    /// IN-04: under 4 half-days refused, exactly 4 a warning; IN-26 for the others.
    #[test]
    fn low_quotities() {
        let line =
            |status: &str, time: &str| format!("1;;A;B;{status};;{time};;;;P;146;;;{time};2020-01-01;");
        assert_eq!(refused(&line("PH", "3")), on(&[2], "status.quotity_too_low"));
        assert_eq!(warned(&line("PH", "4")), on(&[2], "IN-04"));
        assert_eq!(warned(&line("PH", "5")), []);
    }

    /// IN-11, IN-20, structures and posts.
    #[test]
    fn codes_structures_and_posts() {
        for (line, code) in [
            ("1;;A;B;PC;;10;;;;P;146;;;10;2020-01-01;", "contract.without_motive"),
            ("1;;A;B;XX;;10;;;;P;146;;;10;2020-01-01;", "code.unmapped"),
            ("1;;A;B;PA;YY;10;;;;P;146;;;10;2020-01-01;", "code.unmapped"),
            ("1;;A;B;PA;;10;;;;P;999;;;10;2020-01-01;", "structure.unknown"),
            ("1;;A;B;PA;;10;;;;P;146;;P9;10;2020-01-01;", "post.unknown"),
            ("1;;A;B;PA;;10;;;;P;146;;P2;10;2026-01-01;", "post.closed"),
        ] {
            assert_eq!(refused(line), on(&[2], code), "{line}");
        }
        assert_eq!(warned("1;;A;B;PA;;10;;;;P;146;;P2;10;2020-01-01;"), on(&[2], "IN-06"));
        assert_eq!(warned("1;;A;B;PA;;10;;;;P;146;;;10;1999-01-01;"), on(&[2], "structure.not_yet_open"));
        assert_eq!(warned("1;;A;B;PC;;10;PC1;2020-01-01;;P;146;;;10;2020-01-01;"), []);
    }

    /// One RPPS under two matricules: refused on the same days, one person when one follows the other.
    #[test]
    fn one_rpps_under_two_matricules() {
        let lines = |last: &str| {
            format!(
                "1;99011126481;A;B;PA;;5;;;;P;146;;;5;2020-01-01;{last}\n2;99011126481;A;B;PA;;5;;;;P;146;;;5;2021-01-01;"
            )
        };
        assert_eq!(refused(&lines("")), on(&[2, 3], "rpps.two_matricules"));
        let plan = plan(&hospital(), &lines("2020-12-31"));
        assert_eq!(told(&plan, Severity::Warning), on(&[2, 3], "rpps.successive_matricules"));
        let people: BTreeSet<_> =
            plan.target.practitioners.segments().map(|(_, segment)| segment.value.person).collect();
        assert_eq!((plan.target.practitioners.len(), people.len()), (2, 1));
    }

    /// An exact copy is dropped before the sums; two positions, contradictions and partly refused people are told.
    #[test]
    fn what_is_told_without_refusing() {
        let line = "1;;A;B;PA;;10;;;;P;146;;;10;2020-01-01;";
        assert_eq!(warned(&format!("{line}\n{line}")), on(&[3], "line.duplicate"));
        let two = "1;;A;B;PA;ACTIVITE;5;;;;P;146;;;2;2020-01-01;\n1;;A;B;PA;CMO;5;;;;S;152;;;2;2020-06-01;";
        assert_eq!(warned(two), on(&[2, 3], "position.overlaps"));
        let names = "1;;A;B;PA;;5;;;;P;146;;;2;2020-01-01;2020-05-31\n1;;Z;B;PA;;5;;;;P;152;;;2;2020-06-01;";
        assert_eq!(warned(names), on(&[2], "practitioner.contradiction"));
        let partly = "1;;A;B;PA;;5;;;;P;146;;;2;2020-01-01;2020-05-31\n1;;A;B;PA;;5;;;;P;999;;;2;2020-06-01;";
        let plan = plan(&hospital(), partly);
        assert_eq!(told(&plan, Severity::Info), on(&[2], "practitioner.partly_refused"));
    }
}
